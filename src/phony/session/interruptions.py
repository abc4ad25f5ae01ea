"""Whether the caller's voice stops the agent: at any sound, at enough of it, or not at all.

The engine finds that somebody speaks; how much was said is measured here, in the sound that it
was sent. What does not stop the agent is answered once it has finished, but for an "uh-huh".
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from phony.domain.audio import BYTES_PER_MS, FRAME_MS
from phony.domain.backchannels import is_hum, wants_silence, words_of
from phony.domain.events import CallerSpeechStarted
from phony.session.core import Core
from phony.session.engine import Engine
from phony.session.held import is_loud
from phony.session.responses import Responses
from phony.session.speech import Speech
from phony.session.timers import Timer

# Who goes on speaking as the agent begins had not finished: it stops at once.
BARELY_HEARD_MS = 300.0
# A shorter pause belongs to the voice.
_GAP_MS = 200
_LOOK_MS = 60.0
_NOTICED_MS = 100  # an engine that does not say where speech began noticed it about so late


class Interruptions:
    """What the caller says while the agent speaks."""

    def __init__(self, core: Core, engine: Engine, responses: Responses, speech: Speech) -> None:
        """Nobody has spoken yet."""
        self._core = core
        self._engine = engine
        self._responses = responses
        self._speech = speech
        self._item_id = ""  # what may stop the agent yet
        self._from_bytes = 0  # where in the session's audio it began
        self._from_ms = 0.0
        self._long_enough = False
        self._over: set[str] = set()  # turns over the agent's speech that wait for its end

    @property
    def agent_speaks(self) -> bool:
        """Whether the agent is heard, or about to be."""
        active = self._responses.active
        coming = active is not None and not self._responses.is_muted(active.response_id)
        return coming or self._core.playout.unplayed

    @property
    def held(self) -> bool:
        """Whether it is for us to judge what the caller says now."""
        return not self._at_once and self.agent_speaks

    @property
    def _at_once(self) -> bool:
        """Whether any sound stops the agent: that the engine can do by itself."""
        wanted = self._core.agent.turn_detection
        return wanted.interrupt_response and not (
            wanted.interrupt_after_ms or wanted.interrupt_words
        )

    @property
    def allowed(self) -> bool:
        """Whether the caller may stop what is being said."""
        floor = self._core.floor
        may = self._core.agent.turn_detection.interrupt_response
        return may and not (floor.protected or floor.silenced)

    # ---- voice ------------------------------------------------------------------------------

    def begins(self, event: CallerSpeechStarted) -> None:
        """The caller speaks."""
        self._forget()
        core = self._core
        if not self.allowed:
            return
        heard_ms = core.now_ms - core.playout.began_ms - core.playout.lag_ms
        if self._at_once or not core.playout.unplayed or heard_ms < BARELY_HEARD_MS:
            # Not cancelled unless the engine was asked not to stop by itself.
            self._speech.cut(cancel=not self._engine.configuration.interrupts_by_itself)
            return
        self._item_id = event.item_id
        uplink, detection = self._engine.uplink, core.agent.turn_detection
        noticed = uplink.appended_bytes - _NOTICED_MS * BYTES_PER_MS
        padding_ms = detection.prefix_padding_ms if detection.type == "server_vad" else 0
        told = (event.audio_start_ms + padding_ms) * BYTES_PER_MS
        at = told if event.audio_start_ms else noticed
        self._from_bytes = max(0, min(at, uplink.appended_bytes))
        spoken_ms = (uplink.appended_bytes - self._from_bytes) / BYTES_PER_MS
        self._from_ms = core.now_ms - spoken_ms
        self._wait(detection.interrupt_after_ms - spoken_ms)

    def pauses(self) -> None:
        """The caller has stopped: all of the voice can be measured."""
        self._core.timers.cancel(Timer.INTERRUPT)
        if self._item_id:
            self._measure()

    def _wait(self, ms: float) -> None:
        at_ms = self._core.now_ms + max(ms, _LOOK_MS)
        self._core.timers.set(Timer.INTERRUPT, at_ms, self._weigh)

    def _weigh(self) -> None:
        missing_ms = self._measure()
        if self._item_id and missing_ms > 0:
            self._wait(missing_ms)

    def _measure(self) -> float:
        """Stop the agent if the voice was enough, and the words; else the ms that it lacks."""
        wanted = self._core.agent.turn_detection
        frames = self._engine.uplink.since(self._from_bytes)
        # Without sound of ours to look at, the engine's word counts: somebody speaks.
        spoken_ms = voice_ms(frames) if frames else self._core.now_ms - self._from_ms
        if spoken_ms < wanted.interrupt_after_ms:
            return wanted.interrupt_after_ms - spoken_ms
        self._long_enough = True
        if not wanted.interrupt_words:
            self._stop()
        else:
            self.words(self._item_id, final=False)
        return 0.0

    # ---- words ------------------------------------------------------------------------------

    def words(self, item_id: str, *, final: bool) -> None:
        """Some words of a turn are known, or all of them."""
        turn = self._core.transcript.find(item_id)
        if turn is None:
            return
        if item_id and item_id == self._item_id:
            wanted = self._core.agent.turn_detection.interrupt_words
            enough = self._long_enough and 0 < wanted <= len(words_of(turn.said))
            if (final and wants_silence(turn.said)) or (enough and not is_hum(turn.said)):
                self._stop()
        if final and item_id in self._over and self.agent_speaks and is_hum(turn.said):
            self._over.discard(item_id)
            if not self._over:
                self._core.caller.answered()

    def committed(self, item_id: str) -> None:
        """The caller's turn is over."""
        if self.agent_speaks:
            self._over.add(item_id)
        else:
            self._over.clear()

    # ---- keys -------------------------------------------------------------------------------

    def keys(self) -> None:
        """The caller pressed keys: that is meant."""
        if self.allowed:
            self._forget()
            self._speech.cut(cancel=True)

    def _stop(self) -> None:
        self._forget()
        if self.allowed and self.agent_speaks:
            self._speech.cut(cancel=True)

    def _forget(self) -> None:
        self._core.timers.cancel(Timer.INTERRUPT)
        self._item_id = ""
        self._long_enough = False


def voice_ms(frames: Iterable[str]) -> int:
    """How long the longest stretch of voice lasts in base64 mu-law frames of 20 ms."""
    longest = begun = 0
    last = -1
    for place, loud in enumerate(chain(map(is_loud, frames), [False])):
        if not loud:
            continue
        if last < 0 or (place - last - 1) * FRAME_MS > _GAP_MS:
            begun = place
        last = place
        longest = max(longest, place - begun + 1)
    return longest * FRAME_MS
