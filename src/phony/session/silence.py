"""Silence of the caller while the agent waits: prompts first, then a spoken goodbye."""

from __future__ import annotations

from phony.domain import sentences
from phony.domain.calls import CallOutcome
from phony.session import prompt
from phony.session.core import Core
from phony.session.ending import Ending
from phony.session.responses import Request, Responses
from phony.session.timers import Timer


class Silence:
    """Counts only while nobody speaks and nothing is under way."""

    def __init__(self, core: Core, responses: Responses, ending: Ending) -> None:
        """Nobody has been silent yet."""
        self._core = core
        self._responses = responses
        self._ending = ending
        self._prompts = 0
        self._counting = False

    def watch(self, *, quiet: bool) -> None:
        """Start counting when everybody is quiet; stop when somebody is not."""
        if quiet == self._counting:
            return
        self._counting = quiet
        if quiet:
            after_ms = self._core.agent.silence.prompt_after_s * 1000
            self._core.timers.set(Timer.SILENCE, self._core.now_ms + after_ms, self._too_long)
        else:
            self._core.timers.cancel(Timer.SILENCE)

    def broken(self) -> None:
        """The caller gave a sign of life."""
        self._prompts = 0
        self.watch(quiet=False)

    def _too_long(self) -> None:
        self._counting = False
        core = self._core
        ours, most = sentences.of(core.agent), core.agent.silence.max_prompts
        text = core.fill(ours.still_there).strip()
        if self._prompts < most and text:
            self._prompts += 1
            exactly = prompt.say_exactly(text, core.agent.language, core.fence)
            self._responses.want(Request("prompt", exactly))
        else:
            goodbye = core.fill(ours.goodbye).strip()
            self._ending.begin(CallOutcome.SILENCE, "silence", words=goodbye)
