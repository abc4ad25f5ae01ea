"""What happens when a machine answers an outbound call: hang up, leave a message, or go on.

Source of the verdicts: protocols.md B9.
"""

from __future__ import annotations

from phony.domain.calls import CallOutcome
from phony.domain.events import MachineDetected
from phony.session.core import Core
from phony.session.ending import Ending
from phony.session.engine import Engine
from phony.session.speech import Speech
from phony.session.timers import Timer

# A greeting that ends without a verdict: the message is left after so much silence, or time.
QUIET_MS = 2500.0
LONGEST_GREETING_MS = 30_000.0


class Voicemail:
    """The agent's voicemail policy."""

    def __init__(self, core: Core, engine: Engine, speech: Speech, ending: Ending) -> None:
        """No verdict yet."""
        self._core = core
        self._engine = engine
        self._speech = speech
        self._ending = ending
        self._decided = False

    def detected(self, event: MachineDetected) -> None:
        """The carrier's verdict; the first one that names a machine counts, then its beep."""
        core = self._core
        verdict = event.answered_by
        core.note("answered_by", verdict=verdict)
        if core.closing or not (verdict.startswith("machine") or verdict == "fax"):
            return
        policy = core.agent.voicemail
        action = "hang_up" if verdict == "fax" else policy.action
        if self._decided and action != "leave_message":
            return
        if not self._decided:
            self._decided = True
            core.write(f"A machine answered ({verdict}).")
        if action == "hang_up":
            self._ending.end_now(CallOutcome.VOICEMAIL, verdict)
        elif action == "leave_message":
            self._wait_for_beep(verdict)
        elif self._engine.ready:
            core.tell(
                "An answering machine or a voice menu has answered, not a person. Act accordingly."
            )

    def _wait_for_beep(self, verdict: str) -> None:
        core = self._core
        self._speech.silence()
        if verdict.startswith("machine_end"):
            self._leave_message()
        elif not core.floor.machine:
            core.floor.await_beep()
            core.timers.set(
                Timer.MACHINE_BEEP, core.now_ms + LONGEST_GREETING_MS, self._leave_message
            )
            self.caller_silent()

    def caller_silent(self) -> None:
        """The machine paused; if it stays silent, its greeting is over."""
        if self._core.floor.machine:
            self._core.timers.set(
                Timer.MACHINE_QUIET, self._core.now_ms + QUIET_MS, self._leave_message
            )

    def caller_speaks(self) -> None:
        """The machine's greeting goes on."""
        self._core.timers.cancel(Timer.MACHINE_QUIET)

    def _leave_message(self) -> None:
        core = self._core
        core.timers.cancel(Timer.MACHINE_BEEP)
        core.timers.cancel(Timer.MACHINE_QUIET)
        core.floor.after_beep()
        template = core.agent.voicemail.message or core.agent.greeting_message
        words = core.fill(template).strip()
        self._ending.begin(CallOutcome.VOICEMAIL, "voicemail", words=words)
