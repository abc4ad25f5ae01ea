"""Who watches the live feed: what each may see and wants to see, and the queue it reads from."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson

from phony.domain.errors import Unavailable
from phony.store.pulse import HEAVY

MAX_MESSAGES = 5000
MAX_BYTES = 16 << 20
JSON = orjson.OPT_UTC_Z
NAMES = {
    "calls": "call",
    "turns": "turn",
    "edits": "edit",
    "commands": "command",
    "agents": "agent",
    "numbers": "number",
}


class TooSlow(Unavailable):
    """The subscriber does not read fast enough: it is let go, and may come back."""

    code = "too_slow"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a subscriber may see and wants to see."""

    org_id: str
    agent_id: str | None = None
    call_id: str | None = None

    def query(self) -> dict[str, Any]:
        """The calls in scope, as MongoDB asks."""
        query: dict[str, Any] = {"org_id": self.org_id}
        if self.agent_id is not None:
            query["agent_id"] = {"$eq": self.agent_id}
        if self.call_id is not None:
            query["_id"] = {"$eq": self.call_id}
        return query

    def has_call(self, org_id: str, agent_id: str, call_id: str) -> bool:
        """Whether a call is in scope."""
        return (
            org_id == self.org_id
            and self.agent_id in (None, agent_id)
            and self.call_id in (None, call_id)
        )


@dataclass(slots=True)
class Item:
    """One changed record with what decides who sees it; its texts are made when first asked."""

    kind: str
    org_id: str
    agent_id: str
    call_id: str
    cursor: str
    record: dict[str, Any]
    _full: str | None = None
    _light: str | None = None

    def full(self) -> str:
        """The message with the whole record."""
        if self._full is None:
            self._full = message(NAMES[self.kind], self.cursor, self.record)
        return self._full

    def light(self) -> str:
        """The message without what is large."""
        if self._light is None:
            record = {k: v for k, v in self.record.items() if k not in HEAVY}
            self._light = message(NAMES[self.kind], self.cursor, record)
        return self._light


def message(name: str, cursor: str | None, record: Any, key: str | None = None) -> str:
    """One message of the feed as JSON text."""
    content: dict[str, Any] = {"type": name}
    if cursor is not None:
        content["cursor"] = cursor
    content[key or name] = record
    return orjson.dumps(content, option=JSON).decode()


class Subscriber:
    """One watcher's queue. `watched` None: it wants everything in scope, word by word."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.watched: set[str] | None = None
        self.gone = asyncio.Event()  # this subscriber is to be let go
        self._queue: deque[str] = deque()
        self._held: deque[str] | None = deque()  # until the snapshot is in front
        self._bytes = 0
        self._ready = asyncio.Event()

    def wants(self, item: Item) -> str | None:
        """The text for this subscriber, if it is to get one."""
        scope = self.scope
        if item.org_id != scope.org_id:
            return None
        if item.kind in ("agents", "numbers"):
            if scope.call_id is not None:
                return None
            mine = item.kind == "agents" and item.agent_id == scope.agent_id
            return item.full() if scope.agent_id is None or mine else None
        if not scope.has_call(item.org_id, item.agent_id, item.call_id):
            return None
        if self.watched is None or item.call_id in self.watched:
            return item.full()
        if item.kind == "turns":
            return None
        return item.light() if item.kind == "calls" else item.full()

    def put(self, text: str) -> None:
        """Queue a message; too many make the subscriber slow, and it gets no more."""
        if self.gone.is_set():
            return
        queue = self._held if self._held is not None else self._queue
        queue.append(text)
        self._bytes += len(text)
        if len(queue) > MAX_MESSAGES or self._bytes > MAX_BYTES:
            self.gone.set()
        self._ready.set()

    def begin(self, texts: Iterable[str]) -> None:
        """These first, then what came meanwhile."""
        held, self._held = self._held or deque(), None
        for text in texts:
            self._queue.append(text)
            self._bytes += len(text)
        self._queue.extend(held)
        self._ready.set()

    def drop(self) -> None:
        """The feed lost its own thread: the subscriber must come back with its cursor."""
        self.gone.set()
        self._ready.set()

    async def next(self, timeout_s: float) -> list[str]:
        """What is queued, at once if there is something; empty after `timeout_s` of quiet.

        Raises:
            TooSlow: this subscriber is let go.
        """
        if not self._queue and not self.gone.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(timeout_s):
                    while not self._queue and not self.gone.is_set():
                        self._ready.clear()
                        await self._ready.wait()
        if self.gone.is_set():
            raise TooSlow("come back with your cursor")
        texts = list(self._queue)
        self._queue.clear()
        self._bytes = sum(map(len, self._held)) if self._held is not None else 0
        return texts


@dataclass(slots=True)
class Wish:
    """What a subscriber said."""

    call_ids: list[str] = field(default_factory=list)


def parse_wish(text: str) -> Wish | None:
    """`{"type": "watch", "call_ids": [...]}`; None for whatever else."""
    try:
        content = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(content, dict) or content.get("type") != "watch":
        return None
    ids = content.get("call_ids")
    if not isinstance(ids, list):
        return None
    return Wish([text[:100] for text in ids if isinstance(text, str)])
