"""The call as a whole: opening, speech, barge-in, marks, endings."""

from __future__ import annotations

import pytest
from tests.session.driver import FRAME, Driver, audio, make_agent, of, only

from phony.domain.actions import (
    AppendAudio,
    Ask,
    CallPhaseChanged,
    CancelResponse,
    ClearPlayout,
    CloseEngine,
    CommitInput,
    Configure,
    EndCall,
    PlayAudio,
    Reconfigure,
    SendMark,
    TruncateItem,
    TurnChanged,
)
from phony.domain.calls import CallOutcome
from phony.domain.engine import SessionSettings, TurnTaking
from phony.domain.events import (
    AgentAudio,
    AgentTextDelta,
    CallerAudio,
    CallerSpeechStarted,
    CallerSpeechStopped,
    CallerText,
    CarrierEnded,
    CarrierStarted,
    CarrierStopped,
    EngineOpened,
    InputCommitted,
    ItemAdded,
    MarkReached,
    ResponseDone,
    ResponseStarted,
    SessionUpdated,
    Tick,
)
from phony.domain.turns import Role
from phony.session import Phase


def greeted(**fields: object) -> Driver:
    """A call whose greeting was played."""
    d = Driver(make_agent(**fields))
    request = only(d.start(), Ask)
    d.play(d.respond(request, text="Hello, this is Example Dental."))
    return d


# ---- opening -----------------------------------------------------------------------------------


def test_the_whole_configuration_goes_out_before_any_audio() -> None:
    d = Driver()
    d.feed(CarrierStarted("MZ1", "CA1"), CallerAudio(FRAME))
    actions = d.feed(EngineOpened())
    update = only(actions, Configure)
    assert not of(d.done, AppendAudio)
    assert isinstance(update.settings, SessionSettings)
    assert "receptionist of Example Dental" in update.settings.instructions
    assert [tool.name for tool in update.settings.tools] == [
        "end_call",
        "send_dtmf",
        "update_context",
    ]


def test_callers_audio_waits_for_the_configuration_a_second_at_most() -> None:
    d = Driver()
    d.feed(CarrierStarted("MZ1", "CA1"), EngineOpened())
    frames = [audio(20)[:-4] + f"{n:02d}==" for n in range(70)]
    d.feed(*[CallerAudio(frame) for frame in frames])
    flushed = of(d.feed(SessionUpdated()), AppendAudio)
    assert [action.payload for action in flushed] == frames[20:]
    assert d.feed(CallerAudio(FRAME)) == [AppendAudio(FRAME)]


def test_greeting_is_said_exactly_once_both_legs_are_up() -> None:
    d = Driver()
    assert not of(d.start_engine(), Ask)  # still ringing
    request = only(d.feed(CarrierStarted("MZ1", "CA1")), Ask)
    assert "Say exactly: Hello, this is Example Dental." in request.instructions
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


# ---- audio -------------------------------------------------------------------------------------


def test_whole_frames_pass_through_untouched() -> None:
    d = greeted()
    d.feed(ResponseStarted("r", {}))
    payload = audio(200)
    assert d.feed(AgentAudio("r", "i", payload))[0] == PlayAudio(payload, "i")


