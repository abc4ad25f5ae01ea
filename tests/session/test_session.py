"""The call as a whole: its phases, what may be looked at, and what comes too late."""

from __future__ import annotations

from tests.session.driver import FRAME, T0, Driver, greeted, of, only

from phony.domain.actions import CallPhaseChanged, CloseEngine, CommandChanged, EditChanged
from phony.domain.commands import Command, CommandKind, CommandState
from phony.domain.edits import Edit, EditState, Refusal
from phony.domain.events import (
    CallerAudio,
    CallerSpeechStarted,
    CallerText,
    CarrierStopped,
    CommandArrived,
    EditArrived,
    EngineLost,
    InputCommitted,
    OperatorAudio,
    Tick,
)
from phony.session import Phase


def phases(driver: Driver) -> list[str]:
    return [change.phase for change in of(driver.done, CallPhaseChanged)]


def test_a_call_goes_through_its_phases_in_order() -> None:
    d = greeted()
    d.feed(EngineLost())
    d.settle_history(d.start_engine())
    d.feed(CallerSpeechStarted("c1"), InputCommitted("c1"), CarrierStopped())
    d.feed(CallerText("c1", "Bye."))
    assert phases(d) == ["greeting", "talking", "reconnecting", "talking", "draining", "ended"]
    assert d.session.ended


def test_a_call_that_waits_for_somebody_is_connecting() -> None:
    d = Driver()
    assert d.session.phase is Phase.CONNECTING
    d.start_engine()
    assert d.session.phase is Phase.CONNECTING


def test_a_tick_that_would_do_nothing_is_known_before() -> None:
    d = greeted(silence={"prompt_after_s": 300})
    d.wait(1000)
    assert d.session.idle(d.now_ms)
    assert not d.session.idle(d.now_ms + 1000)  # the marks are looked after
    assert d.feed(Tick()) == []


def test_after_the_end_nothing_happens_but_whoever_asks_is_told() -> None:
    d = greeted()
    assert only(d.feed(CarrierStopped()), CloseEngine)
    for event in (CallerAudio(FRAME), OperatorAudio(FRAME), Tick(), CarrierStopped()):
        assert d.feed(event) == []
    late = Edit(id="e", org_id="o", call_id="c", created_at=T0)
    (refused,) = d.feed(EditArrived(late))
    assert isinstance(refused, EditChanged)
    assert (refused.state, refused.refusal) == (EditState.REFUSED, Refusal.CALL_OVER)
    command = Command(id="x", org_id="o", call_id="c", kind=CommandKind.MUTE, created_at=T0)
    (answer,) = d.feed(CommandArrived(command))
    assert isinstance(answer, CommandChanged)
    assert (answer.state, answer.result) == (CommandState.REFUSED, "The call is over.")
