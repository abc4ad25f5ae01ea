"""The greeting of a call we placed: who is called says "Hello?" into it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.session.driver import Driver, make_agent, of, only

from phony.domain.actions import Ask, Tell
from phony.domain.calls import Direction
from phony.domain.events import CallerSpeechStarted, ResponseDone, ResponseStarted


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
    assert "exactly these words: Hello, this is Example Dental." in text


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
