"""The keys of a telephone: their tones, and where tones are in a sound.

Source: ITU-T Q.23 (the two tones of each key), Q.24 (how much of a sound they must be).
"""

from __future__ import annotations

import math
from functools import cache
from operator import mul

from phony.domain.audio import FRAME_BYTES, FRAME_MS, LINEAR, RATE_HZ, SILENCE

LOW_HZ = (697, 770, 852, 941)
HIGH_HZ = (1209, 1336, 1477, 1633)
_KEYS = ("123A", "456B", "789C", "*0#D")
TONES_HZ = {
    key: (low, high)
    for row, low in zip(_KEYS, LOW_HZ, strict=True)
    for key, high in zip(row, HIGH_HZ, strict=True)
}
# What the two tones must be of a frame's power, and the quietest frame that is looked at.
_SHARE = 0.75
_QUIETEST = 300.0**2
_LEAST_FRAMES = 2  # 40 ms


def key_of(frame: bytes) -> str:
    """The key whose tones a frame of mu-law is; empty if it is anything else."""
    samples = [LINEAR[code] for code in frame]
    power = sum(sample * sample for sample in samples)
    if not power or power < _QUIETEST * len(samples):
        return ""
    low, low_share = _loudest(samples, LOW_HZ, power)
    if low_share < _SHARE / 8:
        return ""  # nearly always: the rest is spared
    high, high_share = _loudest(samples, HIGH_HZ, power)
    if low_share + high_share < _SHARE or high_share < _SHARE / 8:
        return ""
    return _KEYS[LOW_HZ.index(low)][HIGH_HZ.index(high)]


def _loudest(samples: list[int], tones_hz: tuple[int, ...], power: int) -> tuple[int, float]:
    """The loudest of some tones, and its share of the power."""
    powers = [_power_at(samples, hz) for hz in tones_hz]
    best = max(powers)
    return tones_hz[powers.index(best)], best * 2 / len(samples) / power


def _power_at(samples: list[int], hz: int) -> float:
    cosine, sine = _waves(hz)
    real: float = sum(map(mul, samples, cosine))
    imaginary: float = sum(map(mul, samples, sine))
    return real * real + imaginary * imaginary


@cache
def _waves(hz: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    turns = [2 * math.pi * hz * n / RATE_HZ for n in range(FRAME_BYTES)]
    return tuple(map(math.cos, turns)), tuple(map(math.sin, turns))


def keys_in(sound: bytes) -> list[tuple[str, int]]:
    """The keys that are heard in mu-law sound, each with the ms at which it begins."""
    found: list[tuple[str, int]] = []
    last, run = "", 0
    for place, start in enumerate(range(0, len(sound), FRAME_BYTES)):
        key = key_of(sound[start : start + FRAME_BYTES])
        run = run + 1 if key and key == last else 1
        last = key
        if key and run == _LEAST_FRAMES:
            found.append((key, (place + 1 - _LEAST_FRAMES) * FRAME_MS))
    return found


def without_keys(sound: bytes) -> bytes:
    """The same sound with silence in place of tones of keys; other sound stays as it is."""
    starts = range(0, len(sound), FRAME_BYTES)
    heard = [bool(key_of(sound[start : start + FRAME_BYTES])) for start in starts]
    if not any(heard):
        return sound
    out = bytearray(sound)
    for place, start in enumerate(starts):
        if any(heard[max(0, place - 1) : place + 2]):  # a tone's edges fill no frame
            piece = out[start : start + FRAME_BYTES]
            out[start : start + FRAME_BYTES] = bytes((SILENCE,)) * len(piece)
    return bytes(out)
