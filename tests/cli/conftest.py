"""One product that runs for all commands that are typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.cli.typed import Terminal
from tests.support.running import running


@pytest.fixture(scope="session")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    with running(tmp_path_factory.mktemp("cli")) as product:
        yield Terminal(product)


@pytest.fixture
def phony(terminal: Terminal) -> Iterator[Terminal]:
    """The terminal; what a test that failed left behind does not fail the next one."""
    yield terminal
    api = terminal.product.api
    for agent in api.get("/agents/").json()["items"]:
        api.delete(f"/agents/{agent['id']}?force=true")
