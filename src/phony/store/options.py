"""What an organization's operators set at run time: price overrides and money limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from phony.domain.errors import Conflict
from phony.domain.ids import utc_now
from phony.store.database import Database
from phony.store.documents import escape, unescape


class OptionRepository:
    """Named documents of one organization; each has a version that grows with every change."""

    def __init__(self, database: Database, org_id: str) -> None:
        """Made by `for_org`."""
        self._options = database.raw["options"]
        self._org_id = org_id

    async def get(self, name: str) -> tuple[dict[str, Any], int]:
        """The values and their version; empty and 0 if never set."""
        document = await self._options.find_one(self._one(name))
        if document is None:
            return {}, 0
        return unescape(document["values"]), document["version"]

    async def put(
        self, name: str, values: Mapping[str, Any], *, actor: str, based_on: int | None = None
    ) -> int:
        """Replace the values; the new version.

        Raises:
            Conflict: somebody else changed them since version `based_on`.
        """
        query: dict[str, Any] = self._one(name)
        if based_on is not None:
            query["version"] = based_on or {"$exists": False}
        change: dict[str, Any] = {
            "$set": {
                "values": escape(dict(values)),
                "changed_by": actor,
                "changed_at": utc_now(),
            },
            "$inc": {"version": 1},
        }
        try:
            return await self._change(query, change)
        except DuplicateKeyError as error:  # the record is there, with another version
            if based_on is None:  # made by somebody else at the same moment
                return await self._change(query, change)
            _, version = await self.get(name)
            raise Conflict(
                "Somebody else changed this meanwhile.",
                cure="Read it again, then repeat the change.",
                details={"version": version, "based_on": based_on},
            ) from error

    async def _change(self, query: dict[str, Any], change: dict[str, Any]) -> int:
        document = await self._options.find_one_and_update(
            query, change, upsert=True, return_document=ReturnDocument.AFTER
        )
        assert document is not None
        return int(document["version"])

    def _one(self, name: str) -> dict[str, str]:
        return {"_id": f"{self._org_id}:{name}", "org_id": self._org_id}
