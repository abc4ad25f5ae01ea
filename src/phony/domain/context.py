"""The context data of a call: dotted keys set and unset, and what changed between two states."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from phony.domain.calls import Call, Direction
from phony.domain.clock import UTC_ZONE
from phony.domain.jsonvalues import same

_MISSING = object()
_BETWEEN_NAMES = re.compile(r"(?<!\\)\.")


@dataclass(slots=True)
class CallContext:
    """What a call starts from: the agent's context with the call's own override merged in.

    `started_at` is the wall time at which the call clock showed 0; it places wall times (an
    edit's `until`, the engine's `expires_at`) on the call clock. `timezone` is where the agent is.
    """

    context_data: dict[str, Any] = field(default_factory=dict)
    notes: str = ""
    system_prompt: str = ""
    version: int = 0
    direction: Direction = Direction.INBOUND
    from_number: str = ""
    to_number: str = ""
    started_at: datetime | None = None
    call_id: str = ""
    timezone: str = UTC_ZONE

    def copy(self) -> CallContext:
        """An independent copy."""
        return copy.deepcopy(self)

    def position_ms(self, wall: datetime) -> float:
        """Where `wall` lies on the call clock; infinitely late without `started_at`."""
        if self.started_at is None:
            return float("inf")
        return (wall - self.started_at).total_seconds() * 1000


def held(call: Call) -> CallContext:
    """What the model of a call holds, as the record has it."""
    return CallContext(
        context_data=call.context_data,
        notes=call.notes,
        # Empty means the agent's own prompt; only an edit replaces it.
        system_prompt=(
            ""
            if call.agent and call.system_prompt == call.agent.system_prompt
            else call.system_prompt
        ),
        version=call.context_version,
        direction=call.direction,
        from_number=call.from_number,
        to_number=call.to_number,
        started_at=call.created_at,
        call_id=call.id,
        timezone=call.timezone,
    )


def merge(base: Mapping[str, Any], override: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with `override` laid over it; nested objects are merged, all else is replaced."""
    merged = dict(base)
    for key, value in override.items():
        old = merged.get(key)
        if isinstance(old, Mapping) and isinstance(value, Mapping):
            merged[key] = merge(old, value)
        else:
            merged[key] = copy.deepcopy(value)
    return merged


def dotted(names: Iterable[str]) -> str:
    """One key for the names that lead to a place."""
    return ".".join(name.replace(".", "\\.") for name in names)


def shown(key: str) -> str:
    """A dotted key as people read it."""
    return key.replace("\\.", ".")


def flatten(data: Mapping[str, Any], *path: str) -> dict[str, Any]:
    """Nested objects as dotted keys: merging them is setting these."""
    flat: dict[str, Any] = {}
    for name, value in data.items():
        if isinstance(value, Mapping) and value:
            flat |= flatten(value, *path, name)
        else:
            flat[dotted((*path, name))] = value
    return flat


def _place_of(data: Mapping[str, Any], key: str) -> list[str]:
    """The names that lead to a dotted key; at each step a name with dots in it comes first.

    A dot that is surely a name's own is written with a backslash.
    """
    if "\\." in key and key not in data:
        return [shown(name) for name in _BETWEEN_NAMES.split(key)]
    names: list[str] = []
    inner: Any = data
    while not (isinstance(inner, Mapping) and key in inner) and "." in key:
        name = next(_literal(inner, key), key.partition(".")[0])
        names.append(name)
        key = key[len(name) + 1 :]
        inner = inner.get(name) if isinstance(inner, Mapping) else None
    return [*names, key]


def _literal(data: Any, key: str) -> Iterator[str]:
    """Names with dots in them that hold an object, and begin the key; the longest first."""
    at = key.rfind(".")
    while at > 0:
        if isinstance(data, Mapping) and isinstance(data.get(key[:at]), Mapping):
            yield key[:at]
        at = key.rfind(".", 0, at)


def lookup(data: Mapping[str, Any], key: str, default: Any = None) -> Any:
    """The value at a dotted key; a literal key with dots in it wins over the path."""
    value: Any = data
    for part in _place_of(data, key):
        if isinstance(value, Mapping) and part in value:
            value = value[part]
        elif isinstance(value, list) and part.isascii() and part.isdigit():
            if int(part) >= len(value):
                return default
            value = value[int(part)]
        else:
            return default
    return value


def apply_edit(
    data: Mapping[str, Any], set_: Mapping[str, Any], unset: Iterable[str] = ()
) -> dict[str, Any]:
    """A copy of `data` with dotted keys set and unset; missing objects on the way are made."""
    result = copy.deepcopy(dict(data))
    for key in unset:
        _remove(result, key)
    for key, value in set_.items():
        _put(result, key, copy.deepcopy(value))
    return result


def before(data: Mapping[str, Any], set_: Iterable[str], unset: Iterable[str]) -> dict[str, Any]:
    """The edit that takes back one of `set_` and `unset`: `{"set": {...}, "unset": [...]}`."""
    old: dict[str, Any] = {}
    new: list[str] = []
    replaced = {key: _replaced(data, key) for key in set_}
    for key in dict.fromkeys((*replaced, *unset)):
        place = replaced.get(key) or key
        value = lookup(data, place, _MISSING)
        if value is _MISSING or _reaches_into_list(data, place):
            new.append(key)
        else:
            old[place] = copy.deepcopy(value)
    return {"set": old, "unset": new}


def _replaced(data: Mapping[str, Any], key: str) -> str | None:
    """The text, number or list on the way to `key` that an object takes the place of."""
    names, place = _place_of(data, key), data
    for depth, name in enumerate(names[:-1], 1):
        if name not in place:
            return None
        place = place[name]
        if not isinstance(place, Mapping):
            # Where that path is a literal key, too, its object is put back as a whole.
            while depth > 1 and ".".join(names[:depth]) in data:
                depth -= 1
            return dotted(names[:depth])
    return None


def _reaches_into_list(data: Mapping[str, Any], key: str) -> bool:
    """Whether `key` can be read, but is an element that no edit sets or unsets."""
    value: Any = data
    for name in _place_of(data, key):
        if isinstance(value, list):
            return True
        value = value.get(name) if isinstance(value, Mapping) else None
    return False


@dataclass(slots=True, frozen=True)
class Difference:
    """One key that differs; `old` or `new` is None where the key is absent."""

    key: str
    change: str  # added | removed | changed
    old: Any = None
    new: Any = None


def diff(old: Mapping[str, Any], new: Mapping[str, Any], prefix: str = "") -> list[Difference]:
    """What differs between two states, by dotted key, in a stable order."""
    found: list[Difference] = []
    for key in sorted(old.keys() | new.keys()):
        path = f"{prefix}{key}"
        if key not in old:
            found.append(Difference(path, "added", None, new[key]))
        elif key not in new:
            found.append(Difference(path, "removed", old[key], None))
        elif isinstance(old[key], Mapping) and isinstance(new[key], Mapping):
            found.extend(diff(old[key], new[key], f"{path}."))
        elif not same(old[key], new[key]):
            found.append(Difference(path, "changed", old[key], new[key]))
    return found


def _put(data: dict[str, Any], key: str, value: Any) -> None:
    *path, last = _place_of(data, key)
    place: Any = data
    for name in path:
        child = place.get(name)
        if not isinstance(child, dict):
            child = place[name] = {}
        place = child
    place[last] = value


def _remove(data: dict[str, Any], key: str) -> None:
    *path, last = _place_of(data, key)
    place: Any = data
    for name in path:
        place = place.get(name) if isinstance(place, dict) else None
    if isinstance(place, dict):
        place.pop(last, None)
