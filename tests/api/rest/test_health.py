from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.support.access import Clock
from tests.support.control import EXAMPLE, NUMBER, Account, client_of, control_app

from phony.api.rest.health import banner
from phony.net.descriptors import Descriptors
from phony.service.operations.metrics import join, label
from phony.store.database import Database


@pytest.fixture
def account() -> Account:
    account = Account()
    account.add(NUMBER)
    return account


@pytest.fixture
async def client(database: Database, account: Account) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(control_app(database, account)) as client:
        yield client


async def test_alive_and_ready(client: httpx.AsyncClient) -> None:
    live = await client.get("/health/live")
    assert live.json() == {
        "status": "ok",
        "service": "phony",
        "version": "0.1.0",
        "worker_id": "w1",
    }
    ready = await client.get("/health/ready")
    assert (ready.status_code, ready.json()["checks"]) == (200, {"mongodb": "ok"})


async def test_a_draining_worker_is_not_ready(database: Database) -> None:
    app = control_app(database)
    app.state.draining = True
    async with client_of(app) as client:
        answer = await client.get("/health/ready")
        assert (answer.status_code, answer.json()["code"]) == (503, "draining")
        assert (await client.get("/health/live")).status_code == 200


async def test_a_worker_that_runs_out_of_descriptors_is_not_ready(database: Database) -> None:
    app, count = control_app(database), [10]
    clock = Clock()
    app.state.descriptors = Descriptors(1024, lambda: count[0], clock)
    async with client_of(app) as client:
        assert (await client.get("/health/ready")).status_code == 200
        count[0] = 1000
        clock.now += 1
        answer = await client.get("/health/ready")
        assert (answer.status_code, answer.json()["code"]) == (503, "crowded")
        assert "ulimit" in answer.json()["cure"]
        assert (await client.get("/health/live")).status_code == 200


async def test_without_a_database_it_is_alive_but_not_ready(mongodb_url: str) -> None:
    database = await Database.connect(mongodb_url, "test_gone")
    app = control_app(database)
    await database.close()
    async with client_of(app) as client:
        assert (await client.get("/health/live")).status_code == 200
        ready = await client.get("/health/ready")
        assert (ready.status_code, ready.json()["code"]) == (503, "unavailable")
        agents = await client.get("/agents/")
        assert (agents.status_code, agents.json()["code"]) == (503, "unavailable")


async def test_metrics_of_all_workers_come_from_any(database: Database) -> None:
    apps = [control_app(database, worker_id=f"w{n}") for n in (1, 2)]
    for app in apps:
        async with client_of(app) as client:
            await client.get("/agents/")
    async with asyncio.TaskGroup() as group, asyncio.timeout(20):
        tasks = [group.create_task(app.state.services.exposition.run()) for app in apps]
        while await database.raw["worker_metrics"].count_documents({}) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        for task in tasks:
            task.cancel()
    async with client_of(apps[0]) as client:
        answer = await client.get("/metrics")
    families = {family.name: family for family in text_string_to_metric_families(answer.text)}
    requests = families["phony_http_request_seconds"].samples
    counted = {
        sample.labels["worker"]: sample.value
        for sample in requests
        if sample.name.endswith("_count") and sample.labels["route"] == "/agents/"
    }
    assert counted == {"w1": 1, "w2": 1}
    assert {s.labels["state"] for s in families["phony_calls"].samples} >= {"in_progress", "failed"}
    assert families["phony_event_loop_lag_seconds"].samples


def test_expositions_are_joined_under_one_head() -> None:
    one = '# HELP a_total A.\n# TYPE a_total counter\na_total{x="1"} 2.0\n'
    joined = join([label(one, "w1"), label(one, "w2")])
    assert joined == (
        "# HELP a_total A.\n# TYPE a_total counter\n"
        'a_total{worker="w1",x="1"} 2.0\na_total{worker="w2",x="1"} 2.0\n'
    )


async def test_setup_says_what_is_configured_and_what_comes_next(
    client: httpx.AsyncClient,
) -> None:
    setup = (await client.get("/setup")).json()
    assert (setup["carrier"], setup["engine"], setup["sandbox"]) == ("sandbox", "sandbox", True)
    assert setup["banner"]["level"] == "info"
    assert [step["done"] for step in setup["steps"]] == [False] * 5
    await client.post("/agents/", json=EXAMPLE)
    setup = (await client.get("/setup")).json()
    done = {step["id"]: step["done"] for step in setup["steps"]}
    assert done == {"agent": True, "numbers": True, "assign": True, "call": False, "live": False}


@pytest.mark.parametrize(
    ("carrier", "engine", "level"),
    [
        (True, True, "info"),
        (True, False, "warning"),
        (False, True, "warning"),
        (False, False, None),
    ],
)
def test_the_banner_names_what_is_simulated(carrier: bool, engine: bool, level: str | None) -> None:
    shown = banner(carrier, engine)
    assert (shown.level if shown else None) == level
