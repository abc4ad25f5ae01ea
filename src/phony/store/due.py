"""Finished calls that something is still due for: recording, summary, the carrier's own price.

Any worker may see to it. The fields are kept beside the record.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from pymongo import ReturnDocument

from phony.domain.bills import CallCost, CostItem
from phony.domain.calls import Call, Direction
from phony.domain.ids import utc_now
from phony.store.database import Database
from phony.store.documents import escape, load

# The carrier knows its price some minutes after the end. When to ask, after each vain try.
ASK_AFTER_S = (30, 60, 300, 900, 3600, 14_400, 43_200, 86_400)
# Whoever ends a call makes its recording at once; after this time others see to it.
_MADE_WITHIN = timedelta(seconds=60)
# The last turns may be on their way still when a call ends.
_FIRST_AFTER = timedelta(seconds=1)
# When to try again after each vain try, or after a worker that died over it.
_AGAIN_AFTER = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))


async def ensure_indexes(database: Database) -> None:
    """Find what is due."""
    for what in ("price", "summary", "recording"):
        await database.raw["calls"].create_index(
            f"{what}_due_at",
            partialFilterExpression={f"{what}_due_at": {"$type": "date"}},
            name=f"{what}_due",
        )


def recording() -> dict[str, Any]:
    """The fields that put a call on the list for its recording, as it ends."""
    return {"recording_due_at": utc_now() + _MADE_WITHIN}


def summary() -> dict[str, Any]:
    """The fields that put a call on the list for a summary, as it ends."""
    return {"summary_due_at": utc_now() + _FIRST_AFTER, "summary_tries": 0}


class DueRecordings:
    """Calls whose end is written and whose recording nobody made; for all organizations."""

    def __init__(self, database: Database) -> None:
        self._calls = database.raw["calls"]

    async def overdue(self, limit: int) -> list[Call]:
        """Calls whose worker died between their end and their recording."""
        cursor = self._calls.find({"recording_due_at": {"$lte": utc_now()}})
        found = await cursor.sort("recording_due_at", 1).to_list(limit)
        return [load(Call, document) for document in found]

    async def settle(self, call_id: str, *, made: bool) -> Call | None:
        """The record is complete, with a recording or without; None if it was so already."""
        document = await self._calls.find_one_and_update(
            {"_id": call_id, "recording_due_at": {"$exists": True}},
            {
                "$set": {"complete": True, "has_recording": made},
                "$unset": {"recording_due_at": ""},
                "$inc": {"version": 1},
            },
            return_document=ReturnDocument.AFTER,
        )
        return None if document is None else load(Call, document)


class DueSummaries:
    """Calls that are to be summarized; for all organizations."""

    def __init__(self, database: Database) -> None:
        self._calls = database.raw["calls"]

    async def claim(self) -> Call | None:
        """A call to write about now, which nobody else gets for a while.

        Unless it is settled by then it comes again, a few times.
        """
        document = await self._calls.find_one_and_update(
            {"summary_due_at": {"$lte": utc_now()}},
            {"$inc": {"summary_tries": 1}, "$set": {"summary_due_at": utc_now() + _AGAIN_AFTER[0]}},
            sort=[("summary_due_at", 1)],
            return_document=ReturnDocument.AFTER,
        )
        if document is None:
            return None
        tries = document["summary_tries"]
        if tries > len(_AGAIN_AFTER):
            await self.settle(document["_id"])
            return None
        again = {"$set": {"summary_due_at": utc_now() + _AGAIN_AFTER[tries - 1]}}
        await self._calls.update_one({"_id": document["_id"]}, again)
        return load(Call, document)

    async def settle(
        self, call_id: str, summary: str | None = None, items: Sequence[CostItem] = ()
    ) -> None:
        """Keep the summary and add what it cost to the bill; without one, the call gets none."""
        change: dict[str, Any] = {"$unset": {"summary_due_at": "", "summary_tries": ""}}
        if summary is not None:
            change["$set"] = {"summary": escape(summary)}
            change["$inc"] = {"version": 1, "cost.total_usd": sum(i.amount_usd for i in items)}
            change["$push"] = {"cost.items": {"$each": [item.model_dump() for item in items]}}
        await self._calls.update_one({"_id": call_id, "summary_due_at": {"$exists": True}}, change)


class DuePrices:
    """Calls whose carrier has not told its own price yet; for all organizations."""

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

    async def settle(self, call_id: str, correct: Callable[[CallCost], CallCost]) -> None:
        """Keep the bill with the carrier's price in it.

        `correct` is asked again if others changed the bill meanwhile: a summary's cost was added.
        """
        while (document := await self._calls.find_one({"_id": call_id})) is not None:
            settled = await self._calls.update_one(
                {"_id": call_id, "version": document.get("version")},
                {
                    "$set": {"cost": correct(load(Call, document).cost).model_dump()},
                    "$unset": {"price_due_at": ""},
                    "$inc": {"version": 1},
                },
            )
            if settled.matched_count:
                return
