"""`phony version`, and `phony --version`."""

from __future__ import annotations

import platform
from typing import Annotated

import typer

from phony import __version__
from phony.cli.rest import JsonFlag, show_json


def register(app: typer.Typer) -> None:
    """Add the command, and the option of the same name."""
    app.command()(version)

    @app.callback()
    def options(
        version: Annotated[
            bool,
            typer.Option("--version", help="Print the version.", is_eager=True, callback=_show),
        ] = False,
    ) -> None:
        """AI voice agents on phone numbers: your Twilio, your OpenAI key, your MongoDB."""


def version(json: JsonFlag = False) -> None:
    """Print the version of Phony and of what it runs on."""
    if json:
        show_json(
            {
                "phony": __version__,
                "python": platform.python_version(),
                "system": platform.system(),
            }
        )
        return
    _print()


def _show(asked: bool) -> None:
    if asked:
        _print()
        raise typer.Exit


def _print() -> None:
    print(f"phony {__version__} (Python {platform.python_version()}, {platform.system()})")
