"""What one call asks of the database in order: what cannot be written now is written later."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable

from phony.store.outage import is_outage

_log = logging.getLogger(__name__)

MAX_WAITING = 2000
_FIRST_WAIT_S = 0.1
_LONGEST_WAIT_S = 1.0  # the driver waits for a server besides, and sees at once when one is back

Write = Callable[[], Awaitable[object]]


class OrderedWrites:
    """Writes one after the other. None fails whoever asked for it.

    A write is tried again until it succeeds or is refused for what it is, so it must change nothing
    the second time. If too many wait, the oldest goes: later states say more.
    """

    __slots__ = ("_call_id", "_idle", "_most", "_news", "_waiting", "lost")

    def __init__(self, call_id: str, *, most: int = MAX_WAITING) -> None:
        """`lost` counts what was refused or had to go."""
        self._call_id = call_id
        self._most = most
        self._waiting: deque[Write] = deque()
        self._news = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self.lost = 0

    def later(self, write: Write) -> None:
        """Do this after all that was asked for before."""
        if len(self._waiting) >= self._most:
            if not self.lost:
                _log.error("call %s: too much waits for the database, writes go", self._call_id)
            self._waiting.popleft()
            self.lost += 1
        self._waiting.append(write)
        self._idle.clear()
        self._news.set()

    async def run(self) -> None:
        """Work it off until cancelled; a task of the call's group."""
        while True:
            while not self._waiting:
                self._news.clear()
                self._idle.set()
                await self._news.wait()
            await self._write(self._waiting.popleft())

    async def done(self) -> None:
        """Wait until nothing waits."""
        await self._idle.wait()

    @property
    def waiting(self) -> bool:
        """Something is not written yet."""
        return not self._idle.is_set()

    async def _write(self, write: Write) -> None:
        tries = 0
        while not await self._try(write, first=tries == 0):
            await asyncio.sleep(min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2 ** min(tries, 6)))
            tries += 1
        if tries:
            _log.warning("call %s: written after %d tries", self._call_id, tries + 1)

    async def _try(self, write: Write, *, first: bool) -> bool:
        """Whether it need not be tried again."""
        try:
            await write()
        except Exception as error:  # noqa: BLE001 - one write that cannot be made ends no call
            name = type(error).__name__
            if is_outage(error):
                if first:
                    _log.warning("call %s: its record is written later: %s", self._call_id, name)
                return False
            # The words of a refusal may quote what was to be written.
            _log.error("call %s: a write was refused: %s", self._call_id, name)
            self.lost += 1
        return True
