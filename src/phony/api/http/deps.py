"""What routers ask for: services, who asks, pages and versions."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Header, Query, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field
from starlette.requests import HTTPConnection

from phony.aside import Aside
from phony.domain.errors import Invalid, Unauthorized
from phony.domain.keys import Identity
from phony.service.access.access import Access
from phony.service.access.signatures import SignatureRules
from phony.service.agents.agents import AgentService
from phony.service.agents.applying import YamlService
from phony.service.agents.numbers import NumberService
from phony.service.calls.calls import Calls
from phony.service.live.edits import LiveEdits
from phony.service.live.feed import Feed
from phony.service.money.spending import Spending
from phony.service.operations.doctor import Doctor
from phony.service.operations.metrics import Exposition
from phony.service.outbox.webhooks import WebhookService
from phony.store.database import Database
from phony.store.repositories import Repositories, for_org

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SetupInfo:
    """What is configured, for the dashboard and the doctor: no secrets in here."""

    version: str
    base_url: str
    public_url: str | None
    worker_id: str
    carrier_is_sandbox: bool
    engine_is_sandbox: bool
    mongodb_is_private: bool
    sandbox_url: str | None
    sandbox_speech: bool


@dataclass(slots=True)
class Services:
    """Everything the routers use; `app` builds it once and keeps it in `app.state.services`."""

    setup: SetupInfo
    database: Database
    access: Access
    agents: AgentService
    yaml: YamlService
    aside: Aside
    numbers: NumberService
    calls: Calls
    signatures: SignatureRules
    live_edits: LiveEdits
    feed: Feed
    spending: Spending
    webhooks: WebhookService
    doctor: Doctor
    exposition: Exposition


def get_services(connection: HTTPConnection) -> Services:
    """The services that `app` built."""
    services: Services = connection.app.state.services
    return services


def get_identity(connection: HTTPConnection) -> Identity:
    """Who asks, as the security middleware found out."""
    identity: Identity | None = getattr(connection.state, "identity", None)
    if identity is None:
        raise Unauthorized("Nobody is signed in.", cure="Send an API key.")
    if connection.scope["type"] == "http":
        _refuse_unknown_parameters(connection)
    return identity


def _refuse_unknown_parameters(connection: HTTPConnection) -> None:
    """A misspelt filter must not answer as if there were none."""
    route = connection.scope.get("route")
    if not connection.query_params or not isinstance(route, APIRoute):
        return
    known = query_names(route.dependant)
    for name in connection.query_params:
        if name not in known:
            shown = name[:40]
            raise Invalid(
                f"There is no parameter {shown!r}.",
                field=shown,
                cure=f"There are: {', '.join(known)}." if known else "Leave it out.",
            )


def query_names(dependant: Dependant) -> list[str]:
    """The query parameters of an endpoint and of what it depends on."""
    names = [field.alias for field in dependant.query_params]
    for inner in dependant.dependencies:
        names += query_names(inner)
    return names


ServicesDep = Annotated[Services, Depends(get_services)]
IdentityDep = Annotated[Identity, Depends(get_identity)]


def get_org(identity: IdentityDep) -> str:
    """The organization of who asks."""
    return identity.org_id


def get_actor(identity: IdentityDep) -> str:
    """The name that is written as author of a change."""
    return identity.name


OrgDep = Annotated[str, Depends(get_org)]
ActorDep = Annotated[str, Depends(get_actor)]


def get_repositories(services: ServicesDep, org_id: OrgDep) -> Repositories:
    """The repositories of the organization of who asks."""
    return for_org(services.database, org_id)


RepositoriesDep = Annotated[Repositories, Depends(get_repositories)]


# ---- pages -------------------------------------------------------------------------------


class Page(BaseModel, Generic[T]):
    """One page of a list; pass `next_cursor` as `cursor` to get the next one."""

    items: list[T] = Field(description="The records of this page.")
    next_cursor: str | None = Field(
        None, description="Pass it as `cursor` for the next page; null on the last one."
    )
    total: int = Field(description="How many there are on all pages.")


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page is wanted. A cursor is opaque to clients: an offset, in base64."""

    limit: int
    offset: int

    def cut(self, items: list[T]) -> Page[T]:
        """The answer when all items are there already."""
        return self.page(items[self.offset : self.offset + self.limit], len(items))

    def page(self, items: list[T], total: int) -> Page[T]:
        """The answer for `items`, found at `offset`."""
        end = self.offset + len(items)
        more = bool(items) and end < total
        return Page(items=items, next_cursor=encode_cursor(end) if more else None, total=total)


def encode_cursor(offset: int) -> str:
    """The cursor of a place in a list."""
    return base64.urlsafe_b64encode(f"o{offset}".encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> int:
    """The place a cursor names.

    Raises:
        Invalid: not a cursor of ours.
    """
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except ValueError:
        text = ""
    if not re.fullmatch(r"o[0-9]{1,9}", text):
        raise Invalid("unknown cursor", field="cursor", cure="Use `next_cursor` of a page.")
    return int(text[1:])


def get_paging(
    limit: Annotated[int, Query(ge=1, le=500, description="Items per page.")] = 50,
    cursor: Annotated[
        str | None, Query(max_length=200, description="`next_cursor` of the page before.")
    ] = None,
) -> Paging:
    """The `limit` and `cursor` of a list request."""
    return Paging(limit, decode_cursor(cursor) if cursor else 0)


PagingDep = Annotated[Paging, Depends(get_paging)]


def get_long_paging(
    limit: Annotated[int, Query(ge=1, le=500, description="Items per page.")] = 500,
    cursor: Annotated[
        str | None, Query(max_length=200, description="`next_cursor` of the page before.")
    ] = None,
) -> Paging:
    """The same for short lists, which mostly fit on one page."""
    return get_paging(limit, cursor)


LongPagingDep = Annotated[Paging, Depends(get_long_paging)]


def parse_sort(text: str | None, allowed: tuple[str, ...], default: str) -> list[tuple[str, int]]:
    """`name,-created_at` as MongoDB's sort list; `-` is descending.

    Raises:
        Invalid: a field that cannot be sorted by.
    """
    order: list[tuple[str, int]] = []
    for part in (text or default).split(","):
        name = part.strip().removeprefix("-")
        if name not in allowed:
            raise Invalid(
                f"cannot sort by {name[:50]!r}", field="sort", cure=f"One of: {', '.join(allowed)}."
            )
        order.append((name, -1 if part.strip().startswith("-") else 1))
    return [*order, ("_id", 1)]


# ---- versions ----------------------------------------------------------------------------


def get_if_match(
    if_match: Annotated[
        str | None, Header(max_length=200, description="The version the change is based on.")
    ] = None,
) -> int | None:
    """The version named by `If-Match`; None if any will do."""
    if if_match is None or if_match.strip() == "*":
        return None
    match = re.fullmatch(r'\s*(?:W/)?"?([0-9]{1,9})"?\s*', if_match)
    if match is None:
        raise Invalid(
            "If-Match is not a version",
            field="If-Match",
            cure='Send the ETag you got, such as If-Match: "3".',
        )
    return int(match[1])


IfMatchDep = Annotated[int | None, Depends(get_if_match)]


def set_etag(response: Response, version: int) -> None:
    """Tell the client which version it got."""
    response.headers["ETag"] = f'"{version}"'
