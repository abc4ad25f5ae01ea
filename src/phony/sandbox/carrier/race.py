"""Wait for whichever comes first."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Finish(Exception):
    pass


async def race(*works: Coroutine[Any, Any, T]) -> T:
    """The result of the first to end; the others are cancelled."""
    results: list[T] = []

    async def run(work: Coroutine[Any, Any, T]) -> None:
        results.append(await work)
        raise _Finish

    try:
        async with asyncio.TaskGroup() as group:
            for work in works:
                group.create_task(run(work))
    except* _Finish:
        pass
    return results[0]


async def happens(event: asyncio.Event, result: T) -> T:
    """`result`, when the event is set."""
    await event.wait()
    return result
