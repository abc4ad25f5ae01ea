"""The second hand of a call: is its stream alive, did it ever come, is money left? Pure."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from typing import Protocol

from phony.domain.calls import Direction
from phony.domain.events import CarrierEnded, Event

LOOK_EVERY_MS = 1000.0
# A live stream sends 50 frames a second, silence included.
STREAM_SILENCE_MS = 12_000.0
# How long a call may wait for its stream: the carrier dials or opens it, or never will.
STREAM_WITHIN_MS = dict.fromkeys(Direction, 60_000.0) | {Direction.OUTBOUND: 240_000.0}


class Alarm(Enum):
    """What is to be done that is no event of the session's."""

    STREAM_SILENT = auto()  # the media socket is open, and nothing comes
    OVERSPENT = auto()  # the limit was reached, the goodbye had its time: cut


class Purse(Protocol):
    """The money of a running call."""

    def due_limit(self) -> Event | None:
        """A stage of a limit that was just reached."""

    @property
    def overspent(self) -> bool:
        """The call must be cut now."""


class Watch:
    """Looks once a second; all times are on the call clock."""

    __slots__ = ("_began_ms", "_frames", "_heard_ms", "_next_ms", "_purse", "_within_ms")

    def __init__(self, direction: Direction, began_ms: float, purse: Purse) -> None:
        """`began_ms` is when this worker began with the call."""
        self._began_ms = began_ms
        self._within_ms = STREAM_WITHIN_MS[direction]
        self._purse = purse
        self._next_ms = 0.0
        self._frames = 0
        self._heard_ms: float | None = None  # None until there was a stream

    def stream_began(self, now: float) -> None:
        """The media socket is open: from now on it must not be silent."""
        self._heard_ms, self._frames = now, 0

    def due(self, now: float) -> bool:
        """Whether it is time to look again."""
        if now < self._next_ms:
            return False
        self._next_ms = now + LOOK_EVERY_MS
        return True

    def look(self, now: float, frames: int | None) -> Iterator[Event | Alarm]:
        """What is wrong; `frames` came so far on the open stream, None if there is none.

        One by one, for the call may end over the first.
        """
        if frames is not None:
            if frames != self._frames:
                self._frames, self._heard_ms = frames, now
            elif self._heard_ms is not None and now - self._heard_ms > STREAM_SILENCE_MS:
                yield Alarm.STREAM_SILENT
        elif self._heard_ms is None and now - self._began_ms > self._within_ms:
            yield CarrierEnded("no-answer")
        if (limit := self._purse.due_limit()) is not None:
            yield limit
        if self._purse.overspent:
            yield Alarm.OVERSPENT
