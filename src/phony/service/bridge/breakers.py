"""A breaker per engine: calls do not wait for one that is known to be away.

Two failures in a row open it, or one that cannot heal by itself. From then on one call after the
other may try, each some seconds after the last; any session that becomes ready closes it. Calls
without another way try in any case. What one worker learns the others know within a second.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from pymongo.errors import PyMongoError

from phony.domain.fallback import EngineChoice
from phony.store.engines import EngineState, EngineStates

_log = logging.getLogger(__name__)

FAILURES = 2
WITHIN_S = 30.0  # of each other
FIRST_PROBE_S = 2.0
LONGEST_PROBE_S = 30.0
SHARE_EVERY_S = 1.0
_MOST_KEPT = 500


@dataclass(slots=True)
class _Breaker:
    """One engine; times are on this process's monotonic clock."""

    label: str
    failures: int = 0
    failed_at: float = float("-inf")
    changed_at: float = float("-inf")
    away: bool = False
    reason: str = ""
    probe_at: float = 0.0
    probe_after_s: float = FIRST_PROBE_S

    def open(self, at: float, reason: str) -> None:
        self.away, self.reason, self.changed_at = True, reason, at
        self.probe_after_s = FIRST_PROBE_S
        self.probe_at = at + FIRST_PROBE_S

    def close(self, at: float) -> None:
        self.away, self.failures, self.changed_at = False, 0, at


class Breakers:
    """Those of one worker, in step with the others' while `run` runs."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """All engines are there."""
        self._clock = clock
        self._breakers: dict[str, _Breaker] = {}
        self._untold: dict[str, EngineState] = {}

    @property
    def away(self) -> dict[str, str]:
        """The engines that are away: label -> reason."""
        return {b.label: b.reason for b in self._breakers.values() if b.away}

    def closed(self, engine: EngineChoice) -> bool:
        """Whether the engine is there as far as anybody knows."""
        breaker = self._breakers.get(engine.key)
        return breaker is None or not breaker.away

    def may_try(self, engine: EngineChoice) -> bool:
        """Whether a call that has another way shall ask this engine; if it is away: now and then.

        Whoever gets a yes for an engine that is away tries on behalf of all.
        """
        breaker = self._breakers.get(engine.key)
        if breaker is None or not breaker.away:
            return True
        now = self._clock()
        if now < breaker.probe_at:
            return False
        breaker.probe_after_s = min(breaker.probe_after_s * 2, LONGEST_PROBE_S)
        breaker.probe_at = now + breaker.probe_after_s
        return True

    def ready(self, engine: EngineChoice) -> None:
        """A session of the engine is ready."""
        breaker = self._breakers.get(engine.key)
        if breaker is None:
            return
        breaker.failures = 0
        if breaker.away:
            breaker.close(self._clock())
            _log.warning("engine %s is back", breaker.label)
            self._tell(engine.key, breaker)

    def failed(self, engine: EngineChoice, reason: str, *, hopeless: bool = False) -> None:
        """A session could not be opened, or died."""
        now = self._clock()
        breaker = self._breakers.get(engine.key)
        if breaker is None:
            self._make_room()
            breaker = self._breakers[engine.key] = _Breaker(engine.label)
        if now - breaker.failed_at > WITHIN_S:
            breaker.failures = 0
        breaker.failures += 1
        breaker.failed_at = now
        if not breaker.away and (hopeless or breaker.failures >= FAILURES):
            breaker.open(now, reason[:80])
            _log.warning("engine %s is away: %s", breaker.label, breaker.reason)
            self._tell(engine.key, breaker)

    def _make_room(self) -> None:
        if len(self._breakers) >= _MOST_KEPT:
            oldest = min(self._breakers, key=lambda key: self._breakers[key].failed_at)
            del self._breakers[oldest]

    def _tell(self, key: str, breaker: _Breaker) -> None:
        self._untold[key] = EngineState(
            key=key, label=breaker.label, away=breaker.away, reason=breaker.reason
        )

    # ---- the other workers -----------------------------------------------------------------

    async def run(self, states: EngineStates) -> None:
        """Tell the others and hear from them; without a database everybody is on their own."""
        while True:
            try:
                await self.share(states)
            except PyMongoError as error:
                _log.info("engines: not shared: %s", type(error).__name__)
            await asyncio.sleep(SHARE_EVERY_S)

    async def share(self, states: EngineStates) -> None:
        """Once."""
        while self._untold:
            key = next(iter(self._untold))
            state = self._untold[key]
            await states.tell(state)
            if self._untold.get(key) is state:
                del self._untold[key]
        for state in await states.all():
            self._hear(state)

    def _hear(self, state: EngineState) -> None:
        """The newer word counts, whoever said it."""
        at = self._clock() - state.age_s
        breaker = self._breakers.get(state.key)
        if breaker is None:
            if not state.away:
                return
            self._make_room()
            breaker = self._breakers[state.key] = _Breaker(state.label)
        if state.key in self._untold or state.away == breaker.away or at <= breaker.changed_at:
            return
        if state.away:
            breaker.open(at, state.reason)
        else:
            breaker.close(at)
