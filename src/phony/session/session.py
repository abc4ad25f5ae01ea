"""A call as a state machine: events in, actions out; no clock, no socket, no database, no await.

Phases (`CallSession.phase`):
    connecting    the media stream or the engine is not there yet
    greeting      the agent says its greeting
    talking       agent and caller talk
    hold          the caller hears hold music
    operator      a person has taken the call over
    reconnecting  the engine was lost; a fresh session is being opened, the caller is held and,
                  when that takes long, hears music
    closing       the goodbye is being said or played
    draining      over for the caller (`EndCall` was given); the transcript's tail is awaited
    ended         `CloseEngine` was given; every further event is answered with nothing

What the bridge must do:
    * Open the first engine session itself, when the session is made; feed `EngineOpened` when its
      socket is up and `EngineLost` when it cannot be opened, or closes.
    * `OpenEngine`: drop the present engine socket, if there is one, and open a new one. Events of
      the old socket must not be handed in any more, its `EngineLost` included.
    * `Ping` is sent to the engine like any action; it needs no place in any record. A socket that
      hangs while it opens may be reported late or never: the session has deadlines of its own.
    * `CarrierStarted` after the token was accepted; `CarrierStopped` or `CarrierLost` once.
    * `Tick` about every 100 ms, from the beginning: all timers hang on it.
    * `EndCall`: close the carrier's leg with code 1000; `after` says what the carrier does next.
      Go on handing in engine events and ticks until `CloseEngine`, the last action of all.
    * `ClearPlayout`: also have the recorder forget what was sent but not played.
    * `RunTool`: run it beside the call, answer with `ToolFinished`, errors included.
    * `DialOperator`: dial; answer with `OperatorDialed`. When it was accepted, `EndCall` follows
      whose `after` moves the caller into the conference where the colleague waits.
    * Operator's audio goes in as `OperatorAudio`; it comes back as `PlayAudio` while the operator
      has the floor, and is dropped otherwise.
    * `PressKeys`: have the carrier press them. The stream ends for it, and `CarrierStarted` says
      that there is a new one; what ended is not `CarrierLost`. `KeysRefused` if it would not.
    * `OpenScribe`: open a transcription session beside the engine's own. All its events, opening
      and loss included, go in as `ScribeHeard`; `ToScribe` is sent to it until `CloseScribe`.
    * Perform actions in the order given. Nothing may be handed in while actions are performed.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, get_args

from phony.domain.actions import (
    Action,
    AppendAudio,
    CallPhaseChanged,
    CommandChanged,
    EditChanged,
    TurnChanged,
)
from phony.domain.agents import Agent
from phony.domain.calls import CallOutcome
from phony.domain.commands import CommandState
from phony.domain.context import CallContext
from phony.domain.edits import EditState, Refusal
from phony.domain.events import (
    AgentAudio,
    AgentText,
    AgentTextDelta,
    CallerAudio,
    CallerSpeechStarted,
    CallerSpeechStopped,
    CallerText,
    CallerTextDelta,
    CallerTextFailed,
    CarrierEnded,
    CarrierLost,
    CarrierStarted,
    CarrierStopped,
    CommandArrived,
    DtmfPressed,
    EditArrived,
    EngineError,
    EngineEvent,
    EngineLost,
    EngineOpened,
    Event,
    GoesOn,
    InputCommitted,
    ItemAdded,
    ItemDone,
    KeysRefused,
    LimitNear,
    MachineDetected,
    MarkReached,
    OperatorAudio,
    OperatorDialed,
    ResponseDone,
    ResponseStarted,
    Restarting,
    ScribeHeard,
    SessionCreated,
    SessionUpdated,
    Tick,
    ToolFinished,
)
from phony.domain.turns import Turn
from phony.session import prompt
from phony.session.caller import Caller
from phony.session.commands import Commands
from phony.session.core import Core
from phony.session.edits import Edits
from phony.session.ending import Ending
from phony.session.engine import Engine, EngineState
from phony.session.engine_side import EngineSide
from phony.session.fence import Fence
from phony.session.interruptions import Interruptions
from phony.session.opening import Opening
from phony.session.presses import Presses
from phony.session.responses import Request, Responses
from phony.session.scribe import Scribe
from phony.session.silence import Silence
from phony.session.speech import Speech
from phony.session.timers import Timer
from phony.session.tools import Tools, offered
from phony.session.transcript import Transcript
from phony.session.utterance import Unheard, Uplink
from phony.session.voicemail import Voicemail
from phony.session.waiting import Waiting

_NOTHING: list[Action] = []
_NO_DECISION = object()
# How soon a fresh session finds speech in what it hears again.
UNHEARD_MS = 2500.0
_SIGNS_OF_LIFE = frozenset(get_args(EngineEvent))


class Phase(StrEnum):
    """Where the call stands, for the live board."""

    CONNECTING = "connecting"
    GREETING = "greeting"
    TALKING = "talking"
    HOLD = "hold"
    OPERATOR = "operator"
    RECONNECTING = "reconnecting"
    CLOSING = "closing"
    DRAINING = "draining"
    ENDED = "ended"


def _undecided(route: Callable[[Any], None]) -> Callable[[Any], object]:
    def run(event: Any) -> object:
        route(event)
        return _NO_DECISION

    return run


class CallSession:
    """One call. `handle` is the only way in; everything that shall happen comes out of it."""

    def __init__(
        self,
        call_id: str,
        agent: Agent,
        *,
        context: CallContext,
        fence: Fence,
        turns: list[Turn] | None = None,
        resumed: str | None = None,
        one_moment: Callable[[], str] = str,
        unheard: Unheard | None = None,
    ) -> None:
        """`context` is what the call starts from, `fence` holds apart what others wrote.

        A call that goes on after its stream or its worker was lost has `turns` (`history()`) and
        `context` as stored. `resumed` is told to the model, which then speaks first:
        "The line was interrupted for a moment." `one_moment` gives the sentence for a caller who
        waits for an engine, as base64 mu-law; empty while there is none. `unheard` is what the
        caller was saying when the other worker was lost.
        """
        core = Core(call_id, agent, context.copy(), Transcript(call_id, turns, unheard), fence)
        self._core = core
        self._responses = responses = Responses(core, lambda: self._engine_side.stuck())
        self._speech = speech = Speech(core, responses)
        self._engine = engine = Engine(
            core,
            instructions=lambda: self._render(self._edits.fold()),
            tools=offered(agent),
            on_ready=self._engine_ready,
            on_dead=lambda: self._engine_side.dead(),
            on_beyond_repair=lambda reason: self._ending.engine_beyond_repair(reason),
            restore=bool(turns),
            unheard=unheard,
        )
        self._scribe = scribe = Scribe(
            core, engine.chain, lambda turn: self._commands.operator_said(turn)
        )
        self._presses = presses = Presses(core, responses, speech)
        self._ending = ending = Ending(
            core, engine, responses, speech, scribe, self._over, lambda: presses.due
        )
        self._silence = Silence(core, responses, ending)
        self._waiting = Waiting(core, speech, one_moment)
        self._edits = Edits(core, engine, responses, speech, self._render)
        self._tools = Tools(core, responses, presses, ending, self._edits)
        self._commands = Commands(
            core, engine, responses, speech, ending, scribe, presses, self._instructions
        )
        self._voicemail = Voicemail(core, engine, speech, ending)
        self._interruptions = Interruptions(core, engine, responses, speech)
        self._caller = Caller(
            core, engine, responses, self._interruptions, ending, self._silence, self._voicemail
        )
        self._engine_side = EngineSide(
            core, engine, responses, speech, ending, self._edits, self._tools, self._commands
        )
        self._opening = Opening(core, responses, self._instructions, resumed)
        self._carrier = False  # the media stream is open
        self._phase = Phase.CONNECTING
        self._routes: dict[type, Callable[[Any], object]] = self._make_routes()

    # ---- what others may look at ------------------------------------------------------------

    @property
    def phase(self) -> Phase:
        """Where the call stands."""
        return self._phase

    @property
    def ended(self) -> bool:
        """Whether everything is over and `CloseEngine` was given."""
        return self._engine.state is EngineState.CLOSED

    @property
    def uplink(self) -> Uplink:
        """Says of each frame of the caller's whether it goes to the engine as it is."""
        return self._engine.uplink

    @property
    def mid_sentence(self) -> bool:
        """Whether somebody speaks."""
        return self._core.caller.speaking or self._core.playout.unplayed

    @property
    def quiet(self) -> bool:
        """Whether nobody speaks and nothing is under way: a turn's border."""
        core = self._core
        return (
            self._carrier
            and self._engine.ready
            and not self.mid_sentence
            and not core.floor.silenced
            and not core.closing
            and not self._responses.generating
            and self._responses.idle
            and not self._tools.busy
        )

    @property
    def says_goodbye(self) -> bool:
        """Whether the caller hears the call's last words."""
        return self._ending.speaking

    def history(self) -> list[Turn]:
        """All turns in the order of the conversation."""
        return self._core.transcript.turns

    @property
    def unshown(self) -> list[Turn]:
        """Turns that have grown since they were told of last."""
        return self._core.transcript.unshown

    # ---- events in, actions out ----------------------------------------------------------------

    def idle(self, now_ms: float) -> bool:
        """Whether a `Tick` at `now_ms` would do nothing."""
        return now_ms < self._core.timers.soonest and not self._core.transcript.due(now_ms)

    def handle(self, event: Event, now_ms: float) -> list[Action]:
        """Take one event at `now_ms` on the call clock; the answer is to be performed in order."""
        core = self._core
        core.now_ms = now_ms
        kind = type(event)
        # The audio path comes first and touches nothing it does not need.
        if kind is CallerAudio:
            payload = event.payload  # type: ignore[union-attr]
            if self._engine.uplink.passes(payload):
                return [AppendAudio(payload)]
            return self._odd_audio(payload)
        if kind is AgentAudio:
            if core.closing and self._ending.over:
                return _NOTHING
            self._engine.pulse.heard_ms = now_ms
            return self._speech.audio(event)  # type: ignore[arg-type]
        if kind is OperatorAudio:
            return self._commands.operator_audio(event)  # type: ignore[arg-type]
        if self._engine.state is EngineState.CLOSED:
            return self._too_late(event)
        if kind is Tick and now_ms < core.timers.soonest:
            return [TurnChanged(turn) for turn in core.transcript.take(now_ms)]
        out = core.out = []
        if kind in _SIGNS_OF_LIFE:
            self._engine.pulse.heard_ms = now_ms
        route = self._routes.get(kind)
        # What only adds words, or plays on, decides nothing: the next tick shows it.
        if route is not None and route(event) is not _NO_DECISION:
            self._settle()
        return out

    def _odd_audio(self, payload: str) -> list[Action]:
        """The caller's audio while it cannot go straight through, or in frames of odd size."""
        core = self._core
        if (core.closing and self._ending.over) or core.floor.on_hold:
            return _NOTHING
        if self._engine.ready:
            self._engine.uplink.count(payload)
            return [AppendAudio(payload)]
        self._engine.hold(payload)
        return _NOTHING

    def _too_late(self, event: Event) -> list[Action]:
        """Nothing happens after the end, but whoever asks is told so."""
        turn = self._core.transcript.count
        if isinstance(event, EditArrived):
            return [EditChanged(event.edit.id, EditState.REFUSED, turn, Refusal.CALL_OVER)]
        if isinstance(event, CommandArrived):
            over = Refusal.CALL_OVER.sentence
            return [CommandChanged(event.command.id, CommandState.REFUSED, over)]
        return _NOTHING

    def _make_routes(self) -> dict[type, Callable[[Any], object]]:
        speech, engine, ending = self._speech, self._engine, self._ending
        caller, side = self._caller, self._engine_side
        return {
            Tick: self._on_tick,
            CarrierStarted: self._on_carrier_started,
            CarrierStopped: self._on_carrier_stopped,
            CarrierLost: lambda event: self._on_hang_up(f"stream_lost:{event.code}"),
            KeysRefused: lambda _: self._presses.settle(pressed=False),
            CarrierEnded: self._on_carrier_ended,
            MarkReached: lambda event: None if speech.mark(event) else _NO_DECISION,
            EngineOpened: lambda _: engine.opened(),
            SessionCreated: engine.created,
            SessionUpdated: side.updated,
            EngineLost: side.lost,
            EngineError: side.error,
            CallerSpeechStarted: caller.speech_started,
            CallerSpeechStopped: caller.speech_stopped,
            InputCommitted: caller.committed,
            CallerTextDelta: caller.text_delta,
            CallerText: caller.text,
            CallerTextFailed: caller.text_failed,
            ItemAdded: side.item_added,
            ItemDone: side.item_done,
            ResponseStarted: side.response_started,
            AgentTextDelta: _undecided(speech.text_delta),
            AgentText: speech.text,
            ResponseDone: side.response_done,
            DtmfPressed: caller.key,
            ToolFinished: self._tools.finished,
            EditArrived: lambda event: self._edits.arrived(event.edit),
            CommandArrived: lambda event: self._commands.arrived(event.command),
            ScribeHeard: self._scribe.heard,
            OperatorDialed: self._commands.transfers.operator_dialed,
            GoesOn: self._on_goes_on,
            MachineDetected: self._voicemail.detected,
            LimitNear: ending.limit_near,
            Restarting: lambda _: ending.restarting(),
        }

    def _settle(self) -> None:
        """After every event but audio: send what may be sent now, end what has ended."""
        core = self._core
        if not self._ending.over:
            configuration = self._engine.configuration
            if self._engine.ready and configuration.sync_turns(held=self._interruptions.held):
                if core.caller.unanswered:
                    self._responses.want(Request("reply"))
            if not configuration.replies_by_itself:
                self._responses.expect_nothing()
            self._edits.deliver()
            self._presses.deliver()
            self._responses.pump(ready=self._engine.ready and self._carrier)
            self._ending.check()
            quiet = self.quiet
            self._silence.watch(quiet=quiet)
            self._waiting.watch(alone=self._alone())
            if self._engine.renew(quiet=quiet):
                self._engine_side.gone()
        engine = self._engine
        engine.uplink.open = engine.ready and not core.floor.on_hold and not self._ending.over
        shut = self._ending.shut
        for turn in core.transcript.take(core.now_ms, all_of_them=shut):
            core.emit(TurnChanged(turn))
        phase = Phase.ENDED if shut else self._phase_now()
        if phase is not self._phase:
            self._phase = phase
            core.emit(CallPhaseChanged(phase.value))
        if shut:
            self._engine.close()

    def _alone(self) -> bool:
        core = self._core
        nobody = self._carrier and not self._engine.ready
        return nobody and not core.floor.silenced and not core.closing

    def _phase_now(self) -> Phase:
        core, engine = self._core, self._engine
        if self._ending.over:
            return Phase.DRAINING
        if core.closing:
            return Phase.CLOSING
        if core.floor.operator:
            return Phase.OPERATOR
        if core.floor.on_hold:
            return Phase.HOLD
        if not self._carrier or (not engine.ready and not engine.was_ready):
            return Phase.CONNECTING
        if not engine.ready:
            return Phase.RECONNECTING
        return Phase.GREETING if self._opening.greeting else Phase.TALKING

    # ---- the carrier's leg --------------------------------------------------------------------

    def _on_tick(self, event: Tick) -> None:
        self._core.timers.run(self._core.now_ms)

    def _on_carrier_started(self, event: CarrierStarted) -> None:
        if self._carrier:
            if self._core.floor.away:
                self._presses.settle(pressed=True)
            return
        self._carrier = True
        self._core.floor.arrive()
        self._ending.limit_duration()
        self._core.latency.caller_stopped(self._core.now_ms, self._core.now_ms)
        self._core.timers.set(Timer.MARKS, self._core.now_ms + 1000, self._check_marks)
        self._commands.transfers.carrier_started()
        self._begin()

    def _on_carrier_stopped(self, event: CarrierStopped) -> None:
        if not self._core.floor.away:  # else the carrier has left the stream to press keys
            self._on_hang_up("hangup")

    def _on_goes_on(self, event: GoesOn) -> None:
        if event.muted:
            self._core.floor.mute()
        for edit in event.edits:
            self._edits.goes_on(edit)
        for command in event.commands:
            self._commands.goes_on(command)

    def _check_marks(self) -> None:
        self._speech.overdue()
        self._core.timers.set(Timer.MARKS, self._core.now_ms + 1000, self._check_marks)

    def _on_hang_up(self, reason: str) -> None:
        self._ending.end_now(CallOutcome.CALLER_HUNG_UP, reason)

    def _over(self) -> None:
        """The call is over: nothing open can be done any more."""
        self._engine.over()
        self._edits.over()
        self._commands.over()

    def _on_carrier_ended(self, event: CarrierEnded) -> None:
        if self._carrier:
            self._on_hang_up(f"carrier:{event.status}")
        else:
            self._ending.end_now(CallOutcome.NOT_ANSWERED, f"carrier:{event.status}")

    # ---- beginning ------------------------------------------------------------------------------

    def _engine_ready(self) -> None:
        """The engine takes audio: for the first time, or again after it was lost."""
        owed = self._engine_side.take_owed()
        if not self._opening.begun:
            self._begin()
        elif self._engine.utterance.repeated:
            self._await_words(owed=owed)
        elif owed:
            self._opening.go_on("The line was interrupted.")

    def _await_words(self, *, owed: bool) -> None:
        """What is heard again is answered by itself, if there are words in it."""
        until_ms = self._core.now_ms + UNHEARD_MS
        self._core.timers.set(Timer.UNHEARD, until_ms, lambda: self._unheard(owed=owed))

    def _unheard(self, *, owed: bool) -> None:
        self._engine.utterance.unheard()
        self._core.transcript.unheard(self._core.now_ms)
        if owed and not self._core.closing:
            self._opening.go_on("The line was interrupted.")

    def _begin(self) -> None:
        if not (self._carrier and self._engine.ready) or self._opening.begun:
            return
        self._engine.replay()
        repeated = self._engine.utterance.repeated
        if repeated:
            self._await_words(owed=True)
        self._opening.begin(answers=repeated)

    def _instructions(self) -> str:
        return self._render(self._core.context)

    def _render(self, context: CallContext) -> str:
        return prompt.instructions(self._core.agent, context, self._core.fence)
