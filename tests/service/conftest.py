"""A real worker on loopback, with scripted far ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from tests.support.loopback import Product, ScriptedEngine, product


@pytest.fixture
async def engine() -> AsyncIterator[ScriptedEngine]:
    async with ScriptedEngine().running() as running:
        yield running


@pytest.fixture
async def running(
    mongodb_url: str, tmp_path: Path, engine: ScriptedEngine
) -> AsyncIterator[Product]:
    name = f"test_{uuid4().hex[:10]}"
    async with product(mongodb_url, tmp_path, engine, mongodb_database=name) as it:
        yield it
        await it.app.state.services.database.client.drop_database(name)
