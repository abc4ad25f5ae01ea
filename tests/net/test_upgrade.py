"""One port, real sockets: uvicorn hands upgrades to our codec, to itself or to another worker."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import socket
import ssl
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI, WebSocket
from tests.support.tls import certificate

from phony.net import guard, handoff, websocket
from phony.net.lobby import Lobby
from phony.net.ports import BufferFull, ConnectFailed, Socket, UpgradeRefused, UpgradeRequest
from phony.net.upgrade import Decision, Delegate, HandOff, Refusal, Serve, Upgrades
from phony.net.websocket import connect


@pytest.fixture(params=["picows", "websockets"], autouse=True)
def codec(request: pytest.FixtureRequest) -> Iterator[str]:
    websocket.use_codec(request.param)
    yield request.param
    websocket.use_codec("picows")


class Peer:
    """Keeps what it hears; echoes if asked to."""

    def __init__(self, *, echo: bool = False) -> None:
        self.echo = echo
        self.texts: list[bytes] = []
        self.binaries = 0
        self.closed: asyncio.Future[tuple[int, str]] = asyncio.get_running_loop().create_future()
        self.news = asyncio.Event()
        self.socket: Socket | None = None

    def on_open(self, socket: Socket) -> None:
        self.socket = socket

    def on_text(self, text: bytes) -> None:
        self.texts.append(text)
        self.news.set()
        if text == b"explode":
            raise RuntimeError("asked to")
        if self.echo:
            assert self.socket is not None
            self.socket.send(text)

    def on_binary(self) -> None:
        self.binaries += 1
        self.news.set()

    def on_close(self, code: int, reason: str) -> None:
        assert not self.closed.done(), "closed twice"
        self.closed.set_result((code, reason))

    async def until(self, count: int) -> None:
        async with asyncio.timeout(15):
            while len(self.texts) + self.binaries < count:
                self.news.clear()
                await self.news.wait()

    async def close_code(self) -> int:
        async with asyncio.timeout(15):
            return (await self.closed)[0]


class Server:
    """A worker: uvicorn with our upgrade class, on a port of its own."""

    def __init__(self) -> None:
        self.peers: list[Peer] = []
        self.requests: list[UpgradeRequest] = []
        self.upgrades = Upgrades(self.route)
        self.pass_to: Path | None = None
        self.url = ""

    def route(
        self, request: UpgradeRequest, passed_on: bool
    ) -> Decision | asyncio.Future[Decision]:
        self.requests.append(request)
        if request.path == "/refused":
            return Refusal(403, "no")
        if request.path == "/slow":
            return asyncio.ensure_future(self._slow())  # noqa: TID251
        if request.path == "/broken":
            return asyncio.ensure_future(self._broken())  # noqa: TID251
        if request.path == "/elsewhere" and not passed_on:
            assert self.pass_to is not None
            return HandOff(self.pass_to, self.serve)
        if request.path in ("/media", "/elsewhere"):
            return self.serve()
        return Delegate()

    def serve(self) -> Serve:
        self.peers.append(Peer(echo=True))
        return Serve(self.peers[-1], max_frame=4096)

    async def _slow(self) -> Decision:
        await asyncio.sleep(0.05)
        return self.serve()

    async def _broken(self) -> Decision:
        await asyncio.sleep(0)
        raise LookupError


def make_app() -> FastAPI:
    app = FastAPI()

    @app.get("/hello")
    async def hello() -> str:
        return "hi"

    @app.websocket("/asgi")
    async def asgi(ws: WebSocket) -> None:
        await ws.accept()
        await ws.send_text(await ws.receive_text())
        await ws.close()

    return app


@contextlib.asynccontextmanager
async def serving(server: Server, tls: Path | None = None) -> AsyncIterator[Server]:
    config = uvicorn.Config(
        make_app(),
        port=0,
        log_level="critical",
        http=guard.protocol_class(Lobby(), guard.Patience()),
        ws=server.upgrades.protocol_class(),
        ssl_certfile=tls and tls / "cert.pem",
        ssl_keyfile=tls and tls / "key.pem",
    )
    instance = uvicorn.Server(config)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    scheme = "wss" if tls else "ws"
    server.url = f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"
    async with asyncio.TaskGroup() as group:
        group.create_task(instance.serve([listener]))
        while not instance.started:  # noqa: ASYNC110 - uvicorn offers no event
            await asyncio.sleep(0.01)
        try:
            yield server
        finally:
            instance.should_exit = True
            await server.upgrades.close()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving(Server()) as running:
        yield running


async def test_texts_go_both_ways_in_order(server: Server) -> None:
    peer = Peer()
    client = await connect(server.url + "/media", peer)
    for number in range(100):
        client.send(b'{"n":%d}' % number)
    await peer.until(100)
    assert peer.texts == [b'{"n":%d}' % number for number in range(100)]
    client.close()
    assert await peer.close_code() == 1000
    assert await server.peers[0].close_code() == 1000


async def test_the_request_reaches_the_route_with_its_headers(server: Server) -> None:
    client = await connect(
        server.url + "/media?a=b", Peer(), headers={"X-Twilio-Signature": "abc="}
    )
    request = server.requests[0]
    assert (request.path, request.query) == ("/media", "a=b")
    assert request.headers["x-twilio-signature"] == "abc="
    assert request.peer == "127.0.0.1"
    client.close()


async def test_a_refusal_comes_before_the_101(server: Server) -> None:
    with pytest.raises(UpgradeRefused) as refused:
        await connect(server.url + "/refused", Peer())
    assert refused.value.http_status == 403
    assert server.peers == []


async def test_a_decision_may_take_time(server: Server) -> None:
    peer = Peer()
    client = await connect(server.url + "/slow", peer)
    client.send(b"1")
    await peer.until(1)
    client.close()
    with pytest.raises(UpgradeRefused) as refused:
        await connect(server.url + "/broken", Peer())
    assert refused.value.http_status == 500


async def test_other_sockets_and_http_share_the_port(server: Server) -> None:
    peer = Peer()
    client = await connect(server.url + "/asgi", peer)
    client.send(b"through the framework")
    await peer.until(1)
    assert peer.texts == [b"through the framework"]
    assert await peer.close_code() == 1000
    reader, writer = await asyncio.open_connection("127.0.0.1", int(server.url.split(":")[-1]))
    writer.write(b"GET /hello HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
    assert (await reader.read()).startswith(b"HTTP/1.1 200")
    writer.close()
    await writer.wait_closed()


async def test_the_server_closes_with_its_code(server: Server) -> None:
    peer = Peer()
    client = await connect(server.url + "/media", peer)
    served = server.peers[0]
    assert served.socket is not None
    served.socket.close(4001, "enough")
    assert await asyncio.wait_for(peer.closed, 15) == (4001, "enough")
    client.send(b"too late")
    assert await served.close_code() == 4001
    assert served.texts == []


async def test_an_exception_in_a_callback_closes_with_1011(server: Server) -> None:
    peer = Peer()
    client = await connect(server.url + "/media", peer)
    client.send(b"explode")
    assert await peer.close_code() == 1011


async def test_a_lost_connection_is_1006(server: Server) -> None:
    raw = await raw_upgrade(server, "/media")
    raw.close()
    assert await server.peers[0].close_code() == 1006


async def test_connection_refused_and_silence_are_named() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        with pytest.raises(ConnectFailed):
            await connect(f"ws://127.0.0.1:{port}/", Peer(), timeout_s=1)
        free.listen()  # accepts, never answers
        before = time.monotonic()
        with pytest.raises(ConnectFailed):
            await connect(f"ws://127.0.0.1:{port}/", Peer(), timeout_s=0.2)
        assert time.monotonic() - before < 1


def frame(opcode: int, payload: bytes, *, fin: bool = True, masked: bool = True) -> bytes:
    head = bytes([(0x80 if fin else 0) | opcode])
    length = len(payload)
    bit = 0x80 if masked else 0
    if length < 126:
        head += bytes([bit | length])
    else:
        head += bytes([bit | 126]) + length.to_bytes(2, "big")
    if not masked:
        return head + payload
    mask = b"\x01\x02\x03\x04"
    return head + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(payload))


async def raw_upgrade(server: Server, path: str) -> socket.socket:
    loop = asyncio.get_running_loop()
    raw = socket.create_connection(("127.0.0.1", int(server.url.split(":")[-1])))
    raw.setblocking(False)
    await loop.sock_sendall(
        raw,
        f"GET {path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode(),
    )
    answer = await asyncio.wait_for(loop.sock_recv(raw, 4096), 15)
    assert answer.startswith(b"HTTP/1.1 101"), answer
    return raw


async def close_code_after(server: Server, *frames: bytes) -> int:
    loop = asyncio.get_running_loop()
    raw = await raw_upgrade(server, "/media")
    with raw:
        await loop.sock_sendall(raw, b"".join(frames))
        data = b""
        async with asyncio.timeout(15):
            while len(data) < 4 or data[0] != 0x88:
                piece = await loop.sock_recv(raw, 4096)
                if not piece:
                    break
                data += piece
                while data and data[0] != 0x88 and len(data) >= 2 + data[1]:
                    data = data[2 + data[1] :]
    return int.from_bytes(data[2:4], "big")


async def test_fragments_are_joined(server: Server) -> None:
    raw = await raw_upgrade(server, "/media")
    loop = asyncio.get_running_loop()
    pieces = frame(1, b"one ", fin=False) + frame(9, b"ping") + frame(0, b"mess", fin=False)
    await loop.sock_sendall(raw, pieces + frame(0, b"age"))
    await server.peers[0].until(1)
    assert server.peers[0].texts == [b"one message"]
    await loop.sock_sendall(raw, frame(2, b"bin", fin=False) + frame(0, b"ary"))
    await server.peers[0].until(2)
    assert server.peers[0].binaries == 1
    raw.close()
    await server.peers[0].close_code()


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        ([frame(1, b"x", masked=False)], 1002),
        ([frame(0, b"continuation of nothing")], 1002),
        ([frame(1, b"a", fin=False), frame(1, b"b")], 1002),
        ([frame(1, b"x" * 5000)], 1009),
        ([frame(1, b"x" * 3000, fin=False), frame(0, b"x" * 3000)], 1009),
        ([frame(9, b"fragmented ping", fin=False)], 1002),
        ([frame(3, b"no such opcode")], 1002),
    ],
)
async def test_bad_frames_close_with_the_code_of_the_rfc(
    server: Server, frames: list[bytes], code: int
) -> None:
    assert await close_code_after(server, *frames) == code
    await server.peers[0].close_code()


async def test_a_slow_reader_is_dropped_with_its_own_error(server: Server) -> None:
    raw = await raw_upgrade(server, "/media")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    served = server.peers[0]
    assert served.socket is not None

    def talk_on(socket: Socket) -> None:
        for _ in range(2000):
            socket.send(b"x" * 60_000)

    with pytest.raises(BufferFull):
        talk_on(served.socket)
    assert await served.close_code() == 1006
    raw.close()


@pytest.mark.parametrize("alive", [True, False])
async def test_an_upgrade_moves_to_the_worker_that_owns_the_call(
    server: Server, tmp_path: Path, alive: bool
) -> None:
    other = Server()
    path = handoff.path_of(tmp_path, "worker_2")
    receiver = handoff.Receiver(path, other.upgrades.adopt)
    receiver.start()
    if not alive:  # as after kill -9: the file is there, nobody listens
        os.rename(path, tmp_path / "kept")
        receiver.stop()
        os.rename(tmp_path / "kept", path)
    server.pass_to = path
    peer = Peer()
    client = await connect(server.url + "/elsewhere", peer)
    client.send(b"hello")
    await peer.until(1)
    assert peer.texts == [b"hello"]
    assert len(other.peers) == (1 if alive else 0)
    assert len(server.peers) == (0 if alive else 1)
    client.close()
    assert await (other if alive else server).peers[0].close_code() == 1000
    receiver.stop()
    await other.upgrades.close()


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine, good for a day."""
    return certificate(tmp_path_factory.mktemp("tls"))


