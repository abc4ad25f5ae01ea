"""The one public socket of `phony serve`, and errors that name the cure when it cannot be had."""

from __future__ import annotations

import errno
import socket
import time
from typing import Any

from phony.domain.errors import ConfigError


def address_of(host: str, port: int) -> tuple[socket.AddressFamily, tuple[Any, ...]]:
    """What to bind to.

    Raises:
        ConfigError: the host is no address.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host or "0.0.0.0", port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise ConfigError(
            f"PHONY_HOST is {host!r}, which is no address.", cure="Try 127.0.0.1 or 0.0.0.0."
        ) from error
    return family, address


def listen(host: str, port: int, patience_s: float = 3, *, option: str = "--port") -> socket.socket:
    """Bind the one public socket; waits a moment for a killed predecessor to let go of it.

    `option` is how the port is chosen.

    Raises:
        ConfigError: the port is taken, or the address is not ours.
    """
    family, address = address_of(host, port)
    deadline = time.monotonic() + patience_s
    while True:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen(2048)
        except OSError as error:
            listener.close()
            if error.errno == errno.EADDRINUSE and time.monotonic() < deadline:
                time.sleep(0.1)
                continue
            raise _cannot_listen(error, host, port, option) from error
        listener.set_inheritable(True)
        return listener


def _cannot_listen(error: OSError, host: str, port: int, option: str) -> ConfigError:
    match error.errno:
        case errno.EADDRINUSE:
            return ConfigError(
                f"Port {port} on {host} is in use by another program.",
                cure="Stop that program, or choose another port: "
                f"phony serve {option} {port + 10} "
                f"(or PHONY_{option.strip('-').replace('-', '_').upper()}).",
            )
        case errno.EACCES:
            return ConfigError(
                f"Port {port} needs more rights than this user has.",
                cure="Choose a port of 1024 or above.",
            )
        case _:
            return ConfigError(
                f"Cannot listen on {host}:{port}: {error.strerror}.",
                cure="PHONY_HOST must be an address of this machine; 0.0.0.0 is all of them.",
            )


def usable_port(port: int) -> int:
    """`port`, or a free one for 0; said here, where an error can be clear."""
    with listen("127.0.0.1", port, option="--sandbox-port") as probe:
        return int(probe.getsockname()[1])
