"""Calls while they live: create, claim, order-proof transitions, finish. Lists are elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from phony.domain.audio import BYTES_PER_MS
from phony.domain.bills import CallCost, Leg
from phony.domain.calls import FINAL_STATUSES, Call, CallOutcome, CallStatus
from phony.domain.closing import CLOCK_WITHIN_S, closing
from phony.domain.errors import Conflict, NotFound
from phony.domain.ids import utc_now
from phony.store import due
from phony.store.database import Database
from phony.store.documents import dump, escape, load
from phony.store.fences import fence, owned_by

# A call only ever moves to a higher rank.
_RANK = {CallStatus.QUEUED: 0, CallStatus.RINGING: 1, CallStatus.IN_PROGRESS: 2}
_LIVE = sorted(_RANK)
# Kept beside the record, never shown.
# A call that nobody has, and whose caller did not leave: they are lost, if they do not come back.
_GIVEN_UP = {"resume": {"given_up": True}}
# `left` is what the carrier said of the end, `order` what became of one that was passed on. There
# is `ended_by`, too: whose word the end was.
_PRIVATE = ("media", "after", "resume", "call_token", "left", "order")


async def ensure_indexes(database: Database) -> None:
    """Indexes of the life cycle; the lists' own are with the lists."""
    calls = database.raw["calls"]
    await calls.create_index(
        "carrier_call_sid",
        unique=True,
        partialFilterExpression={"carrier_call_sid": {"$type": "string"}},
        name="carrier_call_sid",
    )
    await calls.create_index(
        [("org_id", 1), ("request_key", 1)],
        unique=True,
        partialFilterExpression={"request_key": {"$type": "string"}},
        name="request_key",
    )
    await calls.create_index(
        [("status", 1), ("worker_id", 1)],
        partialFilterExpression={"status": {"$in": _LIVE}},
        name="live_by_worker",
    )
    await calls.create_index([("org_id", 1), ("agent_id", 1), ("status", 1)], name="agent_live")


async def locate(
    database: Database, *, call_id: str | None = None, sid: str | None = None
) -> Call | None:
    """A call by id or carrier's sid, whatever the organization.

    For requests that prove themselves by the carrier's signature or a media token, not by a key.
    """
    query = {"_id": call_id} if call_id is not None else {"carrier_call_sid": sid}
    document = await database.raw["calls"].find_one(query)
    return None if document is None else load(Call, document)


async def live_calls(database: Database, worker_id: str | None = None) -> list[Call]:
    """Every call that is not final, of all organizations; of one worker's, if one is named."""
    query: dict[str, Any] = {"status": {"$in": _LIVE}}
    if worker_id is not None:
        query["worker_id"] = worker_id
    cursor = database.raw["calls"].find(query, {"agent": 0})
    return [load(Call, document) async for document in cursor]


def may_move(old: CallStatus, new: CallStatus) -> bool:
    """Whether a call may go from `old` to `new`: forward only, and never out of a final status."""
    if old in FINAL_STATUSES:
        return False
    return new in FINAL_STATUSES or _RANK[new] > _RANK[old]


