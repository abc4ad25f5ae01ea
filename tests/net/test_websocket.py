"""Opening a WebSocket to a server that does not do its part: always an error, never a silence."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phony.net import websocket
from phony.net.ports import ConnectFailed, Socket, UpgradeRefused
from phony.net.websocket import connect

_UPGRADED = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"


@pytest.fixture(params=["picows", "websockets"], autouse=True)
def codec(request: pytest.FixtureRequest) -> Iterator[str]:
    websocket.use_codec(request.param)
    yield request.param
    websocket.use_codec("picows")


class Nothing:
    """A handler that must never be called."""

    def __init__(self) -> None:
        self.called: list[str] = []

    def on_open(self, socket: Socket) -> None:
        self.called.append("open")

    def on_text(self, text: bytes) -> None:
        self.called.append("text")

    def on_binary(self) -> None:
        self.called.append("binary")

    def on_close(self, code: int, reason: str) -> None:
        self.called.append("close")


@contextlib.asynccontextmanager
async def answering(answer: bytes, end: str) -> AsyncIterator[str]:
    """A server that reads the request, sends these bytes and then ends, or does not."""
    over = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        if end == "reset":
            # Nothing that waits is sent any more: the peer gets a RST.
            raw = writer.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        elif end == "close":
            writer.close()
        else:
            await over.wait()
            writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        yield f"ws://127.0.0.1:{port}/realtime"
        over.set()


@pytest.mark.parametrize("end", ["close", "reset"])
@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 101 Swi",
        _UPGRADED[:-10],
        _UPGRADED,
        _UPGRADED + b"\r\n",
        _UPGRADED + b"Sec-WebSocket-Accept: bm90aGluZw==\r\n\r\n",
        b"HTTP/1.1 101 No\r\nno colon\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"\x00\xff" * 40 + b"\r\n\r\n",
        b"HTTP/1.1 101 X\r\nX: " + b"x" * 100_000,
    ],
    ids=lambda answer: repr(answer[:40]),
)
async def test_a_handshake_that_ends_early_is_a_failed_connection(answer: bytes, end: str) -> None:
    handler = Nothing()
    async with answering(answer, end) as url:
        with pytest.raises(ConnectFailed):
            await connect(url, handler, timeout_s=10)
    assert handler.called == []


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 101 Swi", _UPGRADED])
async def test_a_handshake_that_hangs_is_a_failed_connection(answer: bytes) -> None:
    handler = Nothing()
    async with answering(answer, "hang") as url:
        with pytest.raises(ConnectFailed, match=r"within 0\.2 s"):
            await connect(url, handler, timeout_s=0.2)
    assert handler.called == []


async def test_a_refusal_keeps_its_status() -> None:
    refusal = b"HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy"
    async with answering(refusal, "close") as url:
        with pytest.raises(UpgradeRefused) as refused:
            await connect(url, Nothing(), timeout_s=10)
    assert (refused.value.http_status, refused.value.body) == (503, "busy")


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.binary(max_size=80) | st.builds(lambda more: _UPGRADED + more, st.binary(max_size=60)))
def test_whatever_a_server_answers_it_is_no_other_error(answer: bytes) -> None:
    async def try_it() -> None:
        async with answering(answer, "close") as url:
            with pytest.raises((ConnectFailed, UpgradeRefused)):
                await connect(url, Nothing(), timeout_s=10)

    asyncio.run(try_it())
