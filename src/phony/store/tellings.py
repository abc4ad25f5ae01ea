"""The changes that webhooks tell of, picked out on the server so that busy calls cost nothing."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from phony.domain.calls import Call
from phony.domain.edits import Edit
from phony.store.database import Database
from phony.store.documents import load

# ChangeStreamHistoryLost, and resume tokens of another database's life.
CHANGED_TOO_LONG_AGO = frozenset({286, 280, 260, 222})
_TELLING_FIELDS = (
    "status",
    "answered_at",
    "limit_stage",
    "limit_what",
    "transcript_final",
    "summary",
)


def _pipeline() -> list[dict[str, Any]]:
    updated = "updateDescription.updatedFields"
    calls = [{f"{updated}.{name}": {"$exists": True}} for name in _TELLING_FIELDS]
    return [
        {
            "$match": {
                "$or": [
                    {
                        "ns.coll": "calls",
                        "$or": [{"operationType": {"$in": ["insert", "replace"]}}, *calls],
                    },
                    {
                        "ns.coll": "edits",
                        "operationType": {"$in": ["insert", "update", "replace"]},
                        "fullDocument.state": "confirmed",
                    },
                    {
                        "ns.coll": "webhooks",
                        "operationType": {"$in": ["insert", "update", "replace", "delete"]},
                    },
                ]
            }
        }
    ]


async def follow(
    database: Database, after: Mapping[str, Any] | None
) -> AsyncGenerator[tuple[list[tuple[str, dict[str, Any]]], dict[str, Any]], None]:
    """Batches of `(collection, newest document)` and the token up to which they reach.

    An empty batch comes at least every second, so that the reader gets a turn.
    """
    async with await database.raw.watch(
        _pipeline(), full_document="updateLookup", resume_after=after, max_await_time_ms=1000
    ) as stream:
        while stream.alive:
            event = await stream.try_next()
            batch = []
            if event is not None:
                document = event.get("fullDocument")
                collection = event["ns"]["coll"]
                if document is not None or collection == "webhooks":
                    batch.append((collection, document or {}))
            if stream.resume_token is not None:
                yield batch, dict(stream.resume_token)


async def recent_calls(database: Database, since: datetime) -> AsyncIterator[Call]:
    """Calls that began or ended after `since`."""
    query = {"$or": [{"created_at": {"$gte": since}}, {"ended_at": {"$gte": since}}]}
    async for document in database.raw["calls"].find(query).sort("created_at", 1):
        yield load(Call, document)


async def recent_edits(database: Database, since: datetime) -> AsyncIterator[Edit]:
    """Edits confirmed after `since`."""
    query = {"state": "confirmed", "confirmed_at": {"$gte": since}}
    async for document in database.raw["edits"].find(query).sort("confirmed_at", 1):
        yield load(Edit, document)
