"""A caller whose engine is away hears a sentence, once, and then music until it is back."""

from __future__ import annotations

from collections.abc import Callable

from phony.domain.sentences import one_moment
from phony.domain.turns import Role
from phony.session import dtmf
from phony.session.core import Core
from phony.session.hold import MUSIC_AHEAD_MS
from phony.session.speech import Speech
from phony.session.timers import Timer

# Most engines are replaced sooner than this, and nobody notices.
PATIENCE_MS = 2000.0
_LOOK_MS = 500.0


class Waiting:
    """What the caller hears while alone on the line."""

    def __init__(self, core: Core, speech: Speech, sentence: Callable[[], str]) -> None:
        """`sentence` gives the agent's "one moment" as sound, empty if there is none."""
        self._core = core
        self._speech = speech
        self._sentence = sentence
        self._said = False
        self._alone = False
        self._playing = False

    def watch(self, *, alone: bool) -> None:
        """Begin to wait when nobody can speak to the caller; the music stops once somebody can."""
        if alone == self._alone:
            return
        self._alone = alone
        core = self._core
        if alone:
            core.timers.set(Timer.WAIT, core.now_ms + PATIENCE_MS, self._play)
            return
        core.timers.cancel(Timer.WAIT)
        if self._playing and not core.floor.on_hold:  # else it is an operator's music by now
            self._speech.cut(cancel=False)
        self._playing = False

    def _play(self) -> None:
        core = self._core
        if not self._playing and not core.playout.unplayed:
            self._playing = True
            core.note("caller_waits")
            self._say()
        if self._playing and core.playout.ahead_ms(core.now_ms) < MUSIC_AHEAD_MS:
            self._speech.play("music", dtmf.hold_music())
        core.timers.set(Timer.WAIT, core.now_ms + _LOOK_MS, self._play)

    def _say(self) -> None:
        """Once a call: who waits again knows what the music means."""
        if self._said or not (sound := self._sentence()):
            return
        self._said = True
        core = self._core
        words = one_moment(core.agent)
        core.transcript.begin(Role.AGENT, core.now_ms, kind="prompt", said=words, final=True)
        self._speech.play("moment", sound)
