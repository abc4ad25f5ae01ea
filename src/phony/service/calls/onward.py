"""Where a caller goes when the agent is done: to a number, to a colleague, or to an apology.

The carrier calls the other side by itself, and tells of that second leg as of any call. It was a
transfer when somebody has answered; else the caller comes back to the agent.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any, Protocol

from phony.domain.bills import Leg
from phony.domain.calls import FINAL_STATUSES, NO_ENGINE, Call, CallOutcome, CallStatus, Direction
from phony.domain.commands import CommandState
from phony.domain.errors import PhonyError
from phony.domain.ids import utc_now
from phony.domain.phone import can_be_shown, destination
from phony.domain.sentences import to_caller
from phony.service.calls.addresses import Addresses
from phony.service.calls.destinations import Destinations
from phony.service.calls.ending import Endings
from phony.service.calls.forms import STATUS_WORDS, call_of, whole
from phony.service.calls.lost_orders import Spawn
from phony.service.calls.resume import Resuming
from phony.store.database import Database
from phony.store.repositories import for_org
from phony.wire import twiml

_log = logging.getLogger(__name__)

_RING_TIMEOUT_S = 30
# Two people may talk for as long as the carrier allows any call.
LONGEST_S = 14_400
# The caller waits for our answer meanwhile; it is asked for again beside the call.
_TELL_WITHIN_S = 1.0


class SetsLimits(Protocol):
    """The carrier, which ends calls that it was told a limit of."""

    async def let_last(self, sid: str, time_limit_s: int) -> None:
        """Let a call last so long from its beginning on."""


def own_number(call: Call) -> str:
    """The number of ours that the call uses."""
    return call.to_number if call.direction is Direction.INBOUND else call.from_number


def callers_number(call: Call) -> str | None:
    """The caller's number, if the agent shows it to people and the carrier lets it be shown."""
    shows = call.agent is not None and call.agent.transfers.caller_id == "caller"
    if shows and call.direction is Direction.INBOUND and can_be_shown(call.from_number):
        return call.from_number
    return None


async def let_people_talk(carrier: SetsLimits, spawn: Spawn, call: Call) -> None:
    """The agent's maximum is not that of two people: lift what the carrier was told of it."""
    if call.direction is not Direction.OUTBOUND or not call.carrier_call_sid:
        return  # of other calls it knows no limit
    sid = call.carrier_call_sid

    async def lift() -> None:
        try:
            await carrier.let_last(sid, LONGEST_S)
        except PhonyError as error:
            _log.error("call %s may be cut by the carrier: %s", call.id, error.code)

    await asyncio.wait([spawn(lift())], timeout=_TELL_WITHIN_S)


