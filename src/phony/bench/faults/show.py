"""The fault table as text."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from phony.bench.faults.run import Outcome

_WIDTH = 160
_COLUMNS = (
    "row",
    "held",
    "silence p50",
    "p99",
    "worst",
    "lost",
    "in the break",
    "unwritten",
    "unrecorded",
    "cost off",
    "doubled",
    "records wrong",
    "far late",
)


def show_faults(console: Console, outcomes: list[Outcome]) -> None:
    """A line a row, then what was missed and why."""
    table = Table(box=None, pad_edge=False)
    for name in _COLUMNS:
        table.add_column(name, no_wrap=True, justify="left" if name == "row" else "right")
    for outcome in outcomes:
        table.add_row(*cells(outcome), style="red" if outcome.misses else "")
    console.width = max(console.width, _WIDTH)  # also into a file
    console.print(table)
    for outcome in outcomes:
        for miss in outcome.misses:
            console.print(f"[red]{outcome.row.name}:[/] {miss}")
        wrong = {said for call in outcome.verdict.calls for said in call.wrong}
        for said in sorted(wrong)[:4]:
            console.print(f"[dim]{outcome.row.name}: {said}[/]")


def cells(outcome: Outcome) -> list[str]:
    """The figures of a row, as text."""
    verdict = outcome.verdict
    silences = [f"{verdict.silence_s(share):.1f} s" for share in (0.5, 0.99, 1.0)]
    if not verdict.calls:
        silences = ["-"] * 3
    said = verdict.total(lambda call: call.said)
    heard = verdict.total(lambda call: call.heard)
    return [
        outcome.row.name,
        f"{verdict.held}/{verdict.should_be}",
        *silences,
        f"{verdict.total(lambda call: len(call.lost))}/{said}",
        str(verdict.total(lambda call: call.in_break)),
        str(verdict.total(lambda call: len(call.unwritten))),
        f"{verdict.total(lambda call: call.unrecorded)}/{heard}",
        f"${verdict.cost_off_usd:+.4f}",
        str(verdict.total(lambda call: call.doubled_turns + call.doubled_items)),
        str(sum(bool(call.wrong) for call in verdict.calls)),
        f"{verdict.far_late_ms:.0f} ms",
    ]
