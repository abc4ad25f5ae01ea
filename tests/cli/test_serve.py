"""`phony serve` as a person runs it: real processes, stopped, killed and started again."""

from __future__ import annotations

import logging
import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pymongo
import pytest
from tests.cli.serving import ACCOUNTS, Serving, processes, wait_for
from tests.cli.typed import typed
from tests.support.running import NUMBER, running

from phony import children, mongod

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
    pytest.mark.timeout(240),
]


@pytest.fixture
def serving(tmp_path: Path) -> Serving:
    return Serving(tmp_path / "data")


def serve(data_dir: Path, **env: str) -> tuple[int, str, str]:
    """A `phony serve` that is bound to fail, in this process: its signals and logs go with it."""
    kept = {number: signal.getsignal(number) for number in signal.valid_signals()}
    handlers, level = logging.root.handlers[:], logging.root.level
    try:
        return typed("serve", "--port", "0", **ACCOUNTS | {"PHONY_DATA_DIR": str(data_dir)} | env)
    finally:
        logging.root.handlers[:], logging.root.level = handlers, level
        for number, handler in kept.items():
            if signal.getsignal(number) is not handler:
                signal.signal(number, handler)


def wait_until_gone(pids: set[int], limit_s: float = 8) -> None:
    wait_for(lambda: not pids & processes().keys(), "our processes to end", limit_s)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """Two workers, public, with the sandbox's carrier; the tests here share it in this order."""
    serving = Serving(tmp_path_factory.mktemp("serve") / "data")
    serving.env = {
        "OPENAI_API_KEY": "key",
        "PHONY_SANDBOX_PORT": "0",
        "PHONY_PUBLIC_URL": "https://phony.example.com",
    }
    with serving.running("--workers", "2", "--no-speech"):
        yield serving


def test_it_serves_with_all_its_children(shared: Serving) -> None:
    assert shared.get("/health/live").status_code == 200
    assert shared.get("/dashboard/").status_code in (200, 503)  # 503: not built yet
    assert len(shared.children("phony.cli worker")) == 2
    assert len(shared.children("mongod")) == 1
    assert len(shared.children("phony.cli sandbox")) == 1  # half configured: the carrier's
    assert shared.about["sandbox_port"] not in (0, 24188)
    assert (shared.data_dir / "run" / "serve.json").stat().st_mode & 0o777 == 0o600
    _, url, _ = typed("database-url", PHONY_DATA_DIR=str(shared.data_dir))
    with pymongo.MongoClient[dict[str, Any]](url.strip()) as client:
        assert "phony" in client.list_database_names()


def test_each_worker_may_open_what_the_system_allows(shared: Serving) -> None:
    for worker in shared.children("phony.cli worker"):
        limits = Path(f"/proc/{worker}/limits").read_text()
        found = re.search(r"Max open files +(\d+) +(\d+)", limits)
        assert found is not None
        soft, hard = map(int, found.groups())
        assert soft == min(hard, 1 << 20)


def test_a_public_server_makes_its_first_key_and_this_machine_knows_it(shared: Serving) -> None:
    assert shared.get("/agents/").status_code == 401
    kept = shared.data_dir / "api_key"
    assert kept.stat().st_mode & 0o777 == 0o600
    headers = {"Authorization": f"Bearer {kept.read_text().strip()}"}
    assert httpx.get(f"{shared.about['url']}/keys", headers=headers).status_code == 200
    here = {"PHONY_DATA_DIR": str(shared.data_dir), "PHONY_PORT": str(shared.about["port"])}
    assert "No keys" in typed("keys", "list", **here)[1]


def test_two_on_one_data_folder_is_an_error_that_names_the_other(shared: Serving) -> None:
    code, out, err = serve(shared.data_dir)
    assert code == 1
    assert f"process {shared.about['pid']}, {shared.about['url']}" in out + err
    assert "PHONY_DATA_DIR" in err
    assert shared.get("/health/live").status_code == 200


def test_workers_that_crash_come_back_while_requests_wait(shared: Serving) -> None:
    workers = shared.children("phony.cli worker")
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    # Nobody listens now, but the socket is open: the request waits for the next worker.
    assert httpx.get(shared.about["url"] + "/health/live", timeout=30).status_code == 200
    wait_for(lambda: len(shared.children("phony.cli worker")) == 2, "both successors")
    assert not workers.keys() & shared.children().keys()


def test_mongod_comes_back_and_the_workers_find_it_again(shared: Serving) -> None:
    (mongod,) = shared.children("mongod")
    os.kill(mongod, signal.SIGKILL)
    wait_for(lambda: shared.children("mongod").keys() - {mongod}, "a new mongod")
    wait_for(lambda: shared.get("/health/ready").status_code == 200, "readiness")


