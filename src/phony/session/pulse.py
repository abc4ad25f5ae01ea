"""Whether a session of the engine's is alive: an open socket alone says nothing.

An engine has nothing to say while nobody speaks, so silence proves nothing either. Whoever has
said nothing for a while is asked something that must be answered; no answer, no engine.
"""

from __future__ import annotations

from collections.abc import Callable

from phony.session.core import Core
from phony.session.timers import Timer

# Together: how long a session that has died can keep a caller waiting.
QUIET_MS = 2500.0
ANSWER_MS = 2500.0
# While another engine could take the call: one that is only slow is replaced sooner, too.
HURRIED_QUIET_MS = 1500.0
HURRIED_ANSWER_MS = 2000.0
# A tick that comes so late says that it was us who stood still.
LATE_MS = 1000.0


class Pulse:
    """Looks at one session, from `start` to `stop`; whatever it says sets `heard_ms`."""

    __slots__ = (
        "_answer_ms",
        "_ask",
        "_asked_ms",
        "_core",
        "_hurry",
        "_on_dead",
        "_quiet_ms",
        "_timer",
        "heard_ms",
    )

    def __init__(
        self,
        core: Core,
        timer: Timer,
        ask: Callable[[], object],
        on_dead: Callable[[], None],
        hurry: Callable[[], bool] = lambda: False,
    ) -> None:
        """`ask` sends the question; `on_dead` is called once, then nobody looks any more.

        `hurry`, asked once a session, says whether there is another engine.
        """
        self._core = core
        self._timer = timer
        self._ask = ask
        self._on_dead = on_dead
        self._hurry = hurry
        self._quiet_ms, self._answer_ms = QUIET_MS, ANSWER_MS
        self._asked_ms = 0.0
        self.heard_ms = 0.0

    def start(self) -> None:
        """The session is ready."""
        self.heard_ms = self._core.now_ms
        if self._hurry():
            self._quiet_ms, self._answer_ms = HURRIED_QUIET_MS, HURRIED_ANSWER_MS
        self._look()

    def stop(self) -> None:
        """The session is gone, or not needed any more."""
        self._core.timers.cancel(self._timer)

    def _look(self) -> None:
        core = self._core
        quiet_until_ms = self.heard_ms + self._quiet_ms
        if core.now_ms < quiet_until_ms:
            core.timers.set(self._timer, quiet_until_ms, self._look)
            return
        self._asked_ms = core.now_ms
        self._ask()
        core.timers.set(self._timer, core.now_ms + self._answer_ms, self._judge)

    def _judge(self) -> None:
        overdue_ms = self._core.now_ms - self._asked_ms - self._answer_ms
        if self.heard_ms >= self._asked_ms or overdue_ms > LATE_MS:
            self._look()
        else:
            self._on_dead()
