"""What drives the far ends of many calls, and what it has seen."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from phony.bench.stamps import Arrivals

FRAME_S = 0.02
CHUNK_MS = 200  # of the engine's speech


@dataclass(slots=True)
class Measured:
    """What one run has seen."""

    up: Arrivals = field(default_factory=Arrivals)
    down: Arrivals = field(default_factory=Arrivals)
    clears: list[float] = field(default_factory=list)
    closes: list[float] = field(default_factory=list)
    barge_ins: int = 0
    lateness: dict[int, list[float]] = field(default_factory=dict)
    opened: int = 0
    closed: int = 0
    problems: list[str] = field(default_factory=list)

    def begin_window(self) -> None:
        """Count latencies from now on."""
        self.up.forget_latencies()
        self.down.forget_latencies()
        self.clears.clear()
        self.lateness.clear()
        self.barge_ins = 0


class Pump:
    """Does everything at its absolute time, and measures how late it was."""

    def __init__(self, measured: Measured) -> None:
        """Idle until something is put in."""
        self._measured = measured
        self._due: list[tuple[float, int, Callable[[], float | None]]] = []
        self._count = itertools.count()
        self._timer: asyncio.TimerHandle | None = None

    def at(self, when: float, work: Callable[[], float | None]) -> None:
        """Call `work` at `when`; it may return the time at which to be called again."""
        heapq.heappush(self._due, (when, next(self._count), work))
        if self._timer is None:
            self._arm()

    def _arm(self) -> None:
        loop = asyncio.get_running_loop()
        delay = max(0.001, self._due[0][0] - time.monotonic())
        self._timer = loop.call_later(delay, self._run)

    def _run(self) -> None:
        due = self._due
        now = time.monotonic()
        late = self._measured.lateness.setdefault(int(now), [])
        while due and due[0][0] <= now:
            when, number, work = heapq.heappop(due)
            # The loop's timers count in milliseconds: only more than one is lateness.
            late.append(max(0.0, (now - when) * 1000 - 1.0))
            again = work()
            if again is not None:
                heapq.heappush(due, (again, number, work))
            now = time.monotonic()
        self._timer = None
        if due:
            self._arm()

    def stop(self) -> None:
        """Forget all that was planned."""
        self._due.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
