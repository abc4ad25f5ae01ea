"""A call that another application answers, as the sandbox alone knows it."""

from __future__ import annotations

import time
from typing import Any

from rich.console import Console
from rich.text import Text

from phony.cli.expectations import Outcome, Verdict, judge
from phony.cli.far_end import Sandbox
from phony.cli.watching import Change, Report, show_verdict
from phony.sandbox.carrier.records import FINAL
from phony.sandbox.persona import Persona

_LOOK_S = 0.3
_SAID = {"caller_speaks": ("caller", "cyan"), "carrier_says": ("carrier", "green")}


def follow(
    sandbox: Sandbox, sid: str, script: Persona, changes: list[Change], console: Console
) -> Report:
    """Print what is said until the call is over, then all that was heard, and judge it."""
    shown = sandbox.request("GET", f"/sandbox/calls/{sid}")
    console.print(f"[dim]{sid}: another application answers, so Phony has no record of it[/]")
    printed = 0
    while True:
        for event in shown["events"][printed:]:
            _print(event, console)
        printed = len(shown["events"])
        if shown["status"] in FINAL:
            break
        time.sleep(_LOOK_S)
        shown = sandbox.request("GET", f"/sandbox/calls/{sid}")
    heard = sandbox.heard(sid)
    console.print(Text("heard in all: ", style="dim").append(heard or "nothing", style="green"))
    console.print(f"[dim]{shown['status']}, {shown['duration_s'] or 0} s[/]")
    call = _as_record(shown)
    verdicts = judge(script, Outcome(call, [], sandbox.checked(sid), heard))
    for verdict in verdicts:
        show_verdict(verdict, console)
    return Report(call, [], changes, verdicts, _problems(shown, changes, verdicts, console))


def _print(event: dict[str, Any], console: Console) -> None:
    if event["type"] in _SAID:
        role, style = _SAID[event["type"]]
        words = event["text"]
    elif event["type"] == "dtmf":
        role, style, words = "caller", "cyan", f"(key {event['digit']})"
    else:
        return
    line = Text(f"{event['at_ms'] / 1000:7.1f} s  ", style="dim")
    console.print(line.append(f"{role:>8}  ", style=f"bold {style}").append(words, style=style))


def _as_record(shown: dict[str, Any]) -> dict[str, Any]:
    """What a record of Phony's would say, as far as anybody knows."""
    return {
        "id": shown["sid"],
        "carrier_call_sid": shown["sid"],
        "status": shown["status"],
        "outcome": None,
        "end_reason": shown["end_reason"],
        "duration_s": shown["duration_s"],
        "cost": {"total_usd": 0.0},
        "context_data": {},
        "created_at": shown["answered_at"],
    }


def _problems(
    shown: dict[str, Any], changes: list[Change], verdicts: list[Verdict], console: Console
) -> list[str]:
    problems = [] if shown["status"] == "completed" else [f"The call is {shown['status']}."]
    for change in changes:
        change.reason = "another application answers"
        problems.append(f"{', '.join(change.values)} was not changed: {change.reason}.")
    for problem in problems:
        console.print(Text(problem, style="red"))
    return problems + [f"lines[{v.line}].{v.kind}: {v.why}" for v in verdicts if not v.ok]
