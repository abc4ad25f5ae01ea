"""Workers that die or drain in mid-call: the caller stays, the agent remembers, nothing is lost."""

from __future__ import annotations

import contextlib
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest
from tests.cli.serving import wait_for
from tests.e2e.product import Product, pause
from tests.e2e.test_live_control import HOURS, read, watch
from tests.e2e.test_phony_call import phony_call

from phony.cli.restart import roll

pytestmark = pytest.mark.timeout(180)


def in_mid_call(product: Product) -> str:
    """A call in which one question was answered, and the next one is 8 s away."""
    sid = product.call_in(
        lines=["What are your business hours?", {"silence_s": 8}, "What is your support email?"]
    )
    call_id = str(product.record(sid)["id"])
    product.wait_for_turn(call_id, "agent", "9 AM")
    pause(1)
    return call_id


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP])
def test_a_call_goes_on_when_its_worker_ends(mortal: Product, how: signal.Signals) -> None:
    product = mortal
    with product.agent():
        call_id = in_mid_call(product)
        before = product.api("GET", f"/calls/{call_id}")
        os.kill(product.workers()[before["worker_id"]], how)
        product.wait_for_turn(call_id, "agent", "help@company.com")
        call = product.finished(call_id)
    assert (call["status"], call["outcome"]) == ("completed", "caller_hung_up")
    assert "caller: What are your business hours?" in call["text"]
    indexes = [turn["index"] for turn in call["turns"]]
    assert indexes == sorted(set(indexes))
    if how is not signal.SIGTERM:
        assert call["resume_count"] == 1
        assert call["worker_id"] is None
        events = product.api("GET", f"/calls/{call_id}/events?limit=500")["items"]
        times = [event["at_ms"] for event in events]
        assert times == sorted(times)
    workers = wait_for(
        lambda: len(product.serving.children("phony.cli worker")) == 2, "a new worker", 40
    )
    assert workers


def test_the_whole_product_restarts_in_mid_call_without_an_orphan(mortal: Product) -> None:
    """Killed with everything it runs: the caller is gone, and the next start closes the record."""
    product = mortal
    with product.agent():
        call_id = in_mid_call(product)
        product.serving.end(signal.SIGKILL)
        product.serving.start_again()
        call = product.until(call_id, lambda call: call["status"] == "completed", "the reaper", 60)
        assert call["outcome"] == "lost"
        assert "9 AM" in product.text(call_id)
        product.until(call_id, lambda call: call["has_recording"], "what was recorded", 10)


def said(product: Product, sid: str) -> str:
    """What the carrier itself said to a caller."""
    events = product.far_end(sid)["events"]
    return " ".join(str(event) for event in events if event["type"] == "carrier_says")


def test_when_all_workers_stop_everybody_is_told_so(mortal: Product) -> None:
    product = mortal
    with product.agent():
        callers = [product.call_in(lines=[], stay=True) for _ in range(3)]
        ids = [str(product.record(sid)["id"]) for sid in callers]
        for call_id in ids:
            product.wait_for_turn(call_id, "agent", "How can I help you")
        process = product.serving.process
        assert process is not None
        process.send_signal(signal.SIGTERM)
        ready = f"{product.url}/health/ready"
        wait_for(lambda: product.client.get(ready).status_code == 503, "503", 5)
        late = product.call_in(lines=[], stay=True)
        wait_for(lambda: "about to restart" in said(product, late), "an answer to the late one", 20)
        assert product.client.get(ready).status_code == 503
        # The far ends stop a moment after the last goodbye: all callers are looked at together.
        told: set[str] = set()

        def all_told() -> bool:
            told.update(sid for sid in callers if "about to restart" in said(product, sid))
            return told == set(callers)

        with contextlib.suppress(httpx.TransportError):
            wait_for(all_told, "goodbyes", 20)
        assert told
        process.communicate(timeout=40)
        assert process.returncode == 0
        product.serving.start_again()
        for call_id in ids:
            call = product.until(call_id, lambda call: call["status"] == "completed", "the end", 60)
            assert (call["outcome"], call["end_reason"]) == ("lost", "restart")


def test_a_restart_one_by_one_loses_no_call(mortal: Product) -> None:
    product = mortal
    old = product.workers()
    with product.agent():
        callers = [product.call_in(lines=["What are your business hours?"], stay=True)
                   for _ in range(3)]  # fmt: skip
        ids = [str(product.record(sid)["id"]) for sid in callers]
        for call_id in ids:
            product.wait_for_turn(call_id, "agent", "9 AM")
        assert roll(product.serving.data_dir) == 2
        assert not old.keys() & product.workers().keys()
        for sid, call_id in zip(callers, ids, strict=True):
            product.sandbox("POST", f"/calls/{sid}/say", {"text": "What is your support email?"})
            product.wait_for_turn(call_id, "agent", "help@company.com")
            product.sandbox("POST", f"/calls/{sid}/hangup")
            call = product.finished(call_id)
            assert (call["status"], call["outcome"]) == ("completed", "caller_hung_up")
            assert call["resume_count"] >= 1


def killed(product: Product, call_id: str) -> None:
    """The worker that holds the call dies; another one goes on with it."""
    call = product.api("GET", f"/calls/{call_id}")
    os.kill(product.workers()[call["worker_id"]], signal.SIGKILL)
    product.until(
        call_id,
        lambda now: now["resume_count"] == 1 and now["worker_id"] != call["worker_id"],
        "another worker to go on",
    )


