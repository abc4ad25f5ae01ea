"""Whatever is sent, the answer is a problem document that names the field, and never a 500."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.control import EXAMPLE

JSON = {"Content-Type": "application/json"}


def nested(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {"end": 1}
    for _ in range(depth - 1):
        value = {"down": value}
    return value


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        (b"{", 400, None),
        (b"", 422, None),
        (b"not json", 400, None),
        (b'{"name": NaN}', 400, None),
        (b'{"name": "A", "type": "inbound", "speed": Infinity}', 400, None),
        (b'\xff\xfe{"name": 1}', 400, None),
        (b'{"name": "\xff"}', 400, None),
        (b"[1, 2]", 422, None),
        (b'"text"', 422, None),
        (b"null", 422, None),
        (b"{}", 422, "name"),
        (b'{"name": "A"}', 422, "type"),
        (b'{"name": "A", "type": "sideways"}', 422, "type"),
        (b'{"name": 7, "type": "inbound"}', 422, "name"),
        (b'{"name": "", "type": "inbound"}', 422, "name"),
        (b'{"name": "   ", "type": "inbound"}', 422, "name"),
        (b'{"name": "a\\nb", "type": "inbound"}', 422, "name"),
        (b'{"name": "a\\u0007", "type": "inbound"}', 422, "name"),
        (b'{"name": "a\\u0000", "type": "inbound"}', 422, "name"),
        (b'{"name": "\\ud800", "type": "inbound"}', 422, "name"),
        (b'{"name": "A", "type": "inbound", "color": "red"}', 422, "color"),
        (b'{"name": "A", "type": "inbound", "phone_number": "12345"}', 422, "phone_number"),
        (b'{"name": "A", "type": "inbound", "phone_number": "+"}', 422, "phone_number"),
        (b'{"name": "A", "type": "inbound", "phone_number": "call me"}', 422, "phone_number"),
        (b'{"name": "A", "type": "inbound", "phone_number": 18578167225}', 422, "phone_number"),
        (b'{"name": "A", "type": "inbound", "phone_number": {"$gt": ""}}', 422, "phone_number"),
        (b'{"name": {"$ne": null}, "type": "inbound"}', 422, "name"),
        (b'{"name": "A", "type": "inbound", "context_data": []}', 422, "context_data"),
        (b'{"name": "A", "type": "inbound", "context_data": "x"}', 422, "context_data"),
        (
            b'{"name": "A", "type": "inbound", "context_data": {"n": 9223372036854775808}}',
            422,
            "context_data.n",
        ),
        (
            b'{"name": "A", "type": "inbound", "context_data": {"n": 1e999}}',
            422,
            "context_data.n",
        ),
        (
            b'{"name": "A", "type": "inbound", "context_data": {"n": 1' + b"0" * 5000 + b"}}",
            400,
            None,
        ),
        (
            b'{"name": "A", "type": "inbound", "context_data": {"a": {"b\\u0000": 1}}}',
            422,
            "context_data.a",
        ),
        (b'{"name": "A", "type": "inbound", "speed": 99}', 422, "speed"),
        (b'{"name": "A", "type": "inbound", "speed": "fast"}', 422, "speed"),
        (b'{"name": "A", "type": "inbound", "max_duration_s": 1e300}', 422, "max_duration_s"),
        (b'{"name": "A", "type": "inbound", "language": "$where"}', 422, "language"),
        (
            b'{"name": "A", "type": "inbound", "turn_detection": {"threshold": 2}}',
            422,
            "turn_detection.threshold",
        ),
        (
            b'{"name": "A", "type": "inbound", "tools": {"transfer_targets": {"boss": "home"}}}',
            422,
            "tools.transfer_targets.boss",
        ),
        (
            b'{"name":"A","type":"inbound","tools":{"http":[{"name":"x","url":"file:///etc/passwd"}]}}',
            422,
            "tools.http.0.url",
        ),
        (b"[" * 100_000, 422, None),
        (b'{"a":' * 100_000, 422, None),
    ],
)
async def test_bad_bodies_are_named(
    client: httpx.AsyncClient, body: bytes, status: int, field: str | None
) -> None:
    answer = await client.post("/agents/", content=body, headers=JSON)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem.get("field") == field
    assert (await client.get("/agents/")).json()["total"] == 0


@pytest.mark.parametrize("size", [(1 << 20) + 1, 5 << 20])
async def test_bodies_over_a_mebibyte_are_refused(client: httpx.AsyncClient, size: int) -> None:
    body = b'{"name": "' + b"a" * size + b'"}'
    answer = await client.post("/agents/", content=body, headers=JSON)
    assert answer.status_code == 413

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 65536):
            yield body[start : start + 65536]

    chunked = await client.post("/agents/", content=pieces(), headers=JSON)
    assert (chunked.status_code, chunked.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded", "x"])
async def test_other_types_of_body_are_refused(client: httpx.AsyncClient, kind: str) -> None:
    answer = await client.post(
        "/agents/", content=json.dumps(EXAMPLE), headers={"Content-Type": kind}
    )
    assert answer.status_code == 415
    assert answer.json()["field"] == "Content-Type"


async def test_ten_thousand_keys_are_kept(client: httpx.AsyncClient) -> None:
    context = {f"key_{n}": f"value {n}" for n in range(10_000)}
    answer = await client.post("/agents/", json={**EXAMPLE, "context_data": context})
    assert answer.status_code == 201
    agent = await client.get(f"/agents/{answer.json()['id']}")
    assert agent.json()["context_data"] == context


async def test_sixty_levels_are_kept_and_a_hundred_refused(client: httpx.AsyncClient) -> None:
    context = nested(60)
    answer = await client.post("/agents/", json={**EXAMPLE, "context_data": context})
    assert answer.status_code == 201
    agent = await client.get(f"/agents/{answer.json()['id']}")
    assert agent.json()["context_data"] == context
    diff = await client.patch(
        f"/agents/{answer.json()['id']}/context", json={"set": {"down.down.x": 1}}
    )
    assert diff.status_code == 200
    deep = await client.post(
        "/agents/", json={**EXAMPLE, "phone_number": None, "context_data": nested(100)}
    )
    assert deep.status_code == 422
    assert deep.json()["field"] == "context_data"


async def test_a_context_beyond_its_limit_is_refused(client: httpx.AsyncClient) -> None:
    context = {"big": "x" * (600 << 10)}
    answer = await client.post("/agents/", json={**EXAMPLE, "context_data": context})
    assert (answer.status_code, answer.json()["field"]) == (422, "context_data")
    agent = (await client.post("/agents/", json=EXAMPLE)).json()
    url = f"/agents/{agent['id']}/context"
    half = {"set": {"a": "x" * (300 << 10)}}
    assert (await client.patch(url, json=half)).status_code == 200
    more = await client.patch(url, json={"set": {"b": "x" * (300 << 10)}})
    assert (more.status_code, more.json()["field"]) == (422, "context_data")


HOSTILE: dict[str, Any] = {
    "$gt": "",
    "$where": "sleep(1000)",
    "a.b": 1,
    "": "empty",
    ".": "dot",
    "$": "dollar",
    "%24ref": "escaped already",
    "dbref": {"$ref": "agents", "$id": 1, "$db": "admin"},
    "broken dbref": {"$ref": 1},
    "oid": {"$oid": "507f1f77bcf86cd799439011"},
    "list": [{"$ne": None}, [{"$in": [1]}]],
    "__proto__": {"x": 1},
    "_id": "mine",
    "emoji": "👩‍👩‍👧‍👦 héllo",
    "rtl": "שלום عليكم",
    "bidi": "\u202eabc",
    "control": "bell \u0007 escape \u001b[31m",
    "html": "<script>alert(1)</script>",
    "big": 9223372036854775807,
    "small": -9223372036854775808,
    "float": 1.5,
    "deep": {"a": {"b": {"c": None}}},
    "long key " + "k" * 2000: True,
}


async def test_hostile_context_is_only_data(client: httpx.AsyncClient) -> None:
    answer = await client.post("/agents/", json={**EXAMPLE, "context_data": HOSTILE})
    assert answer.status_code == 201
    url = f"/agents/{answer.json()['id']}"
    assert (await client.get(url)).json()["context_data"] == HOSTILE
    version = (await client.get(f"{url}/versions/1")).json()
    assert version["fields"]["context_data"] == HOSTILE
    edited = await client.patch(f"{url}/context", json={"set": {"$set": {"$inc": {"version": 5}}}})
    assert edited.status_code == 200
    changed = edited.json()["agent"]
    assert changed["version"] == 2
    assert changed["context_data"] == {**HOSTILE, "$set": {"$inc": {"version": 5}}}
    diff = await client.get(f"{url}/versions/diff", params={"from": 1, "to": 2})
    assert diff.status_code == 200
    assert (await client.get(f"{url}/preview")).status_code == 200
    exported = await client.get("/agents/export")
    again = await client.post(
        "/agents/import?dry_run=true",
        content=exported.content,
        headers={"Content-Type": "application/yaml"},
    )
    assert again.status_code == 200, again.text
    assert again.json()["unchanged"] == 1


@pytest.mark.parametrize(
    "path",
    [
        "/agents/nope",
        "/agents/%00",
        "/agents/..%2f..%2fetc%2fpasswd",
        "/agents/%7B%22$gt%22:%22%22%7D",
        "/agents/🦊",
        "/agents/" + "x" * 90,
        "/numbers/%2B19999999999",
        "/agents/nope/versions",
        "/agents/nope/versions/1",
        "/agents/nope/preview",
        "/nothing/here",
    ],
)
async def test_what_is_not_there_is_404(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_too_long_ids_and_wrong_versions_are_422(client: httpx.AsyncClient) -> None:
    for path in (
        "/agents/" + "x" * 5000,
        "/agents/a/versions/0",
        "/agents/a/versions/x",
        "/agents/a/versions/99999999999999999999",
        "/agents/a/versions/diff?from=1",
    ):
        assert (await client.get(path)).status_code == 422, path


async def test_wrong_methods_name_the_right_ones(client: httpx.AsyncClient) -> None:
    answer = await client.delete("/agents/")
    assert answer.status_code == 405
    assert answer.json()["code"] == "method_not_allowed"
    assert answer.headers["allow"] == "GET, POST"


async def test_oversized_headers_are_refused(client: httpx.AsyncClient) -> None:
    answer = await client.get("/agents/", headers={"X-Big": "x" * 40_000})
    assert answer.status_code == 431


async def test_what_was_sent_is_not_echoed(client: httpx.AsyncClient) -> None:
    secret = "sk-very-secret"
    answers = [
        await client.post("/session", json={"api_key": {"x": secret}}),
        await client.post("/agents/", json={"name": "A", "type": secret}),
        await client.post("/agents/", json={"name": "A", "type": "inbound", "speed": secret}),
        await client.post("/keys", json={"name": "A", "scope": secret}),
    ]
    for answer in answers:
        assert answer.status_code in (401, 422)
        assert secret not in answer.text


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4)
    ),
    max_leaves=20,
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(context=st.dictionaries(st.text(max_size=10), JSON_VALUES, max_size=6))
async def test_any_context_comes_back_or_is_refused(
    client: httpx.AsyncClient, context: dict[str, Any]
) -> None:
    answer = await client.post(
        "/agents/", json={"name": "H", "type": "outbound", "context_data": context}
    )
    assert answer.status_code in (201, 422)
    if answer.status_code == 201:
        agent = await client.get(f"/agents/{answer.json()['id']}")
        assert agent.json()["context_data"] == context


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(body=st.binary(max_size=200) | JSON_VALUES.map(lambda value: json.dumps(value).encode()))
async def test_no_body_is_a_500(client: httpx.AsyncClient, body: bytes) -> None:
    for method, path in (("POST", "/agents/"), ("PATCH", "/agents/x"), ("POST", "/agents/import")):
        answer = await client.request(method, path, content=body, headers=JSON)
        assert answer.status_code < 500
