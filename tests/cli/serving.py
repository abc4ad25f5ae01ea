"""Runs the real `phony serve` in a process of its own and watches what belongs to it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

# Accounts that nobody has: enough for the product to need no sandbox.
ACCOUNTS = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 4,
    "TWILIO_AUTH_TOKEN": "token",
    "OPENAI_API_KEY": "key",
}

# What a killed `phony serve` leaves ends at once: nothing of a test goes on after it.
_ENDS = {"PHONY_OUTLIVE_S": "0"}


def wait_for(true: Callable[[], Any], what: str, limit_s: float = 60) -> Any:
    """The first true value of `true()`."""
    deadline = time.monotonic() + limit_s
    while not (value := true()):
        assert time.monotonic() < deadline, f"waited {limit_s} s for {what}"
        time.sleep(0.05)
    return value


def processes() -> dict[int, tuple[int, str]]:
    """Every live process: its parent and its command line."""
    found = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                state, parent = (path / "stat").read_text().rsplit(")", 1)[1].split()[:2]
                command = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if state != "Z":
                    found[int(path.name)] = (int(parent), command)
    return found


@dataclass
class Serving:
    """A `phony serve`, started or to be started, with its data folder."""

    data_dir: Path
    env: dict[str, str] = field(default_factory=lambda: dict(ACCOUNTS))
    process: subprocess.Popen[str] | None = None
    args: tuple[str, ...] = ()
    about: dict[str, Any] = field(default_factory=dict)
    log: str = ""

    def launch(self, *args: str) -> subprocess.Popen[str]:
        """Start it and do not wait."""
        clean = {
            name: value
            for name, value in os.environ.items()  # noqa: TID251 - the child's environment
            if not name.startswith(("PHONY_", "TWILIO_", "OPENAI_", "MONGODB_"))
        }
        self.args = args
        self.process = subprocess.Popen(
            [sys.executable, "-m", "phony.cli", "serve", "--port", "0", *args],
            env=clean | {"PHONY_DATA_DIR": str(self.data_dir), **_ENDS} | self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return self.process

    def start(self, *args: str) -> None:
        """Start it and wait until it says where it is."""
        process = self.launch(*args)
        ready = self.data_dir / "run" / "serve.json"

        def announced() -> bool:
            assert process.poll() is None, process.communicate()[0]
            with contextlib.suppress(OSError, ValueError):
                self.about = json.loads(ready.read_text())
            return self.about.get("pid") == process.pid

        wait_for(announced, "phony serve to be ready", 90)

    def start_again(self) -> None:
        """Another life with the same data, and all that was said in the one before."""
        self.start(*self.args)

    def get(self, path: str) -> httpx.Response:
        """A request from this machine."""
        return httpx.get(self.about["url"] + path, timeout=10)

    def children(self, kind: str = "") -> dict[int, str]:
        """Our processes by number: the workers, mongod, the sandbox."""
        assert self.process is not None
        return {
            pid: command
            for pid, (parent, command) in processes().items()
            if parent == self.process.pid and kind in command
        }

    def end(self, number: signal.Signals, limit_s: float = 45) -> int:
        """Send a signal, wait for the end; the exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        self.log += self.process.communicate(timeout=limit_s)[0]
        return self.process.returncode

    @contextlib.contextmanager
    def running(self, *args: str) -> Iterator[Serving]:
        """Started, and in any case ended."""
        try:
            self.start(*args)
            yield self
        finally:
            if self.process and self.process.poll() is None:
                self.end(signal.SIGTERM)
