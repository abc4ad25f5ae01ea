"""The end of a call's record, whoever saw it: the running bridge, a callback, the reaper.

What the record says is decided by `domain.closing`; what goes with it happens here: open edits and
commands are refused, the recording is made.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Any, Protocol

from pymongo.errors import PyMongoError

from phony.domain.actions import EndCall
from phony.domain.bills import CallCost, Leg
from phony.domain.calls import Call, CallOutcome, CallStatus, Direction
from phony.domain.closing import closing, outcome_of, passing_on, taken_after_all
from phony.domain.edits import Refusal
from phony.domain.errors import Conflict, PhonyError
from phony.domain.events import CarrierEnded, Restarting
from phony.domain.sentences import to_caller
from phony.service.bridge.call import CallBridge
from phony.service.calls.salvage import Salvage
from phony.service.money.spending import Spending
from phony.store.database import Database
from phony.store.due import DueRecordings
from phony.store.outage import is_outage
from phony.store.repositories import for_org
from phony.wire import twiml

_log = logging.getLogger(__name__)

# We are about to end: what the carrier does not do soon, nobody waits for.
FAREWELL_WITHIN_S = 2.0
_NOTE_WITHIN_S = 1.0
_AT_ONCE = 10


class CarrierVoice(Protocol):
    """The carrier, which can speak by itself."""

    async def run_twiml(self, sid: str, twiml: str, within_s: float) -> None:
        """Make the live call do something else; its stream ends. Repeated for `within_s`."""


class Endings:
    """Ends records, of calls of all organizations."""

    def __init__(
        self, database: Database, spending: Spending, carrier: CarrierVoice, salvage: Salvage
    ) -> None:
        """`spending` makes the bill of a call that nobody runs any more.

        `salvage` has what such a call said last.
        """
        self._salvage = salvage
        self._database = database
        self._spending = spending
        self._carrier = carrier
        self._recordings = DueRecordings(database)

    async def announce(self, call: Call, end: EndCall) -> None:
        """Before the stream is closed: the carrier asks at once what comes next."""
        calls, after = for_org(self._database, call.org_id).calls, end.after
        await calls.ends(call.id, outcome_of(call, end.outcome), end.reason, lease=call.lease)
        if after is not None:
            kept: dict[str, Any] = {
                "kind": after.kind,
                "to_number": after.to_number,
                "room": after.room,
                "command_id": after.command_id,
            }
            await calls.set_private(call.id, lease=call.lease, after=kept)

    async def pass_on(self, call: Call, end: EndCall) -> None:
        """The agent is done, the carrier has the caller still: its callbacks end the record."""
        fields = passing_on(call, end.outcome, end.reason)
        calls = for_org(self._database, call.org_id).calls
        if await calls.patch(call.id, fields, lease=call.lease) is not None:
            call.outcome = fields["outcome"]
            # Whoever asked for it is told when the other side has answered, or did not.
            await self._refuse_open(call, but=end.after.command_id if end.after else None)

    async def close(
        self,
        call: Call,
        outcome: CallOutcome,
        reason: str,
        *,
        status: CallStatus | None = None,
        ended_at: datetime | None = None,
        lasted_s: float | None = None,
        bill: CallCost | None = None,
        by: str | None = None,
    ) -> Call | None:
        """End the record; None if it was over already.

        `status` is the carrier's, if it told one; `ended_at` when the call ended, if not just now;
        `lasted_s` the time from its answer to its end, if somebody measured it. `bill` is the final
        one of whoever ran the call; else it is made of the record. The worker that says who it is
        with `by` owned the call when it had the lease of `call`, and may ask again after an error:
        nothing happens twice, and nothing at all if the call has a later owner.
        """
        calls = for_org(self._database, call.org_id).calls

        def settle(over: Call, legs: list[Leg]) -> CallCost | None:
            cost = bill or self._spending.settle(over)
            return cost and self._spending.with_legs(cost, over.org_id, legs)

        lease = None if by is None else call.lease
        ended = await calls.finish(
            call.id,
            status,
            outcome=outcome,
            reason=reason,
            ended_at=ended_at,
            lasted_s=lasted_s,
            bill=settle,
            by=by,
            lease=lease,
        )
        if ended is None and lease is not None and not await calls.is_owned_by(call.id, lease):
            return None
        # After the end is written: who asks later sees it, and refuses by themselves.
        await self._refuse_open(call)
        if ended is not None:
            if by is None:  # else its owner has written all of it
                await self._salvage.rest(call)
            return await self._complete(call) or ended
        return None

    async def complete_overdue(self) -> int:
        """Make the recordings of calls whose worker died right after their end; how many."""
        overdue = await self._recordings.overdue(_AT_ONCE)
        for call in overdue:
            await self._complete(call)
        return len(overdue)

    async def measured(self, call: Call, lasted_s: float) -> None:
        """The carrier says late how long a call lasted that is over.

        Somebody answered it, even if nothing of ours had begun: we refused, or the engine did.
        """
        calls = for_org(self._database, call.org_id).calls
        if call.answered_at is not None:
            return await calls.measured(call.id, lasted_s)
        if lasted_s <= 0 or call.outcome is CallOutcome.REJECTED:
            return None  # who was turned away has paid for a minute already

        def change(over: Call, legs: list[Leg]) -> dict[str, Any]:
            if over.answered_at is not None or over.ended_at is None:
                return {}
            began_at = over.ended_at - timedelta(seconds=lasted_s)
            fields: dict[str, Any] = {"answered_at": began_at, "duration_s": float(lasted_s)}
            open_bill = over.cost.model_copy(update={"final": False})
            cost = self._spending.settle(over.model_copy(update={**fields, "cost": open_bill}))
            if cost is not None:
                cost = self._spending.with_legs(cost, over.org_id, legs)
                fields["cost"] = cost.model_dump()
            return fields

        await calls.amend(call.id, change)

    async def leg(self, call: Call, sid: str, leg: Leg) -> None:
        """Another call that the carrier makes for this one was answered, or is over: it is billed.

        The carrier may say so after the end of the call itself.
        """
        calls = for_org(self._database, call.org_id).calls
        await calls.note_leg(call.id, sid, leg)

        def change(over: Call, legs: list[Leg]) -> dict[str, Any]:
            cost = self._spending.with_legs(over.cost, over.org_id, legs)
            fields = {} if cost == over.cost else {"cost": cost.model_dump()}
            sent = any(leg.kind == "transfer" and leg.taken for leg in legs)
            return fields | (taken_after_all(over) if sent else {})

        await calls.amend(call.id, change)

    async def turn_away(self, call: Call, reason: str) -> None:
        """Keep the record of a call that was not taken: it is over as it begins."""
        bill = self._spending.refusal(call)
        end = closing(call, CallOutcome.REJECTED, reason, at=call.created_at, bill=bill)
        assert end is not None, "it has only just begun"
        try:
            ended = end.of(call).model_copy(update={"complete": True})
            await for_org(self._database, call.org_id).calls.create(ended)
        except Conflict:  # the carrier asked twice
            pass

    async def farewell(self, bridge: CallBridge) -> None:
        """We stop, and nobody is there to go on: the carrier says so with its own voice.

        In a browser's call, where there is none, the agent does.
        """
        call = bridge.call
        if not await bridge.record.tenure.may_last(_NOTE_WITHIN_S):
            return  # somebody else talks to them
        try:
            async with asyncio.timeout(_NOTE_WITHIN_S):
                calls = for_org(self._database, call.org_id).calls
                await calls.ends(call.id, CallOutcome.LOST, "restart", lease=call.lease)
        except (PyMongoError, TimeoutError) as error:
            _log.warning("call %s: not noted: %s", call.id, type(error).__name__)
        if call.direction is Direction.BROWSER:
            bridge.feed(Restarting())
            return
        if not call.carrier_call_sid:
            bridge.feed(CarrierEnded("failed"), "carrier")
            return
        try:
            await self._carrier.run_twiml(
                call.carrier_call_sid,
                twiml.say_and_hang_up(*to_caller("restarting", call)),
                FAREWELL_WITHIN_S,
            )
        except PhonyError as error:
            _log.warning("call %s: no farewell: %s", call.id, error.code)

    async def _refuse_open(self, call: Call, but: str | None = None) -> None:
        repositories = for_org(self._database, call.org_id)
        await repositories.edits.refuse_open(call.id, Refusal.CALL_OVER)
        await repositories.commands.close_open(call.id, Refusal.CALL_OVER.sentence, but=but)

    async def _complete(self, call: Call) -> Call | None:
        """The recording is made, if there is something to make it of: nothing more comes."""
        made = False
        try:
            recordings = for_org(self._database, call.org_id).recordings
            made = await recordings.assemble(call.id) > 0
        except PyMongoError as error:
            if is_outage(error):
                raise  # who ends the call asks again: the end is written, and stays so
            _log.error("call %s has no recording: %s", call.id, type(error).__name__)
        return await self._recordings.settle(call.id, made=made)
