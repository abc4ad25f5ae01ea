"""Sounds made without any dependency: mu-law samples of tones, beeps and keys.

Source: ITU-T G.711 (mu-law).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

from phony.domain.audio import BYTES_PER_MS, FRAME_BYTES, LINEAR, RATE_HZ, SILENCE, to_mulaw
from phony.domain.keypad import TONES_HZ

# Square of each code's sample, for the energy of a frame.
_SQUARES = tuple(sample * sample for sample in LINEAR)


def rms(frame: bytes) -> float:
    """The loudness of a frame, 0 (silence) to 32767."""
    if not frame:
        return 0.0
    return math.sqrt(sum(map(_SQUARES.__getitem__, frame)) / len(frame))


def mix(one: bytes, other: bytes) -> bytes:
    """Two sounds at once; the longer one goes on alone."""
    if len(one) < len(other):
        one, other = other, one
    head = bytes(
        to_mulaw(LINEAR[first] + LINEAR[second]) for first, second in zip(one, other, strict=False)
    )
    return head + one[len(other) :]


def silence(duration_ms: float) -> bytes:
    """Nothing, for a while."""
    return bytes([SILENCE]) * round(duration_ms * BYTES_PER_MS)


@lru_cache(maxsize=256)
def tone(frequencies_hz: tuple[float, ...], duration_ms: int, level: float = 0.3) -> bytes:
    """A sum of sines, each `level` of full scale."""
    return bytes(
        to_mulaw(
            round(
                sum(
                    math.sin(2 * math.pi * frequency * index / RATE_HZ)
                    for frequency in frequencies_hz
                )
                * level
                * 32_767
            )
        )
        for index in range(duration_ms * BYTES_PER_MS)
    )


def key(digit: str, duration_ms: int = 120) -> bytes:
    """The sound of one key; `w` and `W` are pauses of half a second and a second."""
    if digit in "wW":
        return silence(500 if digit == "w" else 1000)
    return tone(TONES_HZ[digit.upper()], duration_ms, 0.2)


def keys(digits: str) -> bytes:
    """The sounds of several keys with gaps between."""
    gap = silence(80)
    return b"".join(
        key(digit) + (b"" if digit in "wW" else gap)
        for digit in digits
        if digit.upper() in TONES_HZ or digit in "wW"
    )


def beep() -> bytes:
    """An answering machine's beep."""
    return tone((1000,), 400, 0.4)


def fax() -> bytes:
    """A fax machine's calling tone: half a second on, three off."""
    return tone((1100,), 500, 0.4) + silence(3000)


def ringback() -> bytes:
    """The North American ringing tone, one period of six seconds."""
    return tone((440, 480), 2000, 0.1) + silence(4000)


def hold_music() -> bytes:
    """A short, soft arpeggio that repeats: enough to know that one is on hold."""
    notes = (262, 330, 392, 523, 392, 330)
    return b"".join(tone((note,), 400, 0.08) + silence(40) for note in notes)


def frames(sound: bytes) -> Iterator[bytes]:
    """Whole 20 ms frames, the last one filled with silence."""
    for start in range(0, len(sound), FRAME_BYTES):
        yield sound[start : start + FRAME_BYTES].ljust(FRAME_BYTES, bytes([SILENCE]))
