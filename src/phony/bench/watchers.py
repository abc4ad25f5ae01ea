"""Browsers that watch the board while calls run: do they disturb the audio?

`python -m phony.bench.watchers URL COUNT` opens COUNT live feeds as the dashboard does and says so
on its standard output; a process of its own, so that what it costs is not counted.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator

import websockets

from phony.bench import processes

HEAR_OF_WITHIN_S = 20.0


@contextlib.asynccontextmanager
async def watching(url: str, count: int, core: int) -> AsyncIterator[None]:
    """`count` feeds of the product at `url`, read on `core`."""
    process = processes.watchers(url, count)
    process.start()
    try:
        await asyncio.to_thread(process.first_line)
        processes.pin(process.pid, core)
        yield
    finally:
        await asyncio.to_thread(process.stop)


async def _watch(url: str, up: asyncio.Semaphore) -> None:
    async with websockets.connect(f"{url}/events?scope=all", max_size=None) as socket:
        await socket.recv()  # the snapshot
        await socket.send(json.dumps({"type": "watch", "call_ids": []}))
        up.release()
        async for _ in socket:
            pass


async def main(url: str, count: int) -> None:
    """Watch until killed."""
    up = asyncio.Semaphore(0)
    async with asyncio.TaskGroup() as group:
        for _ in range(count):
            group.create_task(_watch(url.replace("http", "ws", 1), up))
        for _ in range(count):
            await asyncio.wait_for(up.acquire(), HEAR_OF_WITHIN_S)
        sys.stdout.write(json.dumps({"watching": count}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main(sys.argv[1], int(sys.argv[2])))
