"""Commands to live calls: say, whisper, mute, transfer, take over, hang up, ..."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Path, Response
from pydantic import BaseModel, ConfigDict, Field

from phony.api.http.deps import (
    ActorDep,
    LongPagingDep,
    OrgDep,
    Page,
    RepositoriesDep,
    Services,
    ServicesDep,
)
from phony.api.http.rights import needs
from phony.api.http.routing import make_router
from phony.api.rest.calls import CallId
from phony.api.rest.edits import Wait
from phony.domain.agent_input import Text
from phony.domain.commands import Command, CommandKind
from phony.domain.errors import NotFound
from phony.domain.phone import SEND_DIGITS
from phony.domain.rights import Right

router = make_router("/calls/{call_id}", tag="live control")


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")

    def args(self) -> dict[str, Any]:
        """The command's arguments."""
        return self.model_dump(exclude_none=True)


class Nothing(_Body):
    """No arguments."""


class Say(_Body):
    """Exact words for the caller."""

    text: Text = Field(
        min_length=1,
        max_length=2000,
        description="What the caller hears, in these words; at most 2000 characters.",
    )


class Whisper(_Body):
    """An instruction that only the model hears."""

    text: Text = Field(
        min_length=1,
        max_length=4000,
        description="What the model is told and the caller does not hear, at most 4000 characters.",
    )
    reply: bool = Field(False, description="Make the agent speak on it at once.")


class HangUp(_Body):
    """How to end the call."""

    when: Literal["after_sentence", "now"] = Field(
        "after_sentence",
        description="`after_sentence` lets the agent finish its sentence, `now` cuts it off.",
    )


class Transfer(_Body):
    """Where to send the caller."""

    to_number: str = Field(
        min_length=2, max_length=64, description="E.164, and perhaps an extension."
    )
    send_digits: str = Field(
        "",
        max_length=32,
        pattern=SEND_DIGITS,
        description="Keys to press when somebody answers, instead of an extension: `ww5`.",
    )


class WarmTransfer(Transfer):
    """Where to send the caller, and what the person there is told first."""

    summary: Text | None = Field(None, max_length=2000, description="Default: the agent's own.")


class Dtmf(_Body):
    """Keys to press; `w` waits half a second."""

    digits: str = Field(
        min_length=1,
        max_length=32,
        pattern=r"^[0-9A-D*#w]+$",
        description=(
            "The keys in order, at most 32: `0` to `9`, `*`, `#`, `A` to `D`; `w` waits "
            "half a second."
        ),
    )


class HandBack(_Body):
    """What the agent should know besides what was said."""

    note: Text | None = Field(
        None,
        max_length=4000,
        description="What the agent should know besides what it heard, at most 4000 characters.",
    )


class Probe(_Body):
    """A question to the model that the caller does not hear."""

    question: Text = Field(
        min_length=1,
        max_length=1000,
        description=(
            "What to ask the model, at most 1000 characters; its answer is in the command's "
            "`result`."
        ),
    )


async def _send(
    services: Services,
    org_id: str,
    actor: str,
    call_id: str,
    kind: CommandKind,
    body: _Body,
    wait: int,
    response: Response,
) -> Command:
    edits = services.live_edits
    args = body.args()
    if isinstance(body, Transfer):
        to = await services.calls.destinations.admit(org_id, body.to_number, body.send_digits)
        args["to_number"] = str(to)
        args.pop("send_digits", None)
    command = await edits.command(org_id, call_id, kind, args, actor)
    response.headers["Location"] = f"/calls/{call_id}/commands/{command.id}"
    return await edits.wait_command(org_id, command, wait / 1000)


