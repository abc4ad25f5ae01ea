"""One media stream at the carrier, in virtual time: marks, clear, counters, warnings."""

from __future__ import annotations

import base64
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from phony.sandbox.carrier.stream import MediaStream
from phony.sandbox.parties import SILENT_FRAME
from phony.wire.twilio import StreamNames

NAMES = StreamNames("AC" + "0" * 32, "CA" + "1" * 32, "MZ" + "2" * 32)


def stream() -> MediaStream:
    return MediaStream(NAMES, {"token": "t"}, "call_1")


def send(stream: MediaStream, event: str, **fields: Any) -> list[str]:
    message = {"event": event, "streamSid": NAMES.stream_sid, **fields}
    return marks(stream.receive(json.dumps(message).encode()))


def media(stream: MediaStream, size: int, code: int = 0x20) -> None:
    payload = base64.b64encode(bytes([code]) * size).decode()
    assert send(stream, "media", media={"payload": payload}) == []


def mark(stream: MediaStream, name: str) -> list[str]:
    return send(stream, "mark", mark={"name": name})


def marks(messages: list[bytes]) -> list[str]:
    return [json.loads(message)["mark"]["name"] for message in messages]


def test_counters_are_strings_that_run_over_all_messages() -> None:
    carrier = stream()
    connected, start = [json.loads(message) for message in carrier.opening()]
    assert "streamSid" not in connected
    assert start["sequenceNumber"] == "1"
    assert start["start"]["customParameters"] == {"token": "t"}
    first = json.loads(carrier.caller_frame(bytes(160)))
    key = json.loads(carrier.key("5"))
    second = json.loads(carrier.caller_frame(bytes(160)))
    assert [m["sequenceNumber"] for m in (first, key, second)] == ["2", "3", "4"]
    assert [m["media"]["chunk"] for m in (first, second)] == ["1", "2"]
    assert [m["media"]["timestamp"] for m in (first, second)] == ["20", "40"]
    assert json.loads(carrier.stop())["sequenceNumber"] == "5"


def test_a_mark_comes_back_when_all_before_it_was_played() -> None:
    carrier = stream()
    media(carrier, 480)
    assert mark(carrier, "a") == []
    media(carrier, 160)
    assert mark(carrier, "b") == []
    echoes = [marks(carrier.play()[1]) for _ in range(5)]
    assert echoes == [[], [], ["a"], ["b"], []]


def test_a_mark_with_nothing_queued_comes_back_at_once() -> None:
    carrier = stream()
    assert mark(carrier, "a") == ["a"]
    media(carrier, 160)
    carrier.play()
    assert mark(carrier, "b") == ["b"]


def test_clear_drops_the_sound_and_returns_all_marks_at_once() -> None:
    carrier = stream()
    media(carrier, 1600)
    mark(carrier, "a")
    media(carrier, 1600)
    mark(carrier, "b")
    carrier.play()
    assert send(carrier, "clear") == ["a", "b"]
    assert carrier.play() == (b"\xff" * 160, [])
    media(carrier, 160)
    assert mark(carrier, "c") == []
    assert marks(carrier.play()[1]) == ["c"]


def test_odd_sizes_play_at_8000_bytes_a_second_and_pad_with_silence() -> None:
    carrier = stream()
    media(carrier, 100)
    media(carrier, 100)
    assert carrier.play()[0] == b"\x20" * 160
    assert carrier.play()[0] == b"\x20" * 40 + b"\xff" * 120


def test_bad_messages_are_warnings_and_play_nothing() -> None:
    carrier = stream()
    for message in (
        b"nonsense",
        b'{"event":"media","streamSid":"MZother","media":{"payload":"AAAA"}}',
        json.dumps(
            {"event": "media", "streamSid": NAMES.stream_sid, "media": {"payload": "AAAA"}, "x": 1}
        ).encode(),
    ):
        assert carrier.receive(message) == []
    carrier.receive_binary()
    # As the carrier does: each code once a stream, with the first fault.
    assert carrier.warnings == {31951: ("twilio: 31951: not JSON", 3), 31950: ("binary message", 1)}
    assert carrier.play() == (SILENT_FRAME, [])


steps = st.lists(
    st.one_of(
        st.integers(1, 900).map(lambda size: ("media", size)),
        st.just(("mark", 0)),
        st.just(("clear", 0)),
        st.just(("play", 0)),
    ),
    max_size=40,
)


@given(steps)
def test_every_mark_comes_back_once_in_order_and_never_early(script: list[tuple[str, int]]) -> None:
    carrier = stream()
    waiting: list[tuple[str, int]] = []  # with what is still to be played before it
    queued, sent, came = 0, 0, []
    for kind, size in script:
        if kind == "media":
            media(carrier, size)
            queued += size
            echoes = []
        elif kind == "mark":
            waiting.append((f"m{sent}", queued))
            sent += 1
            echoes = mark(carrier, waiting[-1][0])
        elif kind == "clear":
            echoes = send(carrier, "clear")
            assert echoes == [name for name, _ in waiting]
            waiting = [(name, 0) for name, _ in waiting]
            queued = 0
        else:
            echoes = marks(carrier.play()[1])
            queued = max(0, queued - 160)
            waiting = [(name, max(0, rest - 160)) for name, rest in waiting]
        due = [name for name, rest in waiting if rest == 0]
        assert echoes == due
        waiting = waiting[len(due) :]
        came += echoes
    assert came == [f"m{index}" for index in range(len(came))]
