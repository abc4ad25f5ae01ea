"""The shipped server under a small load: nothing is lost, everything is cleared and closed."""

from __future__ import annotations

import shutil

import pytest

from phony.bench.cost import run_cost
from phony.bench.soak import run_soak
from phony.bench.survive import run_survive

pytestmark = [pytest.mark.serial, pytest.mark.timeout(240)]


async def test_twenty_calls_lose_nothing() -> None:
    report = await run_cost(calls=20, rounds=1, window_s=5, references=False)
    run = report.runs[-1]
    assert run.problems == []
    assert (run.lost, run.reordered) == (0, 0)
    assert run.barge_ins > 0
    assert run.cleared == run.barge_ins
    assert run.opened == run.closed >= 20
    assert run.cpu_ms > 0


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")
async def test_calls_to_an_encrypted_engine_lose_nothing_either() -> None:
    report = await run_cost(calls=4, rounds=1, window_s=2, tls=True)
    assert {run.name for run in report.runs} == {"phony", "relay", "plain"}
    for run in report.runs:
        assert run.problems == []
        assert (run.lost, run.reordered) == (0, 0)
        assert run.opened == run.closed >= 4


async def test_calls_of_a_killed_worker_go_on() -> None:
    survival = await run_survive(calls=8, workers=2)
    assert survival.problems == []
    assert survival.killed > 0
    assert survival.lost == 0


async def test_calls_that_come_and_go_leave_nothing_open() -> None:
    soak = await run_soak(lines=4, hold_s=1, minutes=0.1)
    assert soak.problems == []
    assert soak.calls >= 8
    assert soak.opened == soak.closed == soak.calls
    assert soak.samples
    assert not soak.failed
