"""`phony bench soak`: calls that come and go for minutes; does anything pile up?

Every call talks for a while and hangs up, and the next takes its place. What the worker holds is
read every few seconds: memory and open files must stay flat, and every session must be closed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from phony.bench import processes
from phony.bench.caller import Caller
from phony.bench.cost import CLOSED_WITHIN_S, until
from phony.bench.farends import FarEnds
from phony.bench.targets import Product
from phony.domain.errors import PhonyError, Unavailable

SAMPLE_S = 2.0
GREETED_WITHIN_S = 20.0
# What a worker may have open beside its calls: connections of the database's pool come and go.
SPARE_FILES = 12
# More than this for each of many calls is no cache that fills up.
MOST_KB_PER_CALL = 20.0
MANY_CALLS = 200


@dataclass(slots=True)
class Sample:
    """What the worker held at one moment, `at_s` into the soak."""

    at_s: float
    rss_kb: int
    files: int
    calls: int  # begun so far


@dataclass(slots=True)
class Soak:
    """What a soak has shown."""

    calls: int = 0
    opened: int = 0
    closed: int = 0
    lost: int = 0
    reordered: int = 0
    files_before: int = 0
    files_after: int = 0
    samples: list[Sample] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def kb_per_call(self) -> float:
        """Memory that stayed for each call of the second half: caches are full then."""
        if len(self.samples) < 4:
            return 0.0
        middle, last = self.samples[len(self.samples) // 2], self.samples[-1]
        return (last.rss_kb - middle.rss_kb) / max(1, last.calls - middle.calls)

    @property
    def failed(self) -> bool:
        """Something was lost, left open or piled up."""
        leaked = self.files_after > self.files_before + SPARE_FILES
        grows = self.calls >= MANY_CALLS and self.kb_per_call > MOST_KB_PER_CALL
        return bool(self.problems or self.lost or leaked or grows or self.opened != self.closed)


async def run_soak(
    *,
    lines: int,
    hold_s: float,
    minutes: float,
    progress: Callable[[str], None] = lambda _: None,
) -> Soak:
    """Keep `lines` calls up for `minutes`, each for `hold_s` seconds.

    Raises:
        Unavailable: this machine cannot, or the product did not come up.
    """
    far_core, bridge_core = processes.cores()
    far = FarEnds()
    await far.listen()
    soak = Soak()
    try:
        with processes.on_core(far_core):
            async with Product(far).running(far_core, bridge_core) as product:
                measured = far.fresh()
                soak.files_before = processes.open_files(product.pid)
                begun = time.monotonic()
                async with asyncio.TaskGroup() as group:
                    watch = group.create_task(_watch(product, soak, begun, progress))
                    async with asyncio.TaskGroup() as callers:
                        for line in range(lines):
                            later_s = hold_s * line / lines
                            callers.create_task(
                                _line(product, far, soak, later_s, hold_s, begun + minutes * 60)
                            )
                    watch.cancel()
                await until(
                    lambda: measured.closed >= measured.opened, "sessions closed", CLOSED_WITHIN_S
                )
                await asyncio.sleep(2)  # records are finished, connections go back to their pool
                soak.files_after = processes.open_files(product.pid)
                soak.opened, soak.closed = measured.opened, measured.closed
                soak.lost = measured.up.lost + measured.down.lost
                soak.reordered = measured.up.reordered + measured.down.reordered
                soak.problems += measured.problems[:5]
    finally:
        await far.close()
    return soak


async def _watch(
    product: Product, soak: Soak, begun: float, progress: Callable[[str], None]
) -> None:
    while True:
        await asyncio.sleep(SAMPLE_S)
        pid = product.pid
        at_s = time.monotonic() - begun
        sample = Sample(at_s, processes.rss_kb(pid), processes.open_files(pid), soak.calls)
        soak.samples.append(sample)
        if len(soak.samples) % 5 == 0:
            progress(
                f"{at_s:.0f} s: {sample.calls} calls so far, {sample.rss_kb / 1024:.0f} MB, "
                f"{sample.files} files open"
            )


async def _line(
    product: Product, far: FarEnds, soak: Soak, later_s: float, hold_s: float, until_s: float
) -> None:
    """One line: a call after the other."""
    await asyncio.sleep(later_s)
    while time.monotonic() < until_s:
        soak.calls += 1
        caller = Caller(soak.calls, far.measured, far.pump, far)
        try:
            await product.open(caller)
            await until(lambda c=caller: c.session is not None, "a greeting", GREETED_WITHIN_S)  # type: ignore[misc]
        except (PhonyError, OSError, product.http_errors) as error:
            soak.problems.append(f"{type(error).__name__}: {error}"[:200])
            return
        assert caller.session is not None
        now = time.monotonic()
        caller.talk(now)
        session = far.sessions[caller.session]
        session.converse(now + 0.5)
        await asyncio.sleep(hold_s)
        session.stop()
        caller.stop_talking()
        await asyncio.sleep(0.2)  # what is on its way
        far.hang_up([caller])
        try:
            await product.ended(caller)
        except (Unavailable, product.http_errors) as error:
            soak.problems.append(f"{type(error).__name__}: {error}"[:200])
