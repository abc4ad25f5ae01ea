"""The Media Streams codec, both directions."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phony.domain.actions import ClearPlayout, PlayAudio, SendMark
from phony.domain.errors import ProtocolError
from phony.domain.events import (
    CallerAudio,
    CarrierStarted,
    CarrierStopped,
    DtmfPressed,
    MarkReached,
)
from phony.wire import twilio

FRAME = base64.b64encode(bytes(160)).decode()
NAMES = twilio.StreamNames("AC" + "0" * 32, "CA" + "1" * 32, "MZ" + "2" * 32)


def as_bytes(message: dict[str, Any]) -> bytes:
    return json.dumps(message).encode()


# ---- what the carrier sends --------------------------------------------------------------


def test_reads_what_the_far_end_writes() -> None:
    sid = NAMES.stream_sid
    assert twilio.decode(twilio.encode_connected()) is None
    assert twilio.decode(twilio.encode_start(NAMES, {"token": "a&<b>"})) == CarrierStarted(
        sid, NAMES.call_sid, {"token": "a&<b>"}
    )
    media = twilio.encode_media_in(sid, FRAME, sequence=2, chunk=1, timestamp_ms=20)
    assert twilio.decode(media) == CallerAudio(FRAME)
    assert twilio.decode(twilio.encode_dtmf(sid, "#", 3)) == DtmfPressed("#")
    assert twilio.decode(twilio.encode_mark_in(sid, 'it"1:400', 4)) == MarkReached('it"1:400')
    assert twilio.decode(twilio.encode_stop(NAMES, 5)) == CarrierStopped()


def test_the_far_end_writes_the_documented_shapes() -> None:
    sid = NAMES.stream_sid
    media = json.loads(twilio.encode_media_in(sid, FRAME, sequence=2, chunk=1, timestamp_ms=20))
    assert media == {
        "event": "media",
        "sequenceNumber": "2",
        "streamSid": sid,
        "media": {"track": "inbound", "chunk": "1", "timestamp": "20", "payload": FRAME},
    }
    start = json.loads(twilio.encode_start(NAMES, {"a": "b"}))
    assert start["sequenceNumber"] == "1"
    assert start["start"]["mediaFormat"] == {
        "encoding": "audio/x-mulaw",
        "sampleRate": 8000,
        "channels": 1,
    }
    assert json.loads(twilio.encode_stop(NAMES, 9)) == {
        "event": "stop",
        "sequenceNumber": "9",
        "streamSid": sid,
        "stop": {"accountSid": NAMES.account_sid, "callSid": NAMES.call_sid},
    }


@pytest.mark.parametrize("size", [0, 1, 159, 160, 161, 4000])
def test_any_frame_size_is_audio(size: int) -> None:
    payload = base64.b64encode(bytes(size)).decode()
    media = twilio.encode_media_in("MZ1", payload, sequence=1, chunk=1, timestamp_ms=0)
    assert twilio.decode(media) == CallerAudio(payload)


def test_events_of_the_future_say_nothing() -> None:
    assert twilio.decode(b'{"event":"hologram","x":1}') is None


def test_the_outbound_track_is_not_the_caller() -> None:
    message = {"event": "media", "media": {"track": "outbound", "payload": FRAME}}
    assert twilio.decode(as_bytes(message)) is None


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"hello",
        b"\xff\xfe",
        b"[]",
        b"7",
        b"null",
        b"{}",
        b'{"event":"media"}',
        b'{"event":"media","media":{}}',
        b'{"event":"media","media":{"payload":7}}',
        b'{"event":"media","media":{"payload":"AAA","timestamp":"1"}}',
        b'{"event":"media","media":{"payload":"AA\\"}AA=="}}',
        b'{"event":"media","media":{"payload":"\\u00e4\\u00e4\\u00e4\\u00e4"}}',
        b'{"event":"mark","mark":{"name":null}}',
        b'{"event":"mark","mark":"m"}',
        b'{"event":"dtmf","dtmf":{"digit":"12"}}',
        b'{"event":"dtmf","dtmf":{"digit":"x"}}',
        b'{"event":"start","start":{}}',
        b'{"event":"start","streamSid":"MZ1","start":{"callSid":7}}',
        b'{"event":"start","streamSid":"MZ1","start":{"callSid":"CA","mediaFormat":{"encoding":"opus"}}}',
        b'{"event":"start","streamSid":"MZ1","start":{"callSid":"CA","customParameters":{"a":1}}}',
    ],
)
def test_a_message_outside_the_protocol_is_an_error(text: bytes) -> None:
    with pytest.raises(ProtocolError):
        twilio.decode(text)


def test_an_endless_payload_is_refused() -> None:
    message = {"event": "media", "media": {"payload": "A" * (twilio.MAX_PAYLOAD_CHARS + 4)}}
    with pytest.raises(ProtocolError, match="too long"):
        twilio.decode(as_bytes(message))


@given(st.binary(max_size=400))
def test_bytes_of_any_kind_decode_or_raise_our_error(text: bytes) -> None:
    try:
        twilio.decode(text)
    except ProtocolError:
        pass


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


@given(
    st.sampled_from(["media", "mark", "dtmf", "start", "stop", "connected"]),
    json_values,
    json_values,
)
def test_json_of_any_shape_decodes_or_raises_our_error(event: str, body: Any, other: Any) -> None:
    try:
        twilio.decode(as_bytes({"event": event, event: body, "streamSid": other}))
    except ProtocolError:
        pass


# ---- what we send ------------------------------------------------------------------------


def test_sends_exactly_the_documented_fields() -> None:
    assert json.loads(twilio.encode(PlayAudio(FRAME, "item"), "MZ1")) == {
        "event": "media",
        "streamSid": "MZ1",
        "media": {"payload": FRAME},
    }
    assert json.loads(twilio.encode(SendMark("m:1"), "MZ1")) == {
        "event": "mark",
        "streamSid": "MZ1",
        "mark": {"name": "m:1"},
    }
    assert json.loads(twilio.encode(ClearPlayout(), "MZ1")) == {
        "event": "clear",
        "streamSid": "MZ1",
    }


@given(st.binary(max_size=800), st.text(max_size=30))
def test_the_far_end_accepts_everything_we_send(audio: bytes, name: str) -> None:
    payload = base64.b64encode(audio).decode()
    for action in (PlayAudio(payload), SendMark(name), ClearPlayout()):
        assert twilio.decode_outbound(twilio.encode(action, "MZ1"), "MZ1") == action


@pytest.mark.parametrize(
    "message",
    [
        {"event": "media", "streamSid": "MZ2", "media": {"payload": FRAME}},
        {"event": "media", "media": {"payload": FRAME}},
        {"event": "media", "streamSid": "MZ1", "media": {"payload": FRAME, "track": "outbound"}},
        {"event": "media", "streamSid": "MZ1", "media": {"payload": FRAME}, "chunk": "1"},
        {"event": "media", "streamSid": "MZ1", "media": {"payload": "???"}},
        {"event": "media", "streamSid": "MZ1", "media": {"payload": 5}},
        {"event": "media", "streamSid": "MZ1", "media": FRAME},
        {"event": "mark", "streamSid": "MZ1", "mark": {"name": 5}},
        {"event": "mark", "streamSid": "MZ1"},
        {"event": "clear", "streamSid": "MZ1", "clear": {}},
        {"event": "dtmf", "streamSid": "MZ1"},
        {"event": ["media"], "streamSid": "MZ1"},
        [],
    ],
)
def test_the_far_end_refuses_what_twilio_refuses(message: object) -> None:
    with pytest.raises(twilio.OutboundRefused) as refused:
        twilio.decode_outbound(json.dumps(message).encode(), "MZ1")
    assert refused.value.warning == 31951


def test_the_far_end_refuses_what_is_not_json() -> None:
    with pytest.raises(twilio.OutboundRefused):
        twilio.decode_outbound(b"{", "MZ1")
