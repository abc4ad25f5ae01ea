"""`phony bench cost`: CPU per call-second of the shipped server, beside two references.

Rounds are interleaved and compared within themselves: the machine's speed changes from minute to
minute, ratios do not. A run in which the far ends were late is void and repeated once.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from phony.bench import processes, stamps
from phony.bench.caller import Caller
from phony.bench.certificate import self_signed
from phony.bench.engine import CHUNKS, CYCLE_S
from phony.bench.farends import FarEnds
from phony.bench.pump import FRAME_S, Measured
from phony.bench.stamps import median, p99s, quantile
from phony.bench.targets import Product, Reference, Target
from phony.bench.watchers import watching
from phony.domain.errors import Unavailable

LATE_MS = 6.0
SETTLE_S = 2.0
UP_WITHIN_S = 60.0
AT_ONCE = 8
CLOSED_WITHIN_S = 10.0


@dataclass(slots=True)
class Latency:
    """Ways through the product, in ms: to the engine, to the caller, and two ends of speech."""

    up_p50: float = 0.0
    up_p99: float = 0.0
    down_p50: float = 0.0
    down_p99: float = 0.0
    clear_p99: float = 0.0  # caller begins to speak -> the agent's sound is cleared
    close_p99: float = 0.0  # hang-up -> engine session closed


@dataclass(slots=True)
class Run:
    """The figures of one run of one target."""

    name: str
    calls: int
    cpu_ms: float = 0.0  # per call-second
    far_ms: float = 0.0  # the far ends' own, as a speed meter
    mongod_ms: float = 0.0
    setup_ms: float = 0.0  # CPU per call set up
    rss_kb: float = 0.0  # per call
    latency: Latency = field(default_factory=Latency)
    lost: int = 0
    reordered: int = 0
    barge_ins: int = 0
    cleared: int = 0
    opened: int = 0
    closed: int = 0
    late_ms: float = 0.0
    problems: list[str] = field(default_factory=list)

    @property
    def void(self) -> bool:
        """The far ends were late: nothing can be said."""
        return self.late_ms > LATE_MS


@dataclass(slots=True)
class Report:
    """All runs of all rounds."""

    runs: list[Run]

    def of(self, name: str) -> list[Run]:
        """The valid runs of one target."""
        return [run for run in self.runs if run.name == name and not run.void]

    def median(self, name: str, figure: Callable[[Run], float]) -> float | None:
        """The median of a figure over the valid rounds; None if there is none."""
        runs = self.of(name)
        return median([figure(run) for run in runs]) if runs else None

    def ratio(self, other: str) -> float | None:
        """CPU of the product over that of a reference; None without valid runs of both."""
        ours = self.median("phony", lambda run: run.cpu_ms)
        theirs = self.median(other, lambda run: run.cpu_ms)
        return ours / theirs if ours and theirs else None


async def bring_up(target: Target, callers: list[Caller]) -> None:
    """Connect all callers, a few at a time."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(caller: Caller) -> None:
        async with gate:
            await target.open(caller)

    async with asyncio.timeout(UP_WITHIN_S), asyncio.TaskGroup() as group:
        for caller in callers:
            group.create_task(one(caller))


