"""What the carrier told one worker about a call that another one holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phony.domain.calls import Call
from phony.domain.ids import new_id, utc_now
from phony.store.database import Database


async def ensure_indexes(database: Database) -> None:
    """Signals are read as they are written, and never again."""
    await database.raw["signals"].create_index("created_at", expireAfterSeconds=600, name="expiry")


class Signals:
    """Between all workers; `changes.for_calls` reads them."""

    def __init__(self, database: Database) -> None:
        self._signals = database.raw["signals"]

    async def send(self, call: Call, name: str, data: Mapping[str, Any]) -> None:
        """Tell the worker that holds the call."""
        await self._signals.insert_one(
            {
                "_id": new_id("sig"),
                "org_id": call.org_id,
                "call_id": call.id,
                "name": name,
                "data": dict(data),
                "created_at": utc_now(),
            }
        )
