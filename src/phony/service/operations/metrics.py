"""What Prometheus is told.

A scrape meets one worker of several, so each worker keeps a snapshot of its metrics in MongoDB
every few seconds, and `/metrics` joins its own present values with the others' snapshots. Each
sample carries the label `worker`; what all workers share (calls by state, cost of the day) comes
from the database and carries none.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from pymongo.errors import PyMongoError
from pymongo.monitoring import (
    ConnectionCheckedInEvent,
    ConnectionCheckedOutEvent,
    ConnectionCheckOutFailedEvent,
    ConnectionCheckOutStartedEvent,
    ConnectionClosedEvent,
    ConnectionCreatedEvent,
    ConnectionPoolListener,
    ConnectionReadyEvent,
    PoolClearedEvent,
    PoolClosedEvent,
    PoolCreatedEvent,
    PoolReadyEvent,
)

from phony.domain.calls import CallStatus
from phony.store.database import Database
from phony.store.metric_snapshots import MetricSnapshots
from phony.store.totals import totals

log = logging.getLogger("phony.metrics")
disable_created_metrics()  # type: ignore[no-untyped-call]  # a sample per series that nobody graphs
SNAPSHOT_EVERY_S = 5.0
_LAG_EVERY_S = 0.25
_SECONDS = (0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10)
_LAG = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1)
_SAMPLE = re.compile(r"^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{.*\})? (\S+)$")


class EngineMetrics:
    """How the voice engines do."""

    def __init__(self, r: CollectorRegistry) -> None:
        self.errors = Counter(
            "phony_engine_errors", "Errors of the voice engine.", ["code"], registry=r
        )
        self.sessions = Counter(
            "phony_engine_sessions",
            "Sessions of the voice engine that became ready: the agent's own, or a fallback's.",
            ["engine"],
            registry=r,
        )
        self.away = Gauge(
            "phony_engines_away",
            "Engines that new calls are spared because they are known to be away.",
            registry=r,
        )


class Metrics:
    """One worker's metrics. The audio path only adds to plain counters."""

    def __init__(self) -> None:
        """A registry of our own: several apps may live in one process (tests)."""
        self.registry = CollectorRegistry()
        r = self.registry
        self.calls_started = Counter(
            "phony_calls_started", "Calls that began on this worker.", ["direction"], registry=r
        )
        self.calls_ended = Counter(
            "phony_calls_ended", "Calls that ended on this worker.", ["outcome"], registry=r
        )
        self.calls_running = Gauge("phony_calls_running", "Calls on this worker.", registry=r)
        self.frames = Counter(
            "phony_audio_frames",
            "Audio messages passed on, by who spoke. Counted when a call ends and every second.",
            ["speaker"],
            registry=r,
        )
        self.reply_seconds = Histogram(
            "phony_reply_seconds",
            "Silence between the caller's last sound and the agent's first, as the caller felt it.",
            registry=r,
            buckets=_SECONDS,
        )
        self.loop_lag_seconds = Histogram(
            "phony_event_loop_lag_seconds",
            "How late a timer of the event loop was.",
            registry=r,
            buckets=_LAG,
        )
        self.queue_depth = Gauge(
            "phony_queue_depth", "Entries waiting in a bounded queue.", ["queue"], registry=r
        )
        self.shed = Gauge(
            "phony_shed_entries",
            "What was dropped since the start because a queue was full.",
            ["queue"],
            registry=r,
        )
        self.shed_bytes = Gauge(
            "phony_shed_bytes", "The same in bytes, of what is large.", ["queue"], registry=r
        )
        self.aside_bytes = Gauge(
            "phony_aside_bytes", "What waits on disk, not in memory.", ["queue"], registry=r
        )
        self.tool_calls = Counter("phony_tool_calls", "Tools run.", ["result"], registry=r)
        self.cost_usd = Counter(
            "phony_cost_usd", "Cost of calls that ended on this worker.", registry=r
        )
        self.http_seconds = Histogram(
            "phony_http_request_seconds",
            "Time to answer HTTP requests.",
            ["method", "route", "status"],
            registry=r,
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
        )
        self.engine = EngineMetrics(r)
        self._add_mongodb()

    def _add_mongodb(self) -> None:
        r = self.registry
        self.mongodb_connections = Gauge(
            "phony_mongodb_connections", "Connections to MongoDB.", ["state"], registry=r
        )
        self.mongodb_up = Gauge(
            "phony_mongodb_up", "Whether MongoDB took this worker's last snapshot.", registry=r
        )
        self.mongodb_waits = Counter(
            "phony_mongodb_checkout_failures", "Requests that got no connection.", registry=r
        )
        self.pool_listener = _PoolListener(self)

    def watch(self, queue: str, depth: Callable[[], int], shed: Callable[[], int]) -> None:
        """Show how full a bounded queue is, asked for at each scrape."""
        self.queue_depth.labels(queue).set_function(depth)
        self.shed.labels(queue).set_function(shed)

    def text(self, worker_id: str) -> str:
        """This worker's samples, each labelled with it."""
        return label(generate_latest(self.registry).decode(), worker_id)


