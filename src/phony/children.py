"""Child processes that cannot outlive their parent, however it ends."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1
_ON_LINUX = sys.platform == "linux"


def _die_with_parent(sig: signal.Signals) -> Callable[[], None]:
    """What the child runs between fork and exec: ask the kernel for `sig` when the parent ends."""
    # Found before the fork: another thread may hold the loader's lock while we fork.
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, int(sig), 0, 0, 0)
        if os.getppid() != parent:  # it ended before we could ask
            os._exit(70)

    return ask


def spawn(
    command: Sequence[str | Path],
    *,
    on_parent_death: signal.Signals | None = signal.SIGKILL,
    pass_fds: Sequence[int] = (),
    stdin: bool = True,
    stdout: int | IO[bytes] | None = None,
    stderr: int | IO[bytes] | None = None,
    guard: bool = not _ON_LINUX,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own (Ctrl-C reaches us alone) that ends when we do.

    On Linux the kernel sends `on_parent_death`; call from a thread that lives as long as the
    process, for that is the parent the kernel watches. Elsewhere (`guard`) a wrapper holds the
    read end of a pipe and ends the child when our end is gone. With `on_parent_death=None` the
    child itself sees to that (`watch_parent`), by the pipe that is its stdin.
    """
    args = [str(part) for part in command]
    preexec = None
    if guard and on_parent_death is not None:
        args = [sys.executable, "-m", "phony.children", *args]
        stdin = True
    elif _ON_LINUX and on_parent_death is not None:
        preexec = _die_with_parent(on_parent_death)
    return subprocess.Popen(
        args,
        stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        pass_fds=pass_fds,
        start_new_session=True,
        preexec_fn=preexec,
    )


def watch_parent(then: Callable[[], object], fd: int = 0) -> None:
    """Watch the pipe from our parent (stdin) in a daemon thread; do that when it closes."""

    def watch() -> None:
        # Not through sys.stdin: its lock would be held while the interpreter shuts down.
        while os.read(fd, 4096):
            pass
        then()

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def end_with_parent() -> None:
    """End at once when our parent does."""
    watch_parent(lambda: os._exit(70))


def stop(child: subprocess.Popen[bytes], grace_s: float) -> None:
    """SIGTERM, then SIGKILL after `grace_s`; returns when the child is gone."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(grace_s)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    if child.stdin is not None:
        child.stdin.close()


def _guard(args: Sequence[str]) -> int:
    """The wrapper for systems without a parent-death signal: run `args` until stdin closes."""
    child = subprocess.Popen(args, stdin=subprocess.DEVNULL)

    def forward(number: int, _frame: object) -> None:
        child.send_signal(number)

    signal.signal(signal.SIGTERM, forward)
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.read(0, 4096):
            pass
        stop(child, 5)

    threading.Thread(target=watch, daemon=True).start()
    return child.wait()


if __name__ == "__main__":
    sys.exit(_guard(sys.argv[1:]))
