"""An operator at a live call, and what they ask of it."""

from __future__ import annotations

import asyncio
from typing import Any

import orjson
from tests.support.loopback import (
    NUMBER,
    SPEECH,
    EngineSession,
    Product,
    ScriptedEngine,
    Stream,
    make_agent,
    until,
)

from phony.net.ports import Socket

COLLEAGUE = "+15551239999"


class Operator:
    """A browser at `/calls/{id}/listen` or `/speak`."""

    def __init__(self) -> None:
        self.socket: Socket | None = None
        self.messages: list[dict[str, Any]] = []
        self.closed: tuple[int, str] | None = None

    def on_open(self, socket: Socket) -> None:
        self.socket = socket

    def on_text(self, text: bytes) -> None:
        self.messages.append(orjson.loads(text))

    def on_binary(self) -> None:
        raise AssertionError("binary frame to an operator")

    def on_close(self, code: int, reason: str) -> None:
        self.closed = (code, reason)

    def sides(self) -> set[str]:
        return {m["side"] for m in self.messages if m["event"] == "audio"}

    def say(self, frames: int) -> None:
        assert self.socket is not None
        for _ in range(frames):
            self.socket.send(b'{"event":"media","media":{"payload":"%s"}}' % SPEECH.encode())


async def begin(live: Product, engine: ScriptedEngine) -> tuple[Stream, EngineSession, str]:
    await make_agent(live)
    _, stream = await live.ring(NUMBER)
    await stream.start()
    session = await engine.session()
    await until(lambda: stream.audio == engine.reply_frames, "greeting")
    return stream, session, stream.parameters["call_id"]


async def order(live: Product, call_id: str, what: str, **body: object) -> str:
    answer = await live.http.post(f"/calls/{call_id}/{what}", json=body)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


async def state_of(live: Product, command_id: str) -> str:
    found = await live.app.state.services.database.raw["commands"].find_one({"_id": command_id})
    return str(found["state"])


async def reach(live: Product, command_id: str, state: str) -> None:
    async with asyncio.timeout(20):
        while await state_of(live, command_id) != state:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
