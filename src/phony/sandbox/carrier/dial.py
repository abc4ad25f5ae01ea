"""`Dial`: joins a call with another one, or with a conference."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urljoin

from phony.sandbox import tones
from phony.sandbox.carrier.call import Playback, SandboxCall, Silence
from phony.sandbox.carrier.conference import Manner, Subscription
from phony.sandbox.carrier.instructions import LONGEST_CALL_S, Instructions, Order
from phony.sandbox.carrier.network import Network
from phony.sandbox.carrier.race import happens, race
from phony.sandbox.parties import SILENT_FRAME
from phony.wire.twiml import Verb

_AHEAD = 10  # frames one side may be ahead of the other


class BridgeEnd:
    """One side of two calls that are joined."""

    def __init__(self, on_star: Callable[[], None] | None = None) -> None:
        self.peer = self
        self._on_star = on_star
        self._frames: deque[bytes] = deque(maxlen=_AHEAD)

    def exchange(self, frame: bytes) -> bytes:
        """Our party's sound over, theirs back."""
        self.peer._frames.append(frame)
        return self._frames.popleft() if self._frames else SILENT_FRAME

    def press(self, digit: str) -> None:
        """A key is heard at the other side; the star may be the end of it."""
        if digit == "*" and self._on_star:
            self._on_star()
        self.peer._frames.extend(tones.frames(tones.key(digit)))


class _Came(Exception):
    """Somebody answered: the others need not ring on."""


@dataclass(frozen=True)
class _Leg:
    """A number that is dialled, and the noun it stands in."""

    child: SandboxCall
    noun: Verb


class Dialling(Protocol):
    """The run in which a `Dial` stands."""

    network: Network
    call: SandboxCall

    @property
    def at(self) -> str:
        """The URL of the document: the whisper's may be relative to it."""


