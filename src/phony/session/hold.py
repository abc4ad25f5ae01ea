"""The caller on hold: music in place of the agent."""

from __future__ import annotations

from phony.session import dtmf
from phony.session.core import Core
from phony.session.speech import Speech
from phony.session.timers import Timer

MUSIC_AHEAD_MS = 2000.0
_LOOK_MS = 500.0


class Hold:
    """Puts the caller on hold and takes them off again."""

    def __init__(self, core: Core, speech: Speech) -> None:
        """The agent talks."""
        self._core = core
        self._speech = speech

    def start(self) -> None:
        """The agent falls silent, and the music begins."""
        self._speech.silence()
        self._core.floor.hold()
        self._core.caller.pauses()
        self.play()

    def play(self) -> None:
        """Keep the music going while the caller is on hold."""
        core = self._core
        if not core.floor.on_hold:
            return
        if core.playout.ahead_ms(core.now_ms) < MUSIC_AHEAD_MS and not core.floor.away:
            self._speech.play("music", dtmf.hold_music())
        core.timers.set(Timer.MUSIC, core.now_ms + _LOOK_MS, self.play)

    def end(self) -> None:
        """The music stops at once, if there is any."""
        if self._core.floor.on_hold:
            self._core.floor.unhold()
            self._core.timers.cancel(Timer.MUSIC)
            self._speech.cut(cancel=False)
