from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from phony.sandbox.engine.protocol.detector import (
    Paused,
    Resumed,
    Signal,
    Started,
    Stopped,
    TurnDetector,
)

HOP = 160
LOUD, QUIET = b"\x80" * HOP, b"\xff" * HOP


class Marked:
    """Speech is what begins with the loudest code."""

    hop_bytes = HOP

    def __call__(self, sound: bytes) -> float:
        return 0.9 if sound[0] == 0x80 else 0.1


def detector(hold_ms: float = 500, prefix_ms: int = 100) -> TurnDetector:
    return TurnDetector(Marked(), threshold=0.5, prefix_ms=prefix_ms, hold_ms=hold_ms)


def kinds(signals: list[Signal]) -> list[type]:
    return [type(signal) for signal in signals]


def test_a_turn() -> None:
    line = QUIET * 20 + LOUD * 50 + QUIET * 40
    signals = detector().feed(line)
    assert kinds(signals) == [Started, Paused, Stopped]
    started, _, stopped = signals
    assert isinstance(started, Started)
    assert isinstance(stopped, Stopped)
    assert 400 - 100 - 20 <= started.start_ms <= 400 - 100
    assert stopped.last_sound_ms == 1400
    assert stopped.end_ms == 1900
    assert stopped.sound == line[started.start_ms * 8 : stopped.end_ms * 8]


def test_a_short_pause_is_no_end() -> None:
    signals = detector().feed(LOUD * 10 + QUIET * 20 + LOUD * 10 + QUIET * 30)
    assert kinds(signals) == [Started, Paused, Resumed, Paused, Stopped]


def test_a_click_is_no_speech() -> None:
    assert detector().feed((LOUD * 2 + QUIET * 10) * 10) == []


def test_hold_may_change_while_it_waits() -> None:
    one = detector(hold_ms=4000)
    assert kinds(one.feed(LOUD * 10 + QUIET * 20)) == [Started, Paused]
    one.hold_ms = 300
    assert kinds(one.feed(QUIET)) == [Stopped]


def test_endless_speech_is_cut() -> None:
    signals = detector().feed(LOUD * (130 * 50))
    assert kinds(signals)[:2] == [Started, Stopped]


@given(
    st.lists(st.tuples(st.booleans(), st.integers(1, 40)), max_size=12),
    st.lists(st.integers(1, 700), min_size=1, max_size=40),
)
def test_chunk_sizes_do_not_matter(runs: list[tuple[bool, int]], sizes: list[int]) -> None:
    line = b"".join((LOUD if loud else QUIET) * count for loud, count in runs)
    whole = detector().feed(line)
    pieces: list[Signal] = []
    one, start, place = detector(), 0, 0
    while start < len(line):
        size = sizes[place % len(sizes)]
        pieces += one.feed(line[start : start + size])
        start, place = start + size, place + 1
    assert pieces == whole
    for first, second in pairwise(whole):
        assert not (isinstance(first, Started) and isinstance(second, Started))
