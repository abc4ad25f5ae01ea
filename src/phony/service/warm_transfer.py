"""Warm transfer: a colleague is called, hears a summary, accepts with a key; then both are joined.

Source: protocols.md B13. The caller stays in the stream, on hold music, until the colleague waits
in the conference.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from phony.carriers.twilio import OutboundCall, TwilioCarrier
from phony.domain.actions import DialOperator
from phony.domain.calls import Call, Direction
from phony.domain.errors import PhonyError
from phony.service.bridge import CallBridge
from phony.service.calls import Addresses
from phony.service.outbound import check_number
from phony.store.database import Database

RING_TIMEOUT_S = 25
DECIDE_WITHIN_S = 60


@dataclass(slots=True)
class _Attempt:
    """One colleague being asked."""

    action: DialOperator
    call: Call
    result: asyncio.Future[str] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    sid: str = ""


class WarmTransfers:
    """Asks colleagues, one per call at a time."""

    def __init__(self, carrier: TwilioCarrier, addresses: Addresses, database: Database) -> None:
        """Works for all calls of this worker."""
        self._carrier = carrier
        self._addresses = addresses
        self._database = database
        self._attempts: dict[str, _Attempt] = {}

    async def dial(self, bridge: CallBridge, action: DialOperator) -> str:
        """Call the colleague and wait: accepted, declined, no_answer, busy or failed."""
        call = bridge.call
        to_number = check_number(action.to_number)
        attempt = self._attempts[call.id] = _Attempt(action, call)
        at = self._addresses
        ours = call.to_number if call.direction is Direction.INBOUND else call.from_number
        try:
            placed = await self._carrier.place(
                OutboundCall(
                    to=to_number,
                    from_=ours,
                    answer_url=at.call(call.id, "brief", c=action.command_id),
                    status_url=at.call(call.id, "brief-status", c=action.command_id),
                    ring_timeout_s=RING_TIMEOUT_S,
                )
            )
            attempt.sid = placed.sid
            async with asyncio.timeout(RING_TIMEOUT_S + DECIDE_WITHIN_S):
                return await attempt.result
        except TimeoutError:
            await self._cancel(attempt)
            return "no_answer"
        except asyncio.CancelledError:
            # The caller hung up meanwhile: the colleague's phone shall not ring on.
            await self._cancel(attempt)
            raise
        finally:
            self._attempts.pop(call.id, None)

    async def _cancel(self, attempt: _Attempt) -> None:
        if attempt.sid:
            try:
                await self._carrier.hang_up(attempt.sid)
            except PhonyError:
                pass

    def find(self, call_id: str, command_id: str) -> DialOperator | None:
        """What the colleague who is being asked is to hear, if it is asked from here."""
        attempt = self._attempts.get(call_id)
        if attempt is None or attempt.action.command_id != command_id:
            return None
        return attempt.action

    def settle(self, call_id: str, command_id: str, result: str) -> bool:
        """The colleague answered by a key, or not at all; whether somebody waited for it here."""
        attempt = self._attempts.get(call_id)
        if attempt is None or attempt.action.command_id != command_id:
            return False
        if not attempt.result.done():
            attempt.result.set_result(result)
        return True
