"""A number of ours is called: the TwiML that gives the call to its agent, or turns it away."""

from __future__ import annotations

from collections.abc import Mapping

from phony.domain.agents import Agent
from phony.domain.calls import FINAL_STATUSES, Call, Direction
from phony.domain.clock import UTC_ZONE
from phony.domain.context import held
from phony.domain.errors import Conflict
from phony.domain.ids import DEFAULT_ORG, new_id, utc_now
from phony.domain.sentences import said
from phony.service.bridge.registry import Busy, CallRegistry, Need
from phony.service.calls.addresses import Addresses
from phony.service.calls.ending import Endings
from phony.service.calls.onward import callers_number
from phony.service.calls.opening import Opening
from phony.service.calls.resume import Resuming
from phony.service.calls.room import Room
from phony.service.money.spending import LimitReached
from phony.store.calls import locate
from phony.store.database import Database
from phony.store.repositories import for_org
from phony.wire import twiml


class Inbound:
    """Answers calls."""

    def __init__(
        self,
        database: Database,
        registry: CallRegistry,
        addresses: Addresses,
        opening: Opening,
        resuming: Resuming,
        ends: Endings,
        room: Room,
    ) -> None:
        """`resuming` goes on with a call whose webhook comes again; `room` is that of others."""
        self._room = room
        self._database = database
        self._registry = registry
        self._addresses = addresses
        self._opening = opening
        self._resuming = resuming
        self._ends = ends

    async def answer(self, form: Mapping[str, str]) -> str:
        """A call rings: the TwiML that answers it."""
        sid, to_number = form.get("CallSid", ""), form.get("To", "")
        if (known := await locate(self._database, sid=sid)) is not None:
            return await self._answer_again(known)
        repositories = for_org(self._database, DEFAULT_ORG)
        agent = await repositories.agents.by_number(to_number)
        if agent is None:
            return await self._turn_away(form, None, "no_agent", "not_in_service")
        if not agent.enabled:
            return await self._turn_away(form, agent, "agent_disabled", "not_in_service")
        try:
            await self._opening.check_money(agent)
        except LimitReached:
            return await self._turn_away(form, agent, "spend_limit", "busy")
        call = self._opening.new_call(
            agent,
            Direction.INBOUND,
            from_number=form.get("From", ""),
            to_number=to_number,
            sid=sid or None,
            timezone=await self._opening.timezone(agent),
        )
        try:
            self._opening.check_room()
        except Busy:
            if self._registry.draining:  # so do the others, or they would have been asked
                return await self._turn_away(form, agent, "restart", "restarting")
            if (other := self._room.elsewhere(Need.ANSWERED)) is not None:
                return await self._pass_on(call, other, form)
            return await self._turn_away(form, agent, "busy", "busy")
        token, media = self._addresses.new_token()
        bridge = self._opening.open(call)  # the engine connects while the record is written
        try:
            await repositories.calls.create(call, media=media)
            await self._keep_token(call, form)
        except Conflict:  # the carrier asked twice at the same time
            bridge.forget()
            known = await locate(self._database, sid=sid)
            return twiml.hang_up() if known is None else await self._answer_again(known)
        except BaseException:  # raised again: the session would wait for its stream in vain
            bridge.forget()
            raise
        return self._addresses.stream_twiml(call.id, token, 0)

    async def _keep_token(self, call: Call, form: Mapping[str, str]) -> None:
        """With it the carrier lets us show the caller's number to a colleague."""
        if (token := form.get("CallToken")) and callers_number(call):
            calls = for_org(self._database, call.org_id).calls
            await calls.set_private(call.id, call_token=token)

    async def _pass_on(self, call: Call, worker_id: str, form: Mapping[str, str]) -> str:
        """Another worker takes the call up with its stream; until then it is nobody's."""
        token, media = self._addresses.new_token()
        nobodys = call.model_copy(update={"worker_id": None})
        try:
            await for_org(self._database, call.org_id).calls.create(nobodys, media=media)
            await self._keep_token(call, form)
        except Conflict:  # the carrier asked twice at the same time
            known = await locate(self._database, sid=call.carrier_call_sid)
            return twiml.hang_up() if known is None else await self._answer_again(known)
        return self._addresses.stream_twiml(call.id, token, 0, worker_id)

    async def _answer_again(self, call: Call) -> str:
        """The carrier repeats its webhook: the same call, and the same token while it counts."""
        if call.status in FINAL_STATUSES:
            return twiml.hang_up()
        if (again := await self._resuming.repeat(call, call.resume_count)) is not None:
            return again
        if self._registry.get(call.id) is None:
            return await self._resuming.resume(call.id, call.resume_count + 1)
        token, media = self._addresses.new_token()
        await for_org(self._database, call.org_id).calls.set_private(call.id, media=media)
        return self._addresses.stream_twiml(call.id, token, call.resume_count)

    async def _turn_away(
        self, form: Mapping[str, str], agent: Agent | None, reason: str, words: str
    ) -> str:
        """A polite sentence, `words` of them, and a record of the call that was not taken."""
        call = Call(
            id=new_id("call"),
            org_id=agent.org_id if agent else DEFAULT_ORG,
            agent_id=agent.id if agent else "",
            agent_name=agent.name if agent else "",
            direction=Direction.INBOUND,
            from_number=form.get("From", ""),
            to_number=form.get("To", ""),
            carrier_call_sid=form.get("CallSid") or None,
            timezone=await self._opening.timezone(agent) if agent else UTC_ZONE,
            created_at=utc_now(),
        )
        await self._ends.turn_away(call, reason)
        context = held(call)
        context.context_data = agent.context_data if agent else {}
        return twiml.say_and_hang_up(*said(words, agent, context, call.created_at))