class _PoolListener(ConnectionPoolListener):
    """Counts MongoDB connections; give it to the client as an event listener."""

    def __init__(self, metrics: Metrics) -> None:
        self._open = metrics.mongodb_connections.labels("open")
        self._used = metrics.mongodb_connections.labels("in_use")
        self._failures = metrics.mongodb_waits

    def connection_created(self, event: ConnectionCreatedEvent) -> None:
        self._open.inc()

    def connection_closed(self, event: ConnectionClosedEvent) -> None:
        self._open.dec()

    def connection_checked_out(self, event: ConnectionCheckedOutEvent) -> None:
        self._used.inc()

    def connection_checked_in(self, event: ConnectionCheckedInEvent) -> None:
        self._used.dec()

    def connection_check_out_failed(self, event: ConnectionCheckOutFailedEvent) -> None:
        self._failures.inc()

    def connection_check_out_started(self, event: ConnectionCheckOutStartedEvent) -> None:
        return

    def connection_ready(self, event: ConnectionReadyEvent) -> None:
        return

    def pool_created(self, event: PoolCreatedEvent) -> None:
        return

    def pool_ready(self, event: PoolReadyEvent) -> None:
        return

    def pool_cleared(self, event: PoolClearedEvent) -> None:
        return

    def pool_closed(self, event: PoolClosedEvent) -> None:
        return


def label(text: str, worker_id: str) -> str:
    """The exposition `text` with the label `worker` on every sample."""
    lines = []
    for line in text.rstrip("\n").split("\n"):  # a label's value may hold other line ends
        match = _SAMPLE.match(line)
        if match is None:
            lines.append(line)
            continue
        name, labels, value = match.groups()
        rest = f",{labels[1:-1]}" if labels and labels != "{}" else ""
        lines.append(f'{name}{{worker="{worker_id}"{rest}}} {value}')
    return "\n".join(lines) + "\n"


def join(texts: list[str]) -> str:
    """Several expositions as one: a metric's samples stand together under one head."""
    heads: dict[str, list[str]] = {}
    samples: dict[str, list[str]] = {}
    family = ""
    for text in texts:
        for line in text.split("\n"):
            if line.startswith("# "):
                family = line.split(" ", 3)[2]
                head = heads.setdefault(family, [])
                if not any(old.split(" ", 2)[1] == line.split(" ", 2)[1] for old in head):
                    head.append(line)
            elif line:
                samples.setdefault(family, []).append(line)
    lines = [line for name, head in heads.items() for line in (*head, *samples.get(name, []))]
    return "\n".join(lines) + "\n"


class Exposition:
    """Answers `/metrics`, and keeps this worker's snapshot for the others."""

    def __init__(self, database: Database, metrics: Metrics, worker_id: str) -> None:
        self._database = database
        self._snapshots = MetricSnapshots(database)
        self._metrics = metrics
        self._worker_id = worker_id

    async def run(self) -> None:
        """Measure the loop's lag and write snapshots, for as long as the app lives."""
        written = time.monotonic()
        self._metrics.mongodb_up.set(1)  # it was there a moment ago
        while True:
            before = time.monotonic()
            await asyncio.sleep(_LAG_EVERY_S)
            late = time.monotonic() - before - _LAG_EVERY_S
            self._metrics.loop_lag_seconds.observe(max(0.0, late))
            if time.monotonic() - written >= SNAPSHOT_EVERY_S:
                written = time.monotonic()
                try:
                    await self._snapshots.write(
                        self._worker_id, self._metrics.text(self._worker_id)
                    )
                    self._metrics.mongodb_up.set(1)
                except PyMongoError as error:
                    self._metrics.mongodb_up.set(0)
                    log.warning("metrics not kept: %s", type(error).__name__)

    async def leave(self) -> None:
        """This worker ends: its samples shall not linger."""
        try:
            await self._snapshots.forget(self._worker_id)
        except PyMongoError:
            log.warning("metrics not removed")

    async def text(self) -> str:
        """All workers' samples, and what they share."""
        own = self._metrics.text(self._worker_id)
        try:
            others = await self._snapshots.others(self._worker_id)
            shared = await self._shared()
        except PyMongoError as error:
            log.warning("metrics of this worker only: %s", type(error).__name__)
            return own
        return join([own, *others.values(), shared])

    async def _shared(self) -> str:
        registry = CollectorRegistry()
        calls = Gauge("phony_calls", "Calls by state.", ["state"], registry=registry)
        cost = Gauge(
            "phony_cost_last_day_usd", "Cost of the last 24 hours' calls.", registry=registry
        )
        agents = Gauge("phony_agents", "Agents.", registry=registry)
        workers = Gauge("phony_workers", "Workers whose heart beats.", registry=registry)
        now = await totals(self._database)
        for status in CallStatus:
            calls.labels(status.value).set(now.calls.get(status.value, 0))
        cost.set(now.cost_usd)
        agents.set(now.agents)
        workers.set(now.workers)
        return generate_latest(registry).decode()
