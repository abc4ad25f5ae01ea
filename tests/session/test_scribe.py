"""A person takes the call over: their words are written down, and the agent goes on from them."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from tests.session.driver import FRAME, Driver, audio, of, only
from tests.session.test_commands import (
    DONE,
    FAILED,
    REFUSED,
    ended,
    greeted,
    order,
    replies_by_itself,
)
from tests.support.realtime_contract import check_client

from phony.domain.actions import (
    Action,
    AppendAudio,
    Ask,
    CloseEngine,
    CloseScribe,
    CommandChanged,
    Configure,
    EndCall,
    Note,
    OpenEngine,
    OpenScribe,
    PlayAudio,
    Tell,
    ToScribe,
    UsageReported,
)
from phony.domain.commands import CommandKind
from phony.domain.engine import ScribeSettings
from phony.domain.events import (
    CallerSpeechStarted,
    CallerSpeechStopped,
    CallerText,
    CallerTextDelta,
    CallerTextFailed,
    CarrierStopped,
    EngineError,
    EngineLost,
    EngineOpened,
    InputCommitted,
    ItemAdded,
    ItemDone,
    OperatorAudio,
    ScribeHeard,
    SessionUpdated,
)
from phony.domain.turns import Role
from phony.session import Phase
from phony.wire import realtime


def heard(d: Driver, *events: Any) -> list[Action]:
    """The second session reports something."""
    return d.feed(*[ScribeHeard(event) for event in events])


def sent(actions: list[Action]) -> list[Any]:
    """What went to the second session."""
    return [action.action for action in of(actions, ToScribe)]


def taken_over(**fields: Any) -> Driver:
    """An operator has the floor, and the second session is ready."""
    d = greeted(**fields)
    d.feed(ItemAdded("item_a1", "message", Role.AGENT))
    assert of(order(d, CommandKind.TAKE_OVER), OpenScribe)
    heard(d, EngineOpened(), SessionUpdated())
    return d


def says(d: Driver, text: str, item: str = "o1") -> list[Action]:
    """The operator speaks a turn."""
    led = heard(d, CallerSpeechStarted(item, 0), CallerSpeechStopped(item, 0), InputCommitted(item))
    return led + heard(d, CallerText(item, text, {"type": "duration", "seconds": 2}))


def items(actions: list[Action]) -> list[Tell]:
    """New items of the conversation, each as the service accepts it."""
    made = of(actions, Tell)
    for action in made:
        check_client(orjson.loads(realtime.encode(action)))
    return made


def hand_back(d: Driver, **args: Any) -> list[Action]:
    """The call is handed back, and the moment in which last words may be reported passes."""
    return [*order(d, CommandKind.HAND_BACK, **args), *d.wait(500)]


def assert_phase(d: Driver, phase: Phase) -> None:
    assert d.session.phase is phase


def spoken(d: Driver) -> list[tuple[str, str]]:
    return [(turn.role.value, turn.said) for turn in d.session.history() if turn.kind == "speech"]


def test_the_operator_is_heard_by_the_caller_and_by_a_second_session() -> None:
    d = greeted()
    assert d.feed(OperatorAudio(FRAME)) == []
    taken = order(d, CommandKind.TAKE_OVER)
    assert not replies_by_itself(taken)
    assert_phase(d, Phase.OPERATOR)
    assert of(taken, OpenScribe)
    assert d.feed(OperatorAudio(FRAME)) == [PlayAudio(FRAME, "operator")]  # held until it is up
    (update,) = sent(heard(d, EngineOpened()))
    check_client(orjson.loads(realtime.encode(update)), "")
    assert isinstance(update.settings, ScribeSettings)
    assert sent(heard(d, SessionUpdated())) == [AppendAudio(FRAME)]
    both = d.feed(OperatorAudio(FRAME))
    assert both == [PlayAudio(FRAME, "operator"), ToScribe(AppendAudio(FRAME))]


def test_what_the_operator_said_is_a_turn_and_the_models_own_words_in_their_place() -> None:
    d = taken_over()
    heard(d, CallerSpeechStarted("o1", 0))
    d.wait(300)
    d.caller_says("All right.", "item_c1")  # meanwhile, and after the operator had begun
    d.feed(ItemAdded("item_c1", "message", Role.CALLER, "item_a1"))
    heard(d, CallerSpeechStopped("o1", 900), InputCommitted("o1"), CallerTextDelta("o1", "Ten"))
    led = heard(d, CallerText("o1", "Ten percent off.", {"type": "duration", "seconds": 2}))
    (made,) = items(led)
    assert made.role is Role.OPERATOR
    assert made.text == "Ten percent off."
    assert made.after == "item_a1"
    assert only(led, UsageReported).kind == "transcription.operator"
    assert spoken(d) == [("operator", "Ten percent off."), ("caller", "All right.")]
    turn = next(t for t in d.session.history() if t.role is Role.OPERATOR)
    assert turn.data == {"author": "ann"}
    assert turn.final
    assert turn.item_id == made.item_id


def test_after_the_hand_back_the_agent_answers_what_the_operator_did_not() -> None:
    d = taken_over()
    says(d, "You get ten percent.")
    d.feed(SessionUpdated())  # it does not answer by itself
    d.caller_says("Great, and when do you open?")
    back = hand_back(d, note="They get ten percent.")
    assert of(back, CloseScribe)
    (told,) = items(back)
    assert told.role is Role.SYSTEM
    assert "They get ten percent." in told.text
    assert replies_by_itself(back)
    assert of(back, Ask)
    assert back.index(told) < back.index(only(back, Ask))
    assert ended(d.feed(ItemDone(told.item_id, "message"))) == [DONE]
    assert d.feed(OperatorAudio(FRAME)) == []


def test_what_the_operator_has_answered_is_not_answered_again() -> None:
    d = taken_over()
    d.caller_says("When do you open?")
    says(d, "At nine.")
    assert not of(hand_back(d) + d.wait(3000), Ask)
    assert_phase(d, Phase.TALKING)


def test_the_hand_back_waits_for_the_last_words() -> None:
    d = taken_over()
    d.feed(OperatorAudio(FRAME))
    heard(d, CallerSpeechStarted("o1", 0))
    back = order(d, CommandKind.HAND_BACK)
    assert d.feed(OperatorAudio(FRAME)) == []
    padded = d.wait(600)  # the microphone is closed: silence of ours ends the sentence
    assert sent(padded) == [AppendAudio(audio(100))] * 5
    assert not of(back + padded, CloseScribe)
    assert_phase(d, Phase.OPERATOR)
    heard(d, CallerSpeechStopped("o1", 500), InputCommitted("o1"))
    assert not of(d.wait(400), CloseScribe)
    done = heard(d, CallerText("o1", "Locker forty two."))
    words, told = items(done)
    assert words.text == "Locker forty two."
    assert told.role is Role.SYSTEM
    assert of(done, CloseScribe)
    assert_phase(d, Phase.TALKING)


def test_the_hand_back_does_not_wait_for_ever_and_says_what_is_missing() -> None:
    d = taken_over()
    heard(d, CallerSpeechStarted("o1", 0), InputCommitted("o1"))
    back = order(d, CommandKind.HAND_BACK) + d.wait(3000)
    (told,) = items(back)
    done = only(d.feed(ItemDone(told.item_id, "message")), CommandChanged)
    assert done.state is DONE
    assert "not all" in str(done.result)
    assert all(turn.final for turn in d.session.history())


def test_a_call_is_handed_back_once_at_a_time() -> None:
    d = taken_over()
    order(d, CommandKind.HAND_BACK)
    assert ended(order(d, CommandKind.HAND_BACK, note="again")) == [REFUSED]


def test_a_call_that_is_being_handed_back_may_be_taken_over_again() -> None:
    d = taken_over()
    heard(d, CallerSpeechStarted("o1", 0))
    order(d, CommandKind.HAND_BACK)
    again = order(d, CommandKind.TAKE_OVER)
    assert ended(again) == [FAILED, DONE]
    assert not of(again, OpenScribe)
    assert sent(d.feed(OperatorAudio(FRAME))) == [AppendAudio(FRAME)]
    assert not of(d.wait(4000), CloseScribe)


@pytest.mark.parametrize("code", ["unsupported", "invalid_value"])
def test_a_second_session_that_is_refused_is_noted_and_no_more(code: str) -> None:
    d = greeted()
    order(d, CommandKind.TAKE_OVER)
    heard(d, EngineOpened())
    refused = heard(d, EngineError(code, "no"))
    assert "operator_transcription_lost" in [note.name for note in of(refused, Note)]
    assert of(refused, CloseScribe)
    assert not of(d.wait(10_000), OpenScribe)
    assert d.feed(OperatorAudio(FRAME)) == [PlayAudio(FRAME, "operator")]
    (told,) = items(order(d, CommandKind.HAND_BACK))
    done = only(d.feed(ItemDone(told.item_id, "message")), CommandChanged)
    assert "not all" in str(done.result)


def test_a_second_session_that_is_lost_is_opened_again_while_somebody_speaks() -> None:
    d = taken_over()
    heard(d, CallerSpeechStarted("o1", 0), CallerTextDelta("o1", "Ten per"))
    lost = heard(d, EngineLost(1006))
    assert items(lost)[0].text == "Ten per"
    opened = []
    for second in range(30):
        if of(d.wait(1000), OpenScribe):
            opened.append(second + 1)
            heard(d, EngineLost(reason="connect_failed"))
    assert opened == [1, 2, 4, 9, 14, 19, 24, 29]
    assert_phase(d, Phase.OPERATOR)
    assert not of(d.done, OpenEngine)


def test_what_cannot_be_the_models_own_words_is_told_to_it() -> None:
    d = taken_over()
    (made,) = items(says(d, "Ten percent off."))
    refused = d.feed(EngineError("invalid_value", "no", event_id=made.event_id))
    (told,) = items(refused)
    assert told.role is Role.SYSTEM
    assert "Ten percent off." in told.text
    assert of(d.feed(EngineError("invalid_value", "no", event_id=told.event_id)), Tell) == []


def test_a_fresh_session_of_the_engine_gets_the_operators_words_as_its_own() -> None:
    d = taken_over()
    d.feed(EngineLost(1006))
    assert not items(says(d, "Ten percent off."))
    restored = items(d.start_engine())
    assert (restored[-1].role, restored[-1].text) == (Role.OPERATOR, "Ten percent off.")
    (made,) = items(says(d, "And free parking.", "o2"))
    assert made.after == restored[-1].item_id


def test_words_said_before_the_engine_was_there_are_not_lost_on_it() -> None:
    d = Driver()
    d.feed(*[])
    order(d, CommandKind.TAKE_OVER)
    heard(d, EngineOpened(), SessionUpdated())
    says(d, "One moment, please.")
    begun = d.start()
    assert "One moment, please." in str(items(begun))


def test_nothing_is_written_down_for_an_agent_that_shall_not() -> None:
    d = greeted(transcription={"enabled": False})
    assert not of(order(d, CommandKind.TAKE_OVER), OpenScribe)
    assert d.feed(OperatorAudio(FRAME)) == [PlayAudio(FRAME, "operator")]
    assert_phase(d, Phase.OPERATOR)
    hand_back(d)
    assert_phase(d, Phase.TALKING)


def test_streaming_models_are_replaced_by_one_that_finds_turns_itself() -> None:
    d = greeted(transcription={"model": "gpt-realtime-whisper"})
    order(d, CommandKind.TAKE_OVER)
    (update,) = sent(heard(d, EngineOpened()))
    assert isinstance(update, Configure)
    assert update.settings.transcription.model == "gpt-transcribe"


def test_the_operators_last_words_are_awaited_at_the_calls_end() -> None:
    d = taken_over()
    heard(d, CallerSpeechStarted("o1", 0))
    over = d.feed(CarrierStopped())
    assert of(over, EndCall)
    assert not of(over, CloseEngine)
    assert sent(d.wait(600))
    heard(d, InputCommitted("o1"))
    last = heard(d, CallerText("o1", "Goodbye.", {"type": "duration", "seconds": 1}))
    assert of(last, UsageReported)
    closing = [action for action in last if isinstance(action, CloseScribe | CloseEngine)]
    assert closing == [CloseScribe(), CloseEngine()]
    assert ("operator", "Goodbye.") in spoken(d)


def test_a_call_that_ends_without_last_words_is_not_kept_open() -> None:
    d = taken_over()
    d.feed(CarrierStopped())
    assert of(d.wait(600), CloseEngine)
    d = taken_over()
    heard(d, CallerSpeechStarted("o1", 0), CallerTextFailed("o1"))
    heard(d, CallerSpeechStarted("o2", 0))
    d.feed(CarrierStopped())
    assert of(d.wait(2000), CloseEngine)
    assert all(turn.final for turn in d.session.history())