def _route(path: str, kind: CommandKind, body_type: type[_Body], summary: str, doc: str) -> None:
    """Add the endpoint of one kind of command."""
    optional = not any(field.is_required() for field in body_type.model_fields.values())

    async def endpoint(
        call_id: CallId,
        services: ServicesDep,
        org_id: OrgDep,
        actor: ActorDep,
        response: Response,
        body: Any = None,
        wait: Wait = 0,
    ) -> Command:
        given = body if body is not None else body_type()
        return await _send(services, org_id, actor, call_id, kind, given, wait, response)

    # The body's type is only known here; FastAPI reads it from the annotations.
    endpoint.__annotations__["body"] = (body_type | None) if optional else body_type
    if not optional:
        endpoint.__defaults__ = (..., 0)
    endpoint.__name__ = f"{kind.value}_command"
    endpoint.__doc__ = doc
    needs(Right.OPERATE)(endpoint)
    router.add_api_route(f"/{path}", endpoint, methods=["POST"], status_code=202, summary=summary)


for _path, _kind, _type, _summary, _doc in (
    ("say", CommandKind.SAY, Say, "Say exact words", "The agent says exactly these words."),
    (
        "whisper",
        CommandKind.WHISPER,
        Whisper,
        "Whisper to the model",
        "An instruction that only the model hears, with or without an immediate reply.",
    ),
    ("mute", CommandKind.MUTE, Nothing, "Mute the agent", "The agent listens and says nothing."),
    ("unmute", CommandKind.UNMUTE, Nothing, "Unmute the agent", "The agent may speak again."),
    (
        "hangup",
        CommandKind.HANG_UP,
        HangUp,
        "Hang up",
        "End the call, when the agent's sentence is over or now.",
    ),
    (
        "transfer",
        CommandKind.TRANSFER,
        Transfer,
        "Transfer",
        "Send the caller to another number; unanswered, they come back to the agent.",
    ),
    (
        "warm-transfer",
        CommandKind.WARM_TRANSFER,
        WarmTransfer,
        "Transfer with an introduction",
        "Call somebody, tell them about it, and join them with the caller if they accept.",
    ),
    ("hold", CommandKind.HOLD, Nothing, "Put on hold", "The caller hears music, the agent waits."),
    ("unhold", CommandKind.UNHOLD, Nothing, "Take off hold", "The agent goes on."),
    ("dtmf", CommandKind.SEND_DTMF, Dtmf, "Press keys", "Send the tones of keys to the caller."),
    (
        "take-over",
        CommandKind.TAKE_OVER,
        Nothing,
        "Take over",
        "You speak to the caller (`/calls/{id}/speak`) in the agent's place; what you say is "
        "written down as turns of the operator's.",
    ),
    (
        "hand-back",
        CommandKind.HAND_BACK,
        HandBack,
        "Hand back",
        "The agent speaks again, and goes on as the one who said what you said. Done when your "
        "last words are written down and the model has all; the result says if some are missing.",
    ),
    (
        "probe",
        CommandKind.PROBE,
        Probe,
        "Probe the model",
        "Ask the model what it believes; the answer is the command's result, and nobody hears it.",
    ),
):
    _route(_path, _kind, _type, _summary, _doc)


@router.get("/commands", summary="List a call's commands")
@needs(Right.READ)
async def list_commands(
    call_id: CallId, repositories: RepositoriesDep, paging: LongPagingDep
) -> Page[Command]:
    """All commands to a call, oldest first: who asked for what, and what came of it."""
    await repositories.call_queries.get(call_id)
    return paging.cut(await repositories.commands.of_call(call_id))


@router.get("/commands/{command_id}", summary="Get a command")
@needs(Right.READ)
async def get_command(
    call_id: CallId,
    command_id: Annotated[
        str, Path(max_length=100, description="Which command is meant, by its id.")
    ],
    services: ServicesDep,
    org_id: OrgDep,
    repositories: RepositoriesDep,
    wait: Wait = 0,
) -> Command:
    """One command; with `wait`, as soon as it is settled."""
    command = await repositories.commands.get(command_id)
    if command.call_id != call_id:
        raise NotFound(f"Call {call_id[:60]!r} has no command {command_id[:60]!r}.")
    return await services.live_edits.wait_command(org_id, command, wait / 1000)
