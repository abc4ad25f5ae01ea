"""The agent's engines, one after the other, when one is away; then a number, then an apology."""

from __future__ import annotations

from typing import Any

import pytest
from tests.session.driver import Driver, greeted, make_agent, of, only

from phony.domain.actions import (
    AfterStream,
    Ask,
    Configure,
    EndCall,
    EngineJudged,
    OpenEngine,
    UsageReported,
)
from phony.domain.calls import CallOutcome, Direction
from phony.domain.context import CallContext
from phony.domain.engine import SessionSettings
from phony.domain.events import (
    CarrierStarted,
    EngineError,
    EngineLost,
    EngineOpened,
    ResponseDone,
    ResponseStarted,
    Trouble,
)
from phony.domain.fallback import engines
from phony.session.chain import Chain
from phony.session.engine import GIVE_UP_MS, TRANSFER_MS
from phony.session.pulse import HURRIED_ANSWER_MS, HURRIED_QUIET_MS

MINI: dict[str, Any] = {"model": "gpt-realtime-2.1-mini", "voice": "cedar"}
OTHER = {"url": "wss://voice.example.com/v1/realtime", "api_key": "sk"}
COLLEAGUE = "+14155550188"
GONE = EngineLost(reason="connect_failed")


def fallback(*others: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"fallback": {"engines": list(others), **more}, "silence": {"prompt_after_s": 300}}


def choices(actions: list[Any]) -> list[int]:
    return [action.choice for action in of(actions, OpenEngine)]


def lost_for(d: Driver, ms: float) -> list[Any]:
    """Every session that is asked for is refused at once, for so long or until the call ends."""
    actions, end = d.feed(EngineLost(1006)), d.now_ms + ms
    while d.now_ms < end and not of(actions, EndCall):
        led = d.wait(100)
        actions += led
        while of(led, OpenEngine):
            led = d.feed(GONE)
            actions += led
    return actions


def test_a_session_that_served_is_replaced_by_its_like_and_then_by_the_next_engine() -> None:
    d = greeted(**fallback(MINI))
    d.wait(20_000)
    assert choices(d.feed(EngineLost(1011))) == [0]
    assert choices(d.feed(GONE)) == [1]  # at once
    settings = only(d.feed(EngineOpened()), Configure).settings
    assert isinstance(settings, SessionSettings)
    assert (settings.model, settings.voice) == ("gpt-realtime-2.1-mini", "cedar")


def test_history_and_the_owed_answer_go_to_the_next_engine_and_its_model_is_billed() -> None:
    d = greeted(**fallback(MINI))
    d.caller_says("When are you open?")
    d.feed(ResponseStarted("r2"), EngineLost(1011), GONE)
    told = d.start_engine()
    ready = d.settle_history(told)
    assert "apologize briefly" in only(ready, Ask).instructions
    d.feed(ResponseStarted("r3"))
    done = d.feed(ResponseDone("r3", "completed", usage={"total_tokens": 1}))
    assert only(done, UsageReported).model == "gpt-realtime-2.1-mini"


def test_an_engine_that_gives_no_sign_of_life_is_not_asked_again_first() -> None:
    d = greeted(**fallback(MINI))
    d.dead = True
    actions = d.wait(HURRIED_QUIET_MS + HURRIED_ANSWER_MS + HURRIED_QUIET_MS)
    assert choices(actions) == [1]
    (judged,) = of(actions, EngineJudged)
    assert (judged.choice, judged.ready, judged.reason) == (0, False, "no sign of life")


def test_one_that_hangs_while_it_opens_is_left_sooner_if_there_is_another() -> None:
    d = Driver(make_agent(**fallback(MINI)))
    d.feed(CarrierStarted("MZ1", "CA1"))
    assert choices(d.wait(2600)) == [1]
    assert not of(d.wait(2600), OpenEngine)  # the last has longer
    assert of(d.wait(2000), EndCall)  # nobody was heard yet: told at once


