import httpx
import pytest

from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.domain.webhooks import Delivery, DeliveryState, WebhookEvent
from phony.store.database import Database
from phony.store.webhooks import Outbox

GOOD = {"url": "https://hooks.example.com/phony?x=1", "events": ["call.ended"]}


async def test_a_webhook_is_made_changed_and_deleted(client: httpx.AsyncClient) -> None:
    made = await client.post("/webhooks", json=GOOD)
    assert made.status_code == 201
    hook = made.json()
    assert hook["secret"].startswith("whsec_")
    url = f"/webhooks/{hook['id']}"
    assert made.headers["location"] == url
    listed = (await client.get("/webhooks")).json()
    assert (listed["total"], listed["items"][0]["url"]) == (1, GOOD["url"])
    for answer in (await client.get("/webhooks"), await client.get(url)):
        assert hook["secret"] not in answer.text
        assert '"secret"' not in answer.text
    changed = await client.patch(url, json={"enabled": False, "events": []})
    assert (changed.json()["enabled"], changed.json()["events"]) == (False, [])
    rotated = (await client.post(f"{url}/rotate")).json()
    assert rotated["secret"] != hook["secret"]
    assert rotated["old_secret_until"] is not None
    assert hook["secret"] not in str(rotated)
    assert (await client.delete(url)).status_code == 204
    assert (await client.get(url)).status_code == 404
    actions = [entry["action"] for entry in (await client.get("/audit")).json()["items"]]
    assert actions == ["webhook.delete", "webhook.rotate", "webhook.update", "webhook.create"]
    assert "whsec_" not in (await client.get("/audit")).text


async def test_bad_webhooks_name_their_field(client: httpx.AsyncClient) -> None:
    for change, field in (
        ({"url": "http://127.0.0.1/x"}, "url"),
        ({"url": "http://[::1]:80/"}, "url"),
        ({"url": "http://localhost:24187/agents"}, "url"),
        ({"url": "http://169.254.169.254/latest"}, "url"),
        ({"url": "https://me:secret@example.com"}, "url"),
        ({"url": "ftp://example.com"}, "url"),
        ({"url": {"$gt": ""}}, "url"),
        ({"events": ["call.exploded"]}, "events.0"),
        ({"agent_ids": [{"$ne": 1}]}, "agent_ids.0"),
        ({"colour": "blue"}, "colour"),
    ):
        answer = await client.post("/webhooks", json={**GOOD, **change})
        assert answer.status_code == 422, (change, answer.text)
        assert answer.json()["field"] == field
    hook = (await client.post("/webhooks", json=GOOD)).json()
    for patch, field in (
        ({"url": "http://10.0.0.1/"}, "url"),
        ({"url": None}, "url"),
        ({"enabled": "perhaps"}, "enabled"),
    ):
        answer = await client.patch(f"/webhooks/{hook['id']}", json=patch)
        assert answer.status_code == 422, (patch, answer.text)
        assert answer.json()["field"] == field


async def test_deliveries_are_listed_and_sent_again(
    database: Database, client: httpx.AsyncClient
) -> None:
    hook = (await client.post("/webhooks", json=GOOD)).json()
    now = utc_now()
    delivery = Delivery(
        id="dlv_1",
        org_id=DEFAULT_ORG,
        webhook_id=hook["id"],
        event=WebhookEvent.CALL_ENDED,
        event_id="evt_1",
        body="{}",
        state=DeliveryState.FAILED,
        created_at=now,
    )
    await Outbox(database).put([delivery])
    page = (await client.get(f"/webhooks/{hook['id']}/deliveries")).json()
    assert [d["id"] for d in page["items"]] == ["dlv_1"]
    query = {"state": "delivered"}
    page = (await client.get(f"/webhooks/{hook['id']}/deliveries", params=query)).json()
    assert page["items"] == []
    assert (await client.get("/deliveries/dlv_1")).json()["event_id"] == "evt_1"
    again = await client.post("/deliveries/dlv_1/resend")
    assert (again.status_code, again.json()["state"]) == (202, "pending")
    assert (await client.post("/deliveries/dlv_2/resend")).status_code == 404
    assert (await client.get("/webhooks/hook_x/deliveries")).status_code == 404
    await client.delete(f"/webhooks/{hook['id']}")
    assert (await client.get("/deliveries/dlv_1")).status_code == 404


async def test_a_test_that_cannot_reach_anybody_says_why(
    database: Database, client: httpx.AsyncClient
) -> None:
    hook = (await client.post("/webhooks", json={"url": "https://nobody.invalid/"})).json()
    answer = await client.post(f"/webhooks/{hook['id']}/test")
    assert answer.status_code == 200
    assert answer.json()["state"] == "failed"
    assert answer.json()["attempts"][0]["error"]


@pytest.mark.parametrize("name", ["url", "events", "agent_ids", "description", "enabled"])
async def test_null_changes_nothing_and_is_not_described(
    client: httpx.AsyncClient, name: str
) -> None:
    answer = await client.patch("/webhooks/wh_1", json={name: None})
    assert (answer.status_code, answer.json()["field"]) == (422, name)
    document = (await client.get("/openapi.json")).json()
    assert "null" not in str(document["components"]["schemas"]["WebhookPatch"]["properties"][name])
