"""Rows in which processes of the product are killed, frozen, or told to stop."""

from __future__ import annotations

import asyncio
import os
import signal
import time

from phony.bench import processes
from phony.bench.faults.stage import Row, Stage
from phony.bench.faults.verdict import Targets
from phony.domain.errors import Unavailable

FROZEN_S = 20.0
_DRAIN_S = 40.0
_ROLLED_WITHIN_S = 120.0


async def _nothing(stage: Stage) -> None:
    """What the observer finds if nothing is broken."""


async def _kill_worker(stage: Stage) -> None:
    os.kill(stage.product.busiest(), signal.SIGKILL)


async def _freeze_worker(stage: Stage) -> None:
    pid = stage.product.busiest()
    os.kill(pid, signal.SIGSTOP)
    await asyncio.sleep(FROZEN_S)
    try:
        os.kill(pid, signal.SIGCONT)
    except ProcessLookupError:
        return  # it was put out of its misery meanwhile


async def _stop_worker(stage: Stage) -> None:
    os.kill(stage.product.busiest(), signal.SIGTERM)


async def _restart(stage: Stage) -> None:
    rolling = processes.restart(stage.product.folder)
    before = set(stage.product.workers())
    rolling.start()
    assert rolling.popen is not None
    if await asyncio.to_thread(rolling.popen.wait, _ROLLED_WITHIN_S):
        said = (stage.product.folder / "restart.log").read_text()
        stage.problems.append(f"phony restart failed: {said[-200:]}")
    if before & set(stage.product.workers()):
        stage.problems.append("an old worker is left")


async def _kill_supervisor(stage: Stage) -> None:
    product = stage.product
    product.note_children()
    os.kill(product.process.pid, signal.SIGKILL)
    assert product.process.popen is not None
    await asyncio.to_thread(product.process.popen.wait)
    await asyncio.sleep(1.0)  # as a service manager does
    await product.start()


async def _stop(stage: Stage) -> None:
    """SIGTERM, and a new caller half a second later; ready says 503 from then to the end."""
    product = stage.product
    process = product.process.popen
    assert process is not None
    os.kill(product.process.pid, signal.SIGTERM)
    await asyncio.sleep(0.5)
    newcomer = await stage.far.call(2)
    answers: list[str] = []
    deadline = time.monotonic() + _DRAIN_S
    while process.poll() is None and time.monotonic() < deadline:
        try:
            await product.ask("GET", "/health/ready")
            answers.append("200")
        except Unavailable as error:
            answers.append("503" if " 503 " in str(error) else "none")
        await asyncio.sleep(0.5)
    if process.poll() is None:
        stage.problems.append(f"it runs on {_DRAIN_S:g} s after SIGTERM")
    while answers and answers[-1] == "none":  # the workers are gone, the database is closing
        answers.pop()
    if set(answers) != {"503"}:
        stage.problems.append(f"/health/ready said {sorted(set(answers))}, not 503")
    shown = await stage.far.shown(newcomer, 10)
    said = [e["text"] for e in shown["events"] if e["type"] == "carrier_says"]
    if not said or any("application error" in text for text in said):
        stage.problems.append(f"a new caller heard {said}")
    await product.start()  # what is stored has to be read


ROWS = (
    Row("nothing", "nothing is broken", _nothing),
    Row(
        "worker-killed",
        "kill -9 of the worker with most calls",
        _kill_worker,
        touches=True,
        calls=12,
    ),
    Row(
        "worker-frozen",
        f"SIGSTOP of a worker for {FROZEN_S:g} s",
        _freeze_worker,
        lasts_s=FROZEN_S,
        targets=Targets(silence_p99_s=6.0),
        deaf_at_once=True,
        touches=True,
    ),
    Row(
        "supervisor-killed",
        "kill -9 of the supervisor, started again after 1 s",
        _kill_supervisor,
        lasts_s=8.0,
        touches=True,
    ),
    Row("worker-stopped", "SIGTERM to one worker of two", _stop_worker, touches=True),
    Row(
        "restarted",
        "`phony restart`: both workers are replaced, one after the other",
        _restart,
        lasts_s=15.0,
        touches=True,
    ),
    Row("stopped", "SIGTERM, one worker", _stop, lasts_s=_DRAIN_S, workers=1, ends=True, calls=4),
    Row("stopped-two", "SIGTERM, two workers", _stop, lasts_s=_DRAIN_S, ends=True, calls=6),
)
