"""A call's way, seen from outside: all parts of it, built once per worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from phony.service.bridge.ports import Carrier, Engine, Tools
from phony.service.bridge.registry import CallRegistry
from phony.service.calls.addresses import Addresses
from phony.service.calls.browser import BrowserCalls
from phony.service.calls.callbacks import CarrierEvents
from phony.service.calls.ending import CarrierVoice, Endings
from phony.service.calls.inbound import Inbound
from phony.service.calls.lost_orders import ListsCalls, LostOrders
from phony.service.calls.opening import Opening
from phony.service.calls.outbound import OutboundService, PlacesCalls
from phony.service.calls.ownership import CarrierCalls, Reaper
from phony.service.calls.resume import Resuming
from phony.service.calls.warm_transfer import WarmTransfers
from phony.service.money.spending import Spending
from phony.store.database import Database
from phony.store.journal import Journal
from phony.store.workers import WorkerDirectory


class CallCarrier(Carrier, PlacesCalls, ListsCalls, CarrierVoice, CarrierCalls, Protocol):
    """The carrier's REST interface, as far as calls need it."""


@dataclass(frozen=True, slots=True)
class Calls:
    """Who answers, places, resumes and ends the calls of this worker."""

    database: Database
    registry: CallRegistry
    inbound: Inbound
    outbound: OutboundService
    browser: BrowserCalls
    resuming: Resuming
    callbacks: CarrierEvents
    warm: WarmTransfers
    ends: Endings
    reaper: Reaper

    async def drain(self, patience_s: float) -> None:
        """Stop: other workers go on with what still runs; where there is none, we say goodbye."""
        workers = WorkerDirectory(self.database)
        others = await workers.taking_calls() - {self.registry.worker_id}
        await self.registry.drain(patience_s, None if others else self.ends.farewell)


def build_calls(
    *,
    database: Database,
    registry: CallRegistry,
    journal: Journal,
    engine: Engine,
    carrier: CallCarrier,
    tools: Tools,
    addresses: Addresses,
    spending: Spending,
) -> Calls:
    """Make the parts, each of what it needs."""
    ends = Endings(database, spending, carrier)
    lost = LostOrders(database, carrier)
    warm = WarmTransfers(carrier, addresses, database, lost, registry.spawn)
    opening = Opening(
        database=database,
        registry=registry,
        journal=journal,
        engine=engine,
        carrier=carrier,
        tools=tools,
        spending=spending,
        dial_operator=warm.dial,
        ends=ends,
    )
    resuming = Resuming(database, registry, addresses, opening, ends)
    return Calls(
        database=database,
        registry=registry,
        inbound=Inbound(database, registry, addresses, opening, resuming, ends),
        outbound=OutboundService(database, carrier, addresses, opening, ends, lost, registry.spawn),
        browser=BrowserCalls(database, addresses, opening),
        resuming=resuming,
        callbacks=CarrierEvents(database, registry, addresses, resuming, ends, warm.settle),
        warm=warm,
        ends=ends,
        reaper=Reaper(database, registry.worker_id, carrier, ends),
    )