def test_a_signal_ends_every_child(shared: Serving) -> None:
    children = shared.children()
    assert shared.end(signal.SIGTERM) == 0
    assert not children.keys() & processes().keys()
    assert not (shared.data_dir / "run" / "serve.json").exists()
    assert "Traceback" not in shared.log
    # Shown once, at the very start.
    key = (shared.data_dir / "api_key").read_text().strip()
    assert re.findall(r"phony_[A-Za-z0-9_-]{40,}", shared.log) == [key]
    said = {line.split()[0]: line for line in shared.log.splitlines() if line.strip()}
    assert "Phony" in said
    assert f"{shared.about['url']}/dashboard/" in said["Dashboard"]
    assert "sandbox: TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN not set" in said["Carrier"]
    assert "sandbox" not in said["Engine"]


def test_after_ctrl_c_a_second_start_finds_its_data_and_numbers_answer_again(
    tmp_path: Path,
) -> None:
    agent = {"name": "Ann", "type": "inbound", "phone_number": NUMBER, "greeting_message": "Hi!"}
    with running(tmp_path) as product:
        made = product.api.post("/agents/", json=agent).json()
        assert made["number_status"] == "assigned"
        assert product.serving.end(signal.SIGINT) == 0
    with running(tmp_path) as product:
        assert product.api.get(f"/agents/{made['id']}").json()["name"] == "Ann"

        def synced() -> bool:
            number = product.api.get(f"/numbers/{NUMBER}").json()
            # The sandbox forgot its numbers, and the product's port is another one.
            return bool(number["webhook_ok"] and product.url in number["points_to"])

        wait_for(synced, "the webhook to be set again", 20)
        call = product.ended(product.ring("Hi"))
        assert call["agent_id"] == made["id"]
        assert call["outcome"] == "caller_hung_up"


def killed(serving: Serving) -> set[int]:
    """The supervisor is killed; what it leaves behind."""
    assert serving.process is not None
    left = set(serving.children())
    serving.process.kill()
    serving.process.wait()
    return left


def test_workers_outlive_a_killed_supervisor_and_leave_to_the_next(tmp_path: Path) -> None:
    env = ACCOUNTS | {"PHONY_OUTLIVE_S": "60", "PHONY_DRAIN_S": "2"}
    first = Serving(tmp_path / "data", env=env)
    second = Serving(tmp_path / "data", env=env)
    with first.running("--workers", "2"):
        port = first.about["port"]
        workers = set(first.children("phony.cli worker"))
        left = killed(first)
        wait_until_gone(left - workers)  # the database; it is started again below
        # The announcement of the dead one is still there; nobody is misled by it.
        assert (first.data_dir / "run" / "serve.json").exists()
        assert first.get("/health/live").status_code == 200
        frozen = min(workers)
        os.kill(frozen, signal.SIGSTOP)
        # The same socket: it asks the workers for it, and nobody finds the port closed.
        with second.running("--port", str(port), "--workers", "1"):
            assert second.get("/health/ready").status_code == 200
            wait_until_gone(workers)  # also the one that could not hear it
            assert second.get("/health/ready").status_code == 200
            assert len(second.children()) == 2
    assert first.process is not None
    first.process.communicate()  # until all who could write there are gone
    assert not list((first.data_dir / "run").glob("orphan-*"))


def test_a_kill_may_leave_nothing_behind_and_the_next_start_recovers_by_itself(
    serving: Serving,
) -> None:
    with serving.running():
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
    tmp_path: Path, env: dict[str, str], says: str
) -> None:
    code, out, err = serve(tmp_path, **env)
    assert code == 1
    assert re.search(says, out + err), out + err


def test_a_stop_in_the_middle_of_starting_ends_everything(serving: Serving) -> None:
    process = serving.launch()
    wait_for(lambda: serving.children("mongod"), "mongod to be started", 30)
    children = set(serving.children())
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    wait_until_gone(children)
    process.communicate()


def test_a_mongodb_that_is_no_replica_set_is_refused_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "alone").mkdir()
    port = mongod._free_port(None)
    alone = children.spawn(
        [mongod.find(None), "--dbpath", tmp_path / "alone", "--port", str(port),
         "--bind_ip", "127.0.0.1", "--logpath", tmp_path / "log"],
        stdin=False,
    )  # fmt: skip
    try:
        began = time.monotonic()
        code, _, err = serve(tmp_path / "data", MONGODB_URL=f"mongodb://127.0.0.1:{port}")
        assert code == 1
        assert "not a replica set" in err
        assert "rs.initiate()" in err
        assert time.monotonic() - began < 30
    finally:
        children.stop(alone, 10)
