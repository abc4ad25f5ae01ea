"""Who is at the far end of a sandbox call: people, machines, and lines that do not answer.

A party is asked for one 20 ms frame at a time and hears one back; it owns no clock.
"""

from __future__ import annotations

import asyncio
from typing import Any, Literal, Protocol

from phony.domain.audio import FRAME_BYTES, SILENCE
from phony.sandbox import tones
from phony.sandbox.voice import CALLER, Voice

SILENT_FRAME = bytes([SILENCE]) * FRAME_BYTES

RingResult = Literal["answer", "busy", "no-answer", "failed"]
# What answering machine detection says of the party, before it knows of a beep.
Nature = Literal["human", "machine", "fax", "unknown"]


class Line(Protocol):
    """What a party can do to its call."""

    def press(self, digit: str) -> None:
        """Press a key."""

    def hang_up(self) -> None:
        """Put the phone down."""

    def tell(self, name: str, **data: Any) -> None:
        """Write into the call's own log, for those who watch."""

    def expect(self, line: int, words: list[str] | None, since: int) -> None:
        """Check that the party heard these words from byte `since` on.

        `line` is the script's; without words only what was heard, and when, is kept.
        """

    def heard_bytes(self) -> int:
        """How much the party has heard so far."""


class Party:
    """A party that answers and stays silent; the others build on it."""

    nature: Nature = "human"

    def __init__(self, ring_s: float = 0.5) -> None:
        self.ring_s = ring_s
        self.line: Line | None = None

    async def prepare(self, voice: Voice) -> None:
        """Get everything ready that takes time, before the phone rings."""

    async def ring(self, from_: str) -> RingResult:
        """Ring until the party answers or does not."""
        await asyncio.sleep(self.ring_s)
        return "answer"

    def connected(self, line: Line) -> None:
        """The call is up."""
        self.line = line

    def speak(self) -> bytes:
        """The party's next frame."""
        return SILENT_FRAME

    def hear(self, frame: bytes) -> None:
        """The frame that the party hears at the same time."""

    def over(self, reason: str) -> None:
        """The call is over (also when it was never answered)."""


class Busy(Party):
    """Engaged."""

    async def ring(self, from_: str) -> RingResult:
        """Refuse after a moment."""
        await asyncio.sleep(min(self.ring_s, 0.2))
        return "busy"


class NoAnswer(Party):
    """Nobody at home."""

    async def ring(self, from_: str) -> RingResult:
        """Ring until the caller gives up."""
        await asyncio.Event().wait()
        return "no-answer"


class Unreachable(Party):
    """A number that does not exist."""

    async def ring(self, from_: str) -> RingResult:
        """Fail at once."""
        return "failed"


class Unknown(Party):
    """Answers, and detection cannot say what it is."""

    nature: Nature = "unknown"


class SoundParty(Party):
    """Plays one sound and then listens."""

    def __init__(self, sound: bytes = b"", ring_s: float = 0.5) -> None:
        super().__init__(ring_s)
        self._sound = sound
        self._at = 0

    def speak(self) -> bytes:
        """The sound frame by frame, then silence."""
        frame = self._sound[self._at : self._at + FRAME_BYTES]
        self._at += len(frame)
        return frame.ljust(FRAME_BYTES, bytes([SILENCE]))


class Fax(SoundParty):
    """A fax machine, calling for another one."""

    nature: Nature = "fax"

    def __init__(self, ring_s: float = 0.5) -> None:
        super().__init__(tones.fax() * 10, ring_s)


class Machine(SoundParty):
    """An answering machine: greeting, beep, then it records until silence or its limit."""

    nature: Nature = "machine"

    def __init__(
        self,
        greeting: str = "You have reached our voicemail. Please leave a message after the tone.",
        *,
        ring_s: float = 0.5,
        beep: bool = True,
        record_s: float = 60,
        silence_s: float = 8,
    ) -> None:
        super().__init__(ring_s=ring_s)
        self.greeting = greeting
        self.has_beep = beep
        self.greeting_end_ms = 0  # known once prepared; with the beep, where it ends
        self._record_frames = round(record_s * 50)
        self._silence_frames = round(silence_s * 50)
        self._frames = 0
        self._quiet = 0
        self._beep_at = -1

    async def prepare(self, voice: Voice) -> None:
        """Record the greeting."""
        sound = tones.silence(300) + await voice.speak(self.greeting, CALLER) + tones.silence(600)
        if self.has_beep:
            self._beep_at = len(sound)
            sound += tones.beep()
        self._sound = sound
        self.greeting_end_ms = len(sound) // 8

    def speak(self) -> bytes:
        """Greeting and beep; tells when the beep sounds."""
        before = self._at
        frame = super().speak()
        if self.line and before <= self._beep_at < self._at:
            self.line.tell("beep")
        return frame

    def hear(self, frame: bytes) -> None:
        """Record; hang up after a long silence or at the limit."""
        if self._at < len(self._sound) or self.line is None:
            return
        self._frames += 1
        self._quiet = 0 if tones.rms(frame) > 200 else self._quiet + 1
        if self._frames >= self._record_frames or self._quiet >= self._silence_frames:
            self.line.hang_up()


class Link(Party):
    """One end of a wire between two calls: a product's call to a number of its own."""

    def __init__(self) -> None:
        super().__init__(ring_s=0)
        self.peer: Link = self
        self.answered: asyncio.Future[RingResult] = asyncio.get_running_loop().create_future()
        self._frames: list[bytes] = []

    async def ring(self, from_: str) -> RingResult:
        """Wait for the other call."""
        return await asyncio.shield(self.answered)

    def resolve(self, result: RingResult) -> None:
        """Say how the other call went."""
        if not self.answered.done():
            self.answered.set_result(result)

    def speak(self) -> bytes:
        """What the other call's side said."""
        return self._frames.pop(0) if self._frames else SILENT_FRAME

    def hear(self, frame: bytes) -> None:
        """Pass on, a fifth of a second ahead at most."""
        self.peer._frames.append(frame)
        del self.peer._frames[:-10]

    def over(self, reason: str) -> None:
        """Take the other call down as well."""
        self.resolve("failed")
        if self.peer is not self and self.peer.line is not None:
            self.peer.line.hang_up()
