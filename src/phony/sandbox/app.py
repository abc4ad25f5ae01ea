"""The sandbox as one web server: the carrier's REST, the engine's socket, and its own interface."""

from __future__ import annotations

import contextlib
import logging
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
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
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class OnlyThisMachine:
    """Turns away other users of this machine, and what a page makes a browser send here.

    We have no pages, so none is ours.
    """

    def __init__(self, app: ASGIApp, ours: Ours) -> None:
        self._app = app
        self._ours = ours

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse requests under another name, and those of any page but one of ours."""
        if scope["type"] in ("http", "websocket"):
            headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
            if is_foreign(headers) or not self._ours(scope["client"], scope["server"]):
                refusal = PlainTextResponse("The sandbox answers this machine only.\n", 403)
                if scope["type"] == "websocket":
                    await send({"type": "websocket.close", "code": 1008})
                else:
                    await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


def is_foreign(headers: Mapping[bytes, str]) -> bool:
    """Whether a request comes by another name than this machine's, or from another's page.

    Another port is another's, too: any program on this machine may serve pages.
    """
    try:
        host = urlsplit("//" + headers.get(b"host", "127.0.0.1"))
        origin = urlsplit(headers.get(b"origin", f"http://{host.netloc}"))
    except ValueError:
        return True
    if host.hostname not in LOOPBACK or (origin.scheme, origin.netloc) != ("http", host.netloc):
        return True
    return headers.get(b"sec-fetch-site") in ("cross-site", "same-site")


def create_app(network: Network, engine: Engine, ours: Ours = lambda theirs, here: True) -> ASGIApp:
    """The routes of both far ends."""

    async def models(request: Request) -> Response:
        if not request.headers.get("authorization", "").lower().startswith("bearer "):
            error = {"type": "invalid_request_error", "code": "missing_api_key"}
            return JSONResponse({"error": error}, 401)
        return JSONResponse(engine.models())

    async def model(request: Request) -> Response:
        wanted = request.path_params["model"]
        found = next((m for m in engine.models()["data"] if m["id"] == wanted), None)
        if found is None:
            error = {"type": "invalid_request_error", "code": "model_not_found"}
            return JSONResponse({"error": error}, 404)
        return JSONResponse(found)

    return OnlyThisMachine(
        Starlette(
            routes=[
                *Rest(network).routes(),
                *SandboxApi(network, engine).routes(),
                Route("/v1/models", models),
                Route("/v1/models/{model}", model),
                WebSocketRoute("/v1/realtime", engine.endpoint),
            ]
        ),
        ours,
    )


async def serve(
    *,
    port: int,
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
    ready: Callable[[int], None] = lambda port: None,
) -> None:
    """Serve on 127.0.0.1 until a signal; `ready` gets the port once models are loaded."""
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
    listener = socket.create_server(("127.0.0.1", port), backlog=512)
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(network, engine, ours),
            ws="websockets-sansio",
            ws_ping_interval=None,
            lifespan="off",
            proxy_headers=False,
            server_header=False,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
        )
    )

    async def run() -> None:
        await engine.start()
        ready(listener.getsockname()[1])
        await server.serve(sockets=[listener])

    with contextlib.closing(listener):
        try:
            await network.run(run)
        finally:
            await engine.stop()
