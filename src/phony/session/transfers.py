"""The caller goes to a person: at once, or after a colleague was called and has accepted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from phony.domain.actions import AfterStream, DialOperator
from phony.domain.calls import CallOutcome
from phony.domain.commands import Command
from phony.domain.events import OperatorDialed
from phony.domain.masking import hides_keys
from phony.domain.turns import Role
from phony.session import prompt
from phony.session.core import Core
from phony.session.edits import ask
from phony.session.ending import Ending
from phony.session.engine import Engine
from phony.session.hold import Hold
from phony.session.memory import history, line_of
from phony.session.orders import Orders, why_silent
from phony.session.responses import Request, Responses
from phony.session.speech import Speech
from phony.session.timers import Timer

SUMMARY_MS = 5000.0
_LEFT = {
    "declined": "declined to take the call",
    "no_answer": "did not answer",
    "busy": "was on another call",
    "failed": "could not be reached",
}


@dataclass(slots=True)
class _Warm:
    """A colleague is being called."""

    command: Command
    to_number: str
    room: str
    dialed: bool = False


class Transfers:
    """Both kinds of transfer that an operator can ask for; one warm one at a time."""

    def __init__(
        self,
        core: Core,
        engine: Engine,
        responses: Responses,
        speech: Speech,
        ending: Ending,
        orders: Orders,
        hold: Hold,
        instructions: Callable[[], str],
    ) -> None:
        """Nobody is being called."""
        self._core = core
        self._engine = engine
        self._responses = responses
        self._speech = speech
        self._ending = ending
        self._orders = orders
        self._hold = hold
        self._instructions = instructions
        self._warm: _Warm | None = None
        self._dialed: OperatorDialed | None = None  # an answer that came before the caller did
        self._carrier = False

    @property
    def under_way(self) -> bool:
        """Whether a colleague is being called."""
        return self._warm is not None

    def over(self) -> None:
        """The call is over."""
        self._warm = None

    # ---- at once ------------------------------------------------------------------------------

    def cold(self, command: Command) -> None:
        """Tell the caller, if the agent may speak, and have the carrier dial."""
        number = str(command.args.get("to_number", ""))
        if not number:
            self._orders.refuse(command, "A number is needed.")
            return
        self._hold.end()
        silenced = why_silent(self._core, self._engine) is not None
        if not silenced:
            self._speech.cut(cancel=True)
        self._orders.done(command, "The caller is being transferred.")
        self._ending.begin(
            CallOutcome.TRANSFERRED,
            "transfer:operator",
            after=AfterStream("transfer", to_number=number, command_id=command.id),
            instructions="" if silenced else self._tell_caller("you are connecting them now"),
        )

    def _tell_caller(self, what: str) -> str:
        return (
            f"Tell the caller in one short sentence that {what}. Nothing else. "
            + prompt.language_rule(self._core.agent.language)
        )

    # ---- after a colleague has accepted ----------------------------------------------------------

    def warm(self, command: Command) -> None:
        """Call a colleague, who hears a summary, while the caller hears music."""
        number = str(command.args.get("to_number", ""))
        if not number or self._warm is not None:
            reason = "A colleague is being called already." if number else "A number is needed."
            self._orders.refuse(command, reason)
            return
        self._begin(command)
        if summary := str(command.args.get("summary") or "").strip():
            self._dial(summary)
        elif self._engine.ready:
            question = "Summarize for a colleague who takes over what the caller wants and knows."
            ask(self._core, self._instructions(), question, "summary", command.id)
            at_ms = self._core.now_ms + SUMMARY_MS
            self._core.timers.set(Timer.SUMMARY, at_ms, lambda: self._dial(self._last_words()))
        else:
            self._dial(self._last_words())
        if why_silent(self._core, self._engine) is None:
            what = "you are calling a colleague, and that they will hear music meanwhile"
            announced = Request(
                "say", self._tell_caller(what), settled=lambda _: self._hold_caller()
            )
            self._responses.want(announced)
        else:
            self._hold_caller()

    def goes_on(self, command: Command) -> None:
        """A transfer that was under way when the call was lost."""
        self._core.floor.hold()
        self._begin(command)
        # Who was called already is not called again.
        self._dial(str(command.args.get("summary") or "").strip() or self._last_words())

    def carrier_started(self) -> None:
        """The caller is on the line, perhaps again."""
        self._carrier = True
        if self._dialed is not None:
            self.operator_dialed(self._dialed)
        else:
            self._hold.play()

    def _begin(self, command: Command) -> None:
        room = f"phony-{self._core.call_id}-{command.id[-6:]}"
        self._warm = _Warm(command, str(command.args.get("to_number", "")), room)

    def _hold_caller(self) -> None:
        if self._warm is not None and not self._core.floor.on_hold and not self._core.closing:
            self._hold.start()

    def summarized(self, command_id: str, text: str) -> None:
        """The model wrote the summary that the colleague hears."""
        if self._warm is not None and self._warm.command.id == command_id:
            self._dial(text.strip() or self._last_words())

    def _last_words(self) -> str:
        hidden = hides_keys(self._core.agent)
        turns = [
            turn
            for turn in history(self._core.transcript.turns)
            if turn.role is Role.CALLER and not (hidden and turn.kind == "dtmf")
        ]
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
            self._orders.done(warm.command, "The colleague has the caller.")
            after = AfterStream("warm", warm.to_number, warm.room, warm.command.id)
            self._ending.end_now(CallOutcome.TRANSFERRED, "transfer:warm", after)
            return
        why = _LEFT.get(event.result, _LEFT["failed"])
        self._orders.fail(warm.command, f"The colleague {why}.")
        self._core.write(f"A colleague was called and {why}.")
        self._hold.end()
        if self._engine.ready:
            item_id = self._core.tell(
                f"The colleague {why}. You are speaking with the caller again: tell them, "
                "apologize, and offer what you can do instead."
            )
            self._responses.want(Request("reply", needs={item_id}))
