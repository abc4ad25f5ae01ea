"""Processes under measurement: started on a core, read through /proc, ended by number."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from phony.domain.errors import Unavailable

READY_WITHIN_S = 90.0
KEY = "of-the-bench"  # whoever has none is a stranger, also on this machine
FAR_ACCOUNT = ("AC" + "5a" * 16, "sandbox-auth-token")  # the account that the sandbox knows


def cores() -> tuple[int, int]:
    """Two cores: for the far ends, and for what is measured.

    Raises:
        Unavailable: this machine has only one, or no /proc.
    """
    if not Path("/proc/self/schedstat").exists():
        raise Unavailable("The benchmark reads /proc, which only Linux has.")
    mine = sorted(os.sched_getaffinity(0))
    if len(mine) < 2:
        raise Unavailable(
            "The benchmark needs two cores: one for the far ends, one for the bridge."
        )
    return mine[0], mine[1]


def pin(pid: int, core: int, *, realtime: bool = False) -> None:
    """Keep a process with all its threads on one core; `realtime`: ahead of all others there."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(task.name), {core})
        if realtime:
            # Not for children: a database that never yields would stop the machine.
            policy = os.SCHED_FIFO | os.SCHED_RESET_ON_FORK
            os.sched_setscheduler(int(task.name), policy, os.sched_param(10))


@contextlib.contextmanager
def on_core(core: int, *, realtime: bool = False) -> Iterator[None]:
    """Keep this process on one core for a while."""
    before = os.sched_getaffinity(0)
    pin(os.getpid(), core, realtime=realtime)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
        if realtime:
            os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def cpu_s(pid: int) -> float:
    """CPU time of a process, user and system, in seconds (counted in nanoseconds)."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            total += int((task / "schedstat").read_text().split()[0])
        except (OSError, ProcessLookupError):
            continue  # the thread has just ended
    return total / 1e9


def rss_kb(pid: int) -> int:
    """Resident memory."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def open_files(pid: int) -> int:
    """Files and sockets that a process has open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def children(pid: int, having: str) -> list[int]:
    """Direct children whose command line contains `having`."""
    found = []
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                parent = int((path / "stat").read_text().rsplit(")", 1)[1].split()[1])
                command = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (OSError, IndexError):
                continue
            if parent == pid and having in command:
                found.append(int(path.name))
    return sorted(found)


@dataclass
class Process:
    """A child of ours."""

    command: Sequence[str]
    env: dict[str, str] = field(default_factory=dict)
    speaks: bool = True  # says on its standard output when it is ready
    log: Path | None = None  # where its complaints go
    popen: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it with a clean environment: what is configured here is not what is measured."""
        inherited = {
            name: value
            for name, value in os.environ.items()  # noqa: TID251 - handed to a child, not read
            if not name.startswith(("PHONY_", "TWILIO_", "OPENAI_", "MONGODB_"))
            or name == "PHONY_MONGOD"
        }
        with contextlib.ExitStack() as stack:
            complaints = stack.enter_context(self.log.open("ab")) if self.log else None
            self.popen = subprocess.Popen(
                list(self.command),
                env=inherited | self.env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE if self.speaks else complaints or subprocess.DEVNULL,
                stderr=complaints or subprocess.DEVNULL,
            )

    @property
    def pid(self) -> int:
        """Its number."""
        assert self.popen is not None
        return self.popen.pid

    def first_line(self) -> dict[str, Any]:
        """The JSON line with which it says that it is ready."""
        assert self.popen is not None
        assert self.popen.stdout is not None
        line = self.popen.stdout.readline()
        if not line:
            raise Unavailable(f"{self.command[2]} did not start")
        return dict(json.loads(line))

    def stop(self) -> None:
        """End it and wait."""
        if self.popen is None:
            return
        if self.popen.poll() is None:
            self.popen.send_signal(signal.SIGTERM)
            try:
                self.popen.wait(45)
            except subprocess.TimeoutExpired:
                self.popen.kill()
                self.popen.wait()
        if self.popen.stdout is not None:
            self.popen.stdout.close()


def reference(kind: str, engine_url: str, env: dict[str, str]) -> Process:
    """One of `bench.references`."""
    return Process([sys.executable, "-m", "phony.bench.references", kind, engine_url], env)


def watchers(url: str, count: int) -> Process:
    """`bench.watchers`: browsers that watch."""
    return Process([sys.executable, "-m", "phony.bench.watchers", url, str(count), KEY])


