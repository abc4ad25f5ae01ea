"""Who speaks: the agent or somebody in its place, and the caller. Changed by these verbs alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Floor:
    """Who may speak to the caller; the agent, unless one of these says otherwise."""

    present: bool = False  # the caller is on the line
    muted: bool = False
    on_hold: bool = False
    operator: str = ""  # who took the call over
    machine: bool = False  # a machine is talking; we wait for its beep
    # The carrier presses keys for us: there is no stream, until it is back.
    away: bool = False
    # The caller's speech does not cut what is being said: greeting, goodbye, voicemail message.
    protected: bool = False

    @property
    def silenced(self) -> bool:
        """The agent may not speak."""
        return self.muted or self.on_hold or self.machine or self.away or bool(self.operator)

    def arrive(self) -> None:
        """The caller is on the line, perhaps again."""
        self.present = True

    def mute(self) -> None:
        """The agent hears and says nothing."""
        self.muted = True

    def unmute(self) -> None:
        """The agent may speak again."""
        self.muted = False

    def hold(self) -> None:
        """The caller hears music, and nobody hears the caller."""
        self.on_hold = True

    def unhold(self) -> None:
        """The music is over."""
        self.on_hold = False

    def take_over(self, author: str) -> None:
        """A person speaks in the agent's place."""
        self.operator = author

    def hand_back(self) -> None:
        """The agent speaks for itself again."""
        self.operator = ""

    def await_beep(self) -> None:
        """A machine says its greeting."""
        self.machine = True

    def after_beep(self) -> None:
        """The machine listens."""
        self.machine = False

    def leave(self) -> None:
        """Nobody hears anybody for a moment."""
        self.away = True

    def come_back(self) -> None:
        """The stream is there again, or was never gone."""
        self.away = False

    def protect(self) -> None:
        """What is said now is said to its end."""
        self.protected = True

    def unprotect(self) -> None:
        """The caller may interrupt."""
        self.protected = False


@dataclass(slots=True)
class CallerTurn:
    """The caller's turn: being spoken, or over and not answered yet."""

    speaking: bool = False
    # No response has begun for it.
    unanswered: bool = False

    def begins(self) -> None:
        """The caller speaks."""
        self.speaking = True

    def pauses(self) -> None:
        """The caller is silent, or nobody hears them."""
        self.speaking = False

    def waits(self) -> None:
        """The turn is over: somebody has to answer."""
        self.unanswered = True

    def answered(self) -> None:
        """Somebody does, or has."""
        self.unanswered = False

    def lost(self) -> bool:
        """The engine that heard it is gone; True if it still owed the caller something."""
        owed = self.speaking or self.unanswered
        self.speaking = self.unanswered = False
        return owed
