"""Small far ends on loopback for tests of the bridge: a scripted engine and a media stream."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import socket
import time
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import uuid4

import httpx
import orjson
import uvicorn
import websockets
from fastapi import FastAPI
from websockets.asyncio.server import ServerConnection, serve

from phony.app import create_app
from phony.domain.actions import ClearPlayout, PlayAudio, SendMark
from phony.domain.ids import DEFAULT_ORG
from phony.domain.turns import Turn
from phony.net.ports import Socket
from phony.net.websocket import connect
from phony.settings import SANDBOX_ACCOUNT_SID, SANDBOX_AUTH_TOKEN, Settings
from phony.store.repositories import for_org
from phony.wire import signatures, twilio, twiml

NUMBER = "+18578167225"
AGENT = {
    "name": "Customer Service Agent",
    "type": "inbound",
    "phone_number": NUMBER,
    "system_prompt": "You are a friendly customer service representative.",
    "voice": "nova",
    "greeting_message": "Hello! How can I help you today?",
    "context_data": {"business_hours": "9 AM - 6 PM EST"},
    "summary": False,  # its session would come between those of the next test's call
}
FRAME = base64.b64encode(b"\xff" * 160).decode()
SPEECH = base64.b64encode(bytes([0x20, 0xA0] * 80)).decode()


class ScriptedEngine:
    """Plays Realtime, as far as asked: every response is `reply_frames` frames of 20 ms."""

    def __init__(self) -> None:
        self.sessions: list[EngineSession] = []
        self.url = ""
        self.reply_frames = 10
        self.refuse: int | None = None
        self.headers: list[dict[str, str]] = []
        self.news = asyncio.Event()
        self.silent = False
        self.answers = True

    async def _serve(self, ws: ServerConnection) -> None:
        assert ws.request is not None
        self.headers.append({k.lower(): v for k, v in ws.request.headers.raw_items()})
        session = EngineSession(self, ws, ws.request.path)
        self.sessions.append(session)
        self.news.set()
        await session.run()

    async def _check(self, connection: ServerConnection, request: Any) -> Any:
        if self.refuse is not None:
            return connection.respond(self.refuse, '{"error":{"code":"invalid_api_key"}}')
        return None

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[ScriptedEngine]:
        async with serve(
            self._serve, "127.0.0.1", 0, process_request=self._check, compression=None
        ) as server:
            self.url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/v1/realtime"
            yield self

    async def session(self, number: int = 0) -> EngineSession:
        await until(lambda: len(self.sessions) > number, "engine session")
        return self.sessions[number]


class EngineSession:
    """One connection of the scripted engine."""

    def __init__(self, engine: ScriptedEngine, ws: ServerConnection, path: str) -> None:
        self.engine = engine
        self.ws = ws
        self.path = path
        self.received: list[dict[str, Any]] = []
        self.appended = 0
        self.config: dict[str, Any] = {}
        self.closed: tuple[int, str] | None = None
        self._count = 0

    async def send(self, kind: str, **fields: Any) -> None:
        event = {"type": kind, "event_id": f"event_{uuid4().hex[:8]}", **fields}
        with contextlib.suppress(websockets.ConnectionClosed):
            await self.ws.send(orjson.dumps(event).decode())

    async def run(self) -> None:
        if not self.engine.silent:
            await self.send("session.created", session={"id": "sess_1", "type": "realtime"})
        try:
            async for text in self.ws:
                event = orjson.loads(text)
                if event["type"] == "input_audio_buffer.append":
                    self.appended += 1
                    continue
                self.received.append(event)
                if self.engine.answers:
                    await self.answer(event)
        except websockets.ConnectionClosed:
            pass
        self.closed = (self.ws.close_code or 0, self.ws.close_reason or "")

    def of_type(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.received if event["type"] == kind]

    async def more_than(self, count: int) -> None:
        """Wait until more than `count` events have come (audio not counted)."""
        await until(lambda: len(self.received) > count, "another event at the engine")

    async def answer(self, event: dict[str, Any]) -> None:
        """What Realtime says to an event; a test may call it when it likes: see `answers`."""
        match event["type"]:
            case "session.update":
                self.config |= event["session"]
                await self.send("session.updated", session=self.config)
            case "conversation.item.create":
                item = {"status": "completed", **event["item"]}
                await self.send("conversation.item.added", item=item, previous_item_id=None)
                await self.send("conversation.item.done", item=item, previous_item_id=None)
            case "conversation.item.truncate":
                await self.send(
                    "conversation.item.truncated",
                    item_id=event["item_id"],
                    content_index=0,
                    audio_end_ms=event["audio_end_ms"],
                )
            case "response.create":
                await self.respond(
                    "Hello there.", metadata=event.get("response", {}).get("metadata")
                )
            case _:
                pass

    async def respond(
        self,
        text: str,
        *,
        metadata: dict[str, str] | None = None,
        tool: tuple[str, str] | None = None,
    ) -> str:
        """A whole response: speech, or a call of `tool` (name and arguments)."""
        self._count += 1
        response_id, item_id = f"resp_{self._count}", f"item_{self._count}"
        head = {"id": response_id, "object": "realtime.response", "conversation_id": "conv_1"}
        await self.send(
            "response.created",
            response={**head, "status": "in_progress", "metadata": metadata, "output": []},
        )
        ids = {"response_id": response_id, "item_id": item_id, "output_index": 0}
        if tool is not None:
            item: dict[str, Any] = {
                "id": item_id,
                "type": "function_call",
                "status": "completed",
                "call_id": f"fc_{self._count}",
                "name": tool[0],
                "arguments": tool[1],
            }
        else:
            item = {
                "id": item_id,
                "type": "message",
                "role": "assistant",
                "status": "completed",
                "content": [{"type": "output_audio", "transcript": text}],
            }
        await self.send("conversation.item.added", item={**item, "status": "in_progress"})
        if tool is None:
            await self.send(
                "response.output_audio_transcript.delta", **ids, content_index=0, delta=text
            )
            for _ in range(self.engine.reply_frames):
                await self.send("response.output_audio.delta", **ids, content_index=0, delta=SPEECH)
            await self.send(
                "response.output_audio_transcript.done", **ids, content_index=0, transcript=text
            )
        await self.send("conversation.item.done", item=item)
        await self.send(
            "response.done",
            response={
                **head,
                "status": "completed",
                "metadata": metadata,
                "output": [item],
                "usage": {
                    "total_tokens": 544,
                    "input_tokens": 384,
                    "output_tokens": 160,
                    "input_token_details": {
                        "text_tokens": 310,
                        "audio_tokens": 74,
                        "cached_tokens": 296,
                        "cached_tokens_details": {"text_tokens": 256, "audio_tokens": 40},
                    },
                    "output_token_details": {"text_tokens": 42, "audio_tokens": 118},
                },
            },
        )
        return item_id

    async def caller_says(self, text: str, *, reply: str | None = "I see.") -> None:
        """Voice activity and a transcript, as if the caller had spoken; then the answer."""
        await self.hears(text)
        if reply is not None:
            await self.respond(reply)

    async def hears(self, text: str) -> None:
        """Voice activity and a transcript of whoever speaks to this session."""
        self._count += 1
        item_id = f"user_{self._count}"
        await self.send("input_audio_buffer.speech_started", item_id=item_id, audio_start_ms=100)
        await self.send("input_audio_buffer.speech_stopped", item_id=item_id, audio_end_ms=900)
        await self.send("input_audio_buffer.committed", item_id=item_id, previous_item_id=None)
        item = {
            "id": item_id,
            "type": "message",
            "role": "user",
            "status": "completed",
            "content": [{"type": "input_audio", "transcript": None}],
        }
        await self.send("conversation.item.added", item=item, previous_item_id=None)
        await self.send("conversation.item.done", item=item, previous_item_id=None)
        await self.send(
            "conversation.item.input_audio_transcription.completed",
            item_id=item_id,
            content_index=0,
            transcript=text,
            usage={"type": "duration", "seconds": 2.0},
        )


# Connected streams, so that none outlives its product.
_OPEN: set[Stream] = set()


class Stream:
    """The carrier's end of one media stream: true in protocol, not in time."""

    def __init__(self, url: str, parameters: dict[str, str], call_sid: str) -> None:
        self.url = url
        self.parameters = parameters
        self.names = twilio.StreamNames(SANDBOX_ACCOUNT_SID, call_sid, "MZ" + uuid4().hex)
        self.heard: list[PlayAudio | SendMark | ClearPlayout] = []
        self.closed: tuple[int, str] | None = None
        self.sequence = 1
        self.chunk = 0
        self.echo_marks = True
        self.socket: Socket | None = None

    # the Handler interface
    def on_open(self, socket: Socket) -> None:
        self.socket = socket
        _OPEN.add(self)

    def on_text(self, text: bytes) -> None:
        action = twilio.decode_outbound(text, self.names.stream_sid)
        self.heard.append(action)
        if isinstance(action, SendMark) and self.echo_marks:
            self.echo(action.name)

    def on_binary(self) -> None:
        raise AssertionError("binary frame to the carrier")

    def on_close(self, code: int, reason: str) -> None:
        self.closed = (code, reason)
        _OPEN.discard(self)

    # the far end
    def send(self, text: bytes) -> None:
        assert self.socket is not None
        self.socket.send(text)

    def echo(self, name: str) -> None:
        self.sequence += 1
        self.send(twilio.encode_mark_in(self.names.stream_sid, name, self.sequence))

    async def start(self, *, signature: str | None = "sign", start: bool = True) -> Stream:
        headers = {}
        if signature is not None:
            good = signatures.sign(self.url, {}, SANDBOX_AUTH_TOKEN)
            headers = {"X-Twilio-Signature": good if signature == "sign" else signature}
        await connect(self.url, self, headers=headers)
        if start:
            self.send(twilio.encode_connected())
            self.send(twilio.encode_start(self.names, self.parameters))
        return self

    def frames(self, count: int, payload: str = FRAME) -> None:
        for _ in range(count):
            self.sequence += 1
            self.chunk += 1
            self.send(
                twilio.encode_media_in(
                    self.names.stream_sid,
                    payload,
                    sequence=self.sequence,
                    chunk=self.chunk,
                    timestamp_ms=self.chunk * 20,
                )
            )

    def hang_up(self) -> None:
        self.sequence += 1
        self.send(twilio.encode_stop(self.names, self.sequence))
        assert self.socket is not None
        self.socket.close(1000)

    @property
    def audio(self) -> int:
        return sum(isinstance(action, PlayAudio) for action in self.heard)


