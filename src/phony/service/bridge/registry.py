"""The calls of this process: admission, one metronome for all, and a graceful end."""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from enum import StrEnum
from statistics import median
from typing import Any

from phony.domain.calls import FINAL_STATUSES
from phony.domain.commands import Command
from phony.domain.edits import Edit
from phony.domain.errors import Unavailable
from phony.service.bridge.call import CallBridge
from phony.service.operations.metrics import Metrics

_log = logging.getLogger(__name__)
TICK_S = 0.1
TICKS_AT_ONCE = 4
# A call is full of cycles, and nearly all else is freed at once: left to itself, the collector of
# long-lived objects would look again after tens of thousands. It takes about 0.1 ms a live call.
COLLECT_EVERY = 50
# So long leave-taking lasts at most: up to a turn's border, the goodbye, the record of it.
LEAVE_S = 9.0
_BORDER_TICKS = 30
# The loop's lateness is what it was most of the time so lately: a single hiccup sheds nobody.
_LATE_WITHIN_S = 3.0


class Need(StrEnum):
    """Why a line is wanted: what we begin ourselves waits first, who is on the phone never does."""

    PLACED = "placed"
    ANSWERED = "answered"
    GOES_ON = "goes_on"


# So late, callers hear gaps, or every answer comes late: one more call would harm all others.
MAX_LAG_MS = {Need.PLACED: 150.0, Need.ANSWERED: 250.0, Need.GOES_ON: float("inf")}


def most_calls(max_calls: int) -> int:
    """How many calls a worker has at most: those that go on are taken beyond the limit."""
    return max_calls + max_calls // 4


