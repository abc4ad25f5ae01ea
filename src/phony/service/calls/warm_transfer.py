"""Warm transfer: a colleague is called, hears a summary, accepts with a key; then both are joined.

Source: protocols.md B13. The caller stays in the stream, on hold music, until the colleague waits
in the conference.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from phony.carriers.refusals import CarrierBusy, NotReached, may_be_done
from phony.carriers.twilio import OutboundCall
from phony.domain.actions import DialOperator
from phony.domain.bills import Leg
from phony.domain.calls import FINAL_STATUSES, Call, CallStatus
from phony.domain.errors import PhonyError
from phony.domain.ids import utc_now
from phony.domain.phone import Destination
from phony.domain.sentences import to_caller
from phony.service.bridge.ports import Carrier
from phony.service.calls.addresses import Addresses
from phony.service.calls.destinations import Destinations
from phony.service.calls.ending import Endings
from phony.service.calls.forms import STATUS_WORDS, whole
from phony.service.calls.lost_orders import LostOrders, Spawn
from phony.service.calls.onward import LONGEST_S, callers_number, own_number
from phony.service.calls.outbound import PlacesCalls
from phony.store.calls import locate
from phony.store.database import Database
from phony.store.repositories import for_org
from phony.store.signals import Signals
from phony.store.transfers import Transfer, TransferResult
from phony.wire import twiml

_log = logging.getLogger(__name__)

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
    shown: str = ""  # whose number the colleague sees
    began: datetime = field(default_factory=utc_now)


class CallsColleagues(PlacesCalls, Carrier, Protocol):
    """The carrier, which dials and hangs up."""


class WarmTransfers:
    """Asks colleagues, one per call at a time."""

    def __init__(
        self,
        carrier: CallsColleagues,
        addresses: Addresses,
        database: Database,
        lost: LostOrders,
        spawn: Spawn,
        destinations: Destinations,
        ends: Endings,
    ) -> None:
        """Works for all calls of this worker; `spawn` owns hang-ups that outlive their call.

        `ends` puts the colleagues' calls on the bill.
        """
        self._ends = ends
        self._lost = lost
        self._spawn = spawn
        self._destinations = destinations
        self._carrier = carrier
        self._addresses = addresses
        self._database = database
        self._signals = Signals(database)
        self._attempts: dict[str, _Attempt] = {}

    async def dial(self, call: Call, action: DialOperator, released: Callable[[], bool]) -> str:
        """Call the colleague and wait: accepted, declined, no_answer, busy or failed.

        `released` says whether another worker goes on with the call, and waits in our place.
        """
        to = await self._destinations.admit(call.org_id, action.to_number)
        to_number = to.number
        attempt = self._attempts[call.id] = _Attempt(action, call, shown=own_number(call))
        now = attempt.began
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
                await self._place(attempt, to)
            elif known.result is not None:
                return known.result
            else:
                # Another worker called the colleague, and is gone: wait in its place.
                attempt.began = known.created_at
                attempt.sid = known.sid or await self._find(attempt, to_number) or ""
                if not attempt.sid and not attempt.result.done():
                    return await self._late(call, action, "failed")
            passed_s = (now - known.created_at).total_seconds() if known else 0.0
            async with asyncio.timeout(RING_TIMEOUT_S + DECIDE_WITHIN_S - passed_s):
                return await attempt.result
        except TimeoutError:
            if await self._is_ours(call):
                self._cancel(attempt, to_number)
                return await self._late(call, action, "no_answer")
            return "no_answer"
        except PhonyError as error:
            _log.warning("call %s: no colleague was called: %s", call.id, error.code)
            return (
                await self._late(call, action, "failed") if await self._is_ours(call) else "failed"
            )
        except asyncio.CancelledError:
            # The caller hung up meanwhile: the colleague's phone shall not ring on.
            if not released():
                self._cancel(attempt, to_number)
            raise
        finally:
            self._attempts.pop(call.id, None)

    async def _is_ours(self, call: Call) -> bool:
        """Time runs on while we are stopped: it may be somebody else who waits by now."""
        return await for_org(self._database, call.org_id).calls.is_owned_by(call.id, call.lease)

    async def _late(self, call: Call, action: DialOperator, result: TransferResult) -> str:
        """Nobody waits any more, and who picks up now is told so, unless they were first."""
        transfers = for_org(self._database, call.org_id).transfers
        return await transfers.settle(action.command_id, result) or result

    async def _place(self, attempt: _Attempt, to: Destination) -> None:
        call = attempt.call
        number = callers_number(call)
        token = number and (await for_org(self._database, call.org_id).calls.private(call.id)).get(
            "call_token"
        )
        if number and token:
            attempt.shown = number
            try:
                return await self._order(attempt, to, str(token))
            except PhonyError as error:
                if may_be_done(error) or isinstance(error, NotReached | CarrierBusy):
                    raise
                # The carrier does not let it be shown: our own it takes.
                _log.warning("call %s: the caller's number is not shown: %s", call.id, error.code)
                attempt.shown = own_number(call)
        await self._order(attempt, to)

    async def _order(self, attempt: _Attempt, to: Destination, call_token: str = "") -> None:
        at, call, command_id = self._addresses, attempt.call, attempt.action.command_id
        limit_s = call.agent.transfers.max_duration_s if call.agent else None
        try:
            placed = await self._carrier.place(
                OutboundCall(
                    to=to.number,
                    from_=attempt.shown,
                    answer_url=at.call(call.id, "brief", c=command_id),
                    status_url=at.call(call.id, "brief-status", c=command_id),
                    ring_timeout_s=RING_TIMEOUT_S,
                    # The conference ends when the caller's time there is over, or the caller goes.
                    time_limit_s=LONGEST_S if limit_s is None else limit_s + DECIDE_WITHIN_S,
                    send_digits=to.send_digits,
                    call_token=call_token,
                )
            )
            attempt.sid = placed.sid
        except PhonyError as error:
            if not may_be_done(error):
                raise
            found = await self._find(attempt, to.number)
            if found is None and not attempt.result.done():
                raise
            attempt.sid = found or ""
        if attempt.sid:
            await for_org(self._database, call.org_id).transfers.placed(command_id, attempt.sid)

    async def _find(self, attempt: _Attempt, to_number: str) -> str | None:
        """The call to a colleague of which the carrier told us nothing, if there is one."""
        transfers = for_org(self._database, attempt.call.org_id).transfers

        async def known() -> str | None:
            kept = await transfers.find(attempt.action.command_id, attempt.call.id)
            return None if kept is None else kept.sid

        return await self._lost.find(
            to_number,
            attempt.shown,
            attempt.began,
            known=known,
            # Nobody waits any more for a result that was cancelled, but a phone may ring.
            give_up=lambda: attempt.result.done() and not attempt.result.cancelled(),
        )

    def _cancel(self, attempt: _Attempt, to_number: str) -> None:
        """Their phone shall not ring on; the carrier may need to be told more than once."""

        async def hang_up() -> None:
            try:
                if sid := attempt.sid or await self._find(attempt, to_number):
                    await self._carrier.hang_up(sid)
            except PhonyError as error:
                _log.error("call %s: a colleague rings on: %s", attempt.call.id, error.code)

        self._spawn(hang_up())

    async def brief(self, call_id: str, command_id: str) -> str:
        """The colleague picked up: the summary, and a key to press.

        Any worker may be asked; what is to be said stands in the command's record.
        """
        call = await locate(self._database, call_id=call_id)
        if call is None or call.status in FINAL_STATUSES:
            return twiml.say_and_hang_up(*to_caller("caller_gone", call))
        brief = await for_org(self._database, call.org_id).transfers.find(command_id, call_id)
        if brief is None or brief.result not in (None, "accepted"):
            return twiml.hang_up()
        summary = brief.summary.strip(), call.agent.language if call.agent else "en"
        url = self._addresses.call(call_id, "brief-key", c=command_id)
        return twiml.ask_key(
            [summary, to_caller("press_one", call)],
            url,
            timeout_s=KEY_WITHIN_S,
            otherwise_url=url,
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
        if await self._tell(call, command_id, "accepted") != "accepted":
            return twiml.hang_up()  # too late: the caller was told that nobody has time
        # Waits with music until the caller comes in, and leaves when the caller does.
        return twiml.conference(brief.room, start_on_enter=False, end_on_exit=True)

    async def status(self, call_id: str, command_id: str, form: Mapping[str, str]) -> None:
        """The colleague's call rings, was answered or is over; from its answer on it costs."""
        call, word = await locate(self._database, call_id=call_id), form.get("CallStatus", "")
        if call is None:
            return
        leg = Leg(kind="warm", to_number=form.get("To", ""))
        if STATUS_WORDS.get(word) is CallStatus.IN_PROGRESS:
            leg.answered_at = utc_now()
        else:
            leg.lasted_s = whole(form, "CallDuration")
        if sid := form.get("CallSid"):
            await for_org(self._database, call.org_id).transfers.placed(command_id, sid)
            if leg.taken:
                await self._ends.leg(call, sid, leg)
        if (result := _RESULTS.get(word)) is not None:
            await self._tell(call, command_id, result)

    async def _tell(
        self, call: Call, command_id: str, result: TransferResult
    ) -> TransferResult | None:
        """Settle it here, or tell the worker where somebody waits; the first answer is kept.

        When that worker has just died, whoever goes on with the call finds the answer. Returns what
        stands; None if there is no such transfer.
        """
        stands = await for_org(self._database, call.org_id).transfers.settle(command_id, result)
        if stands is not None and not self.settle(call.id, command_id, stands):
            told = {"command_id": command_id, "result": stands}
            await self._signals.send(call, "operator_dialed", told)
        return stands

    def settle(self, call_id: str, command_id: str, result: str) -> bool:
        """The colleague's answer, the first one counts; whether somebody waited for it here."""
        attempt = self._attempts.get(call_id)
        if attempt is None or attempt.action.command_id != command_id:
            return False
        if not attempt.result.done():
            attempt.result.set_result(result)
        return True
