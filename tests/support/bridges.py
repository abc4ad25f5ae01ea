"""Far ends of a bridge that only note what reaches them, and a bridge between them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.session.driver import make_agent
from tests.support.calls import make_call

from phony.domain import actions as act
from phony.domain.bills import CallCost
from phony.domain.calls import Call, CallOutcome
from phony.domain.errors import PhonyError
from phony.domain.fallback import EngineChoice
from phony.domain.ids import DEFAULT_ORG
from phony.net.ports import Handler, Socket
from phony.service.bridge.call import CallBridge
from phony.service.bridge.ports import BridgeParts
from phony.session import CallContext, CallSession
from phony.session.fence import Fence
from phony.store.database import Database
from phony.store.journal import Journal
from phony.store.repositories import for_org
from phony.wire import realtime


class Wire:
    """A socket that keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.closed: tuple[int, str] | None = None
        self.handler: Handler | None = None

    def send(self, text: bytes) -> None:
        self.sent.append(text)

    def close(self, code: int = 1000, reason: str = "") -> None:
        self.closed = self.closed or (code, reason)

    def buffered(self) -> int:
        return 0

    def become(self, handler: Handler) -> None:
        self.handler = handler


class QuietEngine:
    """The real codec; takes every session and says nothing, or raises `refuse`."""

    def __init__(self) -> None:
        self.handlers: list[Handler] = []
        self.sockets: list[Wire] = []
        self.choices: list[EngineChoice] = []
        self.refuse: PhonyError | None = None

    async def open(self, handler: Handler, choice: EngineChoice, *, who: str) -> Socket:
        if self.refuse is not None:
            raise self.refuse
        socket = Wire()
        self.handlers.append(handler)
        self.choices.append(choice)
        self.sockets.append(socket)
        handler.on_open(socket)
        return socket

    async def open_transcription(
        self, handler: Handler, choice: EngineChoice, *, who: str
    ) -> Socket:
        return await self.open(handler, choice, who=who)

    decode = staticmethod(realtime.decode)
    encode = staticmethod(realtime.encode)
    encode_append = staticmethod(realtime.encode_append)


@dataclass
class Noted:
    """The end of a record, the tools and the carrier: each notes what it is asked for."""

    ends: list[tuple[str, CallOutcome, str]] = field(default_factory=list)
    hung_up: list[str] = field(default_factory=list)

    async def announce(self, call: Call, end: act.EndCall) -> None:
        self.ends.append(("announce", end.outcome, end.reason))

    async def pass_on(self, call: Call, end: act.EndCall) -> None:
        self.ends.append(("pass_on", end.outcome, end.reason))

    async def close(
        self,
        call: Call,
        outcome: CallOutcome,
        reason: str,
        *,
        ended_at: datetime | None = None,
        lasted_s: float | None = None,
        bill: CallCost | None = None,
        by: str | None = None,
    ) -> Call | None:
        self.ends.append(("close", outcome, reason))
        return None

    async def hang_up(self, sid: str) -> None:
        self.hung_up.append(sid)

    async def run(self, call: Call, name: str, arguments: str) -> tuple[str, bool]:
        return '{"ok": true}', True


async def declines(call: Call, action: act.DialOperator, released: Callable[[], bool]) -> str:
    """A colleague who never has time."""
    return "declined"


async def presses(call: Call, digits: str) -> None:
    """A carrier that takes the order, and says no more."""


def parts_of(
    database: Database, noted: Noted | None = None, engine: QuietEngine | None = None
) -> BridgeParts:
    """What a bridge is made of: a real database, doubles for all far ends."""
    noted, repositories = noted or Noted(), for_org(database, DEFAULT_ORG)
    return BridgeParts(
        engine=engine or QuietEngine(),
        carrier=noted,
        tools=noted,
        journal=Journal(database),
        calls=repositories.calls,
        edits=repositories.edits,
        commands=repositories.commands,
        ends=noted,
        worker_id="w1",
        dial_operator=declines,
        press_keys=presses,
    )


def call_of_an_agent(**fields: Any) -> Call:
    """A call with an agent that does not record."""
    agent = make_agent(org_id=DEFAULT_ORG, recording=False)
    return make_call(agent=agent, agent_id=agent.id, **fields)


def bridge_of(call: Call, parts: BridgeParts) -> CallBridge:
    """A bridge that does not run yet."""
    assert call.agent is not None
    session = CallSession(
        call.id,
        call.agent,
        context=CallContext(),
        fence=Fence(b"test"),
    )
    return CallBridge(call, session, parts)


async def turns_of_the_loop(count: int = 20) -> None:
    """Let tasks that wait for nothing go on."""
    for _ in range(count):
        await asyncio.sleep(0)
