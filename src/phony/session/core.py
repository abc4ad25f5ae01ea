"""What all parts of a session share: the call's values, the list of actions, the timers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from phony.domain.actions import Action, Note, Tell
from phony.domain.agents import Agent
from phony.domain.context import CallContext
from phony.domain.known import values
from phony.domain.templates import fill
from phony.domain.turns import Role
from phony.session.fence import Fence
from phony.session.floor import CallerTurn, Floor
from phony.session.latency import LatencyMeter
from phony.session.playout import Playout
from phony.session.timers import Timer, Timers
from phony.session.transcript import Transcript


def _nothing() -> None:
    """A timer's work is done by what follows every event."""


@dataclass(slots=True)
class Core:
    """The shared state of one session, and what every part of it may do."""

    call_id: str
    agent: Agent  # as the engine of the moment plays it
    # What the model holds: only the engine's own confirmation changes it.
    context: CallContext
    transcript: Transcript
    fence: Fence
    playout: Playout = field(default_factory=Playout)
    latency: LatencyMeter = field(default_factory=LatencyMeter)
    timers: Timers = field(default_factory=Timers)
    floor: Floor = field(default_factory=Floor)
    caller: CallerTurn = field(default_factory=CallerTurn)
    out: list[Action] = field(default_factory=list)
    now_ms: float = 0.0
    # The call shall end: `Ending` alone says so.
    closing: bool = False
    _count: int = 0

    def emit(self, action: Action) -> None:
        """Do this, after all that was asked for before."""
        self.out.append(action)

    def note(self, name: str, **data: Any) -> None:
        """Leave a line in the flight record."""
        self.out.append(Note(name, data))

    def write(self, text: str) -> None:
        """Leave a line of ours in the transcript."""
        self.transcript.begin(Role.SYSTEM, self.now_ms, kind="event", said=text, final=True)

    def wake(self, timer: Timer, at_ms: float) -> None:
        """Look at everything again at `at_ms`, even if nothing happens until then."""
        self.timers.set(timer, at_ms, _nothing)

    def new_id(self, prefix: str) -> str:
        """An id for an item or event of ours, unique within the call and at most 32 long."""
        self._count += 1
        return f"{prefix}_{self.call_id[-12:]}_{self._count}"

    def fill(self, template: str) -> str:
        """A text for people's ears, with the call's values as they are now."""
        began = self.context.started_at
        at = None if began is None else began + timedelta(milliseconds=self.now_ms)
        return fill(template, values(self.agent, self.context, at))

    def tell(
        self, text: str, *, role: Role = Role.SYSTEM, item_id: str = "", shown: str = ""
    ) -> str:
        """Add a message of ours to the conversation; it does not make the model speak.

        Records have `shown` in its place, if given. Returns the item's id, which is the event's
        id as well.
        """
        item_id = item_id or self.new_id("sys")
        self.emit(Tell(item_id, role, text, item_id, shown=shown))
        return item_id
