"""TwiML built and read back, and webhook forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.twiml.voice_response import SsmlP, VoiceResponse

from phony.domain.errors import ProtocolError
from phony.wire import twiml
from phony.wire.twiml import Verb

# What XML 1.0 can carry.
xml_text = st.text(
    st.characters(min_codepoint=32, max_codepoint=0xFFFD, exclude_categories=["Cs"])
).map(str.strip)


def test_connect_stream_hands_over_and_leaves_a_net() -> None:
    xml = twiml.connect_stream(
        "wss://phony.example.com/media/w/call_1",
        "https://phony.example.com/twilio/calls/call_1/after?try=1&x=2",
        "https://phony.example.com/twilio/calls/call_1/stream-status",
        {"token": 'a"b&<c>', "call_id": "call_1"},
        "https://phony.example.com/twilio/calls/call_1/resume?try=1",
        "call_1",
    )
    connect, redirect = twiml.parse(xml)
    assert connect.name == "Connect"
    assert connect.get("action").endswith("/after?try=1&x=2")
    (stream,) = connect.children
    assert stream.name == "Stream"
    assert stream.get("url") == "wss://phony.example.com/media/w/call_1"
    assert "track" not in stream.attributes  # 31941 on a bidirectional stream
    parameters = {child.get("name"): child.get("value") for child in stream.children}
    assert parameters == {"token": 'a"b&<c>', "call_id": "call_1"}
    assert redirect.name == "Redirect"
    assert redirect.text.endswith("/resume?try=1")


@given(xml_text)
def test_spoken_text_survives_escaping(text: str) -> None:
    say, hang_up = twiml.parse(twiml.say_and_hang_up(text))
    assert say.text == text
    assert hang_up == Verb("Hangup")


def test_say_names_a_region() -> None:
    assert twiml.parse(twiml.say_and_hang_up("Hallo", "de"))[0].get("language") == "de-DE"
    assert twiml.parse(twiml.say_and_hang_up("Hi", "en-GB"))[0].get("language") == "en-GB"
    assert twiml.parse(twiml.say_and_hang_up("Hi", "xx"))[0].get("language") == "en-US"


def test_dial_names_caller_time_and_what_follows() -> None:
    (dial,) = twiml.parse(twiml.dial("+15550001111", "+15550002222", "https://x/after", 20))
    assert (dial.get("callerId"), dial.get("timeout")) == ("+15550002222", "20")
    assert dial.get("action") == "https://x/after"
    assert dial.children == [Verb("Number", {}, "+15550001111")]
    (dial,) = twiml.parse(
        twiml.dial("+1555", "+1556", "https://x", leg_status_url="https://x/w", send_digits="ww5")
    )
    (number,) = dial.children
    assert number.get("statusCallback") == "https://x/w"
    assert number.get("statusCallbackEvent") == "answered completed"
    assert number.get("sendDigits") == "ww5"


def test_conference_and_key() -> None:
    (dial,) = twiml.parse(twiml.conference("room 1", action_url="https://x/a", wait_url=""))
    (room,) = dial.children
    assert room.text == "room 1"
    assert room.get("waitUrl", "absent") == ""
    assert room.flag("endConferenceOnExit", False)
    gather, after = twiml.parse(
        twiml.ask_key([("Press 1", "en"), ("Drücken", "de")], "https://x/key")
    )
    assert gather.number("numDigits", 0) == 1
    assert [(say.text, say.get("language")) for say in gather.children] == [
        ("Press 1", "en-US"),
        ("Drücken", "de-DE"),
    ]
    assert after.name == "Hangup"


def test_the_small_ones() -> None:
    assert twiml.parse(twiml.hang_up()) == [Verb("Hangup")]
    assert twiml.parse(twiml.empty()) == []


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "hello",
        "<Response>",
        "<Answer/>",
        '<!DOCTYPE x [<!ENTITY a "b">]><Response><Say>&a;</Say></Response>',
    ],
)
def test_what_is_not_twiml_is_12100(xml: str) -> None:
    with pytest.raises(ProtocolError, match="12100"):
        twiml.parse(xml)


def test_attributes_that_are_not_numbers_fall_back() -> None:
    (pause,) = twiml.parse('<Response><Pause length="soon"/></Response>')
    assert pause.number("length", 1) == 1


def test_forms_keep_blank_fields() -> None:
    assert twiml.parse_form(b"From=%2B1555&FromCity=&Name=J%C3%BCrgen+A") == {
        "From": "+1555",
        "FromCity": "",
        "Name": "Jürgen A",
    }
    assert twiml.parse_form(b"") == {}


@pytest.mark.parametrize("body", [b"\xff\xfe=1", b"a=%ff%fe", b"&".join([b"a=1"] * 501)])
def test_an_unreadable_form_is_our_error(body: bytes) -> None:
    with pytest.raises(ProtocolError):
        twiml.parse_form(body)


def test_what_a_say_with_ssml_says() -> None:
    response = VoiceResponse()
    say = response.say("Hello")
    say.break_(time="250ms")
    say.nest(SsmlP("dear caller"))
    say.emphasis("now", level="strong")
    say.sub("W3C", alias="World Wide Web Consortium")
    say.break_(strength="none")
    say.say_as("12", interpret_as="cardinal")
    (verb,) = twiml.parse(str(response))
    assert twiml.spoken(verb) == [
        "Hello",
        0.25,
        "dear caller",
        "now World Wide Web Consortium",
        "12",
    ]


@pytest.mark.parametrize(
    ("ssml", "words"),
    [
        ("It is <emphasis>now</emphasis>, or never.", ["It is now, or never."]),
        ("<s>One.</s><s>Two.</s>", ["One.", "Two."]),
        ("One<break/>two", ["One", 0.5, "two"]),
        ("<break time='2s'/>", [2.0]),
        ("<break time='90s'/>", [10.0]),
        ("  ", []),
    ],
)
def test_text_around_and_inside_of_ssml_is_said(ssml: str, words: list[str | float]) -> None:
    (verb,) = twiml.parse(f"<Response><Say>{ssml}</Say></Response>")
    assert twiml.spoken(verb) == words
