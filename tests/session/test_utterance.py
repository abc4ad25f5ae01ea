"""What the caller was saying when a session was lost: the next one hears it, and answers it."""

from __future__ import annotations

from base64 import b64encode

import pytest
from tests.session.driver import Driver, audio, greeted, of, only

from phony.domain.actions import Action, AppendAudio, Ask, OpenEngine, TurnChanged
from phony.domain.audio import BYTES_PER_MS, base64_bytes
from phony.domain.events import (
    CallerAudio,
    CallerSpeechStarted,
    CallerSpeechStopped,
    CallerText,
    CallerTextFailed,
    CarrierStarted,
    CarrierStopped,
    EngineLost,
    InputCommitted,
    Tick,
)
from phony.domain.turns import Role, Turn
from phony.session import Unheard
from phony.session.utterance import KEPT_FRAMES, MOST_FRAMES, Uplink, Utterance

SECOND = 50
QUIET = audio(20)


def sound(number: int) -> str:
    """A frame that can be told from others."""
    return b64encode(number.to_bytes(2, "big") * 80).decode()


def caller(d: Driver, first: int, count: int) -> list[int]:
    """The caller's audio, 20 ms at a time, with the time that it takes."""
    numbers = list(range(first, first + count))
    for number in numbers:
        d.now_ms += 20
        d.feed(CallerAudio(sound(number)))
    return numbers


def heard(actions: list[Action]) -> list[int]:
    """Which frames the engine was sent."""
    names = {sound(number): number for number in range(3000)}
    return [names.get(action.payload, -1) for action in of(actions, AppendAudio)]


def next_session(d: Driver) -> list[Action]:
    """A fresh session, told the history."""
    told = d.start_engine()
    return told + d.settle_history(told)


def lines(d: Driver) -> list[tuple[str, str, object]]:
    turns = d.session.history()
    return [(turn.role.value, turn.said, turn.data.get("reason")) for turn in turns]


def test_a_sentence_that_was_being_said_is_heard_by_the_next_session() -> None:
    d = greeted()
    caller(d, 0, 200)
    d.feed(CallerSpeechStarted("c1", 3500))  # it began 500 ms ago
    caller(d, 200, 50)
    d.feed(EngineLost(1011))
    caller(d, 250, 60)  # while the next one is opened
    ready = next_session(d)
    assert heard(ready) == list(range(175, 310))
    assert not of(ready, Ask)  # the engine answers what it hears
    d.caller_says("When are you open?", "c2")
    assert not of(d.wait(5000), Ask)
    assert lines(d) == [("agent", "Hello.", None), ("caller", "When are you open?", None)]
    turns = [each.turn for each in of(d.done, TurnChanged) if each.turn.role is Role.CALLER]
    assert len({turn.id for turn in turns}) == 1


def test_a_turn_that_is_over_and_has_no_words_yet_is_heard_again() -> None:
    d = greeted()
    d.feed(CallerSpeechStarted("c1"))
    caller(d, 0, 100)
    d.feed(CallerSpeechStopped("c1"), InputCommitted("c1"))
    d.feed(EngineLost())
    assert heard(next_session(d)) == list(range(100))


def test_what_is_written_down_is_in_the_history_and_not_heard_again() -> None:
    d = greeted()
    caller(d, 0, 50)
    d.feed(CallerSpeechStarted("c1", 500))
    caller(d, 50, 50)
    d.feed(CallerSpeechStopped("c1"), InputCommitted("c1"))
    caller(d, 100, 30)
    d.feed(CallerSpeechStarted("c2", 2200))
    d.feed(CallerText("c1", "Hello?"))
    caller(d, 130, 20)
    d.feed(EngineLost())
    assert heard(next_session(d)) == list(range(110, 150))


def test_nothing_is_heard_again_after_a_loss_in_silence() -> None:
    for end in (CallerText("c1", "Yes."), CallerTextFailed("c1")):
        d = greeted()
        d.feed(CallerSpeechStarted("c1"))
        caller(d, 0, 100)
        d.feed(CallerSpeechStopped("c1"), InputCommitted("c1"), end)
        d.feed(*[CallerAudio(QUIET)] * 10)
        d.feed(EngineLost())
        assert heard(next_session(d)) == []


def test_what_the_engine_had_no_time_to_notice_is_heard_by_the_next() -> None:
    """The first syllable: the socket closes before the engine says that somebody speaks."""
    d = greeted()
    d.feed(CallerSpeechStarted("c1"))
    caller(d, 0, 20)
    d.feed(CallerSpeechStopped("c1"), InputCommitted("c1"), CallerText("c1", "Yes."))
    d.feed(*[CallerAudio(QUIET)] * 50)
    caller(d, 100, 2)
    d.feed(EngineLost())
    again = heard(next_session(d))
    assert again[-2:] == [100, 101]
    assert set(again[:-2]) == {-1}  # with a little of what was before, and nothing that is known


def test_what_the_agent_has_answered_is_not_asked_again() -> None:
    d = greeted(transcription={"enabled": False})
    d.feed(CallerSpeechStarted("c1"))
    caller(d, 0, 100)
    d.feed(CallerSpeechStopped("c1"), InputCommitted("c1"))
    d.play(d.respond(text="Nine to six."))
    d.feed(EngineLost())
    assert heard(next_session(d)) == []


def test_a_sound_that_is_no_speech_to_the_next_session_is_apologized_for() -> None:
    d = greeted()
    d.feed(CallerSpeechStarted("c1"))
    caller(d, 0, 100)
    d.feed(EngineLost())
    next_session(d)
    asked = only(d.wait(2600), Ask)
    assert "apologize" in asked.instructions
    assert lines(d)[-1] == ("caller", "", "engine_lost")


