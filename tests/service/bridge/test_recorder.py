"""The recorder: both sides on one clock, the agent's as it was heard."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phony.service.bridge.recorder import Recorder, loudness
from phony.store.tails import Rest, TailFile, Tails


def frame(code: int, ms: int = 20) -> str:
    return b64encode(bytes([code]) * ms * 8).decode()


def sound(code: int, ms: int = 20) -> bytes:
    return bytes([code]) * ms * 8


def tracks(recorder: Recorder, now_ms: float) -> tuple[bytes, bytes]:
    chunks = recorder.take(now_ms, final=True)
    return b"".join(c.caller for c in chunks), b"".join(c.agent for c in chunks)


def test_what_was_said_is_where_it_was_said() -> None:
    recorder = Recorder(1000)
    for number in range(10):
        recorder.caller(sound(number), 1000 + 20 * (number + 1))
    recorder.agent(frame(0x11, 100), 1050)
    caller, agent = tracks(recorder, 1200)
    assert caller == b"".join(bytes([n]) * 160 for n in range(10))
    assert agent == b"\xff" * 400 + b"\x11" * 800 + b"\xff" * 400


def test_chunks_sent_at_once_play_one_after_the_other() -> None:
    recorder = Recorder(0)
    for code in (1, 2, 3):
        recorder.agent(frame(code, 200), 10)
    _, agent = tracks(recorder, 700)
    assert agent == b"\xff" * 80 + b"".join(bytes([n]) * 1600 for n in (1, 2, 3)) + b"\xff" * 720


def test_clear_takes_away_what_was_not_played() -> None:
    recorder = Recorder(0)
    recorder.agent(frame(1, 300), 0)
    recorder.agent(frame(2, 300), 0)
    recorder.clear(150)
    recorder.agent(frame(3, 60), 240)
    _, agent = tracks(recorder, 400)
    heard = agent.index(b"\xff")
    assert heard == pytest.approx(150 * 8, abs=3)
    assert agent[:heard] == b"\x01" * heard
    assert b"\x02" not in agent
    assert agent[240 * 8 : 300 * 8] == b"\x03" * 480


def test_a_gap_of_the_stream_is_silence_and_jitter_is_not() -> None:
    recorder = Recorder(0)
    recorder.caller(sound(1), 20)
    recorder.caller(sound(2), 95)  # jitter: no gap
    recorder.caller(sound(3), 1000)  # a second without frames
    caller, _ = tracks(recorder, 1000)
    assert caller[:320] == b"\x01" * 160 + b"\x02" * 160
    assert caller[320:-200].strip(b"\xff").strip(b"\x03") == b""
    assert b"\x03" * 160 in caller


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("caller"), st.integers(1, 60)),
            st.tuples(st.just("agent"), st.integers(1, 900)),
            st.tuples(st.just("clear"), st.just(0)),
            st.tuples(st.just("take"), st.just(0)),
            st.tuples(st.just("wait"), st.integers(1, 400)),
        ),
        max_size=40,
    )
)
def test_both_sides_stay_equally_long_and_without_holes(steps: list[tuple[str, int]]) -> None:
    recorder = Recorder(500)
    now, at = 500.0, 500
    caller = agent = b""
    for step, size in [*steps, ("end", 0)]:
        now += size if step == "wait" else 7
        match step:
            case "caller":
                recorder.caller(sound(1, size), now)
            case "agent":
                recorder.agent(frame(2, size), now)
            case "clear":
                recorder.clear(now)
        if step in ("take", "end"):
            for chunk in recorder.take(now, final=step == "end"):
                assert chunk.at_ms == at
                assert len(chunk.caller) == len(chunk.agent)
                at += len(chunk.caller) // 8
                caller, agent = caller + chunk.caller, agent + chunk.agent
    assert len(caller) == (int(now) - 500) * 8
    assert set(caller) <= {1, 0xFF}
    assert set(agent) <= {2, 0xFF}


def test_the_tail_has_what_was_not_handed_over_yet(tmp_path: Path) -> None:
    file = TailFile(tmp_path, "w1", 1)
    recorder = Recorder(500, tail=file.open("call_1", 0))
    recorder.caller(sound(1), 520)
    recorder.agent(frame(2, 600), 520)
    recorder.agent(frame(3, 600), 520)
    recorder.agent(frame(4, 9000), 520)
    recorder.keep(520)
    recorder.take(700)
    recorder.caller(sound(1), 1000)  # after a gap
    recorder.clear(1000)
    recorder.keep(1000)
    recorder.agent(frame(5, 100), 1100)
    recorder.keep(1100)
    recorder.caller(sound(6, 200), 1300)
    file.close()
    (rest,) = Tails(tmp_path).of("call_1")
    caller, agent = tracks(recorder, 1320)
    behind = (int(recorder_end(rest)) - 580) * 8  # what was handed over goes to 580 ms
    assert rest.at_ms == 500
    assert rest.caller[640:] == caller[:behind]
    assert rest.agent[640:] == agent[:behind]
    assert set(rest.agent) == {0xFF, 2, 5}


def recorder_end(rest: Rest) -> float:
    return rest.at_ms + len(rest.caller) / 8


def test_what_is_not_recorded_is_not_in_the_tail_either(tmp_path: Path) -> None:
    file = TailFile(tmp_path, "w1", 1)
    recorder = Recorder(0, keep=False, tail=file.open("call_1", 0))
    recorder.caller(sound(1), 20)
    recorder.agent(frame(2), 20)
    recorder.keep(20)
    recorder.clear(20)
    file.close()
    (rest,) = Tails(tmp_path).of("call_1")
    assert rest.caller == rest.agent == b""


def test_without_recording_only_the_levels_are_kept() -> None:
    recorder = Recorder(0, keep=False)
    recorder.caller(sound(0x80), 20)
    recorder.agent(frame(0x80, 1000), 20)
    assert recorder.levels(30) == (0.0, 0.0)
    assert recorder.take(5000, final=True) == []
    assert recorder.levels(5000) == (-60.0, -60.0)


def test_levels_are_decibels() -> None:
    assert loudness("") == -60.0
    assert loudness(frame(0xFF)) == -60.0
    assert loudness(frame(0x80)) == 0.0
    assert loudness(frame(0x8F)) == pytest.approx(-5.65, abs=0.3)
    assert -60 <= loudness(frame(0xF0)) < -40
    assert loudness("not base64!!") == -60.0
