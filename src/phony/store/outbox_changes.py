"""The changes that webhooks tell of, of all organizations.

They are picked out on the server, so that busy calls cost nothing.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from datetime import datetime
from typing import Any

from phony.domain.calls import Call
from phony.domain.edits import Edit
from phony.store.changes import WRITES, Token, stream
from phony.store.database import Database
from phony.store.documents import load

_TOLD_FIELDS = (
    "status",
    "answered_at",
    "limit_stage",
    "limit_what",
    "complete",
    "summary",
)


def _pipeline() -> list[dict[str, Any]]:
    updated = "updateDescription.updatedFields"
    calls = [{f"{updated}.{name}": {"$exists": True}} for name in _TOLD_FIELDS]
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
                        "operationType": {"$in": list(WRITES)},
                        "fullDocument.state": "confirmed",
                    },
                    {
                        "ns.coll": "webhooks",
                        "operationType": {"$in": [*WRITES, "delete"]},
                    },
                ]
            }
        }
    ]


async def changes_to_tell(
    database: Database, after: Mapping[str, Any] | None
) -> AsyncGenerator[tuple[tuple[str, dict[str, Any]] | None, Token], None]:
    """`(collection, newest document)` of each change, and the token up to which it reaches.

    None comes when the stream is open and at least every second, so that the reader gets a turn. A
    webhook that is gone has an empty document.

    Raises:
        CursorTooOld: the oplog does not reach back that far.
    """
    async with aclosing(stream(database, _pipeline(), after, full=True)) as changes:
        async for event, token in changes:
            told = None
            if event is not None:
                document, collection = event.get("fullDocument"), event["ns"]["coll"]
                if document is not None or collection == "webhooks":
                    told = (collection, document or {})
            yield told, token


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
