"""WebSockets by the sans-I/O objects of `websockets`, in a plain `asyncio.Protocol`.

The fallback where picows cannot be installed: pure Python, about one and a half times its cost.
"""

from __future__ import annotations

import asyncio
import logging
import ssl as ssl_module
from collections.abc import Callable, Mapping
from typing import cast
from urllib.parse import urlsplit

from websockets.client import ClientProtocol
from websockets.exceptions import InvalidHandshake, InvalidState, InvalidStatus, InvalidURI
from websockets.frames import Frame, Opcode
from websockets.http11 import Request, Response
from websockets.protocol import State
from websockets.server import ServerProtocol
from websockets.uri import parse_uri

from phony.net.ports import (
    ABNORMAL,
    CLOSE_TIMEOUT_S,
    INTERNAL_ERROR,
    NO_CODE,
    NORMAL,
    BufferFull,
    ConnectFailed,
    Handler,
    ServerSide,
    Socket,
    UpgradeRefused,
)

_quiet = logging.getLogger("phony.net.websockets")
_quiet.setLevel(logging.CRITICAL)
_PING_AFTER_S = 10.0


class _Connection(asyncio.Protocol):
    """Either side of a connection: the protocol object decides, this moves the bytes."""

    def __init__(
        self, machine: ServerProtocol | ClientProtocol, handler: Handler, max_buffered: int
    ) -> None:
        self._machine = machine
        self._handler = handler
        self._max_buffered = max_buffered
        self._transport = cast(asyncio.Transport, None)
        self._parts: list[bytes] = []
        self._is_text = True
        self._closing = False
        self._closed = False
        self._open = False
        self._paused = False
        self._code: int | None = None
        self._reason = ""

    # ---- Socket --------------------------------------------------------------------------

    def send(self, text: bytes) -> None:
        if self._closing:
            return
        try:
            self._machine.send_text(text)
        except InvalidState:
            return
        self._flush()
        if self._paused and self.buffered() > self._max_buffered:
            self._closing = True
            self._code, self._reason = ABNORMAL, "the peer does not read"
            self._transport.abort()
            raise BufferFull("the peer reads more slowly than we write")

    def close(self, code: int = NORMAL, reason: str = "") -> None:
        if self._closing:
            return
        self._closing = True
        self._code, self._reason = code, reason
        if self._machine.state is State.OPEN:
            self._machine.send_close(code, reason[:120])
            self._flush()
        asyncio.get_running_loop().call_later(CLOSE_TIMEOUT_S, self._transport.abort)

    def buffered(self) -> int:
        return self._transport.get_write_buffer_size()

    def become(self, handler: Handler) -> None:
        if not self._closed:
            self._handler = handler

    # ---- asyncio -------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._machine.receive_data(data)
        self._events()
        self._flush()

    def eof_received(self) -> None:
        self._machine.receive_eof()
        self._events()
        self._flush()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._closed:
            return
        self._closed = self._closing = True
        # As in `picows_socket`: nobody who is left may keep the others.
        handler, self._handler = self._handler, cast(Handler, None)
        self._parts.clear()
        if self._open:
            handler.on_close(ABNORMAL if self._code is None else self._code, self._reason)

    def pause_writing(self) -> None:
        self._paused = True

    def resume_writing(self) -> None:
        self._paused = False

    def _flush(self) -> None:
        pieces = self._machine.data_to_send()
        if self._transport.is_closing():
            return
        for piece in pieces:
            if piece:
                self._transport.write(piece)
            else:
                self._transport.close()
                return
        if self._machine.close_expected() and self._machine.state is State.CLOSED:
            self._transport.close()

    def _events(self) -> None:
        for event in self._machine.events_received():
            if isinstance(event, Frame):
                self._on_frame(event)
            else:
                self._on_handshake(event)
        error = self._machine.parser_exc
        if error is not None and not self._closing:
            # The machine has prepared the close frame that fits.
            self._closing = True
            sent = self._machine.close_sent
            self._code = sent.code if sent is not None else ABNORMAL
            self._reason = sent.reason if sent is not None else ""
            asyncio.get_running_loop().call_later(CLOSE_TIMEOUT_S, self._transport.abort)

    def _on_handshake(self, event: Request | Response) -> None:
        if isinstance(event, Request):
            server = cast(ServerProtocol, self._machine)
            server.send_response(server.accept(event))
            self._flush()
        if self._machine.state is State.OPEN:
            self._open = True
            self._call(lambda: self._handler.on_open(self))

    def _on_frame(self, frame: Frame) -> None:
        if frame.opcode is Opcode.CLOSE:
            if not self._closing:
                self._closing = True
                received = self._machine.close_rcvd
                self._code = received.code if received is not None else NO_CODE
                self._reason = received.reason if received is not None else ""
            return
        if self._closing or frame.opcode not in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
            return
        if frame.opcode is not Opcode.CONT:
            self._is_text = frame.opcode is Opcode.TEXT
        if frame.fin and not self._parts:
            message = bytes(frame.data)
        else:
            self._parts.append(bytes(frame.data))
            if not frame.fin:
                return
            message = b"".join(self._parts)
            self._parts.clear()
        if self._is_text:
            self._call(lambda: self._handler.on_text(message))
        else:
            self._call(self._handler.on_binary)

    def _call(self, callback: Callable[[], None]) -> None:
        try:
            callback()
        except Exception:  # noqa: BLE001 - as picows: a callback that fails closes its socket
            _quiet.exception("callback failed")
            self.close(INTERNAL_ERROR)


