"""Deadlines on the call clock; all that happens by itself hangs on them."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

NEVER = float("inf")


class Timer(StrEnum):
    """What may be waited for; some of it many times at once, each under a key of its own."""

    # The engine's session.
    OPEN = "open"
    RESTORE = "restore"
    REOPEN = "reopen"
    PULSE = "pulse"
    WAIT = "wait"
    # Its responses.
    RESPONSE = "response"
    PROGRESS = "progress"
    # The caller.
    UNCOMMITTED = "uncommitted"
    UNHEARD = "unheard"
    INTERRUPT = "interrupt"
    DIGITS = "digits"
    SILENCE = "silence"
    # The carrier.
    MARKS = "marks"
    # A machine that answered.
    MACHINE_QUIET = "machine_quiet"
    MACHINE_BEEP = "machine_beep"
    # Operators; keys: edits and commands.
    EDIT = "edit"
    EDIT_UNTIL = "edit_until"
    PROBE = "probe"
    SUMMARY = "summary"
    MUSIC = "music"
    SCRIBE_OPEN = "scribe_open"
    SCRIBE_REOPEN = "scribe_reopen"
    SCRIBE_PAD = "scribe_pad"
    SCRIBE_LAST = "scribe_last"
    SCRIBE_PULSE = "scribe_pulse"
    # Tools; keys: the model's calls.
    TOOL = "tool"
    # The end of the call.
    DURATION = "duration"
    GOODBYE = "goodbye"
    HARD_STOP = "hard_stop"
    TAIL = "tail"
    # Nothing but another look at everything.
    LOOK_EDITS = "look_edits"
    LOOK_RENEW = "look_renew"
    LOOK_REPLY = "look_reply"
    LOOK_RETRY = "look_retry"


class Timers:
    """What is waited for; `soonest` is all that an idle tick looks at."""

    def __init__(self) -> None:
        """No deadline is set."""
        self._set: dict[tuple[Timer, str], tuple[float, Callable[[], None]]] = {}
        self.soonest = NEVER

    def set(self, timer: Timer, at_ms: float, do: Callable[[], None], *, key: str = "") -> None:
        """Call `do` once at or after `at_ms`, and nothing that was set under this name before."""
        self._set[timer, key] = (at_ms, do)
        self._update()

    def cancel(self, timer: Timer, *, key: str = "") -> None:
        """Forget a timer, if it is set."""
        if self._set.pop((timer, key), None) is not None:
            self._update()

    def clear(self) -> None:
        """Forget all timers."""
        self._set.clear()
        self.soonest = NEVER

    def run(self, now_ms: float) -> None:
        """Call what is due, earliest first; what is called may set timers anew."""
        while self.soonest <= now_ms:
            name = min(self._set, key=lambda name: self._set[name][0])
            _, do = self._set.pop(name)
            self._update()
            do()

    def _update(self) -> None:
        self.soonest = min((at for at, _ in self._set.values()), default=NEVER)
