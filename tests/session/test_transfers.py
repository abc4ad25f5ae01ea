"""The caller goes to a person, at once or after a colleague has accepted."""

from __future__ import annotations

from typing import Any

from tests.session.driver import T0, Driver, make_agent, of, only
from tests.session.test_commands import DONE, FAILED, ended, greeted, order

from phony.domain.actions import (
    AfterStream,
    Ask,
    AskAside,
    ClearPlayout,
    CommandChanged,
    DialOperator,
    EndCall,
    PlayAudio,
    Tell,
)
from phony.domain.commands import Command, CommandKind
from phony.domain.events import (
    CarrierStarted,
    GoesOn,
    OperatorDialed,
    ResponseDone,
    ResponseStarted,
)
from phony.session import Phase


def test_a_cold_transfer_is_announced_then_the_carrier_dials() -> None:
    d = greeted()
    begun = order(d, CommandKind.TRANSFER, to_number="+15550100009")
    command_id = of(begun, CommandChanged)[0].command_id
    end = only(d.play(d.respond(only(begun, Ask))), EndCall)
    assert end.after == AfterStream("transfer", "+15550100009", command_id=command_id)


def warm(d: Driver) -> tuple[list[Any], DialOperator]:
    """A warm transfer up to the moment when the caller hears music."""
    asked = order(d, CommandKind.WARM_TRANSFER, to_number="+15550100009")
    summary, announced = only(asked, AskAside), only(asked, Ask)
    metadata = summary.metadata
    d.feed(ResponseStarted("s", metadata, out_of_band=True))
    done = d.feed(ResponseDone("s", "completed", metadata=metadata, text="Ada wants a refund."))
    music = d.play(d.respond(announced))
    assert d.session.phase is Phase.HOLD
    return music, only(done, DialOperator)


def test_a_warm_transfer_joins_the_caller_with_the_colleague_who_accepted() -> None:
    d = greeted()
    music, dial = warm(d)
    assert of(music, PlayAudio)
    assert dial.summary == "Ada wants a refund."
    taken = d.feed(OperatorDialed(dial.command_id, "accepted"))
    assert ended(taken) == [DONE]
    after = only(taken, EndCall).after
    assert after == AfterStream("warm", "+15550100009", dial.room, dial.command_id)


def test_a_warm_transfer_that_was_declined_goes_back_to_an_agent_who_knows() -> None:
    d = greeted()
    _, dial = warm(d)
    back = d.feed(OperatorDialed(dial.command_id, "declined"))
    assert ended(back) == [FAILED]
    assert of(back, ClearPlayout)  # the music stops
    assert "declined" in only(back, Tell).text
    assert of(back, Ask)
    assert d.session.phase is Phase.TALKING


def resumed_while_a_colleague_is_called() -> tuple[Driver, DialOperator]:
    """The call goes on at another worker, in the middle of a warm transfer."""
    d = Driver(make_agent(silence={"prompt_after_s": 300}), resumed="The line was interrupted.")
    command = Command(
        id="cmd_1", org_id="o", call_id="c", kind=CommandKind.WARM_TRANSFER, author="ann",
        args={"to_number": "+15550100009", "summary": "Ada wants a refund."}, created_at=T0,
    )  # fmt: skip
    say = command.model_copy(update={"id": "cmd_2", "kind": CommandKind.SAY})
    led = d.feed(GoesOn([], [say, command]))
    assert ended(led) == [FAILED]  # nobody knows how much of it was said
    return d, only(led, DialOperator)


def test_a_warm_transfer_goes_on_where_the_call_does() -> None:
    d, dial = resumed_while_a_colleague_is_called()
    begun = d.start()
    assert of(begun, PlayAudio)  # music, and no word of the agent's
    assert not of(begun + d.wait(3000), Ask)
    assert d.session.phase is Phase.HOLD
    taken = d.feed(OperatorDialed(dial.command_id, "accepted"))
    after = only(taken, EndCall).after
    assert after == AfterStream("warm", "+15550100009", dial.room, dial.command_id)


def test_a_colleague_who_answered_while_nobody_held_the_call() -> None:
    d, dial = resumed_while_a_colleague_is_called()
    assert not d.feed(OperatorDialed(dial.command_id, "accepted"))
    assert of(d.feed(CarrierStarted("MZ1", "CA1")), EndCall)
    d, dial = resumed_while_a_colleague_is_called()
    d.feed(OperatorDialed(dial.command_id, "declined"))
    begun = d.start()
    assert of(begun, Ask)
    assert not of(begun, PlayAudio)


def test_a_warm_transfer_does_not_wait_for_a_summary_for_ever() -> None:
    d = greeted()
    d.caller_says("I want a refund")
    d.play(d.respond())
    order(d, CommandKind.WARM_TRANSFER, to_number="+15550100009")
    assert "I want a refund" in only(d.wait(5100), DialOperator).summary
