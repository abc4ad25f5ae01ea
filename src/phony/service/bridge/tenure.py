"""Whether a call is still this worker's: another one may have taken it up while we were away."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from pymongo.errors import PyMongoError

from phony.domain.calls import Call
from phony.store.calls import CallRepository
from phony.store.journal import FRESH_S


class Tenure:
    """Our time as the owner of one call; once `lost`, it never comes back."""

    __slots__ = ("_asked_at", "_call_id", "_calls", "_clock", "lease", "lost")

    def __init__(
        self, calls: CallRepository, call: Call, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """It begins now, with the lease of `call`; `clock` is in seconds."""
        self._calls = calls
        self._call_id = call.id
        self._clock = clock
        self._asked_at = clock()
        self.lease = call.lease
        self.lost = False

    async def lasts(self) -> bool:
        """Ask whose the call is, unless we knew a moment ago.

        A moment: who was away for longer, stopped or hung, must not trust what it knew.
        """
        now = self._clock()
        if not self.lost and now - self._asked_at >= FRESH_S:
            self.lost = not await self._calls.is_owned_by(self._call_id, self.lease)
            self._asked_at = now
        return not self.lost

    async def may_last(self, within_s: float) -> bool:
        """The same, and yes if nobody can tell so soon: nor could anybody take the call up."""
        try:
            async with asyncio.timeout(within_s):
                return await self.lasts()
        except (PyMongoError, TimeoutError):
            return not self.lost
