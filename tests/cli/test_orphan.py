"""Workers without a supervisor: found by the next one, and gone in bounded time."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.serving import wait_for

from phony.cli import orphan

# A process that lost its supervisor, and says when it is told to leave.
_LOST = """
import signal, socket, sys, threading
from pathlib import Path
from phony.cli import orphan
from phony.settings import Settings

told = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: (print("left", flush=True), told.set()))
settings = Settings(data_dir=Path(sys.argv[1]), outlive_s=float(sys.argv[2]), drain_s=0)
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
threading.Thread(target=orphan.outlive, args=(settings, listener)).start()
while True:
    told.wait(0.1)
"""


class Lost:
    """A worker whose supervisor is gone."""

    def __init__(self, data_dir: Path, outlive_s: float) -> None:
        (data_dir / "run").mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, "-c", _LOST, str(data_dir), str(outlive_s)],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port = int(self.says())

    def says(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


@pytest.fixture
def lost(tmp_path: Path) -> Iterator[Lost]:
    lost = Lost(tmp_path, 60)
    yield lost
    lost.process.kill()
    lost.process.communicate()


def found(tmp_path: Path) -> orphan.Orphan:
    (one,) = wait_for(lambda: orphan.find(tmp_path), "the orphan", 10)
    assert isinstance(one, orphan.Orphan)
    return one


def test_the_next_one_gets_its_socket_and_tells_it_to_leave(tmp_path: Path, lost: Lost) -> None:
    one = found(tmp_path)
    assert one.pid == lost.process.pid
    assert orphan.find(tmp_path, {one.pid}) == []
    assert one.serves("127.0.0.1", lost.port)
    assert one.serves("127.0.0.1", 0)
    assert not one.serves("127.0.0.1", lost.port + 1)
    assert not one.serves("0.0.0.0", lost.port)
    assert not one.ended
    one.leave()
    assert lost.says() == "left"
    with socket.create_connection(("127.0.0.1", lost.port)):  # our copy of the socket is open
        one.listener.accept()[0].close()
    assert not one.ended  # it drains
    lost.process.kill()
    lost.process.wait()
    assert one.ended
    one.kill()  # nobody
    one.leave()
    one.listener.close()
    one.link.close()


def test_one_that_ends_too_leaves_it_for_another(tmp_path: Path, lost: Lost) -> None:
    first = found(tmp_path)
    first.listener.close()
    first.link.close()
    second = found(tmp_path)
    second.kill()
    assert lost.process.wait(10) == -signal.SIGKILL
    second.listener.close()
    second.link.close()


@pytest.mark.parametrize("outlive_s", [0, 0.3])
def test_nobody_comes_and_it_ends_by_itself(tmp_path: Path, outlive_s: float) -> None:
    lost = Lost(tmp_path, outlive_s)
    said, _ = lost.process.communicate(timeout=30)
    assert lost.process.returncode == 70
    assert ("left" in said) == (outlive_s > 0)
    assert list((tmp_path / "run").iterdir()) == []


def test_the_address_of_one_that_has_ended_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    path = tmp_path / "run" / "orphan-4194305.sock"
    with socket.socket(socket.AF_UNIX) as gone:
        gone.bind(str(path))
    assert orphan.find(tmp_path) == []
    assert not path.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_stopped_worker_of_the_folder_is_seen(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path.parent / "another"):
        command = [sys.executable, "-c", "import time; time.sleep(60)"]
        process = subprocess.Popen([*command, "phony.cli", "worker", "--serves", str(folder)])
        try:
            assert list(orphan.stopped_workers(tmp_path)) == []
            os.kill(process.pid, signal.SIGSTOP)
            os.waitid(os.P_PID, process.pid, os.WSTOPPED)
            expected = [process.pid] if folder == tmp_path else []
            assert list(orphan.stopped_workers(tmp_path)) == expected
        finally:
            process.kill()
            process.wait()
