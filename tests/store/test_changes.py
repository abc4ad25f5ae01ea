"""The database as the bus: what one worker inserts, another sees at once, each once."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing

import pytest

from phony.domain.commands import Command, CommandKind
from phony.domain.edits import Edit, EditState
from phony.domain.ids import DEFAULT_ORG, new_id, utc_now
from phony.store.changes import CursorTooOld, Signal, for_calls, watch
from phony.store.database import Database
from phony.store.repositories import for_org
from phony.store.workers import WorkerDirectory, WorkerState


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


async def test_a_reader_goes_on_where_it_stopped(database: Database) -> None:
    ready = asyncio.Event()
    things = database.raw["things"]
    token = None
    async with asyncio.timeout(30), aclosing(watch(database, ["things"], ready=ready)) as changes:
        first = asyncio.ensure_future(anext(changes))  # noqa: TID251
        await ready.wait()
        await things.insert_one({"_id": "a"})
        token = (await first).token
    await things.insert_one({"_id": "b"})
    await things.update_one({"_id": "a"}, {"$set": {"x": 1}})
    await things.delete_one({"_id": "b"})
    found = []
    async with asyncio.timeout(30), aclosing(watch(database, ["things"], after=token)) as changes:
        async for change in changes:
            found.append((change.kind, change.id, change.document))
            if len(found) == 3:
                break
    assert found[0][:2] == ("insert", "b")
    assert found[1] == ("update", "a", {"_id": "a", "x": 1})
    assert found[2] == ("delete", "b", None)


async def test_a_token_that_is_no_use_any_more_is_said_so(database: Database) -> None:
    async with (
        asyncio.timeout(30),
        aclosing(watch(database, ["things"], after={"_data": "8200000000"})) as changes,
    ):
        with pytest.raises(CursorTooOld):
            await anext(changes)


async def test_heartbeats_tell_who_lives(database: Database) -> None:
    workers = WorkerDirectory(database)
    await workers.beat(WorkerState(id="w1", calls=3, levels={"call_1": (-20.0, -60.0)}))
    assert await workers.alive() == {"w1"}
    assert await workers.is_alive("w1")
    [state] = await workers.all()
    assert state.levels["call_1"] == (-20.0, -60.0)
    await workers.leave("w1")
    assert not await workers.is_alive("w1")
