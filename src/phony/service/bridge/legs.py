"""The callbacks of a call's two sockets."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from phony.domain.errors import ProtocolError
from phony.net.ports import BufferFull, Socket
from phony.service.bridge.recorder import Recorder
from phony.session.engine import Uplink
from phony.wire.twilio import caller_frame

if TYPE_CHECKING:
    from phony.service.bridge.call import CallBridge


class CarrierLeg:
    """Callbacks of the media socket, after its token was accepted; the audio path, upwards.

    What a frame of the caller's touches is in few and small objects: with hundreds of calls all
    of it comes from main memory, and that is most of what a frame costs.
    """

    __slots__ = ("_bridge", "_encode_append", "_recorder", "_t0", "_uplink", "send")

    def __init__(
        self,
        bridge: CallBridge,
        uplink: Uplink,
        recorder: Recorder,
        encode_append: Callable[[str], bytes],
        t0: float,
    ) -> None:
        """`t0` is when the call's clock began, in seconds of the monotonic one."""
        self._bridge = bridge
        self._uplink = uplink
        self._recorder = recorder
        self._encode_append = encode_append
        self._t0 = t0
        # To the engine; None while there is none, or while the bridge must see every frame.
        self.send: Callable[[bytes], None] | None = None

    def on_open(self, socket: Socket) -> None:
        """Whoever checked the token was there first."""

    def on_text(self, text: bytes) -> None:
        """One message of the carrier."""
        bridge = self._bridge
        try:
            frame = caller_frame(text)
            if frame is None:
                bridge.on_carrier_event(text)
                return
            payload, audio = frame
            now = (monotonic() - self._t0) * 1000
            self._recorder.caller(audio, now)
            send = self.send
            if send is not None and self._uplink.passes(payload):
                send(self._encode_append(payload))
            else:
                bridge.on_caller_frame(payload, audio, now)
        except ProtocolError as error:
            bridge.on_carrier_bad(str(error))
        except BufferFull as error:
            bridge.too_slow(error)
        except Exception as error:  # noqa: BLE001 - the top of a call: it ends, alone
            bridge.fail(error)

    def on_binary(self) -> None:
        """The protocol has none."""
        self._bridge.on_carrier_bad("binary frame")

    def on_close(self, code: int, reason: str) -> None:
        """The stream is gone."""
        self._bridge.on_carrier_closed(self, code)


class EngineLeg:
    """Callbacks of one engine socket; deaf once another has taken its place."""

    __slots__ = ("_bridge", "socket")

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
