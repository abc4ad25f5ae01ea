"""Starting calls: by an outbound agent, and from a browser's microphone."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header, Response
from pydantic import BaseModel, ConfigDict, Field

from phony.api.http.deps import ActorDep, OrgDep, RepositoriesDep, Services, ServicesDep
from phony.api.http.rights import needs
from phony.api.http.routing import make_router
from phony.domain.agent_input import ContextData
from phony.domain.calls import Call
from phony.domain.phone import SEND_DIGITS
from phony.domain.rights import Right
from phony.domain.versions import Notice

router = make_router(tag="calls")


class OutboundCallInput(BaseModel):
    """Whom to call, with which agent, and what it shall know beyond its own context."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "agent_id": "agent_0123456789abcdef01234567",
                    "to_number": "+15551234567",
                    "context_override": {
                        "customer_name": "John Smith",
                        "reason": "Follow-up call",
                    },
                }
            ]
        },
    )

    agent_id: str = Field(
        min_length=1, max_length=100, description="The outbound agent that calls."
    )
    to_number: str = Field(
        min_length=1,
        max_length=64,
        description="E.164, such as +15551234567, and perhaps an extension: +15551234567 ext. 5.",
    )
    send_digits: str = Field(
        "",
        max_length=32,
        pattern=SEND_DIGITS,
        description="Keys to press when somebody answers; `w` waits half a second. An extension of "
        "`to_number` is the same as `ww5`. With keys, no answering machine is looked for.",
    )
    from_number: str | None = Field(
        None,
        max_length=40,
        description="The agent's own number, else the account's only or first, if left out.",
    )
    context_override: ContextData = Field(
        default_factory=dict, description="Laid over the agent's context data for this call."
    )
    ring_timeout_s: int = Field(
        30,
        ge=5,
        le=120,
        description="How long it may ring before the call counts as not answered, in seconds.",
    )
    require_values: bool = Field(
        False, description="Refuse (422) if a text of the agent has a variable without a value."
    )


class PlacedCall(Call):
    """The call's record, and what whoever is called will notice."""

    warnings: list[Notice] = Field(
        default_factory=list,
        description="`missing_variables`: sentences close up without them; `answers_itself`.",
    )


class BrowserCallInput(BaseModel):
    """Which agent to talk to."""

    model_config = ConfigDict(extra="forbid")

    agent_id: str = Field(min_length=1, max_length=100, description="The agent to talk to.")
    context_override: ContextData = Field(
        default_factory=dict, description="What this call adds to the agent's context data."
    )


class BrowserCallStarted(BaseModel):
    """Open `media_url` as a Media Streams client and send `token` and `call_id` in `start`."""

    call_id: str = Field(description="The call that is being made, for `start` and for `/calls`.")
    media_url: str = Field(
        description="The WebSocket to open for sound, as a Media Streams client."
    )
    token: str = Field(description="Lets this one client in, once.")
    call: Call = Field(description="The call's record.")


@router.post(
    "/agents/call/outbound",
    status_code=201,
    summary="Call somebody",
)
@needs(Right.OPERATE)
async def place_outbound_call(
    body: OutboundCallInput,
    services: ServicesDep,
    org_id: OrgDep,
    actor: ActorDep,
    repositories: RepositoriesDep,
    response: Response,
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            min_length=1,
            max_length=200,
            description="Yours to choose, one for each call: a repeated request answers with the "
            "first one's call (and `Idempotency-Replayed: true`), and no phone rings twice.",
        ),
    ] = None,
) -> PlacedCall:
    """The record, as soon as the carrier has taken the order; follow it at `/calls/{id}`.

    Emergency numbers are refused (422). A refusal of the carrier is 422, 429 or 502 with its own
    error number; the record stays and says so, too.
    """
    if key is not None:
        known = await services.calls.outbound.repeated(
            org_id, key, body.agent_id, body.to_number, body.send_digits
        )
        if known is not None:
            response.headers["Idempotency-Replayed"] = "true"
            return await _placed(services, known)
    call = await services.calls.outbound.place(
        org_id,
        body.agent_id,
        body.to_number,
        send_digits=body.send_digits,
        from_number=body.from_number,
        context_override=body.context_override,
        ring_timeout_s=body.ring_timeout_s,
        request_key=key,
        complete=body.require_values,
    )
    await repositories.audit.write(actor, "call.place", call.id, f"agent {call.agent_id}")
    return await _placed(services, call)


async def _placed(services: Services, call: Call) -> PlacedCall:
    warnings = await services.calls.outbound.warnings(call)
    return PlacedCall(**call.model_dump(), warnings=warnings)


@router.post("/calls/browser", status_code=201, summary="Talk to an agent from the browser")
@needs(Right.OPERATE)
async def start_browser_call(
    body: BrowserCallInput,
    services: ServicesDep,
    org_id: OrgDep,
    actor: ActorDep,
    repositories: RepositoriesDep,
) -> BrowserCallStarted:
    """Everything a Media Streams client in the browser needs; the token works once."""
    started = await services.calls.browser.start(org_id, body.agent_id, body.context_override)
    await repositories.audit.write(actor, "call.browser", started.call.id, body.agent_id)
    return BrowserCallStarted(
        call_id=started.call.id,
        media_url=started.media_url,
        token=started.token,
        call=started.call,
    )
