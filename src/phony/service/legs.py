"""The callbacks of a call's two sockets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from phony.net.websocket import Socket

if TYPE_CHECKING:
    from phony.service.bridge import CallBridge


class CarrierLeg:
    """Callbacks of the media socket, after its token was accepted."""

    def __init__(self, bridge: CallBridge) -> None:
        self.on_text = bridge.on_carrier_text
        self._bridge = bridge

    def on_open(self, socket: Socket) -> None:
        """Whoever checked the token was there first."""

    def on_binary(self) -> None:
        """The protocol has none."""
        self._bridge.on_carrier_bad("binary frame")

    def on_close(self, code: int, reason: str) -> None:
        """The stream is gone."""
        self._bridge.on_carrier_closed(self, code)


class EngineLeg:
    """Callbacks of one engine socket; deaf once another has taken its place."""

    def __init__(self, bridge: CallBridge) -> None:
        self._bridge = bridge
        self.socket: Socket | None = None

    def on_open(self, socket: Socket) -> None:
        """The session can be configured."""
        self.socket = socket
        self._bridge.on_engine_open(self)

    def on_text(self, text: bytes) -> None:
        """One event."""
        self._bridge.on_engine_text(self, text)

    def on_binary(self) -> None:
        """The protocol has none."""
        self._bridge.on_engine_bad(self, "binary frame")

    def on_close(self, code: int, reason: str) -> None:
        """The session is gone."""
        self._bridge.on_engine_closed(self, code, reason)
