"""Records out and in again, against a real mongod."""

from __future__ import annotations

import asyncio
from typing import Any

import bson
import pytest

from phony.domain.errors import Invalid
from phony.store import backup
from phony.store.backup import Restore
from phony.store.database import Database

ODD: list[dict[str, Any]] = [
    {"_id": 1, "text": "\u00fc \U0001f600", "none": None, "deep": {"a.b": [1, 2.5, {"$x": True}]}},
    {"_id": bson.ObjectId(), "sound": b"\x00\xff" * 5000, "big": bson.Int64(2**62)},
    {"_id": "three", "at": bson.Timestamp(5, 6), "money": bson.Decimal128("0.10")},
]


async def taken(database: Database) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    async for name, data in backup.records(database):
        found.setdefault(name, []).extend(backup.documents(data))
    return found


async def test_what_was_taken_comes_back_byte_by_byte(database: Database) -> None:
    await database.raw["calls"].insert_many([dict(each) for each in ODD])
    await database.raw["fs.chunks"].insert_many(
        [{"n": n, "data": b"x" * 900_000} for n in range(30)]
    )
    before = await taken(database)
    assert [bson.decode(each)["_id"] for each in before["calls"]] == [e["_id"] for e in ODD]
    await database.raw["calls"].delete_many({})
    await database.raw["calls"].insert_one({"_id": "other"})
    await database.raw["agents"].insert_one({"_id": "later", "org_id": "o", "name": "n"})
    restore = Restore(database)
    for name, found in before.items():
        await restore.add(name, found)
    assert await database.raw["calls"].count_documents({}) == 1  # nothing is touched until the end
    await restore.finish()
    assert await taken(database) == before
    indexes = await database.raw["calls"].index_information()
    assert len(indexes) > 1


async def test_all_is_of_one_moment(database: Database) -> None:
    pairs = [{"_id": n, "value": 0} for n in range(2000)]
    for name in ("calls", "turns"):
        await database.raw[name].insert_many([dict(each) for each in pairs])
    rounds, begun, stop = 0, asyncio.Event(), asyncio.Event()

    async def write() -> None:
        nonlocal rounds
        while not stop.is_set():
            rounds += 1
            for name in ("calls", "turns"):  # the one after the other: never behind it
                await database.raw[name].update_many({}, {"$set": {"value": rounds}})
            begun.set()

    async with asyncio.TaskGroup() as group:
        group.create_task(write())
        await begun.wait()
        found = await taken(database)
        stop.set()
    values = {name: [bson.decode(each)["value"] for each in found[name]] for name in found}
    assert len(values["calls"]) == len(values["turns"]) == 2000
    assert min(values["calls"]) >= max(values["turns"])  # no turn is newer than its call
    assert max(values["calls"]) - min(values["turns"]) <= 1


async def test_a_restore_that_fails_leaves_all_as_it_was(database: Database) -> None:
    await database.raw["calls"].insert_one({"_id": "kept"})
    restore = Restore(database)
    await restore.add("calls", [bson.encode({"_id": "new"})])
    with pytest.raises(Invalid, match="turns"):
        await restore.add("turns", [b"\x06\x00\x00\x00\xff\x00"])
    await restore.give_up()
    assert list(await taken(database)) == ["calls"]
    assert [bson.decode(each) for each in (await taken(database))["calls"]] == [{"_id": "kept"}]


async def test_the_servers_memory_is_as_it_was(database: Database) -> None:
    window = {"getParameter": 1, "minSnapshotHistoryWindowInSeconds": 1}
    before = await database.client.admin.command(window)
    await database.raw["calls"].insert_one({"_id": 1})
    await taken(database)
    after = await database.client.admin.command(window)
    name = "minSnapshotHistoryWindowInSeconds"
    assert after[name] == before[name]


async def test_empty_is_what_has_no_record(database: Database) -> None:
    assert await backup.is_empty(database)  # with its indexes
    await database.raw["calls"].insert_one({"_id": 1})
    assert not await backup.is_empty(database)


@pytest.mark.parametrize("data", [b"\x05", bson.encode({"a": 1})[:-2], b"\x00\x00\x00\x00rest"])
def test_what_is_cut_off_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        list(backup.documents(data))
