r"""The one template language of prompts, greetings, sentences and tools: `{{name}}` and a default.

`{{name}}` is a value, `{{name | default: text}}` one that may be missing, `\{{name}}` stays as it
is. What is none of these (`{{"a": 1}}`) is text. A value that is missing leaves no hole behind: the
sentence closes up. `dashboard/src/lib/template.ts` does the same; both pass
`tests/domain/template_cases.json`.
"""

# ruff: noqa: RUF001 - letters and marks of other languages are meant
from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from phony.domain.context import lookup

_TAG = re.compile(r"(\\?)\{\{([^{}]*)\}\}")
# Letters and digits of any script, `_`, `-`, `.` and spaces inside: no other ASCII character.
_NAME = re.compile(r"[^\x00-\x2c/:-@\[-^`{-\x7f]+(?: +[^\x00-\x2c/:-@\[-^`{-\x7f]+)*")
_DEFAULT = re.compile(r"default\s*:(.*)", re.DOTALL)
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "„": "“", "«": "»"}
# Characters that are none, in the place of a missing value and of a value while a text closes up.
_HOLE, _FILLED = "\ufdd0", "\ufdd1"
_MARKS = re.compile(f"[{_HOLE}{_FILLED}]")
_HOLES = re.compile(rf"{_HOLE}(?:[ \t]*{_HOLE})+")
_EMPTY_PAIR = re.compile(
    rf"\([ \t]*{_HOLE}[ \t]*\)|«[ \t\u00a0]*{_HOLE}[ \t\u00a0]*»|[“„][ \t]*{_HOLE}[ \t]*[”“]"
    rf"|‘[ \t]*{_HOLE}[ \t]*’|¿[ \t]*{_HOLE}[ \t]*\?|¡[ \t]*{_HOLE}[ \t]*!"
)
_ENDS = ".!?…。！？؟।"  # of a sentence
_PAUSES = ",;:，、；：،؛"
_COMMAS = ",;，、；،؛"
_OPENERS, _CLOSERS = "([«“„‘¿¡", ")]»”’"


@dataclass(frozen=True, slots=True)
class Variable:
    """A place for a value; `default` is None if the text has none, and may be empty."""

    name: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Values:
    """What a text may name: `told` by others (context, CRM, carrier), then `ours` (the clock)."""

    told: Mapping[str, Any]
    ours: Mapping[str, Any] = field(default_factory=dict)

    def find(self, name: str) -> tuple[Any, bool]:
        """The value, None if it is missing or blank, and whether it is our own word."""
        if not _blank(value := lookup(self.told, name)):
            return value, False
        return self.ours.get(name), True


@lru_cache(maxsize=256)
def parse(template: str) -> tuple[str | Variable, ...]:
    """A template as text and places, in order."""
    parts: list[str | Variable] = []
    text, at = "", 0
    for tag in _TAG.finditer(template):
        place = _place(tag[2])
        if place is None:
            continue
        text += template[at : tag.start()]
        at = tag.end()
        if tag[1]:
            text += tag[0][1:]
            continue
        if text:
            parts.append(text)
        parts.append(place)
        text = ""
    if text := text + template[at:]:
        parts.append(text)
    return tuple(parts)


def _place(body: str) -> Variable | None:
    name, bar, rest = body.partition("|")
    name = name.strip()
    if not _NAME.fullmatch(name) or not (name[0].isalnum() or name[0] == "_"):
        return None
    if not bar:
        return Variable(name)
    found = _DEFAULT.fullmatch(rest.strip())
    if found is None:
        return None
    text = found[1].strip()
    if len(text) > 1 and _QUOTES.get(text[0]) == text[-1]:
        text = text[1:-1]
    return Variable(name, " ".join(text.splitlines()))


def variables(template: str) -> list[str]:
    """The variables that a template names, each once, in order."""
    places = (part for part in parse(template) if isinstance(part, Variable))
    return list(dict.fromkeys(place.name for place in places))


