"""Browsers that watch the board while calls run: do they disturb the audio?

`python -m phony.bench.watchers URL COUNT KEY` opens COUNT live feeds as the dashboard does and
says so on its standard output; a process of its own, so that what it costs is not counted.
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


async def _watch(url: str, key: str, up: asyncio.Semaphore) -> None:
    headers = {"Authorization": f"Bearer {key}"}
    feed = f"{url}/events?scope=all"
    async with websockets.connect(feed, max_size=None, additional_headers=headers) as socket:
        await socket.recv()  # the snapshot
        await socket.send(json.dumps({"type": "watch", "call_ids": []}))
        up.release()
        async for _ in socket:
            pass


async def main(url: str, count: int, key: str) -> None:
    """Watch until killed."""
    up = asyncio.Semaphore(0)
    async with asyncio.TaskGroup() as group:
        for _ in range(count):
            group.create_task(_watch(url.replace("http", "ws", 1), key, up))
        for _ in range(count):
            await asyncio.wait_for(up.acquire(), HEAR_OF_WITHIN_S)
        sys.stdout.write(json.dumps({"watching": count}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
