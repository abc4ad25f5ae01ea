"""Change streams as typed changes: MongoDB is the bus between workers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pymongo.errors import OperationFailure, PyMongoError

from phony.domain.commands import Command
from phony.domain.edits import Edit
from phony.domain.errors import PhonyError
from phony.store.database import Database
from phony.store.documents import load

_log = logging.getLogger(__name__)

# ChangeStreamHistoryLost, and a token of another database's life.
_TOO_OLD = frozenset({286, 280, 260, 222})


class CursorTooOld(PhonyError):
    """The stream no longer reaches back to where the reader stopped: read everything anew."""

    code = "cursor_too_old"
    status = 410


@dataclass(frozen=True, slots=True)
class Change:
    """One write. `document` is None for deletions, and the newest state for updates."""

    collection: str
    kind: str  # insert | update | replace | delete
    id: str
    document: dict[str, Any] | None
    token: dict[str, Any] = field(repr=False)


async def watch(
    database: Database,
    collections: Sequence[str],
    *,
    after: dict[str, Any] | None = None,
    kinds: Sequence[str] = ("insert", "update", "replace", "delete"),
    ready: asyncio.Event | None = None,
) -> AsyncGenerator[Change, None]:
    """Every change from now (or from the token `after`) on; goes on after lost connections.

    `ready` is set once the server knows of us: what is written after that is seen.

    Raises:
        CursorTooOld: the oplog no longer holds what `after` (or a long outage) needs.
    """
    pipeline = [
        {"$match": {"ns.coll": {"$in": list(collections)}, "operationType": {"$in": list(kinds)}}}
    ]
    failures = 0
    while True:
        try:
            if after is None:
                after = await _now(database)
            stream = await database.raw.watch(
                pipeline,
                full_document="updateLookup",
                resume_after=after,
                max_await_time_ms=1000,
            )
            async with stream:
                failures = 0
                if ready is not None:
                    ready.set()
                while stream.alive:
                    event = await stream.try_next()
                    after = dict(stream.resume_token) if stream.resume_token else after
                    if event is not None:
                        yield _change(event)
        except OperationFailure as error:
            resumable = error.has_error_label("ResumableChangeStreamError")
            if error.code in _TOO_OLD or (after is not None and not resumable):
                raise CursorTooOld("The change stream does not reach back that far.") from error
            failures = await _wait(failures, error)
        except PyMongoError as error:
            failures = await _wait(failures, error)


async def _now(database: Database) -> dict[str, Any] | None:
    """A token of this moment: a connection lost before the first change then costs no change.

    An idle stream gives one only when its read ends, so this one waits a millisecond, not a second.
    """
    async with await database.raw.watch([{"$match": {"_id": None}}], max_await_time_ms=1) as stream:
        await stream.try_next()
        return dict(stream.resume_token) if stream.resume_token else None


async def _wait(failures: int, error: Exception) -> int:
    if failures == 0:
        _log.warning("change stream lost (%s): connecting again", type(error).__name__)
    await asyncio.sleep(min(2.0, 0.05 * 2**failures))
    return failures + 1


def _change(event: Any) -> Change:
    return Change(
        event["ns"]["coll"],
        event["operationType"],
        str(event["documentKey"]["_id"]),
        event.get("fullDocument"),
        dict(event["_id"]),
    )


@dataclass(frozen=True, slots=True)
class Signal:
    """What the carrier told one worker about a call that another one holds."""

    call_id: str
    name: str
    data: dict[str, Any]


async def for_calls(
    database: Database, ready: asyncio.Event | None = None
) -> AsyncIterator[Edit | Command | Signal]:
    """What is asked of live calls, as it is inserted (or as a draft becomes pending)."""
    async for change in watch(
        database,
        ("edits", "commands", "signals"),
        kinds=("insert", "update", "replace"),
        ready=ready,
    ):
        document = change.document
        if document is None:
            continue
        if change.collection == "signals":
            if change.kind == "insert":
                yield Signal(document["call_id"], document["name"], document["data"])
        elif document.get("state") != "pending":
            continue
        elif change.collection == "edits":
            yield load(Edit, document)
        else:
            yield load(Command, document)
