"""A line that is cut refuses, and passes everything on once it is mended."""

from __future__ import annotations

import asyncio
import time

import pytest
from tests.support.tcp import tcp_server

from phony.bench.faults.line import Line


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(1 << 16):
        writer.write(data)


async def test_it_passes_on_is_cut_and_mends() -> None:
    async with tcp_server(_echo) as port, Line(port).running() as line:
        reader, writer = await asyncio.open_connection("127.0.0.1", line.port)
        writer.write(b"hello")
        assert await reader.readexactly(5) == b"hello"
        await line.cut()
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await reader.readexactly(1)
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", line.port)
        await line.mend()
        reader, again = await asyncio.open_connection("127.0.0.1", line.port)
        again.write(b"back")
        assert await reader.readexactly(4) == b"back"
        for end in (writer, again):
            end.close()


async def test_a_thin_line_takes_its_time() -> None:
    async with tcp_server(_echo) as port, Line(port).running() as line:
        line.bytes_per_s = 100_000
        reader, writer = await asyncio.open_connection("127.0.0.1", line.port)
        began = time.monotonic()
        writer.write(bytes(20_000))
        await reader.readexactly(20_000)
        assert time.monotonic() - began >= 0.2
        writer.close()
