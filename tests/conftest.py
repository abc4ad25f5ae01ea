"""Fixtures of the whole suite: a real MongoDB, and an empty database for each test."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pymongo
import pytest

from phony import mongod
from phony.store.database import Database

# One product (or many processes, one after the other) for each of these, whatever runs beside it.
TOGETHER = ("tests/e2e/", "tests/cli/", "tests/docs/")
SPOKEN = ("test_spoken.py", "test_speech.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which tests stay in one process, and which need the machine for themselves."""
    for item in items:
        path = item.path.as_posix()
        for folder in TOGETHER:
            if f"/{folder}" in path:
                item.add_marker(pytest.mark.xdist_group(folder))
        if item.path.name in SPOKEN:
            item.add_marker(pytest.mark.serial)


@pytest.fixture(scope="session")
def mongodb_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A replica set of one real mongod, for the whole session."""
    with mongod.Mongod.start(mongod.find(None), tmp_path_factory.mktemp("mongod")) as server:
        yield server.url


@pytest.fixture(scope="session")
def mongodb(mongodb_url: str) -> Iterator[pymongo.MongoClient[dict[str, Any]]]:
    """Its client for fixtures that must wait."""
    with pymongo.MongoClient[dict[str, Any]](mongodb_url) as client:
        yield client


@pytest.fixture
def database_name(mongodb: pymongo.MongoClient[dict[str, Any]]) -> Iterator[str]:
    """An empty database. Its indexes stay for the next test: making them takes half a second."""
    yield "test"
    records = mongodb["test"]
    for collection in records.list_collection_names(
        filter={"name": {"$not": re.compile("^system")}}
    ):
        records[collection].delete_many({})


@pytest.fixture
async def database(mongodb_url: str, database_name: str) -> AsyncIterator[Database]:
    """An empty database with its indexes."""
    database = await Database.connect(mongodb_url, database_name)
    await database.ensure_indexes()
    yield database
    await database.close()
