"""The telephone network: numbers, calls in and out, who answers, and what the product is told."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import OrderedDict, deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from phony.domain.audio import BYTES_PER_MS
from phony.sandbox import tones
from phony.sandbox.carrier import forms, memory
from phony.sandbox.carrier.call import PRICES_USD, Playback, SandboxCall, Silence
from phony.sandbox.carrier.conference import Conference, Member
from phony.sandbox.carrier.detection import detected
from phony.sandbox.carrier.instructions import LONGEST_CALL_S, Instructions, Order
from phony.sandbox.carrier.race import happens, race
from phony.sandbox.carrier.recordings import Recording
from phony.sandbox.carrier.records import FINAL, Alert, CallRecord, NumberRecord, rfc2822
from phony.sandbox.carrier.webhooks import Failure, Webhooks
from phony.sandbox.faults import Faults
from phony.sandbox.matching import missing
from phony.sandbox.parties import Link, Party
from phony.sandbox.persona import Persona
from phony.sandbox.voice import Voice

log = logging.getLogger("phony.sandbox.carrier")

NUMBERS = (
    "+18578167225",
    "+18578167226",
    "+18578167227",
    "+18578167228",
    "+442071838750",
)
MAX_KEPT_CALLS = 200
MAX_KEPT_SOUND = 50  # of them, so many still have their sound
MAX_ALERTS = 500
PRICE_KNOWN_AFTER_S = 0.5

# Who answers a number nobody said anything about.
STRANGER = Persona.model_validate(
    {
        "name": "somebody",
        "lines": [
            {"say": "Hello?", "at_once": True},
            "Yes, this is a good time.",
            "All right, thank you. Goodbye.",
        ],
    }
)


class Run(Protocol):
    """What the carrier does with one call: it follows TwiML."""

    def begin(self, instructions: Instructions, fallback: Instructions | None) -> None:
        """Follow this, in place of what is followed now."""

    def cancel(self) -> None:
        """Stop in good order."""

    async def aside(self, instructions: Instructions) -> None:
        """Follow this and come back; the call does not end with it."""


@dataclass
class _Kept:
    """A call and what the network needs to know of it."""

    call: SandboxCall
    run: Run
    order: Order | None = None
    sequence: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)  # callbacks go out in order


class Network:
    """All there is between the outside world and the product. Use within `running()`."""

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        voice: Voice,
        run_of: Callable[[Network, SandboxCall], Run],
        *,
        numbers_file: Path | None = None,
    ) -> None:
        """`run_of` makes what follows TwiML on a call.

        `numbers_file` keeps over a restart where the numbers point.
        """
        self._numbers_file = numbers_file
        self.kept_calls, self.kept_sounds = MAX_KEPT_CALLS, MAX_KEPT_SOUND
        self.account_sid = account_sid
        self.auth_token = auth_token
        self.voice = voice
        self._run_of = run_of
        self.faults = Faults()
        self.numbers = memory.load(numbers_file, NUMBERS)
        self.parties: dict[str, Callable[[], Party]] = {}
        self.alerts: deque[Alert] = deque(maxlen=MAX_ALERTS)
        self.conferences: OrderedDict[str, Conference] = OrderedDict()
        self.recordings: dict[str, Recording] = {}
        self.webhooks = Webhooks(auth_token, lambda: self.faults, self.spawn)
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._group: asyncio.TaskGroup | None = None
        self._next_start = 0.0
        self._tasks: set[asyncio.Task[None]] = set()

    # ---- life

    async def run(self, until: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Own every task until `until()` returns; then all calls end."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            try:
                await until()
            finally:
                for kept in list(self._kept.values()):
                    kept.call.end("completed", by="carrier", reason="the network closes")
                await self.webhooks.close()
                self._group = None
                for task in list(self._tasks):
                    task.cancel()

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None] | None:
        """Run something beside the calls; its failure is its own."""
        if self._group is None:
            work.close()
            return None
        task = self._group.create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Failure as failure:
            self.alert(failure.code, failure.message)
        except Exception:  # logged: one call's trouble must not end the network
            log.exception("the sandbox's network failed in one call")

    async def owned(self, call: SandboxCall, work: Coroutine[Any, Any, None]) -> None:
        """Work without which the call cannot go on: its failure ends the call."""
        try:
            await work
        except Exception as error:  # raised again, once the call is ended
            call.end("failed", by="carrier", reason=f"{type(error).__name__}: {error}")
            raise

    def reset(self) -> None:
        """As new: no calls, no faults, no people, numbers unconfigured."""
        for kept in list(self._kept.values()):
            kept.call.end("completed", by="carrier", reason="reset")
        self.faults = Faults()
        self.parties.clear()
        self.alerts.clear()
        self.recordings.clear()
        self.webhooks.log.clear()
        self.numbers = memory.load(None, NUMBERS)
        self.numbers_changed()

    # ---- what is there

    def numbers_changed(self) -> None:
        """A number points elsewhere now: remember it."""
        memory.save(self._numbers_file, self.numbers)

    def call(self, sid: str) -> SandboxCall | None:
        """A call that is kept."""
        kept = self._kept.get(sid)
        return kept.call if kept else None

    @property
    def calls(self) -> list[SandboxCall]:
        """All kept calls, newest first."""
        return [kept.call for kept in reversed(self._kept.values())]

    def alert(self, code: int, message: str, call_sid: str = "") -> None:
        """Write into the debugger."""
        log.warning("alert %s %s", code, message, extra={"call_sid": call_sid})
        self.alerts.append(Alert(code, message, call_sid))

    def _keep(self, call: SandboxCall, order: Order | None = None) -> _Kept:
        call.expect_later = self._expect
        kept = _Kept(call, self._run_of(self, call), order)
        self._kept[call.record.sid] = kept
        call.on_end.append(lambda _: kept.run.cancel())
        finished = [sid for sid, old in self._kept.items() if old.call.is_final]
        for sid in finished[: max(0, len(self._kept) - self.kept_calls)]:
            del self._kept[sid]
            for recording in [r.sid for r in self.recordings.values() if r.call.record.sid == sid]:
                del self.recordings[recording]
        for sid in finished[: -self.kept_sounds]:
            if old := self._kept.get(sid):
                old.call.drop_sound()
        return kept

    # ---- from the outside world to the product

    def call_in(self, from_: str, to: str, party: Party) -> SandboxCall:
        """Somebody calls a number of the account."""
        number = self.numbers.get(to)
        record = CallRecord(from_, to, "inbound", number_sid=number.sid if number else None)
        record.status, record.token = "ringing", secrets.token_urlsafe(24)
        call = SandboxCall(record, party, timed_out_after_s=LONGEST_CALL_S)
        kept = self._keep(call)
        call.on_end.append(self._set_price)
        self.spawn(self.owned(call, self._call_in(kept, number)))
        return call

    async def _call_in(self, kept: _Kept, number: NumberRecord | None) -> None:
        call = kept.call
        if number is None:
            call.end("failed", by="carrier", reason="no such number")
            return
        call.on_end.append(lambda _: self._number_status(kept, number))
        await call.party.prepare(self.voice)
        if number.voice_application_sid or number.trunk_sid or not number.voice_url:
            call.end("failed", by="carrier", reason="the number has no voice URL")
            return
        call.tell("ringing")
        fallback = Instructions(number.voice_fallback_url, number.voice_fallback_method)
        kept.run.begin(
            Instructions(number.voice_url, number.voice_method),
            fallback if fallback.url else None,
        )

    def _number_status(self, kept: _Kept, number: NumberRecord) -> None:
        if number.status_callback:
            form = self._progress_form(kept)
            self._tell(kept, number.status_callback, number.status_callback_method, form)

    # ---- from the product to the outside world

    def call_out(self, order: Order) -> SandboxCall:
        """Place a call of the product's."""
        record = CallRecord(order.from_, order.to, "outbound-api")
        own = self.numbers.get(order.from_)
        record.number_sid = own.sid if own else None
        party = self._party(order.to, order.from_)
        call = SandboxCall(record, party, timed_out_after_s=order.time_limit_s)
        kept = self._keep(call, order)
        call.on_end.append(self._set_price)
        call.on_end.append(lambda _: self._progress(kept, "completed"))
        self.spawn(self.owned(call, self._call_out(kept, order)))
        return call

    async def _call_out(self, kept: _Kept, order: Order) -> None:
        call = kept.call
        await self._pace()
        if call.over.is_set():
            return
        self._progress(kept, "initiated", "initiated")
        await call.party.prepare(self.voice)
        if call.over.is_set():
            return
        call.record.status = "ringing"
        call.tell("ringing")
        self._progress(kept, "ringing")
        if not await self.ring(call, order.timeout_s):
            return
        call.answer()
        if order.recording is not None:
            self.record(call, source="OutboundAPI", **order.recording)
        self._progress(kept, "answered")
        await self.press_keys(call)
        if order.detection and order.detection_async:
            self.spawn(self._tell_verdict(kept, order))
        elif order.detection:
            order.instructions.fields = await self._verdict(call, order)
        if not call.over.is_set():
            kept.run.begin(order.instructions, order.fallback)

    def dialled(self, order: Order, parent_sid: str) -> SandboxCall:
        """A call that `Dial` makes on behalf of another."""
        record = CallRecord(order.from_, order.to, "outbound-dial", parent_sid=parent_sid)
        party = self._party(record.to, record.from_)
        call = SandboxCall(record, party, timed_out_after_s=order.time_limit_s)
        kept = self._keep(call, order)
        call.on_end.append(self._set_price)
        call.on_end.append(lambda _: self._progress(kept, "completed"))
        self._progress(kept, "initiated", "initiated")
        return call

    def progress(self, call: SandboxCall, event: str) -> None:
        """Tell who asked for it how far a call is."""
        self._progress(self._kept[call.record.sid], event)

    async def press_keys(self, call: SandboxCall) -> None:
        """Press what its order wants pressed once it is answered: an extension."""
        order = self._kept[call.record.sid].order
        if order is None or not order.send_digits:
            return
        call.answer()
        call.tell("carrier_keys", digits=order.send_digits)
        keys = Playback(tones.keys(order.send_digits))
        call.source = keys
        await race(happens(keys.done, None), happens(call.over, None))
        call.source = Silence()

    def shown_by(self, token: str) -> str | None:
        """The number of a running caller of whom the product has this token."""
        running = (c.record for c in self.calls if not c.is_final and c.record.token)
        return next((record.from_ for record in running if record.token == token), None)

    async def aside(self, call: SandboxCall, instructions: Instructions) -> None:
        """Run TwiML on a call that somebody else is in charge of."""
        work = self._kept[call.record.sid].run.aside(instructions)
        await race(work, happens(call.over, None))

    async def ring(self, call: SandboxCall, timeout_s: float) -> bool:
        """Let it ring; True if it was answered, else the call is over."""
        over: Coroutine[Any, Any, str] = happens(call.over, "over")
        ringing: Coroutine[Any, Any, str] = call.party.ring(call.record.from_)
        try:
            async with asyncio.timeout(timeout_s):
                result = await race(ringing, over)
        except TimeoutError:
            result = "no-answer"
        if call.over.is_set():
            return False
        if result != "answer":
            call.end(result, by="party" if result == "busy" else "carrier", reason=result)
            return False
        return True

    def _party(self, to: str, from_: str) -> Party:
        """Who answers: somebody named, a number of ours, or a stranger."""
        if make := self.parties.get(to):
            return make()
        if to in self.numbers:
            here, there = Link(), Link()
            here.peer, there.peer = there, here
            other = self.call_in(from_, to, there)
            self.spawn(_relay_answer(other, here))
            return here
        return STRANGER.party()

    async def _pace(self) -> None:
        """Calls start one after another, as many a second as the account may."""
        if not (rate := self.faults.cps):
            return
        loop = asyncio.get_running_loop()
        start = max(loop.time(), self._next_start)
        self._next_start = start + 1 / rate
        await asyncio.sleep(start - loop.time())

    # ---- answering machine detection

    async def _verdict(self, call: SandboxCall, order: Order) -> dict[str, str]:
        """Who answered, as the carrier's requests have it; empty if the call ends before."""
        began = asyncio.get_running_loop().time()
        verdict, at_ms = detected(call.party, order.detection)
        while call.now_ms < at_ms:
            if call.over.is_set():
                return {}
            await asyncio.sleep(0.02)
        call.record.answered_by = verdict
        call.tell("detected", answered_by=verdict)
        took_ms = round((asyncio.get_running_loop().time() - began) * 1000)
        return {"AnsweredBy": verdict, "MachineDetectionDuration": str(took_ms)}

    async def _tell_verdict(self, kept: _Kept, order: Order) -> None:
        if verdict := await self._verdict(kept.call, order):
            form = {"AccountSid": self.account_sid, "CallSid": kept.call.record.sid} | verdict
            self._tell(kept, order.detection_callback, order.detection_method, form)

    # ---- what is changed from outside while a call runs

    def update(self, sid: str, instructions: Instructions) -> None:
        """Make a live call do something else."""
        self._kept[sid].run.begin(instructions, None)

    def record(self, call: SandboxCall, **how: Any) -> Recording:
        """Record a call from now on."""
        recording = Recording(call, self.account_sid, tell=self.webhooks.callback, **how)
        self.recordings[recording.sid] = recording
        return recording

    def hang_up(self, call: SandboxCall, *, by: str = "rest") -> None:
        """End it in whatever state it is."""
        call.end("completed" if call.answered.is_set() else "canceled", by=by)

    # ---- conferences

    def room(self, name: str) -> Conference:
        """The running conference of that name, or a new one."""
        for conference in self.conferences.values():
            if conference.name == name and not conference.over:
                return conference
        conference = Conference(name, self._conference_event)
        self.conferences[conference.sid] = conference
        while len(self.conferences) > MAX_KEPT_CALLS:
            self.conferences.popitem(last=False)
        return conference

    def _conference_event(self, room: Conference, event: str, member: Member | None) -> None:
        wanted = room.subscription
        if not wanted.url or event.rpartition("-")[2] not in wanted.events:
            return
        form = {
            "AccountSid": self.account_sid,
            "ConferenceSid": room.sid,
            "FriendlyName": room.name,
            "StatusCallbackEvent": event,
            "Timestamp": rfc2822(datetime.now(UTC)) or "",
        }
        if member is not None:
            form |= {"CallSid": member.call.record.sid} | member.manner.form()
        if room.over:
            form["ReasonConferenceEnded"] = room.reason_ended
            form |= {"CallSidEndingConference": room.ended_by} if room.ended_by else {}
        self.webhooks.callback(wanted.url, wanted.method, form)

    # ---- callbacks

    def form(self, call: SandboxCall) -> dict[str, str]:
        """The fields of every request about a call."""
        return forms.about(call.record, self.account_sid)

    def _progress_form(self, kept: _Kept, status: str | None = None) -> dict[str, str]:
        form = self.form(kept.call) | forms.progress(kept.call.record, kept.sequence, status)
        kept.sequence += 1
        if form["CallStatus"] in FINAL:
            for recording in self.recordings.values():
                if recording.call is kept.call and recording.source == "OutboundAPI":
                    form |= recording.form()
        return form

    def _progress(self, kept: _Kept, event: str, status: str | None = None) -> None:
        order = kept.order
        if order is None or event not in order.status_events:
            return
        form = self._progress_form(kept, status)
        self._tell(kept, order.status_callback, order.status_method, form)

    def _tell(self, kept: _Kept, url: str, method: str, form: dict[str, str]) -> None:
        if url:
            self.spawn(self._in_order(kept, url, method, form))

    async def _in_order(self, kept: _Kept, url: str, method: str, form: dict[str, str]) -> None:
        if self.faults.callbacks_shuffle:
            await self.webhooks.notify(url, method, form)
            return
        async with kept.lock:
            await self.webhooks.notify(url, method, form)

    # ---- afterwards

    def _set_price(self, call: SandboxCall) -> None:
        self.spawn(self._price_later(call))

    async def _price_later(self, call: SandboxCall) -> None:
        await asyncio.sleep(PRICE_KNOWN_AFTER_S)
        call.record.price_usd = PRICES_USD[call.record.direction] * call.record.minutes

    def _expect(self, call: SandboxCall, check: dict[str, Any]) -> None:
        self.spawn(self._look_for(call, check))

    async def _look_for(self, call: SandboxCall, check: dict[str, Any]) -> None:
        sound = call.heard(check["since_ms"] * BYTES_PER_MS)
        heard = await self.voice.recognise(sound)
        lost = missing(check["words"], heard)
        result = {**check, "heard": heard, "missing": lost, "ok": not lost}
        call.expectations.append(result)
        call.tell("expectation", **result)


async def _relay_answer(other: SandboxCall, here: Link) -> None:
    """Two calls that are one: the near one is answered when the far one is."""
    if await race(happens(other.answered, True), happens(other.over, False)):
        here.resolve("answer")
    else:
        here.resolve("busy" if other.record.status == "busy" else "failed")
