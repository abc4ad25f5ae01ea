"""What a worker does beside its calls: follow the database, show it lives, close lost calls."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import os
import socket
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from pymongo.errors import PyMongoError

from phony.carriers.twilio import CarrierCall
from phony.domain.audio import RATE_HZ
from phony.domain.calls import FINAL_STATUSES, Call, CallOutcome, CallStatus, Direction
from phony.domain.closing import seen_by_carrier
from phony.domain.errors import PhonyError
from phony.domain.ids import utc_now
from phony.service.bridge.registry import CallRegistry
from phony.service.calls.ending import Endings
from phony.service.calls.forms import STATUS_WORDS
from phony.service.calls.lost_orders import LostOrders
from phony.service.calls.rescue import Rescue
from phony.service.calls.resume import Resuming
from phony.service.calls.salvage import Salvage
from phony.store.calls import live_calls
from phony.store.changes import CursorTooOld, Signal, for_calls
from phony.store.database import Database
from phony.store.fences import superseded
from phony.store.journal import Journal
from phony.store.leases import Leases
from phony.store.outage import is_outage
from phony.store.repositories import for_org
from phony.store.workers import WorkerDirectory, WorkerState

_log = logging.getLogger(__name__)

HEARTBEAT_S = 0.5
REAP_EVERY_S = 5.0
# How long a call may be nobody's before the carrier is asked whether it still has it ...
ORPHAN_S = 6.0
# ... and before one is closed that no carrier can be asked about.
UNKNOWN_S = 20.0
# The carrier still has it (a transfer, say): do not ask again before this.
ASK_AGAIN_S = 30.0


async def follow(
    database: Database,
    registry: CallRegistry,
    on_signal: Callable[[str, str, Mapping[str, Any]], None],
    resuming: Resuming,
    ready: asyncio.Event,
) -> None:
    """Hand edits, commands and signals to the calls of this worker, for ever."""
    while True:
        try:
            async for what in for_calls(database, ready):
                if isinstance(what, Signal):
                    on_signal(what.call_id, what.name, what.data)
                else:
                    registry.give(what)
        except CursorTooOld:
            _log.error("changes were missed while the database was away: reading pending ones")
            for bridge in registry.running():
                await _until_there(functools.partial(resuming.give_pending, bridge))
            await asyncio.sleep(0.2)


async def _until_there(read: Callable[[], Awaitable[None]]) -> None:
    """Do what needs the database, however long it is away."""
    while True:
        try:
            return await read()
        except PyMongoError as error:
            if not is_outage(error):
                raise
            await asyncio.sleep(0.5)


async def heartbeat(
    database: Database, registry: CallRegistry, state: WorkerState, journal: Journal
) -> None:
    """Tell the others every half second that we live, and how loud our calls are.

    Whoever was away too long finds here that its calls are others', before it is counted on again.
    """
    directory = WorkerDirectory(database)
    state.pid, state.host = os.getpid(), socket.gethostname()
    try:
        while True:
            state.draining = registry.draining
            state.calls, state.max_calls = len(registry.running()), registry.max_calls
            state.call_ids = [bridge.call.id for bridge in registry.all()]
            state.lag_ms = round(registry.lag_ms, 2)
            state.shed = journal.shed_events + registry.lost_writes
            state.lost_audio_s = journal.sound.lost_bytes / (2 * RATE_HZ)
            state.spilled_audio_s = journal.sound.aside_bytes / (2 * RATE_HZ)
            state.levels = {
                bridge.call.id: bridge.levels() for bridge in registry.all() if bridge.has_stream
            }
            try:
                await part_with_lost(database, registry)
                await directory.beat(state)
            except PyMongoError as error:
                _log.warning("no heartbeat written: %s", type(error).__name__)
            await asyncio.sleep(HEARTBEAT_S)
    finally:
        try:
            async with asyncio.timeout(2):
                await directory.leave(state.id)
        except (PyMongoError, TimeoutError):
            pass


async def part_with_lost(database: Database, registry: CallRegistry) -> None:
    """Drop what runs here of calls that another worker has taken up."""
    held = {bridge.call.id: bridge.call.lease for bridge in registry.all()}
    for call_id, lease in (await superseded(database, held)).items():
        bridge = registry.get(call_id)
        if bridge is not None and bridge.call.lease < lease:
            _log.warning("call %s was taken up by another worker", call_id)
            bridge.disown()


class CarrierCalls(Protocol):
    """The carrier, which knows what became of its calls."""

    async def fetch(self, sid: str) -> CarrierCall | None:
        """The call as it is now; None if the carrier does not know it."""

    async def hang_up(self, sid: str) -> None:
        """End the call in whatever state it is."""


class Reaper:
    """Closes calls that no worker runs and no carrier knows; every worker has one."""

    def __init__(
        self,
        database: Database,
        worker_id: str,
        carrier: CarrierCalls,
        ends: Endings,
        rescue: Rescue,
        lost: LostOrders,
        salvage: Salvage,
    ) -> None:
        """Works on all organizations.

        `rescue` has the carrier ask for a call again, `lost` finds orders of workers that died,
        `salvage` what they had not written.
        """
        self._lost = lost
        self._salvage = salvage
        self._database = database
        self._carrier = carrier
        self._ends = ends
        self._rescue = rescue
        self._workers = WorkerDirectory(database)
        self._leases = Leases(database)
        self._worker_id = worker_id
        # When we first saw a call without an owner.
        self._since: dict[str, float] = {}

    async def run(self) -> None:
        """Look every few seconds."""
        while True:
            await asyncio.sleep(REAP_EVERY_S)
            self._salvage.sweep()  # of this machine, whoever reaps for all
            try:
                # One reaper at a time: each look asks the carrier about every lost call.
                if await self._leases.take("reaper", self._worker_id, 2 * REAP_EVERY_S):
                    await self.look()
                    await self._ends.complete_overdue()
            except PyMongoError as error:
                _log.warning("reaper: %s", type(error).__name__)

    async def look(self, orphan_s: float = ORPHAN_S, unknown_s: float = UNKNOWN_S) -> list[str]:
        """Close what is lost; says which calls."""
        now = asyncio.get_running_loop().time()
        holding = await self._workers.holding()
        lost: list[Call] = []
        seen: set[str] = set()
        for call in await live_calls(self._database):
            # Whose owner lives and does not run it is as lost as one whose owner is gone.
            held = holding.get(call.worker_id or "", ())
            if held is None or call.id in held:
                continue
            seen.add(call.id)
            since = self._since.setdefault(call.id, now)
            patience_s = orphan_s if call.carrier_call_sid else max(orphan_s, unknown_s)
            if now - since >= patience_s:
                lost.append(call)
        self._since = {call_id: at for call_id, at in self._since.items() if call_id in seen}
        closed = []
        lost.sort(key=lambda call: bool(call.carrier_call_sid))  # a carrier that is away takes time
        for call in lost:
            if await self._closed(call):
                closed.append(call.id)
                self._since.pop(call.id, None)
            else:
                self._since[call.id] = now + ASK_AGAIN_S
        return closed

    async def _closed(self, call: Call) -> bool:
        try:
            return await self._close(call)
        except PhonyError as error:
            _log.warning("call %s: the carrier cannot be asked: %s", call.id, error.code)
            return False  # others can, or need not ask
        except PyMongoError as error:
            if is_outage(error):
                raise
            _log.error("call %s cannot be closed: %s", call.id, type(error).__name__)
            return False  # the others can

    async def _close(self, call: Call) -> bool:
        status = CallStatus.COMPLETED if call.answered_at else CallStatus.FAILED
        known: CarrierCall | None = None
        if call.direction is not Direction.BROWSER and call.carrier_call_sid:
            known = await self._carrier.fetch(call.carrier_call_sid)
            if known is not None:
                said = STATUS_WORDS.get(known.status, CallStatus.COMPLETED)
                if said not in FINAL_STATUSES:
                    if call.outcome is not None and call.answered_at is None:
                        # It was to be hung up while it rang, and its worker ended over it.
                        with contextlib.suppress(TimeoutError):  # the next look asks again
                            async with asyncio.timeout(REAP_EVERY_S):
                                await self._carrier.hang_up(call.carrier_call_sid)
                    # Transferred, or about to come back to us; unless nobody told the carrier.
                    if said is CallStatus.IN_PROGRESS:
                        await self._rescue.ask_again(call)
                    return False
                status = said
        elif call.direction is Direction.OUTBOUND and await self._may_ring(call):
            return False
        outcome, reason = CallOutcome.LOST, "its worker was lost"
        lasted_s = known.duration_s or None if known is not None else None
        if left := (await for_org(self._database, call.org_id).calls.private(call.id)).get("left"):
            # They hung up before anybody could know that the worker was gone.
            outcome = seen_by_carrier(call, abandoned=False)
            lasted_s = left.get("lasted_s") or lasted_s
            reason, status = f"carrier:{left['status']}", STATUS_WORDS[left["status"]]
        ended = await self._ends.close(
            call,
            outcome,
            reason,
            status=status,
            ended_at=await self._ended_at(call),
            lasted_s=lasted_s,
        )
        if ended is not None:
            _log.warning("call %s was lost and is closed", call.id)
        return ended is not None

    async def _may_ring(self, call: Call) -> bool:
        """Whether the carrier has, or may get, the order of a worker that died over it."""
        if utc_now() - call.created_at < timedelta(seconds=60):
            return True  # the order may still be under way
        calls = for_org(self._database, call.org_id).calls
        sid = await self._lost.look(call.to_number, call.from_number, call.created_at)
        # The next look asks what became of it.
        return sid is not None and await calls.take_sid(call.id, sid)

    async def _ended_at(self, call: Call) -> datetime:
        """When it really ended, which may be hours ago: as our last words say."""
        seen = await self._workers.last_seen(call.worker_id) if call.worker_id else None
        calls = for_org(self._database, call.org_id).calls
        written_ms = await calls.last_written_ms(call.id)
        written = call.created_at + timedelta(milliseconds=written_ms)
        return min(utc_now(), max(seen or written, written))
