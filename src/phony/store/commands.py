"""Commands to live calls: inserted by whoever asks, moved on by the worker that holds the call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo import ReturnDocument

from phony.domain.commands import Command, CommandKind, CommandState
from phony.domain.errors import NotFound
from phony.domain.ids import utc_now
from phony.store.database import Database
from phony.store.documents import dump, escape, load
from phony.store.fences import fence

COMMAND_WAY: dict[CommandState, tuple[CommandState, ...]] = {
    CommandState.PENDING: (),
    CommandState.RUNNING: (CommandState.PENDING,),
    CommandState.DONE: (CommandState.PENDING, CommandState.RUNNING),
    CommandState.REFUSED: (CommandState.PENDING, CommandState.RUNNING),
    CommandState.FAILED: (CommandState.PENDING, CommandState.RUNNING),
}
_RUNS = {"$eq": ["$state", CommandState.RUNNING]}


async def ensure_indexes(database: Database) -> None:
    """What belongs to a call, and what of it is open."""
    commands = database.raw["commands"]
    await commands.create_index([("call_id", 1), ("created_at", 1)], name="call")
    await commands.create_index([("call_id", 1), ("state", 1)], name="call_state")


class CommandRepository:
    """The commands to one organization's calls."""

    def __init__(self, database: Database, org_id: str) -> None:
        """Made by `for_org`."""
        self._commands = database.raw["commands"]
        self._org_id = org_id

    async def insert(self, command: Command) -> None:
        """Keep a command; it reaches the call through the change stream."""
        await self._commands.insert_one(dump(command, self._org_id))

    async def get(self, command_id: str) -> Command:
        """One command.

        Raises:
            NotFound: no such command here.
        """
        document = await self._commands.find_one({"_id": command_id, "org_id": self._org_id})
        if document is None:
            raise NotFound(f"There is no command {command_id!r}.")
        return load(Command, document)

    async def of_call(
        self, call_id: str, states: Sequence[CommandState] | None = None
    ) -> list[Command]:
        """The commands to a call, oldest first."""
        query: dict[str, Any] = {"call_id": call_id, "org_id": self._org_id}
        if states is not None:
            query["state"] = {"$in": list(states)}
        cursor = self._commands.find(query).sort("created_at", 1)
        return [load(Command, document) async for document in cursor]

    async def move(
        self,
        command_id: str,
        state: CommandState,
        fields: Mapping[str, Any] | None = None,
        *,
        lease: int | None = None,
    ) -> Command | None:
        """Move on to `state`; None if the command is past it.

        `lease` is that of the call's owner, if it asks: None, too, if there is a later one.
        """
        values: dict[str, Any] = {**escape(dict(fields or {})), "state": state}
        if state in (CommandState.DONE, CommandState.REFUSED, CommandState.FAILED):
            values.setdefault("done_at", utc_now())
        document = await self._commands.find_one_and_update(
            {
                "_id": command_id,
                "org_id": self._org_id,
                "state": {"$in": list(COMMAND_WAY[state])},
                **fence(lease),
            },
            {"$set": values},
            return_document=ReturnDocument.AFTER,
        )
        return None if document is None else load(Command, document)

    async def close_open(self, call_id: str, reason: str, *, but: str | None = None) -> int:
        """The call is over: what was begun failed, the rest is refused, and a hang-up is done."""
        hung_up = {"$and": [_RUNS, {"$eq": ["$kind", CommandKind.HANG_UP]}]}
        state = {"$cond": [_RUNS, CommandState.FAILED, CommandState.REFUSED]}
        result = await self._commands.update_many(
            {
                "_id": {"$ne": but},
                "call_id": call_id,
                "org_id": self._org_id,
                "state": {"$in": [CommandState.PENDING, CommandState.RUNNING]},
            },
            [
                {
                    "$set": {
                        "state": {"$cond": [hung_up, CommandState.DONE, state]},
                        "result": {"$cond": [hung_up, "$result", {"$literal": reason}]},
                        "done_at": "$$NOW",
                    }
                }
            ],
        )
        return result.modified_count
