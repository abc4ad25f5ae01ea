"""What the carrier reports and asks while a call runs, on whichever worker it arrives."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

from phony.domain.calls import FINAL_STATUSES, NO_ENGINE, Call, CallOutcome, CallStatus, Direction
from phony.domain.closing import seen_by_carrier
from phony.domain.commands import CommandState
from phony.domain.errors import PhonyError
from phony.domain.events import MachineDetected
from phony.domain.sentences import apology
from phony.service.bridge.registry import CallRegistry
from phony.service.calls.addresses import Addresses
from phony.service.calls.destinations import Destinations
from phony.service.calls.ending import Endings
from phony.service.calls.resume import Resuming
from phony.store.calls import locate
from phony.store.database import Database
from phony.store.repositories import for_org
from phony.store.signals import Signals
from phony.store.workers import WorkerDirectory
from phony.wire import twiml

_log = logging.getLogger(__name__)

# How long a callback waits for a call that is over to write what it holds.
_LAST_WORDS_S = 5.0
# A worker that lives is heard within so many beats.
_HEARTBEATS, _BEAT_S = 6, 0.5
# The carrier's words for a call's status.
STATUS_WORDS = {
    "queued": CallStatus.QUEUED,
    "initiated": CallStatus.QUEUED,
    "ringing": CallStatus.RINGING,
    "in-progress": CallStatus.IN_PROGRESS,
    "answered": CallStatus.IN_PROGRESS,
    "completed": CallStatus.COMPLETED,
    "busy": CallStatus.BUSY,
    "no-answer": CallStatus.NO_ANSWER,
    "canceled": CallStatus.CANCELED,
    "failed": CallStatus.FAILED,
}


class CarrierEvents:
    """Callbacks: any order, any number of times, on any worker."""

    def __init__(
        self,
        database: Database,
        registry: CallRegistry,
        addresses: Addresses,
        resuming: Resuming,
        ends: Endings,
        on_operator_dialed: Callable[[str, str, str], object],
        destinations: Destinations,
    ) -> None:
        """`on_operator_dialed` takes a colleague's answer that another worker received."""
        self._database = database
        self._registry = registry
        self._addresses = addresses
        self._resuming = resuming
        self._ends = ends
        self._destinations = destinations
        self._on_operator_dialed = on_operator_dialed
        self._signals = Signals(database)
        self._workers = WorkerDirectory(database)

    async def answer_outbound(self, call_id: str, form: Mapping[str, str]) -> str:
        """A call of ours was answered: the TwiML that gives it to its agent."""
        call = await self._call_of(call_id, form)
        if call is None or call.status in FINAL_STATUSES:
            return twiml.hang_up()
        if call.outcome is not None:  # it failed while the phone rang
            return await self.after_stream(call_id, form)
        if (again := await self._resuming.repeat(call, 0)) is not None:
            return again
        calls = for_org(self._database, call.org_id).calls
        token, media = self._addresses.new_token()
        await calls.set_private(call_id, media=media)
        if call.carrier_call_sid is None and (sid := form.get("CallSid")):
            # The carrier may ask before it has answered our order.
            await calls.take_sid(call_id, sid)
        return self._addresses.stream_twiml(call_id, token, 0, call.worker_id)

    async def after_stream(self, call_id: str, form: Mapping[str, str]) -> str:
        """The media stream ended: what the carrier does next."""
        call = await self._call_of(call_id, form)
        if call is None:
            return twiml.hang_up()
        word = form.get("CallStatus", "")
        if STATUS_WORDS.get(word) in FINAL_STATUSES:
            await self.carrier_status(call_id, form)
            return twiml.empty()
        language = call.agent.language if call.agent else "en"
        calls = for_org(self._database, call.org_id).calls
        after = (await calls.private(call_id)).get("after") or {}
        match after:
            case {"kind": "transfer", "to_number": str(number)}:
                try:  # an agent may name any number
                    number = await self._destinations.admit(call.org_id, number)
                except PhonyError as error:
                    await self._settle(call, after, CommandState.FAILED, str(error))
                    return await self._come_back(call, "number may not be called")
                return twiml.dial(
                    number,
                    await self._caller_id(call),
                    self._addresses.call(call_id, "dial-status"),
                    30,
                )
            case {"kind": "warm", "room": str(room)}:
                await self._settle(call, after, CommandState.DONE, "Both are joined.")
                return twiml.conference(
                    room, action_url=self._addresses.call(call_id, "conference-status")
                )
            case {"kind": "apology"}:
                return twiml.say_and_hang_up(apology(call.agent), language)
            case _:
                pass
        if call.outcome is not None or call.status in FINAL_STATUSES:
            if call.outcome is CallOutcome.ERROR:
                return twiml.say_and_hang_up(apology(call.agent), language)
            return twiml.hang_up()
        return await self._resuming.resume(call_id, call.resume_count + 1)

    async def _settle(
        self, call: Call, after: Mapping[str, Any], state: CommandState, result: str
    ) -> None:
        """Tell the operator who sent the caller away what became of it."""
        if command_id := after.get("command_id"):
            commands = for_org(self._database, call.org_id).commands
            await commands.move(command_id, state, {"result": result})

    async def _caller_id(self, call: Call) -> str:
        """Who a transferred call shows: our own number, which the carrier always accepts."""
        return call.to_number if call.direction is Direction.INBOUND else call.from_number

    async def dial_status(self, call_id: str, form: Mapping[str, str]) -> str:
        """A transfer ended: hang up if they spoke, else back to the agent, who knows it."""
        call = await self._call_of(call_id, form)
        if call is None or call.status in FINAL_STATUSES:
            return twiml.hang_up()
        calls = for_org(self._database, call.org_id).calls
        beside = await calls.private(call_id)
        if call.outcome is None and "hash" in (beside.get("media") or ()):
            # Asked again: our answer to the first time was lost, and with it the stream's token.
            return await self._resuming.resume(call_id, call.resume_count + 1)
        if not _went_to(call, beside, "transfer"):
            return twiml.hang_up()
        word, after = form.get("DialCallStatus", ""), beside["after"]
        spoke = word in ("completed", "answered")
        if spoke or form.get("CallStatus") == "completed":
            if spoke:
                await self._settle(call, after, CommandState.DONE, "The other side has answered.")
            await self._ends.close(
                call,
                CallOutcome.TRANSFERRED,
                "transfer",
                status=CallStatus.COMPLETED,
                transfer_s=_whole(form, "DialCallDuration"),
            )
            return twiml.hang_up()
        why = {"busy": "was busy", "no-answer": "did not answer"}.get(word, "could not be reached")
        await self._settle(call, after, CommandState.FAILED, f"The other side {why}.")
        return await self._come_back(call, f"other side {why}")

    async def _come_back(self, call: Call, why: str) -> str:
        """The caller is with the agent again, who knows that nobody took the call."""
        calls = for_org(self._database, call.org_id).calls
        no_engine = (call.end_reason or "").startswith(NO_ENGINE)
        await calls.patch(call.id, {"outcome": None, "end_reason": None})
        if no_engine:  # it was the last way: there is no agent to go back to
            reason = f"{call.end_reason}; the {why}"
            call.outcome = call.end_reason = None
            await self._ends.close(call, CallOutcome.ENGINE_FAILED, reason)
            language = call.agent.language if call.agent else "en"
            return twiml.say_and_hang_up(apology(call.agent), language)
        return await self._resuming.resume(
            call.id, call.resume_count + 1, f"The transfer failed: the {why}."
        )

    async def conference_ended(self, call_id: str, form: Mapping[str, str]) -> str:
        """The caller left the conference of a warm transfer: the call is over."""
        call = await self._call_of(call_id, form)
        if call is not None:
            beside = await for_org(self._database, call.org_id).calls.private(call_id)
            if _went_to(call, beside, "warm"):
                await self._ends.close(
                    call, CallOutcome.TRANSFERRED, "transfer", status=CallStatus.COMPLETED
                )
        return twiml.hang_up()

    async def _call_of(self, call_id: str, form: Mapping[str, str]) -> Call | None:
        """The call that is spoken of; None if the carrier means another one by that name."""
        call = await locate(self._database, call_id=call_id)
        sid = form.get("CallSid")
        if call is None or (sid and call.carrier_call_sid not in (None, sid)):
            return None
        return call

    # ---- what the carrier says ----------------------------------------------------------------

    async def carrier_status(self, call_id: str, form: Mapping[str, str]) -> None:
        """A status callback, in any order, any number of times."""
        call = await self._call_of(call_id, form)
        word = form.get("CallStatus", "")
        status = STATUS_WORDS.get(word)
        if call is None or status is None:
            return
        number = _whole(form, "SequenceNumber")
        calls = for_org(self._database, call.org_id).calls
        if call.carrier_call_sid is None and (sid := form.get("CallSid")):
            await calls.take_sid(call_id, sid)
        if status not in FINAL_STATUSES:
            if status is not CallStatus.IN_PROGRESS:  # answered is when the stream begins
                await calls.transition(call_id, status, sequence=number)
            return
        lasted_s = _whole(form, "CallDuration")
        bridge = self._registry.get(call_id)
        if bridge is not None and (not bridge.over or bridge.leaving.under_way):
            bridge.carrier_ended(word, lasted_s)
            return
        if bridge is not None:  # its last words first: a recording made now would lack them
            await self._registry.written(bridge, _LAST_WORDS_S)
            call = await locate(self._database, call_id=call_id) or call
        if call.status in FINAL_STATUSES:
            if lasted_s is not None:
                await calls.measured(call_id, lasted_s)
            return
        elsewhere = call.worker_id is not None and call.worker_id != self._registry.worker_id
        if elsewhere and await self._lives(call.worker_id or ""):
            told = {"status": word, "lasted_s": lasted_s}
            await self._signals.send(call, "carrier_ended", told)
            return
        if elsewhere and (now := await locate(self._database, call_id=call_id)) is not None:
            if now.worker_id != call.worker_id:  # somebody took it up meanwhile
                return await self.carrier_status(call_id, form)
            call = now
        given_up = (await calls.private(call_id)).get("resume") or {}
        await self._ends.close(
            call,
            seen_by_carrier(call, abandoned=elsewhere or bool(given_up.get("given_up"))),
            f"carrier:{word}",
            status=status,
            lasted_s=lasted_s,
        )

    async def _lives(self, worker_id: str) -> bool:
        """Whether a worker can still say itself how its call ended.

        After an outage of the database nobody's heart has beaten for a while: it gets a moment.
        """
        for _ in range(_HEARTBEATS):
            if await self._workers.is_alive(worker_id):
                return True
            if await self._workers.last_seen(worker_id) is None:
                return False  # it left in good order
            await asyncio.sleep(_BEAT_S)
        return False

    async def inbound_status(self, form: Mapping[str, str]) -> None:
        """The final status of a call to one of our numbers."""
        if (call := await locate(self._database, sid=form.get("CallSid", ""))) is not None:
            await self.carrier_status(call.id, form)

    def stream_event(self, call_id: str, form: Mapping[str, str]) -> None:
        """What the carrier says of the stream; handshake errors show only here."""
        event = form.get("StreamEvent", "")
        if event == "stream-error":
            _log.error(
                "call %s: the carrier could not stream: %s",
                call_id[:40],
                form.get("StreamError", "")[:200],
            )
        if (bridge := self._registry.get(call_id)) is not None:
            data = {"error": form["StreamError"][:200]} if form.get("StreamError") else {}
            bridge.flight.add(bridge.now_ms(), "carrier", "note", event[:40] or "stream", data)

    async def machine_detected(self, call_id: str, form: Mapping[str, str]) -> None:
        """Asynchronous answering machine detection has an opinion."""
        call = await self._call_of(call_id, form)
        answered_by = form.get("AnsweredBy", "")
        if call is None or not answered_by:
            return
        calls = for_org(self._database, call.org_id).calls
        await calls.patch(call_id, {"answered_by": answered_by[:40]})
        if (bridge := self._registry.get(call_id)) is not None:
            bridge.feed(MachineDetected(answered_by), "carrier")
        elif call.worker_id is not None:
            await self._signals.send(call, "machine_detected", {"answered_by": answered_by})

    def on_signal(self, call_id: str, name: str, data: Mapping[str, Any]) -> None:
        """A signal of another worker, if the call is here."""
        bridge = self._registry.get(call_id)
        if bridge is None:
            return
        match name:
            case "carrier_ended":
                bridge.carrier_ended(str(data.get("status", "")), data.get("lasted_s"))
            case "machine_detected":
                bridge.feed(MachineDetected(str(data.get("answered_by", ""))), "carrier")
            case "operator_dialed":
                self._on_operator_dialed(
                    call_id, str(data.get("command_id", "")), str(data.get("result", ""))
                )
            case _:
                pass


def _went_to(call: Call, beside: Mapping[str, Any], kind: str) -> bool:
    """Whether the session sent the caller there; else nobody can come back from it."""
    after = beside.get("after") or {}
    return call.outcome is CallOutcome.TRANSFERRED and after.get("kind") == kind


def _whole(form: Mapping[str, str], name: str) -> int | None:
    text = form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
