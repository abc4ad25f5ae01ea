"""The phone numbers of the carrier's account, as last seen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pymongo import ReturnDocument

from phony.domain.errors import NotFound
from phony.domain.numbers import Number, NumberStatus
from phony.store.database import Database
from phony.store.documents import dump, load

SORTS = ("phone_number", "friendly_name", "status", "synced_at")


async def ensure_indexes(database: Database) -> None:
    """The indexes this module's queries and promises need."""
    numbers = database.raw["numbers"]
    await numbers.create_index([("org_id", 1), ("phone_number", 1)], unique=True, name="org_number")
    await numbers.create_index([("phone_number", 1)], name="number")


class NumberRepository:
    """The numbers of one organization."""

    def __init__(self, database: Database, org_id: str) -> None:
        """Made by `for_org`."""
        self._numbers = database.raw["numbers"]
        self._org_id = org_id

    async def get(self, number_id: str) -> Number:
        """One number, by id or by the number itself.

        Raises:
            NotFound: no such number here.
        """
        document = await self._numbers.find_one(
            {"org_id": self._org_id, "$or": [{"_id": number_id}, {"phone_number": number_id}]}
        )
        if document is None:
            raise NotFound(
                f"There is no number {number_id[:60]!r}.",
                cure="POST /numbers/sync reads the carrier account's numbers.",
            )
        return load(Number, document)

    async def by_number(self, phone_number: str) -> Number | None:
        """The number, or None if it was never seen in the account."""
        document = await self._numbers.find_one(
            {"org_id": self._org_id, "phone_number": phone_number}
        )
        return load(Number, document) if document else None

    async def all(self) -> list[Number]:
        """Every number, in order."""
        cursor = self._numbers.find({"org_id": self._org_id}).sort("phone_number", 1)
        return [load(Number, document) async for document in cursor]

    async def by_numbers(self, phone_numbers: list[str]) -> dict[str, Number]:
        """Those of the numbers that are known."""
        cursor = self._numbers.find(
            {"org_id": self._org_id, "phone_number": {"$in": phone_numbers}}
        )
        return {doc["phone_number"]: load(Number, doc) async for doc in cursor}

    async def page(
        self,
        *,
        limit: int,
        offset: int,
        sort: list[tuple[str, int]],
        status: NumberStatus | None = None,
        agent_id: str | None = None,
    ) -> tuple[list[Number], int]:
        """One page, and how many there are."""
        query: dict[str, Any] = {"org_id": self._org_id}
        if status is not None:
            query["status"] = status.value
        if agent_id is not None:
            query["agent_id"] = agent_id
        cursor = self._numbers.find(query).sort(sort).skip(offset).limit(limit)
        numbers = [load(Number, document) async for document in cursor]
        return numbers, await self._numbers.count_documents(query)

    async def put(self, number: Number) -> Number:
        """Keep a number as seen in the account; its id and what to restore stay as they are."""
        document = dump(number, self._org_id)
        number_id = document.pop("_id")
        once = {name: document.pop(name) for name in ("previous", "connected_url")}
        kept = await self._numbers.find_one_and_update(
            {"org_id": self._org_id, "phone_number": number.phone_number},
            {"$set": document, "$setOnInsert": {"_id": number_id, **once}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        assert kept is not None
        return load(Number, kept)

    async def any(self) -> bool:
        """Whether the account was read, and has numbers."""
        return await self._numbers.find_one({"org_id": self._org_id}, {"_id": 1}) is not None

    async def set(self, number_id: str, fields: dict[str, Any]) -> Number:
        """Change some fields.

        Raises:
            NotFound: no such number here.
        """
        document = await self._numbers.find_one_and_update(
            {"_id": number_id, "org_id": self._org_id},
            {"$set": fields},
            return_document=ReturnDocument.AFTER,
        )
        if document is None:
            raise NotFound(f"There is no number {number_id[:60]!r}.")
        return load(Number, document)

    async def mark_missing(self, seen: list[str], now: datetime) -> int:
        """Numbers that the account no longer has; says how many are new among them."""
        result = await self._numbers.update_many(
            {
                "org_id": self._org_id,
                "phone_number": {"$nin": seen},
                "status": {"$ne": NumberStatus.MISSING.value},
            },
            {"$set": {"status": NumberStatus.MISSING.value, "synced_at": now}},
        )
        return result.modified_count
