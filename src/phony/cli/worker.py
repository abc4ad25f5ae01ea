"""`phony worker`: one of `serve`'s equals, on the listening socket it inherits."""

from __future__ import annotations

import socket
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command; hidden, for `serve` alone calls it."""

    @app.command(hidden=True)
    def worker(
        fd: Annotated[int, typer.Option(help="The inherited listening socket.")],
        ready_fd: Annotated[int, typer.Option(help="Gets one byte when requests are served.")],
    ) -> None:
        """Serve on an inherited socket; settings come as JSON on stdin."""
        from phony import children
        from phony.cli import server, settings_pipe  # late, and before the settings: see `started`

        settings = settings_pipe.read()
        children.end_with_parent()
        server.run(settings, socket.socket(fileno=fd), ready_fd)
