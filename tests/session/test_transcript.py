"""The turns in the order of the conversation, with what was said and what was heard."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.session.driver import Driver, greeted, of

from phony.domain.actions import TurnChanged
from phony.domain.events import (
    AgentText,
    AgentTextDelta,
    CallerSpeechStarted,
    CallerSpeechStopped,
    CallerText,
    CallerTextDelta,
    CallerTextFailed,
    CarrierStopped,
    EngineLost,
    InputCommitted,
    ItemAdded,
    ResponseDone,
    ResponseStarted,
)
from phony.domain.turns import Role, Turn
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


def reasons(d: Driver) -> list[tuple[str, object]]:
    return [
        (turn.said, turn.data.get("reason"))
        for turn in d.session.history()
        if turn.role is Role.CALLER
    ]


def test_a_turn_without_words_says_why() -> None:
    d = greeted()
    d.caller_says("", "c1")
    d.feed(CallerSpeechStarted("c2"), InputCommitted("c2"), CallerTextFailed("c2", "no"))
    d.feed(CallerSpeechStarted("c3"), InputCommitted("c3"), CallerTextDelta("c3", "When"))
    d.feed(CallerTextFailed("c3", "no"))  # what is known of it stays
    d.feed(CallerSpeechStarted("c4"), EngineLost(1011))
    d.settle_history(d.start_engine())
    d.caller_says("Hello?", "c5")
    d.feed(CallerSpeechStarted("c6"), CarrierStopped())
    d.wait(2000)
    assert reasons(d) == [
        ("", "no_words"),
        ("", "not_transcribed"),
        ("When", None),
        ("", "engine_lost"),
        ("Hello?", None),
        ("", "call_ended"),
    ]
    last = {action.turn.id: action.turn for action in of(d.done, TurnChanged)}
    assert all(turn.final and turn.ended_ms is not None for turn in last.values())
    assert list(last.values()) == d.session.history()


def test_an_agent_that_does_not_write_down_says_so() -> None:
    d = greeted(transcription={"enabled": False})
    d.feed(CallerSpeechStarted("c1"), InputCommitted("c1"))
    assert reasons(d) == [("", "transcription_off")]


def test_turns_that_another_worker_left_open_are_closed_and_shown_so() -> None:
    open_turns = [
        Turn(id="c:1", call_id="c", index=0, role=Role.AGENT, said="One two.", heard="One"),
        Turn(id="c:2", call_id="c", index=1, role=Role.CALLER, started_ms=700),
        Turn(id="c:3", call_id="c", index=2, role=Role.CALLER, said="Yes", final=True),
    ]
    transcript = Transcript("c", open_turns)
    one, two = transcript.take(900)
    assert (one.final, one.interrupted, one.data) == (True, True, {})
    assert (two.final, two.ended_ms, two.data) == (True, 700, {"reason": "worker_lost"})
    assert not open_turns[0].final


def test_a_response_that_says_nothing_is_no_turn() -> None:
    d = greeted()
    before = len(d.session.history())
    d.feed(ResponseStarted("r", {}), AgentTextDelta("r", "a", ""), AgentText("r", "a", ""))
    d.feed(ResponseDone("r", "completed"))
    assert len(d.session.history()) == before
