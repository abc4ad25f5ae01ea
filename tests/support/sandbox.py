"""The sandbox on loopback, and a small product for it to call."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import uvicorn
import websockets
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from tests.support.servers import end_at_once
from twilio.request_validator import RequestValidator, get_signature_algorithm
from twilio.rest import Client
from websockets.asyncio.server import ServerConnection, serve

from phony.sandbox.app import create_app
from phony.sandbox.carrier.network import Network
from phony.sandbox.carrier.verbs import TwimlRun
from phony.sandbox.engine.build import build
from phony.wire.twiml import parse_form

ACCOUNT = "AC" + "5a" * 16
TOKEN = "sandbox-auth-token"
NUMBER = "+18578167225"
OUTSIDE = "+14155550123"
LISTENER: dict[str, Any] = {"lines": [], "stay": True}  # a persona
Answer = str | Callable[[dict[str, str]], str]


def said(shown: dict[str, Any]) -> list[str]:
    """What the carrier said in a call."""
    return [event["text"] for event in shown["events"] if event["type"] == "carrier_says"]


class Product:
    """Answers webhooks with the TwiML it was given, checks every signature, plays media socket."""

    def __init__(self) -> None:
        self.url = ""
        self.media_url = ""
        self.pages: dict[str, Answer] = {}
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.bad_signatures: list[str] = []
        self.sockets: list[MediaSocket] = []
        self.status = 200
        self.on_media: Callable[[MediaSocket], Any] | None = None
        self.shared_key = ""
        self.media_type = "text/xml"
        self.cookie = ""  # set with every answer
        self.cookies: list[str] = []  # that came

    def of(self, path: str) -> list[dict[str, str]]:
        """The forms that came to one path."""
        return [form for where, form in self.forms if where == path]

    async def _page(self, request: Request) -> Response:
        form = parse_form(await request.body())
        path = request.url.path
        self.forms.append((path, form))
        header = request.headers.get("x-twilio-webhooks-signature-settings", "")
        validator = RequestValidator(self.shared_key if header else TOKEN)
        signature = request.headers.get("x-twilio-signature", "")
        if not validator.validate(
            str(request.url), form, signature, get_signature_algorithm(header)
        ):
            self.bad_signatures.append(path)
        answer = self.pages.get(path, "<Response/>")
        text = answer(form) if callable(answer) else answer
        self.cookies.append(request.headers.get("cookie", ""))
        headers = {"set-cookie": self.cookie} if self.cookie else None
        return Response(text, self.status, headers, self.media_type)

    async def _media(self, ws: ServerConnection) -> None:
        assert ws.request is not None
        self.sockets.append(media := MediaSocket(ws))
        signature = ws.request.headers.get("X-Twilio-Signature", "")
        media.signed = RequestValidator(TOKEN).validate(self.media_url, {}, signature)
        if self.on_media:
            await self.on_media(media)
        await media.run()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Product]:
        """Serve on free ports."""
        route = Route("/{path:path}", self._page, methods=["GET", "POST"])
        async with serve(self._media, "127.0.0.1", 0, compression=None) as media:
            port = next(iter(media.sockets)).getsockname()[1]
            self.media_url = f"ws://127.0.0.1:{port}/media"
            async with served(Starlette(routes=[route])) as self.url:
                yield self


class MediaSocket:
    """The product's end of one media stream."""

    def __init__(self, ws: ServerConnection) -> None:
        self.ws = ws
        self.messages: list[dict[str, Any]] = []
        self.times: list[float] = []
        self.signed = False

    async def run(self) -> None:
        """Read until the carrier closes."""
        with contextlib.suppress(websockets.ConnectionClosed):
            async for text in self.ws:
                self.messages.append(json.loads(text))
                self.times.append(asyncio.get_running_loop().time())

    async def send(self, **message: Any) -> None:
        """One message to the carrier."""
        await self.ws.send(json.dumps(message))

    def of(self, event: str) -> list[dict[str, Any]]:
        """The messages of one kind so far."""
        return [message for message in self.messages if message["event"] == event]

    async def started(self) -> str:
        """The stream's sid, once `start` came."""
        await until(lambda: self.of("start"), "start")
        return str(self.of("start")[0]["streamSid"])


class Sandbox:
    """The running sandbox: its network in this process, its interfaces over HTTP."""

    def __init__(self, url: str, network: Network, http: httpx.AsyncClient) -> None:
        self.url = url
        self.network = network
        self.http = http

    def sdk(self, token: str = TOKEN) -> Client:
        """The official client, pointed here."""
        client = Client(ACCOUNT, token)
        client.api.base_url = self.url
        return client

    async def place(self, to: str = NUMBER, **fields: Any) -> str:
        """A call from outside; its sid."""
        response = await self.http.post(f"{self.url}/sandbox/calls", json={"to": to, **fields})
        assert response.status_code == 201, response.text
        return str(response.json()["sid"])

    async def call(self, sid: str, wait_s: float = 0) -> dict[str, Any]:
        """The call as the API of the sandbox shows it."""
        url = f"{self.url}/sandbox/calls/{sid}?wait_s={wait_s}"
        shown: dict[str, Any] = (await self.http.get(url, timeout=wait_s + 5)).json()
        return shown

    async def put(self, path: str, body: dict[str, Any]) -> None:
        """Change something."""
        response = await self.http.put(f"{self.url}/sandbox{path}", json=body)
        assert response.status_code == 200, response.text

    async def alerts(self) -> list[int]:
        """The codes of all alerts."""
        items = (await self.http.get(f"{self.url}/sandbox/alerts")).json()["items"]
        return [item["code"] for item in items]

    def set_voice(self, url: str, **fields: str) -> None:
        """What a call to the number meets."""
        number = self.network.numbers[NUMBER]
        number.write({"VoiceUrl": url, **fields})


@contextlib.asynccontextmanager
async def running_sandbox() -> AsyncIterator[Sandbox]:
    """Both far ends on scripted text, on a free port."""
    engine = build(speech=False, pace_ms=15)  # four times as fast as people talk
    network = Network(ACCOUNT, TOKEN, engine.voice, TwimlRun)
    stop = asyncio.Event()

    async def run() -> None:
        await stop.wait()

    await engine.start()
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(network.run(run))
            async with (
                served(create_app(network, engine)) as url,
                httpx.AsyncClient(trust_env=False) as http,
            ):
                yield Sandbox(url, network, http)
                for call in network.calls:
                    call.end("completed", by="carrier", reason="the test is over")
            stop.set()
    finally:
        await engine.stop()


@contextlib.asynccontextmanager
async def served(app: Any) -> AsyncIterator[str]:
    """Any ASGI app on a free port of this process."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            ws="websockets-sansio",
            lifespan="off",
            log_config=None,
            timeout_graceful_shutdown=1,
        )
    )
    async with asyncio.TaskGroup() as group:
        serving = group.create_task(server.serve(sockets=[listener]))
        await until(lambda: server.started, "the server")
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        await end_at_once(server)
        serving.cancel()
    listener.close()


async def until(condition: Callable[[], Any], what: str, limit_s: float = 10) -> Any:
    """Wait for something that will happen."""
    try:
        async with asyncio.timeout(limit_s):
            while not (value := condition()):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            return value
    except TimeoutError:
        raise AssertionError(f"{what} did not come within {limit_s} s") from None
