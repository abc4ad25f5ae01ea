"""What the other workers count, as long as it is fresh."""

from __future__ import annotations

from datetime import timedelta

from phony.domain.ids import utc_now
from phony.store.database import Database
from phony.store.metric_snapshots import FRESH_S, MetricSnapshots


async def test_a_worker_sees_the_newest_of_the_others(database: Database) -> None:
    snapshots = MetricSnapshots(database)
    for worker_id, text in (("w1", "a 1"), ("w2", "a 2"), ("w2", "a 3"), ("w3", "a 4")):
        await snapshots.write(worker_id, text)
    assert await snapshots.others("w1") == {"w2": "a 3", "w3": "a 4"}
    await snapshots.forget("w3")
    assert await snapshots.others("w1") == {"w2": "a 3"}
    assert await snapshots.others("w9") == {"w1": "a 1", "w2": "a 3"}


async def test_old_figures_are_not_shown_and_vanish(database: Database) -> None:
    snapshots = MetricSnapshots(database)
    for worker_id, age_s in (("late", FRESH_S - 2), ("dead", FRESH_S + 1)):
        await snapshots.write(worker_id, "a 1")
        at = utc_now() - timedelta(seconds=age_s)
        await database.raw["worker_metrics"].update_one({"_id": worker_id}, {"$set": {"at": at}})
    assert set(await snapshots.others("w1")) == {"late"}
    indexes = await database.raw["worker_metrics"].index_information()
    assert indexes["expiry"]["expireAfterSeconds"] > FRESH_S
