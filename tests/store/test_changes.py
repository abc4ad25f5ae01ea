"""The database as the bus: what one worker inserts, another sees at once, each once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import aclosing
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.support.tcp import Line, leaves_sockets, through

from phony.domain.commands import Command, CommandKind
from phony.domain.edits import Edit, EditState
from phony.domain.ids import DEFAULT_ORG, new_id, utc_now
from phony.store.changes import CursorTooOld, Signal, Token, for_calls, stream
from phony.store.database import Database
from phony.store.repositories import for_org


def edit(**fields: object) -> Edit:
    values = {"id": new_id("edit"), "org_id": "org_default", "call_id": "call_1"}
    return Edit.model_validate({**values, "created_at": utc_now(), **fields})


async def test_edits_commands_and_signals_arrive_within_moments(database: Database) -> None:
    ready = asyncio.Event()
    seen: list[Edit | Command | Signal] = []
    news = asyncio.Event()

    async def follow() -> None:
        async for what in for_calls(database, ready):
            seen.append(what)
            news.set()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(follow())
        await asyncio.wait_for(ready.wait(), 15)
        draft = edit(state=EditState.DRAFT)
        store = for_org(database, DEFAULT_ORG)
        await store.edits.insert(draft)
        asked = time.monotonic()
        await store.edits.move(draft.id, EditState.PENDING)
        await asyncio.wait_for(news.wait(), 15)
        took_s = time.monotonic() - asked
        pinged = time.monotonic()
        await database.ping(timeout_s=10)
        assert took_s < max(0.25, 20 * (time.monotonic() - pinged))  # a busy machine is slower
        assert isinstance(seen[0], Edit)
        assert seen[0].id == draft.id
        await store.edits.move(draft.id, EditState.SENT)  # not pending any more: not told
        command = Command(
            id=new_id("cmd"),
            org_id="org_default",
            call_id="call_1",
            kind=CommandKind.MUTE,
            created_at=utc_now(),
        )
        await store.commands.insert(command)
        await database.raw["signals"].insert_one(
            {"_id": "sig_1", "call_id": "call_1", "name": "carrier_ended", "data": {"a": 1}}
        )
        async with asyncio.timeout(15):
            while len(seen) < 3:
                news.clear()
                await news.wait()
        task.cancel()
    assert seen[1:] == [command, Signal("call_1", "carrier_ended", {"a": 1})]


THINGS: list[dict[str, Any]] = [{"$match": {"ns.coll": "things"}}]


async def heard(
    database: Database, count: int, after: Token | None = None, **more: Any
) -> tuple[list[Mapping[str, Any]], list[Token]]:
    """So many events of `things`, and their tokens."""
    found, tokens = [], []
    async with (
        asyncio.timeout(30),
        aclosing(stream(database, THINGS, after, **more)) as changes,
    ):
        async for event, token in changes:
            if event is not None:
                found.append(event)
                tokens.append(token)
            if len(found) == count:
                break
    return found, tokens


async def place(database: Database) -> Token:
    """A token of now."""
    async with asyncio.timeout(30), aclosing(stream(database, THINGS)) as changes:
        event, token = await anext(changes)
    assert event is None
    return token


async def test_a_reader_goes_on_where_it_stopped(database: Database) -> None:
    start, things = await place(database), database.raw["things"]
    await things.insert_one({"_id": "a"})
    [first], [token] = await heard(database, 1, start)
    await things.insert_one({"_id": "b"})
    await things.update_one({"_id": "a"}, {"$set": {"x": 1}})
    await things.delete_one({"_id": "b"})
    assert first["documentKey"] == {"_id": "a"}
    found, _ = await heard(database, 3, token, full=True)
    assert [
        (e["operationType"], e["documentKey"]["_id"], e.get("fullDocument")) for e in found
    ] == [
        ("insert", "b", {"_id": "b"}),
        ("update", "a", {"_id": "a", "x": 1}),
        ("delete", "b", None),
    ]
    bare, _ = await heard(database, 2, token)
    assert "fullDocument" not in bare[1]  # an update costs no look-up unless it is asked for


async def test_the_first_thing_says_that_the_stream_is_open(database: Database) -> None:
    async with asyncio.timeout(30), aclosing(stream(database, THINGS, quiet_s=0.05)) as changes:
        opened, _ = await anext(changes)
        assert opened is None
        await database.raw["things"].insert_one({"_id": "a"})
        event, at = await anext(changes)
        while event is None:
            event, at = await anext(changes)
        assert event["documentKey"] == {"_id": "a"}
        quiet, later = await anext(changes)
        assert quiet is None
        assert later["_data"] >= at["_data"]


@pytest.mark.parametrize("token", ["8200000000", "826900000000000001", "no token", ""])
async def test_a_token_that_is_no_use_is_said_so(database: Database, token: str) -> None:
    with pytest.raises(CursorTooOld):
        await heard(database, 1, {"_data": token})


@leaves_sockets
async def test_a_cut_connection_is_made_again_and_nothing_is_lost(
    database: Database, mongodb_url: str, database_name: str
) -> None:
    parts = urlsplit(mongodb_url)
    async with Line(parts.hostname or "", parts.port or 0) as line:
        connected = await Database.connect(
            through(mongodb_url, line.port), database_name, timeout_s=0.3
        )
        try:
            found = []
            async with asyncio.timeout(30), aclosing(stream(connected, THINGS)) as changes:
                await anext(changes)
                for number in range(3):
                    line.cut()
                    await database.raw["things"].insert_one({"_id": number})
                    event = None
                    task = asyncio.ensure_future(anext(changes))  # noqa: TID251
                    await asyncio.sleep(0.4)  # longer than the driver's own patience
                    line.mend()
                    event, _ = await task
                    while event is None:
                        event, _ = await anext(changes)
                    found.append(event["documentKey"]["_id"])
            assert found == [0, 1, 2]
        finally:
            await connected.close()
