"""One product that runs for all commands that are typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.cli.typed import Terminal
from tests.support.running import running


@pytest.fixture(scope="session")
def phony(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    with running(tmp_path_factory.mktemp("cli")) as product:
        yield Terminal(product)
