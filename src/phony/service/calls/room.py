"""Another worker with a line to spare, for a call that finds none here.

To one of this machine the media stream is handed over its Unix socket.
"""

from __future__ import annotations

import socket
import time
from collections import deque
from collections.abc import Callable, Container

from phony.service.bridge.registry import Need, spare_lines
from phony.service.calls.rescue import Rescue
from phony.store.workers import WorkerState

# How long a call that was sent to another worker may not be in what that worker says of itself.
_UNSEEN_S = 1.5


class Room:
    """Counts the lines of the others; what was sent to them a moment ago counts as taken."""

    def __init__(self, rescue: Rescue, clock: Callable[[], float] = time.monotonic) -> None:
        """`rescue` knows the others; `clock` is in seconds."""
        self._rescue = rescue
        self._clock = clock
        self._sent: dict[str, deque[float]] = {}
        self._closed = False

    def close(self) -> None:
        """All workers of this machine stop: what the others said of themselves was before."""
        self._closed = True

    def elsewhere(
        self, need: Need, *, anywhere: bool = False, but: Container[str] = ()
    ) -> str | None:
        """The worker with the most lines to spare, one of which is ours from now on.

        Of this machine: it gets a socket of ours. `anywhere`: it need not. `but` are left out.
        """
        others = () if self._closed else self._rescue.others()
        here = [w for w in others if anywhere or w.host == socket.gethostname()]
        spare = {worker.id: self._spare(worker, need) for worker in here if worker.id not in but}
        best = max(spare, key=lambda worker_id: spare[worker_id], default=None)
        if best is None or spare[best] <= 0:
            return None
        self._sent.setdefault(best, deque()).append(self._clock())
        return best

    def _spare(self, worker: WorkerState, need: Need) -> int:
        if worker.draining:
            return 0
        sent, seen_since = self._sent.get(worker.id, deque()), self._clock() - _UNSEEN_S
        while sent and sent[0] < seen_since:
            sent.popleft()
        return spare_lines(need, worker.calls + len(sent), worker.max_calls, worker.lag_ms)
