"""`${NAME}` in a file of agents: what differs from place to place, and secrets, stay out of it.

Only where such things stand: URLs, header values, keys and signing secrets, phone numbers. Texts
have `{{variables}}`, and a `${` in them is text. `${NAME:-other}` is `other` if there is no such
variable, `$${` is `${`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

_PLACEHOLDER = re.compile(r"\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}")
_OPEN = re.compile(r"\$(?=\{)")
_NO_WORD = re.compile(r"[^A-Z0-9]+")

Look = Callable[[str], str | None]
Place = tuple[str | int, ...]
_Found = tuple[Place, dict[str, Any], str]  # where, the object, its key


def places(agent: Any) -> Iterator[_Found]:
    """Where an agent of a file may have placeholders, however wrong the rest of it is."""
    yield from _texts(agent, ("phone_number",), ())
    tools = _object(agent, "tools")
    for index, tool in enumerate(_list(tools, "http")):
        at: Place = ("tools", "http", index)
        yield from _texts(tool, ("url", "signing_secret"), at)
        headers = _object(tool, "headers")
        yield from _texts(headers, tuple(headers), (*at, "headers"))
    targets = _object(tools, "transfer_targets")
    yield from _texts(targets, tuple(targets), ("tools", "transfer_targets"))
    fallback = _object(agent, "fallback")
    yield from _texts(fallback, ("transfer_to",), ("fallback",))
    for index, engine in enumerate(_list(fallback, "engines")):
        yield from _texts(engine, ("url", "api_key"), ("fallback", "engines", index))


def substitute(text: str, look: Look) -> str:
    """`text` with the variables that `look` knows; the others stay as they are."""

    def value(match: re.Match[str]) -> str:
        known = look(match[1]) if match[1] else None
        return match[0] if known is None else escape(known)

    return _PLACEHOLDER.sub(value, text)


def resolve(text: str) -> tuple[str, list[str]]:
    """`text` as it is meant where no variable is known, and the variables it cannot do without."""
    missing: list[str] = []

    def value(match: re.Match[str]) -> str:
        name, other = match[1], match[2]
        if name is None:
            return "${"
        if other is None:
            missing.append(name)
            return match[0]
        return str(other)

    return _PLACEHOLDER.sub(value, text), missing


def escape(text: str) -> str:
    """`text` so that it is read as itself."""
    return _OPEN.sub("$$", text)


def name_of(*parts: str) -> str:
    """The name of a variable for the thing that `parts` lead to."""
    words = [_NO_WORD.sub("_", part.upper()).strip("_") for part in parts]
    name = "_".join(word for word in words if word)
    return name if name and not name[0].isdigit() else f"AGENT_{name}".rstrip("_")


def _texts(item: Any, names: tuple[Any, ...], at: Place) -> Iterator[_Found]:
    if isinstance(item, dict):
        for name in names:
            if isinstance(name, str) and isinstance(item.get(name), str):
                yield (*at, name), item, name


def _object(item: Any, name: str) -> dict[str, Any]:
    value = item.get(name) if isinstance(item, dict) else None
    return value if isinstance(value, dict) else {}


def _list(item: Any, name: str) -> list[Any]:
    value = item.get(name) if isinstance(item, dict) else None
    return value if isinstance(value, list) else []
