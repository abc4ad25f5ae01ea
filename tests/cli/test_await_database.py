"""Whether the MongoDB of `MONGODB_URL` will serve us is said before anything starts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pymongo
import pytest
from pymongo.errors import ServerSelectionTimeoutError
from tests.support.tcp import leaves_sockets

from phony.cli.await_database import Stopped, await_database, brief
from phony.domain.errors import ConfigError

PASSWORD = "reader-1"


def refusal(url: str, name: str = "phony_elsewhere") -> str:
    with pytest.raises(ConfigError) as caught:
        await_database(url, name, lambda: False, wait_s=0)
    return f"{caught.value} {caught.value.cure or ''}"


@pytest.fixture
def reader(mongodb: pymongo.MongoClient[dict[str, Any]]) -> Iterator[str]:
    """A user who may only look."""
    roles = [{"role": "read", "db": "phony_elsewhere"}]
    mongodb.admin.command("createUser", "reader", pwd=PASSWORD, roles=roles)
    yield "reader"
    mongodb.admin.command("dropUser", "reader")


def test_who_may_write_is_let_through(
    mongodb_url: str, mongodb: pymongo.MongoClient[dict[str, Any]]
) -> None:
    await_database(mongodb_url, "phony_elsewhere", lambda: False)
    await_database(mongodb_url, "phony_elsewhere", lambda: False)
    mongodb.drop_database("phony_elsewhere")


def test_a_right_that_is_missing_is_named_with_the_cure(mongodb_url: str, reader: str) -> None:
    place = mongodb_url.rpartition("@")[2].partition("?")[0] + "?replicaSet=phony"
    for url in (f"mongodb://{place}", f"mongodb://{reader}:{PASSWORD}@{place}"):
        told = refusal(url)
        assert "does not let us write to the database 'phony_elsewhere'" in told
        assert "readWrite" in told
        assert PASSWORD not in told
    told = refusal(f"mongodb://{reader}:wrong@{place}")
    assert "does not accept user and password" in told
    assert "authSource" in told


@pytest.mark.parametrize(
    "url",
    [
        "mongodb://user:p@ss@host:27017/",
        "mongodb://user:p/ss@host:27017/?replicaSet=rs0",
        "mongodb://user:p:ss@host/",
        "mongodb://user:100%@host/",
    ],
)
def test_a_password_that_is_not_encoded_is_cured_and_not_shown(url: str) -> None:
    told = refusal(url)
    assert "%40" in told
    assert "ss@" not in told


def test_what_is_no_address_is_said() -> None:
    assert "must begin with mongodb://" in refusal("nonsense")


@leaves_sockets
def test_nobody_there_is_said_in_a_whole_sentence() -> None:
    told = refusal("mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=100")
    assert "refused" in told
    assert told.count("(") == told.count(")")
    with pytest.raises(Stopped):
        await_database("mongodb://127.0.0.1:9/", "x", lambda: True)


def test_the_drivers_time_limits_are_left_out() -> None:
    error = ServerSelectionTimeoutError(
        "h:1: [Errno 111] Connection refused (configured timeouts: socketTimeoutMS: 20000.0ms, "
        "connectTimeoutMS: 20000.0ms), Timeout: 3.0s, Topology Description: <...>"
    )
    assert brief(error) == "h:1: [Errno 111] Connection refused"
