"""The small socket interface of both legs: what is called, what calls back, what can go wrong.

Everything is a callback: no task, no queue and no await per message.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from phony.domain.errors import PhonyError, UpstreamError
from phony.net.neighbours import Line

NORMAL = 1000
PROTOCOL_ERROR = 1002
NO_CODE = 1005
ABNORMAL = 1006
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
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class ServerSide:
    """A protocol for an accepted upgrade, and how to give it bytes that were read before it."""

    protocol: asyncio.BaseProtocol
    feed: Callable[[bytes], None]
