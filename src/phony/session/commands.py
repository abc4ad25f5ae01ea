"""An operator's commands on a live call: say, whisper, mute, hold, transfer, take over, ...

Who has the floor decides what the agent may do (`Floor`): while it is muted, on hold, or an
operator speaks, the engine makes no responses by itself, what it was saying is cut off, and nothing
of it is played. It goes on hearing the caller, except on hold. When the agent gets the floor back,
a turn of the caller's that nobody answered is answered.
"""

from __future__ import annotations

from collections.abc import Callable

from phony.domain.actions import (
    Action,
    PlayAudio,
)
from phony.domain.calls import CallOutcome
from phony.domain.commands import Command, CommandKind
from phony.domain.edits import Refusal
from phony.domain.events import OperatorAudio
from phony.domain.turns import Role, Turn
from phony.session import prompt
from phony.session.core import Core
from phony.session.edits import ask
from phony.session.ending import Ending
from phony.session.engine import Engine
from phony.session.hold import Hold
from phony.session.orders import Orders, why_silent
from phony.session.presses import Presses
from phony.session.responses import Outcome, Request, Responses
from phony.session.scribe import Scribe
from phony.session.speech import Speech
from phony.session.timers import Timer
from phony.session.transfers import Transfers

PROBE_MS = 15_000.0
_MISSED = "The model has it, but not all that you said could be written down."
_NOTHING: list[Action] = []


