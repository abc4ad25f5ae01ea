"""Keys: the tones that are sent, and the digits that the caller presses."""

from __future__ import annotations

from base64 import b64decode

import pytest
from tests.session.driver import greeted, of, only

from phony.domain.actions import (
    Ask,
    Tell,
    TurnChanged,
)
from phony.domain.events import (
    DtmfPressed,
)
from phony.domain.turns import Role
from phony.session import dtmf


def test_tones_are_whole_frames_of_the_right_two_frequencies() -> None:
    sound = b64decode(dtmf.tones("5w#"))
    assert len(sound) % 160 == 0
    assert len(sound) // 8 >= 2 * (dtmf.TONE_MS + dtmf.GAP_MS) + dtmf.WAIT_MS
    signal = [_linear(code) for code in sound[: dtmf.TONE_MS * 8]]
    strengths = {hz: _goertzel(signal, hz) for hz in (697, 770, 852, 941, 1209, 1336, 1477, 1633)}
    assert sorted(strengths, key=lambda hz: strengths[hz])[-2:] in ([770, 1336], [1336, 770])


def test_what_is_no_key_is_refused() -> None:
    for digits in ("", "1x", "1" * 65):
        with pytest.raises(ValueError, match="key"):
            dtmf.tones(digits)


def _linear(code: int) -> int:
    code = ~code & 0xFF
    magnitude = (((code & 0x0F) << 3) + 132 << ((code & 0x70) >> 4)) - 132
    return -magnitude if code & 0x80 else magnitude


def _goertzel(signal: list[int], hz: float) -> float:
    import math

    k = 2 * math.cos(2 * math.pi * hz / 8000)
    one = two = 0.0
    for sample in signal:
        one, two = sample + k * one - two, one
    return one * one + two * two - k * one * two


def test_keys_are_collected_until_a_pause_then_answered() -> None:
    d = greeted()
    d.feed(DtmfPressed("1"))
    assert not of(d.wait(1000), Tell)
    d.feed(DtmfPressed("2"))
    asked = d.wait(1600)
    assert "keys 12]" in only(asked, Tell).text
    assert of(asked, Ask)
    turn = only(asked, TurnChanged).turn
    assert (turn.role, turn.kind, turn.said) == (Role.CALLER, "dtmf", "12")


def test_the_hash_key_ends_a_number_at_once() -> None:
    d = greeted()
    assert of(d.feed(DtmfPressed("7"), DtmfPressed("#")), Ask)
