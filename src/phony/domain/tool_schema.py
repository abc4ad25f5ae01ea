"""Whether a JSON Schema of a tool's parameters is one: engines refuse the session otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")
_MAX_DEPTH = 20


def problems(schema: Any, place: str = "", depth: int = 0) -> Iterator[str]:
    """What is wrong with it, each with its place in it; what is not known here may stand."""
    at = place or "it"
    if not isinstance(schema, dict):
        yield f"{at} must be an object"
        return
    if depth > _MAX_DEPTH:
        yield f"{at} is nested too deep"
        return
    kinds = schema.get("type")
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if kind is not None and kind not in _TYPES:
            yield f"{_in(place, 'type')} must be one of {', '.join(_TYPES)}"
    required = schema.get("required", [])
    properties = schema.get("properties", {})
    if not isinstance(properties, dict):
        yield f"{_in(place, 'properties')} must be an object"
        properties = {}
    if not isinstance(required, list) or any(not isinstance(name, str) for name in required):
        yield f"{_in(place, 'required')} must be a list of names"
    if not isinstance(schema.get("enum", []), list):
        yield f"{_in(place, 'enum')} must be a list"
    if "items" in schema:
        yield from problems(schema["items"], _in(place, "items"), depth + 1)
    for name, inner in properties.items():
        if not isinstance(inner, bool):
            yield from problems(inner, _in(place, f"properties.{name}"), depth + 1)


def _in(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
