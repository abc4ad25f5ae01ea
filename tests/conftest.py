"""Fixtures of the whole suite: a real MongoDB, and an empty database for each test."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pymongo
import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

from phony import mongod
from phony.store.database import Database
from phony.store.repositories import ensure_indexes

# The tests of such a file share what takes long to start: they run in one process. Others run
# wherever there is time. (Marks would do, but pytest-xdist 3.8 is blind to them with pytest 9.2.)
TOGETHER = (
    "tests/api/test_schemathesis.py",
    "tests/cli/test_serve.py",
    "tests/contract/test_twilio_openapi.py",
    "tests/docs/test_commands.py",
    "tests/e2e/test_phony_call.py",
    "tests/e2e/test_spoken.py",
)
# These share one product over several files.
SHARED = {
    "tests/cli": ("agents", "calls", "doctor", "keys", "numbers", "rest"),
    "tests/e2e": ("bad_wires", "calls", "live_control", "warm_transfer"),
    "tests/dashboard": ("board", "sound"),
}
SPOKEN = ("test_spoken.py", "test_speech.py")


class _Groups(LoadScopeScheduling):  # type: ignore[misc]
    """The files that stay together, those of most tests first; then all others one by one."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        for folder, names in SHARED.items():
            if path in (f"{folder}/test_{name}.py" for name in names):
                return folder
        return path if path in TOGETHER else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Who runs what, if several processes do."""
    return _Groups(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which tests need the machine for themselves, or a browser; these come last."""
    for item in items:
        if item.path.name in SPOKEN:
            item.add_marker(pytest.mark.serial)
        elif item.path.parent.name == "dashboard" and not item.get_closest_marker("serial"):
            item.add_marker(pytest.mark.browser)
    # Playwright keeps a loop running in its process: nothing asynchronous can run after it.
    items.sort(key=lambda item: item.path.parent.name == "dashboard")


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
    await ensure_indexes(database)
    yield database
    await database.close()
