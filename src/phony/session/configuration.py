"""What the engine's session was told to be: all of it once, then only what changes."""

from __future__ import annotations

from collections import deque

from phony.domain.actions import Configure, Ping, Reconfigure
from phony.domain.engine import OfferedTool, TurnTaking, session_settings
from phony.session.core import Core


class Configuration:
    """The settings of the present session, and which changes of them are under way."""

    def __init__(self, core: Core, tools: list[OfferedTool]) -> None:
        """Nothing was told yet."""
        self._core = core
        self._tools = tools
        self._turns = TurnTaking(core.agent.turn_detection)  # as told
        self._in_force = self._turns  # as confirmed: so the engine took the turns that it reports
        self._told: dict[str, TurnTaking] = {}  # by event, until it is confirmed
        self._held = False
        self._whole = ""  # the event that told all of it
        self._turns_event = ""
        self._ping = ""  # the last question whether anybody is there
        # Events under way, in order: their confirmations name none of them.
        self._open: deque[str] = deque()

    # ---- telling -------------------------------------------------------------------------

    def begin(self, instructions: str) -> None:
        """Tell a fresh session all of it."""
        core = self._core
        self._turns = self._in_force = self._wished_turns()
        self._whole = core.new_id("su")
        self._open.clear()
        self._told.clear()
        self._open.append(self._whole)
        settings = session_settings(core.agent, instructions, self._tools, self._turns)
        core.emit(Configure(settings, self._whole))

    def instruct(self, instructions: str) -> str:
        """Replace the instructions; the id under which that is confirmed or refused."""
        return self._change(Reconfigure(self._core.new_id("su"), instructions=instructions))

    def sync_turns(self, *, held: bool) -> bool:
        """Keep the engine's automatic replies as they should be now; True if just turned on.

        `held`: the agent speaks, and what the caller says meanwhile is for us to judge. That is
        not changed while the caller speaks: an engine may lose the turn over it.
        """
        if not self._core.caller.speaking:
            self._held = held
        wished = self._wished_turns()
        if wished == self._turns:
            return False
        turned_on = wished.replies and not self._turns.replies
        self._turns = wished
        event_id = self._core.new_id("su")
        self._turns_event = self._change(Reconfigure(event_id, turns=wished))
        self._told[event_id] = wished
        return turned_on

    def stop_turns(self) -> None:
        """Find no more turns, so that the last words can be committed by hand."""
        self._change(Reconfigure(self._core.new_id("su"), turns=TurnTaking(None)))

    def ping(self) -> None:
        """Ask for a sign of life; the answer is a confirmation like any other, in its turn."""
        self._ping = self._change(Ping(self._core.new_id("su")))

    def _change(self, change: Reconfigure | Ping) -> str:
        self._open.append(change.event_id)
        self._core.emit(change)
        return change.event_id

    def _wished_turns(self) -> TurnTaking:
        core = self._core
        own = not (core.floor.silenced or core.floor.protected or core.closing or self._held)
        detection = core.agent.turn_detection
        return TurnTaking(detection, own, own and detection.interrupt_response)

    # ---- what the engine does by itself ------------------------------------------------------

    @property
    def replies_by_itself(self) -> bool:
        """Whether the engine answers a committed turn that it reports now without being asked."""
        return self._in_force.replies

    @property
    def will_reply(self) -> bool:
        """Whether it was told to, which it may not have heard of yet."""
        return self._turns.replies

    @property
    def interrupts_by_itself(self) -> bool:
        """Whether the engine stops its response when the caller speaks."""
        return self._in_force.interrupts

    # ---- answers -----------------------------------------------------------------------------

    def confirmed(self) -> str:
        """The oldest event under way took effect: its id."""
        event_id = self._open.popleft() if self._open else ""
        self._in_force = self._told.pop(event_id, self._in_force)
        return event_id

    def refused(self, event_id: str) -> None:
        """An event will not be confirmed, if it is one of these."""
        if event_id in self._open:
            self._open.remove(event_id)
            self._told.pop(event_id, None)

    def is_whole(self, event_id: str) -> bool:
        """Whether the event told the session all of it."""
        return event_id == self._whole

    def is_ping(self, event_id: str) -> bool:
        """Whether the event only asked for a sign of life."""
        return event_id == self._ping

    def is_turns(self, event_id: str) -> bool:
        """Whether the event changed the automatic replies."""
        return event_id == self._turns_event
