"""One writer per process for what calls write while they run: bulk writes every 100 ms.

The audio path only appends here. What replaces itself (turns, call fields) is kept as its latest
state, so a slow database costs memory per call, not per event. What piles up (flight record,
audio) is bounded and shed, oldest interest first: audio, then events; never turns.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bson.binary import Binary
from bson.errors import BSONError
from pymongo import InsertOne, UpdateOne
from pymongo.errors import BulkWriteError, DocumentTooLarge, PyMongoError

from phony.domain.calls import Turn
from phony.domain.errors import PhonyError
from phony.store.documents import dump, escape

if TYPE_CHECKING:
    from phony.store.database import Collection, Database

_log = logging.getLogger(__name__)

FLUSH_S = 0.1
MAX_EVENTS = 100_000
MAX_AUDIO_BYTES = 64 << 20
_DUPLICATE = 11000


class JournalOverflow(PhonyError):
    """The database is too slow: part of the flight record or the audio was not kept."""

    code = "journal_overflow"
    status = 503


async def ensure_indexes(database: Database) -> None:
    """Indexes of turns, flight record and audio chunks."""
    await database.raw["turns"].create_index([("call_id", 1), ("index", 1)], name="call")
    await database.raw["call_events"].create_index([("call_id", 1), ("seq", 1)], name="call")
    await database.raw["recording_chunks"].create_index([("call_id", 1), ("at_ms", 1)], name="call")


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
        self._max_audio_bytes = max_audio_bytes
        self._turns: dict[str, tuple[str, Turn]] = {}
        self._calls: dict[str, dict[str, Any]] = {}
        self._events: list[dict[str, Any]] = []
        self._audio: list[dict[str, Any]] = []
        self._audio_bytes = 0
        self._lock = asyncio.Lock()
        self.shed_events = 0
        self.shed_audio_bytes = 0
        self.failures = 0

    # ---- the path appends; nothing here waits ------------------------------------------------

    def turn(self, org_id: str, turn: Turn) -> None:
        """A turn as it stands now; only its latest state is written."""
        self._turns[turn.id] = (org_id, turn)

    def call(self, call_id: str, fields: Mapping[str, Any]) -> None:
        """Fields of a call as they stand now (never its status)."""
        self._calls.setdefault(call_id, {}).update(fields)

    def event(self, org_id: str, call_id: str, seq: int, entry: Mapping[str, Any]) -> None:
        """One entry of the flight record."""
        if len(self._events) >= self._max_events:
            self.shed_events += 1
            return
        self._events.append(
            {"_id": f"{call_id}:{seq}", "org_id": org_id, "call_id": call_id, "seq": seq, **entry}
        )

    def audio(self, org_id: str, call_id: str, at_ms: int, caller: bytes, agent: bytes) -> None:
        """A piece of the recording: both sides' mu-law from `at_ms` of the call clock on."""
        size = len(caller) + len(agent)
        if self._audio_bytes + size > self._max_audio_bytes:
            self.shed_audio_bytes += size
            return
        self._audio_bytes += size
        self._audio.append(
            {
                "_id": f"{call_id}:{at_ms}",
                "org_id": org_id,
                "call_id": call_id,
                "at_ms": at_ms,
                "caller": Binary(caller),
                "agent": Binary(agent),
            }
        )

    def check(self) -> None:
        """Raise if anything was shed since the start.

        Raises:
            JournalOverflow: the database was too slow for what the calls wrote.
        """
        if self.shed_events or self.shed_audio_bytes:
            raise JournalOverflow(
                f"not kept: {self.shed_events} events, {self.shed_audio_bytes} bytes of audio",
                cure="Give MongoDB faster storage, or run fewer calls per worker.",
            )

    # ---- the writer --------------------------------------------------------------------------

    async def run(self) -> None:
        """Write every 100 ms until cancelled, then once more."""
        try:
            while True:
                await asyncio.sleep(self._flush_s)
                if not await self.flush():
                    await asyncio.sleep(min(5.0, 0.1 * 2 ** min(self.failures, 6)))
        finally:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(10):
                    await self.flush()

    async def flush(self) -> bool:
        """Write what is waiting now; False if the database refused and it must be tried again."""
        async with self._lock:
            turns, self._turns = self._turns, {}
            calls, self._calls = self._calls, {}
            events, self._events = self._events, []
            audio, self._audio = self._audio, []
            size, self._audio_bytes = self._audio_bytes, 0
            if not (turns or calls or events or audio):
                return True
            try:
                # Calls last: who sees a call's new state finds the turns that led to it.
                await _write(self._raw["turns"], [_turn_write(o, t) for o, t in turns.values()])
                await _write(self._raw["calls"], [_call_write(i, f) for i, f in calls.items()])
                await _write(self._loose["call_events"], [InsertOne(escape(e)) for e in events])
                await _write(self._loose["recording_chunks"], [InsertOne(a) for a in audio])
            except PyMongoError as error:
                self.failures += 1
                if self.failures == 1:
                    _log.error("journal: writing failed, will try again: %s", type(error).__name__)
                # Newer states that came meanwhile win. Inserts done before are duplicates then.
                self._turns = {**turns, **self._turns}
                for call_id, fields in calls.items():
                    self._calls[call_id] = {**fields, **self._calls.get(call_id, {})}
                self._events = events + self._events
                self._audio = audio + self._audio
                self._audio_bytes += size
                return False
            if self.failures:
                _log.warning("journal: writing again after %d failures", self.failures)
                self.failures = 0
            return True

    @property
    def backlog(self) -> int:
        """How many writes wait."""
        return len(self._turns) + len(self._calls) + len(self._events) + len(self._audio)


def _turn_write(org_id: str, turn: Turn) -> UpdateOne:
    document = dump(turn)
    turn_id = document.pop("_id")
    # A final turn changes no more: a late write from a worker that lost the call is dropped.
    return UpdateOne(
        {"_id": turn_id},
        {"$set": {**document, "org_id": org_id}},
        upsert=True,
    )


def _call_write(call_id: str, fields: Mapping[str, Any]) -> UpdateOne:
    return UpdateOne({"_id": call_id}, {"$set": escape(dict(fields)), "$inc": {"version": 1}})


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
        problems = error.details.get("writeErrors", [])
        if any(problem.get("code") != _DUPLICATE for problem in problems):
            # A write that can never succeed (a document too large) must not block all others.
            _log.error(
                "journal: %d of %d writes to %s refused",
                len(problems),
                len(writes),
                collection.name,
            )
        if error.details.get("writeConcernErrors") and not problems:
            raise


def entry(
    at_ms: float, leg: str, direction: str, name: str, data: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The body of one flight record entry."""
    return {
        "at_ms": at_ms,
        "leg": leg,
        "direction": direction,
        "name": name,
        "data": dict(data) if data else {},
    }
