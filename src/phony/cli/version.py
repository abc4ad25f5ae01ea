"""`phony version`."""

from __future__ import annotations

import platform

import typer

from phony import __version__


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def version() -> None:
        """Print the version of Phony and of what it runs on."""
        print(f"phony {__version__} (Python {platform.python_version()}, {platform.system()})")
