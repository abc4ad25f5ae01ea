"""Verdicts over a call that is over, without one."""

from __future__ import annotations

from typing import Any

import pytest

from phony.cli.expectations import Outcome, Verdict, judge
from phony.sandbox.persona import parse

CREATED = "2026-11-28T12:00:00Z"
ANSWERED = "2026-11-28T12:00:00.500000+00:00"


def turn(index: int, role: str, said: str, at_ms: int, **fields: Any) -> dict[str, Any]:
    shape = {"kind": "speech", "interrupted": False, "heard": said, "data": {}}
    return {"index": index, "role": role, "said": said, "started_ms": at_ms, **shape, **fields}


TURNS = [
    turn(0, "agent", "Hello! How can I help?", 600),
    turn(1, "caller", "A table for four", 3000),
    turn(2, "system", "book_table", 4000, kind="tool", data={
        "arguments": '{"people": 4, "time": "20:00"}', "output": '{"ok": true, "id": 7}', "ok": True
    }),
    turn(3, "agent", "It is booked for 8 PM. See you!", 4500, interrupted=True,
         heard="It is booked for 8 PM."),
    turn(4, "caller", "Thanks", 8000),
    turn(5, "agent", "Goodbye", 9000),
]  # fmt: skip
CALL = {
    "created_at": CREATED,
    "status": "completed",
    "outcome": "caller_hung_up",
    "context_data": {"name": "Ann", "hours": {"monday": "9 to 5"}, "a.b": 1},
}


def verdict(
    step: dict[str, Any], checks: Any = (), kind: str = "person", heard: str = ""
) -> Verdict:
    far_end = {"answered_at": ANSWERED, "expectations": list(checks)}
    persona = parse({"kind": kind, "lines": [step]})
    (found,) = judge(persona, Outcome(CALL, TURNS, far_end, heard))
    return found


def reached(since_ms: int, at_ms: int, **found: Any) -> list[dict[str, Any]]:
    return [{"line": 0, "since_ms": since_ms, "at_ms": at_ms, **found}]


@pytest.mark.parametrize(
    "step",
    [
        {"expect_tool": "book_table"},
        {"expect_tool": {"name": "book_table", "arguments": {"people": "four", "time": "8 PM"}}},
        {"expect_tool": {"name": "book_table", "result": {"ok": True}, "times": 1}},
        {"expect_tool": {"name": "cancel", "times": 0}},
        {"expect_tool": {"name": "book_table", "arguments": {"people": 5}, "times": 0}},
        {"expect_context": {"name": "ann", "hours.monday": "nine to five", "a.b": 1}},
        {"expect_outcome": "completed"},
        {"expect_outcome": ["voicemail", "caller_hung_up"]},
    ],
)
def test_what_the_record_has_is_met(step: dict[str, Any]) -> None:
    assert verdict(step).ok


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ({"expect_tool": "cancel"}, "never called; book_table was"),
        ({"expect_tool": {"name": "book_table", "arguments": {"people": 5}}}, "called otherwise"),
        ({"expect_tool": {"name": "book_table", "times": 2}}, "called so 1 times, not 2"),
        ({"expect_context": {"name": "Bob", "hours.monday": 9}}, "otherwise: name"),
        ({"expect_context": {"hours.sunday": "closed"}}, "otherwise: hours.sunday"),
        ({"expect_outcome": "transferred"}, "it is completed, caller_hung_up"),
        ({"expect": "nine"}, "the call was over before this line"),
        ({"expect_said": "nine"}, "the call was over before this line"),
    ],
)
def test_what_is_not_met_says_why(step: dict[str, Any], why: str) -> None:
    found = verdict(step)
    assert (found.ok, found.why) == (False, why)


def test_what_was_said_is_taken_from_its_place() -> None:
    # The far end's clock begins half a second after the record's.
    assert verdict({"expect_said": "how can I help"}, reached(0, 2000)).ok
    assert verdict({"expect_said": "8 p.m."}, reached(2500, 6000)).ok
    assert not verdict({"expect_said": "8 p.m."}, reached(7500, 9500)).ok
    assert verdict({"expect_said": "goodbye"}, reached(7500, 9500)).ok
    cut = verdict({"expect_said": "see you"}, reached(2500, 6000))
    assert (cut.ok, cut.got) == (False, "It is booked for 8 PM.")


def test_what_was_heard_is_the_far_ends_to_say() -> None:
    heard = reached(0, 9, heard="nine to five", missing=["six"], ok=False)
    found = verdict({"expect": ["nine", "six"]}, heard)
    assert (found.ok, found.got, found.why) == (False, "nine to five", "not heard: six")


def test_a_machine_has_all_that_was_said_to_it() -> None:
    assert verdict({"expect": "five"}, kind="machine", heard="call at 5").ok
    assert verdict({"expect_said": "goodbye"}, kind="machine").ok
    assert not verdict({"expect": "six"}, kind="machine", heard="call at 5").ok
