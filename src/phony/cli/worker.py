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
        ready_fd: Annotated[int, typer.Option(help="Gets a byte when requests are served.")],
        serves: Annotated[str, typer.Option(help="The data folder, for whoever looks for us.")],
    ) -> None:
        """Serve on an inherited socket; settings come as JSON on stdin."""
        from phony import children
        from phony.cli import orphan, server, settings_pipe  # late: see `Supervisor.started`

        settings = settings_pipe.read()
        listener = socket.socket(fileno=fd)
        # A descriptor of its own: the server closes the other one when it leaves to the others.
        ours = listener.dup()
        children.watch_parent(lambda: orphan.outlive(settings, ours))
        server.run(settings, listener, ready_fd)
