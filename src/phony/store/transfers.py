"""Warm transfers under way: whom a worker called, and what the colleague said.

A transfer outlives the worker that began it: whoever goes on with the call finds it here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from phony.store.database import Database
from phony.store.documents import dump, load

TransferResult = Literal["accepted", "declined", "no_answer", "busy", "failed"]


class Transfer(BaseModel):
    """One colleague asked; `id` is the command's. `sid` is their call, once it was placed."""

    id: str
    org_id: str
    call_id: str
    summary: str
    room: str
    created_at: datetime
    sid: str | None = None
    result: TransferResult | None = None


async def ensure_indexes(database: Database) -> None:
    """Nobody asks after a day."""
    await database.raw["transfers"].create_index(
        "created_at", expireAfterSeconds=86_400, name="expiry"
    )


async def is_colleague(database: Database, sid: str) -> bool:
    """Whether the carrier's call is one to a colleague, of whatever organization."""
    return await database.raw["transfers"].find_one({"sid": sid}, {"_id": 1}) is not None


class Transfers:
    """Warm transfers of one organization's calls."""

    def __init__(self, database: Database, org_id: str) -> None:
        """Made by `for_org`."""
        self._transfers = database.raw["transfers"]
        self._org_id = org_id

    async def begin(self, transfer: Transfer) -> Transfer | None:
        """Note that a colleague is about to be called; what somebody noted before, if so."""
        document = dump(transfer, self._org_id)
        one = {name: document.pop(name) for name in ("_id", "org_id")}
        change = {"$setOnInsert": document}
        try:
            known = await self._transfers.find_one_and_update(
                one, change, upsert=True, return_document=ReturnDocument.BEFORE
            )
        except DuplicateKeyError:  # somebody noted it at the same moment
            if (known := await self._transfers.find_one(one)) is None:
                raise
        return None if known is None else load(Transfer, known)

    async def placed(self, transfer_id: str, sid: str) -> None:
        """The carrier took the order, as its answer says, or a callback that came before."""
        unknown = {**self._one(transfer_id), "sid": None}
        await self._transfers.update_one(unknown, {"$set": {"sid": sid}})

    async def find(self, transfer_id: str, call_id: str) -> Transfer | None:
        """A transfer of this call."""
        found = await self._transfers.find_one({**self._one(transfer_id), "call_id": call_id})
        return None if found is None else load(Transfer, found)

    async def settle(self, transfer_id: str, result: TransferResult) -> TransferResult | None:
        """Keep how it ended; the first answer counts, and is returned. None: no such transfer."""
        unsettled = {**self._one(transfer_id), "result": None}
        await self._transfers.update_one(unsettled, {"$set": {"result": result}})
        found = await self._transfers.find_one(self._one(transfer_id))
        return None if found is None else load(Transfer, found).result

    def _one(self, transfer_id: str) -> dict[str, str]:
        return {"_id": transfer_id, "org_id": self._org_id}
