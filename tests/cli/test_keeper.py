"""A mongod that does not come back: everything else goes on, and it is tried again and again."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pymongo
import pytest
from tests.cli.serving import Serving, wait_for

from phony import mongod
from phony.cli.keeper import DatabaseKeeper, backoff_s
from phony.mongod import Mongod

BINARY = mongod.find(None)


class Shop:
    """A mongod program that can be out of order."""

    def __init__(self, folder: Path) -> None:
        self.program = folder / "mongod-that-may-fail"
        self._broken = folder / "broken"
        self.program.write_text(
            f"#!/bin/sh\n[ -e '{self._broken}' ] || exec '{BINARY}' \"$@\"\n"
            "echo 'boost::filesystem: No space left on device' >&2\nexit 14\n"
        )
        self.program.chmod(0o755)

    def close(self) -> None:
        """From now on it does not start."""
        self._broken.touch()

    def open(self) -> None:
        """It starts again."""
        self._broken.unlink()


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def test_restarts_come_ever_later_but_come() -> None:
    waits = [backoff_s(crashes) for crashes in range(30)]
    assert waits[0] == 0
    assert waits == sorted(waits)
    assert waits[-1] == 10
    assert backoff_s(10_000) == 10


@pytest.fixture
def kept(shop: Shop, tmp_path: Path) -> Iterator[tuple[Mongod, DatabaseKeeper]]:
    """A mongod, and who looks after it."""
    data_dir = tmp_path / "data"
    (data_dir / "run").mkdir(parents=True)
    first = Mongod.start(shop.program, data_dir)

    def again(given_up: Callable[[], bool], within_s: float) -> Mongod:
        return Mongod.start(shop.program, data_dir, port=first.port, given_up=given_up)

    keeper = DatabaseKeeper(first, again, data_dir)
    keeper.begin()
    yield first, keeper
    keeper.end()
    assert mongod.noted_trouble(data_dir) is None


def answers(server: Mongod) -> bool:
    with pymongo.MongoClient[dict[str, Any]](server.url, serverSelectionTimeoutMS=200) as client:
        try:
            return bool(client.admin.command("ping")["ok"])
        except pymongo.errors.PyMongoError:
            return False


def test_it_comes_back_at_its_port_and_says_meanwhile_why_it_does_not(
    shop: Shop, kept: tuple[Mongod, DatabaseKeeper], tmp_path: Path
) -> None:
    server, _ = kept
    shop.close()
    os.kill(server.process.pid, signal.SIGKILL)
    trouble = wait_for(lambda: mongod.noted_trouble(tmp_path / "data"), "word of it", 20)
    assert "disk is full" in trouble.problem
    assert "mongodb" in trouble.cure
    shop.open()
    wait_for(lambda: answers(server), "MongoDB", 30)
    wait_for(lambda: mongod.noted_trouble(tmp_path / "data") is None, "all is well", 20)


def test_who_must_end_does_not_wait_for_it(
    shop: Shop, kept: tuple[Mongod, DatabaseKeeper], tmp_path: Path
) -> None:
    server, keeper = kept
    shop.close()
    os.kill(server.process.pid, signal.SIGKILL)
    wait_for(lambda: mongod.noted_trouble(tmp_path / "data"), "word of it", 20)
    keeper.end()
    assert not answers(server)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.timeout(240)
def test_a_database_that_does_not_come_back_ends_nobody(shop: Shop, tmp_path: Path) -> None:
    serving = Serving(tmp_path / "data")
    serving.env = serving.env | {"PHONY_MONGOD": str(shop.program)}
    with serving.running("--workers", "2"):
        first, second = serving.children("phony.cli worker")
        (database,) = serving.children("--dbpath")
        shop.close()
        os.kill(database, signal.SIGKILL)

        def unready() -> dict[str, Any] | None:
            answer = serving.get("/health/ready")
            body: dict[str, Any] = answer.json()
            return body if answer.status_code == 503 and "disk is full" in str(body) else None

        body = wait_for(unready, "the reason at /health/ready")
        assert str(tmp_path) not in str(body)  # anybody may ask
        checks = {check["id"]: check for check in serving.get("/doctor").json()["checks"]}
        assert "disk is full" in checks["mongodb"]["detail"]
        assert str(tmp_path) in checks["mongodb"]["cure"]
        os.kill(first, signal.SIGKILL)
        wait_for(
            lambda: serving.children("phony.cli worker").keys() - {first, second},
            "a successor of the killed worker",
        )
        assert second in serving.children("phony.cli worker")
        assert serving.get("/health/live").status_code == 200
        shop.open()
        wait_for(lambda: serving.get("/health/ready").status_code == 200, "readiness")
        wait_for(lambda: len(serving.children("phony.cli worker")) == 2, "both workers")
        assert second in serving.children("phony.cli worker")
        assert serving.end(signal.SIGTERM) == 0
        assert serving.children() == {}
    assert "MongoDB does not start; trying again" in serving.log
    assert "MongoDB runs again" in serving.log
