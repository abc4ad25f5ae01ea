"""The carrier's end of a media socket: connects to the product and speaks for one call.

Source: https://www.twilio.com/docs/api/errors (31901 ... 31951), protocols of the media stream.
"""

from __future__ import annotations

import asyncio
import ssl
from urllib.parse import urlsplit

from picows import (
    WSCloseCode,
    WSFrame,
    WSHandshakeError,
    WSListener,
    WSMsgType,
    WSTransport,
    ws_connect,
)

from phony.domain.keypad import key_of
from phony.sandbox.carrier.stream import MediaStream
from phony.sandbox.carrier.webhooks import Failure
from phony.sandbox.faults import Faults
from phony.sandbox.parties import SILENT_FRAME

HANDSHAKE_S = 5.0
MAX_MESSAGE_BYTES = 4 * 1024 * 1024
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def check_url(url: str) -> None:
    """Refuse what the carrier refuses; `ws://` only to this machine, where no TLS is needed.

    Raises:
        Failure: 31920 (query string), 31922 (scheme), 31923 (unreadable).
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as error:
        raise Failure(31923, "malformed stream URL", url) from error
    if not host:
        raise Failure(31923, "malformed stream URL", url)
    if parts.scheme != "wss" and not (parts.scheme == "ws" and host in LOOPBACK):
        raise Failure(31922, f"stream URL has scheme {parts.scheme!r}, not wss", url)
    if parts.query:
        raise Failure(31920, "stream URL has a query string", url)


class StreamSocket(WSListener):
    """Source of a call: caller's frames go out, the product's sound comes in."""

    def __init__(self, stream: MediaStream, faults: Faults) -> None:
        self.stream = stream
        self.closed: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.frames_sent = 0
        self._faults = faults
        self._transport: WSTransport | None = None
        self._recut = bytearray()
        self._parts = bytearray()  # of a message in fragments
        self._part_type: WSMsgType | None = None

    @classmethod
    async def connect(
        cls, url: str, stream: MediaStream, faults: Faults, headers: dict[str, str]
    ) -> StreamSocket:
        """Open the socket and say `connected` and `start`.

        Raises:
            Failure: 31901 (no answer), 31902 (refused), 31920 (no upgrade).
        """
        listener = cls(stream, faults)
        secure = ssl.create_default_context() if url.startswith("wss:") else None
        try:
            transport, _ = await ws_connect(
                lambda: listener,
                url,
                ssl_context=secure,
                websocket_handshake_timeout=HANDSHAKE_S,
                extra_headers=headers,
                max_redirects=0,
                max_frame_size=MAX_MESSAGE_BYTES,
            )
        except WSHandshakeError as error:
            raise Failure(31920, f"no upgrade: {error}", url) from error
        except TimeoutError as error:
            raise Failure(31901, "no answer to the handshake", url) from error
        except OSError as error:
            raise Failure(31902, f"connection refused: {error}", url) from error
        listener._transport = transport
        for message in stream.opening():
            listener._send(message)
        if faults.stream_binary:
            transport.send(WSMsgType.BINARY, b"\x00\x01")
        for text in faults.stream_garbage:
            listener._send(text.encode())
        return listener

    # ---- the call's side

    def exchange(self, frame: bytes) -> bytes:
        """Send the caller's frame, and play the product's next 20 ms."""
        self.frames_sent += 1
        drop_after_s = self._faults.stream_drop_after_s
        if drop_after_s is not None and self.frames_sent * 0.02 > drop_after_s:
            self.abort()
        size = self._faults.stream_frame_bytes
        if size == len(frame):
            self._send(self.stream.caller_frame(frame))
        else:
            self._recut += frame
            while len(self._recut) >= size:
                self._send(self.stream.caller_frame(bytes(self._recut[:size])))
                del self._recut[:size]
        heard, marks = self.stream.play()
        for mark in marks:
            self._send(mark)
        if self._faults.stream_keys_lost and key_of(heard):
            return SILENT_FRAME
        return heard

    def press(self, digit: str) -> None:
        """A key becomes a message."""
        self._send(self.stream.key(digit))

    def finish(self, *, say_stop: bool) -> None:
        """The call leaves the stream: `stop`, then close."""
        if self._transport is None or self.closed.done():
            return
        if say_stop:
            self._send(self.stream.stop())
            self._transport.send_close(WSCloseCode.OK)
            self._transport.disconnect()
        else:
            self.abort()

    def abort(self) -> None:
        """Drop the connection as a broken network would."""
        if self._transport is not None:
            self._transport.disconnect(graceful=False)

    def _send(self, message: bytes) -> None:
        if self._transport is not None and not self.closed.done():
            self._transport.send(WSMsgType.TEXT, message)

    # ---- the socket's side

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """A frame of the product's: a message, or a part of one (RFC 6455 5.4)."""
        if frame.msg_type in (WSMsgType.TEXT, WSMsgType.BINARY):
            self._part_type = frame.msg_type
            self._parts = bytearray(frame.get_payload_as_bytes())
            self._message(frame.fin)
        elif frame.msg_type == WSMsgType.CONTINUATION:
            self._parts += frame.get_payload_as_bytes()
            self._message(frame.fin)
        elif frame.msg_type == WSMsgType.CLOSE:
            code = frame.get_close_code()
            self._close(int(code.value if isinstance(code, WSCloseCode) else code) or 1005)
            transport.send_close(code)
            transport.disconnect()

    def _message(self, complete: bool) -> None:
        if len(self._parts) > MAX_MESSAGE_BYTES:
            self.abort()
        elif complete and self._part_type == WSMsgType.TEXT:
            for answer in self.stream.receive(bytes(self._parts)):
                self._send(answer)
        elif complete:
            self.stream.receive_binary()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """The connection is gone, in order or not."""
        self._close(1006)

    def _close(self, code: int) -> None:
        if not self.closed.done():
            self.closed.set_result(code)
