"""Pass an accepted connection to the worker that owns the call: its fd through a Unix socket.

Datagrams: one message carries the descriptor and the request's bytes, whole or not at all; there
is no connection to keep, and a worker that is gone refuses at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import struct
from collections.abc import Callable
from pathlib import Path

MAX_BYTES = 64 << 10
_HEADER = struct.Struct("!B")  # version

Adopt = Callable[[socket.socket, bytes], None]


def path_of(folder: Path, worker_id: str) -> Path:
    """The Unix socket of a worker."""
    return folder / f"{worker_id}.sock"


def send(path: Path, connection: int, data: bytes) -> bool:
    """Hand the descriptor and the bytes read from it over; False if nobody is there.

    The receiver gets a descriptor of its own: ours is to be closed as usual.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        try:
            sender.connect(str(path))
            socket.send_fds(sender, [_HEADER.pack(1) + data], [connection])
        except OSError:
            return False
    return True


class Receiver:
    """Takes over the connections that other workers pass to this one."""

    def __init__(self, path: Path, adopt: Adopt) -> None:
        """`adopt` gets a non-blocking socket and the bytes read from it so far."""
        self._path = path
        self._adopt = adopt
        self._socket: socket.socket | None = None

    def start(self) -> None:
        """Listen, in the running loop."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(FileNotFoundError):
            self._path.unlink()
        receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        receiver.setblocking(False)
        receiver.bind(str(self._path))
        os.chmod(self._path, 0o600)
        self._socket = receiver
        asyncio.get_running_loop().add_reader(receiver.fileno(), self._readable)

    def stop(self) -> None:
        """Stop listening; who comes from now on is refused at once."""
        if self._socket is not None:
            asyncio.get_running_loop().remove_reader(self._socket.fileno())
            self._socket.close()
            self._socket = None
        with contextlib.suppress(FileNotFoundError):
            self._path.unlink()

    def _readable(self) -> None:
        assert self._socket is not None
        for _ in range(16):
            try:
                data, fds, flags, _ = socket.recv_fds(self._socket, MAX_BYTES, 4)
            except (BlockingIOError, InterruptedError):
                return
            for extra in fds[1:]:
                os.close(extra)
            if not fds:
                continue
            if flags & socket.MSG_TRUNC or len(data) < 1 or data[0] != 1:
                os.close(fds[0])
                continue
            connection = socket.socket(fileno=fds[0])
            connection.setblocking(False)
            self._adopt(connection, data[1:])
