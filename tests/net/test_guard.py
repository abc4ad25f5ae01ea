"""Peers that take their time, against a real server: each test waits for what happens to them."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from phony.net import guard
from phony.net.lobby import Lobby
from phony.net.ports import UpgradeRequest
from phony.net.upgrade import Decision, Refusal, Upgrades

LONG = 60.0
PATIENT = guard.Patience(head_s=LONG, body_s=LONG, reader_s=LONG, linger_s=LONG)
SOON = 0.05
HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"


@dataclass
class House:
    """A server, and what came through its door."""

    port: int = 0
    lobby: Lobby = field(default_factory=Lobby)
    bodies: list[int] = field(default_factory=list)
    broken: asyncio.Event = field(default_factory=asyncio.Event)
    answer: bytes = b"ok"
    strangers: list[asyncio.StreamWriter] = field(default_factory=list)

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Reads everything, or nothing of who asks for `/unread`; then answers."""
        size = 0
        while scope["path"] != "/unread":
            message = await receive()
            if message["type"] == "http.disconnect":
                self.broken.set()
                return
            size += len(message["body"])
            if not message["more_body"]:
                break
        self.bodies.append(size)
        length = str(len(self.answer)).encode()
        headers = [(b"content-length", length)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": self.answer})

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A stranger's connection."""
        ends = await asyncio.open_connection("127.0.0.1", self.port)
        self.strangers.append(ends[1])
        return ends


@contextlib.asynccontextmanager
async def house(patience: guard.Patience, lobby: Lobby | None = None) -> AsyncIterator[House]:
    it = House()
    if lobby is not None:
        it.lobby = lobby

    def route(request: UpgradeRequest, passed_on: bool) -> Decision:
        return Refusal(403, "no")

    listener = socket.create_server(("127.0.0.1", 0))
    it.port = listener.getsockname()[1]
    config = uvicorn.Config(
        it.app,
        http=guard.protocol_class(it.lobby, patience),
        ws=Upgrades(route).protocol_class(),
        interface="asgi3",
        lifespan="off",
        log_config=None,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    async with asyncio.TaskGroup() as group:
        serving = group.create_task(server.serve([listener]))
        try:
            async with asyncio.timeout(30):
                yield it
        finally:
            for stranger in it.strangers:
                stranger.transport.abort()
            server.should_exit = True
            await serving
    assert len(it.lobby) == 0


async def end_of(reader: asyncio.StreamReader) -> bytes:
    """All that comes until the other side closes, which it has to do."""
    with contextlib.suppress(ConnectionResetError):
        return await reader.read()
    return b""


async def answer_of(reader: asyncio.StreamReader) -> int:
    """The status of the next answer, which is read whole."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    await reader.readexactly(int(head.split("content-length: ")[1].split("\r\n")[0]))
    return int(head.split(" ")[1])


@pytest.mark.parametrize("sent", [b"", b"PO", HEAD, b"\r\n", b"GET /" + b"x" * 100])
async def test_a_head_that_does_not_end_is_not_waited_for(sent: bytes) -> None:
    async with house(replace(PATIENT, head_s=SOON)) as it:
        reader, writer = await it.connect()
        writer.write(sent)
        assert await end_of(reader) == b""
        assert it.bodies == []


@pytest.mark.parametrize("sent", [b"PO", b"\r\n"])
async def test_nor_is_the_second_one(sent: bytes) -> None:
    async with house(replace(PATIENT, head_s=SOON)) as it:
        reader, writer = await it.connect()
        writer.write(HEAD + b"Content-Length: 2\r\n\r\nab")
        assert await answer_of(reader) == 200
        writer.write(sent)
        assert await end_of(reader) == b""
        assert it.bodies == [2]


async def test_a_body_that_does_not_end_is_not_waited_for() -> None:
    async with house(replace(PATIENT, body_s=SOON)) as it:
        reader, writer = await it.connect()
        writer.write(HEAD + b"Content-Length: 10\r\n\r\nhalf")
        assert await end_of(reader) == b""
        await it.broken.wait()
        assert it.bodies == []


async def test_whoever_does_not_read_is_not_waited_for() -> None:
    async with house(replace(PATIENT, reader_s=SOON)) as it:
        it.answer = b"x" * (32 << 20)
        reader, writer = await it.connect()
        reader.feed_data(b"x" * (1 << 20))  # what is there unread keeps the stream from reading on
        writer.write(HEAD + b"Content-Length: 0\r\n\r\n")
        while not it.bodies or len(it.lobby):  # noqa: ASYNC110 - gone when the lobby says so
            await asyncio.sleep(0.01)


async def test_a_patient_server_serves_one_connection_on_and_on() -> None:
    async with house(PATIENT) as it:
        reader, writer = await it.connect()
        for size in (0, 3, 200_000, 5):
            writer.write(HEAD + b"Content-Length: %d\r\n\r\n" % size + b"x" * size)
            assert await answer_of(reader) == 200
        writer.write((HEAD + b"Content-Length: 1\r\n\r\nx") * 3)  # without waiting for answers
        assert [await answer_of(reader) for _ in range(3)] == [200] * 3
        assert it.bodies == [0, 3, 200_000, 5, 1, 1, 1]


async def test_what_is_sent_after_the_answer_is_thrown_away_up_to_a_bound() -> None:
    async with house(replace(PATIENT, linger_bytes=100_000)) as it:
        reader, writer = await it.connect()
        writer.write(b"POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n")
        assert await answer_of(reader) == 200
        with contextlib.suppress(ConnectionError):
            for _ in range(90):
                writer.write(b"x" * 100_000)
                await writer.drain()
        assert await end_of(reader) == b""
        assert it.bodies == [0]


@pytest.mark.parametrize("part", [b"x", b"X: yyyyy\r\n"])
async def test_a_head_is_read_up_to_a_bound(part: bytes) -> None:
    async with house(PATIENT) as it:
        reader, writer = await it.connect()
        writer.write(b"GET /" if part == b"x" else HEAD)
        writer.write(part * (1_000_000 // len(part)))
        got = await end_of(reader)
        assert got == b"" or got.startswith(b"HTTP/1.1 431 ")
        assert it.bodies == []


async def test_an_upgrade_by_an_old_proxy_is_refused() -> None:
    fields = b"Host: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"
    async with house(PATIENT) as it:
        for version, status in ((b"1.0", b"400"), (b"1.1", b"403")):
            reader, writer = await it.connect()
            writer.write(b"GET /media HTTP/" + version + b"\r\n" + fields)
            assert (await end_of(reader)).startswith(b"HTTP/1.1 " + status)


async def test_a_crowd_that_asks_nothing_keeps_nobody_out() -> None:
    async with house(PATIENT, Lobby(most=10)) as it:
        crowd = [await it.connect() for _ in range(50)]
        reader, writer = await it.connect()
        writer.write(HEAD + b"Content-Length: 2\r\n\r\nab")
        assert await answer_of(reader) == 200
        for gone, _ in crowd[:41]:
            assert await end_of(gone) == b""
        assert len(it.lobby) == 10
