"""Tones of keys: made, found in a sound, and taken out of it."""

from __future__ import annotations

import random

import pytest

from phony.domain.audio import BYTES_PER_MS, RATE_HZ, sines, to_mulaw
from phony.domain.keypad import TONES_HZ, key_of, keys_in, without_keys

QUIET = b"\xff" * 800
HUM = sines((150, 300, 450, 600, 1000), 700, 3000.0)  # a voice is many tones, none of them alone


def pressed(keys: str, *, level: float = 8000.0, ms: int = 100) -> bytes:
    return QUIET + b"".join(sines(TONES_HZ[key], ms, level) + QUIET for key in keys)


@pytest.mark.parametrize("level", [600.0, 3000.0, 12_000.0])
@pytest.mark.parametrize("ms", [60, 120, 400])
def test_all_keys_are_found_in_order(level: float, ms: int) -> None:
    keys = "".join(TONES_HZ)
    found = keys_in(pressed(keys, level=level, ms=ms))
    assert "".join(key for key, _ in found) == keys
    assert found[0][1] == pytest.approx(100, abs=20)


@pytest.mark.parametrize("shift", [0, 37, 80, 143])
def test_nothing_is_left_of_them_wherever_frames_begin(shift: int) -> None:
    sound = (b"\xff" * shift) + pressed("1590#")
    left = without_keys(sound)
    assert len(left) == len(sound)
    assert set(left) == {0xFF}


def test_voices_noise_and_single_tones_stay() -> None:
    chance = random.Random(7)
    noise = bytes(to_mulaw(chance.randint(-9000, 9000)) for _ in range(RATE_HZ // 2))
    for sound in (HUM, noise, QUIET, sines((697,), 200, 9000.0), sines((1000,), 200, 9000.0), b""):
        assert without_keys(sound) == sound
        assert keys_in(sound) == []
    assert key_of(b"") == ""


def test_a_word_before_a_key_stays() -> None:
    left = without_keys(HUM + pressed("5"))
    assert left[: len(HUM) - 20 * BYTES_PER_MS] == HUM[: -20 * BYTES_PER_MS]
    assert keys_in(left) == []
