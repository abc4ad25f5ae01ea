import re

from hypothesis import given
from hypothesis import strategies as st
from tests.support.calls import make_call, make_turn

from phony.domain.calls import Direction
from phony.domain.turns import Role, Turn
from phony.service.after.exports import as_text, as_vtt, unheard

CUE = re.compile(
    r"\d+\n(\d{2,}:[0-5]\d:[0-5]\d\.\d{3}) --> (\d{2,}:[0-5]\d:[0-5]\d\.\d{3})\n"
    r"<v (Caller|Agent|Operator)>([^\n]+)"
)


def test_interrupted_words_nobody_heard_are_marked() -> None:
    call = make_call()
    cut = make_turn(
        call.id, 0, "We open at nine and close at six.", heard="We open at nine", interrupted=True
    )
    asked = make_turn(call.id, 1, "And on Sunday?")
    key = make_turn(call.id, 3, "5", kind="dtmf", role=Role.CALLER)
    note = make_turn(call.id, 4, "Context changed", role=Role.SYSTEM, kind="event")
    assert unheard(cut) == "and close at six."
    text = as_text(call, [cut, asked, key, note])
    assert "[00:00] Agent: We open at nine [interrupted; not heard: and close at six.]" in text
    assert "[00:02] Caller: And on Sunday?" in text
    assert "(pressed 5)" in text
    assert "[00:08] (Context changed)" in text
    assert "We open at nine</v>" not in as_vtt(call, [cut])
    assert "close at six" not in as_vtt(call, [cut])


def test_whom_we_called_is_no_caller() -> None:
    call = make_call(direction=Direction.OUTBOUND)
    answer = make_turn(call.id, 1, "Yes, I will be there.")
    assert "Person called: Yes" in as_text(call, [answer])
    assert "<v Person called>Yes" in as_vtt(call, [answer])


def test_the_clock_of_the_recording_counts() -> None:
    turn = make_turn("call_1", 0, "Hello", started_ms=3_725_250, ended_ms=3_726_000)
    assert "01:02:05.250 --> 01:02:06.000" in as_vtt(make_call(), [turn])
    assert "01:02:04.250 --> 01:02:05.000" in as_vtt(make_call(), [turn], 1000)


turns = st.builds(
    Turn,
    id=st.text(min_size=1, max_size=4),
    call_id=st.just("call_1"),
    index=st.integers(0, 50),
    role=st.sampled_from(list(Role)),
    said=st.text(max_size=60),
    heard=st.text(max_size=60),
    started_ms=st.integers(-10, 10_000_000),
    ended_ms=st.none() | st.integers(-10, 10_000_000),
    heard_ms=st.integers(0, 100_000),
    interrupted=st.booleans(),
)


@given(st.lists(turns, max_size=12), st.integers(0, 5000))
def test_any_transcript_is_valid_webvtt(some: list[Turn], offset_ms: int) -> None:
    text = as_vtt(make_call(), some, offset_ms)
    head, *cues = text.rstrip("\n").split("\n\n")
    assert head == "WEBVTT"
    last = ""
    for cue in cues:
        match = CUE.fullmatch(cue)
        assert match, repr(cue)
        start, end, _, payload = match.groups()
        assert start < end or len(start) != len(end)
        assert "-->" not in payload
        assert not re.search(r"[<>]", payload)
        assert len(start) > len(last) or start >= last
        last = start


@given(st.lists(turns, max_size=12))
def test_any_transcript_is_text(some: list[Turn]) -> None:
    assert as_text(make_call(), some).endswith("\n")