def test_odd_chunks_are_joined_to_whole_frames_and_the_tail_is_padded() -> None:
    d = greeted()
    d.feed(ResponseStarted("r", {}))
    sent = of(d.feed(*[AgentAudio("r", "i", audio(33)) for _ in range(3)]), PlayAudio)
    sent += of(d.finish("r", "i", "Hm."), PlayAudio)
    sizes = [len(action.payload) * 3 // 4 - action.payload.count("=") for action in sent]
    assert all(size % 160 == 0 for size in sizes)
    assert sum(sizes) == 800  # 99 ms and one of padding


def test_marks_are_unique_and_the_last_one_ends_the_item() -> None:
    d = greeted()
    marks = of(d.respond(ms=1300), SendMark)
    assert len({mark.name for mark in marks}) == len(marks)
    assert marks[-1].name.endswith(":1300")


# ---- barge-in ----------------------------------------------------------------------------------


def test_barge_in_clears_and_truncates_at_what_was_heard() -> None:
    d = greeted()
    spoken = d.respond(text="one two three four five six seven eight nine ten", ms=2000)
    item = of(spoken, PlayAudio)[0].item_id
    d.now_ms += 620
    actions = d.feed(CallerSpeechStarted("item_c9"))
    assert actions[:2] == [ClearPlayout(), TruncateItem(item, 620)]
    turn = of(actions, TurnChanged)[0].turn
    assert turn.interrupted
    assert turn.heard == "one two three"
    assert turn.said.endswith("ten")


def test_nothing_is_cut_when_everything_was_heard() -> None:
    d = greeted()
    d.play(d.respond())
    actions = d.feed(CallerSpeechStarted("item_c9"))
    assert not of(actions, ClearPlayout) + of(actions, TruncateItem)


def test_heard_is_never_less_than_the_last_mark_nor_more_than_was_sent() -> None:
    d = greeted()
    spoken = d.respond(ms=2000)
    d.feed(MarkReached(of(spoken, SendMark)[2].name))  # 1200 ms, though no time has passed
    assert only(d.feed(CallerSpeechStarted("c")), TruncateItem).audio_end_ms == 1200
    d.feed(CallerSpeechStopped("c"), InputCommitted("c"))
    spoken = d.respond(ms=400, done=False)
    d.now_ms += 60_000
    assert only(d.feed(CallerSpeechStarted("c2")), TruncateItem).audio_end_ms == 400


def test_items_queued_behind_the_current_one_are_truncated_at_zero() -> None:
    d = greeted()
    d.feed(ResponseStarted("r", {}))
    for item in ("a", "b"):
        d.feed(*[AgentAudio("r", item, audio(200))] * 5)
    d.now_ms += 400
    cut = of(d.feed(CallerSpeechStarted("c")), TruncateItem)
    assert cut == [TruncateItem("a", 400), TruncateItem("b", 0)]


def test_late_audio_of_an_interrupted_response_is_dropped() -> None:
    d = greeted()
    d.respond(done=False)
    d.now_ms += 100
    d.feed(CallerSpeechStarted("c"))
    assert d.feed(AgentAudio("resp_2", "item_a2", audio(200))) == []
    assert d.feed(ResponseDone("resp_2", "cancelled", "turn_detected")) == []


def test_marks_flushed_by_clear_do_not_count_as_heard() -> None:
    d = greeted()
    marks = of(d.respond(ms=2000), SendMark)
    d.now_ms += 300
    turns = of(d.feed(CallerSpeechStarted("c")), TurnChanged)
    assert d.feed(*[MarkReached(mark.name) for mark in marks]) == []
    assert d.session.history()[1].heard_ms == turns[0].turn.heard_ms == 300


def test_the_response_is_cancelled_only_when_the_engine_does_not_do_it() -> None:
    d = greeted()
    d.respond(done=False)
    assert not of(d.feed(CallerSpeechStarted("c")), CancelResponse)
    d = greeted(turn_detection={"interrupt_response": False})
    d.respond(done=False)
    assert of(d.feed(CallerSpeechStarted("c")), CancelResponse) == [CancelResponse("resp_2")]


def test_a_response_that_begins_while_the_caller_speaks_is_not_played() -> None:
    d = greeted()
    d.feed(CallerSpeechStarted("c"))
    actions = d.feed(ResponseStarted("r9", {}), AgentAudio("r9", "i9", audio(200)))
    assert of(actions, CancelResponse) == [CancelResponse("r9")]
    assert not of(actions, PlayAudio)


# ---- transcript and latency ----------------------------------------------------------------------


def test_turns_stand_in_the_order_of_the_conversation_not_of_arrival() -> None:
    d = greeted()
    d.feed(CallerSpeechStarted("c1"))
    d.feed(CallerSpeechStopped("c1"), InputCommitted("c1", "item_a1"))
    d.play(d.respond(text="Nine to six."))
    d.feed(CallerText("c1", "When are you open?"))  # after the answer
    said = [(turn.role, turn.said) for turn in d.session.history()]
    assert said[1:] == [(Role.CALLER, "When are you open?"), (Role.AGENT, "Nine to six.")]


def test_an_item_that_the_engine_puts_later_moves_in_the_history() -> None:
    d = greeted()
    d.feed(CallerSpeechStarted("c1"), ResponseStarted("r", {}), AgentTextDelta("r", "a", "Hm"))
    d.feed(ItemAdded("c1", "message", Role.CALLER, "a"))
    assert [turn.item_id for turn in d.session.history()][1:] == ["a", "c1"]


def test_latency_parts_sum_to_the_silence() -> None:
    d = greeted()
    d.feed(*[CallerAudio(FRAME)] * 100)  # two seconds of the engine's input clock
    d.feed(CallerSpeechStarted("c1"))
    d.now_ms += 520
    d.feed(*[CallerAudio(FRAME)] * 26)
    d.feed(CallerSpeechStopped("c1", audio_end_ms=2500))  # silence of 500 ms included
    d.now_ms += 40
    d.feed(InputCommitted("c1"))
    d.now_ms += 300
    spoken = d.respond(ms=1000)
    d.now_ms += 480
    d.feed(MarkReached(of(spoken, SendMark)[0].name))  # at 400 ms: it began to play 80 ms late
    latency = d.session.history()[-1].latency
    assert latency is not None
    assert (latency.decide, latency.think, latency.play) == (560, 300, 80)
    assert latency.total == latency.decide + latency.think + latency.send + latency.play


# ---- endings -------------------------------------------------------------------------------------


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


def test_silence_is_asked_about_then_ends_the_call_with_a_goodbye() -> None:
    d = greeted(silence={"prompt_after_s": 5, "max_prompts": 1})
    asked = only(d.wait(5100), Ask)
    assert "Are you still there?" in asked.instructions
    d.play(d.respond(asked))
    bye = only(d.wait(5100), Ask)
    assert "hang up now" in bye.instructions
    ended = d.play(d.respond(bye))
    assert only(ended, EndCall).outcome is CallOutcome.SILENCE


def test_a_sign_of_life_starts_the_silence_anew() -> None:
    d = greeted(silence={"prompt_after_s": 5, "max_prompts": 1})
    d.wait(4000)
    d.caller_says("I am here")
    d.play(d.respond())
    assert not of(d.wait(4500), Ask)


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
