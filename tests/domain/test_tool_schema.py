from __future__ import annotations

from typing import Any

import pytest

from phony.domain.tool_schema import problems


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"type": "object", "properties": {}},
        {"type": "object", "properties": {"a": {"type": ["string", "null"]}}, "required": ["a"]},
        {"type": "object", "properties": {"a": {"type": "array", "items": {"enum": [1, "b"]}}}},
        {"properties": {"a": True, "b": {"$ref": "#/x"}, "c": {"anyOf": [{"type": "string"}]}}},
    ],
)
def test_what_engines_take(schema: dict[str, Any]) -> None:
    assert list(problems(schema)) == []


@pytest.mark.parametrize(
    ("schema", "problem"),
    [
        ({"type": "objekt"}, "type must be one of object, array"),
        ({"properties": {"day": {"type": "date"}}}, "properties.day.type must be one of"),
        ({"properties": {"day": "string"}}, "properties.day must be an object"),
        ({"properties": ["day"]}, "properties must be an object"),
        ({"properties": {"a": {}}, "required": "a"}, "required must be a list of names"),
        ({"properties": {"a": {"enum": "b"}}}, "properties.a.enum must be a list"),
        ({"properties": {"a": {"items": {"type": 1}}}}, "properties.a.items.type must be one of"),
    ],
)
def test_what_engines_refuse(schema: dict[str, Any], problem: str) -> None:
    (found,) = problems(schema)
    assert found.startswith(problem)


def test_depth_is_bounded() -> None:
    schema: dict[str, Any] = {}
    for _ in range(500):
        schema = {"items": schema}
    (found,) = problems(schema)
    assert found.endswith("nested too deep")
