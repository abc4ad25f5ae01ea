"""What is no database of ours is said plainly; what one write cannot do, a transaction does."""

from __future__ import annotations

import gc
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.support.tcp import Line, leaves_sockets

from phony.domain.errors import ConfigError, Unavailable
from phony.domain.ids import utc_now
from phony.store.database import Database


@leaves_sockets
async def test_what_is_no_database_is_said_plainly() -> None:
    with pytest.raises(Unavailable, match="does not answer"):
        await Database.connect("mongodb://127.0.0.1:9/", "x", timeout_s=0.3)
    with pytest.raises(ConfigError, match="MONGODB_URL"):
        await Database.connect("http://127.0.0.1/", "x")
    gc.collect()


@leaves_sockets
async def test_a_database_that_went_away_is_unavailable(
    mongodb_url: str, database_name: str
) -> None:
    server = urlsplit(mongodb_url)
    assert server.hostname
    assert server.port
    async with Line(server.hostname, server.port) as line:
        url = mongodb_url.replace(f":{server.port}", f":{line.port}")
        url = url.replace("replicaSet=phony", "directConnection=true")
        database = await Database.connect(url, database_name, timeout_s=0.3)
        await database.ping()
        line.cut()
        with pytest.raises(Unavailable, match="does not answer"):
            await database.ping(timeout_s=0.2)
        line.mend()
        await database.ping()
        await database.close()


async def test_a_transaction_is_all_or_nothing(database: Database) -> None:
    things = database.raw["things"]
    await things.insert_one({"_id": "taken"})

    async def write(session: Any) -> None:
        await things.insert_one({"_id": "new"}, session=session)
        await things.delete_one({"_id": "taken"}, session=session)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await database.transaction(write)
    assert [thing["_id"] async for thing in things.find()] == ["taken"]


async def test_a_transaction_that_met_another_is_repeated(database: Database) -> None:
    things, tries = database.raw["things"], 0
    await things.insert_one({"_id": "a", "n": 0})

    async def write(session: Any) -> None:
        nonlocal tries
        tries += 1
        found = await things.find_one({"_id": "a"}, session=session)
        if tries == 1:  # somebody else is quicker
            await things.update_one({"_id": "a"}, {"$inc": {"n": 10}})
        assert found is not None
        await things.update_one({"_id": "a"}, {"$set": {"n": found["n"] + 1}}, session=session)

    await database.transaction(write)
    assert tries == 2
    assert await things.find_one({"_id": "a"}) == {"_id": "a", "n": 11}


async def test_times_come_back_with_their_zone(database: Database) -> None:
    now = utc_now()
    await database.raw["things"].insert_one({"_id": "a", "at": now})
    found = await database.raw["things"].find_one({"_id": "a"})
    assert found is not None
    assert abs(found["at"] - now) < timedelta(milliseconds=1)  # naive times cannot be compared
    assert (await database.hello())["setName"]