async def measure(
    target: Target, far: FarEnds, calls: int, window_s: float, mongod: int | None = None
) -> Run:
    """One run: calls up, a window, all hang up, everything closed."""
    measured = far.fresh()
    run = Run(target.name, calls)
    callers = [Caller(number, measured, far.pump, far) for number in range(1, calls + 1)]
    few = max(1, calls // 4)
    await bring_up(target, callers[:few])
    await until(lambda: measured.opened >= few, "engine sessions")
    rss_few = processes.rss_kb(target.pid)
    cpu = processes.cpu_s(target.pid)
    await bring_up(target, callers[few:])
    await until(lambda: measured.opened >= calls, "engine sessions")
    run.setup_ms = (processes.cpu_s(target.pid) - cpu) * 1000 / max(1, calls - few)
    if target.greets:
        await until(lambda: far.paired >= calls, "greetings")
        await asyncio.sleep(2 * CHUNKS * FRAME_S)  # a greeting that is cut would seem lost
    start_talking(far, callers)
    await asyncio.sleep(SETTLE_S + (CYCLE_S if not target.greets else 0.0))
    run.rss_kb = (processes.rss_kb(target.pid) - rss_few) / max(1, calls - few)
    await _window(target, run, far, window_s, mongod)
    for caller in callers:
        caller.stop_talking()
    for session in far.sessions.values():
        session.stop()
    await asyncio.sleep(1.2)  # what is on its way, and clears that are due
    _count(run, measured)
    far.hang_up(callers)
    if isinstance(target, Product):
        for caller in callers:
            await target.ended(caller)
    with contextlib.suppress(Unavailable):
        await until(lambda: measured.closed >= measured.opened, "sessions closed", CLOSED_WITHIN_S)
    run.opened, run.closed = measured.opened, measured.closed
    run.latency.close_p99 = quantile(measured.closes, 0.99)
    run.problems = measured.problems[:5]
    return run


def start_talking(far: FarEnds, callers: list[Caller]) -> None:
    """Everybody talks, evenly spread over the frame and over the cycle."""
    start = time.monotonic() + 0.1
    for place, caller in enumerate(callers):
        caller.talk(start + FRAME_S * place / len(callers))
    for place, session in enumerate(far.sessions.values()):
        session.converse(start + CYCLE_S * place / len(callers))


async def _window(
    target: Target, run: Run, far: FarEnds, window_s: float, mongod: int | None
) -> None:
    far.begin_window()
    measured = far.measured
    begun = time.monotonic()
    before = processes.cpu_s(target.pid)
    own = processes.cpu_s(os.getpid())
    store = processes.cpu_s(mongod) if mongod else 0.0
    await asyncio.sleep(window_s)
    call_s = run.calls * (time.monotonic() - begun)
    run.cpu_ms = (processes.cpu_s(target.pid) - before) * 1000 / call_s
    run.far_ms = (processes.cpu_s(os.getpid()) - own) * 1000 / call_s
    run.mongod_ms = ((processes.cpu_s(mongod) - store) * 1000 / call_s) if mongod else 0.0
    run.late_ms = p99s(measured.lateness)
    up = [value for values in measured.up.slices.values() for value in values]
    down = [value for values in measured.down.slices.values() for value in values]
    run.latency.up_p50, run.latency.up_p99 = median(up), p99s(measured.up.slices)
    run.latency.down_p50, run.latency.down_p99 = median(down), p99s(measured.down.slices)


def _count(run: Run, measured: Measured) -> None:
    run.lost = measured.up.lost + measured.down.lost
    run.reordered = measured.up.reordered + measured.down.reordered
    run.barge_ins, run.cleared = measured.barge_ins, len(measured.clears)
    run.latency.clear_p99 = stamps.quantile(measured.clears, 0.99)


async def until(condition: Callable[[], bool], what: str, within_s: float = UP_WITHIN_S) -> None:
    """Wait for a condition of this process.

    Raises:
        Unavailable: it did not come true in time.
    """
    deadline = time.monotonic() + within_s
    while not condition():
        if time.monotonic() > deadline:
            raise Unavailable(f"the benchmark waited {within_s:g} s for: {what}")
        await asyncio.sleep(0.02)


async def run_cost(
    *,
    calls: int,
    rounds: int,
    window_s: float,
    references: bool = True,
    watchers: int = 0,
    realtime: bool = False,
    tls: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Report:
    """Measure in interleaved rounds; with `watchers` the product once more while they watch.

    `tls`: the engine's leg is encrypted, as it is with a real one.

    Raises:
        Unavailable: this machine cannot, or a target does not work.
    """
    far_core, bridge_core = processes.cores()
    runs: list[Run] = []
    async with contextlib.AsyncExitStack() as stack:
        far = FarEnds(stack.enter_context(self_signed()) if tls else None)
        await far.listen()
        stack.push_async_callback(far.close)
        stack.enter_context(processes.on_core(far_core, realtime=realtime))
        product = await stack.enter_async_context(Product(far).running(far_core, bridge_core))
        targets: list[Target] = [product]
        if references:
            for name in ("relay", "plain"):
                reference = Reference(name, far)
                targets.append(await stack.enter_async_context(reference.running(bridge_core)))
        if realtime:
            for target in targets:
                processes.pin(target.pid, bridge_core, realtime=True)
        for number in range(rounds):
            for target in targets:
                progress(f"round {number + 1} of {rounds}: {target.name}, {calls} calls")
                mongod = product.mongod_pid() if target is product else None
                run = await measure(target, far, calls, window_s, mongod)
                if run.void:
                    progress(f"void, the far ends were {run.late_ms:.1f} ms late; once more")
                    runs.append(run)
                    run = await measure(target, far, calls, window_s, mongod)
                runs.append(run)
            if watchers:
                progress(f"round {number + 1} of {rounds}: phony, {watchers} watching")
                async with watching(product.url, watchers, far_core):
                    run = await measure(product, far, calls, window_s, product.mongod_pid())
                run.name = f"phony, {watchers} watching"
                runs.append(run)
    return Report(runs)
