"""What holds for all agents of the organization, over REST."""

from __future__ import annotations

import httpx


async def test_the_time_zone_is_seen_changed_and_refused(client: httpx.AsyncClient) -> None:
    before = (await client.get("/settings")).json()
    assert (before["timezone"], before["version"]) == ("UTC", 0)
    answer = await client.put(
        "/settings", json={"timezone": "america/los_angeles"}, headers={"If-Match": '"0"'}
    )
    assert answer.status_code == 200
    assert answer.headers["etag"] == '"1"'
    assert answer.json()["timezone"] == "America/Los_Angeles"
    assert answer.json()["local_time"][-6:] in ("-08:00", "-07:00")
    late = await client.put("/settings", json={}, headers={"If-Match": '"0"'})
    assert late.status_code == 409
    wrong = await client.put("/settings", json={"timezone": "Berlin"})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "timezone")
    assert "Europe/Berlin" in wrong.json()["detail"]
    audit = (await client.get("/audit")).json()
    assert audit["items"][0]["action"] == "settings.change"


async def test_an_agents_texts_are_told_at_its_own_hour(client: httpx.AsyncClient) -> None:
    agent = {"name": "A", "type": "inbound", "language": "de", "timezone": "Asia/Tokyo"}
    agent["greeting_message"] = "Es ist {{weekday}} in {{timezone}}, {{who}}!"
    shown = (await client.post("/agents/preview", json={"agent": agent})).json()
    assert "tag in Asia/Tokyo!" in shown["greeting_message"]
    assert shown["built_in"]["timezone"] == "Asia/Tokyo"
    assert shown["missing_variables"] == ["who"]
    assert shown["sentences"]["still_there"] == "Sind Sie noch da?"
    assert shown["size"]["tokens"] > 0
    assert [notice["code"] for notice in shown["warnings"]] == ["missing_variables"]
    created = await client.post("/agents/", json=agent)
    assert created.json()["size"] == shown["size"]
    assert created.json()["warnings"][0]["field"] == "greeting_message"
    refused = await client.post("/agents/", json={**agent, "language": "xx"})
    assert (refused.status_code, refused.json()["field"]) == (422, "language")
