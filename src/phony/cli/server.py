"""The HTTP server of one worker: uvicorn on an inherited socket, with calls that may end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import socket
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from phony.app import create_app
from phony.cli import logs, stopping
from phony.cli.child import PULSE, PULSE_S, READY
from phony.net import descriptors, guard
from phony.net.lobby import Lobby, most_for
from phony.settings import Settings

log = logging.getLogger("phony.worker")


def run(settings: Settings, listener: socket.socket, ready_fd: int) -> None:
    """Build the app and serve until SIGTERM; then drain the calls, at most `drain_s`."""
    worker_id = "w" + secrets.token_hex(6)
    logs.configure(
        settings.log_level,
        as_json=settings.log_json,
        process=worker_id,
        secrets=settings.secret_values,
    )
    limit = descriptors.raise_limit()
    lobby = Lobby(most=most_for(limit, settings.max_calls))
    app = create_app(settings, worker_id=worker_id)
    app.state.descriptors = descriptors.Descriptors(limit)
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http=guard.protocol_class(lobby, guard.Patience()),
        ws=getattr(app.state, "ws_class", "websockets-sansio"),
        lifespan="on",
        proxy_headers=False,  # who asks is decided by us: see docs/security.md
        server_header=False,
        log_config=None,
        access_log=False,
        backlog=2048,
        # Compressing a thousand small live messages a second costs more than sending them.
        ws_per_message_deflate=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=5,
    )
    server = _Server(config, app.state, settings, ready_fd)
    server.run(sockets=[listener])
    if not server.started:
        sys.exit(3)


class _Server(uvicorn.Server):
    """Says when it is ready; lets calls end before it closes their connections."""

    def __init__(
        self, config: uvicorn.Config, state: Any, settings: Settings, ready_fd: int
    ) -> None:
        super().__init__(config)
        self._drain: Callable[..., Awaitable[None]] | None = getattr(state, "drain", None)
        self._drain_s = settings.drain_s
        self._data_dir = settings.data_dir
        self._ready_fd = ready_fd

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            os.set_blocking(self._ready_fd, False)
            self._say(READY)
        else:
            os.close(self._ready_fd)

    def _say(self, word: bytes) -> None:
        """Tell the supervisor that we are ready; then, as long as the loop turns, that it does."""
        with contextlib.suppress(OSError):  # it is gone, or does not read
            os.write(self._ready_fd, word)
        asyncio.get_running_loop().call_later(PULSE_S, self._say, PULSE)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        everybody = stopping.told(self._data_dir)
        if not everybody:
            self._leave_to_others()
        if self._drain is not None and not self.force_exit:
            try:
                await asyncio.wait_for(self._drain(everybody=everybody), self._drain_s)
            except TimeoutError:
                log.warning(
                    "calls were still running after the drain time",
                    extra={"drain_s": self._drain_s},
                )
        await super().shutdown(sockets)

    def _leave_to_others(self) -> None:
        """New connections go to the other workers, and so does what comes after on idle ones."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            if isinstance(connection, HttpToolsProtocol):
                connection.shutdown()