def spare_lines(need: Need, calls: int, max_calls: int, lag_ms: float) -> int:
    """How many more calls of that kind a worker takes.

    A tenth is kept for callers. A call that goes on is taken beyond the limit, by a quarter at
    most: it runs already, and has nowhere else to go.
    """
    if lag_ms > MAX_LAG_MS[need]:
        return 0
    most = {Need.PLACED: max_calls - max_calls // 10, Need.GOES_ON: most_calls(max_calls)}
    return max(0, most.get(need, max_calls) - calls)


class Busy(Unavailable):
    """All lines of this worker are taken, or it is draining."""

    code = "busy"


class CallRegistry:
    """Holds the running bridges; `run` belongs to the app's lifespan and owns their tasks."""

    def __init__(self, worker_id: str, *, max_calls: int, metrics: Metrics | None = None) -> None:
        """`max_calls` is the admission limit of this process."""
        self._metrics = metrics
        self._counted: dict[str, tuple[int, int]] = {}
        self.worker_id = worker_id
        self.max_calls = max_calls
        self.draining = False
        self._late_ms: deque[float] = deque(maxlen=round(_LATE_WITHIN_S / TICK_S))
        self._bridges: dict[str, CallBridge] = {}
        self._tasks: dict[CallBridge, asyncio.Task[None]] = {}
        self._ended = 0
        self._lost_writes = 0
        self._group: asyncio.TaskGroup | None = None
        self._empty = asyncio.Event()
        self._empty.set()

    async def run(self, ready: asyncio.Event | None = None) -> None:
        """Own the calls until cancelled."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            if ready is not None:
                ready.set()
            await self._metronome()

    async def _metronome(self) -> None:
        loop = asyncio.get_running_loop()
        due = count_at = loop.time()
        while True:
            due += TICK_S
            await asyncio.sleep(max(0.0, due - loop.time()))
            late = time.monotonic() - due
            self._late_ms.append(max(0.0, late * 1000))
            if late > 1:
                due = loop.time()
            for number, bridge in enumerate(self.running(), 1):
                bridge.tick()
                if number % TICKS_AT_ONCE == 0:
                    await asyncio.sleep(0)  # audio first: hundreds of ticks take many ms
            if self._metrics is not None and due >= count_at:
                count_at = due + 1
                running = self.running()
                self._metrics.calls_running.set(len(running))
                for bridge in running:
                    self._count_frames(bridge)

    def _count_frames(self, bridge: CallBridge) -> None:
        assert self._metrics is not None
        caller, agent = bridge.flight.frames
        old_caller, old_agent = self._counted.get(bridge.call.id, (0, 0))
        self._counted[bridge.call.id] = caller, agent
        self._metrics.frames.labels("caller").inc(caller - old_caller)
        self._metrics.frames.labels("agent").inc(agent - old_agent)
        for code in bridge.flight.engine_errors:
            self._metrics.engine.errors.labels(code).inc()
        bridge.flight.engine_errors.clear()
        for place in bridge.record.engine_places:
            self._metrics.engine.sessions.labels("fallback" if place else "own").inc()
        bridge.record.engine_places.clear()

    def _count_end(self, bridge: CallBridge) -> None:
        assert self._metrics is not None
        self._count_frames(bridge)
        self._counted.pop(bridge.call.id, None)
        call = bridge.call
        if call.status not in FINAL_STATUSES:
            self._metrics.calls_ended.labels(call.outcome or "released").inc()
            return  # who goes on with it counts the rest
        self._metrics.calls_ended.labels(call.outcome or "unknown").inc()
        self._metrics.cost_usd.inc(call.cost.total_usd)
        for reply_ms in call.stats.reply_ms:
            self._metrics.reply_seconds.observe(reply_ms / 1000)
        failed = call.stats.tool_errors
        self._metrics.tool_calls.labels("ok").inc(call.stats.tool_calls - failed)
        self._metrics.tool_calls.labels("failed").inc(failed)

    # ---- admission -------------------------------------------------------------------------------

    @property
    def lag_ms(self) -> float:
        """How late the loop is: the median of some seconds."""
        return median(self._late_ms) if self._late_ms else 0.0

    def check_room(self, need: Need = Need.ANSWERED) -> None:
        """Say whether another call may begin.

        Raises:
            Busy: the limit is reached, or this worker is about to stop.
        """
        if self.draining:
            raise Busy("This worker is about to stop.")
        if self.lag_ms > MAX_LAG_MS[need]:
            raise Busy("This worker is overloaded.", cure="Add workers or machines.")
        if not spare_lines(need, len(self.running()), self.max_calls, self.lag_ms):
            raise Busy(
                "All lines are busy.", cure="Raise PHONY_MAX_CALLS, or add workers or machines."
            )

    def start(self, bridge: CallBridge) -> None:
        """Run a call; it leaves by itself when it is over."""
        if self._group is None:
            raise Busy("This worker is not ready.")
        self._bridges[bridge.call.id] = bridge
        self._empty.clear()
        if self._metrics is not None:
            self._metrics.calls_started.labels(bridge.call.direction).inc()
        _log.info(
            "call begins",
            extra={"call_id": bridge.call.id, "direction": bridge.call.direction.value},
        )
        task = self._group.create_task(self._run(bridge), name=f"call {bridge.call.id}")
        self._tasks[bridge] = task

    async def _run(self, bridge: CallBridge) -> None:
        try:
            await bridge.run()
        finally:
            call = bridge.call
            self._lost_writes += bridge.record.writes.lost
            self._tasks.pop(bridge, None)
            _log.info(
                "call ends",
                extra={
                    "call_id": call.id,
                    "status": call.status.value,
                    "outcome": call.outcome.value if call.outcome else None,
                    "duration_s": call.duration_s,
                },
            )
            if self._metrics is not None:
                self._count_end(bridge)
            if self._bridges.get(bridge.call.id) is bridge:
                del self._bridges[bridge.call.id]
            if not self._bridges:
                self._empty.set()
            self._ended += 1
            if self._ended % COLLECT_EVERY == 0:
                gc.collect()

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Something that may outlive its call, but not this worker.

        Raises:
            Busy: this worker does not run.
        """
        if self._group is None:
            work.close()
            raise Busy("This worker is not ready.")
        return self._group.create_task(work)

    # ---- looking up ------------------------------------------------------------------------------

    def get(self, call_id: str) -> CallBridge | None:
        """The running bridge of a call, if it is here."""
        return self._bridges.get(call_id)

    def all(self) -> tuple[CallBridge, ...]:
        """Every bridge, also of calls that are over and not written yet."""
        return tuple(self._bridges.values())

    def running(self) -> tuple[CallBridge, ...]:
        """The bridges of calls that take up a line."""
        return tuple(bridge for bridge in self._bridges.values() if not bridge.over)

    def __len__(self) -> int:
        return len(self._bridges)

    @property
    def unwritten(self) -> int:
        """How many calls, running or over, have something to write in order."""
        return sum(bridge.record.writes.waiting for bridge in self._bridges.values())

    @property
    def lost_writes(self) -> int:
        """How many writes were refused, or had to go because too many waited."""
        here = sum(bridge.record.writes.lost for bridge in self._bridges.values())
        return self._lost_writes + here

    async def written(self, bridge: CallBridge, within_s: float) -> None:
        """Wait, so long at most, until a call that is over has written what it held."""
        if (task := self._tasks.get(bridge)) is not None:
            await asyncio.wait({task}, timeout=within_s)

    def give(self, what: Edit | Command) -> None:
        """Hand an edit or command to its call, if the call is here."""
        bridge = self._bridges.get(what.call_id)
        if bridge is None:
            return
        if isinstance(what, Edit):
            bridge.give_edit(what)
        else:
            bridge.give_command(what)

    # ---- the end ---------------------------------------------------------------------------------

    async def drain(self, patience_s: float) -> int:
        """Take no new calls; wait, then let go of what still runs. Says how many were let go.

        A call that is let go is taken up by another worker through the carrier's next request.
        """
        self.draining = True
        if await self._empty_within(patience_s):
            return 0
        left = self.running()
        for bridge in left:
            bridge.release(in_order=True)
        if not await self._empty_within(3):
            # A reaper closes them: ours is about to go, as our heart does.
            _log.error("%d calls could not write their end in time", len(self._bridges))
        return len(left)

    async def take_leave(
        self, bridges: Iterable[CallBridge], farewell: Callable[[CallBridge], Awaitable[None]]
    ) -> None:
        """Tell callers that we stop, and wait for their calls to end; `LEAVE_S` at most."""
        clock = asyncio.get_running_loop().time
        over = clock() + LEAVE_S
        told = list(bridges)

        async def tell(bridge: CallBridge) -> None:
            for _ in range(_BORDER_TICKS):  # nobody is cut off in the middle of a sentence
                if bridge.over or not bridge.session.mid_sentence:
                    break
                await asyncio.sleep(TICK_S)
            if not bridge.over:
                await farewell(bridge)

        await asyncio.gather(*map(tell, told), return_exceptions=True)
        while any(map(self._leaves, told)) and clock() < over:
            await self._empty_within(min(TICK_S, over - clock()))

    def _leaves(self, bridge: CallBridge) -> bool:
        """Whether its end is heard or written now."""
        here = self._bridges.get(bridge.call.id) is bridge
        return here and (bridge.has_stream or bridge.ending)

    async def until_empty(self, patience_s: float, *, moving: bool) -> None:
        """Wait for calls to end; `moving`: let each go where nobody notices, others take it up."""
        clock = asyncio.get_running_loop().time
        over = clock() + patience_s
        while len(self) and clock() < over:
            for bridge in self.all() if moving else ():
                if bridge.between_turns:
                    bridge.release(in_order=True)
            await self._empty_within(min(TICK_S, over - clock()))

    async def _empty_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._empty.wait()
        except TimeoutError:
            return False
        return True
