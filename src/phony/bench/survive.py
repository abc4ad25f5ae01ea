"""`phony bench survive`: kill a worker under its calls, and count the calls that go on.

The far ends do what a carrier does: a stream that breaks takes the caller to the verb after
`<Connect>`, which asks for a stream from whichever worker answers.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from phony.bench import processes
from phony.bench.caller import Caller
from phony.bench.cost import bring_up, start_talking, until
from phony.bench.farends import FarEnds
from phony.bench.stamps import quantile
from phony.bench.targets import Product
from phony.domain.errors import PhonyError, Unavailable

RESUME_WITHIN_S = 20.0
RETRY_S = 0.25


@dataclass(slots=True)
class Survival:
    """What became of the calls of a killed worker."""

    calls: int
    killed: int = 0  # calls whose stream broke
    resumed: int = 0  # of those, heard the agent again
    gaps_ms: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def lost(self) -> int:
        """Calls that did not go on."""
        return self.killed - self.resumed

    @property
    def gap_p99_ms(self) -> float:
        """How long a caller of the dead worker heard nobody."""
        return quantile(self.gaps_ms, 0.99)


class _Survivor(Caller):
    """A caller who notices that the stream broke, and when the agent is heard again."""

    broken_at: float | None = None
    again_at: float | None = None

    def on_close(self, code: int, reason: str) -> None:
        """The worker is gone, or the call is over."""
        if self.talking:
            self.broken_at = time.monotonic()
        super().on_close(code, reason)

    def on_text(self, text: bytes) -> None:
        """Speech, a mark, or `clear`."""
        if self.broken_at is not None and self.again_at is None and b'"media"' in text[:40]:
            self.again_at = time.monotonic()
        super().on_text(text)


async def _go_on(product: Product, caller: _Survivor, resume_path: str) -> None:
    """What the carrier does after a broken stream: ask again until a worker answers."""
    form = {
        "CallSid": caller.names.call_sid,
        "AccountSid": product.account_sid,
        "From": "+15550001111",
        "To": product.number,
        "CallStatus": "in-progress",
        "Direction": "inbound",
    }
    deadline = time.monotonic() + RESUME_WITHIN_S
    while True:
        try:
            await product.follow(caller, await product.webhook(resume_path, form))
            caller.talk(time.monotonic())
            return
        except (PhonyError, OSError, product.http_errors):
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(RETRY_S)


async def run_survive(
    *, calls: int, workers: int, progress: Callable[[str], None] = lambda _: None
) -> Survival:
    """Kill -9 one worker with its calls; the others and the restarted one take them up.

    Raises:
        Unavailable: the product did not come up.
    """
    far_core, bridge_core = processes.cores()
    far = FarEnds()
    await far.listen()
    survival = Survival(calls)
    try:
        async with Product(far, workers=workers).running(far_core, bridge_core) as product:
            measured = far.fresh()
            callers = [_Survivor(n, measured, far.pump, far) for n in range(1, calls + 1)]
            progress(f"{calls} calls on {workers} workers")
            await bring_up(product, list(callers))
            await until(lambda: far.paired >= calls, "greetings")
            start_talking(far, list(callers))
            await asyncio.sleep(2.0)
            victim = max(product.worker_pids(), key=processes.open_files)  # who has most calls
            progress(f"kill -9 {victim}")
            os.kill(victim, signal.SIGKILL)
            await asyncio.sleep(0.3)
            broken = [caller for caller in callers if caller.broken_at is not None]
            survival.killed = len(broken)
            async with asyncio.TaskGroup() as group:
                for caller in broken:
                    group.create_task(_try(product, caller, survival))
            try:
                await until(
                    lambda: all(caller.again_at is not None for caller in broken),
                    "the agent's voice",
                    RESUME_WITHIN_S,
                )
            except Unavailable as error:
                survival.problems.append(str(error))
            for caller in broken:
                if caller.again_at is not None and caller.broken_at is not None:
                    survival.resumed += 1
                    survival.gaps_ms.append((caller.again_at - caller.broken_at) * 1000)
            far.hang_up(list(callers))
            for caller in callers:
                await product.ended(caller)
    finally:
        await far.close()
    return survival


async def _try(product: Product, caller: _Survivor, survival: Survival) -> None:
    try:
        await _go_on(product, caller, caller.resume_path)
    except (PhonyError, OSError, product.http_errors) as error:
        survival.problems.append(f"{type(error).__name__}: {error}"[:200])
