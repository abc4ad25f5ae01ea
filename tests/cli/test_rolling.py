"""Workers are replaced one by one, and never before the new one serves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from phony.cli.child import READY, Child
from phony.cli.rolling import READY_WITHIN_S, Progress, Rolling

# Says that it is ready when it is told so, and ends when asked.
_WORKER = "import os, sys; os.write({fd}, sys.stdin.buffer.read(1)); sys.stdin.read()"


class House:
    """Two workers, and who starts more of them."""

    def __init__(self, data_dir: Path) -> None:
        (data_dir / "run").mkdir()
        self.data_dir = data_dir
        self.every: list[subprocess.Popen[bytes]] = []
        self.workers = [Child("worker 1"), Child("worker 2")]
        for worker in self.workers:
            self.start(worker)
            self.make_ready(worker)
        self.now = 1000.0
        self.rolling = Rolling(self.workers, self.start, data_dir=data_dir, leave_within_s=9)

    def start(self, child: Child) -> None:
        read_fd, write_fd = os.pipe()
        os.set_blocking(read_fd, False)
        process = subprocess.Popen(
            [sys.executable, "-c", _WORKER.format(fd=write_fd)],
            stdin=subprocess.PIPE,
            pass_fds=[write_fd],
        )
        os.close(write_fd)
        self.every.append(process)
        child.started(process, read_fd)

    def make_ready(self, child: Child) -> None:
        assert child.process is not None
        assert child.process.stdin is not None
        child.process.stdin.write(READY)
        child.process.stdin.flush()

    def step_until(self, true: Callable[[], object], seconds: float = 0) -> None:
        """Go on until then; every step takes so many seconds of the rolling's clock."""
        deadline = time.monotonic() + 20
        while not true():
            assert time.monotonic() < deadline
            self.now += seconds
            self.rolling.step(self.now)
            time.sleep(0.01)

    @property
    def told(self) -> Progress:
        progress = Progress.read(self.data_dir)
        assert progress is not None
        return progress


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    for child in (*house.workers, *house.rolling.beside):
        child.close_output()
    for process in house.every:
        process.kill()
        process.communicate()


def test_each_leaves_once_the_next_one_serves(house: House) -> None:
    old = [worker.process for worker in house.workers]
    house.step_until(lambda: house.rolling.beside)
    for _ in range(20):
        house.rolling.step(house.now)
    (coming,) = house.rolling.beside
    assert [worker.process for worker in house.workers] == old  # nobody leaves for a promise
    house.make_ready(coming)
    house.step_until(lambda: house.told.replaced == 1)
    assert house.workers[0] is coming
    assert old[0] is not None
    assert old[0].returncode == -signal.SIGTERM
    assert old[1] is not None
    assert old[1].poll() is None
    house.step_until(lambda: house.rolling.beside)
    house.make_ready(house.rolling.beside[0])
    house.step_until(lambda: house.told.over)
    assert house.told == Progress(1, replaced=2, of=2, over=True)
    assert house.rolling.beside == []
    assert not {worker.process for worker in house.workers} & set(old)
    again = Rolling(house.workers, house.start, data_dir=house.data_dir, leave_within_s=9)
    assert again.progress.number == 2


@pytest.mark.parametrize("how", ["ends", "hangs"])
def test_a_new_one_that_does_not_serve_replaces_nobody(house: House, how: str) -> None:
    old = [worker.process for worker in house.workers]
    house.step_until(lambda: house.rolling.beside)
    (coming,) = house.rolling.beside
    assert coming.process is not None
    if how == "ends":
        coming.process.kill()
        coming.process.wait()
    else:
        house.now += READY_WITHIN_S + 1
    house.step_until(lambda: house.told.over)
    assert house.told.problem is not None
    assert house.told.problem.startswith("The new worker 1")
    assert [worker.process for worker in house.workers] == old


def test_one_that_does_not_leave_is_ended(house: House) -> None:
    first = house.workers[0].process
    assert first is not None
    os.kill(first.pid, signal.SIGSTOP)
    house.step_until(lambda: house.rolling.beside)
    house.make_ready(house.rolling.beside[0])
    house.step_until(lambda: house.told.replaced == 1, seconds=1)
    assert first.returncode in (-signal.SIGKILL, -signal.SIGTERM)


def test_of_a_folder_where_nobody_replaces_workers_nothing_is_said(tmp_path: Path) -> None:
    assert Progress.read(tmp_path) is None
