"""The engine's second session, beside a call: it writes down what an operator says.

Nothing here may harm the call: whatever goes wrong is reported as the loss of this session.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from phony.domain.actions import AppendAudio, CloseScribe, Configure, OpenScribe, Ping, ToScribe
from phony.domain.errors import PhonyError, ProtocolError
from phony.domain.events import EngineEvent, EngineLost, EngineOpened, ScribeHeard, Trouble
from phony.domain.fallback import EngineChoice
from phony.net.ports import NORMAL, BufferFull, Socket
from phony.service.bridge.ports import Engine, Host


class ScribeLeg:
    """Opens the session, hands in what it says, and is deaf to one that was closed."""

    def __init__(
        self, host: Host, engine: Engine, choice: Callable[[int], EngineChoice | None]
    ) -> None:
        """Belongs to one call; nothing is open. `choice` gives the engines of the agent's chain."""
        self._host = host
        self._engine = engine
        self._choice = choice
        self._connection: _Connection | None = None
        self._opening: asyncio.Task[None] | None = None

    def perform(self, action: OpenScribe | ToScribe | CloseScribe, now: float) -> None:
        """Do what the call's session asks for."""
        sent = action.action if isinstance(action, ToScribe) else None
        if type(sent) is not AppendAudio:
            self._host.flight.wire(now, "operator", "out", sent or action)
        if sent is not None:
            self._send(sent)
        elif isinstance(action, OpenScribe):
            self._open(action.choice)
        else:
            self.close()

    def _open(self, place: int) -> None:
        self.close()
        if (choice := self._choice(place)) is None:
            return
        connection = self._connection = _Connection(self)
        who = self._host.call.org_id

        async def open_it() -> None:
            try:
                await self._engine.open_transcription(connection, choice, who=who)
            except PhonyError as error:
                trouble = getattr(error, "trouble", Trouble.OTHER)
                self.lost(connection, EngineLost(reason=error.code, trouble=trouble))

        self._opening = self._host.spawn(open_it())

    def close(self) -> None:
        """Close the session, whatever it was doing."""
        if self._opening is not None:
            self._opening.cancel()
            self._opening = None
        connection, self._connection = self._connection, None
        if connection is not None and connection.socket is not None:
            connection.socket.close(NORMAL)

    def _send(self, action: Configure | AppendAudio | Ping) -> None:
        connection = self._connection
        if connection is None or connection.socket is None:
            return
        try:
            if type(action) is AppendAudio:
                connection.socket.send(self._engine.encode_append(action.payload))
            else:
                connection.socket.send(self._engine.encode(action))
        except BufferFull as error:
            # It is lost; said so later, for nothing may be handed in while actions are performed.
            connection.socket.close(NORMAL, error.code)

    # ---- callbacks -----------------------------------------------------------------------

    def opened(self, connection: _Connection, socket: Socket) -> None:
        """The socket is up."""
        if connection is self._connection:
            self._heard(EngineOpened())
        else:
            socket.close(NORMAL)  # closed while it was being opened

    def text(self, connection: _Connection, text: bytes) -> None:
        """One event; what cannot be read is skipped."""
        if connection is not self._connection:
            return
        try:
            event = self._engine.decode(text)
        except ProtocolError:
            return
        if event is not None:
            self._heard(event)

    def lost(self, connection: _Connection, event: EngineLost) -> None:
        """The socket is gone without our doing, or was refused."""
        if connection is self._connection:
            self._connection = None
            self._heard(event)

    def _heard(self, event: EngineEvent | EngineOpened | EngineLost) -> None:
        self._host.flight.wire(self._host.now_ms(), "operator", "in", event)
        self._host.feed(ScribeHeard(event), "")


class _Connection:
    """Callbacks of one socket."""

    def __init__(self, leg: ScribeLeg) -> None:
        self._leg = leg
        self.socket: Socket | None = None

    def on_open(self, socket: Socket) -> None:
        self.socket = socket
        self._leg.opened(self, socket)

    def on_text(self, text: bytes) -> None:
        self._leg.text(self, text)

    def on_binary(self) -> None:
        """The protocol has none."""

    def on_close(self, code: int, reason: str) -> None:
        self._leg.lost(self, EngineLost(code, reason[:200]))
