"""Reading calls: lists with filters, transcripts, flight record, full-text search, deletion."""

from __future__ import annotations

import base64
import binascii
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import bson
from bson.errors import BSONError

from phony.domain.calls import FINAL_STATUSES, Call, CallOutcome, CallStatus, Direction
from phony.domain.commands import Command
from phony.domain.edits import Edit
from phony.domain.errors import Conflict, Invalid, NotFound
from phony.domain.flight import FlightEvent
from phony.domain.turns import Turn
from phony.store.database import Database
from phony.store.documents import load
from phony.store.recordings import RecordingRepository

_FINAL = sorted(FINAL_STATUSES)
SORTS = {
    "created_at": "created_at",
    "duration_s": "duration_s",
    "cost": "cost.total_usd",
}
MAX_FOUND = 2000  # calls that one text search can find
# Lists show calls without the snapshot of the agent, which is large and the same for many.
_LISTED = {"agent": 0, "media": 0, "after": 0, "resume": 0}


async def ensure_indexes(database: Database) -> None:
    """The indexes this module's queries need."""
    calls, turns = database.raw["calls"], database.raw["turns"]
    for field_name in SORTS.values():
        name = f"org_{field_name.replace('.', '_')}"
        await calls.create_index([("org_id", 1), (field_name, -1), ("_id", -1)], name=name)
    for field_name in ("agent_id", "from_number", "to_number", "outcome"):
        await calls.create_index(
            [("org_id", 1), (field_name, 1), ("created_at", -1), ("_id", -1)],
            name=f"org_{field_name}_created",
        )
    # No stemming and no stop words: transcripts come in every language.
    await turns.create_index(
        [("org_id", 1), ("said", "text")],
        name="words",
        default_language="none",
        language_override="_language",
    )


@dataclass(frozen=True, slots=True)
class CallFilter:
    """Which calls are wanted; None is no wish."""

    agent_id: str | None = None
    number: str | None = None
    direction: Direction | None = None
    outcome: tuple[CallOutcome, ...] = ()
    status: tuple[CallStatus, ...] = ()
    live: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    min_duration_s: float | None = None
    max_duration_s: float | None = None
    min_cost_usd: float | None = None
    max_cost_usd: float | None = None

    def query(self) -> dict[str, Any]:
        """As MongoDB asks."""
        query: dict[str, Any] = {}
        for name in ("agent_id", "direction"):
            if (value := getattr(self, name)) is not None:
                query[name] = {"$eq": value}
        for name, values in (("outcome", self.outcome), ("status", self.status)):
            if values:
                query[name] = {"$in": list(values)}
        both: list[dict[str, Any]] = []
        if self.number is not None:
            number = {"$eq": self.number}
            both.append({"$or": [{"from_number": number}, {"to_number": number}]})
        if self.live is not None:
            both.append({"status": {"$nin" if self.live else "$in": _FINAL}})
        if both:
            query["$and"] = both
        for name, low, high in (
            ("created_at", self.since, self.until),
            ("duration_s", self.min_duration_s, self.max_duration_s),
            ("cost.total_usd", self.min_cost_usd, self.max_cost_usd),
        ):
            bounds = {"$gte": low, "$lt" if name == "created_at" else "$lte": high}
            if bounds := {key: value for key, value in bounds.items() if value is not None}:
                query[name] = bounds
        return query


@dataclass(slots=True)
class CallPage:
    """One page of calls."""

    items: list[Call]
    next_cursor: str | None
    total: int


@dataclass(slots=True)
class Found:
    """Where a text search found something: the best lines of each call."""

    call_ids: list[str] = field(default_factory=list)
    lines: dict[str, list[str]] = field(default_factory=dict)


def encode_cursor(value: Any, call_id: str) -> str:
    """The place after a call in a list sorted by `value`."""
    return base64.urlsafe_b64encode(bson.encode({"v": value, "i": call_id})).decode().rstrip("=")


def decode_cursor(cursor: str) -> tuple[Any, str]:
    """What `encode_cursor` was made from.

    Raises:
        Invalid: not a cursor of ours.
    """
    wrong = Invalid("unknown cursor", field="cursor", cure="Use `next_cursor` of a page.")
    try:
        place = bson.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        value, call_id = place["v"], place["i"]
    except (BSONError, binascii.Error, ValueError, KeyError, TypeError) as error:
        raise wrong from error
    if not isinstance(call_id, str) or not isinstance(value, int | float | datetime | None):
        raise wrong
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value, call_id


