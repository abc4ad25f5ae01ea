"""One writer per process for what calls of all organizations write while they run, in bulk.

What people watch (turns, call fields) is written every 100 ms, what they read later (flight
record, audio) every half second: a bulk write costs more than what is in it.

The audio path only appends here. What replaces itself (turns, call fields) is kept as its latest
state, so a slow database costs memory per call, not per event. What piles up (flight record,
audio) is bounded and shed: of audio the middle, of events the newest; never turns.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bson.errors import BSONError
from pymongo import InsertOne, UpdateOne
from pymongo.errors import BulkWriteError, DocumentTooLarge, PyMongoError

from phony.domain.turns import Turn
from phony.store.audio_buffer import AudioBuffer, Piece
from phony.store.database import Collection, Database
from phony.store.documents import escape
from phony.store.outage import is_outage

_log = logging.getLogger(__name__)

FLUSH_S = 0.1
MAX_EVENTS = 100_000
BULKY_S = 0.5
_PAGE_ENTRIES = 500
MAX_AUDIO_BYTES = 64 << 20
_DUPLICATE = 11000
_STEP = 16  # documents made in one go
T = TypeVar("T")


async def ensure_indexes(database: Database) -> None:
    """Indexes of turns, flight record and audio chunks."""
    await database.raw["turns"].create_index([("call_id", 1), ("index", 1)], name="call")
    await database.raw["call_events"].create_index([("call_id", 1), ("seq", 1)], name="call")
    await database.raw["recording_chunks"].create_index([("call_id", 1), ("at_ms", 1)], name="call")


@dataclass(slots=True)
class _Page:
    """Entries of one call's flight record on their way into documents."""

    org_id: str
    entries: list[dict[str, Any]] = field(default_factory=list)

    def documents(self, call_id: str) -> list[dict[str, Any]]:
        """Nearly always one; a document has a size limit."""
        made = []
        for start in range(0, len(self.entries), _PAGE_ENTRIES):
            entries = self.entries[start : start + _PAGE_ENTRIES]
            first, last = entries[0]["seq"], entries[-1]["seq"]
            made.append(
                {
                    "_id": f"{call_id}:{first}",
                    "org_id": self.org_id,
                    "call_id": call_id,
                    "seq": first,
                    "last": last,
                    "entries": entries,
                }
            )
        return made


