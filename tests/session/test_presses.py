"""Keys that we press: by the carrier, outside the stream, or as tones in it."""

from __future__ import annotations

from typing import Any

from tests.session.driver import FRAME, T0, Driver, greeted, make_agent, of, only

from phony.domain.actions import (
    Action,
    AnswerTool,
    Ask,
    CommandChanged,
    EndCall,
    PlayAudio,
    PressKeys,
    Reconfigure,
    Tell,
)
from phony.domain.calls import CallOutcome, Direction
from phony.domain.commands import Command, CommandKind, CommandState
from phony.domain.context import CallContext
from phony.domain.events import (
    AgentAudio,
    CallerAudio,
    CarrierEnded,
    CarrierStarted,
    CarrierStopped,
    CommandArrived,
    KeysRefused,
    ResponseDone,
    ResponseStarted,
    SessionUpdated,
    ToolCalled,
)

BACK = CarrierStarted("MZ2", "CA1")


def order(d: Driver, kind: CommandKind, **args: Any) -> list[Action]:
    name = f"cmd_{len(d.done)}"
    command = Command(id=name, org_id="o", call_id="c", kind=kind, created_at=T0, args=args)
    return d.feed(CommandArrived(command))


def tool_presses(d: Driver, digits: str) -> list[Action]:
    """The model calls the tool, without a word."""
    call = ToolCalled("r", "f", "call_1", "send_dtmf", f'{{"digits": "{digits}"}}')
    return d.feed(ResponseStarted("r"), ResponseDone("r", "completed", tool_calls=[call]))


def states(actions: list[Action]) -> list[CommandState]:
    return [change.state for change in of(actions, CommandChanged)]


def test_the_carrier_presses_them_and_the_session_goes_on() -> None:
    d = greeted()
    sent = tool_presses(d, "1w2#")
    assert only(sent, PressKeys) == PressKeys("1w2#")
    assert of(sent, AnswerTool)
    assert not of(sent, PlayAudio)
    left = d.feed(CarrierStopped())  # that is the carrier leaving: nobody has hung up
    assert not of(left, EndCall)
    d.feed(CallerAudio(FRAME))
    back = d.feed(BACK)
    assert not of(back, EndCall)
    assert not of(back, Ask)  # whoever asked for keys answers next
    assert d.session.phase == "talking"
    assert of(d.caller_says("You have chosen sales."), Tell) == []
    assert of(d.feed(CarrierStopped()), EndCall)  # now they have


def test_what_is_being_said_is_heard_first() -> None:
    d = greeted()
    spoken = d.respond(ms=2000, done=False)
    assert not of(order(d, CommandKind.SEND_DTMF, digits="1"), PressKeys)
    spoken += d.finish("resp_2", "item_a2", "Good morning.")
    assert only(d.play(spoken), PressKeys) == PressKeys("1")


def test_a_command_is_done_when_the_stream_is_back_and_not_before() -> None:
    d = greeted()
    assert states(order(d, CommandKind.SEND_DTMF, digits="12")) == [CommandState.RUNNING]
    assert states(d.wait(2000)) == []
    assert states(d.feed(BACK)) == [CommandState.DONE]


def test_keys_are_pressed_one_run_after_another() -> None:
    d = greeted()
    first = order(d, CommandKind.SEND_DTMF, digits="1")
    assert not of(order(d, CommandKind.SEND_DTMF, digits="2"), PressKeys)
    assert only(first, PressKeys) == PressKeys("1")
    assert only(d.feed(BACK), PressKeys) == PressKeys("2")


def test_nothing_is_said_while_nobody_can_hear_it() -> None:
    d = greeted()
    d.caller_says("Anybody there?", "c1")
    order(d, CommandKind.SEND_DTMF, digits="1")
    d.feed(ResponseStarted("r9"), SessionUpdated())
    assert not of(d.feed(AgentAudio("r9", "i9", FRAME)), PlayAudio)
    refused = order(d, CommandKind.SAY, text="Hello?")
    assert CommandState.REFUSED in states(refused)
    d.feed(ResponseDone("r9", "cancelled"))
    assert not of(d.wait(1500), Ask)
    assert of(d.done, Reconfigure)[-1].turns is not None
    back = d.feed(BACK)
    assert only(back, Ask).metadata["kind"] == "reply"  # for what was said meanwhile


def test_a_carrier_that_refuses_leaves_all_as_it_was() -> None:
    d = greeted()
    order(d, CommandKind.SEND_DTMF, digits="1")
    assert states(d.feed(KeysRefused())) == [CommandState.FAILED]
    tool_presses(d, "2")
    assert "could not be pressed" in only(d.feed(KeysRefused()), Tell).text
    assert only(d.feed(CarrierStopped()), EndCall).outcome is CallOutcome.CALLER_HUNG_UP


def test_who_hangs_up_meanwhile_has_hung_up() -> None:
    d = greeted()
    order(d, CommandKind.SEND_DTMF, digits="1")
    d.feed(CarrierStopped())
    ended = only(d.feed(CarrierEnded("completed")), EndCall)
    assert ended.outcome is CallOutcome.CALLER_HUNG_UP


def test_a_call_ends_after_its_last_keys() -> None:
    d = greeted()
    calls = [
        ToolCalled("r", "f1", "call_1", "send_dtmf", '{"digits": "9"}'),
        ToolCalled("r", "f2", "call_2", "end_call", '{"reason": "done"}'),
    ]
    led = d.feed(ResponseStarted("r"), ResponseDone("r", "completed", tool_calls=calls))
    assert only(led, PressKeys) == PressKeys("9")
    assert not of(led, Ask)  # the farewell waits, too
    bye = only(d.feed(BACK), Ask)
    assert of(d.play(d.respond(bye, text="Goodbye.")), EndCall)


def test_a_caller_on_hold_hears_the_music_again() -> None:
    d = greeted()
    order(d, CommandKind.HOLD)
    assert of(order(d, CommandKind.SEND_DTMF, digits="1"), PressKeys)
    assert not of(d.wait(3000), PlayAudio)
    d.feed(BACK)
    assert of(d.wait(1000), PlayAudio)


def test_in_the_browser_and_by_setting_keys_are_tones() -> None:
    browser = CallContext(direction=Direction.BROWSER, started_at=T0)
    for d in (Driver(make_agent(), context=browser), greeted(keypad={"press": "tones"})):
        if d.context is browser:
            d.play(d.respond(only(d.start(), Ask)))
        sent = tool_presses(d, "12")
        assert of(sent, PlayAudio)
        assert not of(sent, PressKeys)