def _until(media: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored of a stream's token: it expires by the database's clock, for all machines."""
    kept = {name: {"$literal": value} for name, value in media.items() if name != "ttl_s"}
    return {**kept, "expires_at": {"$add": ["$$NOW", int(media["ttl_s"] * 1000)]}}


def _legs(document: Mapping[str, Any]) -> list[Leg]:
    """The other calls that the carrier made for this one."""
    return [Leg.model_validate(leg) for leg in (document.get("legs") or {}).values()]


def _untaken(document: Mapping[str, Any], legs: list[Leg]) -> bool:
    """Whether the caller was sent to a number at which nobody has answered."""
    sent = (document.get("after") or {}).get("kind") == "transfer"
    return sent and not any(leg.kind == "transfer" and leg.taken for leg in legs)


class CallRepository:
    """The life cycle of the calls of one organization."""

    def __init__(self, database: Database, org_id: str) -> None:
        """Made by `for_org`."""
        self._calls = database.raw["calls"]
        self._turns = database.raw["turns"]
        self._chunks = database.raw["recording_chunks"]
        self._asked = (database.raw["edits"], database.raw["commands"])
        self._org_id = org_id

    async def create(
        self,
        call: Call,
        *,
        media: Mapping[str, Any] | None = None,
        request_key: str | None = None,
    ) -> None:
        """Keep a new call; `media` is the one-time token of its stream (`Addresses.new_token`).

        Raises:
            Conflict: the carrier's call is already known (a repeated webhook), or a call was
                made with this `request_key`.
        """
        document = dump(call, self._org_id)
        if request_key is not None:
            document["request_key"] = request_key
        try:
            if media is None:
                await self._calls.insert_one(document)
            else:  # an insert, for whose query nothing can be there; only so it knows $$NOW
                one = {"_id": call.id, "org_id": {"$exists": False}}
                token = {"$literal": document}, {"media": _until(media)}
                change = [{"$replaceWith": {"$mergeObjects": list(token)}}]
                await self._calls.update_one(one, change, upsert=True)
        except DuplicateKeyError as error:
            raise Conflict(f"call {call.carrier_call_sid} is already known") from error

    async def by_request(self, request_key: str) -> Call | None:
        """The call that was made with this key."""
        document = await self._calls.find_one({"org_id": self._org_id, "request_key": request_key})
        return None if document is None else load(Call, document)

    async def forget_request(self, call_id: str) -> None:
        """Nothing came of it: its key may be used again."""
        await self._calls.update_one(
            {"_id": call_id, "org_id": self._org_id}, {"$unset": {"request_key": ""}}
        )

    async def get(self, call_id: str) -> Call:
        """One call.

        Raises:
            NotFound: no such call in this organization.
        """
        document = await self._calls.find_one({"_id": call_id, "org_id": self._org_id})
        if document is None:
            raise NotFound(f"There is no call {call_id!r}.")
        return load(Call, document)

    async def last_written_ms(self, call_id: str) -> int:
        """The newest moment, on the call's clock, of which something is kept."""
        query = {"call_id": call_id, "org_id": self._org_id}
        turn = await self._turns.find_one(query, sort=[("index", -1)]) or {}
        chunk = await self._chunks.find_one(query, sort=[("at_ms", -1)])
        sound_ms = 0 if chunk is None else chunk["at_ms"] + len(chunk["caller"]) // BYTES_PER_MS
        return max(turn.get("started_ms") or 0, turn.get("ended_ms") or 0, sound_ms)

    async def private(self, call_id: str) -> dict[str, Any]:
        """What is kept beside the record: what comes after the stream, its token in its time."""
        late = {"$lte": [{"$ifNull": ["$media.expires_at", "$$NOW"]}, "$$NOW"]}
        taken = {"$ifNull": ["$media.taken_at", False]}
        media = {"$cond": [{"$and": [late, {"$not": taken}]}, "$$REMOVE", "$media"]}
        document = await self._calls.find_one(
            {"_id": call_id, "org_id": self._org_id}, {**dict.fromkeys(_PRIVATE, 1), "media": media}
        )
        return document or {}

    async def set_private(self, call_id: str, *, lease: int | None = None, **fields: Any) -> None:
        """Keep something beside the record."""
        unknown = fields.keys() - set(_PRIVATE)
        if unknown:
            raise ValueError(f"not private fields: {unknown}")
        values = {name: {"$literal": value} for name, value in escape(fields).items()}
        if fields.get("media") is not None:
            values["media"] = _until(fields["media"])
        await self._calls.update_one(
            {"_id": call_id, "org_id": self._org_id, **owned_by(lease)},
            [{"$unset": list(values)}, {"$set": values}],  # `$set` alone would merge documents
        )

    async def take_media_token(self, call_id: str, token_hash: str) -> bool:
        """Use up the stream's token: True once, for the right token, in its time.

        `taken_at` stays in its place: who asks again is not given another.
        """
        done = await self._calls.update_one(
            {
                "_id": call_id,
                "org_id": self._org_id,
                "media.hash": token_hash,
                "$expr": {"$gt": ["$media.expires_at", "$$NOW"]},
            },
            {"$set": {"media": {"taken_at": utc_now()}}},
        )
        return done.modified_count == 1

    async def count_resume(self, call_id: str, window_s: float, keep: int) -> int:
        """Note that a stream begins anew; how many of the last `keep` are within `window_s`."""
        before = {"$ifNull": ["$resumed_at", []]}
        resumed_at = {"$slice": [{"$concatArrays": [before, ["$$NOW"]]}, -keep]}
        document = await self._calls.find_one_and_update(
            {"_id": call_id, "org_id": self._org_id},
            [{"$set": {"resumed_at": resumed_at}}],
            projection={"resumed_at": 1},
            return_document=ReturnDocument.AFTER,
        )
        if document is None:
            return 0
        *_, now = times = document["resumed_at"]
        return sum((now - at).total_seconds() < window_s for at in times)

    async def patch(
        self, call_id: str, fields: Mapping[str, Any], *, lease: int | None = None
    ) -> Call | None:
        """Set fields (not the status) at once; None if there is no such call.

        `lease` is the owner's, if the owner asks: None, too, if it is that no more.
        """
        return await self._update({"_id": call_id}, {"$set": escape(dict(fields))}, lease)

    async def take_sid(self, call_id: str, sid: str) -> bool:
        """Note the carrier's id of a call that has none; whether it is this one's now."""
        sid_of = {"_id": call_id, "carrier_call_sid": None}
        try:
            await self._update(sid_of, {"$set": {"carrier_call_sid": sid}})
        except DuplicateKeyError:  # another call has it
            return False
        mine = {"_id": call_id, "org_id": self._org_id, "carrier_call_sid": sid}
        return await self._calls.find_one(mine, {"_id": 1}) is not None

    async def ends(
        self, call_id: str, outcome: CallOutcome, reason: str, *, lease: int | None = None
    ) -> None:
        """Note how a live call is about to end; what was noted first stands."""
        await self._update(
            {"_id": call_id, "status": {"$in": _LIVE}, "outcome": None},
            {"$set": {"outcome": outcome, "end_reason": reason}},
            lease,
        )

    async def transition(
        self,
        call_id: str,
        status: CallStatus,
        *,
        fields: Mapping[str, Any] | None = None,
        lease: int | None = None,
    ) -> Call | None:
        """Move to `status`; None if the call is there already or beyond.

        Callbacks may come twice, late and in any order: only a higher rank changes anything.
        """
        allowed = [old for old in _RANK if may_move(old, status)]
        change: dict[str, Any] = {"$set": {**escape(dict(fields or {})), "status": status}}
        return await self._update({"_id": call_id, "status": {"$in": allowed}}, change, lease)

    async def finish(
        self,
        call_id: str,
        status: CallStatus | None,
        *,
        outcome: CallOutcome,
        reason: str,
        ended_at: datetime | None = None,
        lasted_s: float | None = None,
        bill: Callable[[Call, list[Leg]], CallCost | None] | None = None,
        by: str | None = None,
        lease: int | None = None,
    ) -> Call | None:
        """End the call once, as `domain.closing` says; None if it already was final.

        `status` is the carrier's, if it told one, `lasted_s` the time from answer to end, if it was
        measured; `bill` makes the final bill of the record as it will be, and of the other calls
        that the carrier made for it. Who says `by` may ask again: the answer
        to a first try, which succeeded, may have been lost.
        With a `lease`, only for the owner that has it: None for one that has it no more.
        """
        at = ended_at or utc_now()
        query = {"_id": call_id, "org_id": self._org_id}
        query |= owned_by(lease)
        while (document := await self._calls.find_one(query)) is not None:
            call, legs = load(Call, document), _legs(document)
            end = closing(
                call,
                outcome,
                reason,
                at=at,
                status=status,
                lasted_s=lasted_s,
                untaken=_untaken(document, legs),
            )
            if end is None:
                return call if by is not None and document.get("ended_by") == by else None
            values = end.fields() | due.recording()
            cost = bill(end.of(call), legs) if bill is not None else None
            if cost is not None:
                values["cost"] = cost.model_dump()
            if by is not None:
                values["ended_by"] = by
            if end.status is CallStatus.COMPLETED and call.agent and call.agent.summary:
                values |= due.summary()
            # What was decided on must still hold; else it is decided again.
            held = {name: document.get(name) for name in ("outcome", "answered_at", "legs")}
            finished = await self._update(
                {"_id": call_id, "status": {"$in": _LIVE}, **held},
                {"$set": values, "$unset": {"media": ""}},
                lease,
            )
            if finished is not None:
                return finished
        return None

    async def note_leg(self, call_id: str, sid: str, leg: Leg) -> None:
        """Keep what the carrier says of another call that it makes for this one."""
        name = sid if sid.isalnum() else "unnamed"
        known = leg.model_dump(exclude_none=True)
        await self._calls.update_one(
            {"_id": call_id, "org_id": self._org_id},
            {"$set": {f"legs.{name}.{field}": value for field, value in known.items()}},
        )

    async def amend(
        self, call_id: str, change: Callable[[Call, list[Leg]], Mapping[str, Any]]
    ) -> None:
        """Correct the record of a call that is over; nothing happens to one that is not.

        `change` is asked again if others changed the record meanwhile; it may have nothing to say.
        """
        query = {"_id": call_id, "org_id": self._org_id, "status": {"$in": sorted(FINAL_STATUSES)}}
        while (document := await self._calls.find_one(query)) is not None:
            fields = change(load(Call, document), _legs(document))
            same = {"_id": call_id, "org_id": self._org_id, "version": document.get("version")}
            if not fields or await self._update(same, {"$set": escape(dict(fields))}) is not None:
                return

    async def measured(self, call_id: str, lasted_s: float) -> None:
        """Note how long a call that is over lasted, if its own clock was far off."""
        ended_at = {"$add": ["$answered_at", int(lasted_s * 1000)]}
        off = {"$abs": {"$subtract": ["$duration_s", lasted_s]}}
        await self._calls.update_one(
            {
                "_id": call_id,
                "org_id": self._org_id,
                "status": CallStatus.COMPLETED,
                "answered_at": {"$ne": None},
                "duration_s": {"$type": "number"},
                "$expr": {"$gt": [off, CLOCK_WITHIN_S]},
            },
            [
                {
                    "$set": {
                        "duration_s": float(lasted_s),
                        "ended_at": ended_at,
                        "version": {"$add": ["$version", 1]},
                    }
                }
            ],
        )

    async def claim(
        self,
        call_id: str,
        worker_id: str,
        *,
        held_by: str | None,
        resumed: bool = False,
        lease: int | None = None,
    ) -> Call | None:
        """Make `worker_id` the owner if `held_by` (or nobody) still is; one of several wins.

        With a `lease`, only if there was no owner after the one that had it.
        It gets a lease of its own: from now on, what the owner before writes changes nothing.
        """
        change: dict[str, Any] = {"$set": {"worker_id": worker_id}}
        change["$inc"] = {"lease": 1, "resume_count": int(resumed)}
        change["$unset"] = {"resume": ""}
        held = {"worker_id": {"$in": [held_by, None, worker_id]}, **owned_by(lease)}
        return await self._own(call_id, held, change)

    async def take_from(self, call: Call) -> Call | None:
        """Take the call from an owner that does not answer; None if somebody else has done so.

        It is nobody's then, and whoever is asked next by the carrier goes on with it.
        """
        held = {"worker_id": call.worker_id, **owned_by(call.lease)}
        given_up = {"resume": {"given_up": True, "hangs": call.worker_id}}
        change = {"$set": {"worker_id": None, **given_up}, "$inc": {"lease": 1}}
        return await self._own(call.id, held, change)

    async def _own(self, call_id: str, held: dict[str, Any], change: dict[str, Any]) -> Call | None:
        call = await self._update({"_id": call_id, "status": {"$in": _LIVE}, **held}, change)
        if call is not None:
            belongs = {"call_id": call_id, "org_id": self._org_id}
            for asked in self._asked:
                older = {**belongs, **fence(call.lease - 1)}
                await asked.update_many(older, {"$set": {"lease": call.lease}})
        return call

    async def is_owned_by(self, call_id: str, lease: int) -> bool:
        """Whether nobody has taken the call up after the owner with this lease."""
        mine = {"_id": call_id, "org_id": self._org_id, **owned_by(lease)}
        return await self._calls.find_one(mine, {"_id": 1}) is not None

    async def release(self, call_id: str, *, lease: int, in_order: bool = False) -> None:
        """Give the call up, so that another worker may go on with it.

        `in_order`: nothing is broken, so the tries to go on (`count_resume`) begin anew, and a
        caller who does not come back was lost.
        """
        values = {"worker_id": None, **({"resumed_at": [], **_GIVEN_UP} if in_order else {})}
        await self._update({"_id": call_id}, {"$set": values}, lease)

    async def _update(
        self, query: dict[str, Any], change: dict[str, Any], lease: int | None = None
    ) -> Call | None:
        change = dict(change)
        change["$inc"] = {**change.get("$inc", {}), "version": 1}
        document = await self._calls.find_one_and_update(
            {**query, **owned_by(lease), "org_id": self._org_id},
            change,
            return_document=ReturnDocument.AFTER,
        )
        return None if document is None else load(Call, document)