async def test_both_ends_speak_tls_with_one_shared_context(tls: Path) -> None:
    context = ssl.create_default_context(cafile=str(tls / "cert.pem"))
    async with serving(Server(), tls) as server:
        peers = [Peer() for _ in range(3)]
        clients = [await connect(server.url + "/media", peer, ssl=context) for peer in peers]
        for client, peer in zip(clients, peers, strict=True):
            client.send(b"x" * 3000)
            await peer.until(1)
            assert peer.texts == [b"x" * 3000]
            client.close()
            assert await peer.close_code() == 1000
        assert server.url.startswith("wss:")


async def test_a_certificate_that_is_not_trusted_is_no_connection(tls: Path) -> None:
    async with serving(Server(), tls) as server:
        with pytest.raises(ConnectFailed):
            await connect(server.url + "/media", Peer(), ssl=ssl.create_default_context())
        assert server.peers == []


async def test_a_tls_connection_stays_where_its_keys_are(tls: Path, tmp_path: Path) -> None:
    context = ssl.create_default_context(cafile=str(tls / "cert.pem"))
    other = Server()
    receiver = handoff.Receiver(handoff.path_of(tmp_path, "worker_2"), other.upgrades.adopt)
    receiver.start()
    async with serving(Server(), tls) as server:
        server.pass_to = handoff.path_of(tmp_path, "worker_2")
        peer = Peer()
        client = await connect(server.url + "/elsewhere", peer, ssl=context)
        client.send(b"hello")
        await peer.until(1)
        assert (len(server.peers), len(other.peers)) == (1, 0)
        client.close()
        await peer.close_code()
    receiver.stop()


