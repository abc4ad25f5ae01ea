"""The sandbox as one web server: the carrier's REST, the engine's socket, and its own interface."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NotRequired, TypedDict
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from phony.sandbox.carrier.network import Network
from phony.sandbox.carrier.rest import Rest
from phony.sandbox.carrier.verbs import TwimlRun
from phony.sandbox.engine.build import build
from phony.sandbox.engine.engine import Engine
from phony.sandbox.sandbox_api import SandboxApi

log = logging.getLogger("phony.sandbox")

# Whether our own user is at the other end of a connection: its address and port, and ours.
Ours = Callable[[tuple[str, int], tuple[str, int]], bool]
Invites = Callable[[Mapping[bytes, str]], bool]
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Ready(TypedDict):
    """Where the sandbox listens, and the file that a client has to trust for TLS."""

    port: int
    tls_port: NotRequired[int]
    certificate: NotRequired[str]


@dataclass(frozen=True, slots=True)
class Tls:
    """A second door, for clients that speak https and wss only."""

    port: int
    certificate: Path
    key: Path


class _SecondDoor(uvicorn.Server):
    """Signals are the first one's: it ends both."""

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        """As the first one, without handlers of signals."""
        await self._serve(sockets)


class OnlyThisMachine:
    """Turns away other users of this machine, and what a page makes a browser send here.

    We have no pages, so none is ours; one that brings a client secret was sent by a program here.
    """

    def __init__(self, app: ASGIApp, ours: Ours, invites: Invites = lambda headers: False) -> None:
        """`invites` says whose headers show that the page has a secret of ours."""
        self._app = app
        self._ours = ours
        self._invites = invites

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse requests under another name, and those of any page but one of ours."""
        if scope["type"] in ("http", "websocket"):
            headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
            secure = scope["scheme"] in ("https", "wss")
            invited = scope["path"] == "/v1/realtime" and self._invites(headers)
            foreign = is_foreign(headers, "https" if secure else "http") and not invited
            if foreign or not self._ours(scope["client"], scope["server"]):
                refusal = PlainTextResponse("The sandbox answers this machine only.\n", 403)
                if scope["type"] == "websocket":
                    await send({"type": "websocket.close", "code": 1008})
                else:
                    await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


def is_foreign(headers: Mapping[bytes, str], scheme: str = "http") -> bool:
    """Whether a request comes by another name than this machine's, or from another's page.

    Another port is another's, too: any program on this machine may serve pages.
    """
    try:
        host = urlsplit("//" + headers.get(b"host", "127.0.0.1"))
        origin = urlsplit(headers.get(b"origin", f"{scheme}://{host.netloc}"))
    except ValueError:
        return True
    if host.hostname not in LOOPBACK or (origin.scheme, origin.netloc) != (scheme, host.netloc):
        return True
    return headers.get(b"sec-fetch-site") in ("cross-site", "same-site")


def create_app(network: Network, engine: Engine, ours: Ours = lambda theirs, here: True) -> ASGIApp:
    """The routes of both far ends."""
    return OnlyThisMachine(
        Starlette(
            routes=[
                *Rest(network).routes(),
                *SandboxApi(network, engine).routes(),
                *engine.routes(),
            ]
        ),
        ours,
        engine.invites,
    )


async def serve(
    *,
    port: int,
    tls: Tls | None = None,
    speech: bool,
    pace_ms: float,
    account_sid: str,
    auth_token: str,
    chat_url: str | None = None,
    chat_model: str = "default",
    chat_key: str | None = None,
    cache_dir: Path | None = None,
    numbers_file: Path | None = None,
    ours: Ours = lambda theirs, here: True,
    ready: Callable[[Ready], None] = lambda ready: None,
) -> None:
    """Serve on 127.0.0.1 until a signal; `ready` gets the ports once models are loaded."""
    engine = build(
        speech=speech,
        pace_ms=pace_ms,
        cache_dir=cache_dir,
        chat_url=chat_url,
        chat_model=chat_model,
        chat_key=chat_key,
    )
    if speech and not engine.speech:
        log.warning("the speech parts are not installed (phony[sandbox]): text only")
    network = Network(account_sid, auth_token, engine.voice, TwimlRun, numbers_file=numbers_file)
    app = create_app(network, engine, ours)

    async def run() -> None:
        await engine.start()
        await _serve_doors(app, port, tls, ready)

    try:
        await network.run(run)
    finally:
        await engine.stop()


async def _serve_doors(
    app: ASGIApp, port: int, tls: Tls | None, ready: Callable[[Ready], None]
) -> None:
    with contextlib.ExitStack() as stack:

        def listen(on: int) -> socket.socket:
            return stack.enter_context(socket.create_server(("127.0.0.1", on), backlog=512))

        plain = listen(port)
        told = Ready(port=plain.getsockname()[1])
        doors = [(uvicorn.Server(_config(app)), plain)]
        if tls is not None:
            secret = listen(tls.port)
            told["tls_port"] = secret.getsockname()[1]
            told["certificate"] = str(tls.certificate)
            doors.append((_SecondDoor(_config(app, tls)), secret))
        ready(told)
        async with asyncio.TaskGroup() as group:
            (first, listener), *others = doors
            for server, another in others:
                group.create_task(server.serve(sockets=[another]))
            await first.serve(sockets=[listener])
            for server, _ in others:
                server.should_exit = True


def _config(app: ASGIApp, tls: Tls | None = None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        ssl_certfile=tls.certificate if tls else None,
        ssl_keyfile=tls.key if tls else None,
        ws="websockets-sansio",
        ws_ping_interval=None,
        lifespan="off",
        proxy_headers=False,
        server_header=False,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=1,
    )