def missing(template: str, values: Values) -> list[str]:
    """The variables that neither the values nor a default of the text fill."""
    names = (
        part.name
        for part in parse(template)
        if isinstance(part, Variable) and part.default is None and values.find(part.name)[0] is None
    )
    return list(dict.fromkeys(names))


def not_understood(template: str) -> list[str]:
    """What stands in double braces, looks as if it were meant for us, and stays as it is."""
    return list(
        dict.fromkeys(
            tag[0]
            for tag in _TAG.finditer(template)
            if not tag[1] and _place(tag[2]) is None and _meant(tag[2].strip())
        )
    )


def _meant(body: str) -> bool:
    """Not JSON, whose keys are quoted and which knows no filters; nor nothing."""
    return bool(body) and ("|" in body or body[0] not in "\"'[") and '": ' not in body


def plain(value: Any) -> str:
    """A value in words to be spoken, or as people are shown it: one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return " ".join(value.splitlines())


def fill(template: str, values: Values, put: Callable[[Any], str] = plain) -> str:
    """The text with its values; a value is not looked at for places again.

    `put` writes what others told. Our own values and the text's defaults are plain.
    """
    if "{{" not in template:
        return template
    filled: list[str] = []
    skeleton = ""
    for part in parse(template):
        if isinstance(part, str):
            skeleton += _MARKS.sub("\ufffd", part)
            continue
        value, ours = values.find(part.name)
        text = (part.default or "") if value is None else (plain if ours else put)(value)
        skeleton += _FILLED if text.strip() else _HOLE
        if text.strip():
            filled.append(text)
    words = iter(filled)
    return re.sub(_FILLED, lambda _: next(words), _closed_up(skeleton))


def insert(template: str, values: Values, put: Callable[[Any], str]) -> str:
    """As `fill`, in text for machines: `put` writes every value, and nothing closes up.

    Raises:
        KeyError: a variable has neither a value nor a default.
    """
    text = ""
    for part in parse(template):
        if isinstance(part, str):
            text += part
            continue
        value, _ = values.find(part.name)
        if value is None and part.default is None:
            raise KeyError(part.name)
        text += put(part.default if value is None else value)
    return text


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _closed_up(text: str) -> str:
    """A text without its holes: no space before a comma, no empty brackets, no comma twice."""
    while (closer := _EMPTY_PAIR.sub(_HOLE, _HOLES.sub(_HOLE, text))) != text:
        text = closer
    left, *others = text.split(_HOLE)
    done: list[str] = []
    for right in others:
        before, after = _join(left, right, first=not done)
        if after:
            done.append(before)
            left = after
        else:
            left = before
        while not left and done:
            left = done.pop()
    return "".join(done) + left


def _join(left: str, right: str, *, first: bool) -> tuple[str, str]:
    """Two sides of a hole, brought together; `first`: nothing stands before `left`."""
    l, r = left.rstrip(" \t"), right.lstrip(" \t")  # noqa: E741 - left and right
    gap = " " if l != left or r != right else ""
    starts = (first and not l) or l.endswith("\n")
    ends = not r or r[0] == "\n"
    if starts or (gap and l and l[-1] in _ENDS):
        return _begin(l, r, "" if starts or ends else gap)
    if ends:
        return l.rstrip(_COMMAS + " \t"), r
    if r[0] in _ENDS + _PAUSES:
        l = re.sub(rf"(?:[{_PAUSES}]|[ \t][-–—])[ \t]*$", "", l)  # noqa: E741
        return l, right if right != r else r
    if (l and l[-1] in _OPENERS) or r[0] in _CLOSERS:
        gap = ""
    return l + gap, r


def _begin(left: str, right: str, gap: str) -> tuple[str, str]:
    """A sentence that began with the hole: it begins with its first word now."""
    rest = right.lstrip(_ENDS + _PAUSES + " \t")
    if rest == right:
        return left + gap, right
    if not rest or rest[0] == "\n":
        return left, rest
    return left + gap, rest[0].upper() + rest[1:]
