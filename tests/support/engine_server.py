"""The sandbox engine on a loopback port, and a client that holds every event to the contract."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import socket
import struct
from collections.abc import AsyncIterator, Callable
from typing import Any

import uvicorn
from openai import AsyncOpenAI
from openai.resources.realtime.realtime import AsyncRealtimeConnection
from starlette.applications import Starlette
from tests.support import realtime_contract
from tests.support.servers import end_at_once

from phony.domain.audio import FRAME_BYTES
from phony.sandbox.engine.engine import Engine

SILENT_FRAME = b"\xff" * FRAME_BYTES
MODEL = "gpt-realtime-2.1"


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


@contextlib.asynccontextmanager
async def serving(engine: Engine) -> AsyncIterator[str]:
    """Runs the engine; yields the base URL for clients."""

    app = Starlette(routes=engine.routes())
    server = _Server(
        uvicorn.Config(app, port=0, log_level="error", lifespan="off", ws="websockets-sansio")
    )
    await engine.start()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(server.serve())
        await server.up.wait()
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/v1"
        await engine.stop()
        await end_at_once(server)
        task.cancel()


class Client:
    """A caller's end: sends events, collects what comes back, all of it checked."""

    def __init__(self, connection: AsyncRealtimeConnection, group: asyncio.TaskGroup) -> None:
        self.connection = connection
        self.events: list[dict[str, Any]] = []
        self.checked = True
        self.ended: BaseException | None = None
        self._seen = asyncio.Condition()
        self._reader = group.create_task(self._read())

    async def _read(self) -> None:
        try:
            while True:
                raw = await self.connection.recv_bytes()
                event = realtime_contract.check(raw) if self.checked else {"raw": raw}
                async with self._seen:
                    self.events.append(event)
                    self._seen.notify_all()
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001
            async with self._seen:
                self.ended = error
                self._seen.notify_all()

    def stop(self) -> None:
        self._reader.cancel()

    async def send(self, kind: str, **fields: Any) -> None:
        """Send an event of ours, checked; `raw` sends what should be refused."""
        event = {"type": kind, **fields}
        realtime_contract.check_client(event)
        await self.raw(event)

    async def raw(self, event: dict[str, Any]) -> None:
        await self.connection.send(event)  # type: ignore[arg-type]

    async def wait(
        self,
        kind: str,
        match: Callable[[dict[str, Any]], bool] = lambda event: True,
        *,
        after: int = 0,
        timeout_s: float = 25,
    ) -> dict[str, Any]:
        """The first event of that type, from place `after` on."""

        def found() -> bool:
            return self.first(kind, match, after) is not None or self.ended is not None

        async with self._seen:
            try:
                await asyncio.wait_for(self._seen.wait_for(found), timeout_s)
            except TimeoutError:
                kinds = [event["type"] for event in self.events[after:]]
                raise AssertionError(f"no {kind}; came: {kinds}") from None
        event = self.first(kind, match, after)
        if event is None:
            raise AssertionError(f"no {kind}: the connection ended: {self.ended!r}")
        return event

    async def count(self, number: int, *, timeout_s: float = 25) -> None:
        """Wait for so many events."""
        async with self._seen:
            enough = self._seen.wait_for(lambda: len(self.events) >= number)
            await asyncio.wait_for(enough, timeout_s)

    def first(
        self,
        kind: str,
        match: Callable[[dict[str, Any]], bool] = lambda event: True,
        after: int = 0,
    ) -> dict[str, Any] | None:
        return next(
            (e for e in self.events[after:] if e["type"] == kind and match(e)),
            None,
        )

    def all(self, kind: str, after: int = 0) -> list[dict[str, Any]]:
        return [event for event in self.events[after:] if event["type"] == kind]

    async def update(self, **session: Any) -> dict[str, Any]:
        place = len(self.events)
        await self.send("session.update", session={"type": "realtime", **session})
        event = await self.wait("session.updated", after=place)
        updated: dict[str, Any] = event["session"]
        return updated

    async def settled(self) -> None:
        """Everything sent so far was taken in, and what followed at once has happened."""
        for _ in range(2):
            place = len(self.events)
            await self.send("session.update", session={"type": "realtime"})
            await self.wait("session.updated", after=place)

    async def hear(self, sound: bytes, *, pace: float = 0) -> None:
        """Append a caller's sound frame by frame; `pace` 1 is real time."""
        loop = asyncio.get_running_loop()
        begin = loop.time()
        for place, start in enumerate(range(0, len(sound), FRAME_BYTES)):
            payload = base64.b64encode(sound[start : start + FRAME_BYTES]).decode()
            await self.raw({"type": "input_audio_buffer.append", "audio": payload})
            if pace:
                await asyncio.sleep(max(0, begin + (place + 1) * 0.02 * pace - loop.time()))
            elif place % 50 == 49:
                await asyncio.sleep(0)

    async def silence(self, duration_ms: int, *, pace: float = 0) -> None:
        await self.hear(SILENT_FRAME * (duration_ms // 20), pace=pace)

    def sound(self, response_id: str) -> bytes:
        return b"".join(
            base64.b64decode(event["delta"])
            for event in self.all("response.output_audio.delta")
            if event["response_id"] == response_id
        )


@contextlib.asynccontextmanager
async def connected(
    base_url: str, *, model: str | None = MODEL, intent: str | None = None
) -> AsyncIterator[Client]:
    """A client on a fresh session."""
    openai = AsyncOpenAI(api_key="test", base_url=base_url, max_retries=0)
    query = {key: value for key, value in (("model", model), ("intent", intent)) if value}
    try:
        async with (
            openai.realtime.connect(extra_query=query) as connection,
            asyncio.TaskGroup() as group,
        ):
            client = Client(connection, group)
            yield client
            client.stop()
    finally:
        await openai.close()


def pictured(width: int, height: int) -> str:
    """A PNG's data URI, as far as its size."""
    head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height)
    return f"data:image/png;base64,{base64.b64encode(head).decode()}"


def spoken(response: dict[str, Any]) -> str:
    """The words of a `response.done`."""
    return " ".join(
        part.get("transcript") or part.get("text") or ""
        for item in response["response"]["output"]
        if item["type"] == "message"
        for part in item["content"]
    )
