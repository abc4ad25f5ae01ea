"""The keys that the agent or an operator presses, by the carrier or as tones in the stream.

For the carrier's way the call leaves its media stream: what is being said is heard first, nothing
is said meanwhile, and the same session goes on when the stream is back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from phony.domain.actions import PressKeys
from phony.session import dtmf
from phony.session.core import Core
from phony.session.responses import Responses
from phony.session.speech import Speech

Settled = Callable[[bool], None]  # whether they were pressed


class Presses:
    """One run of keys after another."""

    def __init__(self, core: Core, responses: Responses, speech: Speech) -> None:
        """No keys are to be pressed."""
        self._core = core
        self._responses = responses
        self._speech = speech
        self._waiting: deque[tuple[str, Settled]] = deque()
        self._under_way: Settled | None = None

    @property
    def due(self) -> bool:
        """Whether keys are still to be pressed, or are being pressed."""
        return bool(self._waiting) or self._under_way is not None

    def press(self, digits: str, settled: Settled) -> None:
        """Press keys after what is being said.

        Raises:
            ValueError: not a key, or none at all.
        """
        sound, core = dtmf.tones(digits), self._core
        if core.agent.keypad.press == "carrier" and core.context.direction != "browser":
            self._waiting.append((digits, settled))
        else:
            self._speech.play("dtmf", sound, lambda: settled(True))

    def deliver(self) -> None:
        """Press what is due, if nothing is being said."""
        core = self._core
        if not self._waiting or self._under_way is not None or not core.floor.present:
            return
        if self._responses.active is not None:
            return
        if core.floor.on_hold:  # music would never end by itself
            self._speech.cut(cancel=False)
        elif core.playout.unplayed:
            return
        digits, self._under_way = self._waiting.popleft()
        core.floor.leave()
        core.caller.pauses()
        core.emit(PressKeys(digits))

    def settle(self, *, pressed: bool) -> None:
        """The stream is back, or never went."""
        settled, self._under_way = self._under_way, None
        self._core.floor.come_back()
        if settled is not None:
            settled(pressed)
