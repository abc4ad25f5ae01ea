"""What a persona expected of a call, against what came of it: by the sandbox and by the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from phony.sandbox.matching import agrees, missing, read_json
from phony.sandbox.persona import Persona, ToolWanted


@dataclass(frozen=True)
class Verdict:
    """One expectation: where it stands in the script, whether it was met, and what was instead."""

    line: int
    kind: str
    wanted: Any
    ok: bool
    got: Any = None
    why: str = ""


@dataclass(frozen=True)
class Outcome:
    """All that is known of a call that is over, as REST and the sandbox show it."""

    call: Mapping[str, Any]
    turns: Sequence[Mapping[str, Any]]
    far_end: Mapping[str, Any]  # the sandbox's call
    heard: str = ""  # all that a machine recorded


def judge(persona: Persona, outcome: Outcome) -> list[Verdict]:
    """Every expectation of the script, in its order; also those that were never reached."""
    verdicts = []
    for number, step in enumerate(persona.lines):
        kind = next((name for name in _JUDGES if getattr(step, name) is not None), None)
        if kind is not None:
            wanted = getattr(step, kind)
            ok, got, why = _JUDGES[kind](wanted, number, persona, outcome)
            shown = wanted.model_dump(exclude_unset=True) if kind == "expect_tool" else wanted
            verdicts.append(Verdict(number, kind, shown, ok, got, why))
    return verdicts


def tool_calls(turns: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The tools that were called, with arguments, result and whether it worked."""
    return [
        {
            "name": turn["said"],
            "arguments": read_json(turn["data"].get("arguments")),
            "result": read_json(turn["data"].get("output")),
            "ok": turn["data"].get("ok"),
        }
        for turn in turns
        if turn["kind"] == "tool"
    ]


_Judged = tuple[bool, Any, str]
_NOT_REACHED = "the call was over before this line"


def _check_of(number: int, outcome: Outcome) -> Mapping[str, Any] | None:
    checks = outcome.far_end.get("expectations", ())
    return next((check for check in checks if check["line"] == number), None)


def _heard(wanted: list[str], number: int, persona: Persona, outcome: Outcome) -> _Judged:
    if persona.kind != "person":
        lost, heard = missing(wanted, outcome.heard), outcome.heard
    elif (check := _check_of(number, outcome)) is not None:
        lost, heard = check["missing"], check["heard"]
    else:
        return False, None, _NOT_REACHED
    return not lost, heard, f"not heard: {_listed(lost)}" if lost else ""


def _said(wanted: list[str], number: int, persona: Persona, outcome: Outcome) -> _Judged:
    begin = end = None
    if persona.kind == "person":
        if (check := _check_of(number, outcome)) is None:
            return False, None, _NOT_REACHED
        begin, end = _moment(outcome, check["since_ms"]), _moment(outcome, check["at_ms"])
        begin = begin if check["since_ms"] else None
    created = datetime.fromisoformat(outcome.call["created_at"])
    parts = []
    for turn in sorted(outcome.turns, key=lambda turn: turn["index"]):
        at = created + timedelta(milliseconds=turn["started_ms"])
        if turn["role"] == "agent" and (begin is None or at >= begin) and (end is None or at < end):
            parts.append(turn["heard"] if turn["interrupted"] else turn["said"])
    said = " ".join(parts)
    lost = missing(wanted, said, names=False)
    return not lost, said, f"not said: {_listed(lost)}" if lost else ""


def _moment(outcome: Outcome, at_ms: int) -> datetime:
    """A position in the far end's sound as a time of day."""
    return datetime.fromisoformat(outcome.far_end["answered_at"]) + timedelta(milliseconds=at_ms)


def _tool(wanted: ToolWanted, number: int, persona: Persona, outcome: Outcome) -> _Judged:
    calls = [each for each in tool_calls(outcome.turns) if each["name"] == wanted.name]
    fitting = [
        each
        for each in calls
        if agrees(wanted.arguments, each["arguments"] or {})
        and (wanted.result is None or agrees(wanted.result, each["result"]))
    ]
    if wanted.times is not None:
        ok = len(fitting) == wanted.times
        return ok, calls, "" if ok else f"called so {len(fitting)} times, not {wanted.times}"
    if fitting:
        return True, fitting, ""
    names = _listed(sorted({each["name"] for each in tool_calls(outcome.turns)})) or "no tool"
    return False, calls, "called otherwise" if calls else f"never called; {names} was"


def _context(wanted: dict[str, Any], number: int, persona: Persona, outcome: Outcome) -> _Judged:
    context = outcome.call["context_data"]
    got = {key: _at(context, key) for key in wanted}
    lost = [key for key, value in wanted.items() if not agrees(value, got[key])]
    return not lost, got, f"otherwise: {_listed(lost)}" if lost else ""


def _at(context: Mapping[str, Any], key: str) -> Any:
    """The value of a key; a dotted one reaches in."""
    if key in context:
        return context[key]
    head, dot, rest = key.partition(".")
    inner = context.get(head)
    return _at(inner, rest) if dot and isinstance(inner, Mapping) else None


def _ended(wanted: list[str], number: int, persona: Persona, outcome: Outcome) -> _Judged:
    got = [outcome.call["status"], outcome.call["outcome"]]
    ok = bool(set(wanted) & set(got))
    return ok, got, "" if ok else f"it is {_listed([each for each in got if each])}"


_JUDGES: dict[str, Any] = {
    "expect": _heard,
    "expect_said": _said,
    "expect_tool": _tool,
    "expect_context": _context,
    "expect_outcome": _ended,
}


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)
