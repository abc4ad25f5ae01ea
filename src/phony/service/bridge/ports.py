"""The seams of a running call: the other floors as it sees them, and itself as its parts do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from phony.domain import actions as act
from phony.domain.bills import CallCost
from phony.domain.calls import Call, CallOutcome
from phony.domain.events import EngineEvent, Event
from phony.domain.fallback import EngineChoice
from phony.net.ports import Handler, Socket
from phony.service.bridge.breakers import Breakers
from phony.service.bridge.flight import FlightRecord
from phony.store.calls import CallRepository
from phony.store.commands import CommandRepository
from phony.store.edits import EditRepository
from phony.store.journal import Journal
from phony.store.tails import Tails


class Engine(Protocol):
    """The agent's leg: opens sessions and speaks the engine's protocol."""

    async def open(self, handler: Handler, choice: EngineChoice, *, who: str) -> Socket:
        """Open a session of an engine or raise a `PhonyError`."""

    async def open_transcription(
        self, handler: Handler, choice: EngineChoice, *, who: str
    ) -> Socket:
        """Open a session that only writes down what it hears, or raise a `PhonyError`."""

    def decode(self, text: bytes) -> EngineEvent | None:
        """Read one event."""

    def encode(self, action: act.Action) -> bytes:
        """Write one action."""

    def encode_append(self, payload: str) -> bytes:
        """Write one frame of audio."""


class Carrier(Protocol):
    """The carrier's REST interface, as far as a running call needs it."""

    async def hang_up(self, sid: str) -> None:
        """End the call."""


class Tools(Protocol):
    """Runs an operator's tool."""

    async def run(self, call: Call, name: str, arguments: str) -> tuple[str, bool]:
        """The output as JSON text for the model, and whether it went well."""


class Money(Protocol):
    """The running bill (`service.money.ledger.Ledger`). Seconds count from the answer."""

    def usage(self, report: act.UsageReported) -> bool:
        """Count usage; whether the bill changed."""

    def stream_started(self, at_s: float) -> None:
        """The media stream opened."""

    def stream_ended(self, at_s: float) -> None:
        """The media stream closed."""

    def tick(self, elapsed_s: float) -> bool:
        """Time passed; whether the bill changed."""

    def due_limit(self) -> Event | None:
        """A stage of a limit that was just reached."""

    def finish(self, duration_s: float) -> CallCost:
        """The final bill."""

    @property
    def cost(self) -> CallCost:
        """The bill so far."""

    @property
    def overdue(self) -> bool:
        """The call must be cut now."""


class Ends(Protocol):
    """How the record of a call ends (`service.calls.ending.Endings`)."""

    async def announce(self, call: Call, end: act.EndCall) -> None:
        """Before the stream is closed: note how it ends, and what the carrier does next."""

    async def pass_on(self, call: Call, end: act.EndCall) -> None:
        """The carrier has the caller still; whatever it reports ends the record."""

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
        """End the record, once; None if it was over already. Worker `by` may ask again.

        `lasted_s` from answer to end, if it was measured.
        """


# Has the carrier press keys on a call and open a fresh stream after them; raises a `PhonyError`.
PressKeys = Callable[[Call, str], Awaitable[None]]
# Calls a colleague for a warm transfer; says how that ended. The function it is given says whether
# the call was released: another worker then waits for the colleague.
DialOperator = Callable[[Call, act.DialOperator, Callable[[], bool]], Awaitable[str]]


class Host(Protocol):
    """The running call, as a part beside the audio path sees it."""

    @property
    def call(self) -> Call:
        """The record as this worker knows it."""

    @property
    def flight(self) -> FlightRecord:
        """Where every event is noted."""

    def now_ms(self) -> float:
        """The call clock."""

    def feed(self, event: Event, leg: str = "phony") -> None:
        """Hand an event to the session and do what it asks for; without `leg` it is not noted."""

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None] | None:
        """A task that ends with the call at the latest; None if the call does not run."""


class EngineHost(Host, Protocol):
    """The running call, as its engine's leg sees it."""

    def path_changed(self) -> None:
        """The engine's socket is another one, or gone."""

    def on_engine_opened(self) -> None:
        """A session can be configured."""

    def on_engine_text(self, text: bytes) -> None:
        """One event of the session in use."""

    def on_engine_bad(self, what: str) -> None:
        """Something that the protocol does not allow."""


class CarrierHost(Protocol):
    """The running call, as the caller's leg sees it."""

    def on_caller_frame(self, payload: str, audio: bytes, now: float) -> None:
        """A frame of the caller's that does not go straight to the engine."""

    def on_carrier_event(self, text: bytes) -> None:
        """A message that is no audio of the caller's, or raise a `ProtocolError`."""

    def on_carrier_bad(self, what: str) -> None:
        """A message that the protocol does not allow."""

    def on_carrier_closed(self, leg: object, code: int) -> None:
        """The media socket of `leg` is gone."""

    def trouble(self, error: Exception) -> None:
        """An error while a frame was handed on."""


@dataclass(slots=True)
class BridgeParts:
    """What a bridge is made of besides its call and session."""

    engine: Engine
    carrier: Carrier
    tools: Tools
    journal: Journal
    calls: CallRepository
    edits: EditRepository
    commands: CommandRepository
    ends: Ends
    worker_id: str
    dial_operator: DialOperator
    press_keys: PressKeys
    money: Money | None = None
    breakers: Breakers = field(default_factory=Breakers)
    tails: Tails | None = None
