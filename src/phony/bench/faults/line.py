"""A line to MongoDB that can be cut, or made so thin that everything takes its time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

_PIECE = 1 << 16


class Line:
    """Passes TCP connections on; `cut` breaks them and refuses new ones, `mend` ends that."""

    def __init__(self, to_port: int) -> None:
        """To a port of this machine."""
        self.port = 0
        self.bytes_per_s = 0.0  # of all connections in one direction; 0: as fast as can be
        self._to_port = to_port
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._free_at = 0.0

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Line]:
        """Listening; all connections end with the block."""
        await self.mend()
        try:
            yield self
        finally:
            await self.cut()

    async def mend(self) -> None:
        """Listen, again on the port of before."""
        self._server = await asyncio.start_server(self._begin, "127.0.0.1", self.port)
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def cut(self) -> None:
        """Close the port: the kernel refuses whoever comes, and those who are there are dropped."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in self._open:
            writer.transport.abort()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._join(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = {writer}
        self._open.add(writer)
        try:
            there, far = await asyncio.open_connection("127.0.0.1", self._to_port)
            ends.add(far)
            self._open.add(far)
            async with asyncio.TaskGroup() as group:
                group.create_task(self._pass(reader, far, thin=True))
                group.create_task(self._pass(there, writer, thin=False))
        except* OSError:
            pass  # the other end is gone: so is this one
        finally:
            self._open -= ends
            for end in ends:
                end.transport.abort()

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, thin: bool
    ) -> None:
        while data := await reader.read(_PIECE):
            if thin and self.bytes_per_s:
                loop = asyncio.get_running_loop()
                self._free_at = max(loop.time(), self._free_at) + len(data) / self.bytes_per_s
                await asyncio.sleep(self._free_at - loop.time())
            writer.write(data)
            await writer.drain()
        writer.transport.abort()
