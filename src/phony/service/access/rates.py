"""How often somebody may ask."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from phony.domain.errors import TooManyRequests

_AT_MOST = 10_000  # names that are remembered


class Limited(TooManyRequests):
    """A rate limit, and when to come back."""

    def __init__(self, message: str, retry_after_s: float) -> None:
        """`retry_after_s` goes into `Retry-After`."""
        super().__init__(message, cure=f"Wait {max(1, round(retry_after_s))} s, then try again.")
        self.retry_after_s = retry_after_s


class Rates:
    """Token buckets, one per name; the least recently used are forgotten."""

    def __init__(
        self, per_s: float, burst: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """With `per_s` 0 nothing is limited."""
        self._per_s = per_s
        self._burst = burst
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str) -> float:
        """Take one token: 0 if there was one, else the seconds until there is."""
        if self._per_s <= 0:
            return 0.0
        now = self._clock()
        tokens, then = self._buckets.pop(name, (self._burst, now))
        tokens = min(self._burst, tokens + (now - then) * self._per_s)
        wait = 0.0 if tokens >= 1 else (1 - tokens) / self._per_s
        self._buckets[name] = (tokens - 1 if tokens >= 1 else tokens, now)
        if len(self._buckets) > _AT_MOST:
            self._buckets.popitem(last=False)
        return wait
