"""Mu-law by what G.711 prints, and the arithmetic of the wire."""

from __future__ import annotations

import math
from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phony.domain.audio import (
    BYTES_PER_MS,
    FRAME_BYTES,
    FRAME_MS,
    LINEAR,
    PEAK,
    RATE_HZ,
    SILENCE,
    SILENT_DB,
    base64_bytes,
    encode_table,
    level_db,
    to_mulaw,
)

BOUNDED = settings(deadline=None)
SAMPLES = st.integers(-32_768, 32_767)
NEGATIVE_ZERO = 0x7F

# G.711 table 2a, positive side: where each segment ends, and the code of its last value. The
# standard counts in 14 bits; samples have 16.
SEGMENT_ENDS = {
    31: 0xF0,
    95: 0xE0,
    223: 0xD0,
    479: 0xC0,
    991: 0xB0,
    2015: 0xA0,
    4063: 0x90,
    8159: 0x80,
}
# What a decoder says for the codes at which the segments begin and end.
DECODED = {
    0xFF: 0,
    0xFE: 8,
    0xF0: 120,
    0xEF: 132,
    0xE0: 372,
    0xDF: 396,
    0xD0: 876,
    0xCF: 924,
    0xC0: 1884,
    0xBF: 1980,
    0xB0: 3900,
    0xAF: 4092,
    0xA0: 7932,
    0x9F: 8316,
    0x90: 15_996,
    0x8F: 16_764,
    0x80: 32_124,
}


def test_a_frame_of_the_wire_is_160_bytes_of_20_ms() -> None:
    assert RATE_HZ / 1000 == BYTES_PER_MS  # one byte a sample
    assert (FRAME_MS, FRAME_BYTES) == (20, 160)
    assert len(b64encode(bytes(FRAME_BYTES))) == 216


# ---- mu-law -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "sample"), DECODED.items())
def test_codes_say_what_the_standard_prints(code: int, sample: int) -> None:
    assert LINEAR[code] == sample
    assert LINEAR[code & 0x7F] == -sample  # the upper bit is the sign


@pytest.mark.parametrize(("last", "code"), SEGMENT_ENDS.items())
def test_segments_end_where_the_standard_says(last: int, code: int) -> None:
    inside, beyond = (last - 1) * 4, last * 4
    assert to_mulaw(inside) == code
    assert to_mulaw(-inside) == code & 0x7F
    assert to_mulaw(beyond) == max(code - 1, 0x80)  # the next segment; the last one clips


def test_silence_is_the_code_of_zero() -> None:
    assert to_mulaw(0) == SILENCE == 0xFF
    assert LINEAR[SILENCE] == LINEAR[NEGATIVE_ZERO] == 0


def test_what_is_too_loud_is_clipped() -> None:
    assert (to_mulaw(32_767), to_mulaw(-32_768)) == (0x80, 0x00)
    assert to_mulaw(1_000_000) == 0x80  # a mix of two loud ones
    assert to_mulaw(-1_000_000) == 0x00
    assert max(LINEAR) == -min(LINEAR) == PEAK


def test_every_code_comes_back_from_its_sample() -> None:
    back = [to_mulaw(sample) for sample in LINEAR]
    assert [code for code in range(256) if back[code] != code] == [NEGATIVE_ZERO]


@BOUNDED
@given(SAMPLES)
def test_a_sample_comes_back_within_half_a_step(sample: int) -> None:
    again = LINEAR[to_mulaw(sample)]
    clipped = max(-32_635, min(sample, 32_635))
    step = 8 << max(0, (abs(clipped) + 132).bit_length() - 8)
    assert abs(again - clipped) <= step // 2
    assert again * clipped >= 0  # never the other side of zero


@BOUNDED
@given(SAMPLES, SAMPLES)
def test_louder_never_comes_back_softer(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert LINEAR[to_mulaw(low)] <= LINEAR[to_mulaw(high)]


@BOUNDED
@given(SAMPLES)
def test_the_table_encodes_like_the_function(sample: int) -> None:
    upper = (sample & 0xFFFF) >> 2
    # The table sees the sample without its lower two bits, which positive codes never look at.
    assert encode_table()[upper] == to_mulaw(sample & ~3)
    if sample >= 0:
        assert encode_table()[upper] == to_mulaw(sample)


def test_the_table_is_made_once_and_whole() -> None:
    assert encode_table() is encode_table()
    assert len(encode_table()) == 1 << 14
    assert set(encode_table()) == set(range(256)) - {NEGATIVE_ZERO}


# ---- levels -----------------------------------------------------------------------------------


def test_silence_and_nothing_are_the_lowest_level() -> None:
    assert level_db(b"") == level_db(bytes([SILENCE]) * FRAME_BYTES) == SILENT_DB
    assert level_db(bytes([NEGATIVE_ZERO]) * FRAME_BYTES) == SILENT_DB


def test_full_scale_is_zero_decibels_on_either_side() -> None:
    assert level_db(b"\x80" * FRAME_BYTES) == 0
    assert level_db(b"\x00" * FRAME_BYTES) == 0
    assert level_db(b"\x00\x80" * (FRAME_BYTES // 2)) == 0


@pytest.mark.parametrize("decibels", [-3, -6, -12, -20, -30, -40])
def test_steady_levels_are_told_within_a_decibel(decibels: int) -> None:
    sound = bytes([to_mulaw(round(PEAK * 10 ** (decibels / 20)))]) * FRAME_BYTES
    assert level_db(sound) == pytest.approx(decibels, abs=1)


@BOUNDED
@given(st.binary(min_size=1, max_size=400))
def test_levels_stay_on_their_scale(sound: bytes) -> None:
    assert SILENT_DB <= level_db(sound) <= 0
    assert math.isfinite(level_db(sound))
    assert level_db(sound) == level_db(sound[::-1]) == level_db(sound * 2)


@BOUNDED
@given(st.binary(min_size=1, max_size=200))
def test_more_silence_is_never_louder(sound: bytes) -> None:
    assert level_db(sound + bytes([SILENCE]) * 100) <= level_db(sound)


# ---- base64 -----------------------------------------------------------------------------------


@BOUNDED
@given(st.binary(max_size=500))
def test_the_length_is_known_without_decoding(sound: bytes) -> None:
    assert base64_bytes(b64encode(sound).decode()) == len(sound)
