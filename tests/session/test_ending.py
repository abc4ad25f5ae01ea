"""How a call ends: the goodbye, the last words, the limits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.session.driver import FRAME, T0, Driver, audio, greeted, of, only

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
    AgentAudio,
    AgentTextDelta,
    CallerAudio,
    CallerSpeechStarted,
    CallerSpeechStopped,
    CallerText,
    CarrierEnded,
    CarrierStopped,
    CommandArrived,
    EngineError,
    EngineLost,
    EngineOpened,
    InputCommitted,
    LimitNear,
    MachineDetected,
    MarkReached,
    ResponseDone,
    ResponseStarted,
    Restarting,
    ScribeHeard,
    SessionUpdated,
    Tick,
    ToolCalled,
    Trouble,
)
from phony.domain.turns import Role
from phony.session.ending import OVERTIME_MS, STALLED_MS


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


# ---- heard is what was said, whatever its length ---------------------------------------------


def silent_caller(d: Driver) -> Ask:
    return only(d.wait(3100), Ask)


def machine(d: Driver) -> Ask:
    return only(d.feed(MachineDetected("machine_end_beep")), Ask)


def transfer(d: Driver) -> Ask:
    d.feed(CommandArrived(order(CommandKind.TRANSFER, to_number="+15550100001")))
    return of(d.done, Ask)[-1]


def too_long(d: Driver) -> Ask:
    return only(d.wait(19_000 - d.now_ms), Ask)


def too_dear(d: Driver) -> Ask:
    return only(d.feed(LimitNear("stop", "call")), Ask)


def restart(d: Driver) -> Ask:
    return only(d.feed(Restarting()), Ask)


def end_tool(d: Driver) -> Ask:
    d.feed(ResponseStarted("r_tool"))
    call = ToolCalled("r_tool", "f1", "call_1", "end_call", '{"reason": "done"}')
    return only(d.feed(ResponseDone("r_tool", "completed", tool_calls=[call])), Ask)


def order(kind: CommandKind, **args: str) -> Command:
    return Command(id="x", org_id="o", call_id="c", kind=kind, created_at=T0, args=args)


WAYS = [silent_caller, machine, transfer, too_long, too_dear, restart, end_tool]


@pytest.mark.parametrize("why", WAYS)
@pytest.mark.parametrize("seconds", [2, 14, 29, 41])
def test_last_words_are_heard_whole(why: Callable[[Driver], Ask], seconds: int) -> None:
    d = greeted(
        max_duration_s=30,
        silence={"prompt_after_s": 300 if why is not silent_caller else 3, "max_prompts": 0},
        voicemail={"action": "leave_message", "message": "Call us back."},
    )
    ended = d.play(d.respond(why(d), text="word " * seconds * 2, ms=seconds * 1000))
    assert of(ended, EndCall)
    last = [turn for turn in d.session.history() if turn.role is Role.AGENT][-1]
    assert (last.heard, last.heard_ms, last.interrupted) == (last.said, seconds * 1000, False)


def test_last_words_made_no_faster_than_they_are_spoken_are_heard_whole() -> None:
    d = greeted(silence={"prompt_after_s": 3, "max_prompts": 0})
    bye = silent_caller(d)
    d.feed(ResponseStarted("r", bye.metadata))
    for n in range(40):
        d.feed(AgentTextDelta("r", "i", f"{n} "), AgentAudio("r", "i", audio(1000)))
        assert not of(d.wait(1000), EndCall)
    ended = d.play(d.finish("r", "i", "".join(f"{n} " for n in range(40))))
    assert not of(ended, EndCall)  # the marks before the last one were not echoed
    ended = d.feed(MarkReached("i:40000"))
    assert only(ended, EndCall).outcome is CallOutcome.SILENCE


@pytest.mark.parametrize("begun_ms", [0, 7000])
def test_last_words_that_stop_coming_end_the_call(begun_ms: int) -> None:
    d = greeted(silence={"prompt_after_s": 3, "max_prompts": 0})
    bye = silent_caller(d)
    if begun_ms:
        d.respond(bye, ms=begun_ms, done=False)
        assert not of(d.wait(begun_ms + STALLED_MS - 300), EndCall)
    assert only(d.wait(STALLED_MS + 400), EndCall).outcome is CallOutcome.SILENCE


def test_an_engine_lost_for_good_lets_what_was_said_be_heard() -> None:
    d = greeted(silence={"prompt_after_s": 3, "max_prompts": 0})
    spoken = d.respond(silent_caller(d), ms=20_000, done=False)
    assert not of(d.feed(EngineError("insufficient_quota", "", trouble=Trouble.FATAL)), EndCall)
    assert of(d.play(spoken) + d.wait(6000), EndCall)
    assert d.now_ms > 23_000


def test_no_last_words_last_for_ever() -> None:
    d = greeted(max_duration_s=60, silence={"prompt_after_s": 300})
    d.respond(only(d.wait(48_000), Ask), ms=200_000)
    ended = only(d.wait(120_000), EndCall)
    assert 60_000 + OVERTIME_MS <= ended.ended_ms <= 61_500 + OVERTIME_MS
