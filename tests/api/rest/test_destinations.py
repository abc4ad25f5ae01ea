from __future__ import annotations

from typing import Any

import httpx
import pytest
from tests.support.calls import keep, make_call
from tests.support.control import EXAMPLE

from phony.domain.calls import CallStatus
from phony.domain.destinations import NEW_PER_DAY
from phony.store.database import Database

SAFE: dict[str, Any] = {
    "kinds": [],
    "prefixes": [],
    "countries": None,
    "new_per_day": NEW_PER_DAY,
}


async def test_the_rules_are_seen_and_changed(client: httpx.AsyncClient) -> None:
    before = await client.get("/destinations")
    known = before.json().pop("known_countries")
    assert {"US", "GB"} < set(known)
    assert before.json() == {**SAFE, "new_today": 0, "version": 0, "known_countries": known}
    rules = {"kinds": ["satellite"], "prefixes": ["+1900"], "countries": ["US"], "new_per_day": 5}
    answer = await client.put("/destinations", json=rules, headers={"If-Match": '"0"'})
    assert (answer.json(), answer.headers["etag"]) == (
        {**rules, "new_today": 0, "version": 1, "known_countries": known},
        '"1"',
    )
    late = await client.put("/destinations", json={}, headers={"If-Match": '"0"'})
    assert late.status_code == 409
    assert (await client.put("/destinations", json={})).json().items() >= SAFE.items()
    audit = (await client.get("/audit")).json()
    assert {entry["action"] for entry in audit["items"]} == {"destinations.change"}


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        ({"kinds": ["cheap"]}, "kinds.0"),
        ({"prefixes": ["1900"]}, "prefixes.0"),
        ({"countries": ["USA"]}, "countries.0"),
        ({"countries": ["US", "UK"]}, "countries.1"),
        ({"new_per_day": -1}, "new_per_day"),
        ({"all": True}, "all"),
    ],
)
async def test_rules_that_mean_nothing_name_their_field(
    client: httpx.AsyncClient, rules: dict[str, Any], field: str
) -> None:
    answer = await client.put("/destinations", json=rules)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


async def test_what_is_refused_says_how_to_allow_it(
    client: httpx.AsyncClient, database: Database
) -> None:
    live = make_call(status=CallStatus.IN_PROGRESS, worker_id="w2")
    await keep(database, live)
    agent = {**EXAMPLE, "type": "outbound", "phone_number": "+18578167225"}
    agent_id = (await client.post("/agents/", json=agent)).json()["id"]
    await client.put("/destinations", json={"new_per_day": 0})
    ways = {
        f"/calls/{live.id}/transfer": {},
        f"/calls/{live.id}/warm-transfer": {"summary": ""},
        "/agents/call/outbound": {"agent_id": agent_id},
    }
    for number, status, code, word in [
        ("+19005551234", 422, "invalid", "kinds"),
        ("+18578160001", 409, "too_many_new_destinations", "new_per_day"),
    ]:
        for path, body in ways.items():
            refused = await client.post(path, json={**body, "to_number": number})
            problem = refused.json()
            assert (refused.status_code, problem["code"], problem["field"]) == (
                status,
                code,
                "to_number",
            ), path
            assert word in problem["cure"]
            assert "PUT /destinations" in problem["cure"]
    assert (await client.get(f"/calls/{live.id}/commands")).json()["total"] == 0
