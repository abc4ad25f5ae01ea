"""Of a connection that is over nothing stays, for as long as nobody collects what is in circles."""

from __future__ import annotations

import asyncio
import gc
import socket
import struct
import weakref

import pytest
from tests.net.test_upgrade import Server, serving
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from phony.net import websocket

_HEAD = (
    b"GET /media HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


@pytest.mark.parametrize(
    ("announced", "sent"),
    [(4000, 3000), (900_000, 2000), (100, 100)],
    ids=["half a frame", "too large", "a whole frame"],
)
@pytest.mark.parametrize("codec", ["picows", "websockets"])
async def test_what_a_closed_connection_held_is_freed_at_once(
    codec: str, announced: int, sent: int
) -> None:
    websocket.use_codec(codec)
    try:
        async with serving(Server()) as server:
            await leave_nothing(server, announced, sent)
    finally:
        websocket.use_codec("picows")


async def leave_nothing(server: Server, announced: int, sent: int) -> None:
    """Have strangers open sockets and go; all that served them is gone as well."""
    # A worker rarely collects what is in circles, and strangers open sockets at no cost.
    frame = b"\x81\xff" + struct.pack("!Q", announced) + bytes(4) + bytes(sent)
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            await asyncio.to_thread(_send, int(server.url.rpartition(":")[2]), frame)
            await server.peers[-1].close_code()
        left = [weakref.ref(peer) for peer in server.peers]
        left += [weakref.ref(each) for each in gc.get_objects() if _is_http(each)]
        server.peers.clear()
        async with asyncio.timeout(15):
            while any(each() is not None for each in left):  # noqa: ASYNC110 - none says it goes
                await asyncio.sleep(0.01)
    finally:
        gc.enable()


def _send(port: int, frame: bytes) -> None:
    """Open a socket, send this, and leave when there is an answer or none is due."""
    with socket.create_connection(("127.0.0.1", port), timeout=15) as client:
        client.sendall(_HEAD)
        assert client.recv(1000).startswith(b"HTTP/1.1 101")
        client.sendall(frame)
        client.shutdown(socket.SHUT_WR)
        while client.recv(1000):
            pass


def _is_http(thing: object) -> bool:
    return issubclass(type(thing), HttpToolsProtocol)  # a proxy's own class, not what is behind it
