"""Four live calls with stamps on every frame both ways, and what strangers do to them."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from phony.bench import processes
from phony.bench.caller import Caller
from phony.bench.cost import bring_up, start_talking, until
from phony.bench.farends import FarEnds
from phony.bench.strangers.rows import Row
from phony.bench.targets import Product
from phony.domain.errors import PhonyError

CALLS = 4
QUIET_S = 5.0
TRIES = 3
SETTLE_S = 1.0  # what was held up shows once it moves again
# Memory that a row may leave behind, once a few calls have come and gone.
MOST_LEFT_MB = 64.0
DESCRIPTORS = 1024  # what a service manager gives by default
_GREETED_S = 20.0

Progress = Callable[[str], None]


@dataclass(slots=True)
class Try:
    """One try of a row, times in ms."""

    quiet_ms: float  # the worst lateness of audio just before, with nobody else there
    worst_ms: float = 0.0
    far_late_ms: float = 0.0  # the far ends' own lateness while it lasted: what measures
    load_late_ms: float = 0.0  # that of the process which sent it all
    answers: dict[str, int] = field(default_factory=dict)
    left_mb: float = 0.0  # of the worker's memory
    newcomer: str = ""  # what became of somebody who called meanwhile; empty: all went well

    @property
    def still_ms(self) -> float:
        """How much longer audio stood still than in the quiet, or than who measures it was late."""
        return max(0.0, self.worst_ms - max(self.quiet_ms, self.far_late_ms))


@dataclass(slots=True)
class Tried:
    """A row with all its tries."""

    row: Row
    tries: list[Try] = field(default_factory=list)

    @property
    def misses(self) -> list[str]:
        """What the best try missed."""
        tried = [(missed(self.row, one), one.still_ms) for one in self.tries]
        return min(tried, key=lambda one: (len(one[0]), one[1]), default=(["not run"], 0))[0]


def missed(row: Row, one: Try) -> list[str]:
    """The targets that a try missed, in words."""
    found = []
    if one.far_late_ms > row.most_ms:
        found.append(f"void: the far ends themselves were {one.far_late_ms:.0f} ms late")
    if one.still_ms > row.most_ms:
        found.append(f"audio stood still {one.still_ms:.0f} ms more, not {row.most_ms:.0f} ms")
    if one.newcomer:
        found.append(f"a new caller: {one.newcomer}")
    if one.left_mb > MOST_LEFT_MB:
        found.append(f"{one.left_mb:.0f} MB stayed")
    return found


async def run_strangers(
    rows: list[Row],
    *,
    tries: int = TRIES,
    quiet_s: float = QUIET_S,
    realtime: bool = False,
    progress: Progress,
) -> list[Tried]:
    """All rows on one product; one that misses is tried again.

    Raises:
        Unavailable: this machine cannot, or the product did not come up.
    """
    far_core, bridge_core = processes.cores()
    far = FarEnds()
    await far.listen()
    try:
        async with contextlib.AsyncExitStack() as stack:
            stack.enter_context(processes.on_core(far_core, realtime=realtime))
            starting = Product(far, descriptors=DESCRIPTORS).running(far_core, bridge_core)
            product = await stack.enter_async_context(starting)
            if realtime:
                processes.pin(product.pid, bridge_core, realtime=True)
            callers = await _talking(product, far)
            outcomes = [await _tried(row, product, far, tries, quiet_s, progress) for row in rows]
            far.hang_up(callers)
            for caller in callers:
                await product.ended(caller)
            return outcomes
    finally:
        await far.close()


async def _talking(product: Product, far: FarEnds) -> list[Caller]:
    """The live calls."""
    measured = far.fresh()
    callers = [Caller(number, measured, far.pump, far) for number in range(1, CALLS + 1)]
    await bring_up(product, callers)
    await until(lambda: far.paired >= CALLS, "greetings")
    start_talking(far, callers)
    return callers


async def _tried(
    row: Row, product: Product, far: FarEnds, tries: int, quiet_s: float, progress: Progress
) -> Tried:
    tried = Tried(row)
    for _ in range(tries):
        progress(f"{row.name}: {row.title}")
        tried.tries.append(await _try(row, product, far, quiet_s))
        if not tried.misses:
            break
    return tried


async def _try(row: Row, product: Product, far: FarEnds, quiet_s: float) -> Try:
    far.begin_window()
    await asyncio.sleep(quiet_s)
    one = Try(_worst_ms(far))
    before_kb = processes.rss_kb(product.pid)
    far.begin_window()
    process = processes.strangers(row.name, product.url)
    process.start()
    try:
        said = asyncio.get_running_loop().create_task(_said(process))
        if row.newcomer:
            await asyncio.sleep(row.newcomer_after_s)
            one.newcomer = await _call(product, far)
        about = await said
    finally:
        await asyncio.to_thread(process.stop)
    await asyncio.sleep(SETTLE_S)
    one.worst_ms = _worst_ms(far)
    one.far_late_ms = max(max(late, default=0.0) for late in far.measured.lateness.values())
    one.load_late_ms, one.answers = float(about["late_ms"]), about["answers"]
    one.left_mb = (processes.rss_kb(product.pid) - before_kb) / 1024
    return one


async def _said(process: processes.Process) -> dict[str, Any]:
    return await asyncio.to_thread(process.first_line)


def _worst_ms(far: FarEnds) -> float:
    """The worst lateness of any frame, either way."""
    ways = (far.measured.up.slices, far.measured.down.slices)
    return max((max(values) for slices in ways for values in slices.values()), default=0.0)


async def _call(product: Product, far: FarEnds) -> str:
    """Somebody calls, hears the greeting and hangs up; what went wrong, if anything did."""
    caller = Caller(CALLS + 1, far.measured, far.pump, far)
    began = time.monotonic()
    try:
        await product.open(caller)
        await until(lambda: caller.session is not None, "the greeting", _GREETED_S)
        far.hang_up([caller])
        await product.ended(caller)
    except (PhonyError, OSError, product.http_errors) as error:
        return f"{type(error).__name__} after {time.monotonic() - began:.1f} s: {error}"[:160]
    return ""
