"""The carrier's end of one call, as cheaply as can be: 50 frames a second, marks echoed in time."""

from __future__ import annotations

import time
from typing import Protocol
from uuid import uuid4

import orjson

from phony.bench import stamps
from phony.bench.pump import CHUNK_MS, FRAME_S, Measured, Pump
from phony.net.ports import Socket
from phony.wire import twilio

_FRAME_REST = stamps.rest_of(160)


class Sessions(Protocol):
    """What a caller needs of the far end that it talks to."""

    def pair(self, session: int, caller: Caller) -> None:
        """A caller has heard a session's voice."""

    def barge_in(self, session: int) -> float | None:
        """When the caller of a session cut in, once."""


class Caller:
    """The carrier's end of one media stream; meets `net.ports.Handler`."""

    def __init__(self, number: int, measured: Measured, pump: Pump, sessions: Sessions) -> None:
        """Number `number` in this run."""
        self.number = number
        own = uuid4().hex
        self.names = twilio.StreamNames("AC" + "0" * 32, f"CA{own}", f"MZ{own}")
        self.session: int | None = None  # the engine session whose voice is heard here
        self._measured = measured
        self._pump = pump
        self._sessions = sessions
        self._socket: Socket | None = None
        self._sequence = 1
        self._frames = 0
        self.talking = False
        self._next_at = 0.0
        self._busy_until = 0.0
        self._marks: list[tuple[float, str]] = []

    # ---- from the bridge ------------------------------------------------------------------------

    def on_open(self, socket: Socket) -> None:
        """The stream is up."""
        self._socket = socket

    def on_text(self, text: bytes) -> None:
        """Speech, a mark, or `clear`."""
        found = stamps.read(text)
        if found is not None:
            now_ns = time.monotonic_ns()
            self._measured.down.take(found, now_ns)
            if self.session != found[0]:
                self.session = found[0]
                self._sessions.pair(found[0], self)
            now = now_ns / 1e9
            self._busy_until = max(now, self._busy_until) + CHUNK_MS / 1000
            return
        if text.startswith(b'{"event":"clear"') or b'"event": "clear"' in text[:40]:
            self._cleared()
        elif b'"mark"' in text[:40]:
            self._mark(orjson.loads(text)["mark"]["name"])

    def on_binary(self) -> None:
        """Never in this protocol."""
        self._measured.problems.append("a binary frame to the carrier")

    def on_close(self, code: int, reason: str) -> None:
        """The bridge left, or we did."""
        if self.talking:
            self._measured.problems.append(f"stream closed in mid-call: {code} {reason}")
        self.talking = False
        self._socket = None

    def _mark(self, name: str) -> None:
        now = time.monotonic()
        if self._busy_until <= now:
            self._echo(name)
            return
        self._marks.append((self._busy_until, name))
        self._pump.at(self._busy_until, self._echo_due)

    def _echo_due(self) -> None:
        now = time.monotonic()
        while self._marks and self._marks[0][0] <= now + 0.001:
            self._echo(self._marks.pop(0)[1])

    def _cleared(self) -> None:
        now = time.monotonic()
        if self.session is not None and (at := self._sessions.barge_in(self.session)) is not None:
            self._measured.clears.append((now - at) * 1000)
        self._busy_until = now
        for _, name in self._marks:
            self._echo(name)
        self._marks.clear()

    # ---- to the bridge --------------------------------------------------------------------------

    def _send(self, text: bytes) -> None:
        if self._socket is not None:
            self._socket.send(text)

    def _echo(self, name: str) -> None:
        self._sequence += 1
        self._send(twilio.encode_mark_in(self.names.stream_sid, name, self._sequence))

    def begin(self, parameters: dict[str, str]) -> None:
        """The stream's first messages."""
        self._send(twilio.encode_connected())
        self._send(twilio.encode_start(self.names, parameters))

    def talk(self, first_at: float) -> None:
        """Send frames from `first_at` on."""
        self.talking = True
        self._next_at = first_at
        self._pump.at(first_at, self._frame)

    def _frame(self) -> float | None:
        if not self.talking or self._socket is None:
            return None
        self._sequence += 1
        self._frames += 1
        payload = stamps.stamp(self.number, self._frames, time.monotonic_ns()) + _FRAME_REST
        self._socket.send(
            twilio.encode_media_in(
                self.names.stream_sid,
                payload,
                sequence=self._sequence,
                chunk=self._frames,
                timestamp_ms=self._frames * 20,
            )
        )
        self._next_at += FRAME_S
        return self._next_at

    def stop_talking(self) -> None:
        """No more frames."""
        self.talking = False

    def hang_up(self) -> None:
        """The caller is gone."""
        self.talking = False
        if self._socket is not None:
            self._send(twilio.encode_stop(self.names, self._sequence + 1))
            self._socket.close(1000)
