"""What the tests of the API ask with."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from tests.support.control import client_of, control_app

from phony.store.database import Database


@pytest.fixture
async def client(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody on this machine, who needs no key."""
    async with client_of(control_app(database)) as it:
        yield it
