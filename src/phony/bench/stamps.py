"""Stamps inside the audio: who sent a frame, which one it is, and when.

The first 18 bytes of mu-law of a frame or chunk hold a magic, the sender's number, a sequence
number and the monotonic time. Eighteen bytes are 24 characters of base64, with no padding, so a
stamp is written and read without touching the rest.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from struct import Struct

from phony.domain.audio import SILENCE

_MAGIC = b"pHoNys"
_STAMP = Struct(">6sHHq")
_MARK = b64encode(_MAGIC)
_LENGTH = 24
_WRAP = 1 << 16


def rest_of(size: int) -> str:
    """The base64 after a stamp of audio of `size` bytes in all."""
    return b64encode(bytes([SILENCE]) * (size - _STAMP.size)).decode()


def stamp(sender: int, sequence: int, now_ns: int) -> str:
    """The beginning of a frame's base64."""
    return b64encode(_STAMP.pack(_MAGIC, sender, sequence % _WRAP, now_ns)).decode()


def read(text: bytes) -> tuple[int, int, int] | None:
    """Sender, sequence and time of the stamp in a message; None if it has none."""
    place = text.find(_MARK)
    if place < 0:
        return None
    _, sender, sequence, at_ns = _STAMP.unpack(b64decode(text[place : place + _LENGTH]))
    return sender, sequence, at_ns


@dataclass(slots=True)
class Arrivals:
    """What came of what was sent: latencies by second, and what is missing or out of order."""

    received: int = 0
    lost: int = 0
    reordered: int = 0
    slices: dict[int, list[float]] = field(default_factory=dict)
    _next: dict[int, int] = field(default_factory=dict)

    def take(self, found: tuple[int, int, int], now_ns: int) -> None:
        """One stamp has arrived."""
        sender, sequence, at_ns = found
        expected = self._next.get(sender)
        if expected is not None and sequence != expected:
            ahead = (sequence - expected) % _WRAP
            if ahead < _WRAP // 2:
                self.lost += ahead
            else:
                self.reordered += 1
        self._next[sender] = (sequence + 1) % _WRAP
        self.received += 1
        self.slices.setdefault(now_ns // 1_000_000_000, []).append((now_ns - at_ns) / 1e6)

    def forget_latencies(self) -> None:
        """A window begins."""
        self.slices.clear()


def quantile(values: list[float], share: float) -> float:
    """A quantile by rank; 0 of nothing."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def median(values: list[float]) -> float:
    """The middle one."""
    return quantile(values, 0.5)


def p99s(slices: dict[int, list[float]]) -> float:
    """The median over one-second slices of the slice's p99: one hiccup is not the figure."""
    whole = [quantile(values, 0.99) for values in slices.values() if len(values) >= 20]
    return median(whole or [quantile(values, 0.99) for values in slices.values()])
