"""The caller's leg: the callbacks of the media socket, and what belongs to one stream."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from phony.domain.errors import ProtocolError
from phony.net.ports import Socket
from phony.service.bridge.ports import CarrierHost
from phony.service.bridge.recorder import Recorder
from phony.session.utterance import Uplink
from phony.wire.twilio import caller_frame


class CarrierLeg:
    """Callbacks of the media socket, after its token was accepted; the audio path, upwards.

    What a frame of the caller's touches is in few and small objects: with hundreds of calls all
    of it comes from main memory, and that is most of what a frame costs.
    """

    __slots__ = ("_encode_append", "_host", "_recorder", "_t0", "_uplink", "send")

    def __init__(
        self,
        host: CarrierHost,
        uplink: Uplink,
        recorder: Recorder,
        encode_append: Callable[[str], bytes],
        t0: float,
    ) -> None:
        """`t0` is when the call's clock began, in seconds of the monotonic one."""
        self._host = host
        self._uplink = uplink
        self._recorder = recorder
        self._encode_append = encode_append
        self._t0 = t0
        # To the engine; None while there is none, or while the host must see every frame.
        self.send: Callable[[bytes], None] | None = None

    def on_open(self, socket: Socket) -> None:
        """Whoever checked the token was there first."""

    def on_text(self, text: bytes) -> None:
        """One message of the carrier."""
        try:
            frame = caller_frame(text)
            if frame is None:
                self._host.on_carrier_event(text)
                return
            payload, audio = frame
            now = (monotonic() - self._t0) * 1000
            self._recorder.caller(audio, now)
            send = self.send
            if send is not None and self._uplink.passes(payload):
                send(self._encode_append(payload))
            else:
                self._host.on_caller_frame(payload, audio, now)
        except ProtocolError as error:
            self._host.on_carrier_bad(str(error))
        except Exception as error:  # noqa: BLE001 - the top of a call: it ends, alone
            self._host.trouble(error)

    def on_binary(self) -> None:
        """The protocol has none."""
        self._host.on_carrier_bad("binary frame")

    def on_close(self, code: int, reason: str) -> None:
        """The stream is gone."""
        self._host.on_carrier_closed(self, code)


@dataclass(slots=True)
class CarrierStream:
    """One media stream: its socket, its name, who hears it and how often it was garbage."""

    socket: Socket
    sid: str
    leg: CarrierLeg
    recorder: Recorder
    malformed: int = 0
