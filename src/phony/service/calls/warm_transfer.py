"""Warm transfer: a colleague is called, hears a summary, accepts with a key; then both are joined.

Source: protocols.md B13. The caller stays in the stream, on hold music, until the colleague waits
in the conference.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from phony.carriers.twilio import OutboundCall
from phony.domain.actions import DialOperator
from phony.domain.calls import FINAL_STATUSES, Call, Direction
from phony.domain.errors import PhonyError
from phony.domain.ids import utc_now
from phony.service.bridge.ports import Carrier
from phony.service.calls.addresses import Addresses
from phony.service.calls.outbound import PlacesCalls, check_number
from phony.store.calls import locate
from phony.store.database import Database
from phony.store.repositories import for_org
from phony.store.signals import Signals
from phony.store.transfers import Transfer, TransferResult
from phony.wire import twiml

_ASK = "To take the call, press 1. To decline, press any other key."
KEY_WITHIN_S = 15
RING_TIMEOUT_S = 25
DECIDE_WITHIN_S = 60
# What the carrier's words for the colleague's call mean for the transfer.
_RESULTS: dict[str, TransferResult] = {
    "busy": "busy",
    "no-answer": "no_answer",
    "failed": "failed",
    "canceled": "failed",
    "completed": "declined",
}


@dataclass(slots=True)
class _Attempt:
    """One colleague being asked."""

    action: DialOperator
    call: Call
    result: asyncio.Future[str] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    sid: str = ""


class CallsColleagues(PlacesCalls, Carrier, Protocol):
    """The carrier, which dials and hangs up."""


class WarmTransfers:
    """Asks colleagues, one per call at a time."""

    def __init__(self, carrier: CallsColleagues, addresses: Addresses, database: Database) -> None:
        """Works for all calls of this worker."""
        self._carrier = carrier
        self._addresses = addresses
        self._database = database
        self._signals = Signals(database)
        self._attempts: dict[str, _Attempt] = {}

    async def dial(self, call: Call, action: DialOperator, released: Callable[[], bool]) -> str:
        """Call the colleague and wait: accepted, declined, no_answer, busy or failed.

        `released` says whether another worker goes on with the call, and waits in our place.
        """
        to_number = check_number(action.to_number)
        attempt = self._attempts[call.id] = _Attempt(action, call)
        now = utc_now()
        known = await for_org(self._database, call.org_id).transfers.begin(
            Transfer(
                id=action.command_id,
                org_id=call.org_id,
                call_id=call.id,
                summary=action.summary,
                room=action.room,
                created_at=now,
            )
        )
        try:
            if known is None:
                attempt.sid = await self._place(call, action, to_number)
            elif known.result is not None:
                return known.result
            elif known.sid is None:
                return "failed"  # its worker died while it asked the carrier
            else:
                # Another worker called the colleague, and is gone: wait in its place.
                attempt.sid = known.sid
            passed_s = (now - known.created_at).total_seconds() if known else 0.0
            async with asyncio.timeout(RING_TIMEOUT_S + DECIDE_WITHIN_S - passed_s):
                return await attempt.result
        except TimeoutError:
            await self._cancel(attempt)
            return "no_answer"
        except asyncio.CancelledError:
            # The caller hung up meanwhile: the colleague's phone shall not ring on.
            if not released():
                await self._cancel(attempt)
            raise
        finally:
            self._attempts.pop(call.id, None)

    async def _place(self, call: Call, action: DialOperator, to_number: str) -> str:
        at = self._addresses
        placed = await self._carrier.place(
            OutboundCall(
                to=to_number,
                from_=call.to_number if call.direction is Direction.INBOUND else call.from_number,
                answer_url=at.call(call.id, "brief", c=action.command_id),
                status_url=at.call(call.id, "brief-status", c=action.command_id),
                ring_timeout_s=RING_TIMEOUT_S,
            )
        )
        transfers = for_org(self._database, call.org_id).transfers
        await transfers.placed(action.command_id, placed.sid)
        return placed.sid

    async def _cancel(self, attempt: _Attempt) -> None:
        if attempt.sid:
            try:
                await self._carrier.hang_up(attempt.sid)
            except PhonyError:
                pass

    async def brief(self, call_id: str, command_id: str) -> str:
        """The colleague picked up: the summary, and a key to press.

        Any worker may be asked; what is to be said stands in the command's record.
        """
        call = await locate(self._database, call_id=call_id)
        if call is None or call.status in FINAL_STATUSES:
            return twiml.say_and_hang_up("The caller has hung up. Goodbye.")
        brief = await for_org(self._database, call.org_id).transfers.find(command_id, call_id)
        if brief is None:
            return twiml.hang_up()
        language = call.agent.language if call.agent else "en"
        text = f"{brief.summary.strip()} {_ASK}"
        url = self._addresses.call(call_id, "brief-key", c=command_id)
        return twiml.ask_key(
            text, url, timeout_s=KEY_WITHIN_S, language=language, otherwise_url=url
        )

    async def decided(self, call_id: str, command_id: str, digits: str) -> str:
        """The colleague pressed a key: 1 is yes, everything else no."""
        call = await locate(self._database, call_id=call_id)
        if call is None:
            return twiml.hang_up()
        brief = await for_org(self._database, call.org_id).transfers.find(command_id, call_id)
        if brief is None:
            return twiml.hang_up()
        if not digits.startswith("1"):
            await self._tell(call, command_id, "declined")
            return twiml.hang_up()
        await self._tell(call, command_id, "accepted")
        # Waits with music until the caller comes in, and leaves when the caller does.
        return twiml.conference(brief.room, start_on_enter=False, end_on_exit=True)

    async def status(self, call_id: str, command_id: str, word: str) -> None:
        """The colleague's call failed, or ended before a key was pressed."""
        result = _RESULTS.get(word)
        call = await locate(self._database, call_id=call_id)
        if result is not None and call is not None:
            await self._tell(call, command_id, result)

    async def _tell(self, call: Call, command_id: str, result: TransferResult) -> None:
        """Settle it here, or tell the worker where somebody waits; the first answer is kept.

        When that worker has just died, whoever goes on with the call finds the answer.
        """
        await for_org(self._database, call.org_id).transfers.settle(command_id, result)
        if not self.settle(call.id, command_id, result):
            told = {"command_id": command_id, "result": result}
            await self._signals.send(call, "operator_dialed", told)

    def settle(self, call_id: str, command_id: str, result: str) -> bool:
        """The colleague's answer, the first one counts; whether somebody waited for it here."""
        attempt = self._attempts.get(call_id)
        if attempt is None or attempt.action.command_id != command_id:
            return False
        if not attempt.result.done():
            attempt.result.set_result(result)
        return True
