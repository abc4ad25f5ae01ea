"""A switchboard: a call's way without HTTP and sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from tests.support.switchboard import Switchboard, switchboard

from phony.store.database import Database


@pytest.fixture
async def board(database: Database) -> AsyncIterator[Switchboard]:
    async with switchboard(database) as board:
        yield board
