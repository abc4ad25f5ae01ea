"""One writer per process for what calls of all organizations write while they run, in bulk.

What people watch (turns, call fields) is written every 100 ms, what they read later (flight
record, audio) every half second: a bulk write costs more than what is in it.

The audio path only appends here. What replaces itself (turns, call fields) is kept as its latest
state, so a slow database costs memory per call, not per event. What piles up (flight record,
audio) is bounded and shed: of audio the middle, of events the newest; never turns.

All of it carries the lease of the call's owner. Whoever comes back after a second or more (a
process that was stopped, a loop that hung) asks first whose the calls are, and writes nothing of
those that somebody else has taken up.
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
from phony.store.fences import fence, owned_by, superseded
from phony.store.outage import is_outage

_log = logging.getLogger(__name__)

FLUSH_S = 0.1
MAX_EVENTS = 100_000
BULKY_S = 0.5
_PAGE_ENTRIES = 500
MAX_AUDIO_BYTES = 64 << 20
_DUPLICATE = 11000
_STEP = 16  # documents made in one go
# Nobody takes a call from a worker whose heart beat so lately.
FRESH_S = 1.0
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

    def documents(self, call_id: str, lease: int) -> list[dict[str, Any]]:
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
                    "lease": lease,
                    "seq": first,
                    "last": last,
                    "entries": entries,
                }
            )
        return made


_Turns = dict[str, tuple[str, int, Turn]]  # by id: organization, lease, turn
_Calls = dict[str, tuple[int, dict[str, Any]]]  # by id: lease, fields


@dataclass(slots=True)
class _Batch:
    """What one flush writes."""

    turns: _Turns
    calls: _Calls
    pages: list[dict[str, Any]]  # the journal's own list: what is written leaves it
    audio: list[Piece]

    def __bool__(self) -> bool:
        return bool(self.turns or self.calls or self.pages or self.audio)

    def leases(self) -> dict[str, int]:
        """Whose calls it speaks of, as far as we know: the newest lease that we had of each."""
        held: dict[str, int] = {}
        for _, lease, turn in self.turns.values():
            held[turn.call_id] = max(lease, held.get(turn.call_id, 0))
        for call_id, (lease, _) in self.calls.items():
            held[call_id] = max(lease, held.get(call_id, 0))
        for document in (*self.pages, *self.audio):
            call_id = document["call_id"]
            held[call_id] = max(document["lease"], held.get(call_id, 0))
        return held

    def leave_out(self, calls: set[str]) -> tuple[list[dict[str, Any]], list[Piece]]:
        """Nothing of these calls; what had been asked for of them: pages and audio."""
        self.turns = {key: kept for key, kept in self.turns.items() if kept[2].call_id not in calls}
        self.calls = {key: kept for key, kept in self.calls.items() if key not in calls}
        pages = [page for page in self.pages if page["call_id"] in calls]
        audio = [piece for piece in self.audio if piece["call_id"] in calls]
        self.pages[:] = [page for page in self.pages if page["call_id"] not in calls]
        self.audio = [piece for piece in self.audio if piece["call_id"] not in calls]
        return pages, audio


class Journal:
    """What running calls write; `run` belongs to the app's lifespan."""

    def __init__(
        self,
        database: Database,
        *,
        flush_s: float = FLUSH_S,
        max_events: int = MAX_EVENTS,
        max_audio_bytes: int = MAX_AUDIO_BYTES,
        fresh_s: float = FRESH_S,
    ) -> None:
        """Bounds are per process; `fresh_s` is how long it is believed that a call is ours."""
        self._database = database
        self._raw, self._loose = database.raw, database.loose
        self._flush_s = flush_s
        self._fresh_s = fresh_s
        self._max_events = max_events
        self._turns: _Turns = {}
        self._calls: _Calls = {}
        self._events: dict[tuple[str, int], _Page] = {}
        self._pages: list[dict[str, Any]] = []  # on their way, or to be tried again
        self._event_count = 0
        self._bulky_at = 0.0
        self._lock = asyncio.Lock()
        self._lost: dict[str, int] = {}  # calls that are others' now -> the lease we had
        self._asked: dict[str, float] = {}  # when we asked last whose a call is
        self.sound = AudioBuffer(max_audio_bytes)
        self.shed_events = 0
        self.failures = 0

    # ---- the path appends; nothing here waits ------------------------------------------------

    def turn(self, org_id: str, turn: Turn, *, lease: int = 0) -> None:
        """A turn as it stands now; only its latest state is written."""
        self._turns[turn.id] = (org_id, lease, turn)

    def call(self, call_id: str, fields: Mapping[str, Any], *, lease: int = 0) -> None:
        """Fields of a call as they stand now (never its status), as MongoDB takes them."""
        _, waiting = self._calls.get(call_id, (0, {}))
        self._calls[call_id] = (lease, {**waiting, **fields})

    def event(self, org_id: str, call_id: str, entry: dict[str, Any], *, lease: int = 0) -> None:
        """One `entry` of the flight record; it is the journal's from now on."""
        if self._event_count >= self._max_events:
            if not self.shed_events:
                _log.error("journal: the database is too slow, flight records lose entries")
            self.shed_events += 1
            return
        self._event_count += 1
        page = self._events.get((call_id, lease))
        if page is None:
            page = self._events[call_id, lease] = _Page(org_id)
        page.entries.append(entry)

    def audio(
        self,
        org_id: str,
        call_id: str,
        at_ms: int,
        caller: bytes,
        agent: bytes,
        *,
        lease: int = 0,
    ) -> None:
        """A piece of the recording: both sides' mu-law from `at_ms` of the call clock on."""
        lost = self.sound.lost_bytes
        self.sound.add(
            {
                "_id": f"{call_id}:{lease}:{at_ms}",
                "org_id": org_id,
                "call_id": call_id,
                "lease": lease,
                "at_ms": at_ms,
                "caller": caller,
                "agent": agent,
            }
        )
        if self.sound.lost_bytes and not lost:
            _log.error("journal: the database is too slow, recordings lose audio")

    def lost(self, call_id: str, lease: int) -> None:
        """The call is another owner's: nothing is written of it that carries our lease."""
        self._lost[call_id] = lease

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
            batch = _Batch(*self._taken(everything))
            if not batch:
                return True
            try:
                # Calls last: who sees a call's new state finds the turns that led to it.
                for write in (self._put_turns, self._put_calls, self._put_events, self._put_audio):
                    await self._part_with_others(batch)
                    await write(batch)
            except (PyMongoError, asyncio.CancelledError) as error:
                self._put_back(batch)
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

    def _taken(self, everything: bool) -> tuple[_Turns, _Calls, list[dict[str, Any]], list[Piece]]:
        turns, self._turns = self._turns, {}
        calls, self._calls = self._calls, {}
        if not everything and time.monotonic() < self._bulky_at:
            return turns, calls, [], []
        self._bulky_at = time.monotonic() + BULKY_S
        events, self._events = self._events, {}
        for (call_id, lease), page in events.items():
            self._pages += page.documents(call_id, lease)
        return turns, calls, self._pages, self.sound.take()

    def _put_back(self, batch: _Batch) -> None:
        """Newer states that came meanwhile win. Inserts done before are duplicates then."""
        self._turns = {**batch.turns, **self._turns}
        for call_id, (lease, fields) in batch.calls.items():
            newer = self._calls.get(call_id, (lease, {}))
            self._calls[call_id] = (newer[0], {**fields, **newer[1]})
        self.sound.put_back(batch.audio)

    async def _part_with_others(self, batch: _Batch) -> None:
        """Leave out what is of calls that somebody else has taken up."""
        now, held = time.monotonic(), batch.leases()
        old = now - self._fresh_s
        due = {c: x for c, x in held.items() if self._asked.get(c, old) <= old}
        if due:
            taken = await superseded(self._database, due)
            kept = {c: at for c, at in self._asked.items() if at > old}
            self._asked = kept | dict.fromkeys(due, now)
            for call_id in taken:
                self.lost(call_id, due[call_id])
        gone = {c for c, lease in held.items() if lease <= self._lost.get(c, -1)}
        if gone:
            pages, audio = batch.leave_out(gone)
            self._event_count -= sum(len(page["entries"]) for page in pages)
            self.sound.written(audio)

    async def _put_turns(self, batch: _Batch) -> None:
        writes = await _in_steps(batch.turns.values(), lambda each: _turn_write(*each))
        await _write(self._raw["turns"], writes)

    async def _put_calls(self, batch: _Batch) -> None:
        writes = await _in_steps(batch.calls.items(), lambda pair: _call_write(pair[0], *pair[1]))
        await _write(self._raw["calls"], writes)

    async def _put_events(self, batch: _Batch) -> None:
        await _write(self._loose["call_events"], await _in_steps(batch.pages, InsertOne))
        self._event_count -= sum(len(page["entries"]) for page in batch.pages)
        batch.pages.clear()

    async def _put_audio(self, batch: _Batch) -> None:
        await _write(self._loose["recording_chunks"], await _in_steps(batch.audio, InsertOne))
        self.sound.written(batch.audio)

    @property
    def backlog(self) -> int:
        """How many writes wait."""
        return len(self._turns) + len(self._calls) + self._event_count + len(self.sound)


async def put_turns(database: Database, org_id: str, turns: list[Turn], *, lease: int) -> None:
    """Write turns as they stand; those of a later owner stay as they are."""
    await _write(database.raw["turns"], [_turn_write(org_id, lease, turn) for turn in turns])


def _turn_write(org_id: str, lease: int, turn: Turn) -> UpdateOne:
    # What running calls write most: only `data` can hold what `documents.escape` is there for.
    document = {**turn.__dict__, "org_id": org_id, "lease": lease, "data": escape(turn.data)}
    turn_id = document.pop("id")
    if turn.latency is not None:
        document["latency"] = turn.latency.__dict__
    # A later owner's turn is not this one: the insert that is tried then is a duplicate.
    return UpdateOne({"_id": turn_id, **fence(lease)}, {"$set": document}, upsert=True)


def _call_write(call_id: str, lease: int, fields: Mapping[str, Any]) -> UpdateOne:
    mine = {"_id": call_id, **owned_by(lease)}
    return UpdateOne(mine, {"$set": dict(fields), "$inc": {"version": 1}})


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
