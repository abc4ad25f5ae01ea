"""Pages, filters and versions: what every list takes, and what it refuses."""

from __future__ import annotations

import httpx
import pytest
from fastapi.routing import APIRoute
from tests.support.control import EXAMPLE

from phony.api.http.deps import query_names
from phony.api.routers import ROUTERS


@pytest.mark.parametrize(
    "query",
    [
        "type[$ne]=inbound",
        "name[$gt]=",
        "enabled[$exists]=true",
        "unknown=1",
    ],
)
async def test_operators_and_misspelt_filters_are_refused_by_name(
    client: httpx.AsyncClient, query: str
) -> None:
    await client.post("/agents/", json=EXAMPLE)
    answer = await client.get(f"/agents/?limit=5&{query}")
    assert answer.status_code == 422
    assert answer.json()["field"] == query.partition("=")[0]
    assert "name" in answer.json()["cure"]  # what there is
    assert (await client.get(f"/health/live?{query}")).status_code == 200  # a probe's own affair


async def test_every_documented_parameter_is_known(client: httpx.AsyncClient) -> None:
    paths = (await client.get("/openapi.json")).json()["paths"]
    seen = 0
    routes = [route for router in ROUTERS for route in router.routes]
    for route in routes:
        if not isinstance(route, APIRoute) or route.path not in paths:
            continue
        for method in {name.lower() for name in route.methods or ()} & set(paths[route.path]):
            documented = [
                parameter["name"]
                for parameter in paths[route.path][method].get("parameters", [])
                if parameter["in"] == "query"
            ]
            assert sorted(set(query_names(route.dependant))) == sorted(documented), route.path
            seen += len(documented)
    assert seen > 40


@pytest.mark.parametrize(
    "query",
    [
        'type={"$ne":null}',
        "limit=0",
        "limit=-1",
        "limit=99999999999999999999999",
        "limit=abc",
        "limit=1e9",
        "enabled=perhaps",
        "phone_number=+1%00",
        "sort=$where",
        "sort=_id",
        "cursor=AAAA",
        "cursor=bzk5OTk5OTk5OTk5",
        "name=" + "x" * 500,
    ],
)
async def test_bad_queries_are_refused(client: httpx.AsyncClient, query: str) -> None:
    answer = await client.get(f"/agents/?{query}")
    assert answer.status_code == 422
    assert answer.json()["field"] == query.split("=")[0]


@pytest.mark.parametrize("name", ["%00", "a%00b", "%ff%fe", "(((", "[", "\\", "🦊", "*", "$"])
async def test_any_text_may_be_searched(client: httpx.AsyncClient, name: str) -> None:
    await client.post("/agents/", json=EXAMPLE)
    answer = await client.get(f"/agents/?name={name}")
    assert answer.status_code == 200


async def test_every_list_with_a_next_page_can_be_asked_for_it(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    lists = 0
    for path, operations in document["paths"].items():
        content = operations.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        name = content.get("application/json", {}).get("schema", {}).get("$ref", "").split("/")[-1]
        shape = document["components"]["schemas"].get(name, {}).get("properties", {})
        if "next_cursor" in shape:
            lists += 1
            takes = {parameter["name"] for parameter in operations["get"]["parameters"]}
            assert {"limit", "cursor"} <= takes, path
    assert lists > 8
    first = (await client.get("/templates", params={"limit": 3})).json()
    rest = (await client.get("/templates", params={"cursor": first["next_cursor"]})).json()
    assert (len(first["items"]), len(rest["items"]), rest["next_cursor"]) == (3, 4, None)
