"""What an operator says, written down by a second session of the engine's (protocols.md A1).

It is opened when a person takes the call over and closed when they hand it back or the call ends.
Losing it costs words of the transcript, never the call. The service finds the turns in the
operator's voice; an open microphone that falls silent is followed by silence of ours, so that the
last words are not left without an end.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from phony.domain.actions import (
    Action,
    AppendAudio,
    CloseScribe,
    Configure,
    OpenScribe,
    Ping,
    ToScribe,
    UsageReported,
)
from phony.domain.audio import BYTES_PER_MS, base64_bytes, silence
from phony.domain.engine import ScribeSettings, scribe_settings
from phony.domain.events import (
    CallerSpeechStarted,
    CallerSpeechStopped,
    CallerText,
    CallerTextDelta,
    CallerTextFailed,
    EngineError,
    EngineLost,
    EngineOpened,
    InputCommitted,
    ScribeHeard,
    SessionUpdated,
    Trouble,
)
from phony.domain.turns import Role, Turn
from phony.session.chain import Chain
from phony.session.core import Core
from phony.session.held import Held
from phony.session.pulse import Pulse
from phony.session.timers import Timer
from phony.session.transcript import Wordless

HELD_MS = 3000  # of the operator's audio while the session opens
SAID_MS = 30_000  # and of speech before that
OPEN_MS = 4000.0
# As long as somebody speaks for the agent: their words are worth asking again.
REOPEN_MS = (1000.0, 1000.0, 2000.0, 5000.0)
# Speech of the moment before may not have been reported yet.
GRACE_MS = 400.0
LAST_WORDS_MS = 3000.0
_PAD_MS = 100
_TIMERS = (
    Timer.SCRIBE_OPEN,
    Timer.SCRIBE_LAST,
    Timer.SCRIBE_PAD,
    Timer.SCRIBE_REOPEN,
    Timer.SCRIBE_PULSE,
)
_GAP_MS = 200.0  # a live microphone sends every 20 ms
_SILENCE = silence(_PAD_MS)


class ScribeState(StrEnum):
    """Where the second session stands."""

    OFF = "off"
    OPENING = "opening"
    CONFIGURING = "configuring"
    READY = "ready"
    WAITING = "waiting"  # lost; the next attempt is due later


class Scribe:
    """The operator's words: audio in, turns of the transcript out."""

    def __init__(self, core: Core, chain: Chain, on_said: Callable[[Turn], None]) -> None:
        """`on_said` is called with each turn of the operator's that has words.

        Wherever the call is in its `chain` of engines, there is the second session, too.
        """
        self._core = core
        self._chain = chain
        self._on_said = on_said
        self.state = ScribeState.OFF
        # Some of what was said since the take-over was not written down.
        self.missed = False
        # None: nothing is to be written down.
        self._settings: ScribeSettings | None = scribe_settings(core.agent)
        self._attempts = 0
        self._held = Held(HELD_MS, SAID_MS)
        self._appended_bytes = 0
        self._last_audio_ms = 0.0
        self._speaking = False
        self._open: dict[str, str] = {}  # the second session's items without words yet -> ours
        self._finishing: Callable[[], None] | None = None
        self._grace_until_ms = 0.0
        self._pulse = Pulse(
            core, Timer.SCRIBE_PULSE, self._ping, lambda: self._lost("no sign of life")
        )

    # ---- opening and closing -----------------------------------------------------------------

    def begin(self) -> None:
        """A person takes the call over."""
        self.missed = False
        if self._finishing is not None:
            self._finishing = None
            self._core.timers.cancel(Timer.SCRIBE_LAST)
        self._attempts = 0
        if self.state is ScribeState.OFF:
            self._start()

    def _start(self) -> None:
        core = self._core
        self._settings = scribe_settings(core.agent)  # as the engine of the moment plays it
        if self._settings is None:
            self.missed = True
            return
        self._attempts += 1
        self.state = ScribeState.OPENING
        core.timers.set(Timer.SCRIBE_OPEN, core.now_ms + OPEN_MS, lambda: self._lost("no answer"))
        core.emit(OpenScribe(self._chain.place))

    def finish(self, finished: Callable[[], None]) -> None:
        """The operator stops: wait for the last words, close the session, call `finished`."""
        core = self._core
        self._finishing = finished
        self._grace_until_ms = core.now_ms + GRACE_MS
        if self.state in (ScribeState.OFF, ScribeState.WAITING):
            self._done()
            return
        core.timers.set(Timer.SCRIBE_LAST, core.now_ms + LAST_WORDS_MS, self._done)
        self._pad()

    @property
    def off(self) -> bool:
        """Whether no session is open or to be opened."""
        return self.state is ScribeState.OFF

    @property
    def pending(self) -> bool:
        """Whether words are still under way."""
        if self.state is not ScribeState.READY:
            return self.state is not ScribeState.OFF and bool(self._held)
        return self._speaking or bool(self._open) or self._core.now_ms < self._grace_until_ms

    def close(self) -> None:
        """No more words: what has none yet stays as it is."""
        for timer in _TIMERS:
            self._core.timers.cancel(timer)
        self._end_turns()
        if self.state not in (ScribeState.OFF, ScribeState.WAITING):
            self._core.emit(CloseScribe())
        self.state = ScribeState.OFF
        self._held.drop()

    def _done(self) -> None:
        finished, self._finishing = self._finishing, None
        self._grace_until_ms = 0.0
        self.close()
        if finished is not None:
            finished()

    def _check(self) -> None:
        if self._finishing is not None and not self.pending:
            self._done()

    def _lost(self, reason: str, *, hopeless: bool = False) -> None:
        """The session is gone; another one, if that may help, and somebody still speaks."""
        core = self._core
        core.note("operator_transcription_lost", reason=reason, attempt=self._attempts)
        self.missed = True
        self.close()
        if self._finishing is not None:
            self._done()
        elif core.floor.operator and not hopeless:
            self.state = ScribeState.WAITING
            delay_ms = REOPEN_MS[min(self._attempts, len(REOPEN_MS) - 1)]
            core.timers.set(Timer.SCRIBE_REOPEN, core.now_ms + delay_ms, self._start)

    # ---- audio ---------------------------------------------------------------------------------

    def audio(self, payload: str) -> Action | None:
        """A frame of the operator's voice; what is to be sent of it now."""
        if self.state is ScribeState.READY:
            self._last_audio_ms = self._core.now_ms
            return self._append(payload)
        if self.state is not ScribeState.OFF:
            self._held.keep(payload)
            self.missed = self.missed or not self._held.whole
        return None

    def _append(self, payload: str) -> Action:
        self._appended_bytes += base64_bytes(payload)
        return ToScribe(AppendAudio(payload))

    def _pad(self) -> None:
        """Silence in the place of a microphone that sends none."""
        core = self._core
        if self._finishing is None and not self._speaking:
            return
        if self.state is ScribeState.READY and core.now_ms - self._last_audio_ms >= _GAP_MS:
            core.emit(self._append(_SILENCE))
        core.timers.set(Timer.SCRIBE_PAD, core.now_ms + _PAD_MS, self._pad)
        self._check()

    # ---- the second session's events -------------------------------------------------------------

    def heard(self, heard: ScribeHeard) -> None:
        """One event of the second session."""
        core, settings = self._core, self._settings
        if settings is None or self.state in (ScribeState.OFF, ScribeState.WAITING):
            return
        self._pulse.heard_ms = core.now_ms
        match heard.event:
            case EngineOpened():
                self.state = ScribeState.CONFIGURING
                self._appended_bytes = 0
                core.emit(ToScribe(Configure(settings, core.new_id("su"))))
            case SessionUpdated() if self.state is ScribeState.CONFIGURING:
                self._become_ready()
            case CallerSpeechStarted(item_id, audio_start_ms):
                self._speaking = True
                self._begin_turn(item_id, self._position_ms(audio_start_ms))
                core.timers.set(Timer.SCRIBE_PAD, core.now_ms + _PAD_MS, self._pad)
            case CallerSpeechStopped(item_id, audio_end_ms):
                # The service's position includes the silence that it waited for.
                at_ms = self._position_ms(audio_end_ms) - settings.silence_ms
                core.transcript.caller_stopped(self._open.get(item_id, ""), at_ms)
            case InputCommitted(item_id):
                self._speaking = False
                self._begin_turn(item_id, core.now_ms)
            case CallerTextDelta(item_id, delta):
                core.transcript.caller_text(self._open.get(item_id, ""), delta, final=False)
            case CallerText(item_id, text, usage):
                if usage:
                    model = settings.transcription.model
                    core.emit(UsageReported("transcription.operator", model, usage))
                self._words(item_id, text.strip())
            case CallerTextFailed(item_id):
                self.missed = True
                self._words(item_id, "", without="not_transcribed")
            case EngineError(code):
                core.note("operator_transcription_error", code=code)
                if self.state is not ScribeState.READY:
                    self._lost(code, hopeless=True)
            case EngineLost(code, reason, trouble=trouble):
                self._lost(reason or str(code), hopeless=trouble is Trouble.FATAL)
            case _:
                pass
        self._check()

    def _become_ready(self) -> None:
        core = self._core
        core.timers.cancel(Timer.SCRIBE_OPEN)
        self.state = ScribeState.READY
        self._attempts = 0
        self._last_audio_ms = core.now_ms
        for payload in self._held.take():
            core.emit(self._append(payload))
        self._pulse.start()
        if self._finishing is not None:
            self._grace_until_ms = core.now_ms + GRACE_MS

    def _ping(self) -> None:
        self._core.emit(ToScribe(Ping(self._core.new_id("su"), transcribes=True)))

    def _position_ms(self, audio_ms: int) -> float:
        return self._core.now_ms - max(0.0, self._appended_bytes / BYTES_PER_MS - audio_ms)

    # ---- turns -----------------------------------------------------------------------------------

    def _begin_turn(self, item_id: str, at_ms: float) -> None:
        if item_id in self._open:
            return
        core = self._core
        # An id of our own: the words become an item of the conversation under it.
        ours = self._open[item_id] = core.new_id("op")
        author = {"author": core.floor.operator}
        core.transcript.begin(Role.OPERATOR, at_ms, item_id=ours, data=author)

    def _words(self, item_id: str, text: str, *, without: Wordless = "no_words") -> None:
        core = self._core
        ours = self._open.pop(item_id, "")
        core.transcript.caller_text(ours, text, final=True, without=without)
        turn = core.transcript.find(ours)
        if text and turn is not None:
            self._on_said(turn)

    def _end_turns(self) -> None:
        """Whatever was being said is left with the words that are known of it."""
        self._speaking = False
        for ours in self._open.values():
            turn = self._core.transcript.find(ours)
            if turn is not None:
                self.missed = True
                self._core.transcript.give_up(ours, "not_transcribed")
                if turn.said:
                    self._on_said(turn)
        self._open.clear()
