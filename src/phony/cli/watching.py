"""A call as `phony call` follows it: its words as they are spoken, edits between them, its end."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from rich.console import Console
from rich.text import Text

from phony.cli.expectations import Outcome, Verdict, judge, tool_calls
from phony.cli.far_end import Sandbox
from phony.cli.rest import Refused, Rest
from phony.domain.calls import FINAL_STATUSES
from phony.sandbox.persona import Persona

_FINAL = {status.value for status in FINAL_STATUSES}
_QUIET_S = 90.0  # nothing at all happens in a call for so long: give up
# The call was put through, and yet did not do what it was for.
_BROKEN = {"engine_failed", "carrier_failed", "rejected", "lost", "error"}
_RECONNECT_S = 15.0  # without a live feed
_TAIL_S = 20.0  # from the end of the call to its last words
_ROLES = {"caller": "cyan", "agent": "green", "operator": "magenta", "system": "dim"}
_PARTS = ("decide", "think", "play")


@dataclass
class Change:
    """A context edit and the agent turn after which it is made; 0: as soon as the call is there."""

    after: int
    values: dict[str, Any]
    state: str = "not made"
    reason: str = ""
    edit_id: str = ""


@dataclass
class Report:
    """What came of a call; `problems` is why it did not go as it should have."""

    call: dict[str, Any]
    turns: list[dict[str, Any]]
    edits: list[Change]
    expectations: list[Verdict]
    problems: list[str]

    def show(self, recording: str | None) -> dict[str, Any]:
        """The report for programs: docs/personas.md."""
        call = self.call
        return {
            "ok": not self.problems,
            "problems": self.problems,
            "id": call["id"],
            "status": call["status"],
            "outcome": call["outcome"],
            "end_reason": call["end_reason"],
            "duration_s": call["duration_s"],
            "cost_usd": call["cost"]["total_usd"],
            "expectations": [asdict(verdict) for verdict in self.expectations],
            "tools": tool_calls(self.turns),
            "edits": [
                {"after": e.after, "set": e.values, "state": e.state, "reason": e.reason}
                for e in self.edits
            ],
            "context": call["context_data"],
            "turns": self.turns,
            "recording": recording,
        }


@dataclass
class Watch:
    """Prints a call's turns as they become final, and edits its context in between."""

    rest: Rest
    sandbox: Sandbox
    call_id: str
    persona: Persona
    changes: list[Change]
    console: Console
    printed: set[str] = field(default_factory=set)
    turns: dict[str, dict[str, Any]] = field(default_factory=dict)
    edit_states: dict[str, str] = field(default_factory=dict)
    agent_turns: int = 0

    def run(self) -> Report:
        """Until the call is over."""
        call: dict[str, Any] = {}
        self.console.print(f"[dim]{self.call_id}[/]")
        self._change_after(0)
        for message in self._messages():
            match message["type"]:
                case "snapshot":
                    call = next(iter(message["calls"]), call)
                    for turn in message.get("turns", {}).get(self.call_id, []):
                        self._turn(turn)
                    for edit in message.get("edits", []):
                        self._edit(edit)
                case "call":
                    call = {**call, **message["call"]}
                case "turn":
                    self._turn(message["turn"])
                case "edit":
                    self._edit(message["edit"])
            if call.get("status") in _FINAL:
                break
        return self._finish()

    def _messages(self) -> Iterator[dict[str, Any]]:
        """The live feed of this call; ends when nothing has happened for too long."""
        from websockets.exceptions import WebSocketException
        from websockets.sync.client import connect

        parts = urlsplit(self.rest.url)
        scheme = "wss" if parts.scheme == "https" else "ws"
        address = parts._replace(scheme=scheme).geturl() + f"/events?scope=call:{self.call_id}"
        cursor, lost_at = "", 0.0
        while True:
            try:
                with connect(
                    address + (f"&cursor={cursor}" if cursor else ""),
                    additional_headers=self.rest.headers,
                    max_size=None,
                ) as socket:
                    last = time.monotonic()
                    while time.monotonic() < last + _QUIET_S:
                        try:
                            message = json.loads(socket.recv(timeout=1))
                        except TimeoutError:
                            continue
                        cursor, lost_at = message.get("cursor") or cursor, 0.0
                        if message["type"] not in ("ping", "levels"):
                            last = time.monotonic()
                        yield message
                return
            except (WebSocketException, OSError) as error:
                # Its worker may have ended: another one goes on from the cursor.
                lost_at = lost_at or time.monotonic()
                if not cursor or time.monotonic() > lost_at + _RECONNECT_S:
                    raise Refused(
                        f"The live feed of {self.rest.url} broke off ({type(error).__name__}).",
                        cure="The call goes on: `phony calls show` has its record.",
                    ) from error
                time.sleep(0.3)

    def _turn(self, turn: dict[str, Any]) -> None:
        self.turns[turn["id"]] = turn
        # In the order of the conversation: a caller's words may come after the answer.
        for ready in sorted(self.turns.values(), key=lambda turn: turn["index"]):
            if ready["id"] in self.printed:
                continue
            if not ready["final"]:
                break
            self._print(ready)

    def _print(self, turn: dict[str, Any]) -> None:
        self.printed.add(turn["id"])
        style = _ROLES.get(turn["role"], "")
        line = Text(f"{turn['started_ms'] / 1000:7.1f} s  ", style="dim")
        line.append(f"{turn['role']:>8}  ", style=f"bold {style}")
        said, heard = turn["said"], turn["heard"]
        if turn["role"] == "agent" and said.startswith(heard) and said != heard:
            line.append(heard, style=style)
            line.append("  (not heard:" if heard else "(not heard:", style="dim")
            line.append(f" {said[len(heard) :].strip()}", style="strike dim")
            line.append(")", style="dim")
        elif turn["kind"] == "tool":
            line.append(f"{said} {turn['data'].get('arguments', '')}", style=style)
        elif said or heard:
            line.append(said or heard, style=style)
        else:
            line.append("(no words understood)", style="dim")
        self.console.print(line)
        if latency := turn.get("latency"):
            parts = " + ".join(f"{name} {latency[name]:.0f}" for name in _PARTS)
            self.console.print(f"[dim]{'':22}{latency['total']:.0f} ms = {parts}[/]")
        if turn["role"] == "agent":
            self.agent_turns += 1
            self._change_after(self.agent_turns)

    def _change_after(self, agent_turns: int) -> None:
        for change in self.changes:
            if change.after == agent_turns:
                self._change(change)

    def _change(self, change: Change) -> None:
        shown = ", ".join(f"{key} = {value!r}" for key, value in change.values.items())
        self.console.print(Text(f"{'':11}    edit  {shown}", style="yellow"))
        body: dict[str, Any] = {"set": change.values}
        if change.after == 0:
            body["mode"] = "next_turn"  # the greeting has perhaps begun, and is not to be cut
        try:
            made = self.rest.request("PATCH", f"/calls/{self.call_id}/context", body=body).json()
        except Refused as error:
            change.state, change.reason = "refused", str(error)
            self.console.print(Text(f"{'':11}    edit  refused: {error}", style="yellow"))
        else:
            change.edit_id, change.state = made["id"], made["state"]

    def _edit(self, edit: dict[str, Any]) -> None:
        if self.edit_states.get(edit["id"]) == edit["state"]:
            return
        self.edit_states[edit["id"]] = edit["state"]
        if edit["state"] in ("confirmed", "refused", "expired"):
            why = f": {edit['reason']}" if edit.get("reason") else ""
            took = ""
            if edit.get("confirmed_at") and edit.get("created_at"):
                took = f" {_ms_between(edit['created_at'], edit['confirmed_at']):.0f} ms later"
            self.console.print(Text(f"{'':11}    edit  {edit['state']}{took}{why}", style="yellow"))

    def _finish(self) -> Report:
        """The last words, the figures, and whether all went as asked."""
        deadline = time.monotonic() + _TAIL_S
        while True:
            call = self.rest.get(f"/calls/{self.call_id}")
            turns = self.rest.items(f"/calls/{self.call_id}/turns")
            settled = call["status"] in _FINAL and all(turn["final"] for turn in turns)
            if settled or time.monotonic() > deadline:
                break
            time.sleep(0.2)
        turns.sort(key=lambda turn: turn["index"])
        for turn in turns:
            if turn["id"] not in self.printed:
                self._print(turn)
        self.console.print(
            f"[dim]{call['status']} ({call['outcome']}), {call['duration_s'] or 0:.1f} s, "
            f"${call['cost']['total_usd']:.4f}[/]"
        )
        verdicts = judge(self.persona, self._outcome(call, turns))
        for verdict in verdicts:
            show_verdict(verdict, self.console)
        problems = [*self._broken(call, verdicts), *self._unmade()]
        for problem in problems:
            self.console.print(Text(problem, style="red"))
        problems += [f"lines[{v.line}].{v.kind}: {v.why}" for v in verdicts if not v.ok]
        return Report(call, turns, self.changes, verdicts, problems)

    def _outcome(self, call: dict[str, Any], turns: list[dict[str, Any]]) -> Outcome:
        if not (sid := call["carrier_call_sid"]):
            return Outcome(call, turns, {})
        heard = self.sandbox.heard(sid) if self.persona.kind != "person" else ""
        return Outcome(call, turns, self.sandbox.checked(sid), heard)

    def _broken(self, call: dict[str, Any], verdicts: list[Verdict]) -> list[str]:
        """A call that failed is a problem, unless its end is just what was expected."""
        fine = call["status"] == "completed" and call["outcome"] not in _BROKEN
        expected = any(verdict.kind == "expect_outcome" and verdict.ok for verdict in verdicts)
        return [] if fine or expected else [f"The call is {call['status']} ({call['outcome']})."]

    def _unmade(self) -> list[str]:
        """Edits that nobody could make, or that the call did not take."""
        found = {edit["id"]: edit for edit in self.rest.items(f"/calls/{self.call_id}/edits")}
        problems = []
        for change in self.changes:
            names = ", ".join(change.values)
            if change.edit_id:
                edit = found[change.edit_id]
                change.state, change.reason = edit["state"], edit.get("reason") or ""
            elif not change.reason:
                change.reason = f"the agent had no turn {change.after}"
            if change.state in ("not made", "refused", "pending", "sent"):
                why = f" ({change.reason})" if change.reason else ""
                problems.append(f"{names} was not changed: {change.state}{why}.")
        return problems


def show_verdict(verdict: Verdict, console: Console) -> None:
    """Print one expectation, and what was instead."""
    wanted = verdict.wanted
    shown = ", ".join(wanted) if isinstance(wanted, list) else json.dumps(wanted)
    line = Text(f"{'':4}{verdict.kind:>15}  ", style="bold green" if verdict.ok else "bold red")
    line.append(shown, style="green" if verdict.ok else "red")
    console.print(line)
    if not verdict.ok:
        got = f"; instead: {verdict.got!r}" if verdict.got else ""
        console.print(Text(f"{'':21}{verdict.why}{got}", style="red"))


def _ms_between(earlier: str, later: str) -> float:
    return (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds() * 1e3
