"""What the carrier would meet on its way to us, asked of servers on loopback."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import httpx
import pytest
from tests.support.tcp import tcp_server

from phony.service.operations.findings import CheckState
from phony.service.operations.reachability import certificate, media_socket, public_url, webhook

OK, WARNING, FAILED, SKIPPED = CheckState
NOW = datetime(2026, 11, 20, tzinfo=UTC)


async def answering(answer: bytes, heard: list[bytes]) -> tuple[object, ...]:
    """What the media socket's check finds of a server that says `answer`."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        await writer.drain()

    async with tcp_server(serve) as port:
        return await media_socket(f"http://127.0.0.1:{port}")


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
    ("status", "state"),
    [
        ("101 Switching Protocols", OK),
        ("404 Not Found", OK),
        ("403 Forbidden", OK),
        ("200 OK", FAILED),
        ("426 Upgrade Required", FAILED),
        ("502 Bad Gateway", FAILED),
    ],
)
async def test_an_upgrade_must_arrive(status: str, state: CheckState) -> None:
    heard: list[bytes] = []
    found = await answering(f"HTTP/1.1 {status}\r\n\r\n".encode(), heard)
    assert found[0] is state
    assert b"Upgrade: websocket" in heard[0]
    assert b"Host: 127.0.0.1:" in heard[0]


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-x\r\n"])
async def test_no_answer_and_no_http_are_failures(answer: bytes) -> None:
    state, detail, _ = await answering(answer, [])
    assert state is FAILED
    assert "nothing" in str(detail)


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
    with pytest.raises(OSError, match=r"."):
        await media_socket("http://127.0.0.1:9")
