"""One public port: uvicorn reads the upgrade request, and the audio paths go on without it.

uvicorn's `ws=` takes a protocol class. Ours asks a route who serves the path: a `Handler` (the
socket moves to our codec, in this process), another worker (the descriptor moves there), a
refusal, or uvicorn's own WebSocket class. All checks happen before the 101.
"""

from __future__ import annotations

import asyncio
import http
import logging
import os
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from inspect import isawaitable
from pathlib import Path
from typing import Any, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from phony.net import handoff
from phony.net.neighbours import Line
from phony.net.ports import PUBLIC_MAX_FRAME, Handler, UpgradeRequest
from phony.net.websocket import server_protocol

_log = logging.getLogger(__name__)
_MAX_REQUEST = 32 << 10
_MAX_FIELDS = 128


@dataclass(frozen=True, slots=True)
class Refusal:
    """Answer with an HTTP status."""

    status: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Delegate:
    """Leave it to the web framework."""


@dataclass(frozen=True, slots=True)
class HandOff:
    """Another worker serves it: its Unix socket. `otherwise` is asked if it is gone."""

    path: Path
    otherwise: Callable[[], Decision]


@dataclass(frozen=True, slots=True)
class Serve:
    """This handler serves it."""

    handler: Handler
    max_frame: int = PUBLIC_MAX_FRAME


Decision = Serve | Refusal | Delegate | HandOff
# Called with the request and whether another worker passed it here (then `HandOff` is a refusal).
Route = Callable[[UpgradeRequest, bool], Decision | Awaitable[Decision]]


