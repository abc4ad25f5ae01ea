"""WebSockets by picows.

`WSProtocol` is not documented API: its constructor is called by position here, so picows is pinned
to a minor version and tests drive this hand-off.
"""

from __future__ import annotations

import asyncio
import logging
import ssl as ssl_module
from collections.abc import Mapping
from typing import Any, cast

from picows import (
    WSAutoPingStrategy,
    WSCloseCode,
    WSError,
    WSFrame,
    WSHandshakeError,
    WSListener,
    WSMsgType,
    WSTransport,
    ws_connect,
)
from picows.picows import WSProtocol  # type: ignore[attr-defined]

from phony.net.ports import (
    ABNORMAL,
    CLOSE_TIMEOUT_S,
    NO_CODE,
    NORMAL,
    PROTOCOL_ERROR,
    TOO_BIG,
    BufferFull,
    ConnectFailed,
    Handler,
    ServerSide,
    Socket,
    UpgradeRefused,
)

# picows describes every connection at INFO and every bad frame at ERROR, with payloads.
_quiet = logging.getLogger("phony.net.picows")
_quiet.setLevel(logging.CRITICAL)

_TEXT, _BINARY, _CONTINUATION = WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.CONTINUATION
_CLOSE = WSMsgType.CLOSE
_PING_AFTER_S = 10.0
_READ_BUFFER = 8 << 10
_SWITCHING_PROTOCOLS = 101


class _Listener(WSListener):
    """Joins fragments, watches the write buffer and runs the closing handshake."""

    __slots__ = (
        "_closed",
        "_closing",
        "_code",
        "_fragments",
        "_fragments_are_text",
        "_handler",
        "_max_buffered",
        "_max_frame",
        "_on_text",
        "_paused",
        "_reason",
        "_transport",
    )

    def __init__(self, handler: Handler, max_frame: int, max_buffered: int) -> None:
        self._handler = handler
        self._on_text = handler.on_text
        self._max_frame = max_frame
        self._max_buffered = max_buffered
        self._transport = cast(WSTransport, None)
        self._fragments: list[bytes] | None = None
        self._fragments_are_text = True
        self._paused = False
        self._closing = False
        self._closed = False
        self._code = ABNORMAL
        self._reason = ""

    # ---- Socket ------------------------------------------------------------------------------

    def send(self, text: bytes) -> None:
        if self._closing:
            return
        self._transport.send(_TEXT, text)
        if self._paused and self.buffered() > self._max_buffered:
            self._drop(ABNORMAL, "the peer does not read")
            raise BufferFull("the peer reads more slowly than we write")

    def close(self, code: int = NORMAL, reason: str = "") -> None:
        if self._closing:
            return
        self._closing = True
        self._code, self._reason = code, reason
        self._transport.send_close(cast(WSCloseCode, code), reason.encode()[:120])
        # Closing the socket now could reset it before the peer has read the close frame.
        asyncio.get_running_loop().call_later(CLOSE_TIMEOUT_S, self._transport.disconnect, False)

    def buffered(self) -> int:
        if self._closed:
            return 0
        return int(self._transport.underlying_transport.get_write_buffer_size())

    def become(self, handler: Handler) -> None:
        if not self._closed:
            self._handler = handler
            self._on_text = handler.on_text

    # ---- picows ------------------------------------------------------------------------------

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        self._handler.on_open(self)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        kind = frame.msg_type
        if kind == _TEXT and frame.fin and self._fragments is None:
            if not self._closing:
                self._on_text(frame.get_payload_as_bytes())
            return
        if kind == _CLOSE:
            self._on_close_frame(transport, frame)
        elif kind in (_TEXT, _BINARY, _CONTINUATION) and not self._closing:
            self._on_part(kind, frame)

    def _on_part(self, kind: WSMsgType, frame: WSFrame) -> None:
        if kind == _CONTINUATION:
            if self._fragments is None:
                self.close(PROTOCOL_ERROR, "continuation of nothing")
                return
            self._fragments.append(frame.get_payload_as_bytes())
        elif self._fragments is not None:
            self.close(PROTOCOL_ERROR, "a message within a message")
            return
        else:
            self._fragments = [frame.get_payload_as_bytes()]
            self._fragments_are_text = kind == _TEXT
        if sum(map(len, self._fragments)) > self._max_frame or len(self._fragments) > 1000:
            self.close(TOO_BIG, "message too big")
        elif frame.fin:
            message, self._fragments = b"".join(self._fragments), None
            if self._fragments_are_text:
                self._on_text(message)
            else:
                self._handler.on_binary()

    def _on_close_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if not self._closing:
            self._closing = True
            self._code = int(cast(int, frame.get_close_code())) or NO_CODE
            self._reason = (
                frame.get_close_message().decode("utf-8", "replace")
                if (frame.payload_size > 2)
                else ""
            )
            answer = NORMAL if self._code == NO_CODE else self._code
            transport.send_close(cast(WSCloseCode, answer))
        transport.disconnect()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        if not self._closed:
            self._closed = True
            self._closing = True
            handler, self._fragments = self._handler, None
            # Nothing is called any more, and who is left must not keep the others: what is in a
            # circle is freed by the next full collection, which may be hours away.
            self._transport = cast(WSTransport, None)
            self._handler = cast(Handler, None)
            self._on_text = cast(Any, None)
            handler.on_close(self._code, self._reason)

    def pause_writing(self) -> None:
        self._paused = True

    def resume_writing(self) -> None:
        self._paused = False

    def _drop(self, code: int, reason: str) -> None:
        self._closing = True
        self._code, self._reason = code, reason
        self._transport.disconnect(False)


