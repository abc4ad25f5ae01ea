"""Sounds the sandbox makes, and their sums."""

from __future__ import annotations

from phony.sandbox import tones


def test_mulaw_is_g711() -> None:
    assert tones.to_mulaw(0) == 0xFF
    assert tones.to_mulaw(32767) == 0x80
    assert tones.to_mulaw(-32768) == 0x00
    assert [tones.LINEAR[code] for code in (0xFF, 0x80, 0x00)] == [0, 32124, -32124]
    # Every code but negative zero comes back from its sample.
    assert all(tones.to_mulaw(tones.LINEAR[code]) == code for code in range(256) if code != 0x7F)


def test_mixing_and_levels() -> None:
    tone = tones.tone((440,), 20)
    assert tones.mix(tone, tones.silence(40))[:160] == tone
    assert len(tones.mix(tone, tones.silence(40))) == 320
    assert tones.rms(tones.silence(20)) == 0
    assert len(tones.keys("1w#")) == 8 * (120 + 80 + 500 + 80 + 120 + 80)
