"""The calls of one process: who may come in, who is told what, and how all of them end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from tests.support.bridges import Noted, bridge_of, call_of_an_agent, parts_of
from tests.support.calls import make_edit
from tests.support.loopback import until

from phony.domain.calls import CallOutcome
from phony.domain.events import CarrierEnded
from phony.service.bridge.call import CallBridge
from phony.service.bridge.registry import Busy, CallRegistry, Need, spare_lines
from phony.store.database import Database


@pytest.fixture
async def registry() -> AsyncIterator[CallRegistry]:
    registry = CallRegistry("w1", max_calls=2)
    async with asyncio.TaskGroup() as group:
        ready = asyncio.Event()
        running = group.create_task(registry.run(ready))
        await ready.wait()
        yield registry
        running.cancel()


async def begin(registry: CallRegistry, database: Database, noted: Noted) -> CallBridge:
    call, parts = call_of_an_agent(), parts_of(database, noted)
    await parts.calls.create(call)
    bridge = bridge_of(call, parts)
    registry.start(bridge)
    return bridge


async def test_there_is_room_for_so_many_and_a_call_that_ends_makes_some(
    registry: CallRegistry, database: Database
) -> None:
    noted = Noted()
    first = await begin(registry, database, noted)
    registry.check_room()
    second = await begin(registry, database, noted)
    with pytest.raises(Busy, match="lines"):
        registry.check_room()
    assert set(registry.all()) == {first, second}
    assert registry.get(first.call.id) is first
    await asyncio.sleep(0)
    first.feed(CarrierEnded("busy"), "carrier")
    await until(lambda: len(registry) == 1, "gone")
    registry.check_room()
    assert registry.get(first.call.id) is None
    assert noted.ends[-1] == ("close", CallOutcome.NOT_ANSWERED, "carrier:busy")
    assert await registry.drain(0) == 1


def late(registry: CallRegistry, *ms: float) -> None:
    """How late the last ticks came."""
    registry._late_ms.extend(ms)


@pytest.mark.parametrize(
    ("lag_ms", "refused"),
    [
        (100, set()),
        (200, {Need.PLACED}),
        (300, {Need.PLACED, Need.ANSWERED}),
        (9000, {Need.PLACED, Need.ANSWERED}),
    ],
)
def test_a_worker_that_stutters_takes_who_is_on_the_phone_and_nobody_else(
    lag_ms: float, refused: set[Need]
) -> None:
    registry = CallRegistry("w1", max_calls=2)
    late(registry, *[lag_ms] * 20)
    for need in Need:
        if need in refused:
            with pytest.raises(Busy, match="overloaded"):
                registry.check_room(need)
        else:
            registry.check_room(need)


def test_one_hiccup_sheds_nobody() -> None:
    registry = CallRegistry("w1", max_calls=2)
    late(registry, 0, 1, 2, 4000, 3900, 3800, 1, 0, 2)
    registry.check_room(Need.PLACED)
    assert registry.lag_ms == 2


def test_who_stops_takes_nobody() -> None:
    registry = CallRegistry("w1", max_calls=2)
    registry.draining = True
    for need in Need:
        with pytest.raises(Busy, match="stop"):
            registry.check_room(need)


@pytest.mark.parametrize(
    ("max_calls", "placed", "answered", "goes_on"),
    [(500, 450, 500, 625), (10, 9, 10, 12), (5, 5, 5, 6), (1, 1, 1, 1)],
)
def test_lines_are_kept_for_callers_and_for_those_on_the_phone(
    max_calls: int, placed: int, answered: int, goes_on: int
) -> None:
    lines = {need: spare_lines(need, 0, max_calls, 0.0) for need in Need}
    assert lines == {Need.PLACED: placed, Need.ANSWERED: answered, Need.GOES_ON: goes_on}
    assert spare_lines(Need.ANSWERED, max_calls + 3, max_calls, 0.0) == 0


async def test_what_is_asked_reaches_its_call_once(
    registry: CallRegistry, database: Database
) -> None:
    bridge = await begin(registry, database, Noted())
    noted = bridge.flight.seq
    edit = make_edit(bridge.call.id)
    registry.give(edit)
    seen = bridge.flight.seq
    assert seen > noted
    registry.give(edit)  # the change stream began anew
    registry.give(make_edit("call_of_another_worker"))
    assert bridge.flight.seq == seen
    await registry.drain(0)


async def test_who_does_not_end_in_time_is_told_and_let_go(
    registry: CallRegistry, database: Database
) -> None:
    noted, told = Noted(), []
    bridge = await begin(registry, database, noted)

    async def farewell(left: CallBridge) -> None:
        told.append(left)
        raise RuntimeError("the carrier does not answer")  # harms nobody

    await registry.take_leave(registry.running(), farewell)
    assert told == [bridge]
    assert await registry.drain(0.05) == 1
    assert len(registry) == 0
    assert noted.ends == []
    assert await registry.drain(0) == 0
