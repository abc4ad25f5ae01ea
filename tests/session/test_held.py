"""Audio that waits until there is somebody to send it to."""

from __future__ import annotations

from base64 import b64encode

from hypothesis import given
from hypothesis import strategies as st
from tests.session.driver import audio

from phony.session.held import Held


def test_the_oldest_give_way() -> None:
    held = Held(60)
    frames = [audio(20)[:-4] + f"{n:02d}==" for n in range(5)]
    for frame in frames:
        assert held.whole is (frame in frames[:4])
        held.keep(frame)
    assert not held.whole
    assert held.take() == frames[2:]
    assert held.take() == []


def test_what_is_dropped_makes_room() -> None:
    held = Held(40)
    held.keep(audio(40))
    held.drop()
    assert len(held) == 0
    held.keep(audio(40))
    assert held.whole


@given(st.integers(0, 300), st.lists(st.integers(1, 90), max_size=20))
def test_never_more_than_the_limit_and_always_the_newest(limit: int, sizes: list[int]) -> None:
    held, frames = Held(limit), [audio(ms) for ms in sizes]
    for frame in frames:
        held.keep(frame)
    kept = held.take()
    assert kept == frames[len(frames) - len(kept) :]
    total = sum(sizes[len(sizes) - len(kept) :])
    assert total <= limit
    if len(kept) < len(sizes):
        assert total + sizes[-len(kept) - 1] > limit


LOUD = b64encode(bytes([0x20]) * 160).decode()
QUIET = b64encode(bytes([0xFF]) * 160).decode()  # 20 ms each


def held_of(seconds: list[tuple[str, float]], said_ms: float = 30_000) -> Held:
    held = Held(3000, said_ms)
    for payload, s in seconds:
        for _ in range(int(s * 50)):
            held.keep(payload)
    return held


def test_of_a_long_wait_what_was_said_is_kept_with_the_silence_around_it() -> None:
    held = held_of([(QUIET, 4), (LOUD, 2), (QUIET, 6), (LOUD, 1), (QUIET, 5)])
    assert not held.whole
    frames = held.take()
    assert frames.count(LOUD) == 150
    first = frames.index(LOUD)
    assert 0 < first <= 16  # its onset
    between = frames[first + 100 :].index(LOUD)
    assert 35 <= between <= 55  # enough to tell the two apart
    assert len(frames) < 150 + 60 + 16 + 150 + 40


def test_speech_has_a_limit_too_and_the_newest_counts() -> None:
    held = held_of([(LOUD, 10), (QUIET, 4)], said_ms=5000)
    assert not held.whole
    assert held.take().count(LOUD) == 250 - 34  # with the silence after it


def test_without_silence_nothing_is_missing() -> None:
    held = held_of([(LOUD, 10)])
    assert held.whole
    assert len(held) == 500
