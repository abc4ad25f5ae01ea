"""Large records are gone through in a process of their own, and the answers are the same."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from fastapi import Response
from tests.support.calls import keep, make_call
from tests.support.control import EXAMPLE

from phony.api.http.large import is_large, made
from phony.aside import LARGE, Aside
from phony.domain.agents import AgentFields
from phony.domain.calls import CallStatus
from phony.service.agents.preview import Preview, preview
from phony.store.database import Database

BIG: dict[str, Any] = {f"key {n}": {"q": f"what is {n}?", "a": "x" * 40} for n in range(1500)}


def test_what_is_large_is_measured_as_json() -> None:
    assert is_large(BIG)
    assert not is_large({}, {"a": 1})
    assert is_large({"a": "x" * (LARGE // 2)}, {"b": "x" * (LARGE // 2)})


async def test_an_answer_is_the_same_wherever_it_is_made() -> None:
    fields = AgentFields.model_validate({"name": "A", "type": "inbound", "system_prompt": "Hi"})
    here = await made(Aside(), False, preview, fields)
    there = await made(Aside(), True, preview, fields)
    assert isinstance(there, Response)
    assert Preview.model_validate_json(bytes(there.body)).system_prompt == "Hi"
    assert isinstance(here, Preview)


async def test_large_agents_and_calls_are_looked_at_as_small_ones_are(
    client: httpx.AsyncClient, database: Database
) -> None:
    body = {**EXAMPLE, "system_prompt": "Hi {{who}}", "context_data": BIG}
    agent = (await client.post("/agents/", json=body)).json()
    path = f"/agents/{agent['id']}"
    look = (await client.get(f"{path}/preview")).json()
    assert (look["missing_variables"], look["instructions_chars"] > LARGE) == (["who"], True)
    with_who = {"context_override": {"who": "Ada"}}
    look = (await client.post(f"{path}/preview", json=with_who)).json()
    assert look["missing_variables"] == []
    changed = {"context_data": {**BIG, "key 0": {"q": "new", "a": 1}}}
    assert (await client.patch(path, json=changed)).status_code == 200
    compared = (await client.get(f"{path}/versions/diff?from=1&to=2")).json()
    places = ["context_data.key 0.q", "context_data.key 0.a"]
    assert [change["path"] for change in compared["changes"]] == places
    call = make_call(status=CallStatus.IN_PROGRESS, context_data=BIG, context_version=3)
    await keep(database, call)
    seen = await client.get(f"/calls/{call.id}/context")
    assert (seen.headers["etag"], seen.json()["context_data"] == BIG) == ('"3"', True)
    change = {"set": {"key 1.q": "?"}}
    shown = (await client.post(f"/calls/{call.id}/edits/preview", json=change)).json()
    assert [c["key"] for c in shown["changes"]] == ["key 1.q"]


@pytest.mark.parametrize(
    ("fault", "status"), [(b'"n": 99999999999999999999999', 422), (b'"n": NaN', 400)]
)
async def test_large_bodies_are_judged_as_small_ones_are(
    client: httpx.AsyncClient, fault: bytes, status: int
) -> None:
    body = b'{"name": "A", "type": "inbound", "context_data": {"t": "%s", %s}}'
    text = body % (b"x" * LARGE, fault)
    headers = {"Content-Type": "application/json"}
    answer = await client.post("/agents/", content=text, headers=headers)
    assert answer.status_code == status
    assert answer.json().get("field") == ("context_data.n" if status == 422 else None)
