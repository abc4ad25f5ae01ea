"""The overload table as text."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from phony.bench.strangers.run import Tried, missed

_WIDTH = 160
_COLUMNS = ("row", "key", "quiet", "worst", "more", "far late", "load late", "left", "answers")


def show_strangers(console: Console, outcomes: list[Tried]) -> None:
    """A line a try; every try of a row is shown, the best one counts."""
    table = Table(box=None, pad_edge=False)
    for name in _COLUMNS:
        table.add_column(
            name, no_wrap=True, justify="left" if name in ("row", "key", "answers") else "right"
        )
    for tried in outcomes:
        for one in tried.tries:
            answers = ", ".join(f"{what} {count}" for what, count in one.answers.items())
            table.add_row(
                tried.row.name,
                "yes" if tried.row.known else "no",
                *(
                    f"{value:.0f} ms"
                    for value in (
                        one.quiet_ms,
                        one.worst_ms,
                        one.still_ms,
                        one.far_late_ms,
                        one.load_late_ms,
                    )
                ),
                f"{one.left_mb:.0f} MB",
                answers,
                style="red" if missed(tried.row, one) else "",
            )
    console.width = max(console.width, _WIDTH)  # also into a file
    console.print(table)
    for tried in outcomes:
        for miss in tried.misses:
            console.print(f"[red]{tried.row.name}:[/] {miss}")
