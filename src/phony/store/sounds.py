"""Sentences that an agent's voice has spoken ahead, for moments when it cannot speak.

What a sentence cost stands beside it until the call that asked for it is over: then it is a line
of that call's bill.
"""

from __future__ import annotations

from collections.abc import Sequence

from bson import Binary

from phony.domain.bills import CostItem
from phony.domain.ids import new_id, utc_now
from phony.store.database import Database


class SoundRepository:
    """The spoken sentences of one organization."""

    def __init__(self, database: Database, org_id: str) -> None:
        """Made by `for_org`."""
        self._sounds = database.raw["sounds"]
        self._org_id = org_id

    async def find(self, key: str) -> bytes | None:
        """A sentence as mu-law, if it was spoken before."""
        found = await self._sounds.find_one(self._one(key))
        return None if found is None else bytes(found["sound"])

    async def keep(self, key: str, sound: bytes) -> None:
        """Keep a sentence, mu-law, in place of an older one."""
        kept = {"org_id": self._org_id, "sound": Binary(sound), "made_at": utc_now()}
        await self._sounds.replace_one(self._one(key), kept, upsert=True)

    async def owe(self, call_id: str, items: Sequence[CostItem]) -> None:
        """Note what the sentence that this call asked for cost."""
        owed = {"call_id": call_id, "items": [item.model_dump() for item in items]}
        await self._sounds.insert_one({"_id": new_id("owed"), "org_id": self._org_id, "owed": owed})

    def _one(self, key: str) -> dict[str, str]:
        return {"_id": f"{self._org_id}:{key}", "org_id": self._org_id}


class OwedSounds:
    """What sentences cost and is on no bill yet; for all organizations."""

    def __init__(self, database: Database) -> None:
        self._sounds = database.raw["sounds"]
        self._calls = database.raw["calls"]

    async def settle(self) -> bool:
        """Put on the bills of calls that are over what they owe; whether any is left."""
        left = False
        async for document in self._sounds.find({"owed": {"$exists": True}}):
            owed = document["owed"]
            call = await self._calls.find_one({"_id": owed["call_id"]}, {"cost.final": 1})
            if call is not None and not call.get("cost", {}).get("final"):
                left = True
                continue
            taken = await self._sounds.delete_one({"_id": document["_id"]})
            if call is None or not taken.deleted_count:
                continue  # the call was deleted, or another worker is at it
            usd = sum(item["amount_usd"] for item in owed["items"])
            change = {
                "$push": {"cost.items": {"$each": owed["items"]}},
                "$inc": {"version": 1, "cost.total_usd": usd},
            }
            await self._calls.update_one({"_id": owed["call_id"]}, change)
        return left
