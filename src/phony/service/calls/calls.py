"""A call's way, seen from outside: all parts of it, built once per worker."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pymongo.errors import PyMongoError

from phony.domain.calls import Direction
from phony.service.bridge.breakers import Breakers
from phony.service.bridge.ports import Carrier, Engine, Tools
from phony.service.bridge.registry import CallRegistry
from phony.service.bridge.sounds import Sounds
from phony.service.calls.addresses import Addresses
from phony.service.calls.browser import BrowserCalls
from phony.service.calls.callbacks import CarrierEvents
from phony.service.calls.destinations import Destinations
from phony.service.calls.ending import CarrierVoice, Endings
from phony.service.calls.inbound import Inbound
from phony.service.calls.lost_orders import ListsCalls, LostOrders
from phony.service.calls.onward import Onward, SetsLimits
from phony.service.calls.opening import Opening
from phony.service.calls.outbound import OutboundService, PlacesCalls
from phony.service.calls.ownership import CarrierCalls, Reaper
from phony.service.calls.passed_orders import ORDER, PassedOrders
from phony.service.calls.pressing import Pressing
from phony.service.calls.rescue import Rescue
from phony.service.calls.resume import Resuming
from phony.service.calls.room import Room
from phony.service.calls.salvage import Salvage
from phony.service.calls.warm_transfer import WarmTransfers
from phony.service.money.spending import Spending
from phony.store.database import Database
from phony.store.journal import Journal
from phony.store.tails import Tails
from phony.store.workers import WorkerDirectory

# Who stops has no time to wait for a database that is away.
_ASK_WITHIN_S = 2.0
_BROWSER = Direction.BROWSER


class CallCarrier(
    Carrier, PlacesCalls, ListsCalls, CarrierVoice, CarrierCalls, SetsLimits, Protocol
):
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
    onward: Onward
    warm: WarmTransfers
    ends: Endings
    destinations: Destinations
    reaper: Reaper
    rescue: Rescue
    room: Room

    def on_signal(self, call_id: str, name: str, data: Mapping[str, Any]) -> None:
        """Something that another worker was told, and that may be ours to do."""
        if name == ORDER:
            self.outbound.on_order(call_id, data)
        else:
            self.callbacks.on_signal(call_id, name, data)

    async def drain(self, patience_s: float, *, everybody: bool = False) -> None:
        """Stop: other workers go on with what still runs; where there is none, we say goodbye.

        `everybody`: all workers of this machine stop.
        """
        self.registry.draining = True
        if everybody:
            self.room.close()
        moving = await self._others(everybody)
        await self.registry.until_empty(patience_s, moving=moving)
        # Asked again: who lived then may have been told to stop, too.
        moving = moving and await self._others(everybody)
        # A browser knows no way to another worker.
        stay = [b for b in self.registry.running() if not moving or b.call.direction is _BROWSER]
        await self.registry.take_leave(stay, self.ends.farewell)
        await self.registry.drain(0)

    async def _others(self, everybody: bool) -> bool:
        """Whether somebody else can go on with our calls."""
        host = socket.gethostname() if everybody else None
        try:
            async with asyncio.timeout(_ASK_WITHIN_S):
                others = await WorkerDirectory(self.database).taking_calls(but_host=host)
        except (PyMongoError, TimeoutError):
            return False  # nobody could take up a call that they cannot read of
        return bool(others - {self.registry.worker_id})


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
    breakers: Breakers,
    sounds: Sounds,
    tails: Tails,
) -> Calls:
    """Make the parts, each of what it needs."""
    salvage = Salvage(database, tails)
    ends = Endings(database, spending, carrier, salvage)
    destinations = Destinations(database)
    lost = LostOrders(database, carrier)
    warm = WarmTransfers(carrier, addresses, database, lost, registry.spawn, destinations, ends)
    opening = Opening(
        database=database,
        registry=registry,
        journal=journal,
        engine=engine,
        carrier=carrier,
        tools=tools,
        spending=spending,
        dial_operator=warm.dial,
        press_keys=Pressing(database, carrier, addresses).press,
        ends=ends,
        breakers=breakers,
        sounds=sounds,
        tails=tails,
    )
    rescue = Rescue(database, registry.worker_id, carrier, addresses)
    room, spawn = Room(rescue), registry.spawn
    passed = PassedOrders(database, registry.worker_id, room, ends, spawn)
    resuming = Resuming(database, registry, addresses, opening, ends, room, salvage)
    onward = Onward(database, carrier, addresses, resuming, ends, destinations, registry.spawn)
    outbound = OutboundService(
        database, carrier, addresses, opening, ends, lost, spawn, destinations, passed, spending
    )
    return Calls(
        database=database,
        registry=registry,
        inbound=Inbound(database, registry, addresses, opening, resuming, ends, room),
        outbound=outbound,
        browser=BrowserCalls(database, addresses, opening, room),
        resuming=resuming,
        callbacks=CarrierEvents(database, registry, addresses, resuming, ends, warm.settle, onward),
        onward=onward,
        warm=warm,
        ends=ends,
        destinations=destinations,
        reaper=Reaper(database, registry.worker_id, carrier, ends, rescue, lost, salvage),
        rescue=rescue,
        room=room,
    )
