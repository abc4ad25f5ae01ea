"""Audio that waits until there is somebody to send it to."""

from __future__ import annotations

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
