"""Turn detection: speech probabilities in, starts and ends of the caller's turns out. No clock."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from phony.domain.audio import BYTES_PER_MS
from phony.sandbox.engine.protocol.ports import Activity

START_MS = 60  # so much speech in a row is a start; Silero's hops make it 64
SOFT_MS = 190  # after so much silence the words are worth recognising
_HYSTERESIS = 0.15
_LONGEST_MS = 120_000  # a turn without a pause is cut here


@dataclass(slots=True)
class Started:
    """Somebody speaks; `start_ms` includes the prefix padding."""

    start_ms: int


@dataclass(slots=True)
class Paused:
    """A short silence: perhaps the end. `sound` is the turn so far."""

    sound: bytes


@dataclass(slots=True)
class Resumed:
    """It was not the end."""


@dataclass(slots=True)
class Stopped:
    """The turn is over; `end_ms` includes the silence waited, `sound` is all of it."""

    end_ms: int
    last_sound_ms: int
    sound: bytes


Signal = Started | Paused | Resumed | Stopped


class TurnDetector:
    """One line. `hold_ms` may be changed at any time: how much silence ends a turn."""

    def __init__(
        self,
        activity: Activity,
        *,
        threshold: float,
        prefix_ms: int,
        hold_ms: float,
        offset_ms: int = 0,
    ) -> None:
        """`offset_ms` is where this detector begins on the input's clock."""
        self._activity = activity
        self._hop = activity.hop_bytes
        self._hop_ms = self._hop / BYTES_PER_MS
        self._threshold = threshold
        self.hold_ms = hold_ms
        self._clock_ms = float(offset_ms)
        self._rest = bytearray()
        self._before: deque[bytes] = deque(
            maxlen=max(1, round((prefix_ms + START_MS) / self._hop_ms) + 1)
        )
        self._speech = bytearray()
        self._run_ms = self._quiet_ms = 0.0
        self._paused = False
        self.speaking = False

    @property
    def sound(self) -> bytes:
        """The turn so far, or nothing."""
        return bytes(self._speech) if self.speaking else b""

    def feed(self, sound: bytes) -> list[Signal]:
        """Hear some more of the line, in chunks of any size."""
        self._rest += sound
        signals: list[Signal] = []
        while len(self._rest) >= self._hop:
            hop = bytes(self._rest[: self._hop])
            del self._rest[: self._hop]
            self._clock_ms += self._hop_ms
            probability = self._activity(hop)
            if self.speaking:
                self._during(hop, probability, signals)
            else:
                self._outside(hop, probability, signals)
        return signals

    def reset(self) -> None:
        """Forget the turn so far, as if the line had been silent."""
        self._speech.clear()
        self._before.clear()
        self._run_ms = self._quiet_ms = 0.0
        self.speaking = self._paused = False

    def _outside(self, hop: bytes, probability: float, signals: list[Signal]) -> None:
        self._before.append(hop)
        if probability < self._threshold:
            self._run_ms = 0.0
            return
        self._run_ms += self._hop_ms
        if self._run_ms < START_MS:
            return
        self._speech = bytearray(b"".join(self._before))
        self.speaking, self._paused, self._quiet_ms = True, False, 0.0
        start = self._clock_ms - len(self._speech) / BYTES_PER_MS
        signals.append(Started(max(0, round(start))))

    def _during(self, hop: bytes, probability: float, signals: list[Signal]) -> None:
        self._speech += hop
        if probability >= max(0.05, self._threshold - _HYSTERESIS):
            if self._paused:
                signals.append(Resumed())
            self._quiet_ms, self._paused = 0.0, False
        else:
            self._quiet_ms += self._hop_ms
            if not self._paused and self._quiet_ms >= min(SOFT_MS, self.hold_ms):
                self._paused = True
                signals.append(Paused(bytes(self._speech)))
        too_long = len(self._speech) >= _LONGEST_MS * BYTES_PER_MS
        if (self._paused and self._quiet_ms >= self.hold_ms) or too_long:
            sound = bytes(self._speech)
            last = round(self._clock_ms - self._quiet_ms)
            self.reset()
            signals.append(Stopped(round(self._clock_ms), last, sound))
