"""Heartbeats: who lives, who takes calls, who fell silent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from phony.domain.ids import utc_now
from phony.store.database import Database
from phony.store.workers import ALIVE_WITHIN_S, WorkerDirectory, WorkerState


@pytest.fixture
def workers(database: Database) -> WorkerDirectory:
    return WorkerDirectory(database)


async def silent_for(database: Database, worker_id: str, seconds: float) -> None:
    then = {"$subtract": ["$$NOW", int(seconds * 1000)]}
    await database.raw["workers"].update_one({"_id": worker_id}, [{"$set": {"seen_at": then}}])


async def test_a_heart_beats_until_it_says_goodbye(workers: WorkerDirectory) -> None:
    assert await workers.last_seen("w1") is None
    await workers.beat(WorkerState(id="w1", calls=3, levels={"call_1": (-20.0, -60.0)}))
    await workers.beat(WorkerState(id="w2", call_ids=["call_2"]))
    assert await workers.holding() == {"w1": None, "w2": {"call_2"}}
    state = next(state for state in await workers.all() if state.id == "w1")
    assert (state.calls, state.levels["call_1"]) == (3, (-20.0, -60.0))
    seen = await workers.last_seen("w1")
    assert seen is not None
    assert abs((utc_now() - seen).total_seconds()) < 5
    await workers.leave("w1")
    assert not await workers.is_alive("w1")
    assert await workers.last_seen("w1") is None
    assert await workers.holding() == {"w2": {"call_2"}}


async def test_a_silent_worker_is_dead_but_remembered(
    database: Database, workers: WorkerDirectory
) -> None:
    for worker_id, seconds in (("quick", 0), ("late", ALIVE_WITHIN_S - 1), ("dead", 60)):
        await workers.beat(WorkerState(id=worker_id))
        await silent_for(database, worker_id, seconds)
    assert set(await workers.holding()) == {"quick", "late"}
    assert not await workers.is_alive("dead")
    assert {state.id for state in await workers.all()} == {"quick", "late", "dead"}
    seen = await workers.last_seen("dead")
    assert seen is not None
    assert (utc_now() - seen).total_seconds() > 59
    await workers.beat(WorkerState(id="dead"))  # it was only stuck
    assert await workers.is_alive("dead")


async def test_who_stops_takes_no_calls_and_lives(workers: WorkerDirectory) -> None:
    await workers.beat(WorkerState(id="w1", draining=True))
    await workers.beat(WorkerState(id="w2", host="here"))
    assert set(await workers.holding()) == {"w1", "w2"}
    assert await workers.taking_calls() == {"w2"}
    assert await workers.taking_calls(but_host="here") == set()
    assert await workers.taking_calls(but_host="there") == {"w2"}


async def test_a_beat_says_when_it_was_beaten_not_when_it_was_made(
    workers: WorkerDirectory,
) -> None:
    old = utc_now() - timedelta(hours=1)
    state = WorkerState(id="w1", seen_at=old, started_at=old)
    await workers.beat(state)
    assert await workers.is_alive("w1")
    [kept] = await workers.all()
    assert abs((kept.started_at - old).total_seconds()) < 0.01


async def test_one_worker_is_one_record_that_ends_by_itself(
    database: Database, workers: WorkerDirectory
) -> None:
    for calls in range(4):
        await workers.beat(WorkerState(id="w1", calls=calls))
    assert [state.calls for state in await workers.all()] == [3]
    indexes = await database.raw["workers"].index_information()
    assert indexes["expiry"]["expireAfterSeconds"] == 3600


@pytest.mark.parametrize("skew", [timedelta(hours=1), timedelta(hours=-1), timedelta(seconds=-60)])
async def test_the_clock_of_a_machine_does_not_matter(
    database: Database, workers: WorkerDirectory, skew: timedelta
) -> None:
    await workers.beat(WorkerState(id="w1", seen_at=utc_now() + skew))  # as that machine thinks
    assert await workers.is_alive("w1")
    assert [state.id for state in await workers.all(within_s=ALIVE_WITHIN_S)] == ["w1"]
    await silent_for(database, "w1", 60)  # and then it dies
    await workers.beat(WorkerState(id="w2", seen_at=utc_now() + skew))
    assert set(await workers.holding()) == await workers.taking_calls() == {"w2"}
    assert [state.id for state in await workers.all(within_s=ALIVE_WITHIN_S)] == ["w2"]
