"""The turns in the order of the conversation, with what was said and what was heard."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.session.driver import greeted

from phony.domain.events import (
    AgentTextDelta,
    CallerSpeechStarted,
    CallerSpeechStopped,
    CallerText,
    InputCommitted,
    ItemAdded,
    ResponseStarted,
)
from phony.domain.turns import Role
from phony.session.transcript import Alignment, Transcript, whole_words


@given(st.text("ab .", max_size=40), st.integers(0, 60))
def test_heard_words_are_whole_and_a_beginning(text: str, chars: int) -> None:
    heard = whole_words(text, chars)
    assert text.startswith(heard)
    rest = text[len(heard) :]
    assert not rest or rest[0].isspace() or not heard
    assert len(heard) <= max(chars, 0) or chars >= len(text)


def test_text_that_runs_ahead_of_its_audio_is_not_heard_early() -> None:
    alignment = Alignment()
    alignment.add(0, 50)
    alignment.add(200, 100)  # all of the text, when 200 of 4000 ms had come
    assert alignment.spoken(1000, 4000, 100) == 25
    assert alignment.spoken(4000, 4000, 100) == 100


def test_a_resumed_transcript_counts_on() -> None:
    first = Transcript("c")
    first.begin(Role.AGENT, 0, said="Hello", final=True)
    second = Transcript("c", first.turns)
    turn = second.begin(Role.CALLER, 10)
    assert (turn.index, turn.id != first.turns[0].id) == (1, True)
    assert [t.index for t in second.take(10)] == [1]


def test_turns_stand_in_the_order_of_the_conversation_not_of_arrival() -> None:
    d = greeted()
    d.feed(CallerSpeechStarted("c1"))
    d.feed(CallerSpeechStopped("c1"), InputCommitted("c1", "item_a1"))
    d.play(d.respond(text="Nine to six."))
    d.feed(CallerText("c1", "When are you open?"))  # after the answer
    said = [(turn.role, turn.said) for turn in d.session.history()]
    assert said[1:] == [(Role.CALLER, "When are you open?"), (Role.AGENT, "Nine to six.")]


def test_an_item_that_the_engine_puts_later_moves_in_the_history() -> None:
    d = greeted()
    d.feed(CallerSpeechStarted("c1"), ResponseStarted("r", {}), AgentTextDelta("r", "a", "Hm"))
    d.feed(ItemAdded("c1", "message", Role.CALLER, "a"))
    assert [turn.item_id for turn in d.session.history()][1:] == ["a", "c1"]
