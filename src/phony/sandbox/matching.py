"""Whether words were said: folded on both sides, whole words, a little patience with names."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from phony.sandbox.folding import DAYS, MONTHS, SKIPPED, Token, fold

_LONGEST_RUN = 16  # digits of a telephone number, one by one
_JOINED = 3  # words that may be written as one: "voice mail", "check-in"
_SOUNDS = str.maketrans({"c": "k", "q": "k", "z": "s", "y": "i", "w": "v"})


def missing(wanted: Sequence[str], text: str, *, names: bool = True) -> list[str]:
    """Those of `wanted` that do not stand in `text`.

    `names`: the text was recognised from sound, so that capitalised words may be spelled otherwise.
    """
    heard = fold(text)
    return [words for words in wanted if not _stands_in(fold(words), heard, names)]


def agrees(wanted: Any, got: Any) -> bool:
    """Whether a value is what was wanted: of an object the named parts, of a text what it holds.

    Texts and numbers are folded: 8 PM agrees with 20:00, and four with 4.
    """
    if isinstance(wanted, Mapping):
        found = read_json(got)
        return isinstance(found, Mapping) and all(
            key in found and agrees(value, found[key]) for key, value in wanted.items()
        )
    if isinstance(wanted, list):
        found = read_json(got)
        return (
            isinstance(found, list)
            and len(found) == len(wanted)
            and all(agrees(one, other) for one, other in zip(wanted, found, strict=True))
        )
    if wanted is None or got is None or isinstance(wanted, bool) or isinstance(got, bool):
        return _plain(wanted) == _plain(got)
    return not missing([_plain(wanted)], _plain(got))


def read_json(value: Any) -> Any:
    """What a text says if it is JSON; anything else as it is."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _stands_in(wanted: list[Token], heard: list[Token], names: bool) -> bool:
    @cache
    def goes_on(i: int, j: int) -> bool:
        """Whether `wanted` from `i` on is what `heard` says from `j` on."""
        if i == len(wanted):
            return True
        if wanted[i].kind == "soft" and goes_on(i + 1, j):
            return True
        if j == len(heard):
            return False
        if i and heard[j].kind in SKIPPED and goes_on(i, j + 1):
            return True
        return any(goes_on(i + a, j + b) for a, b in _same(wanted[i:], heard[j:], names))

    if not wanted:
        return True
    return any(goes_on(0, j) for j in range(len(heard) + 1))


def _same(wanted: list[Token], heard: list[Token], names: bool) -> list[tuple[int, int]]:
    """How many tokens of both sides mean the same, beginning with the first ones."""
    if wanted[0].kind == "number":
        return _same_numbers(_run(wanted, "number"), _run(heard, "number"))
    if wanted[0].kind != "word":
        return [(1, 1)] if wanted[0].text == heard[0].text else []
    if heard[0].kind in ("unit", "half_day", "soft"):
        return [(1, 1)] if wanted[0].text == heard[0].text else []
    ours, theirs = _run(wanted, "word")[:_JOINED], _run(heard, "word")[:_JOINED]
    found = [
        (a, b)
        for a in range(1, len(ours) + 1)
        for b in range(1, len(theirs) + 1)
        if "".join(ours[:a]) == "".join(theirs[:b])
    ]
    if names and wanted[0].name:
        found += [(1, b) for b in (1, 2) if _sounds_alike(ours[0], "".join(theirs[:b]))]
    return found


def _run(tokens: list[Token], kind: str) -> list[str]:
    run = []
    for token in tokens[:_LONGEST_RUN]:
        if token.kind != kind:
            break
        run.append(token.text)
    return run


def _same_numbers(ours: list[str], theirs: list[str]) -> list[tuple[int, int]]:
    """One number as another; or digits in groups: 2026 as 20 26, a telephone number, 12.50."""
    found = []
    if theirs and Decimal(ours[0]) == Decimal(theirs[0]):
        found.append((1, 1))
    for a in range(1, len(ours) + 1):
        for b in range(1, len(theirs) + 1):
            mine, other = ours[:a], theirs[:b]
            if max(a, b) > 1 and (_digits(mine) == _digits(other) or _decimal(mine, other)):
                found.append((a, b))
    return found


def _digits(parts: list[str]) -> str | None:
    """Parts of whole digits as one; None: too few to be spoken in groups."""
    together = "".join(parts)
    return together if len(together) > 2 and together.isdigit() else together + "?"


def _decimal(mine: list[str], other: list[str]) -> bool:
    """`12.50` as 12 50."""
    one, two = sorted((mine, other), key=len)
    whole, point, cents = one[0].partition(".")
    return len(one) == 1 and len(two) == 2 and bool(point) and two == [whole, cents.ljust(2, "0")]


def _sounds_alike(name: str, heard: str) -> bool:
    """Whether a recogniser may have spelled this name so; weekdays and months it knows."""
    if len(name) < 5 or name in (*DAYS, *MONTHS) or heard in (*DAYS, *MONTHS):
        return False
    if _skeleton(name)[:1] != _skeleton(heard)[:1]:
        return False  # "unavailable" is not a way to spell "Available"
    bones = _skeleton(name)
    return _distance(name, heard) <= (2 if len(name) > 7 else 1) or (
        len(bones) > 2 and bones == _skeleton(heard)
    )


def _skeleton(word: str) -> str:
    """A first letter and the consonants after it, as they sound."""
    word = word.replace("ph", "f").replace("ck", "k").replace("th", "t").translate(_SOUNDS)
    bones = word[:1]
    for letter in word[1:]:
        if letter not in "aeiouh" and letter != bones[-1]:
            bones += letter
    return bones


def _distance(one: str, two: str) -> int:
    """How many letters to add, drop, change."""
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        row_before, row = row, [i]
        for j, b in enumerate(two, 1):
            row.append(min(row[-1] + 1, row_before[j] + 1, row_before[j - 1] + (a != b)))
    return row[-1]
