"""`phony bench`: what a call costs, and what survives, on this machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

import typer
from rich.console import Console

_T = TypeVar("_T")


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(
        name="bench", help="Measure what a call costs, and what survives.", no_args_is_help=True
    )
    app.add_typer(group)
    for command in (cost, faults, strangers, board, soak):
        group.command()(command)


def cost(
    calls: Annotated[int, typer.Option(min=1, max=1000, help="Calls at once.")] = 200,
    rounds: Annotated[int, typer.Option(min=1, max=20)] = 3,
    window: Annotated[float, typer.Option(min=1, help="Seconds measured per run.")] = 6.0,
    references: Annotated[
        bool, typer.Option(help="Run the bare relay and the plain bridge beside it.")
    ] = True,
    watchers: Annotated[
        int, typer.Option(min=0, max=100, help="Also with so many browsers watching the board.")
    ] = 0,
    realtime: Annotated[
        bool, typer.Option(help="Schedule ahead of other processes (root only).")
    ] = False,
    tls: Annotated[
        bool, typer.Option(help="Encrypt the engine's leg, as with a real engine.")
    ] = False,
) -> None:
    """CPU per call-second, latency and memory of the shipped server, as ratios."""
    import uvloop

    from phony.bench.cost import run_cost
    from phony.bench.tables import show_cost

    _measure(
        lambda progress: uvloop.run(
            run_cost(
                calls=calls,
                rounds=rounds,
                window_s=window,
                references=references,
                watchers=watchers,
                realtime=realtime,
                tls=tls,
                progress=progress,
            )
        ),
        show_cost,
    )


def faults(
    only: Annotated[
        list[str] | None,
        typer.Option(help="A row by its name, or the beginning of several; may be repeated."),
    ] = None,
    calls: Annotated[
        int | None, typer.Option(min=2, max=200, help="Calls at once, instead of the row's own.")
    ] = None,
) -> None:
    """Break something under live calls; compare what was heard at the far end with what is stored.

    Exits with 1 if a row misses one of its targets.
    """
    import uvloop

    from phony.bench.choosing import chosen
    from phony.bench.faults.rows import ROWS
    from phony.bench.faults.run import run_faults
    from phony.bench.faults.show import show_faults

    rows = chosen(ROWS, only or [])
    outcomes = _measure(
        lambda progress: uvloop.run(run_faults(rows, calls=calls, progress=progress)),
        show_faults,
    )
    if any(outcome.misses for outcome in outcomes):
        raise typer.Exit(1)


def strangers(
    only: Annotated[
        list[str] | None,
        typer.Option(help="A row by its name, or the beginning of several; may be repeated."),
    ] = None,
    tries: Annotated[
        int, typer.Option(min=1, max=10, help="How often a row that misses is tried.")
    ] = 3,
    realtime: Annotated[
        bool, typer.Option(help="Schedule ahead of other processes (root only).")
    ] = False,
) -> None:
    """Send what strangers may send, and measure how long the audio of live calls stands still.

    Exits with 1 if a row misses its target in every try.
    """
    import uvloop

    from phony.bench.choosing import chosen
    from phony.bench.strangers.rows import ROWS
    from phony.bench.strangers.run import run_strangers
    from phony.bench.strangers.show import show_strangers

    rows = chosen(ROWS, only or [])
    outcomes = _measure(
        lambda progress: uvloop.run(
            run_strangers(rows, tries=tries, realtime=realtime, progress=progress)
        ),
        show_strangers,
    )
    if any(tried.misses for tried in outcomes):
        raise typer.Exit(1)


def board(
    calls: Annotated[int, typer.Option(min=1, max=500, help="Calls at once.")] = 200,
    window: Annotated[float, typer.Option(min=1, help="Seconds watched.")] = 20.0,
) -> None:
    """Watch the live board in Chromium while real calls with the scripted engine run."""
    from phony.bench.board import run_board
    from phony.bench.tables import show_board

    watched = _measure(
        lambda progress: run_board(calls=calls, window_s=window, progress=progress),
        show_board,
    )
    if not watched.responsive:
        raise typer.Exit(1)


def soak(
    lines: Annotated[int, typer.Option(min=1, max=500, help="Calls at once.")] = 50,
    hold: Annotated[float, typer.Option(min=1, help="Seconds each call lasts.")] = 30.0,
    minutes: Annotated[float, typer.Option(min=0.1, help="How long.")] = 10.0,
) -> None:
    """Let calls come and go for minutes; fails if sessions, files or frames are lost."""
    import uvloop

    from phony.bench.soak import run_soak
    from phony.bench.tables import show_soak

    soaked = _measure(
        lambda progress: uvloop.run(
            run_soak(lines=lines, hold_s=hold, minutes=minutes, progress=progress)
        ),
        show_soak,
    )
    if soaked.failed:
        raise typer.Exit(1)


def _measure(run: Callable[[Callable[[str], None]], _T], show: Callable[[Console, _T], None]) -> _T:
    """Run one benchmark, its progress shown dimly, then its figures; returns them."""
    console = Console(highlight=False)
    figures = run(lambda line: console.print(f"[dim]{line}[/]"))
    show(console, figures)
    return figures
