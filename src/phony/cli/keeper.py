"""Keeps the private mongod running, beside everything else that `phony serve` looks after."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from pymongo.errors import PyMongoError

from phony.domain.errors import ConfigError
from phony.mongod import Mongod, Trouble, note_trouble

log = logging.getLogger("phony.serve")

STEADY_S = 20  # what ran this long did not crash at its start
_MAX_BACKOFF_S = 10
_LOOK_EVERY_S = 0.1
# After a crash a large database replays its journal for minutes: nobody waits for it here.
_RECOVERY_S = 900

# Starts a mongod; is given who says that nobody wants it any more, and how long it may take.
Start = Callable[[Callable[[], bool], float], Mongod]


def backoff_s(quick_crashes: int) -> float:
    """How long to wait before a restart, after so many crashes in a row: 0, 0.2, 0.4 ... 10 s."""
    return 0 if quick_crashes == 0 else float(min(_MAX_BACKOFF_S, 0.1 * 2 ** min(quick_crashes, 9)))


class DatabaseKeeper:
    """Starts a mongod again whenever it ends, for as long as it takes: calls go on from memory.

    Its thread lives as long as what it started does, as `children.spawn` asks.
    """

    def __init__(self, mongod: Mongod, start: Start, data_dir: Path) -> None:
        """`mongod` runs already; `data_dir` is where word is left for the workers."""
        self._mongod = mongod
        self._start = start
        self._data_dir = data_dir
        self._started_at = time.monotonic()
        self._crashes = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mongod-keeper", daemon=True)

    def begin(self) -> None:
        """Look after it from now on."""
        note_trouble(self._data_dir, None)
        self._thread.start()

    def end(self) -> None:
        """End it cleanly, or give up starting it."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(_LOOK_EVERY_S):
            if (code := self._mongod.process.poll()) is not None:
                log.error("MongoDB ended; starting it again", extra={"code": code})
                if time.monotonic() - self._started_at >= STEADY_S:
                    self._crashes = 0
                self._restart()
        self._mongod.stop()
        note_trouble(self._data_dir, None)

    def _restart(self) -> None:
        while not self._over.wait(backoff_s(self._crashes)):
            self._crashes += 1
            try:
                self._mongod = self._start(self._over.is_set, _RECOVERY_S)
            except (ConfigError, OSError, PyMongoError) as error:
                if not self._over.is_set():
                    self._tell(error)
                continue
            self._started_at = time.monotonic()
            note_trouble(self._data_dir, None)
            log.warning("MongoDB runs again", extra={"tries": self._crashes})
            return

    def _tell(self, error: Exception) -> None:
        problem = str(error).splitlines()[0]
        cure = getattr(error, "cure", None) or "See the log of phony serve."
        note_trouble(self._data_dir, Trouble(problem, cure))
        log.error(
            "MongoDB does not start; trying again: %s %s",
            problem,
            cure,
            extra={"tries": self._crashes, "wait_s": backoff_s(self._crashes)},
        )
