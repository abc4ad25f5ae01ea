"""Figures over all organizations, for the operators of the machine (`/metrics`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from phony.domain.ids import utc_now
from phony.store.database import Database
from phony.store.workers import seen_within

_DAY = timedelta(days=1)
_ALIVE_S = 5.0


@dataclass(slots=True)
class Totals:
    """What the last day's calls came to (USD), by status, and who is there."""

    calls: dict[str, int] = field(default_factory=dict)
    cost_usd: float = 0.0
    agents: int = 0
    workers: int = 0


async def totals(database: Database) -> Totals:
    """As of now."""
    now, raw, result = utc_now(), database.raw, Totals()
    by_status: list[dict[str, Any]] = [
        {"$match": {"created_at": {"$gte": now - _DAY}}},
        {
            "$group": {
                "_id": "$status",
                "calls": {"$sum": 1},
                "cost": {"$sum": "$cost.total_usd"},
            }
        },
    ]
    async for row in await raw["calls"].aggregate(by_status):
        result.calls[str(row["_id"])] = row["calls"]
        result.cost_usd += float(row["cost"])
    result.agents = await raw["agents"].estimated_document_count()
    result.workers = await raw["workers"].count_documents(seen_within(_ALIVE_S))
    return result
