import asyncio

import pytest

from phony.service.operations.keep_running import keep_running


async def test_a_failure_is_logged_and_the_work_begins_anew(
    caplog: pytest.LogCaptureFixture,
) -> None:
    tries = 0
    third = asyncio.Event()

    async def work() -> None:
        nonlocal tries
        tries += 1
        if tries == 3:
            third.set()
            await asyncio.sleep(60)
        if tries == 2:
            async with asyncio.TaskGroup() as group:
                group.create_task(asyncio.sleep(60))
                raise KeyError("inside a group")
        raise ValueError("nobody expected this")

    task: asyncio.Task[None]
    async with asyncio.TaskGroup() as group:
        task = group.create_task(keep_running("the feed", work, again_s=0))
        async with asyncio.timeout(5):
            await third.wait()
        task.cancel()
    assert task.cancelled()
    assert caplog.text.count("the feed failed") == 2


async def test_a_failure_in_the_moment_of_the_end_does_not_begin_anew() -> None:
    begun, waits = 0, asyncio.Event()

    async def fails_when_cancelled() -> None:
        try:
            waits.set()
            await asyncio.sleep(60)
        finally:
            raise OSError("the connection was being closed")

    async def work() -> None:
        nonlocal begun
        begun += 1
        async with asyncio.TaskGroup() as group:
            group.create_task(fails_when_cancelled())

    async with asyncio.timeout(10):
        async with asyncio.TaskGroup() as group:
            task = group.create_task(keep_running("work", work, again_s=0.01))
            await waits.wait()
            task.cancel()
    assert begun == 1
