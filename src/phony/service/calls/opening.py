"""What begins a call on this worker: may it, its record, its session and its bridge."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from phony.domain.agents import Agent
from phony.domain.calls import Call, CallStatus, Direction
from phony.domain.clock import UTC_ZONE
from phony.domain.context import held, merge
from phony.domain.errors import Conflict
from phony.domain.ids import new_id, utc_now
from phony.domain.turns import Turn
from phony.service.agents.organization import Organizations
from phony.service.bridge.breakers import Breakers
from phony.service.bridge.call import CallBridge
from phony.service.bridge.ports import (
    BridgeParts,
    Carrier,
    DialOperator,
    Ends,
    Engine,
    PressKeys,
    Tools,
)
from phony.service.bridge.registry import CallRegistry, Need
from phony.service.bridge.sounds import Sounds
from phony.service.money.spending import Spending
from phony.session import CallSession, Unheard
from phony.session.fence import KEY_BYTES, Fence
from phony.store.database import Database
from phony.store.journal import Journal
from phony.store.repositories import for_org
from phony.store.tails import Tails


class Opening:
    """Opens bridges; whoever answers, places or resumes a call asks it."""

    def __init__(
        self,
        *,
        database: Database,
        registry: CallRegistry,
        journal: Journal,
        engine: Engine,
        carrier: Carrier,
        tools: Tools,
        spending: Spending,
        dial_operator: DialOperator,
        press_keys: PressKeys,
        ends: Ends,
        breakers: Breakers,
        sounds: Sounds,
        tails: Tails,
    ) -> None:
        """What every bridge is made of."""
        self._tails = tails
        self._database = database
        self._registry = registry
        self._journal = journal
        self._engine = engine
        self._carrier = carrier
        self._tools = tools
        self._spending = spending
        self._dial_operator = dial_operator
        self._press_keys = press_keys
        self._ends = ends
        self._breakers = breakers
        self._sounds = sounds
        self._organizations = Organizations(database)

    async def check_money(self, agent: Agent) -> None:
        """Say whether a call of this agent may begin.

        Raises:
            LimitReached: today's money is spent.
        """
        await self._spending.check(agent)

    async def timezone(self, agent: Agent) -> str:
        """Where an agent is: its own time zone, else its organization's."""
        return await self._organizations.timezone(agent.org_id, agent)

    def check_room(self, need: Need = Need.ANSWERED) -> None:
        """Say whether this worker may take one more call.

        Raises:
            Busy: no room.
        """
        self._registry.check_room(need)

    def new_call(
        self,
        agent: Agent,
        direction: Direction,
        *,
        from_number: str = "",
        to_number: str = "",
        send_digits: str = "",
        sid: str | None = None,
        override: Mapping[str, Any] | None = None,
        timezone: str = UTC_ZONE,
    ) -> Call:
        """The record of a call that is about to be."""
        return Call(
            id=new_id("call"),
            org_id=agent.org_id,
            agent_id=agent.id,
            agent_version=agent.version,
            agent_name=agent.name,
            agent=agent,
            direction=direction,
            status=CallStatus.RINGING if direction is Direction.INBOUND else CallStatus.QUEUED,
            from_number=from_number,
            to_number=to_number,
            send_digits=send_digits,
            timezone=timezone,
            carrier_call_sid=sid,
            worker_id=self._registry.worker_id,
            phase="connecting",
            context_data=merge(agent.context_data, override or {}),
            notes=agent.notes,
            system_prompt=agent.system_prompt,
            created_at=utc_now(),
        )

    def open(
        self,
        call: Call,
        *,
        turns: list[Turn] | None = None,
        resumed: str | None = None,
        seq: int = 0,
        age_s: float = 0.0,
        unheard: Unheard | None = None,
    ) -> CallBridge:
        """Run a call from its record, which is so old: its engine session opens now.

        Raises:
            Busy: no room.
        """
        agent = call.agent
        if agent is None:
            raise Conflict(f"call {call.id} has no agent")
        need = Need.PLACED if call.direction is Direction.OUTBOUND else Need.ANSWERED
        self._registry.check_room(need if turns is None else Need.GOES_ON)
        session = CallSession(
            call.id,
            agent,
            context=held(call),
            fence=Fence(secrets.token_bytes(KEY_BYTES)),
            turns=turns,
            resumed=resumed,
            one_moment=self._sounds.one_moment(agent, call.id),
            unheard=unheard,
        )
        bridge = CallBridge(call, session, self._parts(call, agent), seq=seq, age_s=age_s)
        self._registry.start(bridge)
        return bridge

    def _parts(self, call: Call, agent: Agent) -> BridgeParts:
        repositories = for_org(self._database, call.org_id)
        return BridgeParts(
            engine=self._engine,
            carrier=self._carrier,
            tools=self._tools,
            journal=self._journal,
            calls=repositories.calls,
            edits=repositories.edits,
            commands=repositories.commands,
            ends=self._ends,
            worker_id=self._registry.worker_id,
            dial_operator=self._dial_operator,
            press_keys=self._press_keys,
            money=self._spending.ledger(call, agent),
            breakers=self._breakers,
            tails=self._tails,
        )
