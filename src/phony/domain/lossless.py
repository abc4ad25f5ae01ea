"""One lossless form of events and actions: JSON-able dicts, tagged by kind.

`from_dict(to_dict(what)) == what` for every member of both unions. Audio is base64 text. Values
whose type is `Any` (context data, usage) are JSON already and stand as they are. A field that has
a default may be missing; anything that is not known is refused.
"""

from __future__ import annotations

import re
import types
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ValidationError

from phony.domain.actions import Action
from phony.domain.errors import Invalid
from phony.domain.events import Event

TYPE = "type"  # the tag
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class _Form:
    """How values of one type are written, and read again; `read` gets the path for errors."""

    write: Callable[[Any], Any] | None  # None: as they are
    read: Callable[[Any, str], Any]


def to_dict(what: Event | Action, *, but: frozenset[str] = frozenset()) -> dict[str, Any]:
    """An event or action as a dict; the fields named in `but` are left out, and lost."""
    kind: type = type(what)
    written: dict[str, Any] = {TYPE: kind_of(kind)}
    for name, form in _forms(kind).items():
        if name not in but:
            value = getattr(what, name)
            written[name] = value if form.write is None else form.write(value)
    return written


def from_dict(data: Any) -> Event | Action:
    """The event or action that `to_dict` wrote.

    Raises:
        Invalid: the kind or a field is unknown, a field is missing, or a value is no such value.
    """
    what: Event | Action = _read_tagged(_kinds(), data, "")
    return what


@cache
def kind_of(cls: Any) -> str:
    """The tag of a class: `CallerSpeechStarted` is `caller_speech_started`."""
    return _CAMEL.sub("_", cls.__name__).lower()


@cache
def _kinds() -> Mapping[str, type]:
    return {kind_of(cls): cls for union in (Event, Action) for cls in get_args(union)}


# ---- dataclasses -------------------------------------------------------------------------


@cache
def _forms(cls: Any) -> dict[str, _Form]:
    hints = get_type_hints(cls)
    return {field.name: _form(hints[field.name]) for field in fields(cls)}


def _write_fields(value: Any) -> dict[str, Any]:
    written = {}
    cls: Any = type(value)
    for name, form in _forms(cls).items():
        item = getattr(value, name)
        written[name] = item if form.write is None else form.write(item)
    return written


def _write_tagged(value: Any) -> dict[str, Any]:
    cls: Any = type(value)
    return {TYPE: kind_of(cls), **_write_fields(value)}


def _read_tagged(kinds: Mapping[str, type], data: Any, at: str) -> Any:
    if not isinstance(data, dict):
        raise _wrong(at, "an object", data)
    rest = dict(data)
    kind = rest.pop(TYPE, None)
    cls = kinds.get(kind) if isinstance(kind, str) else None
    if cls is None:
        raise Invalid(f"unknown kind {kind!r:.80}", field=_path(at, TYPE))
    return _read_fields(cls, rest, at)


def _read_fields(cls: Any, data: Any, at: str) -> Any:
    if not isinstance(data, dict):
        raise _wrong(at, "an object", data)
    forms = _forms(cls)
    if unknown := [str(name) for name in data if name not in forms]:
        raise Invalid(f"{kind_of(cls)} has no such field", field=_path(at, unknown[0][:80]))
    for field in fields(cls):
        optional = field.default is not MISSING or field.default_factory is not MISSING
        if field.name not in data and not optional:
            raise Invalid(f"{kind_of(cls)} needs this field", field=_path(at, field.name))
    return cls(**{name: forms[name].read(value, _path(at, name)) for name, value in data.items()})


# ---- values ------------------------------------------------------------------------------


@cache
def _form(hint: Any) -> _Form:
    """The form of a field by its type."""
    origin = get_origin(hint)
    if hint is Any:
        return _Form(None, lambda value, at: value)
    if origin in (Union, types.UnionType):
        return _union(get_args(hint))
    if origin is list:
        return _list(_form(get_args(hint)[0]))
    if origin is dict:
        return _dict(_form(get_args(hint)[1]))
    if hint is bytes:
        return _Form(lambda value: b64encode(value).decode(), _read_bytes)
    if hint in (str, int, float, bool):
        return _scalar(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _Form(lambda value: value.value, lambda value, at: _read_enum(hint, value, at))
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return _model(hint)
    if is_dataclass(hint):
        return _Form(_write_fields, lambda value, at: _read_fields(hint, value, at))
    raise TypeError(f"no lossless form for {hint!r}")


def _union(members: tuple[Any, ...]) -> _Form:
    """A value or None, or one of several dataclasses, which are tagged."""
    others = [each for each in members if each is not type(None)]
    optional = len(others) < len(members)
    if len(others) == 1:
        inner = _form(others[0])
    elif all(is_dataclass(each) for each in others):
        kinds = {kind_of(each): each for each in others}
        inner = _Form(_write_tagged, lambda value, at: _read_tagged(kinds, value, at))
    else:
        raise TypeError(f"no lossless form for a choice of {others!r}")
    if not optional:
        return inner
    write = inner.write
    return _Form(
        None if write is None else lambda value: None if value is None else write(value),
        lambda value, at: None if value is None else inner.read(value, at),
    )


def _list(item: _Form) -> _Form:
    write = item.write

    def read(value: Any, at: str) -> list[Any]:
        if not isinstance(value, list):
            raise _wrong(at, "a list", value)
        return [item.read(each, _path(at, str(place))) for place, each in enumerate(value)]

    return _Form(None if write is None else lambda value: [write(each) for each in value], read)


def _dict(item: _Form) -> _Form:
    write = item.write

    def read(value: Any, at: str) -> dict[str, Any]:
        if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
            raise _wrong(at, "an object", value)
        return {name: item.read(each, _path(at, name)) for name, each in value.items()}

    def write_items(value: dict[str, Any]) -> dict[str, Any]:
        assert write is not None
        return {name: write(each) for name, each in value.items()}

    return _Form(None if write is None else write_items, read)


def _scalar(cls: type) -> _Form:
    accepted = (int, float) if cls is float else (cls,)

    def read(value: Any, at: str) -> Any:
        if type(value) not in accepted:
            raise _wrong(at, cls.__name__, value)
        return value

    return _Form(None, read)


def _model(cls: type[BaseModel]) -> _Form:
    def read(value: Any, at: str) -> BaseModel:
        try:
            return cls.model_validate(value, extra="forbid")
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            path = ".".join(str(part) for part in first["loc"])
            raise Invalid(f"no {cls.__name__}: {first['msg']}", field=_path(at, path)) from error

    return _Form(lambda value: value.model_dump(mode="json"), read)


def _read_enum(cls: type[Enum], value: Any, at: str) -> Enum:
    try:
        return cls(value)
    except ValueError:
        raise _wrong(at, cls.__name__, value) from None


def _read_bytes(value: Any, at: str) -> bytes:
    if not isinstance(value, str):
        raise _wrong(at, "base64 text", value)
    try:
        return b64decode(value, validate=True)
    except ValueError:
        raise _wrong(at, "base64 text", value) from None


# ---- errors ------------------------------------------------------------------------------


def _path(at: str, name: str) -> str:
    return f"{at}.{name}".strip(".")


def _wrong(at: str, wanted: str, value: Any) -> Invalid:
    return Invalid(f"{wanted} expected, not {value!r:.80}", field=at or None)
