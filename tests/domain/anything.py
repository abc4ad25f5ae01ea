"""Strategies for values of any type that events and actions are made of, from the type hints."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from pydantic import BaseModel

from phony.domain.agents import Transcription, TurnDetection

_NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | _NUMBERS | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
# These have bounds that no type hint says.
_BOUNDED: dict[Any, st.SearchStrategy[Any]] = {
    TurnDetection: st.builds(
        TurnDetection,
        type=st.sampled_from(["server_vad", "semantic_vad"]),
        threshold=st.floats(0, 1),
        prefix_padding_ms=st.integers(0, 5000),
        silence_duration_ms=st.integers(100, 5000),
        eagerness=st.sampled_from(["low", "medium", "high", "auto"]),
        interrupt_response=st.booleans(),
    ),
    Transcription: st.builds(
        Transcription,
        enabled=st.booleans(),
        model=st.text(min_size=1, max_size=20),
        keywords=st.lists(st.text(max_size=8), max_size=3),
    ),
}


@cache
def any_of(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type; every field of a class is drawn, those with defaults as well."""
    origin, args = get_origin(hint), get_args(hint)
    if hint in _BOUNDED:
        return _BOUNDED[hint]
    if hint is Any:
        return JSON
    if origin is Literal:
        return st.sampled_from(args)
    if origin in (Union, types.UnionType):
        return st.one_of([any_of(each) for each in args])
    if origin is list:
        return st.lists(any_of(args[0]), max_size=3)
    if origin is dict:
        return st.dictionaries(st.text(max_size=8), any_of(args[1]), max_size=3)
    if hint is datetime:
        return st.datetimes(timezones=st.just(UTC))
    if hint is int:  # as wide as wires and databases hold them
        return st.integers(-(2**63), 2**63 - 1)
    if hint is float:
        return _NUMBERS
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        own = {
            name: any_of(cast(Any, field.annotation)) for name, field in hint.model_fields.items()
        }
        return st.builds(hint, **own)
    if is_dataclass(hint):
        hints, cls = get_type_hints(hint), cast(Any, hint)
        return st.builds(cls, **{each.name: any_of(hints[each.name]) for each in fields(cls)})
    simple: st.SearchStrategy[Any] = st.from_type(hint)
    return simple
