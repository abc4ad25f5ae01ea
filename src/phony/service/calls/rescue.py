"""Workers that fall silent, and their calls, which the carrier is made to ask for again.

A worker that dies loses its sockets, so the carrier comes by itself. One that hangs keeps them:
its callers would hear nothing for as long as it hangs.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import time
from collections.abc import Callable
from datetime import datetime

from pymongo.errors import PyMongoError

from phony.domain.calls import Call, Direction
from phony.domain.errors import PhonyError
from phony.service.calls.addresses import Addresses
from phony.service.calls.ending import CarrierVoice
from phony.store.calls import live_calls
from phony.store.database import Database
from phony.store.repositories import for_org
from phony.store.workers import WorkerDirectory, WorkerState
from phony.wire import twiml

_log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.4
# A heart that has not beaten for so long while we looked: four beats were missed. With the time
# between two looks, and to the first one after the last beat, it is noticed within three seconds.
SILENT_S = 2.2
# Who was away for so long (stopped, or without a database) has seen nothing of the others.
AWAY_S = 1.2
_PATIENCE = 4.0
_FORGOTTEN_S = 60.0
_AT_ONCE = 32
# What the carrier does not take in so soon, the reaper tells it later.
_WITHIN_S = 5.0


class Rescue:
    """Looks after the calls of all other workers; every worker has one."""

    def __init__(
        self,
        database: Database,
        worker_id: str,
        carrier: CarrierVoice,
        addresses: Addresses,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`carrier` can be told to ask again, at one of the `addresses`; `clock` is in seconds."""
        self._database = database
        self._worker_id = worker_id
        self._carrier = carrier
        self._addresses = addresses
        self._clock = clock
        self._workers = WorkerDirectory(database)
        self._hands = asyncio.Semaphore(_AT_ONCE)
        self._looked_at = 0.0
        self._patience_s = SILENT_S
        # The last beat of each that we know of, and when we saw it first.
        self._beats: dict[str, tuple[datetime, float]] = {}
        self._others: list[WorkerState] = []
        self.silent: frozenset[str] = frozenset()

    async def run(self) -> None:
        """Look, for ever."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                await self.look()
            except PyMongoError as error:
                self._beats.clear()
                _log.warning("nobody looks after the other workers: %s", type(error).__name__)

    async def look(self) -> list[str]:
        """Take the calls of those who are silent; says which calls."""
        workers = await self._workers.seen(_FORGOTTEN_S)
        silent = self._silent_of(workers)
        for worker in silent:
            if worker.id not in self.silent:
                _log.error("worker %s does not answer: its calls are taken over", worker.id)
        self.silent = frozenset(worker.id for worker in silent)
        self._others = [w for w in workers if w.id not in self.silent | {self._worker_id}]
        taken = []
        for worker in silent:
            calls = await live_calls(self._database, worker.id)
            comes = _is_gone(worker)
            taken += await asyncio.gather(*(self._take(call, comes) for call in calls))
        return [call_id for call_id in taken if call_id is not None]

    def others(self) -> list[WorkerState]:
        """The others that answer, as they were at our last look; none if that is long ago."""
        return self._others if self._clock() - self._looked_at < AWAY_S else []

    def _silent_of(self, workers: list[WorkerState]) -> list[WorkerState]:
        """Those whose heart stood still while we watched, however the clocks are set."""
        now = self._clock()
        gap_s, self._looked_at = now - self._looked_at, now
        known = self._beats if gap_s < AWAY_S else {}
        # Who looks late itself cannot ask of the others to be in time.
        late_s = _PATIENCE * max(0.0, gap_s - 2 * LOOK_EVERY_S) if known else 0.0
        self._patience_s = max(SILENT_S, self._patience_s - LOOK_EVERY_S, SILENT_S + late_s)
        self._beats = {}
        for worker in workers:
            seen_at, since = known.get(worker.id, (None, now))
            self._beats[worker.id] = (worker.seen_at, since if seen_at == worker.seen_at else now)
        still = {
            name for name, (_, since) in self._beats.items() if now - since >= self._patience_s
        }
        return [worker for worker in workers if worker.id in still - {self._worker_id}]

    async def _take(self, call: Call, carrier_comes: bool) -> str | None:
        """Make it nobody's: the worker that hangs writes nothing of it from now on."""
        async with self._hands:
            taken = await for_org(self._database, call.org_id).calls.take_from(call)
            if taken is not None and not carrier_comes:
                await self.ask_again(taken)
        return None if taken is None else call.id

    async def ask_again(self, call: Call) -> bool:
        """Have the carrier end its stream, which nobody serves, and ask us for another.

        One that still rings asks by itself, once it is answered; a browser has no carrier.
        """
        if call.direction is Direction.BROWSER or not call.carrier_call_sid:
            return False
        if call.answered_at is None or call.outcome is not None:
            return False
        url = self._addresses.call(call.id, "resume", **{"try": call.resume_count + 1})
        try:
            await self._carrier.run_twiml(call.carrier_call_sid, twiml.redirect(url), _WITHIN_S)
        except PhonyError as error:
            _log.warning("call %s: the carrier does not ask again: %s", call.id, error.code)
            return False
        return True


def _is_gone(worker: WorkerState) -> bool:
    """Whether its process has ended, as far as we can see, and its sockets with it."""
    if worker.host != socket.gethostname() or not worker.pid:
        return False
    try:
        os.kill(worker.pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        pass
    return False
