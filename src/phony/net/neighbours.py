"""Whose program is at the other end of a connection within this machine.

Loopback proves that somebody is on this machine, and machines have several users. Linux says who
owns the other end's socket: the kernel is asked for that one (netlink, some 20 microseconds) or, if
it does not answer (some containers), its list is looked through.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import struct
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

Address = tuple[str, int]  # IP address and port

_SOCK_DIAG, _BY_FAMILY, _REQUEST = 4, 20, 1
_WITHIN_S = 1.0
_LISTS = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))


@dataclass(frozen=True, slots=True)
class Line:
    """A TCP connection: their end and ours."""

    theirs: Address
    ours: Address


@dataclass(frozen=True, slots=True)
class _Owner:
    uid: int
    inode: int  # 0: no program holds the socket any more, and the uid says nothing


def is_ours(line: Line | None, users: Iterable[int] | None = None) -> bool:
    """Whether a program of this user, or of root, holds the other end.

    `users` are the numbers of those who count instead. Where the system cannot tell (it is not
    Linux) everybody on this machine counts.
    """
    if sys.platform != "linux":
        return True
    if line is None:
        return False
    try:
        owner = _owner(line)
    except (OSError, ValueError, struct.error):
        return False
    wanted = frozenset({0, os.geteuid()} if users is None else users)
    return owner is not None and owner.inode != 0 and owner.uid in wanted


def _owner(line: Line) -> _Owner | None:
    """Who owns the other end; None if there is no such socket.

    Raises:
        OSError: the kernel does not say.
        ValueError: the addresses are none.
    """
    theirs, ours = _numeric(line.theirs), _numeric(line.ours)
    try:
        found = _asked(theirs, ours)
    except OSError:
        found = None
    # "No such socket" is also the answer of a kernel without the part that knows.
    return found or _listed(theirs, ours)


def _numeric(address: Address) -> tuple[bytes, int]:
    """The address as bytes, IPv4 in its short form however it is written; and the port."""
    host = ipaddress.ip_address(address[0].split("%", 1)[0])
    if isinstance(host, ipaddress.IPv6Address) and host.ipv4_mapped:
        host = host.ipv4_mapped
    return host.packed, address[1]


def _asked(theirs: tuple[bytes, int], ours: tuple[bytes, int]) -> _Owner | None:
    family = socket.AF_INET if len(theirs[0]) == 4 else socket.AF_INET6
    ends = struct.pack(
        "!HH16s16sI8s", theirs[1], ours[1], theirs[0], ours[0], 0, b"\xff" * 8
    )  # any interface, no cookie
    body = struct.pack("=BBBBI", family, socket.IPPROTO_TCP, 0, 0, 0xFFFFFFFF) + ends
    head = struct.pack("=IHHII", 16 + len(body), _BY_FAMILY, _REQUEST, 1, 0)
    kind = socket.SOCK_RAW | socket.SOCK_CLOEXEC
    with socket.socket(socket.AF_NETLINK, kind, _SOCK_DIAG) as kernel:
        kernel.settimeout(_WITHIN_S)
        kernel.send(head + body)
        answer = kernel.recv(4096)
    if struct.unpack_from("=H", answer, 4)[0] != _BY_FAMILY:
        return None
    # After the head: family, state and timers, both ends, then five numbers.
    *_, uid, inode = struct.unpack_from("=5I", answer, 16 + 4 + 48)
    return _Owner(uid, inode)


def _listed(theirs: tuple[bytes, int], ours: tuple[bytes, int]) -> _Owner | None:
    spellings = [(_hex(*theirs), _hex(*ours))]
    if len(theirs[0]) == 4:
        mapped = b"\0" * 10 + b"\xff\xff"
        spellings.append((_hex(mapped + theirs[0], theirs[1]), _hex(mapped + ours[0], ours[1])))
    for path in _LISTS:
        try:
            rows = path.read_text().splitlines()[1:]
        except OSError:
            continue
        for row in rows:
            fields = row.split()
            if (fields[1], fields[2]) in spellings:
                return _Owner(int(fields[7]), int(fields[9]))
    return None


def _hex(host: bytes, port: int) -> str:
    """An end as the kernel writes it: words of four bytes in the machine's order."""
    words = struct.unpack(f"={len(host) // 4}I", host)
    return "".join(f"{word:08X}" for word in words) + f":{port:04X}"
