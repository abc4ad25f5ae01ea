"""What people say while they listen: sounds that want no answer, and words that want silence.

In the languages that are spoken most; a text is looked at without case and punctuation.
"""

# ruff: noqa: RUF001 - letters of other alphabets are the matter

from __future__ import annotations

import re

_APOSTROPHES = str.maketrans("", "", "'\u2019")
_PUNCTUATION = re.compile(r"[^\w\s]+|_")
# One breath of "uh-huh" and its like, as recognition writes it down.
_HUM = re.compile(
    r"a+h+a*|a+ha+|a+h+|e+h+m*|e+r+m*|e+u+h+|h+m+|h+u+h+|h+u+m+|m+|m+h+m*|o+h+|u+h+|u+h+u+h+|u+m+|"
    r"ä+h+m*|ö+h*m*|м+|угу|ага|э+м*|あ+|え+|う+ん+|ん+|ふ+ん|へ+え*|嗯+|哦+|啊+|呃+|음+|어+|응+|아+|"
    r"हम्+|हूँ+|ह्म्+म*|امم+|همم+|آه+"
)
_STOPS = (
    "stop",
    "wait",
    "hold on",
    "hang on",
    "one moment",
    "just a moment",
    "one second",
    "just a second",
    "excuse me",
    "be quiet",
    *("stopp", "halt", "warte", "warten sie", "moment", "einen moment", "entschuldigung"),
    *("para", "pare", "espera", "espere", "un momento", "perdón", "disculpe"),
    *("arrête", "arrêtez", "attends", "attendez", "un instant", "excusez moi", "pardon"),
    *("fermati", "aspetta", "aspetti", "basta", "scusi", "un attimo"),
    *("espere um momento", "um momento", "desculpe"),
    *("стоп", "подожди", "подождите", "стойте", "минутку", "извините"),
    *("रुको", "रुकिए", "एक मिनट"),
    *("待って", "ちょっと待って", "ストップ", "すみません"),
    *("等一下", "等等", "停", "停一下", "不好意思"),
    *("توقف", "انتظر", "لحظة"),
)
# These begin too many other things: only alone are they an objection.
_NOES = frozenset("no nein non não nee nie нет नहीं いいえ 不是 不对 لا".split())
_MOST_WORDS = 4  # of a cry; whoever says more is measured like any other speaker


def words_of(text: str) -> list[str]:
    """The words of a text, without case and punctuation."""
    return _PUNCTUATION.sub(" ", text.translate(_APOSTROPHES)).casefold().split()


def is_hum(text: str) -> bool:
    """Whether a text is nothing but "uh-huh" and its like: the speaker listens, and no more."""
    words = words_of(text)
    return bool(words) and all(_HUM.fullmatch(word) for word in words)


def wants_silence(text: str) -> bool:
    """Whether a text is a cry such as "Stop!" or "Wait a moment"."""
    words = words_of(text)
    if not words or len(words) > _MOST_WORDS:
        return False
    whole = " ".join(words)
    return _NOES.issuperset(words) or any(
        whole == stop or whole.startswith(f"{stop} ") for stop in _STOPS
    )
