"""Words as they are written and as they are spoken, folded to one form, so that they compare.

`nine a.m.`, `9 AM` and `9:00am` fold to the same tokens; so do `$12.50` and `twelve dollars and
fifty cents`, and `help@company.com` and `help at company dot com`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from phony.sandbox.number_words import read_number

Kind = Literal["word", "number", "ordinal", "half_day", "unit", "soft"]


@dataclass(frozen=True, slots=True)
class Token:
    """One folded word. `soft` ones may be missing; `name`: it was written with a capital."""

    kind: Kind
    text: str
    name: bool = False


DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january february march april may june july august september october november december".split()
)
_SHORT = {
    **{name[:3]: name for name in (*DAYS, *MONTHS)},
    **{"tues": "tuesday", "thur": "thursday", "thurs": "thursday", "sept": "september"},
    **{"dr": "doctor", "mr": "mister", "mrs": "missus", "ok": "okay"},
}
_MONEY = {
    **dict.fromkeys(("$", "dollars", "dollar", "usd", "bucks"), "dollar"),
    **dict.fromkeys(("€", "euros", "euro", "eur"), "euro"),
    **dict.fromkeys(("£", "pounds", "pound", "gbp"), "pound"),
    **dict.fromkeys(("¥", "yen", "jpy"), "yen"),
    **dict.fromkeys(("cents", "cent", "pence"), "cent"),
}
_SYMBOLS = {"%": "percent", "&": "and"}
_ENDINGS = {"re": "are", "ll": "will", "ve": "have", "m": "am", "d": "would"}
_BETWEEN = {"to", "through", "until", "till", "and", "or"}
_PARTS = {
    ("in", "the", "morning"): "am",
    ("in", "the", "afternoon"): "pm",
    ("in", "the", "evening"): "pm",
    ("at", "night"): "pm",
}
_NOON = {"noon": "pm", "midday": "pm", "midnight": "am"}

_MARKS = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'"})
_SHORT_WORD = re.compile(rf"\b({'|'.join(word.capitalize() for word in _SHORT)})\b\.?")
_NOT = re.compile(r"(?i)\b(ca|wo|\w+)n't\b")
_ENDING = re.compile(r"(?i)(?<=\w)'(re|ll|ve|m|d)\b")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_PLACE = re.compile(r"(?<=\w)@(?=\w)")
_DOT = re.compile(r"(?<=[^\W\d_]{2})\.(?=[^\W_])|(?<=\d)\.(?=[^\W\d_])")
_O_CLOCK = re.compile(r"(?i)\bo'clock\b")
_HALF_DAY = re.compile(r"(?i)(?<![^\W\d_])([ap])\.? ?m\b\.?")
_CLOCK = re.compile(r"\b(\d{1,2}):([0-5]\d)\b")
_PRICE = re.compile(r"(?i)([$€£¥])\s*(\d+(?:\.\d+)?(?:\s+(?:thousand|million|billion)\b)?)")
# Scripts without spaces: each character is a word of its own.
_UNSPACED = r"\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(
    rf"\d+(?:\.\d+)?(?:(?:st|nd|rd|th)\b)?|[{_UNSPACED}]|[^\W\d_{_UNSPACED}]+(?:'[^\W\d_]+)?"
    r"|[$€£¥%&]"
)


def fold(text: str) -> list[Token]:
    """The tokens of a text."""
    tokens = _numbers(_letters(_WORD.findall(_plain(text))))
    for fold_one in (_clock_words, _half_days, _money, _dates, _small_words):
        tokens = _everywhere(fold_one, tokens)
    return tokens


def _plain(text: str) -> str:
    """One spelling of marks, contractions, abbreviations, times and prices. Case is kept."""
    text = unicodedata.normalize("NFKC", text).translate(_MARKS)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    text = _O_CLOCK.sub(" ", text)
    text = _SHORT_WORD.sub(lambda found: _SHORT[found[1].lower()].capitalize(), text)
    text = _NOT.sub(lambda found: f"{_before_not(found[1])} not", text)
    text = _ENDING.sub(lambda found: f" {_ENDINGS[found[1].lower()]}", text)
    text = _THOUSANDS.sub("", text)
    text = _PLACE.sub(" at ", text)
    text = _DOT.sub(" dot ", text)
    text = _CLOCK.sub(lambda found: _clock(int(found[1]), found[2]), text)
    text = _HALF_DAY.sub(lambda found: f" {found[1].lower()}m ", text)
    return _PRICE.sub(lambda found: f"{found[2]} {found[1]}", text)


def _before_not(word: str) -> str:
    return {"ca": "can", "wo": "will"}.get(word.lower(), word)


def _clock(hour: int, minutes: str) -> str:
    """A time with a colon; the hours of 24 become those of 12."""
    half = ""
    if hour > 12 or hour == 0:
        hour, half = (hour - 12, " pm") if hour > 12 else (12, " am")
    return f"{hour}{'' if minutes == '00' else f' {minutes}'}{half}"


def _letters(words: list[str]) -> list[str]:
    """What is spelled in single letters becomes one word: `E S T`, `U.S.A.`."""
    made: list[str] = []
    run: list[str] = []
    for word in [*words, ""]:
        if len(word) == 1 and word.isalpha() and word < "\u0e00":
            run.append(word)
            continue
        # Two letters may as well be words: "plan A, I think".
        spelled = len(run) > 2 or (len(run) == 2 and not {"a", "i"} & {c.lower() for c in run})
        made += ["".join(run)] if spelled else run
        run = []
        made += [word] if word else []
    return made


def _numbers(words: list[str]) -> list[Token]:
    lower = [word.lower() for word in words]
    tokens: list[Token] = []
    at = 0
    while at < len(words):
        if (number := read_number(lower, at)) is not None:
            text, ordinal, at = number
            # "first" and "second" mean more than numbers; other ordinals are dates and floors.
            kind: Kind = "ordinal" if ordinal and text in ("1", "2") else "number"
            tokens.append(Token(kind, text))
            continue
        word = _SYMBOLS.get(lower[at], lower[at])
        if word in _MONEY:
            kind = "unit" if tokens and tokens[-1].kind == "number" else "word"
            tokens.append(Token(kind, _MONEY[word]))
        else:
            tokens.append(Token("word", word.removesuffix("'s"), name=words[at][0].isupper()))
            if word.endswith("'s"):
                tokens.append(Token("soft", "is"))
        at += 1
    return tokens


# A pass looks at the tokens from one place on: what stands there instead, and of how many.
_Pass = Callable[[list[Token], int], tuple[list[Token], int] | None]


def _everywhere(fold_one: _Pass, tokens: list[Token]) -> list[Token]:
    made: list[Token] = []
    at = 0
    while at < len(tokens):
        # What was made already stands before the rest: a pass may look back.
        looked = fold_one([*made[-1:], *tokens[at : at + 6]], len(made[-1:]))
        now, used = looked if looked is not None else ([tokens[at]], 1)
        made += now
        at += used
    return made


def _texts(tokens: list[Token], at: int, count: int) -> tuple[str, ...]:
    return tuple(token.text for token in tokens[at : at + count])


def _is_number(tokens: list[Token], at: int) -> bool:
    return 0 <= at < len(tokens) and tokens[at].kind == "number"


def _clock_words(tokens: list[Token], at: int) -> tuple[list[Token], int] | None:
    """`half past nine`, `a quarter to ten`, `noon`."""
    if tokens[at].text in _NOON:
        half = Token("half_day", _NOON[tokens[at].text])
        said = at > 0 and tokens[at - 1] == Token("number", "12")
        return ([half] if said else [Token("number", "12"), half]), 1
    part, side = (*_texts(tokens, at, 2), "", "")[:2]
    minutes = {("half", "past"): "30", ("quarter", "past"): "15", ("quarter", "to"): "45"}
    if (found := minutes.get((part, side))) is None or not _is_number(tokens, at + 2):
        return None
    hour = tokens[at + 2].text
    if side == "to":
        hour = str((Decimal(hour) - 2) % 12 + 1)
    return [Token("number", hour), Token("number", found)], 3


def _half_days(tokens: list[Token], at: int) -> tuple[list[Token], int] | None:
    """`am` and `in the morning` after a time."""
    if not _is_number(tokens, at - 1):
        return None
    if tokens[at].text in ("am", "pm") and tokens[at].kind == "word":
        return [Token("half_day", tokens[at].text)], 1
    for words, half in _PARTS.items():
        if _texts(tokens, at, len(words)) == words:
            return [Token("half_day", half)], len(words)
    return None


def _money(tokens: list[Token], at: int) -> tuple[list[Token], int] | None:
    """`12 dollars and 50 cents` is 12.50 dollars, and half a dollar is 50 cents."""
    if not (_is_number(tokens, at) and _texts(tokens, at + 1, 1) and tokens[at + 1].kind == "unit"):
        return None
    whole, unit = tokens[at], tokens[at + 1]
    if unit.text != "cent":
        then = at + 2 + (_texts(tokens, at + 2, 1) == ("and",))
        if _is_number(tokens, then) and _texts(tokens, then + 1, 1) == ("cent",):
            amount = Decimal(whole.text) + Decimal(tokens[then].text) / 100
            return [Token("number", f"{amount:.2f}"), unit], then + 2 - at
        if 0 < (amount := Decimal(whole.text)) < 1:
            return [Token("number", f"{amount * 100:.0f}"), Token("unit", "cent")], 2
    return None


def _dates(tokens: list[Token], at: int) -> tuple[list[Token], int] | None:
    """The first and the second of a month are its days 1 and 2."""
    around = (*_texts(tokens, at - 1, 1), *_texts(tokens, at + 1, 1))
    of_month = _texts(tokens, at + 1, 1) == ("of",) and set(_texts(tokens, at + 2, 1)) & set(MONTHS)
    if tokens[at].kind == "ordinal" and (of_month or set(around) & set(MONTHS)):
        return [replace(tokens[at], kind="number")], 1
    return None


def _small_words(tokens: list[Token], at: int) -> tuple[list[Token], int] | None:
    """What may stand between numbers or not; `oh` is a zero there."""
    beside = _end_of_range(tokens[at - 1]) if at else ""
    after = _end_of_range(tokens[at + 1]) if at + 1 < len(tokens) else ""
    if tokens[at].text in ("oh", "o") and beside == after == "number":
        return [Token("number", "0")], 1
    ends = ("number", *SKIPPED, "day")
    if tokens[at].text in _BETWEEN and after in ("number", "day") and beside in ends:
        return [Token("soft", tokens[at].text)], 1
    return None


def _end_of_range(token: Token) -> str:
    return "day" if token.text in DAYS or token.text in MONTHS else token.kind


# What was said beyond what was asked for: `5 PM` has the five, and 12 dollars have the twelve.
SKIPPED = ("half_day", "unit", "soft")