def server_protocol(handler: Handler, max_frame: int, max_buffered: int) -> ServerSide:
    """See `net.websocket`."""
    listener = _Listener(handler, max_frame, max_buffered)
    protocol = WSProtocol(
        None,  # host and port: only a client has them
        None,  # path
        False,  # is_client_side
        lambda _request: listener,
        _quiet,
        True,  # disconnect_on_exception
        5.0,  # handshake timeout
        False,  # auto ping: a live stream sends 50 messages a second
        _PING_AFTER_S,
        _PING_AFTER_S,
        WSAutoPingStrategy.PING_WHEN_IDLE,
        True,  # auto pong
        max_frame,
        None,  # extra headers
        _READ_BUFFER,
    )

    def feed(data: bytes) -> None:
        while data:
            buffer = protocol.get_buffer(len(data))
            size = min(len(buffer), len(data))
            buffer[:size] = data[:size]
            protocol.buffer_updated(size)
            data = data[size:]

    return ServerSide(protocol, feed)


async def connect(
    url: str,
    handler: Handler,
    headers: Mapping[str, str],
    ssl: ssl_module.SSLContext | None,
    timeout_s: float,
    max_frame: int,
    max_buffered: int,
) -> Socket:
    """See `net.websocket`."""
    listener = _Listener(handler, max_frame, max_buffered)
    try:
        async with asyncio.timeout(timeout_s):
            _, connected = await ws_connect(
                lambda _request, _response: listener,
                url,
                ssl_context=ssl,
                websocket_handshake_timeout=timeout_s,
                logger_name=_quiet,
                enable_auto_ping=True,
                auto_ping_idle_timeout=_PING_AFTER_S,
                auto_ping_reply_timeout=_PING_AFTER_S,
                max_frame_size=max_frame,
                extra_headers=headers,
                max_redirects=0,
            )
    except WSHandshakeError as error:
        if error.response is None:
            raise ConnectFailed(f"the server does not speak WebSocket: {error}") from error
        if int(error.response.status) == _SWITCHING_PROTOCOLS:
            raise ConnectFailed(f"the server's 101 is none: {error}") from error
        body = (error.raw_body or b"")[:2000].decode("utf-8", "replace")
        raise UpgradeRefused(int(error.response.status), body) from error
    except TimeoutError as error:
        raise ConnectFailed(f"no connection within {timeout_s:g} s") from error
    except (OSError, WSError, EOFError) as error:
        raise ConnectFailed(f"no connection: {type(error).__name__}") from error
    if connected is not listener:  # what picows says of a peer that closed instead of answering
        raise ConnectFailed("the server closed during the handshake")
    return listener
