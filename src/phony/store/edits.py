"""Edits of live calls: inserted by whoever asks, moved on by the worker that holds the call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo import ReturnDocument

from phony.domain.edits import Edit, EditState, Refusal
from phony.domain.errors import NotFound
from phony.store.database import Database
from phony.store.documents import dump, escape, load
from phony.store.fences import fence

# From which states each state can be reached.
EDIT_WAY: dict[EditState, tuple[EditState, ...]] = {
    EditState.DRAFT: (),
    EditState.PENDING: (EditState.DRAFT,),
    EditState.SENT: (EditState.PENDING,),
    EditState.CONFIRMED: (EditState.PENDING, EditState.SENT),
    EditState.REFUSED: (EditState.DRAFT, EditState.PENDING, EditState.SENT),
    EditState.EXPIRED: (EditState.PENDING, EditState.SENT, EditState.CONFIRMED),
    EditState.UNDONE: (EditState.CONFIRMED,),
}


async def ensure_indexes(database: Database) -> None:
    """What belongs to a call or to a request over several, and what of it is open."""
    edits = database.raw["edits"]
    await edits.create_index([("call_id", 1), ("created_at", 1)], name="call")
    await edits.create_index([("call_id", 1), ("state", 1)], name="call_state")
    await edits.create_index("batch_id", sparse=True, name="batch")


class EditRepository:
    """The edits of one organization's calls."""

    def __init__(self, database: Database, org_id: str) -> None:
        """Made by `for_org`."""
        self._edits = database.raw["edits"]
        self._calls = database.raw["calls"]
        self._org_id = org_id

    async def insert(self, *edits: Edit) -> None:
        """Keep edits; a pending one reaches the call through the change stream."""
        if edits:
            await self._edits.insert_many([dump(edit, self._org_id) for edit in edits])

    async def get(self, edit_id: str) -> Edit:
        """One edit.

        Raises:
            NotFound: no such edit here.
        """
        document = await self._edits.find_one({"_id": edit_id, "org_id": self._org_id})
        if document is None:
            raise NotFound(f"There is no edit {edit_id!r}.")
        return load(Edit, document)

    async def of_call(self, call_id: str, states: Sequence[EditState] | None = None) -> list[Edit]:
        """The edits of a call, oldest first."""
        query: dict[str, Any] = {"call_id": call_id, "org_id": self._org_id}
        if states is not None:
            query["state"] = {"$in": list(states)}
        cursor = self._edits.find(query).sort("created_at", 1)
        return [load(Edit, document) async for document in cursor]

    async def of_batch(self, batch_id: str) -> list[Edit]:
        """The edits of one request over several calls."""
        cursor = self._edits.find({"batch_id": batch_id, "org_id": self._org_id})
        return [load(Edit, document) async for document in cursor]

    async def move(
        self,
        edit_id: str,
        state: EditState,
        fields: Mapping[str, Any] | None = None,
        *,
        lease: int | None = None,
    ) -> Edit | None:
        """Move on to `state`; None if the edit is past it.

        `lease` is that of the call's owner, if it asks: None, too, if there is a later one.

        What an edit undoes becomes undone when it is confirmed, and in force again when the undo
        itself is undone.
        """
        mine = {"_id": edit_id, "org_id": self._org_id, **fence(lease)}
        document = await self._edits.find_one_and_update(
            {**mine, "state": {"$in": list(EDIT_WAY[state])}},
            {"$set": {**escape(dict(fields or {})), "state": state}},
            return_document=ReturnDocument.AFTER,
        )
        if document is None:
            # A first try may have come just so far: the database went away in between.
            half = {**mine, "state": state, "undoes": {"$ne": None}}
            document = await self._edits.find_one(half)
            if document is not None:
                await self._settle_undo(document, state)
            return None
        if document.get("undoes") is not None:
            await self._settle_undo(document, state)
        return load(Edit, document)

    async def _settle_undo(self, undo: Mapping[str, Any], state: EditState) -> None:
        scope = {"_id": undo["undoes"], "org_id": self._org_id}
        if state is EditState.CONFIRMED:
            undone = await self._edits.find_one_and_update(
                {**scope, "state": EditState.CONFIRMED},
                {"$set": {"state": EditState.UNDONE, "undone_by": undo["_id"]}},
            )
            if undone is not None and undone.get("undoes") is not None:
                await self._edits.update_one(
                    {"_id": undone["undoes"], "org_id": self._org_id, "undone_by": undone["_id"]},
                    {"$set": {"state": EditState.CONFIRMED, "undone_by": None}},
                )
        elif state is EditState.REFUSED:
            await self._edits.update_one(
                {**scope, "undone_by": undo["_id"]}, {"$set": {"undone_by": None}}
            )

    async def claim_undo(self, edit_id: str, undo_id: str) -> bool:
        """Note that `undo_id` is about to undo a confirmed edit; False if another one is."""
        done = await self._edits.update_one(
            {
                "_id": edit_id,
                "org_id": self._org_id,
                "state": EditState.CONFIRMED,
                "undone_by": None,
            },
            {"$set": {"undone_by": undo_id}},
        )
        return done.modified_count == 1

    async def reserve(self, call_id: str, based_on: int, edit_id: str) -> bool:
        """Let one edit build on a version of a call's context; False if it has no such version.

        A reservation whose edit came to nothing is free again.
        """
        query = {"_id": call_id, "org_id": self._org_id, "context_version": based_on}
        mine = {"$set": {"edit_base": {"version": based_on, "edit_id": edit_id}}}
        free = {"edit_base.version": {"$ne": based_on}}
        if (await self._calls.update_one({**query, **free}, mine)).matched_count:
            return True
        held = await self._calls.find_one(query, {"edit_base": 1})
        if held is None or "edit_base" not in held:
            return False
        other = held["edit_base"]["edit_id"]
        known = await self._edits.find_one({"_id": other, "org_id": self._org_id}, {"state": 1})
        if known is None or known["state"] not in (EditState.REFUSED, EditState.EXPIRED):
            return False
        still = {"edit_base.edit_id": other}
        return bool((await self._calls.update_one({**query, **still}, mine)).matched_count)

    async def refuse_open(self, call_id: str, refusal: Refusal) -> int:
        """Refuse what never reached the model: the call is over."""
        result = await self._edits.update_many(
            {
                "call_id": call_id,
                "org_id": self._org_id,
                "state": {"$in": [EditState.PENDING, EditState.SENT]},
            },
            {"$set": {"state": EditState.REFUSED, **refusal.fields}},
        )
        return result.modified_count
