"""How a call ends: the goodbye, the last words, the limits."""

from __future__ import annotations

import pytest
from tests.session.driver import FRAME, T0, Driver, greeted, of, only

from phony.domain.actions import (
    AppendAudio,
    Ask,
    CallPhaseChanged,
    CloseEngine,
    CommitInput,
    EndCall,
    Reconfigure,
    Tell,
    TurnChanged,
)
from phony.domain.calls import CallOutcome
from phony.domain.commands import Command, CommandKind
from phony.domain.engine import TurnTaking
from phony.domain.events import (
    CallerAudio,
    CallerSpeechStarted,
    CallerSpeechStopped,
    CallerText,
    CarrierEnded,
    CarrierStopped,
    CommandArrived,
    EngineLost,
    EngineOpened,
    InputCommitted,
    LimitNear,
    ScribeHeard,
    SessionUpdated,
    Tick,
)
from phony.domain.turns import Role


def test_hang_up_with_nothing_open_closes_the_engine_at_once() -> None:
    d = greeted()
    actions = d.feed(CarrierStopped())
    assert only(actions, EndCall).outcome is CallOutcome.CALLER_HUNG_UP
    assert actions[-2:] == [CallPhaseChanged("ended"), CloseEngine()]
    assert d.feed(CallerAudio(FRAME), Tick(), CarrierStopped()) == []


def test_hang_up_waits_a_moment_for_the_last_words() -> None:
    d = greeted()
    d.feed(CallerSpeechStarted("c1"), CallerSpeechStopped("c1"), InputCommitted("c1"))
    actions = d.feed(CarrierStopped())
    assert of(actions, EndCall)
    assert not of(actions, CloseEngine)
    actions = d.feed(CallerText("c1", "Never mind."))
    assert actions[-1] == CloseEngine()
    assert [change.turn.said for change in of(actions, TurnChanged)] == ["Never mind."]


def test_an_engine_that_becomes_ready_after_the_end_is_sent_nothing() -> None:
    d = greeted()
    order = Command(id="x", org_id="o", call_id="c", kind=CommandKind.TAKE_OVER, created_at=T0)
    d.feed(CommandArrived(order), ScribeHeard(EngineOpened()), ScribeHeard(SessionUpdated()))
    d.feed(ScribeHeard(CallerSpeechStarted("o1")))  # last words that are waited for
    d.feed(EngineLost(), CallerAudio(FRAME))
    told = d.start_engine()
    assert of(told, Tell)
    d.feed(CallerAudio(FRAME), CarrierStopped())
    assert not of(d.settle_history(told) + d.wait(1000), AppendAudio)
    assert of(d.wait(2000), CloseEngine)


def test_last_words_that_never_come_do_not_keep_the_engine() -> None:
    d = greeted()
    d.feed(CallerSpeechStarted("c1"), CallerSpeechStopped("c1"), InputCommitted("c1"))
    d.feed(CarrierStopped())
    assert of(d.wait(1600), CloseEngine) == [CloseEngine()]


@pytest.mark.parametrize("item", ["c1", "c2"])  # the speech's own, or one that the commit made
def test_hang_up_in_mid_sentence_commits_the_sentence_by_hand(item: str) -> None:
    d = greeted()
    d.feed(CallerSpeechStarted("c1"))
    actions = d.feed(CarrierStopped())
    off = only(actions, Reconfigure).turns
    assert off == TurnTaking(None)
    assert of(actions, CommitInput)
    assert not of(d.feed(InputCommitted(item)), CloseEngine)
    ended = d.feed(CallerText(item, "I only wanted to"))
    assert ended[-1] == CloseEngine()
    (turn,) = [turn for turn in d.session.history() if turn.role is Role.CALLER]
    assert (turn.said, turn.final) == ("I only wanted to", True)
    assert turn.ended_ms is not None


def test_a_call_that_is_never_answered_ends() -> None:
    d = Driver()
    d.start_engine()
    actions = d.feed(CarrierEnded("busy"))
    assert only(actions, EndCall).outcome is CallOutcome.NOT_ANSWERED
    assert actions[-1] == CloseEngine()


def test_maximum_duration_is_spoken_before_it_ends_the_call() -> None:
    d = greeted(max_duration_s=60, silence={"prompt_after_s": 300})
    bye = only(d.wait(48_000), Ask)
    assert bye.metadata["kind"] == "goodbye"
    ended = d.play(d.respond(bye))
    assert only(ended, EndCall).outcome is CallOutcome.MAX_DURATION
    assert d.now_ms <= 60_000


def test_a_short_maximum_duration_leaves_time_for_the_whole_goodbye() -> None:
    d = greeted(max_duration_s=12, silence={"prompt_after_s": 300})
    bye = only(d.wait(6000), Ask)
    assert bye.metadata["kind"] == "goodbye"


def test_maximum_duration_holds_even_if_the_goodbye_never_comes() -> None:
    d = greeted(max_duration_s=60, silence={"prompt_after_s": 300})
    ended = only(d.wait(60_000), EndCall)
    assert ended.outcome is CallOutcome.MAX_DURATION
    assert ended.ended_ms <= 60_200


def test_money_warns_tells_the_model_then_ends_politely() -> None:
    d = greeted()
    assert not of(d.feed(LimitNear("warn", "call")), Tell)
    assert of(d.feed(LimitNear("wrap_up", "call")), Tell)
    bye = only(d.feed(LimitNear("stop", "call")), Ask)
    end = only(d.play(d.respond(bye)), EndCall)
    assert (end.outcome, end.reason) == (CallOutcome.SPEND_LIMIT, "spend_limit:call")