class DialVerb:
    """One `Dial` on one call."""

    def __init__(self, run: Dialling, verb: Verb) -> None:
        self._run = run
        self._network = run.network
        self._call = run.call
        self._verb = verb
        self._child: SandboxCall | None = None
        self._bridged_ms: int | None = None  # None: they were never joined

    async def run(self) -> Instructions | None:
        """Until the other side is gone; what to do then."""
        room = next((noun for noun in self._verb.children if noun.name == "Conference"), None)
        if room is not None:
            status = await self._conference(room)
        else:
            try:
                status = await self._numbers()
            except asyncio.CancelledError:
                self._left()
                raise
        action = self._verb.get("action")
        return self._after(action, status) if action else None

    def _left(self) -> None:
        """The caller hung up: the action is asked for all the same, and its answer is nothing."""
        action = self._verb.get("action")
        if not action or not self._call.over.is_set():
            return
        status = "no-answer" if self._bridged_ms is None else "completed"
        after = self._after(self._absolute(action), status)
        form = self._network.form(self._call) | after.fields
        self._network.webhooks.callback(after.url, after.method, form)

    def _after(self, action: str, status: str) -> Instructions:
        bridged = self._bridged_ms is not None
        fields = {"DialCallStatus": status, "DialBridged": str(bridged).lower()}
        if self._child is not None:
            fields["DialCallSid"] = self._child.record.sid
        if self._bridged_ms is not None:
            fields["DialCallDuration"] = str(max(1, round(self._bridged_ms / 1000)))
        return Instructions(action, self._verb.get("method", "POST"), fields=fields)

    # ---- a conference

    async def _conference(self, noun: Verb) -> str:
        self._call.answer()
        room = self._network.room(noun.text)
        if not room.members:
            room.subscription = Subscription(
                self._absolute(noun.get("statusCallback")),
                noun.get("statusCallbackMethod", "POST"),
                frozenset(noun.get("statusCallbackEvent").split()),
            )
        manner = Manner(
            music=noun.get("waitUrl", "music") != "",
            starts=noun.flag("startConferenceOnEnter", True),
            ends_room=noun.flag("endConferenceOnExit", False),
            muted=noun.flag("muted", False),
            label=noun.get("participantLabel"),
        )
        member = room.join(self._call, manner)
        self._call.source = member
        self._call.tell("conference_joined", room=room.name)
        began_ms = self._call.now_ms
        try:
            await member.left.wait()
        finally:
            self._call.source = Silence()
            room.leave(member)
            self._bridged_ms = self._call.now_ms - began_ms
            self._call.tell("conference_left", room=room.name)
        return "completed"

    # ---- numbers

    async def _numbers(self) -> str:
        nouns = [noun for noun in self._verb.children if noun.name == "Number"]
        if not nouns and self._verb.text:
            nouns = [Verb("Number", text=self._verb.text)]
        if not nouns or not all(noun.text for noun in nouns):
            self._network.alert(13223, "Dial: nobody to dial", self._call.record.sid)
            return "failed"
        own = self._call.record
        caller_id = self._verb.get("callerId") or own.from_
        if caller_id not in self._network.numbers and caller_id != own.from_:
            self._network.alert(13214, f"Dial: caller id {caller_id} is not ours", own.sid)
            return "failed"
        if not self._verb.flag("answerOnBridge", False):
            self._call.answer()
        # All at once, or each when the one before did not come.
        groups = [[noun] for noun in nouns] if self._verb.flag("sequential", False) else [nouns]
        status = "no-answer"
        for group in groups:
            legs = [_Leg(self._dial(noun, caller_id), noun) for noun in group]
            status = await self._try(legs)
            if self._bridged_ms is not None:
                break
        return status

    def _dial(self, noun: Verb, caller_id: str) -> SandboxCall:
        order = Order(
            to=noun.text,
            from_=caller_id,
            send_digits=noun.get("sendDigits"),
            time_limit_s=self._verb.number("timeLimit", LONGEST_CALL_S),
            status_callback=self._absolute(noun.get("statusCallback")),
            status_method=noun.get("statusCallbackMethod", "POST"),
            status_events=frozenset(noun.get("statusCallbackEvent", "completed").split()),
        )
        child = self._network.dialled(order, self._call.record.sid)
        self._call.tell("dialling", to=child.record.to, sid=child.record.sid)
        return child

    async def _try(self, legs: list[_Leg]) -> str:
        """Ring some numbers and join the first that comes; how it went."""
        self._child = legs[-1].child
        try:
            self._call.source = Playback(tones.ringback(), loop=True)
            if winner := await self._first(legs):
                self._child = winner.child
                self._hang_up(leg for leg in legs if leg is not winner)
                return await self._join(winner.child)
        finally:
            self._call.source = Silence()
            self._hang_up(legs)
        statuses = {leg.child.record.status for leg in legs}
        # Somebody who accepted no call was reached and did not come.
        return next((one for one in ("busy", "failed") if statuses == {one}), "no-answer")

    def _hang_up(self, legs: Iterable[_Leg]) -> None:
        for leg in legs:
            answered = leg.child.answered.is_set()
            leg.child.end("completed" if answered else "canceled", by="carrier")

    async def _first(self, legs: list[_Leg]) -> _Leg | None:
        """The first who answers, and accepts if there is a whisper; nobody else rings on."""
        came: list[_Leg] = []

        async def wait_for(leg: _Leg) -> None:
            if await self._comes(leg):
                came.append(leg)
                raise _Came

        try:
            async with asyncio.TaskGroup() as group:
                for leg in legs:
                    group.create_task(wait_for(leg))
        except* _Came:
            pass
        return came[0] if came else None

    async def _comes(self, leg: _Leg) -> bool:
        network, child, noun = self._network, leg.child, leg.noun
        await child.party.prepare(network.voice)
        if child.over.is_set():
            return False
        child.record.status = "ringing"
        network.progress(child, "ringing")
        if not await network.ring(child, self._verb.number("timeout", 30)):
            return False
        await network.press_keys(child)
        if whisper := noun.get("url"):
            child.answer()
            await network.aside(
                child, Instructions(self._absolute(whisper), noun.get("method", "POST"))
            )
        return not child.over.is_set()

    async def _join(self, child: SandboxCall) -> str:
        call = self._call
        call.answer()
        enough = asyncio.Event()
        on_star = enough.set if self._verb.flag("hangupOnStar", False) else None
        ours, theirs = BridgeEnd(on_star), BridgeEnd()
        ours.peer, theirs.peer = theirs, ours
        call.source, child.source = ours, theirs
        child.answer()  # after the bridge: not even the first frame of "hello" is lost
        self._network.progress(child, "answered")
        call.tell("bridged", to=child.record.to)
        child.tell("bridged", to=call.record.from_)
        began_ms = call.now_ms
        try:
            await race(happens(child.over, None), happens(enough, None))
        finally:
            self._bridged_ms = call.now_ms - began_ms
        return "completed"

    def _absolute(self, url: str) -> str:
        return urljoin(self._run.at, url) if url else ""
