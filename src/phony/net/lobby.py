"""How many may be connected: per address and in all. Whoever has waited longest gives way.

Nothing tells the carrier's connection from a stranger's before it has asked. But who wants
something asks at once, and a flood of idle connections only ever drives out its own.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable
from typing import Protocol

PER_ADDRESS = 256
MOST = 10_000
# A burst is no crowd: hundreds of streams that come anew at once, perhaps through one proxy, are
# all accepted before the first of them is read.
GRACE_S = 1.0
# Files, pipes, the database's connections and those to others' servers.
_BESIDE_CALLS = 128


class Guest(Protocol):
    """A connection that is counted."""

    def turn_away(self) -> None:
        """Close: others need the place."""


class Lobby:
    """The connections of one process that are no sockets of calls (those have left it)."""

    def __init__(
        self,
        *,
        most: int = MOST,
        per_address: int = PER_ADDRESS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`per_address` counts those that wait longer than `GRACE_S` for their peer, `most` all."""
        self._most = most
        self._per_address = per_address
        self._clock = clock
        self._inside: dict[Guest, str] = {}
        self._waiting: dict[Guest, float] = {}  # since when; the one that waits longest first
        self._at: dict[str, dict[Guest, None]] = {}  # the same, by address

    def __len__(self) -> int:
        return len(self._inside)

    def enter(self, guest: Guest, address: str) -> None:
        """A connection was made, and waits for its peer; another may have to go for it."""
        place = _place(address)
        self._inside[guest] = place
        self.wait(guest)
        here, patient = self._at[place], self._clock() - GRACE_S
        while len(here) > self._per_address:
            oldest = next(iter(here))
            if self._waiting[oldest] > patient:
                break
            self._turn_away(oldest)
        if len(self._inside) > self._most:
            self._turn_away(next(iter(self._waiting)))

    def wait(self, guest: Guest) -> None:
        """It is the peer's turn: to ask, to go on, to take what we send."""
        if (place := self._inside.get(guest)) is not None and guest not in self._waiting:
            self._waiting[guest] = self._clock()
            self._at.setdefault(place, {})[guest] = None

    def serve(self, guest: Guest) -> None:
        """It is our turn: nobody is turned away over a question."""
        if guest in self._waiting:
            del self._waiting[guest]
            place = self._inside[guest]
            del self._at[place][guest]
            if not self._at[place]:
                del self._at[place]

    def leave(self, guest: Guest) -> None:
        """Closed, or a socket of somebody known from now on."""
        self.serve(guest)
        self._inside.pop(guest, None)

    def _turn_away(self, guest: Guest) -> None:
        self.leave(guest)
        guest.turn_away()


def _place(address: str) -> str:
    """What one guest may have many of: an IPv6 address is one of a whole network's."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return address


def most_for(descriptors: int, max_calls: int) -> int:
    """How many may be connected, so that calls find the descriptors they need: two each."""
    kept = min(descriptors // 2, 2 * max_calls + _BESIDE_CALLS)
    return min(MOST, descriptors - kept)
