"""Finished calls whose summary is still to be written; any worker may write it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pymongo import ReturnDocument

from phony.domain.bills import CostItem
from phony.domain.calls import Call
from phony.domain.ids import utc_now
from phony.store.documents import escape, load

if TYPE_CHECKING:
    from phony.store.database import Database

# The last turns may be on their way still when a call ends.
_FIRST_AFTER = timedelta(seconds=1)
# When to try again after each vain try, or after a worker that died over it.
_AGAIN_AFTER = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))


async def ensure_indexes(database: Database) -> None:
    """Find what is due."""
    await database.raw["calls"].create_index(
        "summary_due_at",
        partialFilterExpression={"summary_due_at": {"$type": "date"}},
        name="summary_due",
    )


def due() -> dict[str, Any]:
    """The fields that put a call on the list, as it ends."""
    return {"summary_due_at": utc_now() + _FIRST_AFTER, "summary_tries": 0}


class DueSummaries:
    """For all organizations: the writing side. Fields are kept beside the record."""

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
