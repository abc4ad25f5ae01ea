"""What people say while they listen."""

# ruff: noqa: RUF001 - letters of other alphabets are the matter

from __future__ import annotations

import pytest

from phony.domain.backchannels import is_hum, wants_silence, words_of

HUMS = (
    "Uh-huh.|Uh huh|Uhhuh.|Mm-hmm.|Mhm.|Hmm|Oh.|Ah...|Um, uh.|Äh, ähm|Euh|Угу.|うん、うん。|嗯嗯|음"
)
CRIES = (
    "Stop!|Stop please.|Wait, wait.|Wait a moment.|No. No!|Hold on.|Excuse me?|Nein.|Moment bitte|"
    "Espere.|Attendez!|Aspetta|Подождите|待って|等一下。|لحظة"
)
NEITHER = (
    "Yes.|Okay.|Yeah, right.|No problem.|I see.|Hello?|Genau.|What are your business hours?|"
    "I would like to stop by tomorrow.|Stopping there is fine.||...|Waiter"
)


@pytest.mark.parametrize("text", HUMS.split("|"))
def test_sounds_of_a_listener_want_no_answer(text: str) -> None:
    assert is_hum(text)
    assert not wants_silence(text)


@pytest.mark.parametrize("text", CRIES.split("|"))
def test_a_cry_wants_silence(text: str) -> None:
    assert wants_silence(text)
    assert not is_hum(text)


@pytest.mark.parametrize("text", NEITHER.split("|"))
def test_other_words_are_neither(text: str) -> None:
    assert not wants_silence(text)
    assert not is_hum(text)


def test_words_are_counted_as_people_count_them() -> None:
    assert words_of("Well - what's that, Señor 42?") == ["well", "whats", "that", "señor", "42"]
