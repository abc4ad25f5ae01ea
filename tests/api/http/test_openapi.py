from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx


async def test_the_openapi_document_is_complete(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    operations = [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    ids = [operation["operationId"] for _, _, operation in operations]
    assert len(ids) == len(set(ids))
    tags = {tag["name"] for tag in document["tags"]}
    for path, method, operation in operations:
        assert operation.get("summary"), path
        assert operation.get("description"), path
        assert set(operation["tags"]) <= tags, path
        assert "application/problem+json" in operation["responses"]["422"]["content"], path
        if not path.startswith(("/health", "/session")):
            assert operation["security"], (path, method)
            assert operation["x-scope"] in ("read", "operate", "admin")
    assert "HTTPValidationError" not in document["components"]["schemas"]


def described(node: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every property and parameter of a document, and what is said of it."""
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from described(item, f"{place}[{index}]")
    if not isinstance(node, dict):
        return
    properties = node.get("properties")
    if isinstance(properties, dict):
        for name, schema in properties.items():
            yield f"{place}.{name}", schema.get("description", "")
    if {"name", "in", "schema"} <= set(node):
        yield f"{place} {node['name']}", node.get("description", "")
    for name, value in node.items():
        if name not in ("example", "examples", "default"):
            yield from described(value, f"{place}/{name}")


def said_of_itself(place: str, text: str) -> bool:
    """Whether a description only repeats the name, or is no sentence."""
    name = re.split(r"[./ ]", place)[-1]
    words = re.findall(r"[a-z]+", text.lower())
    of_name = set(re.findall(r"[a-z]+", name.lower())) | {"the", "a", "an", "of", "s"}
    return not text.endswith((".", ":", "?")) or len(words) < 2 or set(words) <= of_name


async def test_every_field_and_parameter_is_described(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    found = list(described(document, ""))
    assert len(found) > 1000
    assert [place for place, text in found if not text] == []
    assert [(place, text) for place, text in found if said_of_itself(place, text)] == []
    schemas = document["components"]["schemas"]
    assert [name for name, schema in schemas.items() if not schema.get("description")] == []


def test_a_name_repeated_is_no_description() -> None:
    assert said_of_itself("Call.agent_id", "The agent id.")
    assert said_of_itself("Call.agent_id", "Which agent talks")
    assert not said_of_itself("Call.agent_id", "The agent that talks.")