def test_after_the_last_comes_the_first_again_until_the_call_is_given_up() -> None:
    d = greeted(**fallback(MINI, OTHER))
    d.wait(20_000)
    actions = lost_for(d, 60_000)
    assert choices(actions)[:8] == [0, 1, 2, 0, 1, 2, 0, 1]
    end = only(actions, EndCall)
    assert (end.outcome, end.after) == (CallOutcome.ENGINE_FAILED, AfterStream("apology"))
    assert d.now_ms - 20_000 == pytest.approx(GIVE_UP_MS, abs=3000)


def test_a_number_takes_the_caller_when_no_engine_is_left() -> None:
    d = greeted(**fallback(MINI, transfer_to=COLLEAGUE))
    d.wait(20_000)
    began_ms = d.now_ms
    end = only(lost_for(d, 60_000), EndCall)
    assert end.after == AfterStream("transfer", to_number=COLLEAGUE)
    assert end.outcome is CallOutcome.TRANSFERRED
    assert end.reason == "no engine: connect_failed"
    assert d.now_ms - began_ms == pytest.approx(TRANSFER_MS, abs=2500)


def test_a_browser_cannot_be_transferred() -> None:
    agent = make_agent(**fallback(transfer_to=COLLEAGUE))
    d = Driver(agent, context=CallContext(direction=Direction.BROWSER))
    d.start()
    end = only(d.feed(EngineError("insufficient_quota", "", trouble=Trouble.FATAL)), EndCall)
    assert end.outcome is CallOutcome.ENGINE_FAILED


def test_what_cannot_heal_is_left_out_and_the_others_go_on() -> None:
    d = greeted(**fallback(MINI))
    quota = EngineError("insufficient_quota", "", trouble=Trouble.FATAL)
    assert choices(d.feed(quota)) == [1]
    d.settle_history(d.start_engine())
    d.wait(20_000)
    assert choices(d.feed(EngineLost(1006))) == [1]
    assert not of(d.feed(GONE), EndCall)
    assert choices(d.wait(300)) == [1]
    assert only(d.feed(EngineLost(status=401)), EndCall).after == AfterStream("apology")


def test_a_call_whose_engines_are_all_known_to_be_away_ends_at_once() -> None:
    d = Driver(make_agent(**fallback(MINI, transfer_to=COLLEAGUE)))
    d.feed(CarrierStarted("MZ1", "CA1"))
    away = EngineLost(reason="known to be away", trouble=Trouble.AWAY)
    first = d.feed(away)
    assert choices(first) == [1]
    assert not of(first, EngineJudged)  # nobody asked it
    assert only(d.feed(away), EndCall).after == AfterStream("transfer", to_number=COLLEAGUE)


def test_one_that_is_known_to_be_away_does_not_end_the_wait_for_another() -> None:
    d = greeted(**fallback(MINI))
    d.wait(20_000)
    d.feed(EngineLost(1006), GONE)  # the first was lost and did not come back
    d.settle_history(d.start_engine())
    d.wait(20_000)
    assert choices(d.feed(EngineLost(1006))) == [1]
    assert choices(d.feed(GONE)) == [0]
    assert not of(d.feed(EngineLost(trouble=Trouble.AWAY)), EndCall)
    assert choices(d.wait(3000)) == [1]


def test_a_chain_goes_around() -> None:
    chain = Chain(engines(make_agent(**fallback(MINI, OTHER))))
    places = []
    for _ in range(4):
        places.append(chain.place)
        chain.asked()
        chain.failed(hopeless=chain.place == 1, away=False)
    assert places == [0, 1, 2, 0]
    assert chain.place == 2
    assert not chain.fresh
    assert not chain.others_left
    assert not chain.exhausted
    chain.ready()
    assert chain.fresh
    chain.failed(hopeless=True, away=False)
    chain.failed(hopeless=True, away=False)
    assert chain.exhausted
