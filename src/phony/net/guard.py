"""uvicorn's HTTP protocol with patience that ends: for heads, bodies, readers and crowds.

uvicorn itself only limits how long a connection may be idle after an answer.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from phony.net.lobby import Lobby


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a peer may take, and how much of a head or of an unwanted body is read."""

    head_s: float = 10.0  # from the first byte (or the connection) to the end of the head
    body_s: float = 30.0
    reader_s: float = 60.0  # for the next 64 kB of an answer
    linger_s: float = 2.0  # who still sends when the answer is out may read it first
    linger_bytes: int = 1 << 20
    head_bytes: int = 64 << 10


def protocol_class(lobby: Lobby, patience: Patience) -> type[asyncio.Protocol]:
    """What to pass as uvicorn's `http`."""

    class Guarded(_Guarded):
        def __init__(self, *args: Any, **named: Any) -> None:
            super().__init__(*args, **named)
            self.lobby = lobby
            self.patience = patience

    return Guarded


class _Guarded(HttpToolsProtocol):
    """One connection. Waiting for the peer is timed, and counted in the lobby; working is not."""

    lobby: Lobby
    patience: Patience
    _timer: asyncio.TimerHandle | None = None  # of what is read
    _reader: asyncio.TimerHandle | None = None  # of what is written
    _head_bytes = 0
    _in_head = True
    _in_message = False
    _lingering = False

    # ---- the connection ------------------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._time(self.patience.head_s)
        self.lobby.enter(self, self.client[0] if self.client else "")

    def connection_lost(self, exc: Exception | None) -> None:
        self._gone()
        super().connection_lost(exc)

    def turn_away(self) -> None:
        """Others need the place."""
        self._give_up()

    def _gone(self) -> None:
        self._time(None)
        self._time_reader(None)
        self.lobby.leave(self)

    def _give_up(self) -> None:
        # Not `close`, which would wait until all that was written is read.
        self.transport.abort()

    def _time(self, within_s: float | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if within_s is None else self.loop.call_later(within_s, self._give_up)

    def _time_reader(self, within_s: float | None) -> None:
        if self._reader is not None:
            self._reader.cancel()
        self._reader = None if within_s is None else self.loop.call_later(within_s, self._give_up)

    # ---- what is read --------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        if self._lingering:
            self._head_bytes += len(data)
            if self._head_bytes > self.patience.linger_bytes:
                self._give_up()
            return
        if self._in_head:
            self._head_bytes += len(data)
            if self._timer is None:  # the first byte after an answer, whatever it is
                self._time(self.patience.head_s)
        super().data_received(data)
        if self._in_head and self._head_bytes > self.patience.head_bytes:
            self._refuse(431)

    def on_headers_complete(self) -> None:
        self._in_head, self._in_message, self._head_bytes = False, True, 0
        self._time(self.patience.body_s)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._in_head, self._in_message = True, False
        self._time(None)
        self.lobby.serve(self)
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        if self.parser.get_http_version() != "1.1":
            self._refuse(400)  # no WebSocket, but perhaps a proxy that knows no better
            return
        self._gone()  # whoever serves it now has bounds of its own
        super().handle_websocket_upgrade()
        # It leads back to us, and through us to the whole connection: none of that would be
        # freed before the next full collection, which may be hours away.
        self.parser = None  # type: ignore[assignment]

    def _refuse(self, status: int) -> None:
        self._lingering, self._head_bytes = True, 0
        self.transport.write(
            STATUS_LINE[status] + b"content-length: 0\r\nconnection: close\r\n\r\n"
        )
        self.transport.close()

    # ---- what is written -----------------------------------------------------------------

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self.cycle.response_complete:
            return  # another question came meanwhile, and is being answered
        if self.transport.is_closing():
            self._time_reader(self.patience.reader_s)  # it closes when all is read
        elif self._in_message:
            self._linger()
        self.lobby.wait(self)

    def _linger(self) -> None:
        """The answer is out before the question: read a little more, lest a reset overtakes it."""
        self._lingering, self._head_bytes = True, 0
        self._unset_keepalive_if_required()
        self._time(self.patience.linger_s)

    def timeout_keep_alive_handler(self) -> None:
        self._give_up()

    def pause_writing(self) -> None:
        self._time_reader(self.patience.reader_s)
        self.lobby.wait(self)
        super().pause_writing()

    def resume_writing(self) -> None:
        self._time_reader(None)
        self.lobby.serve(self)
        super().resume_writing()
