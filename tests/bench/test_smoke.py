"""The shipped server under a small load: nothing is lost, everything is cleared and closed."""

from __future__ import annotations

import asyncio
import contextlib
import shutil

import pytest

from phony.bench.certificate import self_signed
from phony.bench.cost import Run, measure, run_cost
from phony.bench.farends import FarEnds
from phony.bench.soak import run_soak
from phony.bench.targets import Reference

pytestmark = [pytest.mark.serial, pytest.mark.timeout(240)]


ENCRYPTED = shutil.which("openssl") is not None  # makes its certificate with it


async def test_twenty_calls_lose_nothing() -> None:
    report = await run_cost(calls=20, rounds=1, window_s=5, references=False, tls=ENCRYPTED)
    run = report.runs[-1]
    assert run.problems == []
    assert (run.lost, run.reordered) == (0, 0)
    assert run.barge_ins > 0
    assert run.cleared == run.barge_ins
    assert run.opened == run.closed >= 20
    assert run.cpu_ms > 0


async def test_what_it_is_compared_with_loses_nothing_either() -> None:
    async def run(name: str) -> Run:
        with self_signed() if ENCRYPTED else contextlib.nullcontext() as certificate:
            far = FarEnds(certificate)
            await far.listen()
            async with Reference(name, far).running(0) as reference:
                measured = await measure(reference, far, 4, 2)
            await far.close()
            return measured

    for measured in await asyncio.gather(run("relay"), run("plain")):
        assert measured.problems == []
        assert (measured.lost, measured.reordered) == (0, 0)
        assert measured.opened == measured.closed >= 4


async def test_calls_that_come_and_go_leave_nothing_open() -> None:
    soak = await run_soak(lines=4, hold_s=1, minutes=0.1)
    assert soak.problems == []
    assert soak.calls >= 8
    assert soak.opened == soak.closed == soak.calls
    assert soak.samples
    assert not soak.failed
