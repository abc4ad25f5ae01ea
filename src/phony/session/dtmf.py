"""Keys: the tones we send in the audio, and the digits that the caller presses.

Source: ITU-T Q.24 (durations), G.711 (mu-law).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from phony.domain.audio import BYTES_PER_MS, SILENCE, sines, whole_frames
from phony.domain.keypad import TONES_HZ
from phony.session.core import Core
from phony.session.timers import Timer

TONE_MS = 100
GAP_MS = 80
WAIT_MS = 500  # what a `w` between digits means
MAX_DIGITS = 64
_AMPLITUDE = 8000  # for each of the two tones: about -9 dBm0 together

PAUSE_MS = 1500.0


@cache
def key_tone(key: str) -> bytes:
    """The tone of one key and the pause after it; `w` is a longer pause.

    Raises:
        ValueError: there is no such key.
    """
    if key == "w":
        return bytes((SILENCE,)) * (WAIT_MS * BYTES_PER_MS)
    if key not in TONES_HZ:
        raise ValueError(f"there is no key {key!r}")
    return sines(TONES_HZ[key], TONE_MS, _AMPLITUDE) + bytes((SILENCE,)) * (GAP_MS * BYTES_PER_MS)


def tones(digits: str) -> str:
    """The tones of several keys as base64 mu-law, in whole frames.

    Raises:
        ValueError: not a key, or none at all.
    """
    if not digits or len(digits) > MAX_DIGITS:
        raise ValueError(f"1 to {MAX_DIGITS} keys, not {len(digits)}")
    return whole_frames(b"".join(key_tone(key) for key in digits))


@cache
def hold_music() -> str:
    """Four quiet seconds of a slow broken chord, to be repeated; base64 mu-law."""
    chord_hz = (262.0, 330.0, 392.0, 523.0, 392.0, 330.0, 294.0, 349.0)
    notes = [sines((hz, hz * 2), 460, 1400.0) + bytes((SILENCE,)) * 320 for hz in chord_hz]
    return whole_frames(b"".join(notes))


class Digits:
    """Collects the caller's keys until a pause or `#`, then hands them over at once."""

    def __init__(self, core: Core, on_digits: Callable[[str], None]) -> None:
        """`on_digits` gets everything that was pressed without a pause."""
        self._core = core
        self._on_digits = on_digits
        self._pressed = ""

    def pressed(self, digit: str) -> None:
        """One key."""
        self._pressed += digit
        if digit == "#" or len(self._pressed) >= MAX_DIGITS:
            self.flush()
        else:
            self._core.timers.set(Timer.DIGITS, self._core.now_ms + PAUSE_MS, self.flush)

    def flush(self) -> None:
        """Hand over what was pressed so far."""
        self._core.timers.cancel(Timer.DIGITS)
        if self._pressed:
            digits, self._pressed = self._pressed, ""
            self._on_digits(digits)
