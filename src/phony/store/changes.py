"""The one change-stream loop, and what it tells the workers: MongoDB is the bus between them.

`stream` resumes, connects again and says when it cannot; whoever follows changes (`for_calls`
here, `pulse`, `outbox_changes`) brings a pipeline and makes something of the server's events.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from pymongo.errors import OperationFailure, PyMongoError

from phony.domain.commands import Command
from phony.domain.edits import Edit
from phony.domain.errors import PhonyError
from phony.store.database import Database
from phony.store.documents import load

_log = logging.getLogger(__name__)

# The stream was closed (222) or cannot go on (280), not even past one event (10334); a token of
# another life of the database (260); an oplog too short (286).
_TOO_OLD = frozenset({222, 260, 280, 286, 10334})
WRITES = ("insert", "update", "replace")
Token = dict[str, Any]


class CursorTooOld(PhonyError):
    """The stream no longer reaches back to where the reader stopped: read everything anew."""

    code = "cursor_too_old"
    status = 410


async def stream(
    database: Database,
    pipeline: Sequence[Mapping[str, Any]],
    after: Mapping[str, Any] | None = None,
    *,
    full: bool = False,
    quiet_s: float = 1.0,
) -> AsyncGenerator[tuple[Mapping[str, Any] | None, Token], None]:
    """The server's events from now (or from the token `after`) on, each with its own token.

    None in an event's place comes at once when the stream is open (what is written after that is
    seen) and whenever `quiet_s` pass without one. A lost connection is made again, from where the
    reader is. With `full`, an update brings the newest state of its document.

    Raises:
        CursorTooOld: the oplog no longer holds what `after` (or a long outage) needs.
    """
    at = None if after is None else dict(after)
    failures = 0
    proven = after is None
    while True:
        try:
            if at is None:
                at = await _now(database)
            opened = await database.raw.watch(
                pipeline,
                full_document="updateLookup" if full else None,
                resume_after=at,
                max_await_time_ms=int(quiet_s * 1000),
                batch_size=1000,
            )
            async with opened:
                failures, proven = 0, True
                yield None, at
                while opened.alive:
                    event = await opened.try_next()
                    if event is not None:
                        at = dict(event["_id"])
                    elif opened.resume_token is not None:
                        at = dict(opened.resume_token)
                    yield event, at
        except OperationFailure as error:
            # What a server says of a token that it cannot read has many codes, so one that never
            # worked is no use whatever it says.
            if error.code in _TOO_OLD or not proven:
                raise CursorTooOld("The change stream does not reach back that far.") from error
            failures = await _wait(failures, error)
        except PyMongoError as error:
            failures = await _wait(failures, error)


async def _now(database: Database) -> Token:
    """A token of this moment: a connection lost before the first change then costs no change.

    An idle stream gives one only when its read ends, so this one waits a millisecond, not a second.
    """
    async with await database.raw.watch([{"$match": {"_id": None}}], max_await_time_ms=1) as opened:
        await opened.try_next()
        if opened.resume_token is None:
            raise PyMongoError("the server gave no resume token")
        return dict(opened.resume_token)


async def _wait(failures: int, error: PyMongoError) -> int:
    if failures == 0:
        _log.warning("change stream lost (%s): connecting again", type(error).__name__)
    await asyncio.sleep(min(2.0, 0.05 * 2**failures))
    return failures + 1


@dataclass(frozen=True, slots=True)
class Signal:
    """What the carrier told one worker about a call that another one holds."""

    call_id: str
    name: str
    data: dict[str, Any]


_FOR_CALLS: list[dict[str, Any]] = [
    {
        "$match": {
            "$or": [
                {"ns.coll": "signals", "operationType": "insert"},
                {
                    "ns.coll": {"$in": ["edits", "commands"]},
                    "operationType": {"$in": list(WRITES)},
                    "fullDocument.state": "pending",
                },
            ]
        }
    }
]


async def for_calls(
    database: Database, ready: asyncio.Event | None = None
) -> AsyncIterator[Edit | Command | Signal]:
    """What is asked of live calls, as it is inserted (or as a draft becomes pending).

    `ready` is set once the server knows of us: what is written after that is seen.
    """
    async with aclosing(stream(database, _FOR_CALLS, full=True)) as changes:
        async for event, _ in changes:
            if ready is not None:
                ready.set()
            if event is None:
                continue
            document = event["fullDocument"]
            match event["ns"]["coll"]:
                case "signals":
                    yield Signal(document["call_id"], document["name"], document["data"])
                case "edits":
                    yield load(Edit, document)
                case _:
                    yield load(Command, document)
