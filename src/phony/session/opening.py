"""How the agent begins: with its greeting, or by going on where the call was lost."""

from __future__ import annotations

from collections.abc import Callable

from phony.session import prompt
from phony.session.core import Core
from phony.session.responses import Outcome, Request, Responses

# Who is called says "Hello?" into the greeting. Heard for less than this, it is said again.
UNHEARD_MS = 1500


class Opening:
    """Waits for both legs, then has the agent speak first.

    A greeting that may not be interrupted is protected: the engine's automatic replies and
    interruptions are off until it was played, the caller's speech does not cut it, and what the
    caller said meanwhile is answered afterwards.
    """

    def __init__(
        self,
        core: Core,
        responses: Responses,
        instructions: Callable[[], str],
        resumed: str | None,
    ) -> None:
        """`resumed` is what happened to a call that goes on; None for a new one."""
        self._core = core
        self._responses = responses
        self._instructions = instructions
        self._resumed = resumed
        self.begun = False
        self.greeting = False
        self._text = ""
        if resumed is None and not core.agent.greeting_interruptible:
            core.floor.protect()

    def begin(self, *, answers: bool = False) -> None:
        """Both legs are there; `answers`: the engine answers what it hears again, by itself."""
        if self.begun:
            return
        self.begun = True
        core = self._core
        core.latency.decided(core.now_ms)
        if self._resumed is not None:
            if not (answers or core.floor.on_hold):  # a colleague is still being called
                self.go_on(self._resumed)
            return
        greeting = core.fill(core.agent.greeting_message).strip()
        if not greeting:
            if not core.closing:
                core.floor.unprotect()
            return
        self.greeting, self._text = True, greeting
        text = prompt.say_exactly(greeting, core.agent.language, core.fence)
        self._responses.want(
            Request("greeting", text, protected=core.floor.protected, settled=self._settled)
        )

    def _settled(self, outcome: Outcome) -> None:
        self.greeting = False
        core = self._core
        if core.closing:
            return
        core.floor.unprotect()
        if outcome == "interrupted" and core.context.direction == "outbound":
            greetings = [turn for turn in core.transcript.turns if turn.kind == "greeting"]
            if max((turn.heard_ms for turn in greetings), default=0) < UNHEARD_MS:
                core.tell(prompt.greet_first(self._text, core.fence))

    def go_on(self, what_happened: str) -> None:
        """Have the agent pick up a conversation that was interrupted."""
        text = (
            f"{self._instructions()}\n\n{what_happened} You are speaking with the caller again: "
            "tell them in half a sentence, apologize briefly if they were left waiting, and go "
            "on where the conversation stopped."
        )
        self._responses.want(Request("reply", text))
