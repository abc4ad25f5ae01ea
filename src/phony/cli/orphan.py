"""What outlives a supervisor that was killed: its workers, for a limited time.

A worker that loses its supervisor goes on, and its calls with it, for `outlive_s` at most. The
next `phony serve` on the data folder finds it by its Unix socket, gets the listening socket from
it, and once its own workers serve says "leave": the calls then move to those between two turns.
Nobody came: the worker drains as if it was stopped. It ends in any case.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from phony.cli.listening import address_of
from phony.settings import Settings

STOP_GRACE_S = 8  # beyond the drain: closing connections, flushing the journal
_LEAVE = b"leave"
_ANSWER_WITHIN_S = 1.0


# ---- the worker ------------------------------------------------------------------------------


def outlive(settings: Settings, listener: socket.socket) -> None:
    """Our supervisor is gone: go on for a while, then drain, then end. Never returns.

    For a thread: it ends the process even if the loop hangs.
    """
    if settings.outlive_s > 0:
        path = settings.data_dir / "run" / f"orphan-{os.getpid()}.sock"
        link = None
        with contextlib.suppress(OSError):  # no folder, no room: nobody finds us
            link = _await_successor(path, listener, time.monotonic() + settings.outlive_s)
        listener.close()  # nobody shall wait in it for us
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(settings.drain_s + STOP_GRACE_S)
        del link  # until here it shows that we live
    os._exit(70)


def _await_successor(path: Path, listener: socket.socket, until: float) -> socket.socket | None:
    """The link to the supervisor that wants us to leave; None if none came in time."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        door.bind(str(path))
        try:
            os.chmod(path, 0o600)
            door.listen(4)
            while (left_s := until - time.monotonic()) > 0:
                door.settimeout(left_s)
                link, _ = door.accept()
                with contextlib.suppress(ConnectionError):
                    link.settimeout(max(0.1, until - time.monotonic()))
                    socket.send_fds(link, [b"1"], [listener.fileno()])
                    if link.recv(len(_LEAVE)) == _LEAVE:
                        return link
                link.close()  # it ended, too, before it could serve
        except TimeoutError:
            pass
        finally:
            path.unlink(missing_ok=True)
    return None


# ---- the next supervisor ---------------------------------------------------------------------


@dataclass
class Orphan:
    """A worker of a supervisor that is gone; `listener` is the socket on which it serves."""

    pid: int
    link: socket.socket
    listener: socket.socket

    def leave(self) -> None:
        """Ask it to give its calls up between turns, and to end."""
        with contextlib.suppress(OSError):
            self.link.sendall(_LEAVE)

    def serves(self, host: str, port: int) -> bool:
        """Whether its socket is the one that is wanted; port 0 is any."""
        address = self.listener.getsockname()
        return port in (0, address[1]) and address[0] == address_of(host, port)[1][0]

    @property
    def ended(self) -> bool:
        """Whether its process is gone."""
        self.link.setblocking(False)
        try:
            return self.link.recv(1) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def kill(self) -> None:
        """End it at once, if it has not ended: the number is its own for as long."""
        if not self.ended:
            with contextlib.suppress(OSError):
                os.kill(self.pid, signal.SIGKILL)


def find(data_dir: Path, known: Collection[int] = ()) -> list[Orphan]:
    """The workers that a killed supervisor of this data folder left behind, but for the known."""
    found = []
    for path in sorted((data_dir / "run").glob("orphan-*.sock")):
        if _pid_of(path) in known:
            continue
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(_ANSWER_WITHIN_S)
        try:
            link.connect(str(path))
            _, fds, _, _ = socket.recv_fds(link, 1, 1)
            found.append(Orphan(_pid_of(path), link, socket.socket(fileno=fds[0])))
        except (OSError, IndexError):
            link.close()
            with contextlib.suppress(OSError):
                path.unlink()  # it has ended, or is about to
    return found


def _pid_of(path: Path) -> int:
    return int(path.stem.removeprefix("orphan-"))


def stopped_workers(data_dir: Path) -> Iterator[int]:
    """Workers of this data folder that were stopped (SIGSTOP): they cannot even end themselves."""
    marks = (b"phony.cli\0worker", str(data_dir).encode())
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):
            command = (entry / "cmdline").read_bytes()
            if all(mark in command for mark in marks):
                if (entry / "stat").read_text().rpartition(")")[2].split()[0] == "T":
                    yield int(entry.name)
