"""Operator's commands: each ends in exactly one state, and does what it says."""

from __future__ import annotations

from typing import Any

from tests.session.driver import FRAME, T0, Driver, audio, make_agent, of, only

from phony.domain.actions import (
    AppendAudio,
    Ask,
    AskAside,
    CallPhaseChanged,
    CancelResponse,
    ClearPlayout,
    CommandChanged,
    EndCall,
    PlayAudio,
    Reconfigure,
    SendMark,
    Tell,
)
from phony.domain.calls import CallOutcome
from phony.domain.commands import Command, CommandKind, CommandState
from phony.domain.events import (
    AgentAudio,
    CallerAudio,
    CallerSpeechStarted,
    CarrierEnded,
    CarrierStopped,
    CommandArrived,
    GoesOn,
    ItemDone,
    MarkReached,
    ResponseDone,
    ResponseStarted,
)
from phony.domain.turns import Role
from phony.sandbox.engine.protocol.responder import unfenced
from phony.session import Phase

DONE, FAILED, REFUSED = CommandState.DONE, CommandState.FAILED, CommandState.REFUSED


def greeted(**fields: Any) -> Driver:
    d = Driver(make_agent(silence={"prompt_after_s": 300}, **fields))
    d.play(d.respond(only(d.start(), Ask), text="Hello."))
    return d


def order(d: Driver, kind: CommandKind, **args: Any) -> list[Any]:
    command = Command(
        id=f"cmd_{kind}", org_id="o", call_id="c", kind=kind, args=args, author="ann", created_at=T0
    )
    return d.feed(CommandArrived(command))


def ended(actions: list[Any]) -> list[CommandState]:
    states = [change.state for change in of(actions, CommandChanged)]
    return [state for state in states if state is not CommandState.RUNNING]


def replies_by_itself(actions: list[Any]) -> bool:
    turns = only(actions, Reconfigure).turns
    assert turns is not None
    return turns.replies


def test_say_speaks_exact_words_and_is_done_when_they_were_heard() -> None:
    d = greeted()
    asked = order(d, CommandKind.SAY, text="We close in five minutes.")
    request = only(asked, Ask)
    assert "Say exactly: We close in five minutes." in unfenced(request.instructions)
    assert ended(asked) == []
    assert ended(d.play(d.respond(request))) == [DONE]


def test_words_that_the_caller_cut_off_are_a_failed_say() -> None:
    d = greeted()
    d.respond(only(order(d, CommandKind.SAY, text="A long story."), Ask), ms=5000)
    d.now_ms += 500
    assert ended(d.feed(CallerSpeechStarted("c1"))) == [FAILED]


def test_a_whisper_is_done_when_the_model_has_it() -> None:
    d = greeted()
    sent = order(d, CommandKind.WHISPER, text="Offer ten percent.", reply=True)
    told = only(sent, Tell)
    assert told.role is Role.SYSTEM
    assert of(sent, Ask)
    assert ended(d.feed(ItemDone(told.item_id, "message"))) == [DONE]
    assert not of(order(d, CommandKind.WHISPER, text="Wait."), Ask)


def test_a_muted_agent_is_cut_off_and_hears_but_does_not_answer() -> None:
    d = greeted()
    d.respond(ms=3000, done=False)
    muted = order(d, CommandKind.MUTE)
    assert of(muted, ClearPlayout)
    assert of(muted, CancelResponse)
    assert not replies_by_itself(muted)
    assert d.feed(AgentAudio("resp_2", "item_a2", FRAME)) == []
    d.feed(ResponseDone("resp_2", "cancelled"))
    assert d.feed(CallerAudio(FRAME)) == [AppendAudio(FRAME)]
    d.caller_says("Are you there?")
    assert not of(d.wait(5000), Ask)
    unmuted = order(d, CommandKind.UNMUTE)
    assert replies_by_itself(unmuted)
    assert of(unmuted, Ask)  # the caller's question is answered now
    assert ended(order(d, CommandKind.UNMUTE)) == [REFUSED]


def test_on_hold_the_caller_hears_music_and_nobody_hears_the_caller() -> None:
    d = greeted()
    held = order(d, CommandKind.HOLD)
    assert of(held, PlayAudio)
    assert d.session.phase is Phase.HOLD
    assert d.feed(CallerAudio(FRAME)) == []
    more = d.play(held)
    assert of(more, PlayAudio)  # it does not stop
    back = order(d, CommandKind.UNHOLD)
    assert of(back, ClearPlayout)
    assert CallPhaseChanged(Phase.TALKING) in back
    assert d.feed(CallerAudio(FRAME)) == [AppendAudio(FRAME)]


def test_hang_up_after_the_sentence_waits_for_what_is_being_said() -> None:
    d = greeted()
    spoken = d.respond(ms=1000)
    assert not of(order(d, CommandKind.HANG_UP), EndCall)
    assert only(d.play(spoken), EndCall).outcome is CallOutcome.OPERATOR_HUNG_UP
    d = greeted()
    d.respond(ms=1000)
    assert of(order(d, CommandKind.HANG_UP, when="now"), EndCall)


def test_an_agent_that_was_muted_is_muted_where_the_call_goes_on() -> None:
    d = Driver(resumed="The line was interrupted.")
    d.feed(GoesOn([], [], muted=True))
    assert not of(d.start() + d.wait(3000), Ask)


def test_keys_are_played_and_done_when_heard() -> None:
    d = greeted(keypad={"press": "tones"})
    sent = order(d, CommandKind.SEND_DTMF, digits="1w2")
    assert ended(sent) == []
    marks = of(sent, SendMark)
    assert ended(d.feed(*[MarkReached(mark.name) for mark in marks])) == [DONE]


def test_keys_do_not_tear_an_item_apart() -> None:
    d = greeted(keypad={"press": "tones"})
    d.respond(ms=400, done=False)
    assert not of(order(d, CommandKind.SEND_DTMF, digits="1"), PlayAudio)
    later = d.feed(AgentAudio("resp_2", "item_a2", audio(200)))
    later += d.finish("resp_2", "item_a2", "Good morning.")
    assert [a.item_id.split("_")[0] for a in of(later, PlayAudio)] == ["item", "dtmf"]


def test_a_probe_is_answered_outside_the_conversation() -> None:
    d = greeted()
    request = only(order(d, CommandKind.PROBE, question="What is open?"), AskAside)
    metadata = request.metadata
    d.feed(ResponseStarted("p", metadata))
    done = d.feed(ResponseDone("p", "completed", metadata=metadata, text="Nine to six."))
    assert only(done, CommandChanged).result == "Nine to six."
    assert len(d.session.history()) == 1


def test_commands_under_way_fail_when_the_call_ends_and_later_ones_are_refused() -> None:
    d = greeted()
    order(d, CommandKind.SAY, text="Hello?")
    assert ended(d.feed(CarrierStopped())) == [FAILED]
    assert ended(order(d, CommandKind.MUTE)) == [REFUSED]


def test_every_kind_of_command_is_known() -> None:
    for kind in CommandKind:
        args = {"text": "x", "to_number": "+15550100009", "digits": "1", "question": "?"}
        d = greeted()
        order(d, kind, **args)
        d.wait(30_000)
        d.feed(CarrierStopped(), CarrierEnded("completed"))
        assert len(ended(d.done)) == 1, kind