class Product:
    """One worker in this process, and the carrier's way to call its webhooks."""

    def __init__(self, app: FastAPI, settings: Settings, url: str, worker_id: str) -> None:
        self.app = app
        self.settings = settings
        self.url = url
        self.worker_id = worker_id
        self.http = httpx.AsyncClient(base_url=url, timeout=10)

    async def webhook(
        self, path: str, form: dict[str, str], *, sign: bool = True, **headers: str
    ) -> httpx.Response:
        """A request as the carrier sends it: signed over the public URL, blanks included."""
        if sign:
            headers["X-Twilio-Signature"] = signatures.sign(
                self.settings.base_url + path, form, SANDBOX_AUTH_TOKEN
            )
        return await self.http.post(path, data=form, headers=headers)

    async def ring(self, to: str, sid: str | None = None, **more: str) -> tuple[str, Stream]:
        """An inbound call: the TwiML's text and the stream it asks for (not yet opened)."""
        sid = sid or "CA" + uuid4().hex
        form = {
            "CallSid": sid,
            "AccountSid": SANDBOX_ACCOUNT_SID,
            "From": "+15550001111",
            "To": to,
            "CallStatus": "ringing",
            "Direction": "inbound",
            "FromCity": "",
            **more,
        }
        answer = await self.webhook("/twilio/voice", form)
        assert answer.status_code == 200, answer.text
        return answer.text, stream_of(answer.text, sid)

    async def patience_ms(self, limit_ms: float) -> float:
        """A limit in time for this machine now: more only while it is too busy to answer a ping."""
        asked = time.monotonic()
        await self.http.get("/health/ready")
        return max(limit_ms, 10 * (time.monotonic() - asked) * 1000)

    async def call(self, call_id: str) -> dict[str, Any]:
        """The stored record."""
        services = self.app.state.services
        document = await services.database.raw["calls"].find_one({"_id": call_id})
        assert document is not None
        return dict(document)

    async def turns(self, call_id: str) -> list[Turn]:
        """What was said, as stored."""
        queries = for_org(self.app.state.services.database, DEFAULT_ORG).call_queries
        return await queries.all_turns(call_id)