class Journal:
    """What running calls write; `run` belongs to the app's lifespan."""

    def __init__(
        self,
        database: Database,
        *,
        flush_s: float = FLUSH_S,
        max_events: int = MAX_EVENTS,
        max_audio_bytes: int = MAX_AUDIO_BYTES,
    ) -> None:
        """Bounds are per process."""
        self._raw, self._loose = database.raw, database.loose
        self._flush_s = flush_s
        self._max_events = max_events
        self._turns: dict[str, tuple[str, Turn]] = {}
        self._calls: dict[str, dict[str, Any]] = {}
        self._events: dict[str, _Page] = {}
        self._pages: list[dict[str, Any]] = []  # on their way, or to be tried again
        self._event_count = 0
        self._bulky_at = 0.0
        self._lock = asyncio.Lock()
        self.sound = AudioBuffer(max_audio_bytes)
        self.shed_events = 0
        self.failures = 0

    # ---- the path appends; nothing here waits ------------------------------------------------

    def turn(self, org_id: str, turn: Turn) -> None:
        """A turn as it stands now; only its latest state is written."""
        self._turns[turn.id] = (org_id, turn)

    def call(self, call_id: str, fields: Mapping[str, Any]) -> None:
        """Fields of a call as they stand now (never its status), as MongoDB takes them."""
        self._calls.setdefault(call_id, {}).update(fields)

    def event(self, org_id: str, call_id: str, entry: dict[str, Any]) -> None:
        """One `entry` of the flight record; it is the journal's from now on."""
        if self._event_count >= self._max_events:
            if not self.shed_events:
                _log.error("journal: the database is too slow, flight records lose entries")
            self.shed_events += 1
            return
        self._event_count += 1
        page = self._events.get(call_id)
        if page is None:
            page = self._events[call_id] = _Page(org_id)
        page.entries.append(entry)

    def audio(self, org_id: str, call_id: str, at_ms: int, caller: bytes, agent: bytes) -> None:
        """A piece of the recording: both sides' mu-law from `at_ms` of the call clock on."""
        lost = self.sound.lost_bytes
        self.sound.add(
            {
                "_id": f"{call_id}:{at_ms}",
                "org_id": org_id,
                "call_id": call_id,
                "at_ms": at_ms,
                "caller": caller,
                "agent": agent,
            }
        )
        if self.sound.lost_bytes and not lost:
            _log.error("journal: the database is too slow, recordings lose audio")

    # ---- the writer --------------------------------------------------------------------------

    async def run(self) -> None:
        """Write every 100 ms until cancelled, then once more."""
        try:
            while True:
                await asyncio.sleep(self._flush_s)
                if not await self.flush(everything=False):
                    await asyncio.sleep(min(5.0, 0.1 * 2 ** min(self.failures, 6)))
        finally:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(10):
                    await self.flush()

    async def flush(self, *, everything: bool = True) -> bool:
        """Write what is waiting now; False if the database refused and it must be tried again.

        Without `everything`, flight record and audio may wait until their next turn.
        """
        async with self._lock:
            turns, self._turns = self._turns, {}
            calls, self._calls = self._calls, {}
            pages: list[dict[str, Any]] = []
            audio: list[Piece] = []
            if everything or time.monotonic() >= self._bulky_at:
                self._bulky_at = time.monotonic() + BULKY_S
                events, self._events = self._events, {}
                for call_id, page in events.items():
                    self._pages += page.documents(call_id)
                pages = self._pages
                audio = self.sound.take()
            if not (turns or calls or pages or audio):
                return True
            try:
                # Calls last: who sees a call's new state finds the turns that led to it.
                writes = await _in_steps(turns.values(), lambda pair: _turn_write(*pair))
                await _write(self._raw["turns"], writes)
                writes = await _in_steps(calls.items(), lambda pair: _call_write(*pair))
                await _write(self._raw["calls"], writes)
                await _write(self._loose["call_events"], await _in_steps(pages, InsertOne))
                self._event_count -= sum(len(page["entries"]) for page in pages)
                pages.clear()
                await _write(self._loose["recording_chunks"], await _in_steps(audio, InsertOne))
                self.sound.written(audio)
            except (PyMongoError, asyncio.CancelledError) as error:
                # Newer states that came meanwhile win. Inserts done before are duplicates then.
                self._turns = {**turns, **self._turns}
                for call_id, fields in calls.items():
                    self._calls[call_id] = {**fields, **self._calls.get(call_id, {})}
                self.sound.put_back(audio)
                if isinstance(error, asyncio.CancelledError):
                    raise
                self.failures += 1
                if self.failures == 1:
                    _log.error("journal: writing failed, will try again: %s", type(error).__name__)
                return False
            if self.failures:
                _log.warning("journal: writing again after %d failures", self.failures)
                self.failures = 0
            return True

    @property
    def backlog(self) -> int:
        """How many writes wait."""
        return len(self._turns) + len(self._calls) + self._event_count + len(self.sound)


def _turn_write(org_id: str, turn: Turn) -> UpdateOne:
    # What running calls write most: only `data` can hold what `documents.escape` is there for.
    document = {**turn.__dict__, "org_id": org_id, "data": escape(turn.data)}
    turn_id = document.pop("id")
    if turn.latency is not None:
        document["latency"] = turn.latency.__dict__
    return UpdateOne({"_id": turn_id}, {"$set": document}, upsert=True)


def _call_write(call_id: str, fields: Mapping[str, Any]) -> UpdateOne:
    return UpdateOne({"_id": call_id}, {"$set": dict(fields), "$inc": {"version": 1}})


async def _in_steps(things: Iterable[T], write: Callable[[T], Any]) -> list[Any]:
    """Make the writes of many calls a few at a time: audio waits meanwhile."""
    writes = []
    for number, thing in enumerate(things, 1):
        writes.append(write(thing))
        if number % _STEP == 0:
            await asyncio.sleep(0)
    return writes


async def _write(collection: Collection, writes: list[Any]) -> None:
    if not writes:
        return
    try:
        await collection.bulk_write(writes, ordered=False)
    except (BSONError, DocumentTooLarge) as error:
        # One document that cannot be encoded must not take all others with it.
        if len(writes) == 1:
            _log.error("journal: a write to %s cannot be encoded: %s", collection.name, error)
            return
        middle = len(writes) // 2
        await _write(collection, writes[:middle])
        await _write(collection, writes[middle:])
    except BulkWriteError as error:
        if is_outage(error):
            raise  # again as a whole: what was written is a duplicate then
        problems = error.details.get("writeErrors", [])
        if any(problem.get("code") != _DUPLICATE for problem in problems):
            # A write that can never succeed (a document too large) must not block all others.
            _log.error(
                "journal: %d of %d writes to %s refused",
                len(problems),
                len(writes),
                collection.name,
            )


def entry(
    seq: int, at_ms: float, leg: str, direction: str, name: str, data: dict[str, Any]
) -> dict[str, Any]:
    """One flight record entry; `data` is as MongoDB takes it (`documents.escape`)."""
    return {
        "seq": seq,
        "at_ms": round(at_ms, 1),
        "leg": leg,
        "direction": direction,
        "name": name,
        "data": data,
    }
