"""Children end with their parent, however that ends: real processes, killed for real."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from phony import children

# A parent that starts a child which ignores SIGTERM, says its number, and waits.
PARENT = """
import signal, sys, time
from phony import children
child = children.spawn(
    [sys.executable, "-c", {code!r}], guard={guard}, stdin=True, stdout=None
)
print("child", child.pid, flush=True)
time.sleep(60)
"""
STUBBORN = (
    "import os, signal, sys, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "print('self', os.getpid(), flush=True)\n"
    "time.sleep(60)\n"
)
WATCHING = (
    "import os, time\n"
    "from phony import children\n"
    "children.end_with_parent()\n"
    "print('self', os.getpid(), flush=True)\n"
    "time.sleep(60)\n"
)


def alive(pid: int) -> bool:
    """Whether the process runs (a zombie does not)."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_until(true: Callable[[], bool], limit_s: float = 10) -> bool:
    deadline = time.monotonic() + limit_s
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(
    ("code", "guard"), [(STUBBORN, False), (STUBBORN, True), (WATCHING, False)]
)
def test_a_killed_parent_takes_its_child_along(code: str, guard: bool) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT.format(code=code, guard=guard)], stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        said = dict(parent.stdout.readline().split() for _ in range(2))
        pids = [int(said[b"child"]), int(said[b"self"])]
        try:
            assert all(alive(pid) for pid in pids)
            parent.kill()
            parent.wait()
            assert wait_until(lambda: not any(alive(pid) for pid in pids))
        finally:
            parent.kill()
            for pid in pids:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def test_stop_asks_first_and_then_insists() -> None:
    child = children.spawn([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE)
    assert child.stdout is not None
    with child.stdout:
        child.stdout.readline()
        children.stop(child, grace_s=0.3)
    assert child.returncode == -signal.SIGKILL


def test_stop_lets_a_child_end_in_its_own_way() -> None:
    code = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))\n"
        "print(flush=True)\n"
        "time.sleep(60)\n"
    )
    child = children.spawn([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert child.stdout is not None
    with child.stdout:
        child.stdout.readline()
        children.stop(child, grace_s=5)
    assert child.returncode == 7
    children.stop(child, grace_s=5)  # again is no harm


def test_the_guard_passes_the_exit_code_on() -> None:
    child = children.spawn([sys.executable, "-c", "raise SystemExit(5)"], guard=True)
    assert child.wait(10) == 5
    children.stop(child, 1)


def test_a_child_is_out_of_reach_of_ctrl_c() -> None:
    child = children.spawn(["sleep", "60"], stdin=False)
    try:
        assert os.getpgid(child.pid) != os.getpgid(0)
    finally:
        children.stop(child, 1)
