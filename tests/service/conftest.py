"""A real worker on loopback, with scripted far ends."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pymongo
import pytest
from tests.support.carrier_rest import CarrierRest
from tests.support.loopback import Product, ScriptedEngine, product

from phony.domain.flight import FlightEvent
from phony.store.documents import load


@pytest.fixture
async def engine() -> AsyncIterator[ScriptedEngine]:
    async with ScriptedEngine().running() as running:
        yield running


@pytest.fixture
def flights(mongodb: pymongo.MongoClient[dict[str, Any]], database_name: str) -> Iterator[None]:
    """When the product has stopped: each entry of the flight records is of a whole event."""
    yield
    for page in mongodb[database_name]["call_events"].find():
        for entry in page["entries"]:
            load(FlightEvent, {**entry, "call_id": page["call_id"]}).happened()


@pytest.fixture
async def running(
    mongodb_url: str,
    database_name: str,
    tmp_path: Path,
    engine: ScriptedEngine,
    flights: None,
) -> AsyncIterator[Product]:
    async with product(mongodb_url, tmp_path, engine, mongodb_database=database_name) as it:
        yield it


@pytest.fixture
async def rest() -> AsyncIterator[CarrierRest]:
    async with CarrierRest().running() as running:
        yield running


@pytest.fixture
async def live(
    mongodb_url: str,
    database_name: str,
    tmp_path: Path,
    engine: ScriptedEngine,
    rest: CarrierRest,
    flights: None,
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
