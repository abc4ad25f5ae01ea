"""One call on the sandbox's network: a party at one end, what the carrier does at the other.

Both are asked for a frame every 20 ms on an absolute schedule, and both sides' sound is kept.
"""

from __future__ import annotations

import asyncio
import io
import struct
from array import array
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

from phony.domain.audio import BYTES_PER_MS, FRAME_BYTES, FRAME_MS, LINEAR, RATE_HZ, SILENCE
from phony.sandbox.carrier.records import FINAL, CallRecord, now
from phony.sandbox.parties import SILENT_FRAME, Party

MAX_KEPT_BYTES = 60 * 60 * 1000 * BYTES_PER_MS  # an hour of each side
MAX_EVENTS = 5000
PRICES_USD = {"inbound": 0.0085, "outbound-api": 0.014, "outbound-dial": 0.014}


class Source(Protocol):
    """What the carrier does with the call at present: takes the party's frame, gives one back."""

    def exchange(self, frame: bytes) -> bytes:
        """The frame for the party, for the frame of the party."""

    def press(self, digit: str) -> None:
        """The party pressed a key."""


class Silence:
    """Nothing is connected."""

    def exchange(self, frame: bytes) -> bytes:
        """Silence."""
        return SILENT_FRAME

    def press(self, digit: str) -> None:
        """Nobody listens."""


class Playback:
    """Plays a sound once, or for ever; `done` is set at its end. Keys go to `on_key`."""

    def __init__(
        self, sound: bytes, *, loop: bool = False, on_key: Callable[[str], None] | None = None
    ) -> None:
        self.done = asyncio.Event()
        self._sound = sound
        self._loop = loop and bool(sound)
        self._on_key = on_key
        self._at = 0
        if not sound:
            self.done.set()

    def exchange(self, frame: bytes) -> bytes:
        """The sound's next frame."""
        piece = self._sound[self._at : self._at + FRAME_BYTES]
        self._at += FRAME_BYTES
        if self._at >= len(self._sound):
            if self._loop:
                self._at = 0
            else:
                self.done.set()
        return piece.ljust(FRAME_BYTES, bytes([SILENCE]))

    def press(self, digit: str) -> None:
        """Pass the key on."""
        if self._on_key:
            self._on_key(digit)


