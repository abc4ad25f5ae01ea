"""Two bridges of our own to measure the product against: a bare relay, and a plain one.

`python -m phony.bench.references relay|plain ENGINE_URL` prints the port it listens on. The relay
forwards frames unparsed: the floor. The plain bridge is what one writes first: FastAPI, one task a
direction, `websockets` to the engine, the json module.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import sys
from typing import Any

import uvicorn
import websockets
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from picows import (
    WSFrame,
    WSListener,
    WSMsgType,
    WSTransport,
    WSUpgradeRequest,
    ws_connect,
    ws_create_server,
)

_SESSION = {
    "type": "realtime",
    "instructions": "Be brief.",
    "audio": {
        "input": {"format": {"type": "audio/pcmu"}, "turn_detection": {"type": "server_vad"}},
        "output": {"format": {"type": "audio/pcmu"}, "voice": "marin"},
    },
}


def _announce(port: int) -> None:
    sys.stdout.write(json.dumps({"port": port}) + "\n")
    sys.stdout.flush()


# ---- the relay -----------------------------------------------------------------------------------


class _Side(WSListener):
    """One socket; whatever comes is sent on the other as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.transport: WSTransport | None = None
        self.other: _Side | None = None
        self.early: list[bytes] = []

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.TEXT:
            other = self.other
            if other is not None and other.transport is not None:
                other.transport.send(WSMsgType.TEXT, frame.get_payload_as_memoryview())
            else:
                self.early.append(frame.get_payload_as_bytes())
        elif frame.msg_type == WSMsgType.CLOSE:
            transport.send_close(frame.get_close_code())
            transport.disconnect()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.transport = None
        if self.other is not None and self.other.transport is not None:
            self.other.transport.disconnect()


async def _relay(engine_url: str) -> None:
    async with asyncio.TaskGroup() as group:

        def accept(request: WSUpgradeRequest) -> WSListener:
            carrier = _Side()

            async def open_engine() -> None:
                _, engine = await ws_connect(_Side, engine_url)
                assert isinstance(engine, _Side)
                carrier.other, engine.other = engine, carrier
                assert engine.transport is not None
                for text in carrier.early:
                    engine.transport.send(WSMsgType.TEXT, text)
                if carrier.transport is None:
                    engine.transport.disconnect()

            group.create_task(open_engine())
            return carrier

        server = await ws_create_server(accept, "127.0.0.1", 0, websocket_handshake_timeout=30)
        _announce(server.sockets[0].getsockname()[1])
        await server.serve_forever()


# ---- the plain bridge ----------------------------------------------------------------------------


class _PlainCall:
    """One call of the plain bridge, with marks, `clear` and truncation."""

    def __init__(self, carrier: WebSocket, engine: Any) -> None:
        self._carrier = carrier
        self._engine = engine
        self._stream_sid = ""
        self._started = asyncio.Event()
        self._item = ""
        self._sent_ms = 0
        self._played_ms = 0
        self._marks: list[tuple[str, int]] = []

    async def run(self) -> None:
        await self._engine.send(json.dumps({"type": "session.update", "session": _SESSION}))
        async with asyncio.TaskGroup() as group:
            down = group.create_task(self._from_engine())
            await self._from_carrier()
            down.cancel()

    async def _from_carrier(self) -> None:
        with contextlib.suppress(WebSocketDisconnect, websockets.ConnectionClosed):
            async for text in self._carrier.iter_text():
                message = json.loads(text)
                if message["event"] == "media":
                    audio = message["media"]["payload"]
                    append = {"type": "input_audio_buffer.append", "audio": audio}
                    await self._engine.send(json.dumps(append))
                elif message["event"] == "start":
                    self._stream_sid = message["start"]["streamSid"]
                    self._started.set()
                elif message["event"] == "mark":
                    if self._marks and self._marks[0][0] == message["mark"]["name"]:
                        self._played_ms = self._marks.pop(0)[1]
                elif message["event"] == "stop":
                    return

    async def _from_engine(self) -> None:
        await self._started.wait()
        with contextlib.suppress(WebSocketDisconnect, websockets.ConnectionClosed, RuntimeError):
            async for text in self._engine:
                event = json.loads(text)
                if event["type"] == "response.output_audio.delta":
                    await self._play(event)
                elif event["type"] == "input_audio_buffer.speech_started" and self._marks:
                    await self._cut()

    async def _play(self, event: dict[str, Any]) -> None:
        if event["item_id"] != self._item:
            self._item, self._sent_ms, self._played_ms = event["item_id"], 0, 0
        media = {"payload": event["delta"]}
        await self._to_carrier({"event": "media", "streamSid": self._stream_sid, "media": media})
        self._sent_ms += len(event["delta"]) * 3 // 4 // 8
        name = f"{self._item}:{self._sent_ms}"
        self._marks.append((name, self._sent_ms))
        mark = {"name": name}
        await self._to_carrier({"event": "mark", "streamSid": self._stream_sid, "mark": mark})

    async def _cut(self) -> None:
        self._marks.clear()
        await self._to_carrier({"event": "clear", "streamSid": self._stream_sid})
        truncate = {
            "type": "conversation.item.truncate",
            "item_id": self._item,
            "content_index": 0,
            "audio_end_ms": self._played_ms,
        }
        await self._engine.send(json.dumps(truncate))

    async def _to_carrier(self, message: dict[str, Any]) -> None:
        await self._carrier.send_text(json.dumps(message))


def _plain(engine_url: str) -> None:
    app = FastAPI()

    @app.websocket("/media/{call}")
    async def media(carrier: WebSocket, call: str) -> None:
        await carrier.accept()
        async with websockets.connect(engine_url, max_size=None, compression=None) as engine:
            await _PlainCall(carrier, engine).run()

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(1024)
    _announce(listener.getsockname()[1])
    config = uvicorn.Config(app, log_level="error", access_log=False, ws="websockets-sansio")
    uvicorn.Server(config).run([listener])


def main(kind: str, engine_url: str) -> None:
    """Run one of the references until killed."""
    if kind == "relay":
        import uvloop

        uvloop.run(_relay(engine_url))
    else:
        _plain(engine_url)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
