"""The agent's speech on its way to the caller: frames, marks, barge-in."""

from __future__ import annotations

from tests.session.driver import audio, greeted, of, only

from phony.domain.actions import (
    CancelResponse,
    ClearPlayout,
    PlayAudio,
    SendMark,
    TruncateItem,
    TurnChanged,
)
from phony.domain.events import (
    AgentAudio,
    CallerSpeechStarted,
    CallerSpeechStopped,
    InputCommitted,
    MarkReached,
    ResponseDone,
    ResponseStarted,
    SessionUpdated,
)


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
    d = greeted(turn_detection={"interrupt_after_ms": 500})
    d.respond(ms=3000, done=False)
    d.feed(SessionUpdated())  # from now on the engine leaves it to us
    d.wait(1000)
    assert of(d.feed(CallerSpeechStarted("c")) + d.wait(600), CancelResponse) == [
        CancelResponse("resp_2")
    ]


def test_a_response_that_begins_while_the_caller_speaks_is_not_played() -> None:
    d = greeted()
    d.feed(CallerSpeechStarted("c"))
    actions = d.feed(ResponseStarted("r9", {}), AgentAudio("r9", "i9", audio(200)))
    assert of(actions, CancelResponse) == [CancelResponse("r9")]
    assert not of(actions, PlayAudio)
