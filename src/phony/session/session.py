"""A call as a state machine: events in, actions out; no clock, no socket, no database, no await.

Phases (`CallSession.phase`):
    connecting    the media stream or the engine is not there yet
    greeting      the agent says its greeting
    talking       agent and caller talk
    hold          the caller hears hold music
    operator      a person has taken the call over
    reconnecting  the engine was lost; a fresh session is being opened, the caller is held
    closing       the goodbye is being said or played
    draining      over for the caller (`EndCall` was given); the transcript's tail is awaited
    ended         `CloseEngine` was given; every further event is answered with nothing

What the bridge must do:
    * Open the first engine session itself, when the session is made; feed `EngineOpened` when its
      socket is up and `EngineLost` when it cannot be opened, or closes.
    * `OpenEngine`: drop the present engine socket, if there is one, and open a new one. Events of
      the old socket must not be handed in any more, its `EngineLost` included.
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
    * Perform actions in the order given. Nothing may be handed in while actions are performed.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from phony.domain.actions import (
    Action,
    AppendAudio,
    CallPhaseChanged,
    TurnChanged,
    UsageReported,
)
from phony.domain.agents import Agent
from phony.domain.calls import CallOutcome, Role, Turn
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
    EngineError,
    EngineLost,
    EngineOpened,
    Event,
    InputCommitted,
    ItemAdded,
    ItemDone,
    LimitNear,
    MarkReached,
    ResponseDone,
    ResponseStarted,
    SessionCreated,
    SessionUpdated,
    Tick,
)
from phony.session import prompt
from phony.session.context import CallContext
from phony.session.core import Configure, Core
from phony.session.ending import Ending
from phony.session.link import Link, LinkState
from phony.session.responses import Outcome, Request, Responses
from phony.session.silence import Silence
from phony.session.speech import Speech
from phony.session.transcript import Transcript

_FRAME_CHARS = 216  # a 20 ms frame in base64
_FRAME_BYTES = 160
_NOTHING: list[Action] = []


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


class CallSession:
    """One call. `handle` is the only way in; everything that shall happen comes out of it."""

    def __init__(
        self,
        call_id: str,
        agent: Agent,
        *,
        context: CallContext,
        configure: Configure,
        turns: list[Turn] | None = None,
        resumed: str | None = None,
    ) -> None:
        """`context` is what the call starts from; `configure` makes the engine's session object.

        For `turns` and `resumed` see `resume`.
        """
        core = Core(call_id, agent, context.copy(), configure, Transcript(call_id, turns))
        self._core = core
        self._responses = Responses(core, self._engine_stuck)
        self._speech = Speech(core, self._responses)
        self._link = Link(
            core,
            instructions=self._instructions,
            tools=[],
            on_ready=self._engine_ready,
            on_given_up=self._engine_given_up,
            restore=bool(turns),
        )
        self._ending = Ending(core, self._link, self._responses, self._speech, self._over)
        self._silence = Silence(core, self._responses, self._ending)
        self._resumed = resumed
        self._carrier = False  # the media stream is open
        self._greeted = False
        self._greeting = False
        self._reply_owed = False  # a caller's turn that no response has begun for
        self._owed_at_loss = False
        self._hearing = False
        self._phase = Phase.CONNECTING
        self._routes: dict[type, Callable[[Any], None]] = self._make_routes()

    @classmethod
    def resume(
        cls,
        call_id: str,
        agent: Agent,
        *,
        context: CallContext,
        configure: Configure,
        turns: list[Turn],
        reason: str,
    ) -> CallSession:
        """The session of a call that goes on after its stream or its worker was lost.

        `context` is what the model held (`held()`), `turns` what was said (`history()`), both as
        stored. `reason` is told to the model, which then speaks first: "The transfer to the
        support desk was not answered." or "The line was interrupted for a moment."
        """
        return cls(
            call_id, agent, context=context, configure=configure, turns=turns, resumed=reason
        )

    # ---- what others may look at ------------------------------------------------------------

    @property
    def phase(self) -> Phase:
        """Where the call stands."""
        return self._phase

    @property
    def ended(self) -> bool:
        """Whether everything is over and `CloseEngine` was given."""
        return self._link.state is LinkState.CLOSED

    def held(self) -> dict[str, Any]:
        """What the model holds now: confirmed context, notes, prompt and the whole instructions."""
        context = self._core.context
        return {
            "context_data": context.context_data,
            "notes": context.notes,
            "system_prompt": context.system_prompt or self._core.agent.system_prompt,
            "version": context.version,
            "instructions": self._instructions(),
        }

    def history(self) -> list[Turn]:
        """All turns in the order of the conversation."""
        return self._core.transcript.turns

    # ---- events in, actions out ----------------------------------------------------------------

    def handle(self, event: Event, now_ms: float) -> list[Action]:
        """Take one event at `now_ms` on the call clock; the answer is to be performed in order."""
        core = self._core
        core.now_ms = now_ms
        kind = type(event)
        # The audio path comes first and touches nothing it does not need.
        if kind is CallerAudio:
            payload = event.payload  # type: ignore[union-attr]
            if self._hearing and len(payload) == _FRAME_CHARS:
                self._link.appended_bytes += _FRAME_BYTES
                return [AppendAudio(payload)]
            return self._odd_audio(payload)
        if kind is AgentAudio:
            if core.closing and self._ending.over:
                return _NOTHING
            return self._speech.audio(event)  # type: ignore[arg-type]
        if kind is Tick and now_ms < core.timers.soonest and not core.transcript.changed:
            return _NOTHING
        if self._link.state is LinkState.CLOSED:
            return self._too_late(event)
        out = core.out = []
        route = self._routes.get(kind)
        if route is not None:
            route(event)
        self._settle()
        return out

    def _odd_audio(self, payload: str) -> list[Action]:
        """The caller's audio while it cannot go straight through, or in frames of odd size."""
        core = self._core
        if (core.closing and self._ending.over) or core.floor.on_hold:
            return _NOTHING
        if self._link.ready:
            self._link.count(payload)
            return [AppendAudio(payload)]
        self._link.hold(payload)
        return _NOTHING

    def _too_late(self, event: Event) -> list[Action]:
        return _NOTHING

    def _make_routes(self) -> dict[type, Callable[[Any], None]]:
        speech, link, ending = self._speech, self._link, self._ending
        return {
            Tick: self._on_tick,
            CarrierStarted: self._on_carrier_started,
            CarrierStopped: lambda _: self._on_hang_up("hangup"),
            CarrierLost: lambda event: self._on_hang_up(f"stream_lost:{event.code}"),
            CarrierEnded: self._on_carrier_ended,
            MarkReached: speech.mark,
            EngineOpened: lambda _: link.opened(),
            SessionCreated: link.created,
            SessionUpdated: self._on_session_updated,
            EngineLost: self._on_engine_lost,
            EngineError: self._on_engine_error,
            CallerSpeechStarted: self._on_speech_started,
            CallerSpeechStopped: self._on_speech_stopped,
            InputCommitted: self._on_committed,
            CallerTextDelta: self._on_caller_text_delta,
            CallerText: self._on_caller_text,
            CallerTextFailed: self._on_caller_text_failed,
            ItemAdded: self._on_item_added,
            ItemDone: self._on_item_done,
            ResponseStarted: self._on_response_started,
            AgentTextDelta: speech.text_delta,
            AgentText: speech.text,
            ResponseDone: self._on_response_done,
            LimitNear: ending.limit_near,
        }

    def _settle(self) -> None:
        """After every event but audio: send what may be sent now, end what has ended."""
        core = self._core
        if not self._ending.over:
            if self._link.sync_detection() and self._reply_owed:
                self._responses.want(Request("reply"))
            if not self._link.replies_by_itself:
                self._responses.expect_nothing()
            ready = self._link.ready and self._carrier
            self._responses.pump(ready=ready)
            self._ending.check()
            quiet = self._quiet()
            self._silence.watch(quiet=quiet)
            if quiet and self._link.renew(quiet=True):
                self._engine_gone()
        self._hearing = self._link.ready and not core.floor.on_hold and not self._ending.over
        shut = self._ending.shut
        for turn in core.transcript.take(core.now_ms, all_of_them=shut):
            core.emit(TurnChanged(turn))
        phase = Phase.ENDED if shut else self._phase_now()
        if phase is not self._phase:
            self._phase = phase
            core.emit(CallPhaseChanged(phase.value))
        if shut:
            self._link.close()

    def _quiet(self) -> bool:
        core = self._core
        return (
            self._carrier
            and self._link.ready
            and not core.caller_speaking
            and not core.floor.silenced
            and not core.closing
            and not core.playout.unplayed
            and not self._responses.generating
            and self._responses.idle
        )

    def _phase_now(self) -> Phase:
        core, link = self._core, self._link
        if self._ending.over:
            return Phase.DRAINING
        if core.closing:
            return Phase.CLOSING
        if core.floor.operator:
            return Phase.OPERATOR
        if core.floor.on_hold:
            return Phase.HOLD
        if not self._carrier or (not link.ready and not link.was_ready):
            return Phase.CONNECTING
        if not link.ready:
            return Phase.RECONNECTING
        return Phase.GREETING if self._greeting else Phase.TALKING

    # ---- the carrier's leg --------------------------------------------------------------------

    def _on_tick(self, event: Tick) -> None:
        self._core.timers.run(self._core.now_ms)

    def _on_carrier_started(self, event: CarrierStarted) -> None:
        if self._carrier:
            return
        self._carrier = True
        self._ending.limit_duration()
        self._core.latency.caller_stopped(self._core.now_ms, self._core.now_ms)
        self._core.timers.set("marks", self._core.now_ms + 1000, self._check_marks)
        self._begin()

    def _check_marks(self) -> None:
        self._speech.overdue()
        self._core.timers.set("marks", self._core.now_ms + 1000, self._check_marks)

    def _on_hang_up(self, reason: str) -> None:
        self._ending.end_now(CallOutcome.CALLER_HUNG_UP, reason)

    def _over(self) -> None:
        """The call is over: nothing open can be done any more."""

    def _on_carrier_ended(self, event: CarrierEnded) -> None:
        if self._carrier:
            self._on_hang_up(f"carrier:{event.status}")
        else:
            self._ending.end_now(CallOutcome.NOT_ANSWERED, f"carrier:{event.status}")

    # ---- beginning, greeting -------------------------------------------------------------------

    def _engine_ready(self) -> None:
        """The engine takes audio: for the first time, or again after it was lost."""
        self._reply_owed = self._reply_owed and not self._link.replies_by_itself
        if self._greeted:
            if self._owed_at_loss:
                self._owed_at_loss = False
                self._responses.want(Request("reply", self._go_on("The line was interrupted.")))
        else:
            self._begin()

    def _begin(self) -> None:
        """Both legs are there: say the greeting, or go on where the call was lost."""
        if self._greeted or not self._carrier or not self._link.ready:
            return
        self._greeted = True
        core = self._core
        core.latency.decided(core.now_ms)
        if self._resumed is not None:
            self._responses.want(Request("reply", self._go_on(self._resumed)))
            return
        greeting = prompt.render(core.agent.greeting_message, core.context.context_data).strip()
        if not greeting:
            return
        self._greeting = True
        core.protected = not core.agent.greeting_interruptible
        text = prompt.say_exactly(greeting, core.agent.language)
        self._responses.want(
            Request("greeting", text, protected=core.protected, settled=self._greeting_settled)
        )

    def _greeting_settled(self, outcome: Outcome) -> None:
        self._greeting = False
        if not self._core.closing:
            self._core.protected = False

    def _go_on(self, what_happened: str) -> str:
        return (
            f"{self._instructions()}\n\n{what_happened} You are speaking with the caller again: "
            "tell them in half a sentence, apologize briefly if they were left waiting, and go "
            "on where the conversation stopped."
        )

    def _instructions(self) -> str:
        return prompt.instructions(self._core.agent, self._core.context)

    # ---- the engine's leg -----------------------------------------------------------------------

    def _on_session_updated(self, event: SessionUpdated) -> None:
        self._link.updated(event)

    def _on_engine_lost(self, event: EngineLost) -> None:
        if self._ending.over:
            self._ending.close()
            return
        self._engine_gone()
        self._link.lost(event.reason or str(event.code), status=event.status)

    def _engine_stuck(self) -> None:
        self._engine_gone()
        self._link.lost("engine does not answer")

    def _engine_gone(self) -> None:
        """The engine's session with all it had under way is no more."""
        core = self._core
        self._owed_at_loss = self._owed_at_loss or self._responses.owed or self._reply_owed
        self._owed_at_loss = self._owed_at_loss or core.caller_speaking
        core.caller_speaking = False
        for request in self._responses.engine_gone():
            if request.kind == "reply":
                request.settle("failed")
            else:
                self._owed_at_loss = False
                self._responses.want(request, first=True)
        self._speech.engine_gone()

    def _engine_given_up(self, reason: str) -> None:
        self._ending.engine_given_up(reason)

    def _on_engine_error(self, event: EngineError) -> None:
        if self._link.refused(event):
            return
        self._core.note("engine_error", code=event.code, error_type=event.error_type)
        if (request := self._responses.refused(event)) is not None:
            request.settle("failed")

    # ---- the caller -----------------------------------------------------------------------------

    def _on_speech_started(self, event: CallerSpeechStarted) -> None:
        core = self._core
        if self._ending.over:
            return
        core.caller_speaking = True
        core.latency.caller_started()
        self._silence.broken()
        if event.item_id and core.transcript.find(event.item_id) is None:
            core.transcript.begin(Role.CALLER, core.now_ms, item_id=event.item_id)
        if not (core.protected or core.floor.silenced):
            # No response.cancel unless we asked the engine not to stop by itself.
            self._speech.cut(cancel=not self._link.interrupts_by_itself)

    def _on_speech_stopped(self, event: CallerSpeechStopped) -> None:
        core = self._core
        core.caller_speaking = False
        last_sound_ms = core.now_ms
        if event.audio_end_ms:
            last_sound_ms = self._link.input_position_ms(event.audio_end_ms)
        detection = core.agent.turn_detection
        if detection.type == "server_vad":
            # The engine's position includes the silence it waited for.
            last_sound_ms -= detection.silence_duration_ms
        core.latency.caller_stopped(last_sound_ms, core.now_ms)
        core.transcript.caller_stopped(event.item_id, last_sound_ms)

    def _on_committed(self, event: InputCommitted) -> None:
        core = self._core
        core.caller_speaking = False
        if core.transcript.find(event.item_id) is None:
            core.transcript.begin(Role.CALLER, core.now_ms, item_id=event.item_id)
        core.transcript.follow(event.item_id, event.previous_item_id)
        core.latency.decided(core.now_ms)
        self._ending.committed(event.item_id)
        self._reply_owed = True
        if self._link.replies_by_itself and not self._ending.over:
            self._responses.expect()

    def _on_caller_text_delta(self, event: CallerTextDelta) -> None:
        self._core.transcript.caller_text(event.item_id, event.delta, final=False)

    def _on_caller_text(self, event: CallerText) -> None:
        core = self._core
        core.transcript.caller_text(event.item_id, event.text, final=True)
        if event.usage:
            core.emit(UsageReported("transcription", core.agent.transcription.model, event.usage))
        self._ending.transcribed(event.item_id)

    def _on_caller_text_failed(self, event: CallerTextFailed) -> None:
        self._core.note("transcription_failed", item_id=event.item_id)
        self._core.transcript.drop(event.item_id)
        self._ending.transcribed(event.item_id)

    # ---- the agent ------------------------------------------------------------------------------

    def _on_item_added(self, event: ItemAdded) -> None:
        self._responses.item_added(event.item_id)
        self._core.transcript.follow(event.item_id, event.previous_item_id)

    def _on_item_done(self, event: ItemDone) -> None:
        self._link.item_done(event.item_id)
        if event.role == "assistant":
            self._speech.item_done(event.item_id)

    def _on_response_started(self, event: ResponseStarted) -> None:
        if event.out_of_band:
            return
        self._reply_owed = False
        self._responses.started(event)

    def _on_response_done(self, event: ResponseDone) -> None:
        core = self._core
        if event.usage:
            core.emit(UsageReported("response", core.agent.model, event.usage, event.response_id))
        self._speech.response_done(event.response_id, event.status)
        self._responses.done(event)
