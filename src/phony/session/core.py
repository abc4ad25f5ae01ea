"""What all parts of a session share: the call's values, the list of actions, the timers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from phony.domain.actions import Action, Note, Reconfigure, Tell
from phony.domain.agents import Agent
from phony.domain.context import CallContext
from phony.domain.engine import TurnTaking
from phony.domain.turns import Role
from phony.session.latency import LatencyMeter
from phony.session.playout import Playout
from phony.session.transcript import Transcript

NEVER = float("inf")


class Timers:
    """Named deadlines on the call clock; `soonest` is all that an idle tick looks at."""

    def __init__(self) -> None:
        """No deadline is set."""
        self._set: dict[str, tuple[float, Callable[[], None]]] = {}
        self.soonest = NEVER

    def set(self, name: str, at_ms: float, then: Callable[[], None]) -> None:
        """Call `then` once at or after `at_ms`; replaces the timer of that name."""
        self._set[name] = (at_ms, then)
        self._update()

    def cancel(self, name: str) -> None:
        """Forget a timer, if it is set."""
        if self._set.pop(name, None) is not None:
            self._update()

    def clear(self) -> None:
        """Forget all timers."""
        self._set.clear()
        self.soonest = NEVER

    def __contains__(self, name: str) -> bool:
        return name in self._set

    def run(self, now_ms: float) -> None:
        """Call what is due, earliest first; what is called may set timers anew."""
        while self.soonest <= now_ms:
            name = min(self._set, key=lambda key: self._set[key][0])
            _, then = self._set.pop(name)
            self._update()
            then()

    def _update(self) -> None:
        self.soonest = min((at for at, _ in self._set.values()), default=NEVER)


@dataclass(slots=True)
class Floor:
    """Who may speak to the caller; the agent, unless one of these says otherwise."""

    muted: bool = False
    on_hold: bool = False
    operator: str = ""  # who took the call over
    machine: bool = False  # a machine is talking; we wait for its beep

    @property
    def silenced(self) -> bool:
        """The agent may not speak."""
        return self.muted or self.on_hold or self.machine or bool(self.operator)


def _nothing() -> None:
    """A timer's work is done by what follows every event."""


@dataclass(slots=True)
class Core:
    """The shared state of one session, and what every part of it may do."""

    call_id: str
    agent: Agent
    # What the model holds: only the engine's own confirmation changes it.
    context: CallContext
    transcript: Transcript
    playout: Playout = field(default_factory=Playout)
    latency: LatencyMeter = field(default_factory=LatencyMeter)
    timers: Timers = field(default_factory=Timers)
    floor: Floor = field(default_factory=Floor)
    out: list[Action] = field(default_factory=list)
    now_ms: float = 0.0
    caller_speaking: bool = False
    # A turn of the caller's that no response has begun for.
    reply_owed: bool = False
    # The caller's speech does not cut what is being said: greeting, goodbye, voicemail message.
    protected: bool = False
    closing: bool = False
    # Changes of the session under way, in order: their confirmations name none of them.
    updates: deque[str] = field(default_factory=deque)
    _count: int = 0

    def emit(self, action: Action) -> None:
        """Do this, after all that was asked for before."""
        self.out.append(action)

    def note(self, name: str, **data: Any) -> None:
        """Leave a line in the flight record."""
        self.out.append(Note(name, data))

    def wake(self, name: str, at_ms: float) -> None:
        """Look at everything again at `at_ms`, even if nothing happens until then."""
        self.timers.set(f"wake:{name}", at_ms, _nothing)

    def new_id(self, prefix: str) -> str:
        """An id for an item or event of ours, unique within the call and at most 32 long."""
        self._count += 1
        return f"{prefix}_{self.call_id[-12:]}_{self._count}"

    def tell(self, text: str, *, role: Role = Role.SYSTEM, item_id: str = "") -> str:
        """Add a message of ours to the conversation; it does not make the model speak.

        Returns the item's id, which is the event's id as well.
        """
        item_id = item_id or self.new_id("sys")
        self.emit(Tell(item_id, role, text, item_id))
        return item_id

    def reconfigure(
        self, *, instructions: str | None = None, turns: TurnTaking | None = None
    ) -> str:
        """Change the engine's session; the id under which the change may be refused."""
        event_id = self.new_id("su")
        self.updates.append(event_id)
        self.emit(Reconfigure(event_id, instructions, turns))
        return event_id
