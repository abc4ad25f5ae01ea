"""What was sent to the caller and how much of it was heard."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.session.driver import audio

from phony.domain.actions import (
    PlayAudio,
)
from phony.session.playout import Playout


@given(
    st.lists(st.tuples(st.integers(1, 900), st.integers(0, 900), st.booleans()), max_size=20),
    st.integers(0, 5000),
)
def test_heard_stays_between_the_last_mark_and_what_was_sent(
    steps: list[tuple[int, int, bool]], wait_ms: int
) -> None:
    playout, now, marks = Playout(), 0.0, []
    received, acknowledged = 0, 0
    for ms, pause, echo in steps:
        now += pause
        sent = playout.send("i", "r", audio(ms), now)
        received += ms
        marks += [action.name for action in sent if not isinstance(action, PlayAudio)]
        if echo and marks:
            reached = playout.reached(marks.pop(0), now)
            assert reached is not None
            acknowledged = reached.heard_ms
    heard = playout.heard("i", now + wait_ms)
    assert heard is None or acknowledged <= heard <= received
    for cut in playout.interrupt(now + wait_ms):
        assert acknowledged <= cut.heard_ms <= received


def test_playback_of_an_item_begins_when_the_queue_before_it_is_empty() -> None:
    playout = Playout()
    playout.send("a", "r", audio(1000), 0)
    playout.send("b", "r", audio(1000), 10)
    assert playout.heard("b", 900) == 0
    assert playout.heard("b", 1400) == 400


def test_an_echo_that_comes_late_shifts_the_estimate() -> None:
    playout = Playout()
    marks = playout.send("a", "r", audio(1000), 0)
    playout.send("a", "r", audio(1000), 0)
    playout.reached(marks[1].name, 1150)  # type: ignore[union-attr]
    assert playout.heard("a", 1350) == 1200
