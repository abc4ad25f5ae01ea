"""How the agent begins, also when who is called says "Hello?" into the greeting."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.session.driver import Driver, make_agent, of, only

from phony.domain.actions import (
    Ask,
    CallPhaseChanged,
    ClearPlayout,
    Configure,
    Reconfigure,
    Tell,
)
from phony.domain.calls import Direction
from phony.domain.engine import SessionSettings
from phony.domain.events import (
    CallerSpeechStarted,
    CarrierStarted,
    ResponseDone,
    ResponseStarted,
)
from phony.sandbox.engine.protocol.responder import unfenced
from phony.session import Phase


def test_greeting_is_said_exactly_once_both_legs_are_up() -> None:
    d = Driver()
    assert not of(d.start_engine(), Ask)  # still ringing
    request = only(d.feed(CarrierStarted("MZ1", "CA1")), Ask)
    assert "Say exactly: Hello, this is Example Dental." in unfenced(request.instructions)
    assert request.metadata["kind"] == "greeting"
    assert only(d.done, CallPhaseChanged).phase == Phase.GREETING
    assert CallPhaseChanged(Phase.TALKING) in d.play(d.respond(request))
    assert d.session.history()[0].kind == "greeting"


def test_without_a_greeting_the_agent_waits_for_the_caller() -> None:
    d = Driver(make_agent(greeting_message=""))
    assert not of(d.start(), Ask)
    assert d.session.phase is Phase.TALKING


def test_a_protected_greeting_is_not_cut_and_the_caller_is_answered_after_it() -> None:
    d = Driver(make_agent(greeting_interruptible=False))
    actions = d.start()
    settings = only(actions, Configure).settings
    assert isinstance(settings, SessionSettings)
    assert (settings.turns.replies, settings.turns.interrupts) == (False, False)
    spoken = d.respond(only(actions, Ask), ms=3000)
    assert not of(d.caller_says("I have a question"), ClearPlayout)
    after = d.play(spoken)
    turns = only(after, Reconfigure).turns
    assert turns is not None
    assert (turns.replies, turns.interrupts) == (True, True)
    assert only(after, Ask).metadata["kind"] == "reply"


def calling(direction: Direction = Direction.OUTBOUND) -> tuple[Driver, Ask]:
    """A call that was just answered, and the greeting it asked for."""
    plain = Driver(make_agent())
    driver = Driver(plain.agent, context=replace(plain.context, direction=direction))
    return driver, only(driver.start(), Ask)


def told(driver: Driver) -> list[str]:
    """Our messages to the model."""
    return [item.text for item in of(driver.done, Tell)]


def test_a_greeting_that_was_never_heard_begins_the_next_answer() -> None:
    driver, request = calling()
    metadata = request.metadata
    driver.feed(CallerSpeechStarted("c"), ResponseStarted("r", metadata))
    driver.feed(ResponseDone("r", "cancelled", "turn_detected"))
    (text,) = told(driver)
    assert "exactly these words: Hello, this is Example Dental." in unfenced(text)


@pytest.mark.parametrize(("heard_ms", "again"), [(600, True), (2500, False)])
def test_a_greeting_that_was_cut_begins_the_next_answer_if_little_was_heard(
    heard_ms: int, again: bool
) -> None:
    driver, request = calling()
    driver.respond(request, ms=4000)
    driver.wait(heard_ms)
    driver.feed(CallerSpeechStarted("c"))
    assert bool(told(driver)) is again


def test_who_calls_us_interrupts_with_a_question_and_needs_no_greeting() -> None:
    driver, request = calling(Direction.INBOUND)
    driver.respond(request, ms=4000)
    driver.wait(600)
    driver.feed(CallerSpeechStarted("c"))
    assert told(driver) == []


def test_a_greeting_that_was_heard_is_not_said_again() -> None:
    driver, request = calling()
    driver.play(driver.respond(request))
    driver.feed(CallerSpeechStarted("c"))
    assert told(driver) == []
