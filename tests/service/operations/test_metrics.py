"""One scrape shows every worker: each its own samples, and once what they share."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families
from tests.support.calls import keep, make_call

from phony.domain.bills import CallCost
from phony.domain.calls import CallStatus
from phony.service.operations.metrics import Exposition, Metrics, join, label
from phony.store.database import Database
from phony.store.metric_snapshots import MetricSnapshots


def samples(text: str, name: str) -> dict[tuple[str, ...], float]:
    """The samples of a name by the values of their labels, worker first."""
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == name:
                others = [v for k, v in sorted(sample.labels.items()) if k != "worker"]
                found[sample.labels.get("worker", "-"), *others] = sample.value
    return found


def test_samples_carry_the_worker_beside_their_own_labels() -> None:
    metrics = Metrics()
    metrics.calls_started.labels("inbound").inc(3)
    metrics.calls_running.set(2)
    text = metrics.text("w1")
    assert samples(text, "phony_calls_started_total") == {("w1", "inbound"): 3}
    assert samples(text, "phony_calls_running") == {("w1",): 2}
    assert all("worker=" in line for line in text.splitlines() if line and line[0] != "#")


@settings(deadline=None)
@given(st.text(max_size=20), st.floats(0, 1e9))
def test_no_label_breaks_the_format(value: str, count: float) -> None:
    metrics = Metrics()
    metrics.engine.errors.labels(value).inc(count)
    found = samples(metrics.text("w1"), "phony_engine_errors_total")
    assert found == {("w1", value): pytest.approx(count)}


def test_several_workers_make_one_valid_text() -> None:
    texts = []
    for number in range(3):
        metrics = Metrics()
        metrics.calls_running.set(number)
        metrics.reply_seconds.observe(0.4)
        texts.append(metrics.text(f"w{number}"))
    whole = join(texts)
    assert samples(whole, "phony_calls_running") == {(f"w{n}",): n for n in range(3)}
    assert len(samples(whole, "phony_reply_seconds_count")) == 3
    heads = [line for line in whole.splitlines() if line.startswith("# TYPE")]
    assert len(heads) == len(set(heads))
    assert label("", "w1") == "\n"


def test_a_queue_is_asked_when_somebody_looks() -> None:
    metrics, depth, shed = Metrics(), [0], [0]
    metrics.watch("journal", lambda: depth[0], lambda: shed[0])
    depth[0], shed[0] = 7, 2
    text = metrics.text("w1")
    assert samples(text, "phony_queue_depth") == {("w1", "journal"): 7}
    assert samples(text, "phony_shed_entries") == {("w1", "journal"): 2}


async def test_connections_are_counted(mongodb_url: str) -> None:
    metrics = Metrics()
    database = await Database.connect(mongodb_url, "test", event_listeners=[metrics.pool_listener])
    await asyncio.gather(*(database.ping() for _ in range(3)))
    text = metrics.text("w1")
    opened = samples(text, "phony_mongodb_connections")
    assert opened["w1", "open"] >= 1
    assert opened["w1", "in_use"] == 0
    await database.close()
    assert samples(metrics.text("w1"), "phony_mongodb_connections")["w1", "open"] == 0


async def test_a_scrape_shows_the_others_and_what_all_share_once(database: Database) -> None:
    await keep(
        database,
        make_call(status=CallStatus.IN_PROGRESS, cost=CallCost(total_usd=0.5)),
        make_call(status=CallStatus.COMPLETED, cost=CallCost(total_usd=0.25)),
    )
    other = Metrics()
    other.calls_running.set(4)
    await MetricSnapshots(database).write("w2", other.text("w2"))
    exposition = Exposition(database, Metrics(), "w1")
    text = await exposition.text()
    assert samples(text, "phony_calls_running") == {("w1",): 0, ("w2",): 4}
    shared = samples(text, "phony_calls")
    assert (shared["-", "in_progress"], shared["-", "completed"]) == (1, 1)
    assert shared["-", "failed"] == 0  # shown before there is one
    assert samples(text, "phony_cost_last_day_usd") == {("-",): 0.75}


async def test_a_worker_that_ends_takes_its_samples_along(database: Database) -> None:
    await MetricSnapshots(database).write("w1", Metrics().text("w1"))
    await Exposition(database, Metrics(), "w1").leave()
    assert await MetricSnapshots(database).others("w2") == {}


async def test_without_a_database_a_worker_shows_itself(mongodb_url: str) -> None:
    database = await Database.connect(mongodb_url, "test")
    await database.close()
    metrics = Metrics()
    metrics.calls_running.set(1)
    exposition = Exposition(database, metrics, "w1")
    assert samples(await exposition.text(), "phony_calls_running") == {("w1",): 1}
    await exposition.leave()  # says nothing, and is not stopped by it
