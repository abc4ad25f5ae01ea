"""Sentences that an agent's voice has spoken ahead, for moments when it cannot speak."""

from __future__ import annotations

from bson import Binary

from phony.domain.ids import utc_now
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

    def _one(self, key: str) -> dict[str, str]:
        return {"_id": f"{self._org_id}:{key}", "org_id": self._org_id}
