"""Which voice engines are away, as the workers tell each other; for all organizations.

An engine is known by what reaches it (`domain.fallback.EngineChoice.key`), never by its secret.
Ages are the database's: the workers' clocks may differ.
"""

from __future__ import annotations

from pydantic import BaseModel

from phony.store.database import Database

# What nobody has told anew for so long is no news any more.
FORGOTTEN_S = 3600


class EngineState(BaseModel):
    """What was told last of one engine, `age_s` seconds ago."""

    key: str
    label: str = ""
    away: bool
    reason: str = ""
    age_s: float = 0.0


async def ensure_indexes(database: Database) -> None:
    """Old news vanishes by itself."""
    await database.raw["engines"].create_index("at", expireAfterSeconds=FORGOTTEN_S, name="expiry")


class EngineStates:
    """The last word on each engine."""

    def __init__(self, database: Database) -> None:
        """No majority is waited for: a word that gets lost is said again by the next call."""
        self._engines = database.loose["engines"]

    async def tell(self, state: EngineState) -> None:
        """This is so from now on."""
        told = {"$literal": state.model_dump(exclude={"key", "age_s"})}
        now = [{"$replaceWith": {"$mergeObjects": [{"_id": state.key}, told, {"at": "$$NOW"}]}}]
        await self._engines.update_one({"_id": state.key}, now, upsert=True)

    async def all(self) -> list[EngineState]:
        """What is known of all."""
        age = {"$divide": [{"$subtract": ["$$NOW", "$at"]}, 1000]}
        shown = {"_id": 0, "key": "$_id", "label": 1, "away": 1, "reason": 1, "age_s": age}
        return [EngineState.model_validate(found) async for found in self._engines.find({}, shown)]
