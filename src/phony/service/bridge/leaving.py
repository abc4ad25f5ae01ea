"""The end of a call that has no stream: a phone rings until the carrier confirms that it does not.

The stream's own end ends all other calls. Whoever asked for the hang-up is told what became of it.
"""

from __future__ import annotations

import asyncio
import logging

from phony.domain.calls import Direction
from phony.domain.errors import PhonyError
from phony.service.bridge.ports import Carrier, Host
from phony.service.bridge.record import CallRecord

_log = logging.getLogger(__name__)

# How long the carrier's answer to our order may be out, at most.
_ORDERED_WITHIN_S = 60.0


class Leaving:
    """Hangs up through the carrier's REST interface; the call waits for it."""

    __slots__ = ("_carrier", "_gone", "_host", "_ordered", "_record", "_task")

    def __init__(self, host: Host, carrier: Carrier, record: CallRecord) -> None:
        """Nobody leaves yet."""
        self._host = host
        self._carrier = carrier
        self._record = record
        self._ordered = asyncio.Event()
        self._gone = False
        self._task: asyncio.Task[None] | None = None

    @property
    def under_way(self) -> bool:
        """Whether the carrier has not confirmed it yet."""
        return self._task is not None and not self._task.done()

    def ordered(self, sid: str | None) -> None:
        """The carrier has answered our order to dial; None if nothing rings because of it."""
        if sid is not None:
            self._host.call.carrier_call_sid = sid
        self._gone = sid is None
        self._ordered.set()

    def hang_up(self) -> None:
        """Begin to, in a task of the call's."""
        if self._task is None and not self._gone:
            self._task = self._host.spawn(self._until_confirmed())
        if self._task is None:
            self._record.hung_up()

    def confirmed(self) -> None:
        """The carrier says by itself that its call is over."""
        self._gone = True
        if self._task is not None:
            self._task.cancel()
        self._record.hung_up()

    async def _until_confirmed(self) -> None:
        call, failed = self._host.call, None
        try:
            if call.carrier_call_sid is None and call.direction is Direction.OUTBOUND:
                async with asyncio.timeout(_ORDERED_WITHIN_S):
                    await self._ordered.wait()
            if call.carrier_call_sid is not None:
                await self._carrier.hang_up(call.carrier_call_sid)
        except (PhonyError, TimeoutError) as error:
            _log.error("call %s: not hung up: %s", call.id, type(error).__name__)
            failed = "The carrier did not confirm it."
        finally:
            self._record.hung_up(failed)
