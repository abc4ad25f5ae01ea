"""Finished calls older than their agent's `retention_days`, of all organizations."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from phony.domain.calls import FINAL_STATUSES
from phony.domain.ids import utc_now
from phony.store.database import Database

_FINAL = sorted(FINAL_STATUSES)


@dataclass(frozen=True, slots=True)
class Rule:
    """Whose calls go after how many days. A deleted agent's calls keep the days they ran with."""

    org_id: str
    agent_id: str
    days: int
    deleted: bool = False

    def query(self, now: datetime) -> dict[str, Any]:
        """Which calls are due."""
        query: dict[str, Any] = {
            "org_id": self.org_id,
            "agent_id": self.agent_id,
            "status": {"$in": _FINAL},
            "ended_at": {"$lt": now - timedelta(days=self.days)},
        }
        return {**query, "agent.retention_days": self.days} if self.deleted else query


async def rules(database: Database) -> AsyncIterator[Rule]:
    """The agents' settings of today, then those of deleted agents as their calls remember them."""
    known = []
    async for agent in database.raw["agents"].find({}, {"org_id": 1, "retention_days": 1}):
        known.append(agent["_id"])
        if days := agent.get("retention_days"):
            yield Rule(agent["org_id"], agent["_id"], days)
    group = {"org": "$org_id", "agent": "$agent_id", "days": "$agent.retention_days"}
    found = await database.raw["calls"].aggregate(
        [
            {"$match": {"agent_id": {"$nin": known}, "agent.retention_days": {"$gt": 0}}},
            {"$group": {"_id": group}},
        ]
    )
    async for row in found:
        key = row["_id"]
        yield Rule(key["org"], key["agent"], key["days"], deleted=True)


async def expired(database: Database, rule: Rule, limit: int) -> list[str]:
    """Ids of calls to delete now, `limit` at most."""
    cursor = database.raw["calls"].find(rule.query(utc_now()), {"_id": 1}).limit(limit)
    return [document["_id"] async for document in cursor]
