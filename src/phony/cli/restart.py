"""`phony restart`: new workers for old ones, one by one, and no call is lost."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Annotated

import typer

_LOOK_EVERY_S = 0.2
_HEARD_WITHIN_S = 10.0


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def restart(
        data_dir: Annotated[Path | None, typer.Option(help="PHONY_DATA_DIR")] = None,
    ) -> None:
        """Replace the workers of the running server one by one, say with a new version."""
        from phony.cli import start

        settings = start.load_settings(data_dir=data_dir.absolute() if data_dir else None)
        typer.echo(f"{roll(settings.data_dir)} worker(s) replaced.")


def roll(data_dir: Path) -> int:
    """Ask the `phony serve` on this data folder for it and wait; how many were replaced.

    Raises:
        ConfigError: none runs, it is at it already, or a new worker did not start.
    """
    from phony.cli.rolling import Progress
    from phony.cli.supervisor import running
    from phony.domain.errors import ConfigError

    about, before = running(data_dir), Progress.read(data_dir)
    if about is None:
        raise ConfigError(
            f"No phony serve runs on the data folder {data_dir}.",
            cure="Name its folder with --data-dir (or PHONY_DATA_DIR).",
        )
    if before is None:  # the signal would end it
        raise ConfigError("The server is of an older version, which knows no restart.")
    if not before.over:
        raise ConfigError(f"It is at it: {before.replaced} of {before.of} are replaced.")
    os.kill(about["pid"], signal.SIGUSR1)
    heard_until = time.monotonic() + _HEARD_WITHIN_S
    while True:
        time.sleep(_LOOK_EVERY_S)
        progress = Progress.read(data_dir) or before
        if progress.number > before.number and progress.over:
            break
        if running(data_dir) is None:
            raise ConfigError("The server has ended meanwhile.")
        if progress.number == before.number and time.monotonic() > heard_until:
            raise ConfigError("The server does not answer.", cure="Is it stopping, or stopped?")
    if progress.problem is not None:
        raise ConfigError(
            f"{progress.problem} {progress.replaced} of {progress.of} were replaced.",
            cure="The others serve as before.",
        )
    return progress.replaced
