"""How a call ends: politely, after the goodbye was played; then the transcript's tail; then shut.

Also the ends that come by themselves: silence, maximum duration, money, engine beyond repair.
"""

from __future__ import annotations

from collections.abc import Callable

from phony.domain.actions import AfterStream, CommitInput, EndCall
from phony.domain.calls import NO_ENGINE, CallOutcome
from phony.domain.events import LimitNear
from phony.session import prompt
from phony.session.core import Core
from phony.session.engine import Engine
from phony.session.responses import Outcome, Request, Responses
from phony.session.scribe import Scribe
from phony.session.speech import Speech
from phony.session.timers import Timer

# Last words may take what they take; so long nothing of them was made or played, none will come.
STALLED_MS = 15_000.0
OVERTIME_MS = (
    50_000.0  # how long they may go on beyond the maximum duration; the carrier cuts later
)
TAIL_MS = 1500.0  # for the transcript of the caller's last words
OPERATOR_TAIL_MS = 1900.0  # for an operator's, which need silence first
GOODBYE_LEAD_MS = 12_000.0  # how early the maximum duration is announced


class Ending:
    """From "this call shall end" to "this call is over"."""

    def __init__(
        self,
        core: Core,
        engine: Engine,
        responses: Responses,
        speech: Speech,
        scribe: Scribe,
        on_over: Callable[[], None],
        keys_due: Callable[[], bool],
    ) -> None:
        """`on_over` is called right before `EndCall`, to settle what is still open.

        `keys_due`: whether keys are still to be pressed.
        """
        self._core = core
        self._engine = engine
        self._responses = responses
        self._speech = speech
        self._scribe = scribe
        self._on_over = on_over
        self._keys_due = keys_due
        self._outcome = CallOutcome.AGENT_HUNG_UP
        self._reason = ""
        self._after: AfterStream | None = None
        self._goodbye_pending = False
        self._arrived_ms = 0.0
        self.over = False
        self.shut = False
        # Committed items of the caller whose words are still to come.
        self._untranscribed: set[str] = set()
        self._commit_pending = False

    # ---- politely --------------------------------------------------------------------------

    def begin(
        self,
        outcome: CallOutcome,
        reason: str,
        *,
        after: AfterStream | None = None,
        words: str = "",
        instructions: str = "",
    ) -> bool:
        """End the call once the agent has finished: say `words`, or as told, or nothing more.

        False if the call is ending already.
        """
        core = self._core
        if core.closing or self.over:
            return False
        self._outcome, self._reason, self._after = outcome, reason, after
        core.closing = True
        core.floor.protect()
        self._responses.drop_wanted()
        if core.floor.on_hold:  # music would never end by itself
            core.timers.cancel(Timer.MUSIC)
            self._speech.cut(cancel=False)
        if words or instructions:
            if not self._engine.ready:
                self.end()
                return True
            text = (
                prompt.say_exactly(words, core.agent.language, core.fence)
                if words
                else instructions
            )
            self._goodbye_pending = True
            self._responses.want(
                Request("goodbye", text, protected=True, settled=self._goodbye_settled)
            )
        core.timers.set(Timer.GOODBYE, core.now_ms + STALLED_MS, self._look)
        return True

    @property
    def speaking(self) -> bool:
        """Whether the caller hears the last words."""
        return self._core.closing and not self.over and self._core.playout.unplayed

    def _look(self) -> None:
        """Stop waiting for last words that do not come; those under way are played whole."""
        core = self._core
        until_ms = core.playout.ends_ms + STALLED_MS
        if core.now_ms < until_ms:
            core.timers.set(Timer.GOODBYE, until_ms, self._look)
        else:
            core.note("goodbye_stalled")
            self.end()

    def _goodbye_settled(self, outcome: Outcome) -> None:
        self._goodbye_pending = False

    def check(self) -> None:
        """End now if nothing is left to be said or played."""
        if not self._core.closing or self.over or self._goodbye_pending or self._keys_due():
            return
        if self._responses.active is None and not self._core.playout.unplayed:
            self.end()

    # ---- for good --------------------------------------------------------------------------

    def end_now(self, outcome: CallOutcome, reason: str, after: AfterStream | None = None) -> None:
        """End without another word."""
        if self.over:
            return
        self._outcome, self._reason, self._after = outcome, reason, after
        self.end()

    def end(self) -> None:
        """The call is over for the caller; the engine may still owe the last words."""
        if self.over:
            return
        core = self._core
        self.over = core.closing = True
        self._responses.drop_wanted()
        core.timers.clear()
        for cut in core.playout.interrupt(core.now_ms):
            item = cut.item
            core.transcript.agent_cut(item.item_id, cut.heard_ms, item.received_ms, core.now_ms)
        self._on_over()
        core.emit(EndCall(self._outcome, self._reason, self._after, ended_ms=int(core.now_ms)))
        if self._responses.active is not None:
            self._responses.cancel()
        if not (self._engine.ready and self._tail_is_open()):
            self._untranscribed.clear()
        tail_ms = TAIL_MS if self._scribe.off else OPERATOR_TAIL_MS
        core.timers.set(Timer.TAIL, core.now_ms + tail_ms, self.close)
        self._scribe.finish(self._check_tail)

    def close(self) -> None:
        """Nothing more will come: the transcript is complete, the engine can be closed."""
        core = self._core
        core.timers.clear()
        self._scribe.close()
        core.transcript.finish(core.now_ms)
        self.shut = True

    # ---- the transcript's tail ---------------------------------------------------------------

    def committed(self, item_id: str) -> None:
        """A caller's turn was committed: its words will follow."""
        self._commit_pending = False
        if self._core.agent.transcription.enabled:
            self._untranscribed.add(item_id)

    def transcribed(self, item_id: str) -> None:
        """A caller's turn has its words, or will never have them."""
        self._untranscribed.discard(item_id)
        self._check_tail()

    def commit_refused(self) -> None:
        """There was nothing to commit by hand."""
        self._commit_pending = False
        self._check_tail()

    def engine_gone(self) -> None:
        """The caller's last words will not come any more."""
        self._untranscribed.clear()
        self._commit_pending = False
        self._check_tail()

    def _check_tail(self) -> None:
        if self.over and self._scribe.off and not (self._untranscribed or self._commit_pending):
            self.close()

    def _tail_is_open(self) -> bool:
        core = self._core
        if not core.agent.transcription.enabled:
            return False
        if core.caller.speaking:
            # Cut off in mid-sentence: only a commit by hand gets these words written down.
            core.caller.pauses()
            self._engine.configuration.stop_turns()
            core.emit(CommitInput())
            self._commit_pending = True
            return True
        return bool(self._untranscribed)

    # ---- by themselves -------------------------------------------------------------------------

    def limit_duration(self) -> None:
        """The caller is on the line: start the clock of the maximum duration."""
        limit_ms = self._core.agent.max_duration_s * 1000.0
        lead_ms = min(GOODBYE_LEAD_MS, limit_ms / 2)
        self._arrived_ms = self._core.now_ms
        self._core.timers.set(
            Timer.DURATION, self._core.now_ms + limit_ms - lead_ms, self._too_long
        )

    def _too_long(self) -> None:
        core = self._core
        limit_ms = core.agent.max_duration_s * 1000.0
        lead_ms = min(GOODBYE_LEAD_MS, limit_ms / 2)
        core.timers.set(Timer.HARD_STOP, core.now_ms + lead_ms, self._hard_stop)
        if core.floor.operator or core.floor.on_hold:
            return  # the agent does not speak into a colleague's call; the hard stop ends it
        self._interrupt_for_goodbye()
        self.begin(
            CallOutcome.MAX_DURATION,
            "max_duration",
            instructions=self._farewell("the maximum length of this call is reached"),
        )

    def _hard_stop(self) -> None:
        core = self._core
        over_ms = core.now_ms - self._arrived_ms - core.agent.max_duration_s * 1000.0
        if not self.speaking:
            self.end_now(CallOutcome.MAX_DURATION, "max_duration")
        elif over_ms >= OVERTIME_MS:
            self.end()
        else:
            core.timers.set(Timer.HARD_STOP, core.now_ms + 1000, self._hard_stop)

    def limit_near(self, event: LimitNear) -> None:
        """A money limit: warn in the record, tell the model, end politely."""
        core = self._core
        core.note("limit_near", stage=event.stage, what=event.what)
        if event.stage == "wrap_up" and self._engine.ready and not core.closing:
            core.tell(
                "This call is about to reach its limit. Bring it to an end within the next "
                "answers; do not mention money or limits."
            )
        elif event.stage == "stop":
            self._interrupt_for_goodbye()
            self.begin(
                CallOutcome.SPEND_LIMIT,
                f"spend_limit:{event.what}",
                instructions=self._farewell("you have to end the call now"),
            )

    def restarting(self) -> None:
        """Nobody can go on with the call: say so, and end it."""
        self._interrupt_for_goodbye()
        self.begin(
            CallOutcome.LOST,
            "restart",
            instructions=self._farewell("the system is about to restart, and they may call again"),
        )

    def _interrupt_for_goodbye(self) -> None:
        if not self._core.closing and self._engine.ready:
            self._speech.cut(cancel=True)

    def _farewell(self, why: str) -> str:
        language = self._core.agent.language
        return (
            f"Tell the caller politely that {why}, thank them and say goodbye, in one or two "
            f"short sentences. Ask nothing. {prompt.language_rule(language)}"
        )

    def engine_beyond_repair(self, reason: str) -> None:
        """No engine can be reached: the caller goes to a number, or the carrier apologizes."""
        core = self._core
        if core.closing and not self.over:
            # It was ending anyway: what was sent is played to its end, and that is that.
            self._responses.drop_wanted()
            self._engine.gone()
            self.check()
            return
        number = core.agent.fallback.transfer_to
        if number and core.context.direction != "browser":
            after = AfterStream("transfer", to_number=number)
            self.end_now(CallOutcome.TRANSFERRED, f"{NO_ENGINE}{reason}", after)
        else:
            self.end_now(CallOutcome.ENGINE_FAILED, reason, AfterStream("apology"))
