"""Heartbeats: which workers live, how busy they are, and how loud their calls are.

Workers belong to no organization; whoever shows levels knows whose calls they are. Time is the
database's: machines whose clocks differ do not think each other dead.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from phony.domain.ids import utc_now
from phony.store.database import Database
from phony.store.documents import dump, load

# Three missed heartbeats, and some patience for a busy machine.
ALIVE_WITHIN_S = 3.0


class WorkerState(BaseModel):
    """One worker as it last described itself. Levels: call id -> dBFS of caller and agent."""

    id: str
    pid: int = 0
    host: str = ""
    started_at: datetime = Field(default_factory=utc_now)
    seen_at: datetime = Field(default_factory=utc_now)
    draining: bool = False
    calls: int = 0
    max_calls: int = 0
    lag_ms: float = 0.0
    shed: int = 0  # entries of flight records and writes that had to go
    lost_audio_s: float = 0.0  # seconds of recordings that had to go
    spilled_audio_s: float = 0.0  # and that wait on disk, as memory is too small for them
    levels: dict[str, tuple[float, float]] = Field(default_factory=dict)
    # The calls that it runs, or is about to write the end of; None: it does not say.
    call_ids: list[str] | None = None


async def ensure_indexes(database: Database) -> None:
    """Old workers vanish by themselves."""
    await database.raw["workers"].create_index("seen_at", expireAfterSeconds=3600, name="expiry")


class WorkerDirectory:
    """All workers on this database; they belong to no organization."""

    def __init__(self, database: Database) -> None:
        """Heartbeats need no majority: the next one follows within a second."""
        self._workers = database.loose["workers"]

    async def beat(self, state: WorkerState) -> None:
        """Say that we live."""
        document = {"$literal": dump(state)}
        now = [{"$replaceWith": {"$mergeObjects": [document, {"seen_at": "$$NOW"}]}}]
        await self._workers.update_one({"_id": state.id}, now, upsert=True)

    async def leave(self, worker_id: str) -> None:
        """Say goodbye, so that nobody waits for our silence to be noticed."""
        await self._workers.delete_one({"_id": worker_id})

    async def all(self, within_s: float | None = None) -> list[WorkerState]:
        """Everybody who was seen lately, dead or alive; or those seen within so many seconds."""
        query = {} if within_s is None else seen_within(within_s)
        return [load(WorkerState, document) async for document in self._workers.find(query)]

    async def seen(self, within_s: float) -> list[WorkerState]:
        """Those seen within so many seconds, without what they say of single calls."""
        cursor = self._workers.find(seen_within(within_s), {"levels": 0, "call_ids": 0})
        return [load(WorkerState, document) async for document in cursor]

    async def holding(self) -> dict[str, set[str] | None]:
        """Which calls each of those whose heart beats says it holds; None: it does not say."""
        cursor = self._workers.find(seen_within(ALIVE_WITHIN_S), {"call_ids": 1})
        held = {document["_id"]: document.get("call_ids") async for document in cursor}
        return {worker: None if ids is None else set(ids) for worker, ids in held.items()}

    async def last_seen(self, worker_id: str) -> datetime | None:
        """When its heart beat last; None if it left in good order, or long ago."""
        found = await self._workers.find_one({"_id": worker_id})
        return None if found is None else load(WorkerState, found).seen_at

    async def taking_calls(self, *, but_host: str | None = None) -> set[str]:
        """The ids of those who live and do not stop; `but_host` is a machine that does."""
        elsewhere = {} if but_host is None else {"host": {"$ne": but_host}}
        return await self._ids({**seen_within(ALIVE_WITHIN_S), "draining": False, **elsewhere})

    async def is_alive(self, worker_id: str) -> bool:
        """Whether that worker's heart beats."""
        return bool(await self._ids({**seen_within(ALIVE_WITHIN_S), "_id": worker_id}))

    async def _ids(self, query: dict[str, Any]) -> set[str]:
        return {document["_id"] async for document in self._workers.find(query, {"_id": 1})}


def seen_within(seconds: float) -> dict[str, Any]:
    """The query for workers whose heart beat so lately, by the database's clock."""
    since = {"$subtract": ["$$NOW", int(seconds * 1000)]}
    return {"$expr": {"$gte": ["$seen_at", since]}}
