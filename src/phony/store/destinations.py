"""Numbers that an organization has called: which are new, and how many of them today.

Kept as hashes, and forgotten when they were not called for a season.
"""

from __future__ import annotations

import hashlib
from typing import Any

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from phony.store.database import Database

FORGET_AFTER_S = 90 * 86_400
_NO_LIMIT = 2**53
_TODAY = {"$dateToString": {"date": "$$NOW", "format": "%Y-%m-%d"}}
_SO_FAR = {"$cond": [{"$eq": ["$day", _TODAY]}, "$new", 0]}


async def ensure_indexes(database: Database) -> None:
    """Calls to a number long ago make it no known one."""
    await database.raw["destinations"].create_index(
        "last_at", expireAfterSeconds=FORGET_AFTER_S, name="forgotten"
    )


class DestinationRepository:
    """The numbers of one organization."""

    def __init__(self, database: Database, org_id: str) -> None:
        """Made by `for_org`."""
        self._destinations = database.raw["destinations"]
        self._days = database.raw["destination_days"]
        self._org_id = org_id

    async def admit(self, number: str, new_per_day: int | None) -> bool:
        """Note that a number is called; False if it is new, and one too many today.

        Counted by the database, for all workers at once; a number counts once.
        """
        digest = hashlib.sha256(f"{self._org_id}:{number}".encode()).hexdigest()
        known = {"_id": digest, "org_id": self._org_id}
        now = {"$currentDate": {"last_at": True}}
        if (await self._destinations.update_one(known, now)).matched_count:
            return True
        if not await self._take(_NO_LIMIT if new_per_day is None else new_per_day):
            return False
        try:
            added = (await self._destinations.update_one(known, now, upsert=True)).upserted_id
        except DuplicateKeyError:
            added = None
        if added is None:  # somebody else called it at the same moment, and counted it
            await self._days.update_one(self._day(), [{"$set": {"new": {"$add": [_SO_FAR, -1]}}}])
        return True

    async def new_today(self) -> int:
        """How many numbers were called for the first time on this day (UTC)."""
        found = await self._days.find_one(self._day(), {"so_far": _SO_FAR})
        return 0 if found is None else max(0, int(found["so_far"]))

    async def _take(self, most: int) -> bool:
        """Count one more of today's, if there may be one more."""
        fits = {"$lt": [_SO_FAR, most]}
        change: list[dict[str, Any]] = [
            {"$set": {"taken": fits, "new": {"$add": [_SO_FAR, {"$cond": [fits, 1, 0]}]}}},
            {"$set": {"day": _TODAY}},
        ]
        while True:
            try:
                counted = await self._days.find_one_and_update(
                    self._day(), change, upsert=True, return_document=ReturnDocument.AFTER
                )
            except DuplicateKeyError:  # the first of all came twice
                continue
            assert counted is not None
            return bool(counted["taken"])

    def _day(self) -> dict[str, str]:
        return {"_id": self._org_id, "org_id": self._org_id}
