"""A telephone in the browser: rings when the product calls its number.

One WebSocket, JSON text both ways. To the browser: `ring`, `answered`, `media`, `ended`;
from it: `answer`, `reject`, `media`, `dtmf`, `hangup`.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import json
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from phony.domain.audio import FRAME_BYTES, SILENCE
from phony.domain.keypad import TONES_HZ
from phony.sandbox.carrier.network import Network
from phony.sandbox.parties import Line, Party, RingResult

MAX_BUFFER_BYTES = 8000  # a second
MAX_WAITING = 500


class Softphone(Party):
    """One call at a browser's telephone."""

    def __init__(self, phone: Phone) -> None:
        super().__init__(ring_s=0)
        self._phone = phone
        self._picked_up: asyncio.Future[RingResult] = asyncio.get_running_loop().create_future()
        self._sound = bytearray()
        self._is_over = False

    async def ring(self, from_: str) -> RingResult:
        """Until somebody picks up or refuses."""
        if self._phone.call is not None:
            return "busy"
        self._phone.call = self
        self._phone.send(event="ring", **{"from": from_, "to": self._phone.number})
        return await asyncio.shield(self._picked_up)

    def pick_up(self, result: RingResult) -> None:
        """The person decides."""
        if not self._picked_up.done():
            self._picked_up.set_result(result)

    def connected(self, line: Line) -> None:
        """Both can talk."""
        super().connected(line)
        self._phone.send(event="answered")

    def talk(self, sound: bytes) -> None:
        """Sound from the microphone, in pieces of any size."""
        self._sound += sound
        if len(self._sound) > MAX_BUFFER_BYTES:
            del self._sound[: len(self._sound) - MAX_BUFFER_BYTES // 2]

    def speak(self) -> bytes:
        """The next frame of it."""
        frame = bytes(self._sound[:FRAME_BYTES])
        del self._sound[:FRAME_BYTES]
        return frame.ljust(FRAME_BYTES, bytes([SILENCE]))

    def hear(self, frame: bytes) -> None:
        """To the loudspeaker."""
        self._phone.send(event="media", payload=base64.b64encode(frame).decode())

    def over(self, reason: str) -> None:
        """The call has ended, or was given up while it rang."""
        if self._is_over:
            return
        self._is_over = True
        self.pick_up("no-answer")
        if self._phone.call is self:
            self._phone.call = None
            self._phone.send(event="ended", reason=reason)


class Phone:
    """A browser that waits for calls to one number."""

    def __init__(self, network: Network, number: str, socket: WebSocket) -> None:
        self.number = number
        self.call: Softphone | None = None
        self._network = network
        self._socket = socket
        self._waiting: asyncio.Queue[str] = asyncio.Queue(MAX_WAITING)

    def send(self, **message: Any) -> None:
        """Queue a message; a browser that does not keep up loses some."""
        with contextlib.suppress(asyncio.QueueFull):
            self._waiting.put_nowait(json.dumps(message))

    async def serve(self) -> None:
        """Be reachable until the browser goes."""
        await self._socket.accept()
        make = self._party
        self._network.parties[self.number] = make
        try:
            async with asyncio.TaskGroup() as group:
                writing = group.create_task(self._write())
                await self._read()
                writing.cancel()
        finally:
            if self._network.parties.get(self.number) is make:
                del self._network.parties[self.number]
            if self.call is not None:
                self._hang_up(self.call)

    def _party(self) -> Party:
        return Softphone(self)

    def _hang_up(self, call: Softphone) -> None:
        call.pick_up("no-answer")
        if call.line is not None:
            call.line.hang_up()

    async def _write(self) -> None:
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            while True:
                await self._socket.send_text(await self._waiting.get())

    async def _read(self) -> None:
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                try:
                    message = json.loads(await self._socket.receive_text())
                except (ValueError, KeyError):
                    continue
                if isinstance(message, dict):
                    self._receive(message)

    def _receive(self, message: dict[str, Any]) -> None:
        if (call := self.call) is None:
            return
        match message.get("event"):
            case "answer":
                call.pick_up("answer")
            case "reject":
                call.pick_up("busy")
            case "hangup":
                self._hang_up(call)
            case "dtmf":
                digit = str(message.get("digit", ""))
                if digit in TONES_HZ and call.line is not None:
                    call.line.press(digit)
            case "media":
                with contextlib.suppress(binascii.Error, ValueError):
                    call.talk(base64.b64decode(str(message.get("payload", "")), validate=True))
            case _:
                pass
