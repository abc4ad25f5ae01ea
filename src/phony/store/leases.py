"""Leases: work for one worker at a time, for all organizations; the server's clock decides."""

from __future__ import annotations

from datetime import UTC, datetime

from pymongo.errors import DuplicateKeyError

from phony.store.database import Database

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Leases:
    """Named leases of this database."""

    def __init__(self, database: Database) -> None:
        self._leases = database.raw["leases"]

    async def take(self, name: str, owner: str, ttl_s: float) -> bool:
        """Get or keep the lease for `ttl_s`; False while somebody else has it."""
        free = {"$or": [{"$eq": ["$owner", owner]}, {"$lt": ["$until", "$$NOW"]}]}
        until = {"$add": ["$$NOW", int(ttl_s * 1000)]}
        query = {"_id": name, "$expr": free}
        change = [{"$set": {"owner": owner, "until": until}}]
        if (await self._leases.update_one(query, change)).matched_count:
            return True
        try:  # perhaps nobody ever had it; `$expr` and upsert do not go together
            await self._leases.insert_one({"_id": name, "owner": "", "until": _LONG_AGO})
        except DuplicateKeyError:
            return False
        return bool((await self._leases.update_one(query, change)).matched_count)

    async def drop(self, name: str, owner: str) -> None:
        """Give the lease back."""
        await self._leases.delete_one({"_id": name, "owner": owner})
