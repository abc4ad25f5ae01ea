"""Warm transfers: a colleague is called once, whoever asks, and the first answer counts."""

from __future__ import annotations

import asyncio

import pytest

from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.store.database import Database
from phony.store.repositories import for_org
from phony.store.transfers import Transfer, TransferResult, Transfers, is_colleague


@pytest.fixture
def transfers(database: Database) -> Transfers:
    return for_org(database, DEFAULT_ORG).transfers


def asked(summary: str = "About an invoice.", call_id: str = "call_1") -> Transfer:
    return Transfer(
        id="cmd_1",
        org_id=DEFAULT_ORG,
        call_id=call_id,
        summary=summary,
        room="room_1",
        created_at=utc_now(),
    )


async def test_of_workers_that_begin_at_once_one_is_first(transfers: Transfers) -> None:
    begun = await asyncio.gather(*(transfers.begin(asked(str(n))) for n in range(6)))
    assert begun.count(None) == 1
    [known] = {known.summary for known in begun if known is not None}
    assert known == str(begun.index(None))


async def test_who_goes_on_finds_what_was_done(transfers: Transfers) -> None:
    assert await transfers.begin(asked()) is None
    await transfers.placed("cmd_1", "CA1")
    again = await transfers.begin(asked("another summary"))
    assert again is not None
    assert (again.sid, again.summary, again.result) == ("CA1", "About an invoice.", None)
    assert await transfers.find("cmd_1", "call_1") == again
    assert await transfers.find("cmd_1", "call_2") is None  # a callback that names another call
    assert await transfers.find("cmd_2", "call_1") is None


async def test_the_first_answer_counts(transfers: Transfers) -> None:
    await transfers.begin(asked())
    answers: list[TransferResult] = ["accepted", "declined", "no_answer", "busy", "failed"]
    await transfers.settle("cmd_1", "declined")
    for answer in answers:
        await transfers.settle("cmd_1", answer)
    found = await transfers.find("cmd_1", "call_1")
    assert found is not None
    assert found.result == "declined"


async def test_of_answers_at_once_one_stands(transfers: Transfers) -> None:
    await transfers.begin(asked())
    answers: list[TransferResult] = ["accepted", "no_answer"]
    for _ in range(3):
        await asyncio.gather(*(transfers.settle("cmd_1", answer) for answer in answers))
    found = await transfers.find("cmd_1", "call_1")
    assert found is not None
    assert found.result in answers


async def test_an_answer_to_nothing_makes_nothing(database: Database, transfers: Transfers) -> None:
    await transfers.settle("cmd_none", "accepted")
    await transfers.placed("cmd_none", "CA1")
    assert await database.raw["transfers"].count_documents({}) == 0


async def test_nobody_asks_after_a_day(database: Database) -> None:
    indexes = await database.raw["transfers"].index_information()
    assert indexes["expiry"]["expireAfterSeconds"] == 86_400
    assert indexes["expiry"]["key"] == [("created_at", 1)]


async def test_what_stands_is_told(database: Database, transfers: Transfers) -> None:
    await transfers.begin(asked())
    assert await transfers.settle("cmd_1", "no_answer") == "no_answer"
    assert await transfers.settle("cmd_1", "accepted") == "no_answer"
    assert await transfers.settle("cmd_none", "accepted") is None
    await transfers.placed("cmd_1", "CA1")
    assert await is_colleague(database, "CA1")
    assert not await is_colleague(database, "CA2")