class _Client(_Connection):
    """Knows when the handshake is over."""

    def __init__(self, machine: ClientProtocol, handler: Handler, max_buffered: int) -> None:
        super().__init__(machine, handler, max_buffered)
        self._client = machine
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._ping: asyncio.TimerHandle | None = None
        self._heard = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        request = self._client.connect()
        for name, value in self.headers.items():
            request.headers[name] = value
        self._client.send_request(request)
        self._flush()

    headers: Mapping[str, str] = {}

    def data_received(self, data: bytes) -> None:
        self._heard = True
        super().data_received(data)
        if not self.done.done():
            if self._machine.state is State.OPEN:
                self.done.set_result(None)
                self._ping = asyncio.get_running_loop().call_later(_PING_AFTER_S, self._check)
            elif self._client.handshake_exc is not None:
                self.done.set_exception(self._client.handshake_exc)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._ping is not None:
            self._ping.cancel()
        super().connection_lost(exc)
        if not self.done.done():
            self.done.set_exception(exc or self._client.handshake_exc or EOFError("closed"))

    def _check(self) -> None:
        """Ping a silent server; one that stays silent is gone."""
        if self._closing:
            return
        if not self._heard and self._pinged:
            self._transport.abort()
            return
        self._pinged = not self._heard
        if self._pinged:
            self._machine.send_ping(b"")
            self._flush()
        self._heard = False
        self._ping = asyncio.get_running_loop().call_later(_PING_AFTER_S, self._check)

    _pinged = False


def server_protocol(handler: Handler, max_frame: int, max_buffered: int) -> ServerSide:
    """See `net.websocket`."""
    machine = ServerProtocol(max_size=max_frame, logger=_quiet)
    connection = _Connection(machine, handler, max_buffered)
    return ServerSide(connection, connection.data_received)


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
    parts = urlsplit(url)
    secure = parts.scheme == "wss"
    try:
        machine = ClientProtocol(parse_uri(url), max_size=max_frame, logger=_quiet)
    except InvalidURI as error:
        raise ConnectFailed("not a WebSocket URL") from error

    def make() -> _Client:
        client = _Client(machine, handler, max_buffered)
        client.headers = headers
        return client

    transport: asyncio.Transport | None = None
    try:
        async with asyncio.timeout(timeout_s):
            transport, client = await asyncio.get_running_loop().create_connection(
                make,
                parts.hostname or "",
                parts.port or (443 if secure else 80),
                ssl=(ssl or ssl_module.create_default_context()) if secure else None,
            )
            await client.done
    except InvalidStatus as error:
        body = error.response.body or b""
        raise UpgradeRefused(
            error.response.status_code, bytes(body)[:2000].decode("utf-8", "replace")
        ) from error
    except TimeoutError as error:
        raise ConnectFailed(f"no connection within {timeout_s:g} s") from error
    except (OSError, EOFError, InvalidHandshake) as error:
        raise ConnectFailed(f"no connection: {type(error).__name__}") from error
    except BaseException:  # raised again: nobody else closes the transport
        if transport is not None:
            transport.abort()
        raise
    finally:
        if transport is not None and machine.state is not State.OPEN:
            transport.abort()
    return client
