"""Writes in order: made now or later, each once; whoever asks for one does not fail by it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymongo.errors import AutoReconnect, DocumentTooLarge

from phony.service.bridge.writes import OrderedWrites, Write
from phony.store.outage import NotNow


class Shelf:
    """What was written, and how often the shelf is out of reach first."""

    def __init__(self) -> None:
        self.written: list[int] = []
        self.tries = 0

    def put(self, what: int, *troubles: Exception) -> Write:
        """A write that fails so before it succeeds."""
        left = list(troubles)

        async def write() -> None:
            self.tries += 1
            await asyncio.sleep(0)
            if left:
                raise left.pop(0)
            self.written.append(what)

        return write


@contextlib.asynccontextmanager
async def working(writes: OrderedWrites) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(writes.run())
        try:
            yield
        finally:
            task.cancel()


async def test_what_cannot_be_written_now_is_written_later_and_in_order() -> None:
    writes, shelf = OrderedWrites("call_1"), Shelf()
    async with working(writes):
        writes.later(shelf.put(1))
        writes.later(shelf.put(2, AutoReconnect("away"), NotNow()))
        writes.later(shelf.put(3))
        assert writes.waiting
        await writes.done()
    assert shelf.written == [1, 2, 3]
    assert (shelf.tries, writes.lost, writes.waiting) == (5, 0, False)


@pytest.mark.parametrize(
    "refusal", [DocumentTooLarge("x"), OverflowError("a number of 9 bytes"), LookupError("a fault")]
)
async def test_what_is_refused_is_skipped_and_counted(refusal: Exception) -> None:
    writes, shelf = OrderedWrites("call_1"), Shelf()
    async with working(writes):
        writes.later(shelf.put(1, refusal))
        writes.later(shelf.put(2))
        await writes.done()
    assert (shelf.written, writes.lost) == ([2], 1)


async def test_of_too_many_the_oldest_goes() -> None:
    writes, shelf = OrderedWrites("call_1", most=3), Shelf()
    for number in range(5):
        writes.later(shelf.put(number))
    async with working(writes):
        await writes.done()
    assert (shelf.written, writes.lost) == ([2, 3, 4], 2)


async def test_who_is_told_that_all_is_done_may_ask_for_more() -> None:
    writes, shelf = OrderedWrites("call_1"), Shelf()
    await writes.done()  # nothing was asked for
    async with working(writes):
        for number in range(3):
            writes.later(shelf.put(number))
            await writes.done()
            assert shelf.written[-1] == number


TROUBLE: list[Callable[[], list[Exception]]] = [
    list,
    lambda: [NotNow()],
    lambda: [AutoReconnect("away")],
    lambda: [DocumentTooLarge("x")],
]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 3), max_size=6))
async def test_whatever_goes_wrong_the_rest_is_written_once(troubles: list[int]) -> None:
    writes, shelf = OrderedWrites("call_1"), Shelf()
    async with working(writes):
        for number, kind in enumerate(troubles):
            writes.later(shelf.put(number, *TROUBLE[kind]()))
        await writes.done()
    assert shelf.written == [n for n, kind in enumerate(troubles) if kind != 3]
    assert writes.lost == troubles.count(3)
