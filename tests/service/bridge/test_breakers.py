"""A breaker per engine: opened by failures, closed by a session, shared by the workers."""

from __future__ import annotations

from itertools import pairwise

from tests.session.driver import make_agent

from phony.domain.fallback import EngineChoice
from phony.service.bridge.breakers import (
    FAILURES,
    FIRST_PROBE_S,
    LONGEST_PROBE_S,
    WITHIN_S,
    Breakers,
)
from phony.store.database import Database
from phony.store.engines import EngineStates

OWN = EngineChoice(make_agent(model="gpt-realtime-2.1"))
OTHER = EngineChoice(make_agent(model="gpt-realtime-2.1-mini"))


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> Breakers:
    breakers = Breakers(clock)
    for _ in range(FAILURES):
        breakers.failed(OWN, "connect_failed")
    return breakers


def test_one_failure_is_a_hiccup_and_two_are_an_engine_that_is_away() -> None:
    clock = Clock()
    breakers = Breakers(clock)
    breakers.failed(OWN, "connect_failed")
    assert breakers.may_try(OWN)
    clock.now += WITHIN_S + 1
    breakers.failed(OWN, "connect_failed")
    assert breakers.may_try(OWN)
    breakers.failed(OWN, "connect_failed")
    assert not breakers.may_try(OWN)
    assert not breakers.closed(OWN)
    assert breakers.away == {"gpt-realtime-2.1": "connect_failed"}
    assert breakers.may_try(OTHER)


def test_a_session_between_two_failures_makes_them_two_hiccups() -> None:
    breakers = Breakers(Clock())
    breakers.failed(OWN, "connect_failed")
    breakers.ready(OWN)
    breakers.failed(OWN, "connect_failed")
    assert breakers.closed(OWN)


def test_what_cannot_heal_by_itself_needs_no_second_failure() -> None:
    breakers = Breakers(Clock())
    breakers.failed(OWN, "invalid_api_key", hopeless=True)
    assert not breakers.may_try(OWN)


def test_one_call_after_the_other_tries_at_growing_distances() -> None:
    clock = Clock()
    breakers, tried = opened(clock), []
    began = clock.now
    while clock.now < began + 150:
        if breakers.may_try(OWN):
            tried.append(clock.now - began)
            assert not breakers.may_try(OWN)  # one at a time
            breakers.failed(OWN, "connect_failed")
        clock.now += 1
    gaps = [later - earlier for earlier, later in pairwise(tried)]
    assert tried[0] == FIRST_PROBE_S
    assert gaps[:3] == [4, 8, 16]
    assert max(gaps) == LONGEST_PROBE_S


def test_a_session_that_is_ready_closes_it() -> None:
    breakers = opened(Clock())
    breakers.ready(OWN)
    assert breakers.closed(OWN)
    assert breakers.away == {}


async def test_the_other_workers_know_it_both_ways(database: Database) -> None:
    states, clock = EngineStates(database), Clock()
    first, second = opened(clock), Breakers(clock)
    await first.share(states)
    await second.share(states)
    assert not second.may_try(OWN)
    assert second.away == {"gpt-realtime-2.1": "connect_failed"}
    clock.now += 5  # more than the database's clock has moved: this is newer
    second.ready(OWN)
    await second.share(states)
    clock.now += 5
    await first.share(states)
    assert first.closed(OWN)


async def test_older_news_do_not_undo_newer_ones(database: Database) -> None:
    states, clock = EngineStates(database), Clock()
    first, second = opened(clock), Breakers(clock)
    await first.share(states)
    await second.share(states)
    clock.now += 5
    second.ready(OWN)  # not told yet
    await second.share(states)
    (told,) = await states.all()
    assert not told.away
    first.ready(OWN)
    clock.now += 5
    await second.share(states)
    assert second.closed(OWN)