class Onward:
    """Sends callers on, and hears what became of it, on whichever worker."""

    def __init__(
        self,
        database: Database,
        carrier: SetsLimits,
        addresses: Addresses,
        resuming: Resuming,
        ends: Endings,
        destinations: Destinations,
        spawn: Spawn,
    ) -> None:
        """`resuming` takes back who was not answered; `spawn` owns what outlives a request."""
        self._database = database
        self._carrier = carrier
        self._addresses = addresses
        self._resuming = resuming
        self._ends = ends
        self._destinations = destinations
        self._spawn = spawn

    async def send(self, call: Call, after: Mapping[str, Any]) -> str | None:
        """The TwiML for what the session wanted `after` its stream; None if it wanted nothing."""
        match after:
            case {"kind": "transfer", "to_number": str(number)}:
                await self._answered(call)
                return await self._dial(call, after, number)
            case {"kind": "warm", "room": str(room)}:
                await self._settle(call, after, CommandState.DONE, "Both are joined.")
                await let_people_talk(self._carrier, self._spawn, call)
                return twiml.conference(
                    room,
                    action_url=self._addresses.call(call.id, "conference-status"),
                    time_limit_s=_limit_s(call),
                )
            case {"kind": "apology"}:
                await self._answered(call)
                return twiml.say_and_hang_up(*to_caller("sorry", call))
            case _:
                return None

    async def _answered(self, call: Call) -> None:
        """The carrier has answered, and bills it, even if the engine refused before we began."""
        if call.answered_at is None:
            call.answered_at = utc_now()
            calls = for_org(self._database, call.org_id).calls
            fields = {"answered_at": call.answered_at}
            await calls.transition(call.id, CallStatus.IN_PROGRESS, fields=fields)

    async def _dial(self, call: Call, after: Mapping[str, Any], number: str) -> str:
        try:  # an agent may name any number
            to = await self._destinations.admit(call.org_id, number)
        except PhonyError as error:
            await self._settle(call, after, CommandState.FAILED, str(error))
            return await self._come_back(call, "number may not be called")
        await let_people_talk(self._carrier, self._spawn, call)
        theirs = None if after.get("own_number") else callers_number(call)
        return twiml.dial(
            to.number,
            theirs or own_number(call),
            self._addresses.call(call.id, "dial-status"),
            _RING_TIMEOUT_S,
            leg_status_url=self._addresses.call(call.id, "leg-status"),
            send_digits=to.send_digits,
            time_limit_s=_limit_s(call),
        )

    async def _settle(
        self, call: Call, after: Mapping[str, Any], state: CommandState, result: str
    ) -> None:
        """Tell the operator who sent the caller away what became of it."""
        if command_id := after.get("command_id"):
            commands = for_org(self._database, call.org_id).commands
            await commands.move(command_id, state, {"result": result})

    async def leg_status(self, call_id: str, form: Mapping[str, str]) -> None:
        """How the other side's phone fares; perhaps when the call itself is over."""
        call = await call_of(self._database, call_id, form, "ParentCallSid")
        sid, status = form.get("CallSid", ""), STATUS_WORDS.get(form.get("CallStatus", ""))
        if call is None or not sid or not form.get("ParentCallSid"):
            return
        leg = Leg(kind="transfer", to_number=form.get("To", ""))
        if status is CallStatus.IN_PROGRESS:
            leg.answered_at = utc_now()
            after = (await for_org(self._database, call.org_id).calls.private(call_id)).get("after")
            await self._settle(call, after or {}, CommandState.DONE, "The other side has answered.")
        elif status in FINAL_STATUSES:
            leg.lasted_s = whole(form, "CallDuration")
        if leg.taken:
            await self._ends.leg(call, sid, leg)

    async def dial_status(self, call_id: str, form: Mapping[str, str]) -> str:
        """A transfer ended: hang up if they spoke, else back to the agent, who knows it."""
        call = await call_of(self._database, call_id, form)
        if call is None:
            return twiml.hang_up()
        calls = for_org(self._database, call.org_id).calls
        beside = await calls.private(call_id)
        over = call.status in FINAL_STATUSES
        if not over and call.outcome is None and "hash" in (beside.get("media") or ()):
            # Asked again: our answer to the first time was lost, and with it the stream's token.
            return await self._resuming.resume(call_id, call.resume_count + 1)
        word, after = form.get("DialCallStatus", ""), beside.get("after") or {}
        if not over and not _went_to(call, after, "transfer"):
            return twiml.hang_up()
        if word in ("completed", "answered") and after.get("kind") == "transfer":
            await self._spoke(call, after, form)
        if over:
            return twiml.hang_up()
        if word in ("completed", "answered") or form.get("CallStatus") == "completed":
            await self._ends.close(
                call, CallOutcome.TRANSFERRED, "transfer", status=CallStatus.COMPLETED
            )
            return twiml.hang_up()
        if word == "failed" and callers_number(call) and not after.get("own_number"):
            # Perhaps for the number that was shown: once more, with our own.
            again = {**after, "own_number": True}
            await calls.set_private(call_id, after=again)
            return await self._dial(call, again, str(after["to_number"]))
        why = {"busy": "was busy", "no-answer": "did not answer"}.get(word, "could not be reached")
        await self._settle(call, after, CommandState.FAILED, f"The other side {why}.")
        return await self._come_back(call, f"other side {why}")

    async def _spoke(self, call: Call, after: Mapping[str, Any], form: Mapping[str, str]) -> None:
        """They talked, as the dialling's end says, if nothing else was told of the leg."""
        await self._settle(call, after, CommandState.DONE, "The other side has answered.")
        lasted_s = whole(form, "DialCallDuration")
        if lasted_s is None and form.get("DialBridged") == "false":
            return
        to = destination(str(after["to_number"])).number
        leg = Leg(kind="transfer", to_number=to, lasted_s=lasted_s)
        if not leg.taken:
            leg.answered_at = utc_now()
        await self._ends.leg(call, form.get("DialCallSid") or "dial", leg)

    async def _come_back(self, call: Call, why: str) -> str:
        """The caller is with the agent again, who knows that nobody took the call."""
        calls = for_org(self._database, call.org_id).calls
        no_engine = (call.end_reason or "").startswith(NO_ENGINE)
        await calls.patch(call.id, {"outcome": None, "end_reason": None})
        if no_engine:  # it was the last way: there is no agent to go back to
            reason = f"{call.end_reason}; the {why}"
            call.outcome = call.end_reason = None
            await self._ends.close(call, CallOutcome.ENGINE_FAILED, reason)
            return twiml.say_and_hang_up(*to_caller("sorry", call))
        return await self._resuming.resume(
            call.id, call.resume_count + 1, f"The transfer failed: the {why}."
        )

    async def conference_ended(self, call_id: str, form: Mapping[str, str]) -> str:
        """The caller left the conference of a warm transfer: the call is over."""
        call = await call_of(self._database, call_id, form)
        if call is not None:
            beside = await for_org(self._database, call.org_id).calls.private(call_id)
            if _went_to(call, beside.get("after") or {}, "warm"):
                await self._ends.close(
                    call, CallOutcome.TRANSFERRED, "transfer", status=CallStatus.COMPLETED
                )
        return twiml.hang_up()


def _went_to(call: Call, after: Mapping[str, Any], kind: str) -> bool:
    """Whether the session sent the caller there; else nobody can come back from it."""
    running = call.status not in FINAL_STATUSES
    return running and call.outcome is CallOutcome.TRANSFERRED and after.get("kind") == kind


def _limit_s(call: Call) -> int | None:
    """How long two people may talk, if the agent says so."""
    return call.agent.transfers.max_duration_s if call.agent is not None else None