def test_a_warm_transfer_survives_its_worker(mortal: Product) -> None:
    """It dies while the colleague listens to the summary; then they accept."""
    product, colleague = mortal, "+14155550177"
    product.sandbox(
        "PUT",
        f"/parties/{colleague}",
        {
            "lines": [
                {"silence_s": 9},
                {"dtmf": "1"},
                {"silence_s": 1.5},
                {"say": "Maria here, I have your invoice.", "at_once": True},
                {"silence_s": 1},
                {"hang_up": True},
            ]
        },
    )
    with product.agent():
        sid = product.call_in(lines=[], stay=True)
        call_id = str(product.record(sid)["id"])
        product.wait_for_turn(call_id, "agent", "How can I help you")
        pause(2.5)
        body = {"to_number": colleague, "summary": "Ann asks about her invoice."}
        command = product.api("POST", f"/calls/{call_id}/warm-transfer", body, 202)

        def told() -> bool:
            calls = product.sandbox("GET", "/calls")["items"]
            called = [product.far_end(call["sid"]) for call in calls if call["to"] == colleague]
            return any(e["type"] == "carrier_says" for call in called for e in call["events"])

        wait_for(told, "the colleague to hear the summary", 30)
        killed(product, call_id)
        call = product.finished(call_id)
        product.far_end(sid, wait_s=30)
        settled = product.api("GET", f"/calls/{call_id}/commands/{command['id']}")
    assert call["outcome"] == "transferred", call["text"]
    assert settled["state"] == "done"
    assert "Maria here" in product.sandbox("GET", f"/calls/{sid}/heard")["text"]
    calls = product.sandbox("GET", "/calls")["items"]
    assert len([call for call in calls if call["to"] == colleague]) == 1


def test_an_edits_time_ends_although_its_worker_died(mortal: Product) -> None:
    product = mortal
    with product.agent() as agent:
        sid = product.call_in(lines=[], stay=True)
        call_id = str(product.record(sid)["id"])
        product.wait_for_turn(call_id, "agent", "How can I help you")
        until = datetime.now(UTC) + timedelta(seconds=20)
        body = {
            "scope": "agent",
            "id": agent["id"],
            "set": {"business_hours": "noon to midnight"},
            "until": until.isoformat(),
        }
        assert product.api("POST", "/edits?wait=8000", body)["delivered"] == 1
        killed(product, call_id)
        product.sandbox("POST", f"/calls/{sid}/say", {"text": "What are your business hours?"})
        product.wait_for_turn(call_id, "agent", "noon to midnight")

        def expired() -> bool:
            (edit,) = product.api("GET", f"/calls/{call_id}/edits")["items"]
            return bool(edit["state"] == "expired")

        wait_for(expired, "the edit to expire", 60)
        product.sandbox("POST", f"/calls/{sid}/say", {"text": "What are your business hours?"})
        product.wait_for_turn(call_id, "agent", "9 AM to 6 PM")
        product.sandbox("POST", f"/calls/{sid}/hangup")
        product.finished(call_id)


def test_the_feed_goes_on_after_a_restart(mortal: Product) -> None:
    product = mortal
    with product.agent(), watch(product, "scope=all") as socket:
        cursor = read(socket, lambda m: m["type"] == "snapshot")[-1]["cursor"]
    made = product.api("POST", "/agents/", {"name": "Meanwhile", "type": "outbound"})
    assert product.serving.end(signal.SIGTERM) == 0
    product.serving.start_again()
    with watch(product, f"scope=all&cursor={cursor}") as socket:
        seen = read(socket, lambda m: m["type"] == "agent" and m["agent"]["id"] == made["id"])
        assert "resync" not in {message["type"] for message in seen}


def went_on(product: Product, call_id: str, times: int) -> bool:
    """Whether other workers took the call up so often, and the caller is with the agent again."""
    call = product.api("GET", f"/calls/{call_id}")
    there = call["worker_id"] in product.workers() and call["phase"] == "talking"
    return there and int(call["resume_count"]) >= times


def test_it_goes_on_watching_when_every_worker_dies(mortal: Product, tmp_path: Path) -> None:
    product = mortal
    (tmp_path / "ann.yaml").write_text(f"stay: true\nlines:\n  - {HOURS}\n")
    with (
        product.agent(silence={"prompt_after_s": 300}),
        ThreadPoolExecutor() as pool,
    ):
        watching = pool.submit(phony_call, product, tmp_path, "--persona", "ann.yaml")
        (live,) = wait_for(lambda: product.api("GET", "/calls?live=true")["items"], "the call", 40)
        call_id, sid = live["id"], live["carrier_call_sid"]
        product.wait_for_turn(call_id, "agent", "9 AM")
        for lost in (1, 2):
            # However long it takes on a busy machine: both are up, and the call goes on.
            wait_for(lambda: len(product.workers()) == 2, "both workers", 60)
            holder = product.api("GET", f"/calls/{call_id}")["worker_id"]
            os.kill(product.workers()[holder], signal.SIGKILL)
            wait_for(partial(went_on, product, call_id, lost), "the call to go on", 60)
        product.sandbox("POST", f"/calls/{sid}/say", {"text": "What is your support email?"})
        product.wait_for_turn(call_id, "agent", "help@company.com")
        product.sandbox("POST", f"/calls/{sid}/hangup")
        code, said = watching.result(100)
    assert code == 0, said
    assert "help@company.com" in said
