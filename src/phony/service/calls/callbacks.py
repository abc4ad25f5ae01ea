"""What the carrier reports and asks while a call runs, on whichever worker it arrives."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

from phony.domain.calls import FINAL_STATUSES, CallOutcome, CallStatus
from phony.domain.closing import seen_by_carrier
from phony.domain.events import MachineDetected
from phony.domain.sentences import to_caller
from phony.service.bridge.registry import CallRegistry
from phony.service.calls.addresses import Addresses
from phony.service.calls.ending import Endings
from phony.service.calls.forms import STATUS_WORDS, call_of, whole
from phony.service.calls.onward import Onward
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
        onward: Onward,
    ) -> None:
        """`on_operator_dialed` takes a colleague's answer that another worker received.

        `onward` knows where callers go when the agent is done.
        """
        self._database = database
        self._registry = registry
        self._addresses = addresses
        self._resuming = resuming
        self._ends = ends
        self._onward = onward
        self._on_operator_dialed = on_operator_dialed
        self._signals = Signals(database)
        self._workers = WorkerDirectory(database)

    async def answer_outbound(self, call_id: str, form: Mapping[str, str]) -> str:
        """A call of ours was answered: the TwiML that gives it to its agent."""
        call = await call_of(self._database, call_id, form)
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
        call = await call_of(self._database, call_id, form)
        if call is None:
            return twiml.hang_up()
        word = form.get("CallStatus", "")
        if STATUS_WORDS.get(word) in FINAL_STATUSES:
            await self.carrier_status(call_id, form)
            return twiml.empty()
        calls = for_org(self._database, call.org_id).calls
        after = (await calls.private(call_id)).get("after") or {}
        if (onward := await self._onward.send(call, after)) is not None:
            return onward
        if call.outcome is not None or call.status in FINAL_STATUSES:
            if call.outcome is CallOutcome.ERROR:
                return twiml.say_and_hang_up(*to_caller("sorry", call))
            return twiml.hang_up()
        return await self._resuming.resume(call_id, call.resume_count + 1)

    # ---- what the carrier says ----------------------------------------------------------------

    async def carrier_status(self, call_id: str, form: Mapping[str, str]) -> None:
        """A status callback, in any order, any number of times."""
        call = await call_of(self._database, call_id, form)
        word = form.get("CallStatus", "")
        status = STATUS_WORDS.get(word)
        if call is None or status is None:
            return
        calls = for_org(self._database, call.org_id).calls
        if call.carrier_call_sid is None and (sid := form.get("CallSid")):
            await calls.take_sid(call_id, sid)
        if status not in FINAL_STATUSES:
            if status is not CallStatus.IN_PROGRESS:  # answered is when the stream begins
                await calls.transition(call_id, status)
            return
        lasted_s = whole(form, "CallDuration")
        bridge = self._registry.get(call_id)
        if bridge is not None and (not bridge.over or bridge.leaving.under_way):
            bridge.carrier_ended(word, lasted_s)
            return
        if bridge is not None:  # its last words first: a recording made now would lack them
            await self._registry.written(bridge, _LAST_WORDS_S)
            call = await locate(self._database, call_id=call_id) or call
        if call.status in FINAL_STATUSES:
            if lasted_s is not None:
                await self._ends.measured(call, lasted_s)
            return
        elsewhere = call.worker_id is not None and call.worker_id != self._registry.worker_id
        if elsewhere and await self._lives(call.worker_id or ""):
            told = {"status": word, "lasted_s": lasted_s}
            # For the reaper, too: it may have died, or hang, and nobody knows yet.
            await calls.set_private(call_id, left=told)
            await self._signals.send(call, "carrier_ended", told)
            return
        if elsewhere and (now := await locate(self._database, call_id=call_id)) is not None:
            if now.worker_id != call.worker_id:  # somebody took it up meanwhile
                return await self.carrier_status(call_id, form)
            call = now
        given_up = (await calls.private(call_id)).get("resume") or {}
        abandoned = elsewhere or bool(given_up.get("given_up"))
        if abandoned and (hangs := given_up.get("hangs")) is not None:
            # Nobody waits for less than that; who leaves then has left.
            abandoned = not await self._workers.is_alive(hangs)
        await self._ends.close(
            call,
            seen_by_carrier(call, abandoned=abandoned),
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
        call = await call_of(self._database, call_id, form)
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
