"""What the carrier would meet on its way to us, asked of servers on loopback."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import httpx
import pytest
from tests.support.loopback import Product
from tests.support.tcp import tcp_server
from websockets.asyncio.server import ServerConnection, serve

from phony.service.operations.findings import CheckState
from phony.service.operations.reachability import certificate, media_socket, public_url, webhook

OK, WARNING, FAILED, SKIPPED = CheckState
NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "sandbox", "state"),
    [
        (None, True, SKIPPED),
        (None, False, FAILED),
        ("http://phony.example", True, FAILED),
        ("https://localhost/base", False, FAILED),
        ("https://localhost?x=1", False, FAILED),
        ("https://localhost", False, OK),
        ("https://localhost/", False, OK),
        ("https://no-such-host.invalid", False, FAILED),
    ],
)
async def test_a_public_url(url: str | None, sandbox: bool, state: CheckState) -> None:
    found, detail, cure = await public_url(url, carrier_is_sandbox=sandbox)
    assert found is state
    assert detail
    assert (cure is not None) == (state is FAILED)


@pytest.mark.parametrize("url", [None, "http://localhost", "https://"])
async def test_without_tls_there_is_no_certificate(url: str | None) -> None:
    assert (await certificate(url, NOW))[0] is SKIPPED


async def test_no_tls_where_tls_is_promised() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()

    async with tcp_server(serve) as port:
        state, detail, cure = await certificate(f"https://127.0.0.1:{port}", NOW)
    assert (state, bool(cure)) == (FAILED, True)
    assert "TLS" in detail


@pytest.mark.parametrize(
    "answer",
    [
        "404 Not Found",  # what Phony itself says of a plain request: the upgrade got lost
        "403 Forbidden",
        "200 OK",
        "426 Upgrade Required",
        "101 Switching Protocols",  # and no word of which key it accepts
    ],
)
async def test_whoever_answers_otherwise_is_in_the_way(answer: str) -> None:
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(f"HTTP/1.1 {answer}\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()

    async with tcp_server(serve) as port:
        state, detail, cure = await media_socket(f"http://127.0.0.1:{port}")
        assert f"Host: 127.0.0.1:{port}".lower().encode() in heard[0].lower()
    assert (state, bool(cure)) == (FAILED, True)
    assert answer[:3] in detail


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-x\r\n"])
async def test_no_answer_and_no_http_are_failures(answer: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()

    async with tcp_server(serve) as port:
        assert (await media_socket(f"http://127.0.0.1:{port}"))[0] is FAILED


@pytest.mark.parametrize(
    ("code", "state"), [(1008, OK), (1000, FAILED), (1011, FAILED), (0, FAILED)]
)
async def test_what_a_media_socket_carries_must_reach_us(code: int, state: CheckState) -> None:
    """Phony refuses what is no message; a proxy closes otherwise, or keeps it for itself."""

    async def serve_socket(ws: ServerConnection) -> None:
        async for _ in ws:
            if code:
                await ws.close(code)

    async with serve(serve_socket, "127.0.0.1", 0, compression=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        assert (await media_socket(f"http://127.0.0.1:{port}"))[0] is state


class ForgetfulProxy:
    """Passes everything on but what asks for an upgrade, as nginx does unless it is told to."""

    def __init__(self, target: str) -> None:
        self._port = int(target.rpartition(":")[2])

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        kept = [line for line in head[:-2] if not line.lower().startswith(("upgrade:", "connec"))]
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._port)
        far_writer.write("\r\n".join([*kept, "Connection: close", "", ""]).encode())
        writer.write(await far_reader.read())
        await writer.drain()
        far_writer.close()


async def test_a_proxy_without_upgrades_is_seen_through(running: Product) -> None:
    assert (await media_socket(running.url))[0] is OK
    async with tcp_server(ForgetfulProxy(running.url).serve) as port:
        assert (await webhook(f"http://127.0.0.1:{port}", 3))[0] is OK
        state, detail, cure = await media_socket(f"http://127.0.0.1:{port}")
    assert (state, "426" in detail) == (FAILED, True)
    assert "Upgrade" in str(cure)
    answers = [
        await running.http.get(path)
        for path in ("/media/w1/call_1", "/calls/call_1/listen", "/events", "/sandbox/softphone")
    ]
    assert {(answer.status_code, answer.headers.get("upgrade")) for answer in answers} == {
        (426, "websocket")
    }


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        ("200 OK", '{"name": "phony"}', OK),
        ("200 OK", "<h1>Parked</h1>", FAILED),
        ("301 Moved", '"phony"', FAILED),
        ("502 Bad Gateway", "", FAILED),
    ],
)
async def test_the_answer_must_be_ours(status: str, body: str, state: CheckState) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"GET /health/live ")
        length = f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(f"HTTP/1.1 {status}\r\nLocation: /x\r\n{length}{body}".encode())
        await writer.drain()

    async with tcp_server(serve) as port:
        found, _, cure = await webhook(f"http://127.0.0.1:{port}", 3)
    assert found is state
    assert (cure is None) == (state is OK)


async def test_nobody_there_is_left_to_who_asked() -> None:
    with pytest.raises(httpx.ConnectError):
        await webhook("http://127.0.0.1:9", 3)
    assert (await media_socket("http://127.0.0.1:9"))[0] is FAILED
