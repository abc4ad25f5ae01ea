"""Opening and accepting WebSockets, whoever speaks the protocol beneath.

picows is used when it is there, `websockets`' sans-I/O objects otherwise; both pass the same tests.
"""

from __future__ import annotations

import contextlib
import importlib
import ssl as ssl_module
from collections.abc import Mapping
from typing import Protocol, cast
from urllib.parse import urlsplit

from phony.net.ports import (
    ENGINE_MAX_FRAME,
    MAX_BUFFERED,
    PUBLIC_MAX_FRAME,
    ConnectFailed,
    Handler,
    ServerSide,
    Socket,
)


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
