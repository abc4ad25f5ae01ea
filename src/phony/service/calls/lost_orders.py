"""Orders to dial whose answer was lost: a phone may ring all the same, so the carrier is asked.

Nobody is dialled twice, and nothing is called failed while the carrier may have taken it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from typing import Any, Protocol

from phony.carriers.patience import waits_s
from phony.carriers.twilio import CarrierCall
from phony.domain.errors import PhonyError
from phony.store.calls import locate
from phony.store.database import Database
from phony.store.transfers import is_colleague

# The carrier has no such call if it says so as often as this, over some seconds.
MISSES = 5
# How long to go on while it cannot be asked: a phone rings no longer than this.
LOOK_FOR_S = 120.0


# Owns work that may outlive its call (`CallRegistry.spawn`).
Spawn = Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]


class ListsCalls(Protocol):
    """The carrier, which knows whom it dialled for us."""

    async def recent(self, to: str, from_: str, since: datetime) -> list[CarrierCall]:
        """The calls that we placed from one number to another since about then, newest first."""


class LostOrders:
    """Finds calls of ours of which we were told nothing."""

    def __init__(self, database: Database, carrier: ListsCalls) -> None:
        """Calls that some record names are no lost ones."""
        self._database = database
        self._carrier = carrier

    async def find(
        self,
        to: str,
        from_: str,
        since: datetime,
        known: Callable[[], Awaitable[str | None]],
        give_up: Callable[[], bool],
    ) -> str | None:
        """The carrier's id of the call; None if it has none, or `give_up` says so.

        `known` is what a callback, which has our own id in its URL, may have told meanwhile.
        """
        clock = asyncio.get_running_loop().time
        over, misses = clock() + LOOK_FOR_S, 0
        for wait_s in waits_s():
            if (sid := await known()) is not None:
                return sid
            try:
                if (sid := await self.look(to, from_, since)) is not None:
                    return sid
                misses += 1
            except PhonyError:
                pass  # it cannot be asked now
            if misses >= MISSES or clock() > over or give_up():
                return await known()
            await asyncio.sleep(wait_s)
        return None

    async def look(self, to: str, from_: str, since: datetime) -> str | None:
        """The newest call between two numbers that no record names; None if there is none now.

        Raises:
            PhonyError: the carrier cannot be asked.
        """
        for call in await self._carrier.recent(to, from_, since):
            if not await self._named(call.sid):
                return call.sid
        return None

    async def _named(self, sid: str) -> bool:
        named = await locate(self._database, sid=sid) is not None
        return named or await is_colleague(self._database, sid)
