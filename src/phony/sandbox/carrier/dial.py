"""`Dial`: joins a call with another one, or with a conference."""

from __future__ import annotations

from collections import deque
from typing import Protocol
from urllib.parse import urljoin

from phony.sandbox import tones
from phony.sandbox.carrier.call import Playback, SandboxCall, Silence
from phony.sandbox.carrier.instructions import Instructions
from phony.sandbox.carrier.network import Network
from phony.sandbox.carrier.records import CallRecord
from phony.sandbox.parties import SILENT_FRAME
from phony.wire.twiml import Verb

_AHEAD = 10  # frames one side may be ahead of the other


class BridgeEnd:
    """One side of two calls that are joined."""

    def __init__(self) -> None:
        self.peer = self
        self._frames: deque[bytes] = deque(maxlen=_AHEAD)

    def exchange(self, frame: bytes) -> bytes:
        """Our party's sound over, theirs back."""
        self.peer._frames.append(frame)
        return self._frames.popleft() if self._frames else SILENT_FRAME

    def press(self, digit: str) -> None:
        """A key is heard at the other side."""
        self.peer._frames.extend(tones.frames(tones.key(digit)))


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
        self._bridged_ms = 0

    async def run(self) -> Instructions | None:
        """Until the other side is gone; what to do then."""
        room = next((noun for noun in self._verb.children if noun.name == "Conference"), None)
        if room is not None:
            status = await self._conference(room)
        else:
            status = await self._number()
        action = self._verb.get("action")
        if not action:
            return None
        fields = {"DialCallStatus": status, "DialBridged": str(self._bridged_ms > 0).lower()}
        if self._child is not None:
            fields["DialCallSid"] = self._child.record.sid
        if self._bridged_ms:
            fields["DialCallDuration"] = str(max(1, round(self._bridged_ms / 1000)))
        return Instructions(action, self._verb.get("method", "POST"), fields=fields)

    # ---- a conference

    async def _conference(self, noun: Verb) -> str:
        self._call.answer()
        room = self._network.room(noun.text)
        room.status_callback = noun.get("statusCallback") or room.status_callback
        member = room.join(
            self._call,
            music=noun.get("waitUrl", "music") != "",
            starts=noun.flag("startConferenceOnEnter", True),
            ends_room=noun.flag("endConferenceOnExit", False),
        )
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

    # ---- a number

    async def _number(self) -> str:
        noun = next((n for n in self._verb.children if n.name == "Number"), None)
        to = (noun.text if noun else self._verb.text).strip()
        if not to or any(n.name in ("Sip", "Client") for n in self._verb.children):
            self._network.alert(13223, "Dial: nobody to dial", self._call.record.sid)
            return "failed"
        own = self._call.record
        caller_id = self._verb.get("callerId") or own.from_
        if caller_id not in self._network.numbers and caller_id != own.from_:
            self._network.alert(13214, f"Dial: caller id {caller_id} is not ours", own.sid)
            return "failed"
        if not self._verb.flag("answerOnBridge", False):
            self._call.answer()
        record = CallRecord(caller_id, to, "outbound-dial", parent_sid=own.sid)
        limit_s = self._verb.number("timeLimit", 4 * 3600)
        child = self._network.dialled(record, limit_s)
        self._child = child
        try:
            return await self._join(child, noun)
        finally:
            self._call.source = Silence()
            child.end("completed" if child.answered.is_set() else "canceled", by="carrier")

    async def _join(self, child: SandboxCall, noun: Verb | None) -> str:
        network, call = self._network, self._call
        call.source = Playback(tones.ringback(), loop=True)
        call.tell("dialling", to=child.record.to, sid=child.record.sid)
        await child.party.prepare(network.voice)
        child.record.status = "ringing"
        if not await network.ring(child, self._verb.number("timeout", 30)):
            return child.record.status
        if noun is not None and (whisper := noun.get("url")):
            child.answer()
            url = urljoin(self._run.at, whisper)
            await network.aside(child, Instructions(url, noun.get("method", "POST")))
            if child.over.is_set():
                return "no-answer"
        call.answer()
        ours, theirs = BridgeEnd(), BridgeEnd()
        ours.peer, theirs.peer = theirs, ours
        call.source, child.source = ours, theirs
        child.answer()  # after the bridge: not even the first frame of "hello" is lost
        call.tell("bridged", to=child.record.to)
        child.tell("bridged", to=call.record.from_)
        began_ms = call.now_ms
        try:
            await child.over.wait()
        finally:
            self._bridged_ms = call.now_ms - began_ms
        return "completed"
