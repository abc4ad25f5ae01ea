from typing import Any

import httpx
from tests.support.calls import keep, make_call

from phony.domain.bills import CallCost
from phony.store.database import Database


async def test_prices_are_seen_changed_and_put_back(client: httpx.AsyncClient) -> None:
    before = (await client.get("/prices")).json()
    assert before["table"]["models"]["gpt-realtime-2.1"]["audio_out"] == 64
    assert (before["changes"], before["version"], before["from_file"]) == ({}, 0, False)
    assert before["stale"] == (before["age_days"] > 90)
    change = {"dated": "2026-11-01", "models": {"gpt-realtime-2.1": {"audio_out": 60}}}
    answer = await client.put("/prices", json=change, headers={"If-Match": '"0"'})
    assert answer.status_code == 200
    assert answer.headers["etag"] == '"1"'
    assert answer.json()["table"]["models"]["gpt-realtime-2.1"]["audio_out"] == 60
    assert answer.json()["changes"] == change
    assert answer.json()["base"] == before["table"]
    late = await client.put("/prices", json={}, headers={"If-Match": '"0"'})
    assert (late.status_code, late.json()["details"]) == (409, {"version": 1, "based_on": 0})
    back = await client.put("/prices", json={})
    assert back.json()["table"] == before["table"]
    audit = (await client.get("/audit")).json()
    assert {entry["action"] for entry in audit["items"]} == {"prices.change"}


BAD: list[tuple[Any, str | None]] = [
    ({"models": {"gpt-realtime-2.1": {"audio_out": -1}}}, "models.gpt-realtime-2.1.audio_out"),
    ({"models": {"x": {}}}, "models.x.audio_in"),
    ({"carrier": {"outbound": {"+1": "free"}}}, "carrier.outbound.+1"),
    ({"$set": {}}, "$set"),
    ({"dated": {"$gt": ""}}, "dated"),
    ([], None),
    ("text", None),
    (None, None),
]


async def test_bad_prices_name_their_field(client: httpx.AsyncClient) -> None:
    for body, field in BAD:
        answer = await client.put("/prices", json=body)
        assert answer.status_code == 422, (body, answer.text)
        if field is not None:
            assert answer.json()["field"] == field
    assert (await client.get("/prices")).json()["version"] == 0


async def test_limits_of_the_organization(database: Database, client: httpx.AsyncClient) -> None:
    await keep(database, make_call(cost=CallCost(total_usd=1.25)))
    assert (await client.get("/limits")).json() == {"per_day_usd": None, "spent_today_usd": 1.25}
    answer = await client.put("/limits", json={"per_day_usd": 20})
    assert answer.json() == {"per_day_usd": 20.0, "spent_today_usd": 1.25}
    bad: list[object] = [
        {"per_day_usd": 0},
        {"per_day_usd": -1},
        {"per_day_usd": "a"},
        {"x": 1},
        [],
    ]
    for body in bad:
        assert (await client.put("/limits", json=body)).status_code == 422
    assert (await client.put("/limits", json={"per_day_usd": None})).json()["per_day_usd"] is None
