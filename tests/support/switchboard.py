"""All parts of a call's way over a real database, with far ends that only note what is asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from tests.session.driver import make_agent
from tests.support.bridges import Noted, QuietEngine, Wire
from tests.support.calls import keep, make_call
from tests.support.loopback import NUMBER, stream_of
from tests.support.records import make_command
from tests.support.tails import NO_TAILS

from phony.carriers.twilio import CarrierCall, OutboundCall
from phony.domain.agents import Agent
from phony.domain.calls import Call, CallOutcome, CallStatus
from phony.domain.commands import CommandKind, CommandState
from phony.domain.errors import PhonyError, Unavailable
from phony.domain.events import CarrierStarted
from phony.domain.ids import DEFAULT_ORG, new_id, utc_now
from phony.service.bridge.breakers import Breakers
from phony.service.bridge.call import CallBridge
from phony.service.bridge.registry import CallRegistry
from phony.service.bridge.sounds import Sounds
from phony.service.calls.addresses import Addresses
from phony.service.calls.calls import build_calls
from phony.service.money.spending import Spending
from phony.store.database import Database
from phony.store.journal import Journal
from phony.store.repositories import for_org
from phony.store.tails import Tails


class Phones:
    """A carrier without phones; `refuse` is raised at the next order."""

    def __init__(self) -> None:
        self.orders: list[OutboundCall] = []
        self.hung_up: list[str] = []
        self.said: list[tuple[str, str]] = []
        self.limits: list[tuple[str, int]] = []
        self.refuse_limits: PhonyError | None = None
        self.lifts = asyncio.Event()  # clear: the carrier takes its time over a limit
        self.lifts.set()
        self.refuse_tokens: PhonyError | None = None
        self.known: dict[str, CarrierCall] = {}
        self.refuse: PhonyError | None = None
        self.lost: PhonyError | None = None  # raised once an order was taken
        self.answers = True  # whether it tells of its calls
        self.obeys: Callable[[], None] = lambda: None  # once it was given something to say

    async def place(self, call: OutboundCall) -> CarrierCall:
        if self.refuse is not None:
            raise self.refuse
        if call.call_token and self.refuse_tokens is not None:
            raise self.refuse_tokens
        self.orders.append(call)
        if self.lost is not None:
            raise self.lost
        return CarrierCall(f"CA{len(self.orders)}", "queued")

    async def recent(self, to: str, from_: str, since: datetime) -> list[CarrierCall]:
        if not self.answers:
            raise Unavailable("The carrier does not answer.")
        taken = [(n, o) for n, o in enumerate(self.orders, 1) if (o.to, o.from_) == (to, from_)]
        return [CarrierCall(f"CA{number}", "ringing") for number, _ in reversed(taken)]

    async def fetch(self, sid: str) -> CarrierCall | None:
        if not self.answers:
            raise Unavailable("The carrier does not answer.")
        return self.known.get(sid)

    async def hang_up(self, sid: str) -> None:
        self.hung_up.append(sid)

    async def let_last(self, sid: str, time_limit_s: int) -> None:
        if self.refuse_limits is not None:
            raise self.refuse_limits
        await self.lifts.wait()
        self.limits.append((sid, time_limit_s))

    async def run_twiml(self, sid: str, twiml: str, within_s: float) -> None:
        if self.refuse is not None:
            raise self.refuse
        self.said.append((sid, twiml))
        self.obeys()


class Switchboard:
    """One worker's calls, without HTTP and sockets."""

    def __init__(self, database: Database, registry: CallRegistry, tails: Tails = NO_TAILS) -> None:
        self.database = database
        self.registry = registry
        self.repositories = for_org(database, DEFAULT_ORG)
        self.phones = Phones()
        self.engine = QuietEngine()
        self.addresses = Addresses(
            "https://phony.example.com", "wss://phony.example.com", registry.worker_id
        )
        spending = Spending(database, None, registry.worker_id)
        self.calls = build_calls(
            database=database,
            registry=registry,
            journal=Journal(database),
            engine=self.engine,
            carrier=self.phones,
            tools=Noted(),
            addresses=self.addresses,
            spending=spending,
            breakers=Breakers(),
            sounds=Sounds(database, self.engine, Breakers(), spending, "w1", make=False),
            tails=tails,
        )

    async def agent(self, **fields: Any) -> Agent:
        """An agent that is stored."""
        values = {"id": new_id("agent"), "org_id": DEFAULT_ORG, "phone_number": NUMBER, **fields}
        agent = make_agent(**values)
        await self.repositories.agents.insert(agent)
        return agent

    async def stored(self, call_id: str) -> Call:
        return await self.repositories.calls.get(call_id)

    async def ring(self, sid: str = "CA7", **more: str) -> str:
        """A number of ours is called: what the caller gets."""
        form = {"CallSid": sid, "From": "+15550001111", "To": NUMBER, "CallStatus": "ringing"}
        return await self.calls.inbound.answer({**form, **more})

    async def admit(self, xml: str, sid: str = "CA7") -> CallBridge | None:
        """Who takes the stream that an answer asks for; None if its token is no good."""
        parameters = stream_of(xml, sid).parameters
        started = CarrierStarted("MZ1", sid, parameters)
        return await self.calls.resuming.admit_stream(parameters["call_id"], started)

    async def connect(self, xml: str, sid: str = "CA7") -> tuple[str, Wire]:
        """Open the stream that an answer asks for: the call's id, and the socket."""
        bridge, wire = await self.admit(xml, sid), Wire()
        assert bridge is not None
        assert bridge.attach_carrier(wire, CarrierStarted("MZ1", sid)) is not None
        return bridge.call.id, wire


@asynccontextmanager
async def switchboard(
    database: Database, *, worker_id: str = "w1", max_calls: int = 4
) -> AsyncIterator[Switchboard]:
    """A worker that takes calls until the test is over."""
    registry, ready = CallRegistry(worker_id, max_calls=max_calls), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        running = group.create_task(registry.run(ready))
        await ready.wait()
        yield Switchboard(database, registry)
        await registry.drain(0)
        running.cancel()


async def a_call(board: Switchboard, **fields: Any) -> Call:
    """A call that nobody runs."""
    agent = await board.agent()
    values = {"carrier_call_sid": "CA7", "agent": agent, "agent_id": agent.id, **fields}
    call = make_call(**values)
    await keep(board.database, call)
    return call


async def a_transfer(board: Switchboard, kind: str = "transfer", **fields: Any) -> Call:
    """A call whose caller the carrier has, by an operator's wish."""
    values = {
        "status": CallStatus.IN_PROGRESS,
        "outcome": CallOutcome.TRANSFERRED,
        "end_reason": "transfer:sales",
        "phase": "transferred",
        "answered_at": utc_now(),
    }
    call = await a_call(board, **{**values, **fields})
    command = make_command(call.id, kind=CommandKind.TRANSFER, state=CommandState.RUNNING)
    await board.repositories.commands.insert(command)
    after = {"kind": kind, "to_number": "+18578160001", "room": "r", "command_id": command.id}
    await board.repositories.calls.set_private(call.id, after=after)
    return call