class Commands:
    """Carries out commands and says what became of each, exactly once."""

    def __init__(
        self,
        core: Core,
        engine: Engine,
        responses: Responses,
        speech: Speech,
        ending: Ending,
        scribe: Scribe,
        presses: Presses,
        instructions: Callable[[], str],
    ) -> None:
        """No command is under way."""
        self._core = core
        self._engine = engine
        self._responses = responses
        self._speech = speech
        self._ending = ending
        self._scribe = scribe
        self._presses = presses
        self._instructions = instructions
        self._orders = Orders(core)
        self._hold = Hold(core, speech)
        self.transfers = Transfers(
            core, engine, responses, speech, ending, self._orders, self._hold, instructions
        )
        self._items: dict[str, str] = {}  # item -> the whisper it carries
        self._handing_back: Command | None = None
        self._told: dict[str, Turn] = {}  # item -> what an operator said, until it is taken in

    def arrived(self, command: Command) -> None:
        """Carry out a command, or refuse it with the reason."""
        now = command.kind is CommandKind.HANG_UP and command.args.get("when") == "now"
        if self._core.closing and not now:
            self._orders.refuse(command, Refusal.CALL_ENDING.sentence)
            return
        self._orders.begin(command)
        _DO[command.kind](self, command)

    def goes_on(self, command: Command) -> None:
        """A command that was under way when the call was lost: only a transfer can go on."""
        self._orders.take_up(command)
        if command.kind is CommandKind.WARM_TRANSFER:
            self.transfers.goes_on(command)
        else:
            self._orders.fail(command, "The call was interrupted.")

    def over(self) -> None:
        """The call is over: what is still under way will not be done."""
        self._orders.fail_all(Refusal.CALL_OVER.sentence)
        self._items.clear()
        self._handing_back = None
        self.transfers.over()

    # ---- words ----------------------------------------------------------------------------------

    def _say(self, command: Command) -> None:
        if (reason := why_silent(self._core, self._engine)) is not None:
            self._orders.refuse(command, reason)
            return
        core, words = self._core, str(command.args.get("text", ""))
        text = prompt.say_exactly(words, core.agent.language, core.fence)

        def settled(outcome: Outcome) -> None:
            if outcome == "played":
                self._orders.done(command, "Said and heard.")
            else:
                self._orders.fail(command, f"The words were {outcome}.")

        self._responses.want(Request("say", text, settled=settled))

    def _whisper(self, command: Command) -> None:
        if not self._engine.ready:
            self._orders.refuse(command, "The agent is not connected at the moment.")
            return
        text = str(command.args.get("text", ""))
        item_id = self._core.tell(
            "Instruction from your supervisor. The caller does not hear it; follow it and do not "
            f"mention it:\n{self._core.fence.note(text)}"
        )
        self._items[item_id] = command.id
        if command.args.get("reply") and why_silent(self._core, self._engine) is None:
            self._responses.want(Request("reply", needs={item_id}))

    def item_done(self, item_id: str) -> None:
        """The engine took an item in: a whisper has arrived, or a call is handed back."""
        self._told.pop(item_id, None)
        command = self._orders.find(self._items.pop(item_id, ""))
        if command is None:
            return
        missed = command.kind is CommandKind.HAND_BACK and self._scribe.missed
        self._orders.done(command, _MISSED if missed else "The model has it.")

    def refused(self, event_id: str | None, reason: str) -> bool:
        """Whether an error of the engine is about an operator's words or a whisper."""
        if (turn := self._told.pop(event_id or "", None)) is not None:
            # Not in that place, or not as the agent's own: then as a message, at the end.
            said = self._core.fence.lines([turn.said])
            self._core.tell(f"You said to the caller meanwhile:\n{said}")
            return True
        command = self._orders.find(self._items.pop(event_id or "", ""))
        if command is not None:
            self._orders.fail(command, reason)
        return command is not None

    def _probe(self, command: Command) -> None:
        if not self._engine.ready:
            self._orders.refuse(command, "The agent is not connected at the moment.")
            return
        question = str(command.args.get("question", ""))
        ask(self._core, self._instructions(), question, "probe", command.id)
        self._core.timers.set(
            Timer.PROBE,
            self._core.now_ms + PROBE_MS,
            lambda: self._orders.fail(command, "The model did not answer."),
            key=command.id,
        )

    def probed(self, command_id: str, answer: str) -> bool:
        """An answer outside the conversation; False if no command of ours asked for it."""
        self._core.timers.cancel(Timer.PROBE, key=command_id)
        command = self._orders.find(command_id)
        if command is None:
            return False
        if answer:
            self._orders.done(command, answer[:2000])
        else:
            self._orders.fail(command, "The model did not answer.")
        return True

    # ---- the floor ------------------------------------------------------------------------------

    def _mute(self, command: Command) -> None:
        self._speech.silence()
        self._core.floor.mute()
        self._orders.done(command)

    def _unmute(self, command: Command) -> None:
        if not self._core.floor.muted:
            self._orders.refuse(command, "The agent is not muted.")
            return
        self._core.floor.unmute()
        self._orders.done(command)

    def _put_on_hold(self, command: Command) -> None:
        if self._core.floor.on_hold:
            self._orders.refuse(command, "The caller is on hold already.")
            return
        self._hold.start()
        self._orders.done(command)

    def _take_off_hold(self, command: Command) -> None:
        if not self._core.floor.on_hold:
            self._orders.refuse(command, "The caller is not on hold.")
            return
        if self.transfers.under_way:
            self._orders.refuse(command, "A colleague is being called.")
            return
        self._hold.end()
        self._orders.done(command)

    def _take_over(self, command: Command) -> None:
        self._speech.silence()
        self._hold.end()
        self._core.floor.take_over(command.author or "operator")
        self._core.write(f"{self._core.floor.operator} took the call over.")
        if (handing_back := self._handing_back) is not None:
            self._handing_back = None
            self._orders.fail(handing_back, "The call was taken over again.")
        self._scribe.begin()
        self._orders.done(command)

    def _hand_back(self, command: Command) -> None:
        if not self._core.floor.operator:
            self._orders.refuse(command, "Nobody has taken the call over.")
        elif self._handing_back is not None:
            self._orders.refuse(command, "The call is being handed back already.")
        else:
            self._handing_back = command
            self._scribe.finish(self._handed_back)

    def _handed_back(self) -> None:
        """The operator's last words are known: the agent goes on as the one who said them."""
        core = self._core
        command, self._handing_back = self._handing_back, None
        if command is None:
            return
        self._core.write(f"{core.floor.operator} handed the call back.")
        core.floor.hand_back()
        last = next((t for t in reversed(core.transcript.turns) if _is_speech(t)), None)
        if last is not None and last.role is Role.OPERATOR:
            core.caller.answered()  # the caller had their answer
        if not self._engine.ready:
            self._orders.done(command)
            return
        text = (
            "A colleague spoke with the caller in your place; what they said stands here as your "
            "own words, and holds. Now you are the one who speaks: go on from there, and do not "
            "repeat what was said."
        )
        if note := str(command.args.get("note") or "").strip():
            text += f" Your colleague adds:\n{core.fence.note(note)}"
        self._items[core.tell(text)] = command.id

    def operator_audio(self, event: OperatorAudio) -> list[Action]:
        """A frame of the operator's voice: played at once while the operator has the floor."""
        core = self._core
        if not core.floor.operator or core.floor.away or core.closing or self._handing_back:
            return _NOTHING
        heard = PlayAudio(event.payload, "operator")
        written = self._scribe.audio(event.payload)
        return [heard] if written is None else [heard, written]

    def operator_said(self, turn: Turn) -> None:
        """What the operator said: the model remembers it as its own words, in their place."""
        if self._core.closing:
            return
        if self._engine.takes_items:
            self._told[turn.item_id] = turn
            self._engine.memory.add_in_place(turn)
        else:
            self._engine.memory.need()

    def _send_dtmf(self, command: Command) -> None:
        def settled(pressed: bool) -> None:
            if pressed:
                self._orders.done(command)
            else:
                self._orders.fail(command, "The carrier did not press them.")

        try:
            self._presses.press(str(command.args.get("digits", "")), settled)
        except ValueError as error:
            self._orders.refuse(command, str(error))

    # ---- leaving --------------------------------------------------------------------------------

    def _hang_up(self, command: Command) -> None:
        self._orders.done(command)
        if command.args.get("when") == "now":
            self._ending.end_now(CallOutcome.OPERATOR_HUNG_UP, "operator")
        else:
            self._ending.begin(CallOutcome.OPERATOR_HUNG_UP, "operator")


def _is_speech(turn: Turn) -> bool:
    """Whether somebody spoke, as far as we know yet."""
    return turn.role is not Role.SYSTEM and bool(turn.said or not turn.final)


_DO: dict[CommandKind, Callable[[Commands, Command], None]] = {
    CommandKind.SAY: Commands._say,
    CommandKind.WHISPER: Commands._whisper,
    CommandKind.MUTE: Commands._mute,
    CommandKind.UNMUTE: Commands._unmute,
    CommandKind.HANG_UP: Commands._hang_up,
    CommandKind.TRANSFER: lambda self, command: self.transfers.cold(command),
    CommandKind.WARM_TRANSFER: lambda self, command: self.transfers.warm(command),
    CommandKind.HOLD: Commands._put_on_hold,
    CommandKind.UNHOLD: Commands._take_off_hold,
    CommandKind.SEND_DTMF: Commands._send_dtmf,
    CommandKind.TAKE_OVER: Commands._take_over,
    CommandKind.HAND_BACK: Commands._hand_back,
    CommandKind.PROBE: Commands._probe,
}
