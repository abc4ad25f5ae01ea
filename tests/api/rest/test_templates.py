from __future__ import annotations

import httpx


async def test_templates_make_agents_and_agents_make_templates(
    client: httpx.AsyncClient,
) -> None:
    templates = (await client.get("/templates")).json()["items"]
    assert len(templates) == 7
    for template in templates:
        created = await client.post("/agents/", json=template["fields"])
        assert created.status_code == 201, template["name"]
        preview = (await client.get(f"/agents/{created.json()['id']}/preview")).json()
        assert preview["missing_variables"] == []
    saved = await client.post(
        f"/agents/{created.json()['id']}/template", json={"name": "Mine", "description": "d"}
    )
    assert saved.status_code == 201
    assert saved.json()["fields"]["context_data"]["customer_name"] == ""
    assert len((await client.get("/templates")).json()["items"]) == 8
    assert (await client.delete(f"/templates/{saved.json()['id']}")).status_code == 200
    assert (await client.delete("/templates/receptionist")).status_code == 409
    assert (await client.delete("/templates/nothing")).status_code == 404
