"""The small socket interface of both legs, whoever speaks the protocol beneath it.

Everything is a callback: no task, no queue and no await per message. picows is used when it is
there, `websockets`' sans-I/O objects otherwise; both pass the same tests.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import ssl as ssl_module
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, cast
from urllib.parse import urlsplit

from phony.domain.errors import PhonyError, UpstreamError

NORMAL = 1000
GOING_AWAY = 1001
PROTOCOL_ERROR = 1002
NO_CODE = 1005
ABNORMAL = 1006
INVALID_TEXT = 1007
POLICY_VIOLATION = 1008
TOO_BIG = 1009
INTERNAL_ERROR = 1011

# How long the other side may take to answer our close frame.
CLOSE_TIMEOUT_S = 1.0
# What may wait for a slow reader. A minute of agent speech for the caller's leg is 0.7 MB.
MAX_BUFFERED = 8 << 20
PUBLIC_MAX_FRAME = 128 << 10
ENGINE_MAX_FRAME = 16 << 20


class Socket(Protocol):
    """An open WebSocket; all methods return at once."""

    def send(self, text: bytes) -> None:
        """Send one text message; silently nothing once closing has begun.

        Raises:
            BufferFull: the peer does not read; the connection was dropped.
        """

    def close(self, code: int = NORMAL, reason: str = "") -> None:
        """Begin the closing handshake; `on_close` follows. Safe to repeat."""

    def buffered(self) -> int:
        """Bytes that wait for the network."""

    def become(self, handler: Handler) -> None:
        """Give all further callbacks to `handler`; its `on_open` is not called."""


class Handler(Protocol):
    """Who uses a WebSocket. An exception from a callback closes it with 1011."""

    def on_open(self, socket: Socket) -> None:
        """The handshake is done."""

    def on_text(self, text: bytes) -> None:
        """One whole text message; not checked to be UTF-8."""

    def on_binary(self) -> None:
        """A binary message, which no protocol of ours has."""

    def on_close(self, code: int, reason: str) -> None:
        """The last callback, once: the peer's code, ours if we closed first, or 1006."""


class BufferFull(PhonyError):
    """The peer reads more slowly than we write."""

    code = "peer_too_slow"
    status = 503


class UpgradeRefused(UpstreamError):
    """The server answered the upgrade with an HTTP status instead of 101."""

    code = "upgrade_refused"

    def __init__(self, status: int, body: str = "") -> None:
        """`body` is the beginning of the answer."""
        super().__init__(f"the WebSocket upgrade was refused with HTTP {status}")
        self.http_status = status
        self.body = body


class ConnectFailed(UpstreamError):
    """No WebSocket came about: name, network, TLS or time."""

    code = "connect_failed"


@dataclass(frozen=True, slots=True)
class UpgradeRequest:
    """A request to become a WebSocket. Header names are lower case; `raw` is it as bytes."""

    path: str
    query: str
    headers: Mapping[str, str]
    peer: str
    raw: bytes = field(repr=False, default=b"")
    secure: bool = False


@dataclass(frozen=True, slots=True)
class ServerSide:
    """A protocol for an accepted upgrade, and how to give it bytes that were read before it."""

    protocol: asyncio.BaseProtocol
    feed: Callable[[bytes], None]


class Codec(Protocol):
    """What an implementation module offers."""

    def server_protocol(self, handler: Handler, max_frame: int, max_buffered: int) -> ServerSide:
        """See `server_protocol` below."""

    async def connect(
        self,
        url: str,
        handler: Handler,
        headers: Mapping[str, str],
        ssl: ssl_module.SSLContext | None,
        timeout_s: float,
        max_frame: int,
        max_buffered: int,
    ) -> Socket:
        """See `connect` below."""


_codec = "picows"


def use_codec(name: str) -> None:
    """Choose `picows` or `websockets` for all sockets opened from now on."""
    global _codec
    if name not in ("picows", "websockets"):
        raise ValueError(f"unknown codec {name!r}")
    _codec = name


def _implementation() -> Codec:
    if _codec == "picows":
        with contextlib.suppress(ImportError):
            return cast(Codec, importlib.import_module("phony.net.picows_socket"))
    return cast(Codec, importlib.import_module("phony.net.sansio_socket"))


def server_protocol(
    handler: Handler, *, max_frame: int = PUBLIC_MAX_FRAME, max_buffered: int = MAX_BUFFERED
) -> ServerSide:
    """A protocol that answers the upgrade with 101 and talks to `handler`."""
    return _implementation().server_protocol(handler, max_frame, max_buffered)


async def connect(
    url: str,
    handler: Handler,
    *,
    headers: Mapping[str, str] | None = None,
    ssl: ssl_module.SSLContext | None = None,
    timeout_s: float = 5.0,
    max_frame: int = ENGINE_MAX_FRAME,
    max_buffered: int = MAX_BUFFERED,
) -> Socket:
    """Open a WebSocket; `handler.on_open` has run when this returns.

    Pass one `ssl` context for the whole process: making one takes tens of milliseconds.

    Raises:
        UpgradeRefused: the server answered with another status than 101.
        ConnectFailed: anything else, time included.
    """
    if urlsplit(url).scheme not in ("ws", "wss"):
        raise ConnectFailed(f"not a WebSocket URL: {urlsplit(url).scheme!r}")
    return await _implementation().connect(
        url, handler, dict(headers or {}), ssl, timeout_s, max_frame, max_buffered
    )
