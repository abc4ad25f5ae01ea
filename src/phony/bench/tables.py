"""The benchmark's figures as tables."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from phony.bench.board import Watched
from phony.bench.cost import Report, Run
from phony.bench.soak import Soak

_FIGURES: list[tuple[str, Callable[[Run], float], str]] = [
    ("CPU, ms per call-second", lambda run: run.cpu_ms, ".2f"),
    ("the far ends' CPU beside it", lambda run: run.far_ms, ".2f"),
    ("mongod's CPU beside it", lambda run: run.mongod_ms, ".2f"),
    ("caller to engine p50, ms", lambda run: run.latency.up_p50, ".2f"),
    ("caller to engine p99, ms", lambda run: run.latency.up_p99, ".2f"),
    ("engine to caller p50, ms", lambda run: run.latency.down_p50, ".2f"),
    ("engine to caller p99, ms", lambda run: run.latency.down_p99, ".2f"),
    ("speech to clear p99, ms", lambda run: run.latency.clear_p99, ".2f"),
    ("hang-up to session closed p99, ms", lambda run: run.latency.close_p99, ".0f"),
    ("CPU per call set up, ms", lambda run: run.setup_ms, ".1f"),
    ("memory per call, kB", lambda run: run.rss_kb, ".0f"),
    ("frames lost", lambda run: float(run.lost), ".0f"),
    ("frames out of order", lambda run: float(run.reordered), ".0f"),
    ("barge-ins not cleared", lambda run: float(run.barge_ins - run.cleared), ".0f"),
    ("sessions not closed", lambda run: float(run.opened - run.closed), ".0f"),
]


def show_cost(console: Console, report: Report) -> None:
    """Medians over the valid rounds, then the ratios."""
    names = list(dict.fromkeys(run.name for run in report.runs))
    table = Table(title="Medians over the rounds")
    table.add_column("figure")
    for name in names:
        table.add_column(name, justify="right")
    for title, figure, form in _FIGURES:
        table.add_row(title, *[_cell(report.median(name, figure), form) for name in names])
    console.print(table)
    for name in names[1:]:
        console.print(f"CPU of phony / {name}: [bold]{_cell(report.ratio(name), '.2f')}[/]")
    void = sum(run.void for run in report.runs)
    console.print(f"{len(report.runs) - void} valid runs, {void} void (the far ends were late)")
    for run in report.runs:
        for problem in run.problems:
            console.print(f"[yellow]{run.name}:[/] {problem}")


def _cell(value: float | None, form: str) -> str:
    return "void" if value is None else format(value, form)


def show_board(console: Console, watched: Watched) -> None:
    """What the page went through."""
    console.print(f"calls on the board    {watched.live} of {watched.calls}")
    console.print(f"rows in the page      {watched.rows}")
    console.print(f"feed messages         {watched.messages / watched.seconds:.0f} per second")
    console.print(f"long tasks (> 50 ms)  {len(watched.tasks_ms)} in {watched.seconds:g} s")
    console.print(f"[bold]longest task          {watched.longest_ms:.0f} ms[/]")


def show_soak(console: Console, soak: Soak) -> None:
    """What piled up."""
    last = soak.samples[-1] if soak.samples else None
    console.print(f"calls                       {soak.calls}")
    console.print(f"sessions opened, closed     {soak.opened}, {soak.closed}")
    console.print(f"frames lost, out of order   {soak.lost}, {soak.reordered}")
    console.print(f"files before, after         {soak.files_before}, {soak.files_after}")
    if last is not None:
        console.print(f"memory at the end           {last.rss_kb / 1024:.0f} MB")
        console.print(f"[bold]that stayed per call        {soak.kb_per_call:.1f} kB[/]")
    for problem in soak.problems[:5]:
        console.print(f"[yellow]{problem}[/]")