def strangers(row: str, url: str) -> Process:
    """`bench.strangers.load`: one row of what strangers send."""
    return Process([sys.executable, "-m", "phony.bench.strangers.load", row, url, KEY])


def serve(
    data_dir: Path,
    engine_url: str,
    account: tuple[str, str],
    more: dict[str, str],
    *args: str,
    descriptors: int = 0,
) -> Process:
    """`phony serve` as shipped, with the far ends of the benchmark configured as real ones.

    `descriptors` is the most that each of its processes may have open; 0: as many as we may.
    """
    env = more | {
        "PHONY_API_KEY": KEY,
        "PHONY_DATA_DIR": str(data_dir),
        "TWILIO_ACCOUNT_SID": account[0],
        "TWILIO_AUTH_TOKEN": account[1],
        "PHONY_TWILIO_API_BASE": "http://127.0.0.1:9",  # nobody: no call is placed
        "PHONY_SPEAK_AHEAD": "false",  # its session would be counted among those of calls
        "OPENAI_API_KEY": "bench",
        "PHONY_OPENAI_URL": engine_url,
        "PHONY_MAX_CALLS": "5000",
        "PHONY_LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "phony.cli", "serve", "--port", "0", *args]
    if descriptors:
        command = ["sh", "-c", f'ulimit -n {descriptors}; exec "$@"', "sh", *command]
    return Process(command, env, False)


def sandboxed(data_dir: Path) -> Process:
    """`phony serve` with its sandbox, in text: the scripted engine and the simulated carrier."""
    env = {
        "PHONY_DATA_DIR": str(data_dir),
        "PHONY_MAX_CALLS": "5000",
        "PHONY_LOG_LEVEL": "ERROR",
    }
    args = ["serve", "--port", "0", "--sandbox-port", "0", "--no-speech"]
    return Process([sys.executable, "-m", "phony.cli", *args], env, False)


def far_ends(data_dir: Path, pace_ms: float) -> Process:
    """`phony sandbox` alone, in text: it outlives whatever becomes of the product."""
    env = {
        "PHONY_DATA_DIR": str(data_dir),
        "PHONY_SANDBOX_PACE_MS": str(pace_ms),
        "PHONY_LOG_LEVEL": "ERROR",
    }
    args = ["sandbox", "--port", "0", "--no-speech"]
    return Process([sys.executable, "-m", "phony.cli", *args], env, log=data_dir / "far.log")


def beside(data_dir: Path, far_port: int, port: int, *args: str, **env: str) -> Process:
    """`phony serve` on `port` with `far_ends` as its carrier and engine, as if they were real."""
    given = {
        "PHONY_DATA_DIR": str(data_dir),
        "PHONY_API_KEY": KEY,
        "PHONY_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PHONY_RATE_LIMIT_PER_S": "0",
        "TWILIO_ACCOUNT_SID": FAR_ACCOUNT[0],
        "TWILIO_AUTH_TOKEN": FAR_ACCOUNT[1],
        "PHONY_TWILIO_API_BASE": f"http://127.0.0.1:{far_port}",
        "OPENAI_API_KEY": "bench",
        "PHONY_OPENAI_URL": f"ws://127.0.0.1:{far_port}/v1/realtime",
        "PHONY_OPENAI_REST_URL": f"http://127.0.0.1:{far_port}/v1",
        "PHONY_MAX_CALLS": "5000",
        "PHONY_LOG_LEVEL": "WARNING",
        **env,
    }
    command = [sys.executable, "-m", "phony.cli", "serve", "--port", str(port), *args]
    return Process(command, given, False, data_dir / "serve.log")


def restart(data_dir: Path) -> Process:
    """`phony restart` of the server that has this folder."""
    env = {"PHONY_DATA_DIR": str(data_dir)}
    command = [sys.executable, "-m", "phony.cli", "restart"]
    return Process(command, env, False, data_dir / "restart.log")


def announced(data_dir: Path, process: Process) -> dict[str, Any]:
    """What `phony serve` says of itself once it is ready.

    Raises:
        Unavailable: it ended, or took too long.
    """
    path = data_dir / "run" / "serve.json"
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        assert process.popen is not None
        if process.popen.poll() is not None:
            break
        try:
            about = json.loads(path.read_text())
        except (OSError, ValueError):
            about = {}
        if about.get("pid") == process.pid:
            return dict(about)
        time.sleep(0.05)
    raise Unavailable("phony serve did not become ready")
