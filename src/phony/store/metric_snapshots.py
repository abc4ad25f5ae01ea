"""Each worker's metrics as it last wrote them, so that any worker can show all of them."""

from __future__ import annotations

from phony.store.database import Database

FRESH_S = 15.0


async def ensure_indexes(database: Database) -> None:
    """Snapshots of workers that are gone vanish by themselves."""
    await database.raw["worker_metrics"].create_index("at", expireAfterSeconds=300, name="expiry")


class MetricSnapshots:
    """The workers' metrics in Prometheus' text format; they belong to no organization."""

    def __init__(self, database: Database) -> None:
        """Snapshots need no majority: the next one follows within seconds."""
        self._snapshots = database.loose["worker_metrics"]

    async def write(self, worker_id: str, text: str) -> None:
        """Replace this worker's snapshot."""
        await self._snapshots.update_one(
            {"_id": worker_id},
            {"$set": {"text": text}, "$currentDate": {"at": True}},
            upsert=True,
        )

    async def others(self, worker_id: str) -> dict[str, str]:
        """The fresh snapshots of the other workers."""
        since = {"$subtract": ["$$NOW", int(FRESH_S * 1000)]}
        fresh = {"_id": {"$ne": worker_id}, "$expr": {"$gte": ["$at", since]}}
        cursor = self._snapshots.find(fresh)
        return {document["_id"]: document["text"] async for document in cursor}

    async def forget(self, worker_id: str) -> None:
        """This worker ends."""
        await self._snapshots.delete_one({"_id": worker_id})
