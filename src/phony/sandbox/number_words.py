"""Numbers, in words or digits, as they stand in a list of lower-case words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: value
    for value, word in zip(
        range(20, 100, 10),
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        strict=True,
    )
}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split(),
        start=1,
    )
} | {"twentieth": 20, "thirtieth": 30}
_DIGITS = re.compile(r"(\d+(?:\.\d+)?)(st|nd|rd|th)?")
_BEGINS = {*_UNITS, *_TENS, *_ORDINALS}


def read_number(words: Sequence[str], at: int) -> tuple[str, bool, int] | None:
    """The number that begins at `at`: its digits, whether it is an ordinal, where it ends."""
    reading = _Reading(words, at)
    return reading.result() if reading.read() else None


@dataclass
class _Reading:
    """`seven hundred and five thousand twenty-first`, word by word."""

    words: Sequence[str]
    at: int
    total: int = 0  # of the thousands and millions that are complete
    group: int | None = None  # what is being counted, below a thousand
    last: str = ""  # the kind of the word before
    digits: str = ""
    ordinal: bool = False

    def read(self) -> bool:
        """Take as many words as belong together; False if there is no number here."""
        word = self.words[self.at]
        if found := _DIGITS.fullmatch(word):
            self.at += 1
            self.digits, self.ordinal = found[1], found[2] is not None
            self._scales()
            return True
        if word == "a" and self._next() in ("hundred", *_SCALES):
            self.group, self.last = 1, "unit"
            self.at += 1
        elif word not in _BEGINS:
            return False
        while self.at < len(self.words) and not self.ordinal and self._take(self.words[self.at]):
            self.at += 1
        if not self.ordinal:
            self._point()
        return True

    def result(self) -> tuple[str, bool, int]:
        """What was read."""
        digits = self.digits or str(self.total + (self.group or 0))
        return digits, self.ordinal, self.at

    def _next(self, by: int = 1) -> str:
        return self.words[self.at + by] if self.at + by < len(self.words) else ""

    def _take(self, word: str) -> bool:
        """Whether the word goes on with the number; then it is counted."""
        if word in _ORDINALS or word in _UNITS:
            self.ordinal = word in _ORDINALS
            value = _ORDINALS[word] if self.ordinal else _UNITS[word]
            fits = self._fits(value) and (value or self.group is None)
            self.ordinal = self.ordinal and bool(fits)
            return self._add(value, "tens" if value == 20 else "unit") if fits else False
        if word in _TENS:
            return self._add(_TENS[word], "tens") if self._fits(_TENS[word]) else False
        if word == "hundred" and self.group is not None and self.last in ("unit", "tens"):
            self.group, self.last = self.group * 100, "hundred"
            return True
        if word in _SCALES and self.group is not None:
            self.total += self.group * _SCALES[word]
            self.group, self.last = None, "scale"
            return True
        return word == "and" and self.last in ("hundred", "scale") and self._next() in _BEGINS

    def _fits(self, value: int) -> bool:
        return self.last in ("", "hundred", "scale") or (self.last == "tens" and 0 < value < 10)

    def _add(self, value: int, kind: str) -> bool:
        self.group, self.last = (self.group or 0) + value, kind
        return True

    def _scales(self) -> None:
        """`5 million`, `1.5 million`."""
        while self.at < len(self.words):
            factor = {"hundred": 100, **_SCALES}.get(self.words[self.at])
            if factor is None or self.ordinal:
                return
            self.digits = f"{(Decimal(self.digits) * factor).normalize():f}"
            self.at += 1

    def _point(self) -> None:
        """`twelve point five`."""
        if self.at >= len(self.words) or self.words[self.at] != "point":
            return
        after, at = "", self.at + 1
        while at < len(self.words):
            word = self.words[at]
            if not word.isdigit() and _UNITS.get(word, 10) > 9:
                break
            after += word if word.isdigit() else str(_UNITS[word])
            at += 1
        if after:
            self.digits, self.at = f"{self.total + (self.group or 0)}.{after}", at
            self._scales()
