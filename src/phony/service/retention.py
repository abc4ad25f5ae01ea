"""Forgets calls when their agent says so. One worker at a time does it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import timedelta

from pymongo.errors import PyMongoError

from phony.domain.calls import FINAL_STATUSES
from phony.domain.errors import PhonyError
from phony.domain.ids import utc_now
from phony.store.database import Database
from phony.store.leases import Leases

log = logging.getLogger(__name__)

LEASE = "retention"
EVERY_S = 600.0
_FINAL = sorted(FINAL_STATUSES)
_AT_ONCE = 200


class Retention:
    """Deletes finished calls older than their agent's `retention_days`; `run` never ends.

    The agent's setting of today counts, not the one the call ran with. Calls of deleted agents
    keep the setting in their snapshot.
    """

    def __init__(self, database: Database, worker_id: str, *, every_s: float = EVERY_S) -> None:
        self._database = database
        self._worker_id = worker_id
        self._every_s = every_s
        self._leases = Leases(database)

    async def run(self) -> None:
        """Look from time to time."""
        while True:
            try:
                if await self._leases.take(LEASE, self._worker_id, self._every_s):
                    await self.sweep()
            except PyMongoError as error:
                log.warning("retention: paused: %s", type(error).__name__)
            await asyncio.sleep(self._every_s)

    async def sweep(self) -> int:
        """Delete what is due now; how many calls that were."""
        deleted = 0
        agents = self._database.raw["agents"]
        async for agent in agents.find({}, {"org_id": 1, "retention_days": 1}):
            days = agent.get("retention_days")
            if days:
                query = {"org_id": agent["org_id"], "agent_id": agent["_id"]}
                deleted += await self._delete(query, days)
        known = [agent["_id"] async for agent in agents.find({}, {"_id": 1})]
        settings = await self._database.raw["calls"].aggregate(
            [
                {"$match": {"agent_id": {"$nin": known}, "agent.retention_days": {"$gt": 0}}},
                {
                    "$group": {
                        "_id": {
                            "org": "$org_id",
                            "agent": "$agent_id",
                            "days": "$agent.retention_days",
                        }
                    }
                },
            ]
        )
        async for group in settings:
            key = group["_id"]
            query = {
                "org_id": key["org"],
                "agent_id": key["agent"],
                "agent.retention_days": key["days"],
            }
            deleted += await self._delete(query, key["days"])
        if deleted:
            log.info("retention: %d calls deleted", deleted)
        return deleted

    async def _delete(self, query: dict[str, object], days: int) -> int:
        before = utc_now() - timedelta(days=days)
        due = {**query, "status": {"$in": _FINAL}, "ended_at": {"$lt": before}}
        deleted = 0
        while True:
            cursor = self._database.raw["calls"].find(due, {"org_id": 1}).limit(_AT_ONCE)
            found = [(document["_id"], document["org_id"]) async for document in cursor]
            for call_id, org_id in found:
                with contextlib.suppress(PhonyError):  # deleted by hand meanwhile
                    await self._database.for_org(org_id).call_queries.delete(call_id)
                    deleted += 1
            if len(found) < _AT_ONCE:
                return deleted
