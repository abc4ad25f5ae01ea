"""An engine that is not there though its socket is open: noticed and replaced."""

from __future__ import annotations

from tests.session.driver import FRAME, Driver, audio, greeted, of, only
from tests.session.test_commands import order

from phony.domain.actions import Ask, CloseScribe, EndCall, OpenEngine, OpenScribe, Ping, ToScribe
from phony.domain.commands import CommandKind
from phony.domain.events import (
    AgentAudio,
    CallerAudio,
    CallerTextDelta,
    CarrierStarted,
    EngineOpened,
    ItemDone,
    LimitNear,
    OperatorAudio,
    ResponseStarted,
    ScribeHeard,
    SessionUpdated,
    Tick,
)
from phony.session.pulse import ANSWER_MS, QUIET_MS

NOTICED_MS = QUIET_MS + ANSWER_MS


def silent() -> Driver:
    """A call in which nobody has anything to say for a while."""
    return greeted(silence={"prompt_after_s": 300})


def test_a_dead_engine_is_replaced_within_about_five_seconds() -> None:
    d = silent()
    d.wait(20_000)
    d.dead = True
    d.feed(CallerAudio(FRAME))
    actions = d.wait(NOTICED_MS + QUIET_MS)  # it may have answered just before
    assert len(of(actions, Ping)) == 1
    assert of(actions, OpenEngine) == [OpenEngine(2)]
    d.dead = False
    d.settle_history(d.start_engine())
    assert not of(d.wait(60_000), OpenEngine)


def test_an_answer_that_is_owed_by_a_dead_engine_comes_from_the_next() -> None:
    d = silent()
    d.dead = True
    d.caller_says("When are you open?")
    assert of(d.wait(NOTICED_MS + 100), OpenEngine)
    d.dead = False
    assert "apologize" in only(d.settle_history(d.start_engine()), Ask).instructions


def test_an_engine_that_is_there_may_be_silent_as_long_as_it_likes() -> None:
    d = silent()
    assert not of(d.wait(120_000), OpenEngine)


def test_nothing_is_asked_while_the_engine_says_anything() -> None:
    d = silent()
    d.dead = True  # it would not answer
    for n in range(40):
        d.feed(CallerTextDelta("i", "so") if n % 2 else AgentAudio("r", "i", audio(20)))
        assert not of(d.wait(1000), Ping)


def test_every_event_is_a_sign_of_life() -> None:
    d = silent()
    d.dead = True
    assert of(d.wait(QUIET_MS + 100), Ping)
    d.feed(ItemDone("whatever", "message"))
    assert not of(d.wait(ANSWER_MS), OpenEngine)


def test_the_answer_confirms_nothing_else() -> None:
    d = silent()
    d.dead = True
    ping = only(d.wait(QUIET_MS + 100), Ping)
    order(d, CommandKind.MUTE)  # a change of the session, under way behind the question
    d.feed(SessionUpdated())
    assert ping.event_id
    assert not of(d.wait(QUIET_MS - 200), OpenEngine)


def test_who_stood_still_asks_again_before_giving_up_the_engine() -> None:
    d = silent()
    d.dead = True
    assert of(d.wait(QUIET_MS + 100), Ping)
    d.now_ms += 20_000  # this process was frozen; the engine's answer is not read yet
    actions = d.feed(Tick())
    assert of(actions, Ping)
    assert not of(actions, OpenEngine)


def test_a_dead_engine_does_not_keep_a_goodbye_waiting() -> None:
    d = silent()
    d.dead = True
    assert of(d.feed(LimitNear("stop", "call")), Ask)
    actions = d.wait(NOTICED_MS + 200)
    assert only(actions, EndCall)
    assert not of(actions, OpenEngine)


def test_a_response_that_stands_still_is_the_next_engines() -> None:
    d = silent()
    d.caller_says("Tell me everything.")
    d.feed(ResponseStarted("r"))
    for _ in range(6):  # slow, but it goes on
        assert not of(d.wait(10_000), OpenEngine)
        d.feed(AgentAudio("r", "i", audio(60_000)))
    assert of(d.wait(31_000), OpenEngine)


def test_the_first_session_has_a_deadline_too() -> None:
    d = Driver()
    d.feed(CarrierStarted("MZ1", "CA1"))
    d.now_ms = 60_000  # the call clock began with the call, maybe elsewhere
    assert not of(d.wait(3900), OpenEngine)
    assert of(d.wait(300), OpenEngine)  # the handshake hangs
    d.feed(EngineOpened())


def test_the_second_session_is_watched_as_well() -> None:
    d = silent()
    assert of(order(d, CommandKind.TAKE_OVER), OpenScribe)
    d.feed(ScribeHeard(EngineOpened()), ScribeHeard(SessionUpdated()))
    for _ in range(50):
        d.feed(OperatorAudio(FRAME))
        assert not of(d.wait(500), CloseScribe)
    d.dead = True
    actions = d.wait(QUIET_MS + NOTICED_MS + 200)
    assert [type(each.action) for each in of(actions, ToScribe)] == [Ping]
    assert of(actions, CloseScribe)
    assert of(actions + d.wait(1100), OpenScribe)
