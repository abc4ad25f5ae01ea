"""Calls that we place: the record first, then the carrier; what comes back finds the record."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Protocol

from phony.carriers.refusals import may_be_done
from phony.carriers.twilio import CarrierCall, OutboundCall
from phony.domain.agents import Agent, AgentType
from phony.domain.calls import Call, CallOutcome, Direction, detects_machines
from phony.domain.context import merge
from phony.domain.errors import Conflict, Invalid, PhonyError
from phony.domain.events import CarrierEnded
from phony.domain.notices import about_missing, missing_in, refuse_size
from phony.domain.phone import destination, e164
from phony.domain.size import size_of
from phony.domain.versions import Notice
from phony.service.bridge.call import CallBridge
from phony.service.bridge.registry import Busy, Need
from phony.service.calls.addresses import Addresses
from phony.service.calls.destinations import Destinations
from phony.service.calls.ending import Endings
from phony.service.calls.lost_orders import LostOrders, Spawn
from phony.service.calls.opening import Opening
from phony.service.calls.passed_orders import PassedOrders
from phony.service.money.spending import Spending
from phony.store.database import Database
from phony.store.repositories import for_org

RING_TIMEOUT_S = 30
# How long somebody who asked for a call waits to hear what became of an order that went astray.
TELL_WITHIN_S = 6.0
# A call may not outlive its agent's maximum by more than the goodbye.
_GRACE_S = 60


def _answers_itself(number: str, name: str) -> Notice:
    return Notice(
        code="answers_itself",
        field="to_number",
        message=f"{number} is answered by your agent {name}: two agents talk with each other, and "
        "both are billed.",
        cure="Call a person's number.",
    )


def _check_agent(agent: Agent) -> None:
    if agent.type is not AgentType.OUTBOUND:
        raise Invalid(
            "An inbound agent answers calls and places none.",
            field="agent_id",
            cure="Choose or create an agent of type outbound.",
        )
    if not agent.enabled:
        raise Invalid("The agent is switched off.", field="agent_id", cure="Enable it.")


class PlacesCalls(Protocol):
    """The carrier, which dials."""

    async def place(self, call: OutboundCall) -> CarrierCall:
        """Dial, or raise a `PhonyError`."""


class OutboundService:
    """Places calls."""

    def __init__(
        self,
        database: Database,
        carrier: PlacesCalls,
        addresses: Addresses,
        opening: Opening,
        ends: Endings,
        lost: LostOrders,
        spawn: Spawn,
        destinations: Destinations,
        passed: PassedOrders,
        spending: Spending,
    ) -> None:
        """`carrier` makes the phones ring; `lost` finds orders whose answer did not come.

        `spawn` owns the search for them; `passed` are those that find no line here.
        """
        self._passed = passed
        self._spawn = spawn
        self._spending = spending
        self._destinations = destinations
        self._database = database
        self._carrier = carrier
        self._addresses = addresses
        self._opening = opening
        self._ends = ends
        self._lost = lost

    async def place(
        self,
        org_id: str,
        agent_id: str,
        to_number: str,
        *,
        send_digits: str = "",
        from_number: str | None = None,
        context_override: Mapping[str, Any] | None = None,
        ring_timeout_s: int = RING_TIMEOUT_S,
        request_key: str | None = None,
        complete: bool = False,
    ) -> Call:
        """Call somebody; returns when the carrier has taken the order, or may have taken it.

        Of several requests with one `request_key` only the first makes the phone ring. With
        `complete` the agent's texts must have all their values.

        Raises:
            NotFound: no such agent. Invalid: number, agent or context. Busy: no room anywhere.
            LimitReached: today's money is spent. TooManyNew: or today's new numbers are.
            UpstreamError: the carrier refused; the record says so, too.
        """
        repositories, opening = for_org(self._database, org_id), self._opening
        to = await self._destinations.check(org_id, to_number, send_digits)
        agent = await repositories.agents.get(agent_id)
        _check_agent(agent)
        self._check_context(agent, context_override or {}, complete=complete)
        await opening.check_money(agent)
        sender = await self._sender(org_id, from_number or agent.phone_number, to.number)
        other = self._without_room()
        await self._destinations.admit(org_id, to.number)
        call = opening.new_call(
            agent,
            Direction.OUTBOUND,
            from_number=sender,
            to_number=to.number,
            send_digits=to.send_digits,
            override=context_override,
            timezone=await opening.timezone(agent),
        )
        call.worker_id = other or call.worker_id
        try:
            await repositories.calls.create(call, request_key=request_key)
        except Conflict:  # the same request came twice at the same time
            known = await self.repeated(org_id, request_key or "", agent_id, str(to))
            if known is None:
                raise
            return known
        if other is not None:
            return await self._passed.pass_on(call, ring_timeout_s)
        return await self._dial(call, agent, ring_timeout_s)

    def _without_room(self) -> str | None:
        """Who is to place a call instead of us; None if we can.

        Raises:
            Busy: nobody can.
        """
        try:
            self._opening.check_room(Need.PLACED)
        except Busy:
            if (other := self._passed.elsewhere()) is None:
                raise
            return other
        return None

    def on_order(self, call_id: str, data: Mapping[str, Any]) -> None:
        """Another worker had no line for a call that it was to place."""
        self._passed.on_order(call_id, data, self._dial)

    async def _dial(self, call: Call, agent: Agent, ring_timeout_s: int) -> Call:
        repositories = for_org(self._database, call.org_id)
        bridge = self._opening.open(call)
        try:
            placed = await self._carrier.place(self._order(call, agent, ring_timeout_s))
        except PhonyError as error:
            if may_be_done(error):
                return await self._look_for(call, bridge, error)
            await self._failed(call, bridge, error)
            await repositories.calls.forget_request(call.id)  # no phone can ring because of it
            raise
        bridge.leaving.ordered(placed.sid)
        call.carrier_call_sid = placed.sid
        return await repositories.calls.patch(call.id, {"carrier_call_sid": placed.sid}) or call

    async def warnings(self, call: Call) -> list[Notice]:
        """What the person called will notice."""
        if call.agent is None:
            return []
        found = [about_missing(missing_in(call.agent, call.context_data), outbound=True)]
        holder = await for_org(self._database, call.org_id).agents.by_number(call.to_number)
        found += [_answers_itself(call.to_number, holder.name)] if holder else []
        return [notice for notice in found if notice is not None]

    def _check_context(self, agent: Agent, override: Mapping[str, Any], *, complete: bool) -> None:
        data = merge(agent.context_data, override)
        refuse_size(agent.model, size_of(agent, data, self._spending.prices(agent.org_id)))
        names = missing_in(agent, data) if complete else {}
        if names:
            raise Invalid(
                f"no value for {', '.join(names)}",
                field="context_override",
                cure="Give them in context_override, or place the call without require_values.",
            )

    async def _failed(self, call: Call, bridge: CallBridge, error: PhonyError) -> None:
        # The record first: the bridge, once told, would write that nobody answered.
        await self._ends.close(call, CallOutcome.CARRIER_FAILED, error.code)
        bridge.leaving.ordered(None)
        bridge.feed(CarrierEnded("failed"), "carrier")

    async def _look_for(self, call: Call, bridge: CallBridge, error: PhonyError) -> Call:
        """The answer to an order was lost: the call as far as it is known in some seconds.

        Whoever picks up meanwhile is served: the record is as open as that of any call that rings.

        Raises:
            PhonyError: `error`, for the carrier has no such call.
        """
        calls = for_org(self._database, call.org_id).calls

        async def look() -> None:
            while sid := await self._lost.find(
                call.to_number,
                call.from_number,
                call.created_at,
                known=lambda: self._known_sid(call),
                give_up=lambda: bridge.over and not bridge.leaving.under_way,
            ):
                if await calls.take_sid(call.id, sid):
                    bridge.leaving.ordered(sid)
                    return
                # Another order to the same number, which went astray too, has just taken that one.
            if not bridge.over or bridge.leaving.under_way:
                await self._failed(call, bridge, error)

        await asyncio.wait([self._spawn(look())], timeout=TELL_WITHIN_S)
        known = await calls.get(call.id)
        if known.outcome is CallOutcome.CARRIER_FAILED:
            raise error
        return known

    async def _known_sid(self, call: Call) -> str | None:
        return (await for_org(self._database, call.org_id).calls.get(call.id)).carrier_call_sid

    def _order(self, call: Call, agent: Agent, ring_timeout_s: int) -> OutboundCall:
        """What the carrier is asked for."""
        at, voicemail = self._addresses, agent.voicemail.action
        return OutboundCall(
            to=call.to_number,
            from_=call.from_number,
            answer_url=at.call(call.id, "answer"),
            status_url=at.call(call.id, "status"),
            fallback_url=at.call(call.id, "resume", **{"try": 1}),
            amd_url=at.call(call.id, "amd") if detects_machines(call) else "",
            detect_message_end=voicemail == "leave_message",
            ring_timeout_s=ring_timeout_s,
            send_digits=call.send_digits,
            time_limit_s=agent.max_duration_s + _GRACE_S,
        )

    async def repeated(
        self, org_id: str, request_key: str, agent_id: str, to_number: str, send_digits: str = ""
    ) -> Call | None:
        """The call that an earlier request with this key made.

        Raises:
            Conflict: it was another request.
        """
        known = await for_org(self._database, org_id).calls.by_request(request_key)
        if known is None:
            return None
        to = destination(to_number, send_digits=send_digits)
        made = known.agent_id, known.to_number, known.send_digits
        if made != (agent_id, to.number, to.send_digits):
            raise Conflict(
                f"This key was used for another call ({known.id}).",
                field="Idempotency-Key",
                cure="Make a new key for each call, and repeat it only to repeat a request.",
            )
        return known

    async def _sender(self, org_id: str, wanted: str | None, to_number: str) -> str:
        """The number that is shown; no number can call itself."""
        sender = await self._own_number(org_id, wanted)
        if sender == to_number:
            raise Invalid(
                f"{to_number} is the number that the call would come from",
                field="to_number",
                cure="Call another number, or give another from_number.",
            )
        return sender

    async def _own_number(self, org_id: str, wanted: str | None) -> str:
        """The one wanted, else the only or first of the account."""
        numbers = await for_org(self._database, org_id).numbers.all()
        owned = [number.phone_number for number in numbers if number.status.value != "missing"]
        if wanted:
            return e164(wanted, "from_number")
        if not owned:
            raise Invalid(
                "There is no number to call from.",
                field="from_number",
                cure="Give from_number, or POST /numbers/sync to read the account's numbers.",
            )
        return owned[0]
