"""Codes of languages, and dates in words."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.domain.test_sentences import WANTED

from phony.domain.languages import date_words, is_known, is_no_language

AT = datetime(2026, 11, 28, 17, 5)


@pytest.mark.parametrize(
    ("language", "date", "weekday", "time"),
    [
        ("en", "28 November 2026", "Saturday", "5:05 PM"),
        ("en-US", "November 28, 2026", "Saturday", "5:05 PM"),
        ("de-AT", "28. November 2026", "Samstag", "17:05"),
        ("es", "28 de noviembre de 2026", "sábado", "17:05"),
        ("ja", "2026年11月28日", "土曜日", "17:05"),
        ("ko", "2026년 11월 28일", "토요일", "17:05"),
        ("ru", "28 ноября 2026 года", "суббота", "17:05"),
        ("ar", "28 نوفمبر 2026", "السبت", "17:05"),
        ("xx", "28 November 2026", "Saturday", "5:05 PM"),
    ],
)
def test_a_date_is_said_as_the_language_says_it(
    language: str, date: str, weekday: str, time: str
) -> None:
    words = date_words(AT, language)
    assert (words["date"], words["weekday"], words["time"]) == (date, weekday, time)


@pytest.mark.parametrize("language", WANTED)
def test_every_language_has_seven_days_and_twelve_months(language: str) -> None:
    days = {date_words(AT.replace(day=day), language)["weekday"] for day in range(1, 8)}
    months = {date_words(AT.replace(month=m, day=1), language)["month"] for m in range(1, 13)}
    assert (len(days), len(months)) == (7, 12)
    assert all(word.strip() for word in days | months)


def test_midnight_and_noon() -> None:
    assert date_words(AT.replace(hour=0), "en")["time"] == "12:05 AM"
    assert date_words(AT.replace(hour=12), "en")["time"] == "12:05 PM"


def test_which_codes_there_are() -> None:
    assert all(map(is_known, [*WANTED, "auto", "zh-Hant-TW", "PT-br", "fil"]))
    assert [is_no_language(code) for code in ("xx", "qq-DE", "deu", "en")] == [
        True,
        True,
        False,
        False,
    ]