def test_a_second_loss_loses_nothing_either() -> None:
    d = greeted()
    d.feed(CallerSpeechStarted("c1"))
    caller(d, 0, 100)
    d.feed(EngineLost())
    d.wait(300)
    d.feed(EngineLost())  # before it was open
    d.wait(300)
    assert heard(next_session(d)) == list(range(100))
    caller(d, 100, 20)
    d.feed(EngineLost())  # before it found the turn in it
    d.wait(2000)
    assert heard(next_session(d)) == list(range(120))
    d.caller_says("Hello?", "c9")
    assert lines(d)[1:] == [("caller", "Hello?", None)]


def test_a_gap_in_what_was_kept_ends_the_sentence() -> None:
    d = greeted()
    d.feed(CallerSpeechStarted("c1"))
    caller(d, 0, 50)
    d.feed(EngineLost())
    caller(d, 50, 1700)  # only so much of it is kept
    sent = heard(next_session(d))
    assert sent == [*range(50), -1, *range(100, 1750)]


def test_a_turn_that_nobody_heard_again_says_why_at_the_end() -> None:
    d = greeted()
    d.feed(CallerSpeechStarted("c1"))
    caller(d, 0, 50)
    d.feed(EngineLost(), CarrierStopped())
    d.wait(2000)
    assert lines(d)[-1] == ("caller", "", "engine_lost")


def test_no_more_is_kept_than_a_long_sentence() -> None:
    uplink = Uplink()
    uplink.open = True
    utterance = Utterance(uplink)

    def speak(frames: int) -> None:
        assert all(uplink.passes(sound(number % 1000)) for number in range(frames))

    speak(1000)
    assert len(uplink.frames) == KEPT_FRAMES
    utterance.begins("c1", 0)
    speak(MOST_FRAMES * 2)
    assert len(uplink.frames) == MOST_FRAMES
    utterance.known("c1")
    assert len(uplink.frames) == KEPT_FRAMES
    utterance.begins("c2", uplink.appended_bytes // BYTES_PER_MS)
    uplink.count(audio(10))  # frames may be of any size
    speak(10)
    assert utterance.lost() == ["c2"]
    again = utterance.repeat()
    assert sum(map(base64_bytes, again)) == 10 * 160 + 80
    assert (utterance.repeated, utterance.repeat()) == (True, [])


def test_what_was_said_to_a_session_that_hears_nothing_is_heard_by_the_next() -> None:
    d = greeted(silence={"prompt_after_s": 300})
    d.dead = True
    quiet, loud = QUIET, b64encode(bytes([0x20, 0xA0] * 80)).decode()
    for frame in [*[quiet] * 50, *[loud] * 60, *[quiet] * 200]:
        d.now_ms += 20
        d.feed(CallerAudio(frame))
        d.feed(Tick())
    assert of(d.done, OpenEngine)
    d.dead = False
    sent = [action.payload for action in of(next_session(d), AppendAudio)]
    assert sent.count(loud) == 60
    assert sent.index(loud) <= 15  # with a little of what was before


def test_silence_and_clicks_are_no_sentence() -> None:
    uplink = Uplink()
    uplink.open = True
    utterance = Utterance(uplink)
    for _ in range(100):
        uplink.passes(QUIET)
    uplink.passes(b64encode(bytes([0x20, 0xA0] * 80)).decode())
    for _ in range(20):
        uplink.passes(QUIET)
    utterance.deaf()
    assert utterance.lost() == []
    assert utterance.repeat() == []


def resumed(*frames: str) -> Driver:
    """A call that another worker lost in the middle of a sentence."""
    d = Driver()
    turns = [
        Turn(id="t1", call_id="c", index=0, role=Role.AGENT, said="Hello.", final=True),
        Turn(id="t2", call_id="c", index=1, role=Role.CALLER, started_ms=5000),
    ]
    turns[0].heard = "Hello."
    return Driver(
        d.agent,
        turns=turns,
        resumed="The line was interrupted for a moment.",
        unheard=Unheard(["t2"], list(frames)),
    )


@pytest.mark.parametrize("engine_first", [True, False])
def test_what_was_said_to_a_lost_worker_is_heard_by_the_next_once_the_caller_is_there(
    engine_first: bool,
) -> None:
    d = resumed(*[sound(n) for n in range(60)])
    ready: list[Action] = []
    if engine_first:
        ready += next_session(d)
        assert heard(ready) == []
        ready += d.feed(CarrierStarted("MZ1", "CA1"))
    else:
        d.feed(CarrierStarted("MZ1", "CA1"))
        live = caller(d, 100, 20)
        ready += next_session(d)
        assert heard(ready)[60:] == live
    assert heard(ready)[:60] == list(range(60))
    assert not of(ready, Ask)  # the engine answers what it hears
    d.caller_says("When are you open?", "c2")
    assert lines(d) == [("agent", "Hello.", None), ("caller", "When are you open?", None)]
    assert not of(d.wait(5000), Ask)
    assert d.session.history()[1].id == "t2"


def test_a_resumed_call_whose_sound_has_no_words_goes_on_as_before() -> None:
    d = resumed(*[sound(n) for n in range(60)])
    d.feed(CarrierStarted("MZ1", "CA1"))
    next_session(d)
    request = only(d.wait(3000), Ask)
    assert "The line was interrupted" in request.instructions
    assert lines(d)[1] == ("caller", "", "engine_lost")
