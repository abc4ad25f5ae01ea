"""What a running call is made of besides its session: the other floors, as it sees them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from phony.domain import actions as act
from phony.domain.bills import CallCost
from phony.domain.calls import Call, CallOutcome
from phony.domain.events import EngineEvent, Event
from phony.net.ports import Handler, Socket
from phony.store.calls import CallRepository
from phony.store.commands import CommandRepository
from phony.store.edits import EditRepository
from phony.store.journal import Journal

if TYPE_CHECKING:
    from phony.service.bridge.call import CallBridge


class Engine(Protocol):
    """The agent's leg: opens sessions and speaks the engine's protocol."""

    async def open(self, handler: Handler, *, model: str, who: str) -> Socket:
        """Open a session or raise a `PhonyError`."""

    async def open_transcription(self, handler: Handler, *, who: str) -> Socket:
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

    def finish(self, duration_s: float, transfer_s: float | None = None) -> CallCost:
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
        self, call: Call, outcome: CallOutcome, reason: str, *, bill: CallCost | None = None
    ) -> Call | None:
        """End the record, once; None if it was over already."""


# Calls a colleague for a warm transfer; says how that ended.
DialOperator = Callable[["CallBridge", act.DialOperator], Awaitable[str]]


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
    money: Money | None = None
