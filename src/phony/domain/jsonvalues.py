"""JSON as we accept it: what MongoDB can store and UTF-8 can carry, and nothing that hides."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import orjson

from phony.domain.errors import Invalid, PhonyError

# Levels of a request body. MongoDB stores 100, and a call keeps the agent some levels down.
MAX_DEPTH = 72
_INT64_MIN, _INT64_MAX = -(2**63), 2**63 - 1
_STRICTLY = (
    orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
)  # those are no JSON values
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_STRINGS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"')
_LONG_NUMBERS = re.compile(rb"-?[0-9]{19,}")  # whole ones: it writes others with 17 digits
_ONE_KIND = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


class MalformedJson(PhonyError):
    """Not JSON at all."""

    code = "malformed_json"
    status = 400


def parse(text: bytes) -> Any:
    """Read one JSON document strictly.

    Raises:
        MalformedJson: not JSON (`NaN` and `Infinity` are not), or not UTF-8.
        Invalid: JSON that cannot be kept; names the field.
    """
    try:
        # Decoded here, for `loads` would take UTF-16 as well; a byte order mark is let pass.
        value = json.loads(text.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except RecursionError:
        raise _too_deep("") from None
    except ValueError as error:  # includes JSONDecodeError, UnicodeDecodeError, huge integers
        place = ""
        if isinstance(error, json.JSONDecodeError):
            place = f" (line {error.lineno}, column {error.colno})"
        raise MalformedJson(
            f"The body is not valid JSON{place}.", cure="Send one JSON document in UTF-8."
        ) from error
    check(value)
    return value


def verify(text: bytes) -> None:
    """Raise what `parse` raises: for who wants to know, and no copy of the value."""
    parse(text)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def check(value: Any, root: str = "") -> None:
    """Refuse what cannot be kept: too deep, beyond 64 bits, lone surrogates, NUL, not finite.

    Raises:
        Invalid: names the field as a dotted path.
    """
    if not _can_be_kept(value):
        _find_fault(value, root)


def _can_be_kept(value: Any) -> bool:
    """Whether nothing is to be refused, by the value's text: half a megabyte takes some ms.

    Calls go on beside this: walking through that much takes a tenth of a second and more.
    """
    try:
        text = orjson.dumps(value, option=_STRICTLY)
    except (TypeError, ValueError):  # surrogates, too deep for it, more than 64 bits, no JSON
        return False
    if b"\\u0000" in text and _NUL.search(text):
        return False
    bare = _STRINGS.sub(b"", text)
    if b"null" in bare:  # which stands for NaN and infinity as well
        try:
            json.dumps(value, allow_nan=False)
        except (ValueError, RecursionError):
            return False
    long = (int(digits) for digits in _LONG_NUMBERS.findall(bare))
    if not all(_INT64_MIN <= number <= _INT64_MAX for number in long):
        return False
    brackets = bare.translate(_ONE_KIND, delete=_NO_BRACKETS)
    for _ in range(MAX_DEPTH):  # each time the innermost level goes
        if not brackets:
            break
        brackets = brackets.replace(b"[]", b"")
    return not brackets


def _find_fault(value: Any, root: str) -> None:
    stack: list[tuple[Any, str, int]] = [(value, root, 1)]
    while stack:
        item, path, depth = stack.pop()
        if isinstance(item, dict | list):
            if depth > MAX_DEPTH:
                raise _too_deep(path)
            children = item.items() if isinstance(item, dict) else enumerate(item)
            for key, child in children:
                name = str(key)
                if isinstance(item, dict):
                    _check_text(name, path, "the key")
                stack.append((child, f"{path}.{name}" if path else name, depth + 1))
        elif isinstance(item, str):
            _check_text(item, path, "the text")
        elif isinstance(item, bool) or item is None:
            continue
        elif isinstance(item, int):
            if not _INT64_MIN <= item <= _INT64_MAX:
                raise Invalid(
                    f"{_short(path)}: the number is beyond 64 bits",
                    field=_short(path),
                    cure="Send it as text in quotes.",
                )
        elif isinstance(item, float):
            if not math.isfinite(item):
                raise Invalid(
                    f"{_short(path)}: the number is too large to keep",
                    field=_short(path),
                    cure="Send a finite number, or text in quotes.",
                )
        else:
            raise Invalid(
                f"{_short(path)}: {type(item).__name__} is not a JSON value",
                field=_short(path),
                cure="Write it as text in quotes.",
            )


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same; 1, 1.0 and true are three, in lists and objects, too.

    Objects are the same in any order of their keys.
    """
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def _check_text(text: str, path: str, what: str) -> None:
    if "\x00" in text:
        reason = "holds a NUL character"
    elif not text.isascii() and _has_surrogate(text):
        reason = "holds half of a surrogate pair, which is no character"
    else:
        return
    field = _short(path)
    raise Invalid(f"{field or 'body'}: {what} {reason}", field=field or None, cure="Remove it.")


def _has_surrogate(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _too_deep(path: str) -> Invalid:
    return Invalid(
        f"The JSON is nested more than {MAX_DEPTH} levels deep.",
        field=path.split(".", 1)[0] or None,
        cure="Flatten it.",
    )


def _short(path: str) -> str:
    return path if len(path) <= 200 else path[:200] + "..."
