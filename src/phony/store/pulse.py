"""Which records changed, without what is in them: the live feed reads them itself, in batches.

Looking up the whole document for every change would cost the server a query per word spoken. All
organizations' records pass here: whoever sends them on looks at their `org_id`.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from phony.domain.agents import Agent
from phony.domain.calls import Call
from phony.domain.commands import Command
from phony.domain.edits import Edit
from phony.domain.errors import Invalid
from phony.domain.numbers import Number
from phony.domain.turns import Turn
from phony.store.changes import WRITES, stream
from phony.store.database import Database
from phony.store.documents import unescape

KINDS: dict[str, type[Any]] = {
    "calls": Call,
    "turns": Turn,
    "edits": Edit,
    "commands": Command,
    "agents": Agent,
    "numbers": Number,
}
# Records made, and messages sent, in one go.
AT_ONCE = 8
# What is large and seldom looked at.
HEAVY = ("context_data", "notes", "system_prompt")
_FIELDS = {name: [f for f in model.model_fields if f != "id"] for name, model in KINDS.items()}
# An agent is shown by name: its tools hold secrets, its prompt is long, and REST has it all.
_FIELDS["agents"] = [
    "org_id",
    "name",
    "type",
    "phone_number",
    "voice",
    "language",
    "model",
    "enabled",
    "version",
    "created_at",
    "updated_at",
]
_PIPELINE: list[dict[str, Any]] = [
    {
        "$match": {
            "ns.coll": {"$in": list(KINDS)},
            "operationType": {"$in": [*WRITES, "delete"]},
        }
    },
    {"$project": {"operationType": 1, "ns": 1, "documentKey": 1}},
]
_QUIET_S = 0.25
_TOKEN = re.compile(r"[0-9A-Fa-f]{16,2000}")


@dataclass(frozen=True, slots=True)
class Pulse:
    """One record was written or deleted."""

    kind: str
    id: str
    deleted: bool = False


def token_of(cursor: str) -> dict[str, str]:
    """The resume token a client's cursor stands for.

    Raises:
        Invalid: not a cursor of ours.
    """
    if not _TOKEN.fullmatch(cursor):
        raise Invalid("unknown cursor", field="cursor", cure="Use the `cursor` of a message.")
    return {"_data": cursor.upper()}


def cursor_of(token: Mapping[str, Any]) -> str:
    """A resume token as text. Later ones sort after earlier ones, whoever read them."""
    return str(token["_data"])


async def pulses(
    database: Database, after: str | None
) -> AsyncGenerator[tuple[Pulse | None, str], None]:
    """Changes after the cursor (or from now), each with its cursor; None at first and if quiet.

    Raises:
        CursorTooOld: the oplog does not reach back that far.
    """
    token = None if after is None else token_of(after)
    async with aclosing(stream(database, _PIPELINE, token, quiet_s=_QUIET_S)) as changes:
        async for event, at in changes:
            pulse = None
            if event is not None:
                deleted = event["operationType"] == "delete"
                pulse = Pulse(event["ns"]["coll"], str(event["documentKey"]["_id"]), deleted)
            yield pulse, cursor_of(at)


async def read(
    database: Database,
    kind: str,
    ids: Sequence[str] | None = None,
    query: Mapping[str, Any] | None = None,
    *,
    light: bool = False,
) -> list[dict[str, Any]]:
    """Records as plain values, ready to be sent as JSON; without the agent's snapshot in calls."""
    wanted = dict(query or {})
    if ids is not None:
        wanted["_id"] = {"$in": list(ids)}
    fields = dict.fromkeys(_FIELDS[kind], 1)
    fields.pop("agent", None)
    fields["org_id"] = 1
    if kind == "turns":
        fields["index"] = 1
    if light:
        for name in HEAVY:
            fields.pop(name, None)
    cursor = database.raw[kind].find(wanted, fields)
    if kind == "turns":
        cursor = cursor.sort([("call_id", 1), ("index", 1)])
    elif kind in ("calls", "edits", "commands"):
        cursor = cursor.sort([("created_at", 1), ("_id", 1)])
    records = []
    async for document in cursor:
        records.append(_plain(document))
        if len(records) % AT_ONCE == 0:
            await asyncio.sleep(0)  # hundreds of them take many ms, and calls are waiting
    return records


def _plain(document: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = unescape(document)
    plain["id"] = plain.pop("_id")
    return plain


async def call_owners(database: Database, call_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Organization and agent of some calls."""
    cursor = database.raw["calls"].find(
        {"_id": {"$in": list(call_ids)}}, {"org_id": 1, "agent_id": 1}
    )
    return {d["_id"]: (d["org_id"], d["agent_id"]) async for d in cursor}


async def owners(database: Database, kind: str) -> dict[str, str]:
    """The organization of every record of a small collection: the deleted cannot be asked."""
    return {d["_id"]: d["org_id"] async for d in database.raw[kind].find({}, {"org_id": 1})}
