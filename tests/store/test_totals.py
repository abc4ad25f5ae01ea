"""The machine's operators see the last day of all organizations."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.support.calls import keep, make_call
from tests.support.records import make_agent

from phony.domain.bills import CallCost
from phony.domain.calls import CallStatus
from phony.domain.ids import utc_now
from phony.store.database import Database
from phony.store.repositories import for_org
from phony.store.totals import Totals, totals
from phony.store.workers import WorkerDirectory, WorkerState


async def test_nothing_yet(database: Database) -> None:
    assert await totals(database) == Totals()


async def test_the_last_day_of_everybody(database: Database) -> None:
    now = utc_now()
    done, cost = CallStatus.COMPLETED, CallCost(total_usd=0.25)
    await keep(
        database,
        make_call(status=done, cost=cost, created_at=now - timedelta(hours=23)),
        make_call(status=done, cost=cost, org_id="org_other"),
        make_call(status=CallStatus.IN_PROGRESS, cost=CallCost(total_usd=0.125)),
        make_call(status=done, cost=cost, created_at=now - timedelta(hours=25)),
    )
    for org_id in ("org_a", "org_b"):
        await for_org(database, org_id).agents.insert(make_agent())
    workers = WorkerDirectory(database)
    for worker_id in ("w1", "w2", "silent"):
        await workers.beat(WorkerState(id=worker_id))
    silent = {"$set": {"seen_at": now - timedelta(seconds=60)}}
    await database.raw["workers"].update_one({"_id": "silent"}, silent)
    found = await totals(database)
    assert found.calls == {"completed": 2, "in_progress": 1}
    assert found.cost_usd == pytest.approx(0.625)
    assert (found.agents, found.workers) == (2, 2)
