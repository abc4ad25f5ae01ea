"""Finished calls whose carrier has not told its own price yet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from phony.domain.bills import CallCost
from phony.domain.calls import Call, Direction
from phony.domain.ids import utc_now
from phony.store.documents import load

if TYPE_CHECKING:
    from phony.store.database import Database

# The carrier knows its price some minutes after the end. When to ask, after each vain try.
ASK_AFTER_S = (30, 60, 300, 900, 3600, 14_400, 43_200, 86_400)


async def ensure_indexes(database: Database) -> None:
    """Find what is due."""
    await database.raw["calls"].create_index(
        "price_due_at",
        partialFilterExpression={"price_due_at": {"$type": "date"}},
        name="price_due",
    )


class UnpricedCalls:
    """For all organizations: the collecting side. Fields are kept beside the record."""

    def __init__(self, database: Database) -> None:
        self._calls = database.raw["calls"]

    async def mark(self, since: datetime) -> int:
        """Put newly finished calls on the list."""
        result = await self._calls.update_many(
            {
                "ended_at": {"$gte": since},
                "carrier_call_sid": {"$type": "string"},
                "answered_at": {"$ne": None},
                "cost.final": True,
                "cost.carrier_price_usd": None,
                "direction": {"$ne": Direction.BROWSER},
                "price_tries": {"$exists": False},
            },
            [
                {
                    "$set": {
                        "price_tries": 0,
                        "price_due_at": {"$add": ["$ended_at", ASK_AFTER_S[0] * 1000]},
                    }
                }
            ],
        )
        return result.modified_count

    async def due(self, limit: int) -> AsyncIterator[Call]:
        """Calls to ask about now."""
        cursor = self._calls.find({"price_due_at": {"$lte": utc_now()}}, {"agent": 0})
        async for document in cursor.sort("price_due_at", 1).limit(limit):
            yield load(Call, document)

    async def postpone(self, call_id: str) -> None:
        """Not known yet: ask again later, a few times over two days."""
        document = await self._calls.find_one({"_id": call_id}, {"price_tries": 1})
        tries = (document or {}).get("price_tries", 0) + 1
        if tries >= len(ASK_AFTER_S):
            change = {"$set": {"price_tries": tries}, "$unset": {"price_due_at": ""}}
        else:
            due = utc_now() + timedelta(seconds=ASK_AFTER_S[tries])
            change = {"$set": {"price_tries": tries, "price_due_at": due}}
        await self._calls.update_one({"_id": call_id}, change)

    async def settle(self, call_id: str, cost: CallCost) -> None:
        """Keep the bill with the carrier's price in it."""
        await self._calls.update_one(
            {"_id": call_id},
            {
                "$set": {"cost": cost.model_dump()},
                "$unset": {"price_due_at": ""},
                "$inc": {"version": 1},
            },
        )
