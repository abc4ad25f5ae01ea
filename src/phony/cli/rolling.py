"""A rolling restart: the workers are replaced one by one, each by one that serves already."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from phony.cli.child import Child

READY_WITHIN_S = 90.0


@dataclass
class Progress:
    """How far the newest restart of a data folder has come, for whoever asked for it."""

    number: int = 0  # grows with each restart
    replaced: int = 0
    of: int = 0
    over: bool = True
    problem: str | None = None

    @classmethod
    def read(cls, data_dir: Path) -> Progress | None:
        """What was told last; None if nobody here replaces workers."""
        try:
            return cls(**json.loads(_file(data_dir).read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def tell(self, data_dir: Path) -> None:
        """Leave word."""
        fresh = _file(data_dir).with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self)))
        fresh.replace(_file(data_dir))


def _file(data_dir: Path) -> Path:
    return data_dir / "run" / "restart.json"


class Rolling:
    """One restart under way; the supervisor calls `step` until it is over."""

    def __init__(
        self,
        workers: list[Child],
        start: Callable[[Child], None],
        *,
        data_dir: Path,
        leave_within_s: float,
    ) -> None:
        """`workers` is changed in place; `start` starts one of them beside the others."""
        self._workers = workers
        self._start = start
        self._data_dir = data_dir
        self._leave_within_s = leave_within_s
        self._coming: Child | None = None
        self._leaving: Child | None = None
        self._until = 0.0
        before = Progress.read(data_dir) or Progress()
        self.progress = Progress(before.number + 1, 0, len(workers), over=False)
        self.progress.tell(data_dir)

    @property
    def beside(self) -> list[Child]:
        """Who runs besides the workers: who comes, and who leaves."""
        return [child for child in (self._coming, self._leaving) if child is not None]

    def step(self, now: float) -> bool:
        """Go on, as far as it goes without waiting; whether it is over."""
        if self._leaving is not None:
            self._see_off(self._leaving, now)
        elif self._coming is not None:
            self._welcome(self._coming, now)
        elif self.progress.replaced < len(self._workers):
            old = self._workers[self.progress.replaced]
            self._coming = Child(old.name)
            self._until = now + READY_WITHIN_S
            self._start(self._coming)
        else:
            self._finish(None)
        return self.progress.over

    def _welcome(self, coming: Child, now: float) -> None:
        coming.listen(now)
        if coming.ended(now) is not None:
            self._finish(f"The new {coming.name} ended at its start; the log says why.")
        elif now > self._until:
            assert coming.process is not None
            coming.process.kill()
            self._finish(f"The new {coming.name} was not ready within {READY_WITHIN_S:.0f} s.")
        elif coming.heard_at is not None:
            place = self.progress.replaced
            self._leaving, self._workers[place] = self._workers[place], coming
            self._coming = None
            self._until = now + self._leave_within_s
            if self._leaving.process is not None:
                self._leaving.process.terminate()

    def _see_off(self, leaving: Child, now: float) -> None:
        leaving.listen(now)
        leaving.ended(now)
        if leaving.process is not None:
            if now > self._until:
                leaving.process.kill()
            return
        self._leaving = None
        self.progress.replaced += 1
        self.progress.tell(self._data_dir)

    def _finish(self, problem: str | None) -> None:
        self.progress.over, self.progress.problem = True, problem
        self.progress.tell(self._data_dir)
