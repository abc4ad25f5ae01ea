"""Fixtures of the whole suite: a real MongoDB, and a database of its own for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

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


@pytest.fixture
async def database(mongodb_url: str) -> AsyncIterator[Database]:
    """A fresh database with its indexes, dropped afterwards."""
    database = await Database.connect(mongodb_url, f"test_{uuid4().hex[:12]}")
    await database.ensure_indexes()
    yield database
    await database.client.drop_database(database.raw.name)
    await database.close()
