"""Which numbers are new, and how many of them today: counted once, by all workers together."""

from __future__ import annotations

import asyncio

from phony.domain.ids import DEFAULT_ORG
from phony.store.database import Database
from phony.store.destinations import FORGET_AFTER_S
from phony.store.repositories import ensure_indexes, for_org


def number(last: int) -> str:
    return f"+1857816{last:04}"


async def test_no_more_are_admitted_than_may_be_whoever_asks(database: Database) -> None:
    workers = [for_org(database, DEFAULT_ORG).destinations for _ in range(4)]
    asked = [workers[n % 4].admit(number(n), 5) for n in range(40)]
    assert sum(await asyncio.gather(*asked)) == 5
    assert await workers[0].new_today() == 5


async def test_one_number_counts_once_however_many_call_it(database: Database) -> None:
    destinations = for_org(database, DEFAULT_ORG).destinations
    assert all(await asyncio.gather(*(destinations.admit(number(1), 20) for _ in range(20))))
    assert await destinations.new_today() == 1
    assert await destinations.admit(number(1), 0)
    assert not await destinations.admit(number(2), 0)


async def test_without_a_limit_they_are_counted_all_the_same(database: Database) -> None:
    destinations = for_org(database, DEFAULT_ORG).destinations
    assert await destinations.new_today() == 0
    assert await destinations.admit(number(1), None)
    assert await destinations.new_today() == 1


async def test_another_day_begins_with_none(database: Database) -> None:
    destinations = for_org(database, DEFAULT_ORG).destinations
    assert await destinations.admit(number(1), 1)
    await database.raw["destination_days"].update_one({}, {"$set": {"day": "2001-01-01"}})
    assert await destinations.new_today() == 0
    assert await destinations.admit(number(2), 1)
    assert not await destinations.admit(number(3), 1)


async def test_no_number_is_stored_and_none_for_ever(database: Database) -> None:
    await ensure_indexes(database)
    await for_org(database, DEFAULT_ORG).destinations.admit(number(1), 1)
    kept = await database.raw["destinations"].find_one({})
    assert kept is not None
    assert "8578160001" not in str(kept)
    indexes = await database.raw["destinations"].index_information()
    assert indexes["forgotten"]["expireAfterSeconds"] == FORGET_AFTER_S
