"""API keys, the dashboard's session, and the audit log."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from phony.api.http.deps import ActorDep, OrgDep, Page, PagingDep, RepositoriesDep, ServicesDep
from phony.api.http.rights import needs
from phony.api.http.routing import make_router
from phony.api.http.security import facts_of
from phony.domain.agent_input import Line
from phony.domain.errors import PhonyError
from phony.domain.ids import new_id, utc_now
from phony.domain.keys import ApiKey, AuditEntry, Scope
from phony.domain.rights import Right
from phony.domain.versions import Deleted
from phony.service.access.keys import hash_key, new_key
from phony.service.access.sessions import COOKIE, SESSION_S

router = make_router(tag="access")


class KeyInput(BaseModel):
    """A new key."""

    model_config = ConfigDict(extra="forbid")

    name: Line = Field(
        min_length=1, max_length=100, description="Stands as author beside what it changes."
    )
    scope: Scope = Field(
        Scope.READ,
        description="What the key may do: `read`, `operate` (steer calls, too) or `admin`.",
    )
    expires_in_days: int | None = Field(
        None, ge=1, le=3650, description="After how many days it ends; left out: never."
    )


class NewKey(ApiKey):
    """A key with its secret, which is shown this once."""

    key: str = Field(description="Keep it now: it cannot be shown again.")


@router.get("/keys", summary="List API keys")
@needs(Right.KEYS)
async def list_keys(repositories: RepositoriesDep, paging: PagingDep) -> Page[ApiKey]:
    """All keys, newest first, without their secrets."""
    keys = await repositories.keys.list()
    return paging.cut(keys)


@router.post("/keys", status_code=201, summary="Create an API key")
@needs(Right.KEYS)
async def create_key(
    given: KeyInput, repositories: RepositoriesDep, org_id: OrgDep, actor: ActorDep
) -> NewKey:
    """Make a key. Its secret is in this answer and nowhere else."""
    secret, prefix = new_key()
    now = utc_now()
    expires_at: datetime | None = None
    if given.expires_in_days is not None:
        expires_at = now + timedelta(days=given.expires_in_days)
    key = ApiKey(
        id=new_id("key"),
        org_id=org_id,
        name=given.name,
        scope=given.scope,
        prefix=prefix,
        created_at=now,
        created_by=actor,
        expires_at=expires_at,
    )
    await repositories.keys.add(key, hash_key(secret))
    await repositories.audit.write(
        actor, "key.create", key.id, key.name, {"scope": key.scope.value}
    )
    return NewKey(**key.model_dump(), key=secret)


@router.delete("/keys/{key_id}", summary="Revoke an API key")
@needs(Right.KEYS)
async def delete_key(
    key_id: Annotated[str, Path(max_length=100, description="Which key is meant, by its id.")],
    repositories: RepositoriesDep,
    services: ServicesDep,
    actor: ActorDep,
) -> Deleted:
    """Revoke a key and end its sessions, within two seconds on every worker."""
    key = await repositories.keys.delete(key_id)
    services.access.forget()
    await repositories.audit.write(actor, "key.delete", key_id, key.name)
    return Deleted(id=key_id)


@router.get("/audit", summary="Read the audit log")
@needs(Right.KEYS)
async def read_audit(
    repositories: RepositoriesDep,
    paging: PagingDep,
    target: Annotated[
        str | None, Query(max_length=100, description="Id of what was changed.")
    ] = None,
    actor: Annotated[str | None, Query(max_length=100, description="Who changed it.")] = None,
    action: Annotated[
        str | None, Query(max_length=100, description="Such as `agent.update`.")
    ] = None,
) -> Page[AuditEntry]:
    """Who changed what, newest first."""
    entries, total = await repositories.audit.page(
        limit=paging.limit, offset=paging.offset, target=target, actor=actor, action=action
    )
    return paging.page(entries, total)


# ---- the dashboard's session -------------------------------------------------------------


class SignIn(BaseModel):
    """The key to sign in with."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    api_key: str = Field(
        min_length=1, max_length=500, description="An API key. The session may do what the key may."
    )


class SessionView(BaseModel):
    """Whether somebody is signed in, and whether that is needed."""

    authenticated: bool = Field(description="Whether somebody is signed in, or need not be.")
    required: bool = Field(description="Whether a key is needed at all.")
    name: str | None = Field(None, description="The name of the key that is signed in.")
    scope: Scope | None = Field(None, description="What the session may do.")
    via: str | None = Field(None, description="`session`, `key` or `loopback`.")


@router.get("/session", summary="Who is signed in")
@needs(Right.SIGN_IN, linkable=True)
async def read_session(request: Request, services: ServicesDep) -> SessionView:
    """Who asks, by cookie, key or being this machine; never a 401."""
    access = services.access
    try:
        identity = await access.who(facts_of(request.scope))
    except PhonyError:
        return SessionView(authenticated=False, required=access.key_required)
    return SessionView(
        authenticated=True,
        required=access.key_required,
        name=identity.name,
        scope=identity.scope,
        via=identity.via,
    )


@router.post("/session", summary="Sign in with an API key")
@needs(Right.SIGN_IN)
async def create_session(
    given: SignIn, request: Request, response: Response, services: ServicesDep
) -> SessionView:
    """Trade a key for a cookie that scripts cannot read and other sites cannot send."""
    access = services.access
    token, identity = await access.sign_in(given.api_key, facts_of(request.scope))
    secure = bool(access.public_url and access.public_url.startswith("https:"))
    response.set_cookie(
        COOKIE, token, max_age=SESSION_S, httponly=True, samesite="strict", secure=secure, path="/"
    )
    return SessionView(
        authenticated=True,
        required=access.key_required,
        name=identity.name,
        scope=identity.scope,
        via="session",
    )


@router.delete("/session", status_code=204, summary="Sign out")
@needs(Right.SIGN_IN)
async def delete_session(request: Request, services: ServicesDep) -> Response:
    """End the session and forget the cookie."""
    await services.access.sign_out(facts_of(request.scope))
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, path="/")
    return response
