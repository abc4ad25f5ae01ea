"""A real worker on loopback, with scripted far ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.support.carrier_rest import CarrierRest
from tests.support.loopback import Product, ScriptedEngine, product


@pytest.fixture
async def engine() -> AsyncIterator[ScriptedEngine]:
    async with ScriptedEngine().running() as running:
        yield running


@pytest.fixture
async def running(
    mongodb_url: str, database_name: str, tmp_path: Path, engine: ScriptedEngine
) -> AsyncIterator[Product]:
    async with product(mongodb_url, tmp_path, engine, mongodb_database=database_name) as it:
        yield it


@pytest.fixture
async def rest() -> AsyncIterator[CarrierRest]:
    async with CarrierRest().running() as running:
        yield running


@pytest.fixture
async def live(
    mongodb_url: str, database_name: str, tmp_path: Path, engine: ScriptedEngine, rest: CarrierRest
) -> AsyncIterator[Product]:
    """A worker whose carrier takes orders, and which stops soon."""
    async with product(
        mongodb_url,
        tmp_path,
        engine,
        mongodb_database=database_name,
        twilio_api_base=rest.url,
        drain_s=9,
    ) as it:
        yield it
