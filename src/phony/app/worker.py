"""One worker: everything it is made of, and the work that goes on beside its calls."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from phony.api.carrier.streams import MediaRoutes
from phony.api.http.deps import Services
from phony.app.building import Calling, calling_of, connect, services_of, tails_of
from phony.app.far_ends import FarEnds, account_of, reach
from phony.domain.ids import DEFAULT_ORG
from phony.net import handoff
from phony.net.upgrade import Upgrades
from phony.service.after.retention import Retention
from phony.service.after.summaries import Summaries
from phony.service.bridge.registry import LEAVE_S
from phony.service.calls import ownership
from phony.service.operations.keep_running import keep_running
from phony.service.operations.metrics import Metrics
from phony.settings import Settings
from phony.store.engines import EngineStates
from phony.store.leases import Leases
from phony.store.spill import Spill, SpillFile
from phony.store.workers import WorkerState

_LET_GO_S = 3.0


@dataclass(frozen=True, slots=True)
class Worker:
    """Everything one worker is made of."""

    id: str
    calling: Calling
    spill: Spill
    services: Services
    retention: Retention
    summaries: Summaries
    media: MediaRoutes
    upgrades: Upgrades
    receiver: handoff.Receiver

    @classmethod
    async def build(
        cls,
        settings: Settings,
        worker_id: str,
        metrics: Metrics,
        upgrades: Upgrades,
        stack: contextlib.AsyncExitStack,
    ) -> Worker:
        """Connect and construct; `stack` closes what must be closed."""
        far = FarEnds(settings)
        database = await connect(settings, metrics, stack)
        outward = reach(far, allow_private=settings.allow_private_urls, stack=stack)
        tails = await tails_of(settings, worker_id, stack)
        calling = await calling_of(settings, worker_id, database, outward, metrics, tails)
        account = account_of(far, stack)
        services = services_of(settings, far, database, account, outward.http, calling, metrics)
        run_dir = Path(settings.data_dir) / "run"
        return cls(
            id=worker_id,
            calling=calling,
            spill=Spill(calling.journal.sound, calling.journal.flush, SpillFile(run_dir)),
            services=services,
            retention=Retention(database, worker_id),
            summaries=Summaries(database, outward.engine, calling.spending, calling.breakers),
            media=MediaRoutes(
                calling.calls,
                services.access,
                services.signatures,
                run_dir=run_dir,
                worker_id=worker_id,
                spawn=upgrades.spawn,
            ),
            upgrades=upgrades,
            receiver=handoff.Receiver(handoff.path_of(run_dir, worker_id), upgrades.adopt),
        )

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """All work beside the calls, owned by one group; calls end before it does."""
        following, owning = asyncio.Event(), asyncio.Event()
        async with asyncio.TaskGroup() as group:
            tasks = self._begin(group, following, owning)
            async with asyncio.timeout(15):
                await owning.wait()
                await following.wait()
            self.receiver.start()
            try:
                yield
            finally:
                self.receiver.stop()
                await self.calling.registry.drain(0)
                await self.upgrades.close()
                await self.services.exposition.leave()
                # The journal last: it writes what the others left.
                for task in reversed(tasks):
                    task.cancel()

    def _begin(
        self, group: asyncio.TaskGroup, following: asyncio.Event, owning: asyncio.Event
    ) -> list[asyncio.Task[None]]:
        services, calling = self.services, self.calling
        database, registry, calls = services.database, calling.registry, calling.calls
        state = WorkerState(id=self.id)
        works = {
            "journal": calling.journal.run(),
            "spill": self.spill.run(),
            "calls": registry.run(owning),
            "follow": ownership.follow(
                database, registry, calls.on_signal, calls.resuming, following
            ),
            "reaper": calls.reaper.run(),
            "rescue": calls.rescue.run(),
            "heartbeat": ownership.heartbeat(database, registry, state, calling.journal),
            "engines": calling.breakers.run(EngineStates(database)),
            "sounds": calling.sounds.run(),
            "metrics": services.exposition.run(),
            "numbers": self._reconnect_numbers(),
        }
        beside = (
            services.spending,
            services.feed,
            services.webhooks,
            self.retention,
            self.summaries,
        )
        for work in beside:
            name = type(work).__name__
            works[name] = keep_running(name, work.run)
        return [group.create_task(work, name=name) for name, work in works.items()]

    async def drain(self, within_s: float, *, everybody: bool) -> None:
        """Let calls end; leave time to take leave, and to let go of what others take up."""
        patience_s = max(0.0, within_s - LEAVE_S - _LET_GO_S)
        await self.calling.calls.drain(patience_s, everybody=everybody)

    async def _reconnect_numbers(self) -> None:
        """One worker of those that start at the same time is enough."""
        leases = Leases(self.services.database)
        if await leases.take("reconnect", self.id, ttl_s=60):
            await self.services.numbers.reconnect(DEFAULT_ORG)
            await leases.drop("reconnect", self.id)