async def test_random_bytes_harm_nobody_else(server: Server) -> None:
    """C code reads a public socket: whatever comes, the next caller is served."""
    chance = random.Random(20)
    loop = asyncio.get_running_loop()
    for _ in range(60):
        raw = await raw_upgrade(server, "/media")
        noise = chance.randbytes(chance.randrange(1, 3000))
        if chance.random() < 0.5:  # a good beginning
            opcode = chance.choice([0, 1, 2, 8, 9, 10])
            noise = frame(opcode, noise[:200], fin=chance.random() < 0.5) + noise
        with contextlib.suppress(OSError):
            await loop.sock_sendall(raw, noise)
            await asyncio.sleep(0)
        raw.close()
    for peer in server.peers:
        await peer.close_code()
    peer = Peer()
    client = await connect(server.url + "/media", peer)
    client.send(b"still there")
    await peer.until(1)
    assert peer.texts == [b"still there"]
    client.close()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ([b"X: " + b"y" * (32 << 10)], b"431"),
        ([b"a:"] * 129, b"400"),  # each would be joined to what came before
        ([b"a:"] * 100, b"403"),
    ],
)
async def test_heads_that_nobody_needs_are_not_read(
    server: Server, fields: list[bytes], status: bytes
) -> None:
    reader, writer = await asyncio.open_connection(*server.url.removeprefix("ws://").split(":"))
    upgrade = [b"GET /refused HTTP/1.1", b"Host: x", b"Connection: upgrade", b"Upgrade: websocket"]
    writer.write(b"\r\n".join([*upgrade, *fields, b"", b""]))
    assert (await reader.read()).startswith(b"HTTP/1.1 " + status)
    assert len(server.requests) == (status == b"403")
    writer.close()
