"""The caller's leg: the straight path to the engine, and every way off it."""

from __future__ import annotations

from time import monotonic

import pytest
from tests.session.driver import FRAME
from tests.support.bridges import Wire

from phony.net.ports import BufferFull
from phony.service.bridge.legs import CarrierLeg, CarrierStream
from phony.service.bridge.recorder import Recorder
from phony.session.utterance import Uplink
from phony.wire import realtime, twilio

STREAM = "MZ" + "0" * 32


class Call:
    """Notes what the leg tells it."""

    def __init__(self) -> None:
        self.frames: list[str] = []
        self.events: list[bytes] = []
        self.bad: list[str] = []
        self.closed: list[int] = []
        self.troubles: list[Exception] = []

    def on_caller_frame(self, payload: str, audio: bytes, now: float) -> None:
        self.frames.append(payload)

    def on_carrier_event(self, text: bytes) -> None:
        twilio.decode(text)
        self.events.append(text)

    def on_carrier_bad(self, what: str) -> None:
        self.bad.append(what)

    def on_carrier_closed(self, leg: object, code: int) -> None:
        self.closed.append(code)

    def trouble(self, error: Exception) -> None:
        self.troubles.append(error)


def a_leg(call: Call) -> tuple[CarrierLeg, Recorder, Uplink]:
    recorder, uplink = Recorder(0), Uplink()
    leg = CarrierLeg(call, uplink, recorder, realtime.encode_append, monotonic())
    return leg, recorder, uplink


def media(number: int = 1) -> bytes:
    return twilio.encode_media_in(STREAM, FRAME, sequence=number, chunk=number, timestamp_ms=20)


def test_without_an_engine_the_call_sees_every_frame() -> None:
    call = Call()
    leg, recorder, _ = a_leg(call)
    leg.on_text(media())
    assert call.frames == [FRAME]
    assert recorder.caller_frames == 1


def test_frames_go_straight_to_an_engine_that_is_ready() -> None:
    call, wire = Call(), Wire()
    leg, recorder, uplink = a_leg(call)
    leg.send = wire.send
    leg.on_text(media())
    assert (wire.sent, call.frames) == ([], [FRAME])  # the session holds them back still
    uplink.open = True
    leg.on_text(media(2))
    assert wire.sent == [realtime.encode_append(FRAME)]
    assert (call.frames, recorder.caller_frames) == ([FRAME], 2)


def test_what_is_no_audio_goes_to_the_call() -> None:
    call = Call()
    leg, recorder, _ = a_leg(call)
    leg.on_text(twilio.encode_mark_in(STREAM, "m1", 2))
    leg.on_close(1000, "")
    assert (len(call.events), recorder.caller_frames, call.closed) == (1, 0, [1000])


@pytest.mark.parametrize("text", [b"not json", b"[]", b'{"event":"media"}'])
def test_garbage_is_counted_and_passed_over(text: bytes) -> None:
    call = Call()
    leg, _, _ = a_leg(call)
    leg.on_text(text)
    leg.on_binary()
    assert len(call.bad) == 2
    assert (call.frames, call.troubles) == ([], [])


def test_an_engine_that_does_not_read_is_the_calls_trouble() -> None:
    call = Call()
    leg, _, uplink = a_leg(call)

    def full(text: bytes) -> None:
        raise BufferFull("the engine does not read")

    uplink.open = True
    leg.send = full
    leg.on_text(media())
    assert [type(error) for error in call.troubles] == [BufferFull]


def test_what_a_frame_touches_stays_small() -> None:
    leg, recorder, _ = a_leg(Call())
    stream = CarrierStream(Wire(), STREAM, leg, recorder)
    for thing in (leg, recorder, stream):
        assert not hasattr(thing, "__dict__")