async def make_agent(running: Product, **changes: object) -> str:
    """The example agent, over REST; its id."""
    answer = await running.http.post("/agents/", json={**AGENT, **changes})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def stream_of(xml: str, sid: str) -> Stream:
    """The stream that an answer's `<Connect><Stream>` asks for."""
    for verb in twiml.parse(xml):
        if verb.name == "Connect":
            stream = verb.children[0]
            parameters = {c.get("name"): c.get("value") for c in stream.children}
            return Stream(stream.get("url"), parameters, sid)
    raise AssertionError(f"no stream in {xml}")


async def until(condition: Callable[[], Any], what: str = "", within_s: float = 20) -> None:
    """Wait for a condition of this process."""
    try:
        async with asyncio.timeout(within_s):
            while not condition():  # noqa: ASYNC110 - a poll is what a test wants
                await asyncio.sleep(0.005)
    except TimeoutError:
        raise AssertionError(f"did not happen within {within_s} s: {what}") from None


@contextlib.asynccontextmanager
async def product(
    mongodb_url: str, data_dir: Any, engine: ScriptedEngine, **changes: Any
) -> AsyncIterator[Product]:
    """A worker on a free port, on a database of the caller's choice."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    settings = Settings(
        mongodb_url=mongodb_url,
        port=port,
        data_dir=data_dir,
        openai_api_key="test-key",
        openai_url=engine.url,
        **{"speak_ahead": False, **changes},  # its session would come between those of calls
    )
    worker_id = "w" + uuid4().hex[:12]
    app = create_app(settings, worker_id=worker_id)
    config = uvicorn.Config(
        app, ws=app.state.ws_class, lifespan="on", log_config=None, access_log=False
    )
    server = uvicorn.Server(config)
    async with asyncio.TaskGroup() as group:
        serving = group.create_task(server.serve([listener]))
        await until(lambda: server.started or serving.done(), "server start", 20)
        if serving.done():
            raise AssertionError("the app did not start")
        running = Product(app, settings, f"http://127.0.0.1:{port}", worker_id)
        try:
            yield running
        finally:
            await running.http.aclose()
            server.should_exit = True
            await serving
            await until(lambda: not any(f":{port}/" in stream.url for stream in _OPEN))
