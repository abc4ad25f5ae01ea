"""An operator's commands on a live call: say, whisper, mute, hold, transfer, take over, ...

Who has the floor decides what the agent may do (`Floor`): while it is muted, on hold, or an
operator speaks, the engine makes no responses (`create_response` is off), what it was saying is cut
off, and nothing of it is played. It goes on hearing the caller, except on hold. When the agent gets
the floor back, a turn of the caller's that nobody answered is answered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from phony.domain.actions import (
    Action,
    AfterStream,
    CommandChanged,
    DialOperator,
    PlayAudio,
)
from phony.domain.calls import CallOutcome
from phony.domain.commands import Command, CommandKind, CommandState
from phony.domain.edits import Refusal
from phony.domain.events import OperatorAudio, OperatorDialed
from phony.domain.turns import Role, Turn
from phony.session import dtmf, prompt
from phony.session.core import Core
from phony.session.edits import ask
from phony.session.ending import Ending
from phony.session.engine import Engine
from phony.session.memory import history, line_of
from phony.session.responses import Outcome, Request, Responses
from phony.session.scribe import Scribe
from phony.session.speech import Speech
from phony.session.timers import Timer

MUSIC_AHEAD_MS = 2000.0
SUMMARY_MS = 5000.0
PROBE_MS = 15_000.0
_MISSED = "The model has it, but not all that you said could be written down."
_NOTHING: list[Action] = []
_LEFT = {
    "declined": "declined to take the call",
    "no_answer": "did not answer",
    "busy": "was on another call",
    "failed": "could not be reached",
}


@dataclass(slots=True)
class _WarmTransfer:
    command: Command
    to_number: str
    room: str
    dialed: bool = False


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
        instructions: Callable[[], str],
    ) -> None:
        """No command is under way."""
        self._core = core
        self._engine = engine
        self._responses = responses
        self._speech = speech
        self._ending = ending
        self._scribe = scribe
        self._instructions = instructions
        self._running: dict[str, Command] = {}
        self._items: dict[str, str] = {}  # item -> the whisper it carries
        self._warm: _WarmTransfer | None = None
        self._dialed: OperatorDialed | None = None  # an answer that came before the caller did
        self._carrier = False
        self._handing_back: Command | None = None
        self._told: dict[str, Turn] = {}  # item -> what an operator said, until it is taken in

    def arrived(self, command: Command) -> None:
        """Carry out a command, or refuse it with the reason."""
        now = command.kind is CommandKind.HANG_UP and command.args.get("when") == "now"
        if self._core.closing and not now:
            self._refuse(command, Refusal.CALL_ENDING.sentence)
            return
        self._running[command.id] = command
        self._core.emit(CommandChanged(command.id, CommandState.RUNNING))
        _DO[command.kind](self, command)

    def goes_on(self, command: Command) -> None:
        """A command that was under way when the call was lost: only a transfer can go on."""
        self._running[command.id] = command
        if command.kind is not CommandKind.WARM_TRANSFER:
            self._fail(command, "The call was interrupted.")
            return
        self._core.floor.hold()
        self._warm = self._transfer_of(command)
        # Who was called already is not called again.
        self._dial(str(command.args.get("summary") or "").strip() or self._last_words())

    def carrier_started(self) -> None:
        """The caller is on the line, perhaps again."""
        self._carrier = True
        if self._dialed is not None:
            self.operator_dialed(self._dialed)
        else:
            self._play_music()

    # ---- states -------------------------------------------------------------------------------

    def _done(self, command: Command, result: str | None = None) -> None:
        if self._running.pop(command.id, None) is not None:
            self._core.emit(CommandChanged(command.id, CommandState.DONE, result))

    def _fail(self, command: Command, reason: str) -> None:
        if self._running.pop(command.id, None) is not None:
            self._core.emit(CommandChanged(command.id, CommandState.FAILED, reason))

    def _refuse(self, command: Command, reason: str) -> None:
        self._running.pop(command.id, None)
        self._core.emit(CommandChanged(command.id, CommandState.REFUSED, reason))

    def over(self) -> None:
        """The call is over: what is still under way will not be done."""
        for command in list(self._running.values()):
            self._fail(command, Refusal.CALL_OVER.sentence)
        self._items.clear()
        self._warm = self._handing_back = None

    def _silenced_reason(self) -> str | None:
        floor = self._core.floor
        if not self._engine.ready:
            return "The agent is not connected at the moment."
        if floor.operator:
            return "An operator has taken the call over."
        if floor.on_hold:
            return "The caller is on hold."
        if floor.muted:
            return "The agent is muted."
        return None

    # ---- words ----------------------------------------------------------------------------------

    def _say(self, command: Command) -> None:
        if (reason := self._silenced_reason()) is not None:
            self._refuse(command, reason)
            return
        text = prompt.say_exactly(str(command.args.get("text", "")), self._core.agent.language)

        def settled(outcome: Outcome) -> None:
            if outcome == "played":
                self._done(command, "Said and heard.")
            else:
                self._fail(command, f"The words were {outcome}.")

        self._responses.want(Request("say", text, settled=settled))

    def _whisper(self, command: Command) -> None:
        if not self._engine.ready:
            self._refuse(command, "The agent is not connected at the moment.")
            return
        text = str(command.args.get("text", ""))
        item_id = self._core.tell(
            "Instruction from your supervisor. The caller does not hear it; follow it and do not "
            f"mention it: {text}"
        )
        self._items[item_id] = command.id
        if command.args.get("reply") and self._silenced_reason() is None:
            self._responses.want(Request("reply", needs={item_id}))

    def item_done(self, item_id: str) -> None:
        """The engine took an item in: a whisper has arrived, or a call is handed back."""
        self._told.pop(item_id, None)
        command = self._running.get(self._items.pop(item_id, ""))
        if command is None:
            return
        missed = command.kind is CommandKind.HAND_BACK and self._scribe.missed
        self._done(command, _MISSED if missed else "The model has it.")

    def refused(self, event_id: str | None, reason: str) -> bool:
        """Whether an error of the engine is about an operator's words or a whisper."""
        if (turn := self._told.pop(event_id or "", None)) is not None:
            # Not in that place, or not as the agent's own: then as a message, at the end.
            self._core.tell(f"You said to the caller meanwhile:\n{prompt.as_data(turn.said)}")
            return True
        command = self._running.get(self._items.pop(event_id or "", ""))
        if command is not None:
            self._fail(command, reason)
        return command is not None

    def _probe(self, command: Command) -> None:
        if not self._engine.ready:
            self._refuse(command, "The agent is not connected at the moment.")
            return
        question = str(command.args.get("question", ""))
        ask(self._core, self._instructions(), question, "probe", command.id)
        self._core.timers.set(
            Timer.PROBE,
            self._core.now_ms + PROBE_MS,
            lambda: self._fail(command, "The model did not answer."),
            key=command.id,
        )

    def probed(self, command_id: str, answer: str) -> bool:
        """An answer outside the conversation; False if no command of ours asked for it."""
        self._core.timers.cancel(Timer.PROBE, key=command_id)
        command = self._running.get(command_id)
        if command is None:
            return False
        if answer:
            self._done(command, answer[:2000])
        else:
            self._fail(command, "The model did not answer.")
        return True

    # ---- the floor ------------------------------------------------------------------------------

    def _silence_agent(self) -> None:
        self._core.floor.unprotect()
        self._speech.cut(cancel=True)

    def _mute(self, command: Command) -> None:
        self._silence_agent()
        self._core.floor.mute()
        self._done(command)

    def _unmute(self, command: Command) -> None:
        if not self._core.floor.muted:
            self._refuse(command, "The agent is not muted.")
            return
        self._core.floor.unmute()
        self._done(command)

    def _hold(self, command: Command) -> None:
        if self._core.floor.on_hold:
            self._refuse(command, "The caller is on hold already.")
            return
        self._start_hold()
        self._done(command)

    def _unhold(self, command: Command) -> None:
        if not self._core.floor.on_hold:
            self._refuse(command, "The caller is not on hold.")
            return
        if self._warm is not None:
            self._refuse(command, "A colleague is being called.")
            return
        self._end_hold()
        self._done(command)

    def _start_hold(self) -> None:
        self._silence_agent()
        self._core.floor.hold()
        self._core.caller.pauses()
        self._play_music()

    def _play_music(self) -> None:
        core = self._core
        if not core.floor.on_hold:
            return
        if core.playout.ahead_ms(core.now_ms) < MUSIC_AHEAD_MS:
            self._speech.play("music", dtmf.hold_music())
        core.timers.set(Timer.MUSIC, core.now_ms + 500, self._play_music)

    def _end_hold(self) -> None:
        self._core.floor.unhold()
        self._core.timers.cancel(Timer.MUSIC)
        self._speech.cut(cancel=False)

    def _take_over(self, command: Command) -> None:
        self._silence_agent()
        if self._core.floor.on_hold:
            self._end_hold()
        self._core.floor.take_over(command.author or "operator")
        self._event(f"{self._core.floor.operator} took the call over.")
        if (handing_back := self._handing_back) is not None:
            self._handing_back = None
            self._fail(handing_back, "The call was taken over again.")
        self._scribe.begin()
        self._done(command)

    def _hand_back(self, command: Command) -> None:
        if not self._core.floor.operator:
            self._refuse(command, "Nobody has taken the call over.")
        elif self._handing_back is not None:
            self._refuse(command, "The call is being handed back already.")
        else:
            self._handing_back = command
            self._scribe.finish(self._handed_back)

    def _handed_back(self) -> None:
        """The operator's last words are known: the agent goes on as the one who said them."""
        core = self._core
        command, self._handing_back = self._handing_back, None
        if command is None:
            return
        self._event(f"{core.floor.operator} handed the call back.")
        core.floor.hand_back()
        last = next((t for t in reversed(core.transcript.turns) if _is_speech(t)), None)
        if last is not None and last.role is Role.OPERATOR:
            core.caller.answered()  # the caller had their answer
        if not self._engine.ready:
            self._done(command)
            return
        text = (
            "A colleague spoke with the caller in your place; what they said stands here as your "
            "own words, and holds. Now you are the one who speaks: go on from there, and do not "
            "repeat what was said."
        )
        if note := str(command.args.get("note") or "").strip():
            text += f" Your colleague adds:\n{prompt.as_data(note, 'note')}"
        self._items[core.tell(text)] = command.id

    def operator_audio(self, event: OperatorAudio) -> list[Action]:
        """A frame of the operator's voice: played at once while the operator has the floor."""
        core = self._core
        if not core.floor.operator or core.closing or self._handing_back is not None:
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

    def _event(self, text: str) -> None:
        core = self._core
        core.transcript.begin(Role.SYSTEM, core.now_ms, kind="event", said=text, final=True)

    def _send_dtmf(self, command: Command) -> None:
        try:
            sound = dtmf.tones(str(command.args.get("digits", "")))
        except ValueError as error:
            self._refuse(command, str(error))
            return
        self._speech.play("dtmf", sound, lambda: self._done(command))

    # ---- leaving --------------------------------------------------------------------------------

    def _hang_up(self, command: Command) -> None:
        self._done(command)
        if command.args.get("when") == "now":
            self._ending.end_now(CallOutcome.OPERATOR_HUNG_UP, "operator")
        else:
            self._ending.begin(CallOutcome.OPERATOR_HUNG_UP, "operator")

    def _transfer(self, command: Command) -> None:
        number = str(command.args.get("to_number", ""))
        if not number:
            self._refuse(command, "A number is needed.")
            return
        self._end_hold_for_transfer()
        silenced = self._silenced_reason() is not None
        if not silenced:
            self._speech.cut(cancel=True)
        self._done(command, "The caller is being transferred.")
        self._ending.begin(
            CallOutcome.TRANSFERRED,
            "transfer:operator",
            after=AfterStream("transfer", to_number=number),
            instructions="" if silenced else self._tell_caller("you are connecting them now"),
        )

    def _end_hold_for_transfer(self) -> None:
        if self._core.floor.on_hold:
            self._end_hold()

    def _tell_caller(self, what: str) -> str:
        return (
            f"Tell the caller in one short sentence that {what}. Nothing else. "
            + prompt.language_rule(self._core.agent.language)
        )

    def _warm_transfer(self, command: Command) -> None:
        number = str(command.args.get("to_number", ""))
        if not number or self._warm is not None:
            reason = "A colleague is being called already." if number else "A number is needed."
            self._refuse(command, reason)
            return
        self._warm = self._transfer_of(command)
        if summary := str(command.args.get("summary") or "").strip():
            self._dial(summary)
        elif self._engine.ready:
            question = "Summarize for a colleague who takes over what the caller wants and knows."
            ask(self._core, self._instructions(), question, "summary", command.id)
            deadline_ms = self._core.now_ms + SUMMARY_MS
            self._core.timers.set(
                Timer.SUMMARY, deadline_ms, lambda: self._dial(self._last_words())
            )
        else:
            self._dial(self._last_words())
        if self._silenced_reason() is None:
            what = "you are calling a colleague, and that they will hear music meanwhile"
            self._responses.want(
                Request("say", self._tell_caller(what), settled=lambda _: self._hold_for_warm())
            )
        else:
            self._hold_for_warm()

    def _transfer_of(self, command: Command) -> _WarmTransfer:
        room = f"phony-{self._core.call_id}-{command.id[-6:]}"
        return _WarmTransfer(command, str(command.args.get("to_number", "")), room)

    def _hold_for_warm(self) -> None:
        if self._warm is not None and not self._core.floor.on_hold and not self._core.closing:
            self._start_hold()

    def summarized(self, command_id: str, text: str) -> None:
        """The model wrote the summary that the colleague hears."""
        if self._warm is not None and self._warm.command.id == command_id:
            self._dial(text.strip() or self._last_words())

    def _last_words(self) -> str:
        turns = [t for t in history(self._core.transcript.turns) if t.role is Role.CALLER]
        return "The caller said: " + " ".join(line_of(turn) for turn in turns[-3:])

    def _dial(self, summary: str) -> None:
        self._core.timers.cancel(Timer.SUMMARY)
        warm = self._warm
        if warm is None or warm.dialed:
            return
        warm.dialed = True
        self._core.emit(DialOperator(warm.command.id, warm.to_number, summary[:2000], warm.room))

    def operator_dialed(self, event: OperatorDialed) -> None:
        """The colleague took the call, or did not."""
        warm = self._warm
        if warm is None or warm.command.id != event.command_id:
            return
        if not self._carrier:
            self._dialed = event  # there is no stream whose end could send the caller there
            return
        self._warm = self._dialed = None
        if event.result == "accepted":
            self._done(warm.command, "The colleague has the caller.")
            after = AfterStream("warm", to_number=warm.to_number, room=warm.room)
            self._ending.end_now(CallOutcome.TRANSFERRED, "transfer:warm", after)
            return
        why = _LEFT.get(event.result, _LEFT["failed"])
        self._fail(warm.command, f"The colleague {why}.")
        self._event(f"A colleague was called and {why}.")
        if self._core.floor.on_hold:
            self._end_hold()
        if self._engine.ready:
            item_id = self._core.tell(
                f"The colleague {why}. You are speaking with the caller again: tell them, "
                "apologize, and offer what you can do instead."
            )
            self._responses.want(Request("reply", needs={item_id}))


def _is_speech(turn: Turn) -> bool:
    """Whether somebody spoke, as far as we know yet."""
    return turn.role is not Role.SYSTEM and bool(turn.said or not turn.final)


_DO: dict[CommandKind, Callable[[Commands, Command], None]] = {
    CommandKind.SAY: Commands._say,
    CommandKind.WHISPER: Commands._whisper,
    CommandKind.MUTE: Commands._mute,
    CommandKind.UNMUTE: Commands._unmute,
    CommandKind.HANG_UP: Commands._hang_up,
    CommandKind.TRANSFER: Commands._transfer,
    CommandKind.WARM_TRANSFER: Commands._warm_transfer,
    CommandKind.HOLD: Commands._hold,
    CommandKind.UNHOLD: Commands._unhold,
    CommandKind.SEND_DTMF: Commands._send_dtmf,
    CommandKind.TAKE_OVER: Commands._take_over,
    CommandKind.HAND_BACK: Commands._hand_back,
    CommandKind.PROBE: Commands._probe,
}
