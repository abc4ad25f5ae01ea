"""Sounds the sandbox makes, and their sums."""

from __future__ import annotations

from phony.sandbox import tones


def test_mixing_and_levels() -> None:
    tone = tones.tone((440,), 20)
    assert tones.mix(tone, tones.silence(40))[:160] == tone
    assert len(tones.mix(tone, tones.silence(40))) == 320
    assert tones.rms(tones.silence(20)) == 0
    assert len(tones.keys("1w#")) == 8 * (120 + 80 + 500 + 120 + 80)
