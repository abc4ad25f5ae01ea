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

# What shares a running product, or takes long to start, runs in one process; all else wherever
# there is time. The longest come first, so that nothing is waited for at the end.
# (Marks would do, but pytest-xdist 3.8 is blind to them with pytest 9.2.)
TOGETHER = (
    ("e2e/test_workers", "e2e/test_telling"),
    ("e2e/test_bad_wires", "e2e/test_calls", "e2e/test_takeover"),
    ("docs/test_commands",),
    ("e2e/test_phony_call", "e2e/test_live_control", "e2e/test_warm_transfer"),
    ("cli/test_serve",),
    ("cli/test_agents", "cli/test_calls", "cli/test_doctor", "cli/test_keys", "cli/test_numbers",
     "cli/test_rest", "cli/test_backup", "cli/test_stats", "cli/test_steering",
     "cli/test_webhooks"),
    ("contract/test_twilio_openapi",),
    ("api/test_schemathesis",),
    ("e2e/test_spoken",),
    ("dashboard/test_board", "dashboard/test_sound"),
)  # fmt: skip
GROUPS = {f"tests/{name}.py": number for number, names in enumerate(TOGETHER) for name in names}


class _Groups(LoadScopeScheduling):  # type: ignore[misc]
    """What stays together as one piece of work; every other test is one."""

    def _split_scope(self, nodeid: str) -> str:
        return str(GROUPS.get(nodeid.partition("::")[0], nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Who runs what, if several processes do."""
    return _Groups(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which tests need a browser; what stays together comes first."""
    for item in items:
        if item.path.parent.name == "dashboard" and not item.get_closest_marker("serial"):
            item.add_marker(pytest.mark.browser)

    def place(item: pytest.Item) -> tuple[bool, int]:
        # Playwright keeps a loop running in its process: nothing asynchronous can run after it.
        group = GROUPS.get(item.nodeid.partition("::")[0], len(TOGETHER))
        return item.path.parent.name == "dashboard", group

    items.sort(key=place)


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
