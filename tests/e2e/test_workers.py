"""Workers that die or drain in mid-call: the caller stays, the agent remembers, nothing is lost."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.serving import wait_for
from tests.e2e.product import AGENT, Product, pause, running

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def two_workers(tmp_path: Path) -> Iterator[Product]:
    """A product of its own, for its workers are about to die."""
    with running(tmp_path / "data", "--workers", "2") as product:
        yield product


def in_mid_call(product: Product) -> str:
    """A call in which one question was answered, and the next one is 8 s away."""
    sid = product.call_in(
        lines=["What are your business hours?", {"silence_s": 8}, "What is your support email?"]
    )
    call_id = str(product.record(sid)["id"])
    product.wait_for_turn(call_id, "agent", "9 AM")
    pause(1)
    return call_id


def holder(product: Product, call: dict[str, Any]) -> int:
    """The process that holds a call: the one with the worker's Unix socket."""
    name = f"/{call['worker_id']}.sock"
    with open("/proc/net/unix") as table:
        inodes = {line.split()[6] for line in table if line.rstrip().endswith(name)}
    for pid in product.serving.children("phony.cli worker"):
        for fd in os.listdir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                if os.readlink(f"/proc/{pid}/fd/{fd}")[8:-1] in inodes:
                    return pid
    raise AssertionError(f"no process holds {name}")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_call_goes_on_when_its_worker_ends(two_workers: Product, how: signal.Signals) -> None:
    product = two_workers
    with product.agent():
        call_id = in_mid_call(product)
        before = product.api("GET", f"/calls/{call_id}")
        os.kill(holder(product, before), how)
        product.wait_for_turn(call_id, "agent", "help@company.com")
        call = product.finished(call_id)
    assert (call["status"], call["outcome"]) == ("completed", "caller_hung_up")
    assert "caller: What are your business hours?" in call["text"]
    indexes = [turn["index"] for turn in call["turns"]]
    assert indexes == sorted(set(indexes))
    if how is signal.SIGKILL:
        assert call["resume_count"] == 1
        assert call["worker_id"] is None
        events = product.api("GET", f"/calls/{call_id}/events?limit=500")["items"]
        times = [event["at_ms"] for event in events]
        assert times == sorted(times)
    workers = wait_for(
        lambda: len(product.serving.children("phony.cli worker")) == 2, "a new worker", 40
    )
    assert workers


def test_the_whole_product_restarts_in_mid_call_without_an_orphan(tmp_path: Path) -> None:
    """Killed with everything it runs: the caller is gone, and the next start closes the record."""
    with running(tmp_path / "data") as product:
        product.api("POST", "/agents/", {**AGENT, "phone_number": "+18578167225"})
        call_id = in_mid_call(product)
        product.serving.end(signal.SIGKILL)
        with running(tmp_path / "data") as again:
            call = again.until(
                call_id, lambda call: call["status"] == "completed", "the reaper", 60
            )
            assert call["outcome"] == "lost"
            assert "9 AM" in again.text(call_id)
            again.until(call_id, lambda call: call["has_recording"], "what was recorded", 10)
