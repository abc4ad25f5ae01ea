"""Runs rows of the fault table: calls up, the fault, the calls to their end, the comparison."""

from __future__ import annotations

import asyncio
import contextlib
import math
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

from phony import mongod
from phony.bench.faults import disk
from phony.bench.faults.evidence import FarCall, StoredCall
from phony.bench.faults.far import LINE_S, LINES, PACE_MS, Far
from phony.bench.faults.line import Line
from phony.bench.faults.product import Product
from phony.bench.faults.stage import Row, Stage
from phony.bench.faults.verdict import Verdict, cost_off, judge, misses
from phony.domain.errors import PhonyError, Unavailable

UP_WITHIN_S = 45.0
_AT_ONCE = 8  # calls that ring at the same time
MANY = 16
_EACH_S = 0.4  # so long a call takes to come up when there are many
_SLACK_S = 60.0
_PLACES = 8
_GREETING_S = 2.0  # who hesitates no longer than it lasts does not hesitate

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Talk:
    """How long calls talk before the fault and after it, and how fast."""

    before_s: float = 4.0
    after_s: float = 14.0
    pace_ms: float = PACE_MS  # a character


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row and what came of it."""

    row: Row
    verdict: Verdict
    took_s: float

    @property
    def misses(self) -> list[str]:
        """The targets that were missed."""
        return misses(self.verdict, self.row.targets)


async def run_row(row: Row, *, calls: int | None = None, progress: Progress) -> Outcome:
    """One row on a fresh product; what goes wrong with the row itself is one of its problems."""
    began = time.monotonic()
    verdict = Verdict()
    try:
        async with staged(row) as stage:
            verdict = await perform(row, stage, calls=calls or row.calls, progress=progress)
    except (PhonyError, OSError, TimeoutError) as error:
        verdict.problems.append(f"{type(error).__name__}: {error}"[:300])
    return Outcome(row, verdict, time.monotonic() - began)


@contextlib.asynccontextmanager
async def staged(row: Row, talk: Talk = Talk()) -> AsyncIterator[Stage]:
    """Far ends, database and product for a row, all of it in a folder of its own."""
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="phony-bench-")))
        far = await stack.enter_async_context(Far.running(folder, talk.pace_ms))
        line, env = None, {}
        if row.store == "line":
            server = await asyncio.to_thread(
                mongod.Mongod.start, mongod.find(None), folder / "apart"
            )
            stack.push_async_callback(asyncio.to_thread, server.stop)
            line = await stack.enter_async_context(Line(server.port).running())
            # Directly: a client that asks the set for its members would go past the line.
            there = server.url.replace(f":{server.port}/", f":{line.port}/")
            set_ = f"replicaSet={mongod.REPLICA_SET}"
            env["MONGODB_URL"] = there.replace(set_, "directConnection=true")
        elif row.store == "small disk":
            stack.enter_context(disk.small(folder / "mongodb"))
        spare, more = None, {}
        if row.spare:
            apart = folder / "spare"
            apart.mkdir()
            spare = await stack.enter_async_context(Far.running(apart, talk.pace_ms))
            env["PHONY_ALLOW_PRIVATE_URLS"] = "true"
            url = f"ws://127.0.0.1:{spare.port}/v1/realtime"
            more["fallback"] = {"engines": [{"url": url, "api_key": "of-the-spare"}]}
        product = await stack.enter_async_context(
            Product(folder, far, row.workers, env, more).running()
        )
        yield Stage(far, product, [], line, spare)


async def perform(
    row: Row, stage: Stage, *, calls: int, talk: Talk = Talk(), progress: Progress
) -> Verdict:
    """Calls up, the fault, the calls to their end, the comparison; a stage may serve more rows."""
    verdict = Verdict()
    stage.calls, stage.records, stage.problems = [], {}, verdict.problems
    charged = await stage.charged()
    await stage.far.faults(**dict(row.before))
    if not row.alone:
        await _bring_up(row, stage, calls, talk, progress)
    marks = await stage.far.clocks()
    progress(f"{row.name}: {row.title}")
    began = time.monotonic()
    await row.hit(stage)
    if row.alone:
        await row.alone(stage, verdict)
        return verdict
    limit_s = len(LINES) * LINE_S + time.monotonic() - began + _SLACK_S
    shown = await asyncio.gather(*(stage.far.over(sid, limit_s) for sid in stage.calls))
    await stage.far.faults()
    progress(f"{row.name}: comparing")
    await stage.product.settled(stage.calls)
    heard = [await stage.far.evidence(one, marks.get(one["sid"])) for one in shown]
    await _compare(row, stage, verdict, heard, charged)
    return verdict


async def _bring_up(row: Row, stage: Stage, calls: int, talk: Talk, progress: Progress) -> None:
    """All calls up and talking."""
    progress(f"{row.name}: {calls} calls on {row.workers} workers")
    gate = asyncio.Semaphore(_AT_ONCE)
    line_s = LINE_S * talk.pace_ms / PACE_MS

    async def place(number: int) -> str:
        leaves = row.leave and number % 3 == 2
        afterwards_s = row.lasts_s / 2 if leaves else row.lasts_s + talk.after_s
        waits_s = (calls - number) * _EACH_S if calls > MANY else 0.0  # for those who follow
        seconds = waits_s + talk.before_s + afterwards_s
        async with gate:
            # Each at another place of his line and its answer when it happens.
            hesitates_s = line_s * (number % _PLACES) / _PLACES
            sid = await stage.far.call(math.ceil(seconds / line_s), hesitates_s + _GREETING_S)
            await _greeted(stage, sid)
            return sid

    stage.calls = list(await asyncio.gather(*map(place, range(calls))))
    await asyncio.sleep(talk.before_s)
    stage.records = await stage.product.records()


async def _greeted(stage: Stage, sid: str) -> None:
    deadline = time.monotonic() + UP_WITHIN_S
    while time.monotonic() < deadline:
        shown = await stage.far.shown(sid)
        if any(event["type"] == "agent_speaks" for event in shown["events"]):
            return
        if shown["ended_by"]:
            break
        await asyncio.sleep(0.1)
    raise Unavailable(f"a call did not come up: {shown['status']} {shown['end_reason']}")


async def _compare(
    row: Row, stage: Stage, verdict: Verdict, calls: list[FarCall], before: Counter[str]
) -> None:
    verdict.should_be = len(calls)
    records = await stage.product.records()
    pairs: list[tuple[FarCall, StoredCall]] = []
    for far in calls:
        record = records.get(far.shown["sid"])
        stored = None if record is None else await stage.product.stored(record)
        if stored is not None:
            pairs.append((far, stored))
        verdict.calls.append(judge(far, stored, deaf_at_once=row.deaf_at_once, ends=row.ends))
    if row.touches and not any(call.touched for call in verdict.calls):
        verdict.problems.append("the fault touched no call")
    if not row.ends:  # there, others called as well
        charged = await stage.charged()
        charged.subtract(before)
        verdict.cost_off_usd = cost_off(charged, pairs)


async def run_faults(
    rows: list[Row], *, calls: int | None = None, progress: Progress = lambda _: None
) -> list[Outcome]:
    """One row after the other."""
    outcomes = []
    for row in rows:
        if why := row.why_not():
            progress(f"{row.name}: not here, {why}")
            continue
        outcomes.append(await run_row(row, calls=calls, progress=progress))
    return outcomes
