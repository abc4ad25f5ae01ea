"""Commands under way: each ends in exactly one state, and whoever gave it is told."""

from __future__ import annotations

from phony.domain.actions import CommandChanged
from phony.domain.commands import Command, CommandState
from phony.session.core import Core
from phony.session.engine import Engine


class Orders:
    """The commands that were begun and are not settled."""

    def __init__(self, core: Core) -> None:
        """Nobody has asked for anything."""
        self._core = core
        self._running: dict[str, Command] = {}

    def begin(self, command: Command) -> None:
        """It is being carried out."""
        self.take_up(command)
        self._core.emit(CommandChanged(command.id, CommandState.RUNNING))

    def take_up(self, command: Command) -> None:
        """It was begun elsewhere, before the call was lost."""
        self._running[command.id] = command

    def find(self, command_id: str) -> Command | None:
        """A command under way."""
        return self._running.get(command_id)

    def done(self, command: Command, result: str | None = None) -> None:
        """It was done; once."""
        if self._running.pop(command.id, None) is not None:
            self._core.emit(CommandChanged(command.id, CommandState.DONE, result))

    def fail(self, command: Command, reason: str) -> None:
        """It could not be done; once."""
        if self._running.pop(command.id, None) is not None:
            self._core.emit(CommandChanged(command.id, CommandState.FAILED, reason))

    def refuse(self, command: Command, reason: str) -> None:
        """It shall not be done."""
        self._running.pop(command.id, None)
        self._core.emit(CommandChanged(command.id, CommandState.REFUSED, reason))

    def fail_all(self, reason: str) -> None:
        """None of them can be done any more."""
        for command in list(self._running.values()):
            self.fail(command, reason)


def why_silent(core: Core, engine: Engine) -> str | None:
    """Why the agent cannot say anything to the caller now; None if it can."""
    if not engine.ready:
        return "The agent is not connected at the moment."
    if core.floor.operator:
        return "An operator has taken the call over."
    if core.floor.on_hold:
        return "The caller is on hold."
    if core.floor.away:
        return "Keys are being pressed."
    if core.floor.muted:
        return "The agent is muted."
    return None
