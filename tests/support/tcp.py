"""A TCP server of a test's own, of which nothing stays open."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

import pytest

Handle = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
T = TypeVar("T", bound=Callable[..., object])


def leaves_sockets(test: T) -> T:
    """MongoDB's driver leaves the socket of a refused connection to the garbage collector."""
    for warning in (
        "unclosed:ResourceWarning",
        ".*unclosed.*:pytest.PytestUnraisableExceptionWarning",
    ):
        test = pytest.mark.filterwarnings(f"ignore:{warning}")(test)
    return test


@contextlib.asynccontextmanager
async def tcp_server(handle: Handle, port: int = 0) -> AsyncIterator[int]:
    """Serve on a port of loopback, by default a free one; all of it ends with the block."""
    tasks: set[asyncio.Task[None]] = set()
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        with contextlib.suppress(
            ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError
        ):
            await handle(reader, writer)
        writer.close()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.get_running_loop().create_task(serve(reader, writer)))

    server = await asyncio.start_server(begin, "127.0.0.1", port)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for writer in writers:
            writer.transport.abort()
        await asyncio.sleep(0)  # the loop drops the aborted ones


def through(mongodb_url: str, port: int) -> str:
    """The address of the tests' MongoDB by another port of this machine, where a line leads."""
    account, _, place = mongodb_url.rpartition("@")
    options = place.partition("/?")[2].replace("replicaSet=phony", "directConnection=true")
    return f"{account}@127.0.0.1:{port}/?{options}"


class Line:
    """A line to a server that can be cut: connections break, and new ones do too until it mends."""

    def __init__(self, host: str, port: int) -> None:
        self.port = 0
        self._there = (host, port)
        self._whole = True
        self._open: set[asyncio.StreamWriter] = set()
        self._stack = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Line:
        self.port = await self._stack.enter_async_context(tcp_server(self._join))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()
        gc.collect()  # in the test that left them (`leaves_sockets`), not in the next one

    def cut(self) -> None:
        """Break every connection."""
        self._whole = False
        for writer in self._open:
            writer.transport.abort()

    def mend(self) -> None:
        """Let new connections through."""
        self._whole = True

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._whole:
            writer.transport.abort()
            return
        far_reader, far_writer = await asyncio.open_connection(*self._there)
        ends = {writer, far_writer}
        self._open |= ends
        try:
            if self._whole:  # it may have been cut meanwhile
                async with asyncio.TaskGroup() as group:
                    group.create_task(_pass(reader, far_writer))
                    group.create_task(_pass(far_reader, writer))
        finally:  # nobody waits for an end that hangs in the air
            self._open -= ends
            for end in ends:
                end.transport.abort()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
    writer.transport.abort()
