"""Work in a process of its own: its answer, its errors, and the end of what takes too long."""

from __future__ import annotations

import asyncio
import time

import pytest

from phony.aside import MOST_WAITING, Aside, TooMuchWork
from phony.domain.errors import Invalid, TooManyRequests, Unavailable
from phony.domain.jsonvalues import parse


async def test_the_answer_is_what_the_function_returns() -> None:
    assert await Aside().run(parse, b'{"a": [1, "\xc3\xbc"]}') == {"a": [1, "ü"]}


async def test_a_refusal_comes_as_it_was_raised() -> None:
    with pytest.raises(Invalid, match="64 bits") as caught:
        await Aside().run(parse, b'{"agents": [{"n": 99999999999999999999}]}')
    assert caught.value.field == "agents.0.n"
    assert caught.value.status == 422


async def test_what_takes_too_long_is_killed_and_the_next_one_has_its_turn() -> None:
    aside = Aside(within_s=0.2)
    with pytest.raises(TooMuchWork, match="more than") as caught:
        await aside.run(time.sleep, 600)
    assert caught.value.status == 413
    patient = Aside()
    slow = asyncio.ensure_future(patient.run(time.sleep, 0.1))  # noqa: TID251
    assert await patient.run(len, "abc") == 3
    await slow


async def test_what_takes_too_much_memory_is_refused() -> None:
    with pytest.raises(TooMuchWork, match="memory"):
        await Aside().run(bytes, 1 << 33)


async def test_what_fails_over_there_is_said_without_its_words() -> None:
    with pytest.raises(Unavailable, match="code 1") as caught:
        await Aside().run(int, "a caller's words")
    assert "words" not in str(caught.value)


async def test_a_crowd_is_sent_away() -> None:
    aside = Aside(within_s=600)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(aside.run(time.sleep, 600)) for _ in range(MOST_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(TooManyRequests):
            await aside.run(len, "")
        for task in tasks:
            task.cancel()
