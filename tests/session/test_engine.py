"""The engine configured, lost, refused, silent, expiring: a fresh session inside the call."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.session.driver import FRAME, T0, Driver, audio, greeted, make_agent, of, only

from phony.domain.actions import (
    AfterStream,
    AppendAudio,
    Ask,
    ClearPlayout,
    CloseEngine,
    Configure,
    EndCall,
    Note,
    OpenEngine,
    PlayAudio,
    SendMark,
    Tell,
    TruncateItem,
)
from phony.domain.audio import base64_bytes
from phony.domain.calls import CallOutcome
from phony.domain.engine import SessionSettings
from phony.domain.events import (
    CallerAudio,
    CallerSpeechStarted,
    CallerSpeechStopped,
    CarrierStarted,
    EngineError,
    EngineLost,
    EngineOpened,
    InputCommitted,
    ItemDone,
    ResponseDone,
    ResponseStarted,
    SessionCreated,
    SessionUpdated,
    Trouble,
)
from phony.domain.turns import Role, Turn
from phony.sandbox.engine.protocol.responder import unfenced
from phony.session import Phase


def texts(actions: list[Any]) -> list[tuple[str, str]]:
    return [(told.role.value, told.text) for told in of(actions, Tell)]


def test_the_whole_configuration_goes_out_before_any_audio() -> None:
    d = Driver()
    d.feed(CarrierStarted("MZ1", "CA1"), CallerAudio(FRAME))
    actions = d.feed(EngineOpened())
    update = only(actions, Configure)
    assert not of(d.done, AppendAudio)
    assert isinstance(update.settings, SessionSettings)
    assert "receptionist of Example Dental" in unfenced(update.settings.instructions)
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


def test_a_lost_engine_is_replaced_with_the_history_and_the_owed_answer() -> None:
    d = greeted()
    d.caller_says("When are you open?")
    d.feed(ResponseStarted("r2"))
    assert of(d.feed(EngineLost(1011)), OpenEngine) == [OpenEngine(2)]
    assert d.session.phase is Phase.RECONNECTING
    d.feed(*[CallerAudio(FRAME)] * 200)  # four seconds
    told = d.start_engine()
    assert texts(told) == [("agent", "Hello."), ("caller", "When are you open?")]
    ready = d.settle_history(told)
    assert len(of(ready, AppendAudio)) == 150  # three of them were kept
    answer = only(ready, Ask).instructions
    assert "apologize briefly" in answer
    assert "receptionist" in answer


def test_nothing_is_said_after_a_loss_in_silence() -> None:
    d = greeted()
    d.feed(EngineLost())
    assert not of(d.settle_history(d.start_engine()), Ask)


def test_the_greeting_is_said_by_the_next_session_if_the_first_was_lost_before_it() -> None:
    d = Driver()
    d.start()
    d.feed(EngineLost())
    request = only(d.start_engine(), Ask)
    assert request.metadata["kind"] == "greeting"


def test_refused_history_becomes_one_summary() -> None:
    d = greeted()
    d.caller_says("Hi")
    d.feed(EngineLost())
    told = of(d.start_engine(), Tell)
    summary = d.feed(EngineError("invalid_value", "no", event_id=told[0].event_id))
    (role, text), *rest = texts(summary)
    assert (role, rest) == ("system", [])
    assert "You: Hello." in text
    assert "Caller: Hi" in text
    assert d.feed(EngineError("invalid_value", "no", event_id=told[1].event_id)) == []
    assert of(d.feed(ItemDone(only(summary, Tell).item_id, "message")), Ask)


def test_speech_of_a_lost_session_plays_on_and_is_not_truncated() -> None:
    d = greeted()
    d.respond(text="one two three four", ms=4000)
    d.feed(EngineLost())
    d.settle_history(d.start_engine())
    d.now_ms += 1000
    cut = d.feed(CallerSpeechStarted("c"))
    assert of(cut, ClearPlayout)
    assert not of(cut, TruncateItem)


def away(d: Driver, ms: float) -> list[Any]:
    """Time passes in which every session that is asked for is refused at once."""
    actions = d.feed(EngineLost(1006))
    end = d.now_ms + ms
    while d.now_ms < end and not of(actions, EndCall):
        led = d.wait(100)
        actions += led
        while of(led, OpenEngine):
            led = d.feed(EngineLost(reason="http_503", status=503))
            actions += led
    return actions


def test_giving_up_hands_the_caller_to_a_spoken_apology() -> None:
    d = greeted()
    actions = away(d, 60_000)
    end = only(actions, EndCall)
    assert (end.outcome, end.after) == (CallOutcome.ENGINE_FAILED, AfterStream("apology"))
    assert len(of(actions, OpenEngine)) <= 22  # every two seconds
    assert actions[-1] == CloseEngine()


def test_an_engine_that_is_away_for_half_a_minute_is_waited_for_with_music() -> None:
    d = greeted()
    d.caller_says("When are you open?")
    actions = away(d, 30_000)
    assert not of(actions, EndCall)
    began = next(n for n, action in enumerate(actions) if isinstance(action, PlayAudio))
    assert Note("caller_waits") in actions[:began]
    heard_ms = sum(base64_bytes(each.payload) for each in of(actions, PlayAudio)) / 8
    assert 27_000 < heard_ms < 34_000  # it began after two seconds, and is never far ahead
    while not of(d.wait(100), OpenEngine):
        pass
    ready = d.settle_history(d.start_engine())
    assert of(ready, ClearPlayout)
    assert "apologize" in only(ready, Ask).instructions
    assert not of(d.wait(1000), PlayAudio)


def test_a_caller_who_waits_hears_a_sentence_once_and_then_music() -> None:
    sentence = audio(1500)
    d = greeted(one_moment=lambda: sentence)
    actions = away(d, 6_000)
    sounds = [action.payload for action in of(actions, PlayAudio)]
    assert sounds[0] == sentence
    assert len(sounds) > 1
    assert sounds.count(sentence) == 1
    assert of(actions, SendMark)
    told = d.session.history()[-1]
    assert (told.role, told.kind, told.heard) == (Role.AGENT, "prompt", "One moment, please.")
    d.wait(2100)  # the next attempt
    d.settle_history(d.start_engine())
    d.wait(20_000)
    again = [action.payload for action in of(away(d, 6_000), PlayAudio)]
    assert again
    assert sentence not in again


def test_no_music_is_played_over_what_is_still_being_said() -> None:
    d = greeted()
    spoken = d.respond(text="one two three four", ms=6000, done=False)
    assert not of(away(d, 5000), PlayAudio)
    d.play(spoken)
    assert of(d.wait(1000), PlayAudio)


def test_a_new_caller_is_not_kept_waiting_for_an_engine_that_is_away() -> None:
    d = Driver()
    d.feed(CarrierStarted("MZ1", "CA1"))
    actions = away(d, 10_000)
    end = only(actions, EndCall)
    assert end.after == AfterStream("apology")
    assert 2000 < end.ended_ms < 7000


def test_an_empty_account_is_not_asked_again_when_a_session_is_opened() -> None:
    d = greeted()
    d.feed(EngineLost())
    broke = EngineLost(reason="insufficient_quota", status=429, trouble=Trouble.FATAL)
    end = only(d.feed(broke), EndCall)
    assert (end.reason, end.after) == ("insufficient_quota", AfterStream("apology"))


def test_sessions_that_die_as_soon_as_they_speak_are_not_opened_for_ever() -> None:
    d = greeted()
    d.caller_says("When are you open?")
    actions: list[Any] = []
    for _ in range(10):
        d.feed(ResponseStarted(f"r{d.now_ms}"))
        actions += d.feed(EngineLost(1011))
        actions += d.wait(2100)
        if of(actions, EndCall):
            break
        d.settle_history(d.start_engine())
    assert only(actions, EndCall).outcome is CallOutcome.ENGINE_FAILED
    assert len(of(actions, OpenEngine)) <= 5


def test_losses_far_apart_are_each_made_good() -> None:
    d = greeted(silence={"prompt_after_s": 300})
    for _ in range(10):
        d.wait(15_000)
        assert of(d.feed(EngineLost(1011)), OpenEngine) == [OpenEngine(2)]
        d.settle_history(d.start_engine())


def test_a_refused_key_is_not_tried_again() -> None:
    d = Driver()
    end = only(d.feed(EngineLost(status=401)), EndCall)
    assert end.outcome is CallOutcome.ENGINE_FAILED


def test_an_engine_that_says_nothing_is_given_up() -> None:
    d = Driver()
    d.feed(CarrierStarted("MZ1", "CA1"), EngineOpened())
    assert of(d.wait(4100), OpenEngine)
    d.feed(EngineOpened())
    assert only(d.wait(4100), EndCall).after == AfterStream("apology")


def test_a_refused_configuration_fails_the_call_loudly() -> None:
    d = Driver()
    update = d.feed(CarrierStarted("MZ1", "CA1"), EngineOpened())[0]
    error = EngineError("invalid_value", "no", event_id=update.event_id, param="session.voice")  # type: ignore[union-attr]
    end = only(d.feed(error), EndCall)
    assert (end.outcome, end.after) == (CallOutcome.ENGINE_FAILED, AfterStream("apology"))
    assert "session.voice" in end.reason


def test_a_session_about_to_expire_is_replaced_when_nobody_speaks() -> None:
    d = Driver(make_agent(silence={"prompt_after_s": 300}, max_duration_s=3300))
    d.feed(CarrierStarted("MZ1", "CA1"), EngineOpened())
    expires = T0 + timedelta(seconds=360)
    d.feed(SessionCreated("s", int(expires.timestamp())))
    request = only(d.feed(SessionUpdated()), Ask)
    d.play(d.respond(request, text="Hello."))
    d.feed(CallerSpeechStarted("c1"))
    assert not of(d.wait(70_000), OpenEngine)  # the caller is speaking
    d.feed(CallerSpeechStopped("c1"), InputCommitted("c1"))
    assert of(d.play(d.respond()) + d.wait(2000), OpenEngine)


def test_a_failed_response_is_asked_for_once_more_then_the_session_is_replaced() -> None:
    d = greeted()
    d.caller_says("Hi")
    d.feed(ResponseStarted("r1"), ResponseDone("r1", "failed", error_code="server_error"))
    again = only(d.wait(1600), Ask)
    d.feed(ResponseStarted("r2", again.metadata))
    lost = d.feed(ResponseDone("r2", "failed", error_code="server_error", metadata=again.metadata))
    assert of(lost, OpenEngine)
    assert of(d.settle_history(d.start_engine()), Ask)


def test_an_empty_account_ends_the_call_with_an_apology() -> None:
    d = greeted()
    d.caller_says("Hi")
    d.feed(ResponseStarted("r1"))
    code = "insufficient_quota"
    broke = ResponseDone("r1", "failed", error_code=code, trouble=Trouble.FATAL)
    end = only(d.feed(broke), EndCall)
    assert (end.reason, end.after) == ("insufficient_quota", AfterStream("apology"))


def test_a_response_refused_because_one_is_active_is_asked_for_again() -> None:
    d = greeted(silence={"prompt_after_s": 5})
    asked = only(d.wait(5100), Ask)
    d.feed(ResponseStarted("other"))  # the engine was faster
    busy = EngineError("busy", "", event_id=asked.event_id, trouble=Trouble.BUSY)
    assert not of(d.feed(busy), Ask)
    again = only(d.feed(ResponseDone("other", "completed")), Ask)
    assert again.metadata == asked.metadata


def test_errors_of_races_change_nothing() -> None:
    d = greeted()
    for trouble in set(Trouble) - {Trouble.FATAL}:
        assert not of(d.feed(EngineError("whatever_new", "", trouble=trouble)), EndCall)
    assert d.session.phase is Phase.TALKING


def test_a_call_that_goes_on_elsewhere_has_its_history_and_says_what_happened() -> None:
    turns = [
        Turn(id="t1", call_id="c", index=0, role=Role.AGENT, said="Hello.", heard="Hello."),
        Turn(id="t2", call_id="c", index=1, role=Role.CALLER, said="Support please.", heard="x"),
    ]
    d = Driver(turns=turns, resumed="The support desk did not answer.")
    told = d.start()
    assert texts(told) == [("agent", "Hello."), ("caller", "Support please.")]
    request = only(d.settle_history(told), Ask)
    assert "The support desk did not answer." in request.instructions
    d.play(d.respond(request, text="They are busy."))
    assert [turn.index for turn in d.session.history()] == [0, 1, 2]


def test_an_engine_that_does_not_send_our_names_back_is_understood() -> None:
    d = Driver()
    d.start()
    spoken = d.respond()  # the greeting, but nothing says so
    d.play(spoken)
    assert d.session.phase is Phase.TALKING
    assert not of(d.wait(9000), OpenEngine)


def test_a_turn_that_the_engine_lets_pass_is_asked_about() -> None:
    d = greeted()
    d.caller_says("Hello?")
    asked = d.wait(8100)
    assert len(of(asked, Ask)) == 1
    assert not of(asked, OpenEngine)
    assert of(d.wait(8100), OpenEngine)  # nor does it answer when asked
