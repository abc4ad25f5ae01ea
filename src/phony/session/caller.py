"""The caller's side as the engine and the carrier report it: speech, turns, words, keys."""

from __future__ import annotations

from phony.domain.actions import UsageReported
from phony.domain.engine import waited_ms
from phony.domain.events import (
    CallerSpeechStarted,
    CallerSpeechStopped,
    CallerText,
    CallerTextDelta,
    CallerTextFailed,
    DtmfPressed,
    InputCommitted,
)
from phony.domain.masking import hides_keys
from phony.domain.turns import Role
from phony.session.core import Core
from phony.session.dtmf import Digits
from phony.session.ending import Ending
from phony.session.engine import Engine
from phony.session.interruptions import Interruptions
from phony.session.memory import pressed
from phony.session.responses import Request, Responses
from phony.session.silence import Silence
from phony.session.timers import Timer
from phony.session.voicemail import Voicemail

# The engine commits a turn as soon as it is over; one that it forgot must not block the agent.
UNCOMMITTED_MS = 1500.0


class Caller:
    """What the caller does, and what that does to the agent's speech."""

    def __init__(
        self,
        core: Core,
        engine: Engine,
        responses: Responses,
        interruptions: Interruptions,
        ending: Ending,
        silence: Silence,
        voicemail: Voicemail,
    ) -> None:
        """The caller has not spoken yet."""
        self._core = core
        self._engine = engine
        self._responses = responses
        self._interruptions = interruptions
        self._ending = ending
        self._silence = silence
        self._voicemail = voicemail
        self._digits = Digits(core, self._on_digits)

    # ---- speech -----------------------------------------------------------------------------

    def speech_started(self, event: CallerSpeechStarted) -> None:
        """The caller speaks: barge-in, if the agent is still being heard."""
        core = self._core
        if self._ending.over:
            return
        core.caller.begins()
        core.timers.cancel(Timer.UNCOMMITTED)
        core.timers.cancel(Timer.UNHEARD)
        core.latency.caller_started()
        self._engine.utterance.begins(event.item_id, event.audio_start_ms)
        self._silence.broken()
        self._voicemail.caller_speaks()
        if event.item_id and core.transcript.find(event.item_id) is None:
            if core.transcript.hear_again(event.item_id) is None:
                core.transcript.begin(Role.CALLER, core.now_ms, item_id=event.item_id)
        self._interruptions.begins(event)

    def speech_stopped(self, event: CallerSpeechStopped) -> None:
        """The caller paused; the turn is still theirs until it is committed."""
        core = self._core
        core.timers.set(Timer.UNCOMMITTED, core.now_ms + UNCOMMITTED_MS, self._fall_silent)
        last_sound_ms = core.now_ms
        if event.audio_end_ms:
            last_sound_ms = self._engine.input_position_ms(event.audio_end_ms)
        last_sound_ms -= waited_ms(core.agent.turn_detection)
        core.latency.caller_stopped(last_sound_ms, core.now_ms)
        core.transcript.caller_stopped(event.item_id, last_sound_ms)
        self._voicemail.caller_silent()
        self._interruptions.pauses()

    def committed(self, event: InputCommitted) -> None:
        """The caller's turn is decided."""
        core = self._core
        core.timers.cancel(Timer.UNCOMMITTED)
        self._fall_silent()
        self._engine.utterance.committed(event.item_id)
        turn = core.transcript.find(event.item_id) or core.transcript.adopt(event.item_id)
        if turn is None:
            turn = core.transcript.begin(Role.CALLER, core.now_ms, item_id=event.item_id)
        if turn.ended_ms is None:  # committed by hand, or the engine did not say so
            core.transcript.caller_stopped(event.item_id, core.now_ms)
        core.transcript.follow(event.item_id, event.previous_item_id)
        core.latency.decided(core.now_ms)
        self._ending.committed(event.item_id)
        core.caller.waits()
        self._interruptions.committed(event.item_id)
        if not core.agent.transcription.enabled:
            core.transcript.give_up(event.item_id, "transcription_off")
        if self._ending.over:
            return
        if self._engine.configuration.replies_by_itself:
            self._responses.expect()
        elif self._engine.configuration.will_reply:  # it did not know yet when it took the turn
            self._responses.want(Request("reply"))

    def _fall_silent(self) -> None:
        self._core.caller.pauses()

    # ---- words ------------------------------------------------------------------------------

    def text_delta(self, event: CallerTextDelta) -> None:
        """Some of the caller's words."""
        self._core.transcript.caller_text(event.item_id, event.delta, final=False)
        self._interruptions.words(event.item_id, final=False)

    def text(self, event: CallerText) -> None:
        """All words of a turn."""
        core = self._core
        core.transcript.caller_text(event.item_id, event.text.strip(), final=True)
        self._engine.utterance.known(event.item_id)
        self._interruptions.words(event.item_id, final=True)
        if event.usage:
            core.emit(UsageReported("transcription", core.agent.transcription.model, event.usage))
        self._ending.transcribed(event.item_id)

    def text_failed(self, event: CallerTextFailed) -> None:
        """A turn whose words nobody will know."""
        self._core.note("transcription_failed", item_id=event.item_id)
        self._core.transcript.give_up(event.item_id, "not_transcribed")
        self._engine.utterance.known(event.item_id)
        self._ending.transcribed(event.item_id)

    # ---- keys -------------------------------------------------------------------------------

    def key(self, event: DtmfPressed) -> None:
        """One key of a number or a choice."""
        if self._ending.over:
            return
        self._silence.broken()
        self._digits.pressed(event.digit)

    def _on_digits(self, digits: str) -> None:
        """The caller has finished pressing keys: a turn of theirs, to be answered."""
        core = self._core
        core.transcript.begin(Role.CALLER, core.now_ms, kind="dtmf", said=digits, final=True)
        core.caller.waits()
        if not self._engine.ready or core.closing:
            return  # the history tells a fresh session
        self._interruptions.keys()
        core.latency.decided(core.now_ms)
        text, shown = pressed(digits, hidden=hides_keys(core.agent))
        item_id = core.tell(text, role=Role.CALLER, shown=shown)
        if not core.floor.silenced:
            self._responses.want(Request("reply", needs={item_id}))
