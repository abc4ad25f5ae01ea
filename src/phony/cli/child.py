"""One process that the supervisor keeps alive: how it has fared, and whether it still answers."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from dataclasses import dataclass

from phony.cli.keeper import STEADY_S, backoff_s

READY, PULSE = b"1", b"."
PULSE_S = 0.5
# Silent for so long, a worker hangs: looked at every second, it is noticed within three ...
HUNG_S = 2.0
# ... and after so long nobody waits for it to come back.
GIVEN_UP_S = 8.0


@dataclass
class Child:
    """A process to keep alive."""

    name: str
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0
    quick_crashes: int = 0
    restart_at: float | None = None
    output: int | None = None  # the pipe on which a worker says that it is ready, and lives
    heard_at: float | None = None  # when it said so last; None: it is not ready yet

    def started(self, process: subprocess.Popen[bytes], output: int | None = None) -> None:
        """It runs anew; a worker speaks on `output`."""
        self.close_output()
        self.process, self.output = process, output
        self.started_at, self.restart_at, self.heard_at = time.monotonic(), None, None

    def ended(self, now: float) -> int | None:
        """Its exit code, once: notes the crash and when to start again."""
        if self.process is None or (code := self.process.poll()) is None:
            return None
        steady = now - self.started_at >= STEADY_S
        self.restart_at = now + backoff_s(0 if steady else self.quick_crashes)
        self.quick_crashes = 0 if steady else self.quick_crashes + 1
        if self.process.stdin is not None:
            with contextlib.suppress(OSError):  # it had not read all of it
                self.process.stdin.close()
        self.process = None
        self.close_output()
        return code

    def listen(self, now: float) -> None:
        """Take in what it has said."""
        if self.output is None:
            return
        try:
            said = os.read(self.output, 4096)
        except BlockingIOError:
            return
        if said:
            self.heard_at = now
        else:
            self.close_output()

    def silent_s(self, now: float) -> float:
        """For how long it has said nothing; 0 before it is ready, or if it has no way to."""
        return 0.0 if self.heard_at is None or self.output is None else now - self.heard_at

    def close_output(self) -> None:
        """It says nothing more."""
        if self.output is not None:
            os.close(self.output)
            self.output = None
