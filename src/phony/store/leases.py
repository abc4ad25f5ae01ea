"""Leases: work that one worker at a time shall do. The server's clock decides, not ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pymongo.errors import DuplicateKeyError

if TYPE_CHECKING:
    from phony.store.database import Database


class Leases:
    """Named leases of this database."""

    def __init__(self, database: Database) -> None:
        self._leases = database.raw["leases"]

    async def take(self, name: str, owner: str, ttl_s: float) -> bool:
        """Get or keep the lease for `ttl_s`; False while somebody else has it."""
        free = {"$or": [{"$eq": ["$owner", owner]}, {"$lt": ["$until", "$$NOW"]}]}
        until = {"$add": ["$$NOW", int(ttl_s * 1000)]}
        try:
            done = await self._leases.update_one(
                {"_id": name, "$expr": free},
                [{"$set": {"owner": owner, "until": until}}],
                upsert=True,
            )
        except DuplicateKeyError:
            return False
        return done.matched_count == 1 or done.upserted_id is not None

    async def drop(self, name: str, owner: str) -> None:
        """Give the lease back."""
        await self._leases.delete_one({"_id": name, "owner": owner})
