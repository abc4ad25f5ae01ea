"""`phony serve` as a person runs it: real processes, stopped, killed and started again."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
import time
from pathlib import Path

import httpx
import pytest
from tests.cli.serving import Serving, processes, wait_for

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
    pytest.mark.timeout(240),
]


@pytest.fixture
def serving(tmp_path: Path) -> Serving:
    return Serving(tmp_path / "data")


def wait_until_gone(pids: set[int], limit_s: float = 8) -> None:
    wait_for(lambda: not pids & processes().keys(), "our processes to end", limit_s)


def test_it_serves_and_a_signal_ends_every_child(serving: Serving) -> None:
    with serving.running("--workers", "2"):
        assert serving.get("/health/live").status_code == 200
        assert serving.get("/dashboard/").status_code in (200, 503)  # 503: not built yet
        children = serving.children()
        assert len(serving.children("phony.cli worker")) == 2
        assert len(serving.children("mongod")) == 1
        assert serving.end(signal.SIGTERM) == 0
    assert not children.keys() & processes().keys()
    assert not (serving.data_dir / "run" / "serve.json").exists()
    assert "Phony" in serving.log
    assert f"{serving.about['url']}/dashboard/" in serving.log
    assert "Traceback" not in serving.log


def test_ctrl_c_ends_it_too_and_a_second_start_finds_its_data(serving: Serving) -> None:
    agent = {"name": "Ann", "type": "outbound", "system_prompt": "Be kind.", "voice": "alloy"}
    with serving.running():
        made = httpx.post(serving.about["url"] + "/agents/", json=agent, timeout=10)
        assert made.status_code == 201, made.text
        assert serving.end(signal.SIGINT) == 0
    with serving.running():
        found = serving.get(f"/agents/{made.json()['id']}")
        assert found.json()["name"] == "Ann"


def test_a_kill_leaves_nothing_behind_and_the_next_start_recovers_by_itself(
    serving: Serving,
) -> None:
    with serving.running("--workers", "2"):
        port = serving.about["port"]
        serving.end(signal.SIGKILL)
        # At once: it waits for what is still closing.
        with serving.running("--port", str(port), "--workers", "2"):
            assert serving.about["port"] == port
            assert serving.get("/health/ready").status_code == 200
            children = set(serving.children())
            assert len(children) == 3
            serving.end(signal.SIGKILL)
            wait_until_gone(children)
            # The announcement of the dead one is still there; nobody is misled by it.
            assert (serving.data_dir / "run" / "serve.json").exists()
    with serving.running("--port", str(port)):
        assert serving.about["port"] == port
        assert serving.get("/health/ready").status_code == 200


def test_a_worker_that_crashes_comes_back_while_requests_wait(serving: Serving) -> None:
    with serving.running():
        (worker,) = serving.children("phony.cli worker")
        os.kill(worker, signal.SIGKILL)
        # Nobody listens now, but the socket is open: the request waits for the next worker.
        assert httpx.get(serving.about["url"] + "/health/live", timeout=30).status_code == 200
        (successor,) = serving.children("phony.cli worker")
        assert successor != worker


def test_mongod_comes_back_and_the_workers_find_it_again(serving: Serving) -> None:
    with serving.running():
        (mongod,) = serving.children("mongod")
        os.kill(mongod, signal.SIGKILL)
        wait_for(lambda: serving.children("mongod").keys() - {mongod}, "a new mongod")
        wait_for(lambda: serving.get("/health/ready").status_code == 200, "readiness")


def test_two_on_one_data_folder_is_an_error_that_names_the_other(serving: Serving) -> None:
    with serving.running():
        second = Serving(serving.data_dir)
        out, _ = second.launch().communicate(timeout=30)
        assert second.process is not None
        assert second.process.returncode == 1
        assert f"process {serving.about['pid']}, {serving.about['url']}" in out
        assert "PHONY_DATA_DIR" in out
        assert serving.get("/health/live").status_code == 200


def test_a_port_in_use_is_an_error_with_a_cure(serving: Serving) -> None:
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", 0))
        squatter.listen()
        port = squatter.getsockname()[1]
        out, _ = serving.launch("--port", str(port)).communicate(timeout=30)
    assert serving.process is not None
    assert serving.process.returncode == 1
    assert f"Port {port} on 127.0.0.1 is in use" in out
    assert f"phony serve --port {port + 10}" in out
    assert "Traceback" not in out


def test_half_configured_says_which_end_is_the_sandbox(serving: Serving) -> None:
    serving.env = {"OPENAI_API_KEY": "key", "PHONY_SANDBOX_PORT": "0"}
    with serving.running("--no-speech"):
        assert len(serving.children("phony.cli sandbox")) == 1
        assert serving.about["sandbox_port"] not in (0, 24188)
        serving.end(signal.SIGTERM)
    line = next(line for line in serving.log.splitlines() if "Carrier" in line)
    assert "sandbox: TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN not set" in line
    assert "sandbox" not in next(x for x in serving.log.splitlines() if "Engine" in x)


def test_a_stop_in_the_middle_of_starting_ends_everything(serving: Serving) -> None:
    process = serving.launch()
    wait_for(lambda: serving.children("mongod"), "mongod to be started", 30)
    children = set(serving.children())
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    wait_until_gone(children)
    process.communicate()


@pytest.mark.parametrize(
    ("env", "says"),
    [
        ({"PHONY_WORKERS": "many"}, r"PHONY_WORKERS: .*integer"),
        ({"MONGODB_URL": "nonsense"}, r"MONGODB_URL is not usable"),
        ({"PHONY_MONGOD": "/nowhere/mongod"}, r"PHONY_MONGOD is /nowhere/mongod"),
        ({"PHONY_HOST": "192.0.2.1"}, r"PHONY_HOST must be an address of this machine"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    serving: Serving, env: dict[str, str], says: str
) -> None:
    serving.env |= env
    process = serving.launch()
    out, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert re.search(says, out), out
    assert "Traceback" not in out


def test_a_mongodb_that_is_no_replica_set_is_refused_with_the_cure(
    serving: Serving, tmp_path: Path
) -> None:
    from phony import children, mongod

    (tmp_path / "alone").mkdir()
    port = mongod._free_port(None)
    alone = children.spawn(
        [mongod.find(None), "--dbpath", tmp_path / "alone", "--port", str(port),
         "--bind_ip", "127.0.0.1", "--logpath", tmp_path / "log"],
        stdin=False,
    )  # fmt: skip
    try:
        serving.env["MONGODB_URL"] = f"mongodb://127.0.0.1:{port}"
        began = time.monotonic()
        out, _ = serving.launch().communicate(timeout=60)
        assert "not a replica set" in out
        assert "rs.initiate()" in out
        assert time.monotonic() - began < 30
    finally:
        children.stop(alone, 10)
