"""An offence is planted in a call that was whole: the judge finds it, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest
from tests.bench.faults.calls import Case, item, samples, turn, without

from phony.bench.faults.ear import Sides
from phony.bench.faults.verdict import CallVerdict, Targets, Verdict, cost_off, judge, misses

STREAMS: list[dict[str, Any]] = [
    {"type": "stream_started", "at_ms": 0},
    {"type": "stream_stopped", "at_ms": 6200},
    {"type": "stream_started", "at_ms": 7000},
    {"type": "stream_stopped", "at_ms": 12_000},
]


def found(case: Case, **how: bool) -> dict[str, Any]:
    """What is not as in a whole call."""
    whole = asdict(judge(Case().far(), Case().stored()))
    return {
        name: value
        for name, value in asdict(judge(case.far(), case.stored(), **how)).items()
        if value != whole[name]
    }


def test_a_whole_call_is_whole() -> None:
    verdict = judge(Case().far(), Case().stored())
    assert verdict == CallVerdict(
        "CA1", held=True, silence_ms=verdict.silence_ms, said=10, heard=25
    )
    assert 2000 < verdict.silence_ms < 3500
    assert misses(Verdict([verdict], should_be=1), Targets(silence_p99_s=4)) == []


def test_a_lost_word_is_found() -> None:
    case = Case()
    case.turns[3]["said"] = "What is the code?"
    assert found(case) == {"lost": ["beta"]}


def test_a_lost_line_is_found() -> None:
    case = Case()
    case.turns = [t for t in case.turns if t["index"] != 3]
    assert found(case)["lost"] == ["What", "is", "the", "beta", "code?"]


def test_words_are_excused_only_while_nobody_could_hear_them() -> None:
    case = Case(events=STREAMS)
    case.turns[3]["said"] = ""
    # "What is the beta code?" begins 200 ms before the break and ends well after it began again.
    verdict = found(case)
    assert verdict["in_break"] == 5
    assert "lost" not in verdict
    case.events = [{**event, "at_ms": event["at_ms"] + 900} for event in STREAMS]
    assert found(case)["lost"] == ["What", "is", "the", "beta", "code?"]
    case.events = [{**event, "at_ms": event["at_ms"] + 400} for event in STREAMS]
    assert found(case)["lost"] == ["What", "is"]  # more than 300 ms before it


def test_it_is_known_whom_a_fault_touched() -> None:
    assert found(Case(events=STREAMS))["touched"] is True
    assert found(Case(record={"stats": {"engine_sessions": 2}})) == {"touched": True}


def test_the_end_of_the_stream_is_no_excuse() -> None:
    case = Case(events=STREAMS[:2])
    case.turns[3]["said"] = ""
    assert len(found(case)["lost"]) == 5


def test_a_frozen_worker_is_deaf_before_its_stream_breaks() -> None:
    case = Case(events=STREAMS, fault_ms=1900)
    case.turns[1]["said"] = "What is the code?"
    assert found(case)["lost"] == ["alpha"]
    assert found(case, deaf_at_once=True)["in_break"] == 1


def test_a_sentence_of_the_agent_that_is_not_stored_is_found() -> None:
    case = Case()
    case.turns[2]["said"] = case.turns[2]["heard"] = ""
    assert sorted(found(case)["unwritten"]) == ["alpha", "amber", "code", "is", "our"]


def test_what_the_carrier_says_is_not_the_agent_s() -> None:
    case = Case()
    case.agent.append((9000, "Please hold."))
    assert found(case)["unwritten"] == ["please", "hold"]
    case.events = [{"type": "carrier_says", "at_ms": 9000, "text": "Please hold."}]
    assert found(case).keys() == {"silence_ms"}


@pytest.mark.parametrize("role", ["caller", "agent"])
def test_a_turn_that_is_stored_twice_is_found(role: str) -> None:
    case = Case()
    again = next(t for t in case.turns if t["role"] == role)
    case.turns.append(turn(9, role, again["said"]))
    assert found(case) == {"doubled_turns": 1}


def test_two_turns_of_one_item_or_place_are_found() -> None:
    case = Case()
    case.turns[3]["item_id"] = case.turns[1]["item_id"]
    assert found(case) == {"doubled_turns": 1}
    case = Case()
    case.turns[2]["index"] = 1
    assert found(case)["doubled_turns"] == 1


def test_a_hole_in_a_recording_is_found() -> None:
    case = Case()
    assert case.recording is not None
    case.recording = Sides(
        without(case.recording.caller, "beta"), without(case.recording.agent, "amber.")
    )
    assert found(case) == {"unrecorded": 2}
    case.recording = None
    assert found(case)["unrecorded"] == 25


def test_a_recording_that_is_late_is_whole() -> None:
    case = Case(events=STREAMS)
    assert case.recording is not None
    case.recording = Sides(
        samples((2300, "What is the alpha code?"), (6900, "What is the beta code?")),
        case.recording.agent,
    )
    assert "unrecorded" not in found(case)


def test_a_doubled_line_of_a_bill_is_found() -> None:
    items = [item("model.text_in", 100), item("carrier.minutes", 1), item("model.text_in", 100)]
    case = Case(record={"cost": {"final": True, "items": items}})
    assert found(case) == {"doubled_items": 1}


@pytest.mark.parametrize(
    ("tokens", "minutes", "usd"),
    [(100, 1, 0.0), (200, 1, 1.0), (100, 2, 0.01), (60, 1, -0.4), (100, 0, -0.01)],
)
def test_a_wrong_cost_is_found(tokens: int, minutes: int, usd: float) -> None:
    items = [item("model.text_in", tokens), item("carrier.minutes", minutes)]
    case = Case(record={"cost": {"final": True, "items": items}})
    pairs = [(case.far(), case.stored())]
    assert cost_off({"text_in": 100}, pairs) == pytest.approx(usd)
    said = misses(Verdict(cost_off_usd=usd), Targets())
    assert bool(said) == (usd > 0.0005 or usd < -0.05)


@pytest.mark.parametrize(
    ("record", "wrong"),
    [
        ({"status": "in_progress"}, "still in_progress"),
        ({"has_recording": False}, "no recording"),
        ({"transcript_final": False}, "the transcript is not final"),
        ({"duration_s": 20.4}, "lasted 12 s, recorded as 20.4"),
        ({"duration_s": None}, "lasted 12 s, recorded as None"),
        ({"outcome": "lost"}, "ended by party, recorded as lost"),
        ({"cost": {"final": False, "items": []}}, "the bill is not final"),
    ],
)
def test_a_wrong_record_is_found(record: dict[str, Any], wrong: str) -> None:
    assert found(Case(record=record)) == {"wrong": [wrong]}


def test_a_turn_without_words_needs_a_reason() -> None:
    case = Case()
    case.turns.append(turn(9, "caller", "", heard=""))
    assert found(case) == {"wrong": ["a turn without words or end"]}
    case.turns[-1]["data"] = {"reason": "unheard"}
    assert found(case) == {}
    case.turns[-1]["final"] = False
    assert found(case) == {"wrong": ["a turn without words or end"]}


def test_the_far_end_says_how_late_it_was() -> None:
    case = Case(shown={"stats": {"worst_late_ms": 70.5}})
    assert found(case) == {"far_late_ms": 70.5}
    calls = [judge(case.far(), case.stored()), CallVerdict("b")]
    assert (Verdict(calls).far_late_ms, Verdict().far_late_ms) == (70.5, 0.0)


def test_a_call_without_sound_proves_nothing() -> None:
    case = Case(caller=[], agent=[], events=[{"type": "caller_speaks", "at_ms": 0}])
    assert judge(case.far(), Case().stored()).wrong == ["the far end kept no sound of it"]


def test_a_call_without_a_record_has_lost_everything() -> None:
    verdict = judge(Case().far(), None)
    assert len(verdict.lost) == 10
    assert verdict.wrong == ["no record"]


@pytest.mark.parametrize(
    "broken",
    [
        lambda case: case.shown.update(ended_by="carrier"),
        lambda case: case.agent.pop(),
        lambda case: case.events.append(
            {"type": "carrier_says", "text": "Our beta code is basil.", "at_ms": 8000}
        ),
    ],
)
def test_a_call_that_was_not_held_is_found(broken: Callable[[Case], object]) -> None:
    case = Case()
    broken(case)
    assert not judge(case.far(), case.stored()).held


def test_a_goodbye_is_told_from_an_error() -> None:
    case = Case(shown={"ended_by": "rest"}, record={"outcome": "error"})
    assert not judge(case.far(), case.stored(), ends=True).held
    case.agent.append((10_000, "Goodbye."))
    assert judge(case.far(), case.stored(), ends=True).held
    error = "We are sorry, an application error has occurred. Goodbye."
    case.events = [{"type": "carrier_says", "text": error, "at_ms": 10_000}]
    assert not judge(case.far(), case.stored(), ends=True).held


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (CallVerdict("a"), "held 0 of 1"),
        (CallVerdict("a", held=True, silence_ms=3001), "silence p99 3.0 s, not 3 s"),
        (CallVerdict("a", held=True, lost=["x"]), "1 words of callers lost"),
        (CallVerdict("a", held=True, unwritten=["x"]), "1 words of the agent heard, not stored"),
        (CallVerdict("a", held=True, heard=500, unrecorded=3), "3 words not in the recordings"),
        (CallVerdict("a", held=True, doubled_turns=1), "1 things doubled"),
        (CallVerdict("a", held=True, doubled_items=2), "2 things doubled"),
        (CallVerdict("a", held=True, wrong=["x"]), "1 records wrong"),
    ],
)
def test_a_missed_target_is_named(call: CallVerdict, said: str) -> None:
    assert misses(Verdict([call], should_be=1), Targets()) == [said]


def test_one_word_in_hundreds_may_be_split_by_a_late_frame() -> None:
    call = CallVerdict("a", held=True, heard=600, unrecorded=3)
    assert misses(Verdict([call], should_be=1), Targets()) == []


def test_what_went_wrong_with_the_row_is_a_miss() -> None:
    assert misses(Verdict(problems=["no mongod"]), Targets()) == ["no mongod"]
