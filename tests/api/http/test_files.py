"""Files come in their own type, and in one that every generated client knows."""

from __future__ import annotations

import httpx
import pytest
from tests.support.control import EXAMPLE


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "application/yaml"),
        ("application/yaml, text/plain", "application/yaml"),
        ("text/plain", "text/plain; charset=utf-8"),
    ],
)
async def test_an_export_comes_as_asked_for(
    client: httpx.AsyncClient, accept: str, kind: str
) -> None:
    answer = await client.get("/agents/export", headers={"Accept": accept})
    assert answer.headers["content-type"] == kind
    assert "agents:" in answer.text


@pytest.mark.parametrize("as_text", [False, True])
async def test_an_import_takes_json_and_the_text_that_clients_make_of_a_file(
    client: httpx.AsyncClient, as_text: bool
) -> None:
    body: object = {"agents": [EXAMPLE]}
    if as_text:
        await client.post("/agents/", json=EXAMPLE)
        body = (await client.get("/agents/export")).text
    answer = await client.post("/agents/import", json=body, params={"dry_run": True})
    assert answer.status_code == 200, answer.text


async def test_every_answer_has_a_schema_of_a_type_that_generators_know(
    client: httpx.AsyncClient,
) -> None:
    document = (await client.get("/openapi.json")).json()
    known = ("application/json", "application/problem+json", "text/", "application/octet-stream")
    for path, methods in document["paths"].items():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                content = answer.get("content", {})
                assert all("schema" in each for each in content.values()), (path, status)
                assert not content or any(kind.startswith(known) for kind in content), path
            kinds = operation.get("requestBody", {}).get("content", {})
            assert not kinds or "application/json" in kinds, path
    assert document["servers"] == [{"url": "/", "description": "Where this document is."}]


async def test_every_example_of_the_document_meets_its_schema(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    for name, schema in document["components"]["schemas"].items():
        for example in schema.get("examples", []):
            assert set(schema.get("required", [])) <= example.keys(), name
            assert example.keys() <= schema["properties"].keys(), name