class Upgrades:
    """Who serves which upgrade, in this process; `protocol_class` is for uvicorn."""

    def __init__(self, route: Route) -> None:
        """`route` must answer at once for audio paths; it may await for others."""
        self._route = route
        self._tasks: set[asyncio.Task[None]] = set()

    def protocol_class(self) -> type[asyncio.Protocol]:
        """What to pass as uvicorn's `ws`."""
        upgrades = self

        class Upgrade(_Upgrade):
            def __init__(self, config: Any, server_state: Any, app_state: Any, **_: Any) -> None:
                super().__init__(
                    upgrades,
                    lambda: WebSocketsSansIOProtocol(
                        config=config, server_state=server_state, app_state=app_state
                    ),
                )

        return Upgrade

    def adopt(self, connection: socket.socket, data: bytes) -> None:
        """Take a connection over that another worker accepted."""

        async def take() -> None:
            try:
                transport, protocol = await asyncio.get_running_loop().connect_accepted_socket(
                    lambda: _Upgrade(self, None), connection
                )
            except OSError:
                connection.close()
                return
            transport.pause_reading()
            protocol.data_received(data)

        self.spawn(take())

    def spawn(self, work: Awaitable[None]) -> None:
        """Run the rest of a decision that needs the database; owned here until done."""

        async def owned() -> None:
            await work

        task = asyncio.get_running_loop().create_task(owned())
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("upgrade failed: %s", type(error).__name__, exc_info=error)

    def decide(self, request: UpgradeRequest, passed_on: bool) -> Decision | Awaitable[Decision]:
        """Ask the route."""
        return self._route(request, passed_on)

    async def close(self) -> None:
        """Give up decisions under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


class _Upgrade(asyncio.Protocol):
    """Holds the connection from the upgrade request until somebody serves it."""

    def __init__(self, upgrades: Upgrades, delegate: Callable[[], asyncio.Protocol] | None) -> None:
        self._upgrades = upgrades
        self._delegate = delegate
        self._transport: asyncio.Transport = cast(asyncio.Transport, None)
        self._data = bytearray()
        self._deciding = False
        self._next: asyncio.BaseProtocol | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._data += data
        if self._deciding:
            return
        if len(self._data) > _MAX_REQUEST:
            self._deciding = True
            self._refuse(Refusal(431, "the headers are too large"))
            return
        if b"\r\n\r\n" not in self._data:
            return
        self._deciding = True
        request = parse_request(bytes(self._data), self._transport)
        if request is None:
            self._refuse(Refusal(400, "not a WebSocket upgrade"))
            return
        decision = self._upgrades.decide(request, self._delegate is None)
        if isawaitable(decision):
            # Nothing may be read meanwhile: the next protocol has to see it.
            self._transport.pause_reading()
            self._upgrades.spawn(self._decide_later(decision))
        else:
            self._act(decision)

    async def _decide_later(self, decision: Awaitable[Decision]) -> None:
        try:
            self._act(await decision)
        except BaseException:  # raised again: the client gets an answer in any case
            self._refuse(Refusal(500, "the request could not be handled"))
            raise

    def _act(self, decision: Decision) -> None:
        if self._transport.is_closing():
            return
        match decision:
            case Serve(handler, max_frame):
                side = server_protocol(handler, max_frame=max_frame)
                self._become(side.protocol, side.feed)
            case Delegate():
                if self._delegate is None:
                    self._refuse(Refusal(404, "not found"))
                    return
                protocol = self._delegate()
                self._become(protocol, protocol.data_received)
            case HandOff(path, otherwise):
                if self._delegate is None or not self._pass_on(path):
                    self._act(otherwise())
            case Refusal():
                self._refuse(decision)

    def _become(self, protocol: asyncio.BaseProtocol, feed: Callable[[bytes], None]) -> None:
        """Put the next protocol in our place, and again after uvicorn has put us there."""
        self._next = protocol
        protocol.connection_made(self._transport)
        self._transport.set_protocol(protocol)
        feed(bytes(self._data))
        self._data.clear()
        asyncio.get_running_loop().call_soon(self._settle)

    def _settle(self) -> None:
        assert self._next is not None
        if self._transport.is_closing():
            return
        self._transport.set_protocol(self._next)
        self._transport.resume_reading()

    def _pass_on(self, path: Path) -> bool:
        if self._transport.get_extra_info("sslcontext") is not None:
            return False  # the other worker lacks the keys of this TLS connection
        connection = self._transport.get_extra_info("socket")
        self._transport.pause_reading()
        duplicate = os.dup(connection.fileno())
        try:
            if not handoff.send(path, duplicate, bytes(self._data)):
                return False
        finally:
            os.close(duplicate)
        self._transport.abort()  # closes our descriptor only: the connection lives on
        return True

    def _refuse(self, refusal: Refusal) -> None:
        if self._transport.is_closing():
            return
        phrase = http.HTTPStatus(refusal.status).phrase
        body = f"{refusal.reason or phrase}\n".encode()
        head = (
            f"HTTP/1.1 {refusal.status} {phrase}\r\ncontent-type: text/plain; charset=utf-8\r\n"
            f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        self._transport.write(head.encode() + body)
        self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Closed before, or just when, the next protocol took over."""
        if self._next is not None:
            self._next.connection_lost(exc)

    def eof_received(self) -> bool | None:
        return None


def parse_request(data: bytes, transport: asyncio.Transport) -> UpgradeRequest | None:
    """Read the request; None unless it is a sensible GET with an upgrade to WebSocket."""
    head, _, _ = data.partition(b"\r\n\r\n")
    line, *fields = head.decode("latin-1").split("\r\n")
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "GET" or len(fields) > _MAX_FIELDS:
        return None
    headers: dict[str, str] = {}
    for text in fields:
        name, colon, value = text.partition(":")
        if not colon:
            return None
        name = name.strip().lower()
        value = value.strip()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    if headers.get("upgrade", "").lower() != "websocket":
        return None
    path, _, query = parts[1].partition("?")
    peer, here = transport.get_extra_info("peername"), transport.get_extra_info("sockname")
    tcp = isinstance(peer, tuple) and isinstance(here, tuple)
    return UpgradeRequest(
        path=path,
        query=query,
        headers=headers,
        peer=str(peer[0]) if isinstance(peer, tuple) else "",
        raw=data,
        line=Line(peer[:2], here[:2]) if tcp else None,
    )