class CallQueries:
    """What is asked about the calls of one organization."""

    def __init__(self, database: Database, org_id: str) -> None:
        """Made by `for_org`."""
        self._database = database
        self._calls = database.raw["calls"]
        self._turns = database.raw["turns"]
        self._events = database.raw["call_events"]
        self._org_id = org_id

    def _scope(self, **query: Any) -> dict[str, Any]:
        return {"org_id": self._org_id, **query}

    async def any(self) -> bool:
        """Whether there was ever a call."""
        return await self._calls.find_one(self._scope(), {"_id": 1}) is not None

    async def page(
        self,
        wanted: CallFilter,
        *,
        limit: int,
        cursor: str | None = None,
        sort: str = "-created_at",
        only: Sequence[str] | None = None,
    ) -> CallPage:
        """A page of calls. Calls that come meanwhile move nobody to another page.

        Raises:
            Invalid: an unknown cursor or sort.
        """
        descending = sort.startswith("-")
        name = sort.removeprefix("-")
        if name not in SORTS:
            known = ", ".join(SORTS)
            raise Invalid(f"cannot sort by {name[:40]!r}", field="sort", cure=f"One of: {known}.")
        field_name, direction = SORTS[name], -1 if descending else 1
        query = self._scope(**wanted.query())
        if only is not None:
            query["_id"] = {"$in": list(only)}
        total = await self._calls.count_documents(query)
        if cursor is not None:
            value, call_id = decode_cursor(cursor)
            after = _after(field_name, value, call_id, descending)
            query["$and"] = [*query.get("$and", []), after]
        found = self._calls.find(query, _LISTED).sort([(field_name, direction), ("_id", direction)])
        documents = [document async for document in found.limit(limit + 1)]
        next_cursor = None
        if len(documents) > limit:
            documents.pop()
            last = documents[-1]
            next_cursor = encode_cursor(_at(last, field_name), last["_id"])
        return CallPage([load(Call, document) for document in documents], next_cursor, total)

    async def search(self, text: str) -> Found:
        """Calls in whose transcript the words were said, best first."""
        found = Found()
        cursor = await self._turns.aggregate(
            [
                {"$match": self._scope(**{"$text": {"$search": text}})},
                {"$sort": {"score": {"$meta": "textScore"}, "_id": 1}},
                {"$limit": MAX_FOUND * 5},
                {
                    "$group": {
                        "_id": "$call_id",
                        "score": {"$max": {"$meta": "textScore"}},
                        "lines": {"$firstN": {"input": "$said", "n": 3}},
                    }
                },
                {"$sort": {"score": -1, "_id": 1}},
                {"$limit": MAX_FOUND},
            ]
        )
        async for group in cursor:
            found.call_ids.append(group["_id"])
            found.lines[group["_id"]] = group["lines"]
        return found

    async def find(self, call_id: str) -> Call | None:
        """One call, or None."""
        document = await self._calls.find_one(self._scope(_id=call_id))
        return None if document is None else load(Call, document)

    async def get(self, call_id: str) -> Call:
        """One call.

        Raises:
            NotFound: no such call in this organization.
        """
        if (call := await self.find(call_id)) is None:
            raise NotFound(
                f"There is no call {call_id[:60]!r}.", cure="GET /calls lists the calls there are."
            )
        return call

    async def live(self, *, agent_id: str | None = None, number: str | None = None) -> list[Call]:
        """Calls that are not over: all, of an agent, or on a number of ours."""
        wanted = CallFilter(agent_id=agent_id, live=True)
        query = self._scope(**wanted.query())
        if number is not None:
            # Our side only: whoever calls from that number is not meant.
            query["$or"] = [
                {"direction": Direction.INBOUND, "to_number": {"$eq": number}},
                {"direction": Direction.OUTBOUND, "from_number": {"$eq": number}},
            ]
        cursor = self._calls.find(query, _LISTED).sort([("created_at", 1), ("_id", 1)])
        return [load(Call, document) async for document in cursor]

    async def over(self, call_ids: Sequence[str]) -> set[str]:
        """Those of some calls that no agent is on any more."""
        query = self._scope(_id={"$in": list(call_ids)})
        query["$or"] = [{"status": {"$in": _FINAL}}, {"phase": {"$in": ["transferred", "ended"]}}]
        return {document["_id"] async for document in self._calls.find(query, {"_id": 1})}

    async def all_turns(self, call_id: str) -> list[Turn]:
        """The whole transcript in order."""
        cursor = self._turns.find(self._scope(call_id=call_id)).sort([("index", 1), ("_id", 1)])
        return [load(Turn, document) async for document in cursor]

    async def turns(self, call_id: str, *, offset: int, limit: int) -> tuple[list[Turn], int]:
        """A page of turns in order, and how many there are."""
        query = self._scope(call_id=call_id)
        cursor = self._turns.find(query).sort([("index", 1), ("_id", 1)]).skip(offset).limit(limit)
        turns = [load(Turn, document) async for document in cursor]
        return turns, await self._turns.count_documents(query)

    async def events(
        self, call_id: str, *, after_seq: int = -1, limit: int = 500, leg: str | None = None
    ) -> tuple[list[FlightEvent], int]:
        """A page of the flight record in order, and how many entries there are."""
        entries = self._entries(call_id, leg)
        counted = await (await self._events.aggregate([*entries, {"$count": "n"}])).to_list()
        entries += [{"$match": {"seq": {"$gt": after_seq}}}, {"$limit": limit}]
        cursor = await self._events.aggregate(entries)
        found = [load(FlightEvent, document) async for document in cursor]
        return found, counted[0]["n"] if counted else 0

    async def all_events(self, call_id: str) -> AsyncIterator[FlightEvent]:
        """The whole flight record, entry by entry."""
        async for document in await self._events.aggregate(self._entries(call_id)):
            yield load(FlightEvent, document)

    def _entries(self, call_id: str, leg: str | None = None) -> list[dict[str, Any]]:
        """The flight record entry by entry: it is stored in pages of about a second."""
        steps: list[dict[str, Any]] = [
            {"$match": self._scope(call_id=call_id)},
            {"$sort": {"seq": 1}},
            {"$unwind": "$entries"},
            {"$replaceRoot": {"newRoot": {"$mergeObjects": ["$entries", {"call_id": "$call_id"}]}}},
        ]
        return [*steps, {"$match": {"leg": {"$eq": leg}}}] if leg is not None else steps

    async def edits(self, call_id: str) -> list[Edit]:
        """The edits of a call, oldest first."""
        found = self._database.raw["edits"].find(self._scope(call_id=call_id))
        return [load(Edit, document) async for document in found.sort("created_at", 1)]

    async def last_event(self, call_id: str) -> int:
        """The highest number in the flight record; 0 if nothing is written yet."""
        newest = [("seq", -1)]
        last = await self._events.find_one(self._scope(call_id=call_id), {"last": 1}, sort=newest)
        return 0 if last is None else int(last["last"])

    async def commands(self, call_id: str) -> list[Command]:
        """The commands to a call, oldest first."""
        found = self._database.raw["commands"].find(self._scope(call_id=call_id))
        return [load(Command, document) async for document in found.sort("created_at", 1)]

    async def delete(self, call_id: str) -> None:
        """Remove a call and all that was kept of it.

        Raises:
            NotFound: no such call.
            Conflict: it is live.
        """
        call = await self.get(call_id)
        if call.status not in FINAL_STATUSES:
            raise Conflict(
                "The call is live, and a live call cannot be deleted.",
                cure="Hang it up first, or wait for its end.",
            )
        # The record goes last: a deletion that was cut short can be repeated.
        await RecordingRepository(self._database, self._org_id).delete(call_id)
        scope = self._scope(call_id=call_id)
        for name in ("turns", "call_events", "edits", "commands", "recording_chunks"):
            await self._database.raw[name].delete_many(scope)
        await self._calls.delete_one(self._scope(_id=call_id))


def _at(document: Mapping[str, Any], path: str) -> Any:
    value: Any = document
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _after(field_name: str, value: Any, call_id: str, descending: bool) -> dict[str, Any]:
    """What comes after a place in a list; a missing value sorts below every other."""
    than = "$lt" if descending else "$gt"
    same = {field_name: value, "_id": {than: call_id}}
    if value is None:
        return same if descending else {"$or": [same, {field_name: {"$ne": None}}]}
    further: list[dict[str, Any]] = [{field_name: {than: value}}]
    if descending:
        further.append({field_name: None})
    return {"$or": [same, *further]}
