"""Events on their way to the client, in order, and the record of both directions."""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from typing import Any

from phony.sandbox.engine.protocol.usage import charged
from phony.wire import realtime

_MOST_WAITING = 20_000


class Log:
    """The last events of all sessions, for tests: `(session, "in" or "out", event)`, audio cut."""

    def __init__(self, most: int = 2000) -> None:
        """Keeps the `most` newest."""
        self.entries: deque[tuple[str, str, dict[str, Any]]] = deque(maxlen=most)
        self.charged: Counter[str] = Counter()  # what all sessions so far would cost, by kind

    def add(self, session_id: str, direction: str, event: dict[str, Any]) -> None:
        """Note one event."""
        self.entries.append((session_id, direction, event))
        if direction == "out":
            self.charged.update(charged(event))

    def of(self, session_id: str, direction: str = "") -> list[dict[str, Any]]:
        """One session's events."""
        return [
            event
            for session, way, event in self.entries
            if session == session_id and (not direction or way == direction)
        ]


class Closing:
    """The end of the connection, in its place among the events; code 0 drops it."""

    def __init__(self, code: int, reason: str = "") -> None:
        """As in a close frame."""
        self.code = code
        self.reason = reason


class Outbox:
    """Takes events from anywhere, hands them to one writer."""

    def __init__(self, session_id: str, log: Log, omit: Callable[[], list[str]]) -> None:
        """`omit` names event types that are never sent."""
        self._session_id = session_id
        self._log = log
        self._omit = omit
        self._queue: asyncio.Queue[str | bytes | Closing] = asyncio.Queue()
        self._prefix = f"event_{secrets.token_hex(6)}"
        self._count = 0
        self._closed = False
        self._hushed = False

    def hush(self) -> None:
        """Send nothing more; the connection stays open."""
        self._hushed = True

    def emit(self, kind: str, **fields: Any) -> None:
        """Send an event."""
        event = {"type": kind, "event_id": self._next_id(), **fields}
        if kind in self._omit():
            return
        self._log.add(self._session_id, "out", event)
        self._put(realtime.encode_server(event).decode())

    def audio(self, response_id: str, item_id: str, payload: str) -> None:
        """Send a piece of the agent's sound."""
        if "response.output_audio.delta" in self._omit():
            return
        text = realtime.encode_audio_delta(self._next_id(), response_id, item_id, payload)
        self._put(text.decode())

    def note_received(self, event: dict[str, Any]) -> None:
        """Write an event of the client's into the record."""
        self._log.add(self._session_id, "in", event)

    def raw(self, frame: str | bytes) -> None:
        """Send anything at all."""
        self._put(frame)

    def close(self, code: int, reason: str = "") -> None:
        """End the connection after what was sent so far."""
        if not self._closed:
            self._queue.put_nowait(Closing(code, reason))
            self._closed = True

    async def drain(self, send: Callable[[str | bytes], Awaitable[None]]) -> Closing:
        """Write everything; returns when the connection shall end."""
        while True:
            frame = await self._queue.get()
            if isinstance(frame, Closing):
                return frame
            await send(frame)

    def _put(self, frame: str | bytes) -> None:
        if self._closed or self._hushed:
            return
        if self._queue.qsize() >= _MOST_WAITING:
            self.close(1011, "the client does not read")
            return
        self._queue.put_nowait(frame)

    def _next_id(self) -> str:
        self._count += 1
        return f"{self._prefix}{self._count:06d}"