class SandboxCall:
    """A call from ringing to its end. The network runs it; this class keeps it."""

    def __init__(self, record: CallRecord, party: Party, *, timed_out_after_s: float) -> None:
        self.record = record
        self.party = party
        self.source: Source = Silence()
        self.over = asyncio.Event()  # the call is final
        self.answered = asyncio.Event()
        self.end_reason = ""
        self.ended_by = ""  # party, carrier, rest
        self.events: deque[dict[str, Any]] = deque(maxlen=MAX_EVENTS)
        self.expectations: list[dict[str, Any]] = []
        self.expected = 0  # so many will be there when all were checked
        self.stats: dict[str, Any] = {"frames": 0, "late_frames": 0, "worst_late_ms": 0.0}
        self.expect_later: Callable[[SandboxCall, dict[str, Any]], None] | None = None
        self.time_limit_s = timed_out_after_s
        self.on_end: list[Callable[[SandboxCall], None]] = []
        self._watchers: set[asyncio.Queue[dict[str, Any]]] = set()
        self._caller_side = bytearray()
        self._agent_side = bytearray()
        self._timer: asyncio.TimerHandle | None = None
        self._next_at = 0.0

    # ---- life

    def answer(self) -> None:
        """The party picked up: sound flows from now on."""
        if self.answered.is_set() or self.over.is_set():
            return
        self.record.started = now()
        self.record.status = "in-progress"
        self.answered.set()
        self.party.connected(self)
        self._next_at = asyncio.get_running_loop().time()
        self._tick()
        self.tell("status", status="in-progress")

    def end(self, status: str, *, by: str, reason: str = "") -> None:
        """The call is over; only the first ending counts."""
        if self.over.is_set():
            return
        self.record.status = status
        self.record.ended = now()
        self.ended_by, self.end_reason = by, reason
        if self._timer:
            self._timer.cancel()
            self._timer = None
        self.over.set()
        self.party.over(reason or status)
        self.tell("status", status=status)
        self.tell("ended", status=status, by=by, reason=reason, duration_s=self.record.duration_s)
        for notify in self.on_end:
            notify(self)
        self.on_end.clear()

    @property
    def is_final(self) -> bool:
        """Nothing happens to the call any more."""
        return self.record.status in FINAL

    # ---- sound

    def _tick(self) -> None:
        """All frames that are due, then sleep until the next one: lateness never adds up."""
        loop = asyncio.get_running_loop()
        time_now = loop.time()
        late_ms = (time_now - self._next_at) * 1000
        if late_ms > FRAME_MS:
            self.stats["late_frames"] += int(late_ms // FRAME_MS)
        self.stats["worst_late_ms"] = max(self.stats["worst_late_ms"], round(late_ms, 1))
        while self._next_at <= time_now and not self.over.is_set():
            self._next_at += FRAME_MS / 1000
            self._frame()
        if not self.over.is_set():
            self._timer = loop.call_at(self._next_at, self._tick)

    def _frame(self) -> None:
        said = self.party.speak()
        if self.over.is_set():  # the party hung up instead of speaking
            return
        heard = self.source.exchange(said)
        self.stats["frames"] += 1
        if len(self._caller_side) < MAX_KEPT_BYTES:
            self._caller_side += said
            self._agent_side += heard
        self.party.hear(heard)
        if self.stats["frames"] * FRAME_MS >= self.time_limit_s * 1000:
            self.end("completed", by="carrier", reason="time limit")

    @property
    def now_ms(self) -> int:
        """Milliseconds of sound since the call was answered."""
        return int(self.stats["frames"]) * FRAME_MS

    def heard(self, since: int = 0) -> bytes:
        """What the party heard, from this byte on."""
        return bytes(self._agent_side[since:])

    def said(self, since: int = 0) -> bytes:
        """What the party said, from this byte on."""
        return bytes(self._caller_side[since:])

    def wav(self) -> bytes:
        """Both sides as stereo, 16 bits at 8 kHz: the party left, the agent right."""
        samples = array("h", bytes(4 * len(self._caller_side)))
        samples[0::2] = array("h", map(LINEAR.__getitem__, self._caller_side))
        samples[1::2] = array("h", map(LINEAR.__getitem__, self._agent_side))
        return wav_header(len(samples), channels=2) + samples.tobytes()

    def drop_sound(self) -> None:
        """Free the memory; the record stays."""
        self._caller_side = bytearray()
        self._agent_side = bytearray()

    # ---- what the party can do (`parties.Line`)

    def press(self, digit: str) -> None:
        """The party pressed a key."""
        self.tell("dtmf", digit=digit)
        self.source.press(digit)

    def hang_up(self) -> None:
        """The party put the phone down."""
        self.end("completed" if self.answered.is_set() else "canceled", by="party")

    def expect(self, line: int, words: list[str] | None, since: int) -> None:
        """Have the words looked for in what was heard."""
        self.expected += 1
        check = {"line": line, "since_ms": since // BYTES_PER_MS, "at_ms": self.now_ms}
        if words is None:
            self.expectations.append(check)
        elif self.expect_later:
            self.expect_later(self, {**check, "words": words})

    def heard_bytes(self) -> int:
        """How much the party has heard."""
        return len(self._agent_side)

    # ---- watching

    def tell(self, name: str, **data: Any) -> None:
        """Write an event and show it to all who watch."""
        event = {"type": name, "at_ms": self.now_ms, **data}
        self.events.append(event)
        for queue in self._watchers:
            if not queue.full():
                queue.put_nowait(event)

    def watch(self) -> asyncio.Queue[dict[str, Any]]:
        """A queue with all events so far and all to come."""
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue(maxsize=2 * MAX_EVENTS)
        for event in self.events:
            queue.put_nowait(event)
        self._watchers.add(queue)
        return queue

    def unwatch(self, queue: asyncio.Queue[dict[str, Any]]) -> None:
        """The watcher is gone."""
        self._watchers.discard(queue)

    def show(self) -> dict[str, Any]:
        """The call in the sandbox's own API."""
        record = self.record
        return {
            "sid": record.sid,
            "parent_sid": record.parent_sid,
            "from": record.from_,
            "to": record.to,
            "direction": record.direction,
            "status": record.status,
            "answered_by": record.answered_by,
            "answered_at": record.started.isoformat() if record.started else None,
            "ended_by": self.ended_by,
            "end_reason": self.end_reason,
            "duration_s": record.duration_s,
            "now_ms": self.now_ms,
            "stats": self.stats,
            "expectations": self.expectations,
            "expected": self.expected,
            "events": list(self.events),
        }


def wav_header(samples: int, *, channels: int) -> bytes:
    """The 44 bytes before 16-bit samples at 8 kHz."""
    size = samples * 2
    head = io.BytesIO()
    head.write(b"RIFF" + struct.pack("<I", 36 + size) + b"WAVEfmt ")
    head.write(
        struct.pack("<IHHIIHH", 16, 1, channels, RATE_HZ, RATE_HZ * 2 * channels, 2 * channels, 16)
    )
    head.write(b"data" + struct.pack("<I", size))
    return head.getvalue()
