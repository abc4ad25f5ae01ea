"""What stops the agent: enough of the caller's voice or words, a cry, a key; or nothing."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest
from tests.session.driver import FRAME, Driver, greeted, make_agent, of, only

from phony.domain.actions import (
    Action,
    Ask,
    CancelResponse,
    ClearPlayout,
    Reconfigure,
    SendMark,
    TruncateItem,
)
from phony.domain.audio import BYTES_PER_MS
from phony.domain.events import (
    CallerAudio,
    CallerSpeechStarted,
    CallerSpeechStopped,
    CallerText,
    CallerTextDelta,
    DtmfPressed,
    InputCommitted,
    MarkReached,
    ResponseDone,
    ResponseStarted,
    SessionUpdated,
    Tick,
)
from phony.domain.turns import Role, Turn
from phony.session.interruptions import voice_ms

VOICE = b64encode(bytes((0x80, 0x00)) * 80).decode()
NEVER = {"interrupt_response": False}


class Call:
    """An agent that tells a long story, and a caller whose sound is heard."""

    def __init__(self, *, ms: int = 9000, **detection: Any) -> None:
        self.d = Driver(make_agent(turn_detection=detection))
        self.sent_ms = 0
        self.start = self.d.start()
        self.request = only(self.start, Ask)
        self.spoken = self.d.respond(self.request, text="word " * 20, ms=ms, done=False)
        self.d.feed(SessionUpdated())
        self.spoken += self.d.finish("resp_1", "item_a1", "word " * 20)
        self.hear(1000)

    def hear(self, ms: int, payload: str = FRAME) -> list[Action]:
        """The caller's line for a while."""
        led: list[Action] = []
        for _ in range(ms // 20):
            self.d.now_ms += 20
            self.sent_ms += 20
            led += self.d.feed(CallerAudio(payload))
            if self.d.now_ms % 100 == 0:
                led += self.d.feed(Tick())
        return led

    def says(self, text: str, ms: int, item: str = "c1") -> list[Action]:
        """A turn of theirs: the engine notices it, decides, writes it down."""
        begins_ms = self.sent_ms
        led = self.hear(60, VOICE)
        led += self.d.feed(CallerSpeechStarted(item, max(1, begins_ms - 300)))
        led += self.hear(ms - 60, VOICE) + self.hear(500)
        led += self.d.feed(CallerSpeechStopped(item, self.sent_ms), InputCommitted(item))
        return led + self.hear(200) + self.d.feed(CallerText(item, text))

    def ends(self) -> list[Action]:
        """All that was sent is played."""
        led = self.d.feed(*[MarkReached(mark.name) for mark in of(self.spoken, SendMark)])
        assert self.greeting.final
        return led

    @property
    def greeting(self) -> Turn:
        return next(turn for turn in self.d.session.history() if turn.role is Role.AGENT)


def stopped(actions: list[Action]) -> bool:
    return bool(of(actions, ClearPlayout))


# ---- by default: not by who only listens -----------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ms"),
    [("Uh-huh.", 460), ("Mm-hmm.", 360), ("Yeah.", 340), ("Okay.", 440), ("I see.", 480)],
)
def test_who_only_listens_does_not_stop_the_agent(text: str, ms: int) -> None:
    call = Call()
    led = call.says(text, ms) + call.ends()
    assert not stopped(led)
    assert not of(led, CancelResponse)
    assert (call.greeting.heard, call.greeting.interrupted) == (call.greeting.said, False)


def test_uh_huh_wants_no_answer_and_anything_else_is_answered_after_the_agent_has_finished() -> (
    None
):
    call = Call()
    assert not of(call.says("Uh-huh.", 460), Ask)
    assert not of(call.ends() + call.hear(3000), Ask)

    call = Call()
    assert not of(call.says("Uh-huh.", 460) + call.says("Okay.", 440, "c2"), Ask)
    assert only(call.ends(), Ask).metadata["kind"] == "reply"


def test_enough_voice_stops_the_agent_in_mid_sentence_and_is_answered() -> None:
    call = Call()
    began = call.d.now_ms
    led = call.says("What are your business hours?", 1160)
    assert of(led, TruncateItem)[0].audio_end_ms == pytest.approx(began + 700, abs=150)
    assert call.greeting.interrupted
    assert of(led, Ask)  # nobody else will: the engine was told to leave it to us


def test_the_engine_takes_turns_by_itself_again_once_the_agent_is_silent() -> None:
    call = Call()
    assert of(call.d.done, Reconfigure)[-1].turns is not None
    off, on = of(call.d.done, Reconfigure)[-1].turns, of(call.ends(), Reconfigure)[-1].turns
    assert off is not None
    assert on is not None
    assert (off.replies, off.interrupts, on.replies, on.interrupts) == (False, False, True, True)
    call.d.feed(SessionUpdated())
    assert not of(call.says("When do you open?", 900), Ask)


def test_a_turn_that_the_engine_took_before_it_knew_is_asked_for() -> None:
    call = Call()
    call.hear(8000)
    call.d.feed(CallerSpeechStarted("c1"))
    call.d.feed(CallerSpeechStopped("c1"))
    assert not of(call.ends(), Reconfigure)  # not while they speak
    assert only(call.d.feed(InputCommitted("c1")), Ask).metadata["kind"] == "reply"


def test_settings_are_not_changed_while_the_caller_speaks() -> None:
    d = greeted(turn_detection={})
    d.feed(SessionUpdated(), CallerSpeechStarted("c1"))
    assert not of(d.feed(ResponseStarted("r")), Reconfigure)


