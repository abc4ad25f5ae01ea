"""The watch of a call: pure, on the call's clock."""

from __future__ import annotations

import pytest

from phony.domain.calls import Direction
from phony.domain.events import CarrierEnded, Event, LimitNear
from phony.service.bridge.watch import STREAM_SILENCE_MS, STREAM_WITHIN_MS, Alarm, Watch


class Purse:
    """Money that says what it is told to."""

    def __init__(self) -> None:
        self.limit: Event | None = None
        self.overspent = False

    def due_limit(self) -> Event | None:
        limit, self.limit = self.limit, None
        return limit


def look(watch: Watch, now: float, frames: int | None) -> list[Event | Alarm]:
    return list(watch.look(now, frames))


def test_it_looks_once_a_second() -> None:
    watch = Watch(Direction.INBOUND, 0, Purse())
    assert [watch.due(now) for now in (0, 100, 900, 1000, 1100, 2050)] == [
        True,
        False,
        False,
        True,
        False,
        True,
    ]


@pytest.mark.parametrize("direction", list(Direction))
def test_a_stream_that_never_comes_ends_the_call(direction: Direction) -> None:
    began, within = 5000.0, STREAM_WITHIN_MS[direction]
    watch = Watch(direction, began, Purse())
    assert look(watch, began + within, None) == []
    assert look(watch, began + within + 1, None) == [CarrierEnded("no-answer")]


def test_a_stream_that_ended_is_not_waited_for() -> None:
    watch = Watch(Direction.INBOUND, 0, Purse())
    watch.stream_began(1000)
    assert look(watch, 10_000_000, None) == []


def test_a_stream_without_frames_is_dead() -> None:
    watch = Watch(Direction.INBOUND, 0, Purse())
    watch.stream_began(1000)
    assert look(watch, 2000, 50) == []
    assert look(watch, 2000 + STREAM_SILENCE_MS, 50) == []
    assert look(watch, 2001 + STREAM_SILENCE_MS, 51) == []  # one more came
    assert look(watch, 2002 + 2 * STREAM_SILENCE_MS, 51) == [Alarm.STREAM_SILENT]


def test_money_is_looked_at_after_the_stream() -> None:
    purse = Purse()
    watch = Watch(Direction.INBOUND, 0, purse)
    watch.stream_began(0)
    near = LimitNear("warn", "call")
    purse.limit, purse.overspent = near, True
    late = STREAM_SILENCE_MS + 1
    assert look(watch, late, 0) == [Alarm.STREAM_SILENT, near, Alarm.OVERSPENT]
    assert look(watch, late, 7) == [Alarm.OVERSPENT]
