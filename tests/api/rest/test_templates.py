from __future__ import annotations

import httpx

from phony.domain.webhooks import new_secret


async def test_templates_make_agents_and_agents_make_templates(
    client: httpx.AsyncClient,
) -> None:
    templates = (await client.get("/templates")).json()["items"]
    assert len(templates) == 7
    for template in templates:
        created = await client.post("/agents/", json=template["fields"])
        assert created.status_code == 201, template["name"]
        preview = (await client.get(f"/agents/{created.json()['id']}/preview")).json()
        blanks = [key for key, value in template["fields"]["context_data"].items() if value == ""]
        assert set(preview["missing_variables"]) <= set(blanks)
    saved = await client.post(
        f"/agents/{created.json()['id']}/template", json={"name": "Mine", "description": "d"}
    )
    assert saved.status_code == 201
    assert saved.json()["fields"]["context_data"]["customer_name"] == ""
    assert len((await client.get("/templates")).json()["items"]) == 8
    assert (await client.delete(f"/templates/{saved.json()['id']}")).status_code == 200
    assert (await client.delete("/templates/receptionist")).status_code == 409
    assert (await client.delete("/templates/nothing")).status_code == 404


async def test_a_template_has_no_secrets_and_makes_agents_all_the_same(
    client: httpx.AsyncClient,
) -> None:
    tool = {
        "name": "book",
        "url": "https://b.example",
        "headers": {"Authorization": "Bearer very-secret"},
        "signing_secret": new_secret(),
    }
    engine = {"url": "wss://x.example/v1", "api_key": "sk-very-secret"}
    agent = {
        "name": "Desk",
        "type": "inbound",
        "tools": {"http": [tool]},
        "fallback": {"engines": [engine]},
    }
    created = (await client.post("/agents/", json=agent)).json()
    saved = await client.post(f"/agents/{created['id']}/template", json={"name": "Mine"})
    assert "very-secret" not in saved.text
    again = await client.post("/agents/", json={**saved.json()["fields"], "name": "Other"})
    assert again.status_code == 201, again.text
    assert again.json()["tools"]["http"][0]["signing_secret"] == ""