@pytest.mark.parametrize("cry", ["Stop!", "Wait.", "No, no.", "Warten Sie!"])
def test_a_cry_stops_the_agent_however_short_it_is(cry: str) -> None:
    call = Call()
    led = call.says(cry, 320)
    assert stopped(led)
    assert of(led, Ask)


def test_who_goes_on_speaking_as_the_agent_begins_stops_it_at_once() -> None:
    d = greeted(turn_detection={})
    d.feed(SessionUpdated(), SessionUpdated())
    d.caller_says("My number is", "c1")
    d.feed(ResponseStarted("r"), SessionUpdated())
    assert of(d.feed(CallerSpeechStarted("c2")), CancelResponse)


def test_pauses_do_not_count_as_voice() -> None:
    call = Call(interrupt_after_ms=1000)
    began = call.sent_ms
    call.hear(60, VOICE)
    led = call.d.feed(CallerSpeechStarted("c1", began - 300))
    for _ in range(3):  # "mhm ... mhm ... mhm" is no speech of three seconds
        led += call.hear(400, VOICE) + call.hear(400)
    assert not stopped(led)
    assert stopped(call.hear(1300, VOICE))


def test_the_longest_stretch_of_voice_counts() -> None:
    assert voice_ms([]) == voice_ms([FRAME] * 50) == 0
    assert voice_ms([FRAME, *[VOICE] * 10, *[FRAME] * 5, *[VOICE] * 10]) == 500
    assert voice_ms([*[VOICE] * 10, *[FRAME] * 15, *[VOICE] * 30, FRAME]) == 600


# ---- settings --------------------------------------------------------------------------------


@pytest.mark.parametrize("after_ms", [200, 600, 2000])
@pytest.mark.parametrize("shorter", [True, False])
def test_so_much_voice_stops_the_agent_and_not_less(after_ms: int, shorter: bool) -> None:
    call = Call(interrupt_after_ms=after_ms)
    led = call.says("Tell me more about that.", after_ms + (-100 if shorter else 200))
    assert stopped(led) is not shorter


def test_zero_lets_the_engine_stop_at_any_sound() -> None:
    call = Call(interrupt_after_ms=0)
    assert not of(call.d.done, Reconfigure)
    assert stopped(call.d.feed(CallerSpeechStarted("c1")))


@pytest.mark.parametrize(("words", "stops"), [(2, True), (4, True), (5, False)])
def test_so_many_words_are_needed_as_well(words: int, stops: bool) -> None:
    call = Call(interrupt_words=words)
    assert stopped(call.says("Tell me more, please.", 1500)) is stops


def test_words_alone_count_where_any_voice_is_enough() -> None:
    call = Call(interrupt_after_ms=0, interrupt_words=2)
    assert not stopped(call.says("Yeah.", 300))
    assert stopped(call.says("And then?", 300, "c2"))
    call = Call(interrupt_after_ms=0, interrupt_words=2)
    assert not stopped(call.says("Uh-huh, uh-huh.", 700))


def test_words_that_come_while_the_caller_speaks_count_then() -> None:
    call = Call(interrupt_words=2)
    began = call.sent_ms
    call.hear(60, VOICE)
    call.d.feed(CallerSpeechStarted("c1", began - 300))
    call.hear(900, VOICE)
    assert not stopped(call.d.feed(CallerTextDelta("c1", "tell ")))
    assert stopped(call.d.feed(CallerTextDelta("c1", "me")))


# ---- never -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["Uh huh.", "Stop! Stop!", "What are your business hours?"])
def test_a_caller_who_may_not_interrupt_does_not(text: str) -> None:
    call = Call(**NEVER)
    first = only(call.start, Ask)
    led = call.says(text, 2000) + call.says(text, 300, "c2") + call.ends()
    assert not stopped(led)
    assert not of(led, CancelResponse) + of(led, TruncateItem)
    assert (call.greeting.heard, call.greeting.interrupted) == (call.greeting.said, False)
    answers = [ask for ask in of(led, Ask) if ask is not first]
    assert len(answers) == (0 if text == "Uh huh." else 1)


def test_nor_an_answer_and_the_next_one_comes_after_it() -> None:
    d = greeted(turn_detection=NEVER)
    d.feed(SessionUpdated(), SessionUpdated())
    d.caller_says("When do you open?", "c1")
    spoken = d.respond(text="At nine.", ms=3000)
    d.feed(SessionUpdated())
    led = d.caller_says("And when do you close?", "c2")
    assert not stopped(led)
    assert not of(led, Ask)
    assert only(d.play(spoken), Ask).metadata["kind"] == "reply"


def test_keys_stop_the_agent_unless_nothing_may() -> None:
    call = Call()
    call.d.feed(DtmfPressed("1"))
    assert stopped(call.d.feed(DtmfPressed("#")))
    call = Call(**NEVER)
    pressed = call.d.feed(DtmfPressed("#"))
    assert not stopped(pressed)
    assert of(pressed, Ask)  # to be spoken after what is being said


def test_a_response_that_was_stopped_ends_and_the_caller_is_answered() -> None:
    call = Call(ms=9000)
    rid = "resp_x"
    call.ends()
    call.d.feed(ResponseStarted(rid), SessionUpdated())
    assert not of(call.d.feed(ResponseDone(rid, "completed")), Ask)
    assert call.d.session.quiet


def test_sound_before_the_speech_is_not_measured() -> None:
    call = Call()
    call.hear(2000, VOICE)  # a noise that the engine does not take for speech
    began = call.sent_ms
    call.hear(60, VOICE)
    led = call.d.feed(CallerSpeechStarted("c1", began - 300)) + call.hear(300, VOICE)
    assert not stopped(led)
    assert began * BYTES_PER_MS > 0
