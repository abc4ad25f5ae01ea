from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from tests.support.control import EXAMPLE, NUMBER, Account, client_of, control_app

from phony.domain.ids import DEFAULT_ORG
from phony.store.database import Database


@pytest.fixture
def account() -> Account:
    account = Account()
    account.add(NUMBER)
    account.add("+18005550100", voice_url="https://pbx.example.com/in?token=secret")
    return account


@pytest.fixture
async def client(database: Database, account: Account) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(control_app(database, account)) as client:
        yield client


async def test_the_example_of_the_design_works_as_written(
    client: httpx.AsyncClient, account: Account
) -> None:
    answer = await client.post("/agents/", json=EXAMPLE)
    assert answer.status_code == 201
    agent = answer.json()
    assert answer.headers["location"] == f"/agents/{agent['id']}"
    assert answer.headers["etag"] == '"1"'
    assert {name: agent[name] for name in EXAMPLE} == EXAMPLE
    assert agent["effective_voice"] == "marin"
    assert [warning["code"] for warning in agent["warnings"]] == ["other_voice"]
    assert agent["number_status"] == "assigned"
    assert account.held[NUMBER].config.voice_url == "http://127.0.0.1:24187/twilio/voice"


async def test_a_path_without_slash_works_too(client: httpx.AsyncClient) -> None:
    created = await client.post("/agents", json={"name": "A", "type": "outbound"})
    assert created.status_code == 201
    listed = await client.get("/agents")
    assert listed.status_code == 200
    assert listed.json()["total"] == 1


async def test_a_number_that_is_not_in_the_account_is_accepted_and_flagged(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.post("/agents/", json={**EXAMPLE, "phone_number": "+15551234567"})
    assert answer.status_code == 201
    agent = answer.json()
    assert agent["number_status"] == "not_in_account"
    messages = [warning["message"] for warning in agent["warnings"]]
    assert any("not in your carrier account" in message for message in messages)


async def test_another_systems_number_is_left_alone(
    client: httpx.AsyncClient, account: Account
) -> None:
    answer = await client.post("/agents/", json={**EXAMPLE, "phone_number": "+18005550100"})
    assert answer.status_code == 201
    agent = answer.json()
    assert agent["number_status"] == "elsewhere"
    assert account.writes == []
    assert "secret" not in answer.text
    assert "https://pbx.example.com/in" in answer.text


async def test_a_carrier_that_is_down_loses_no_agent(
    client: httpx.AsyncClient, account: Account
) -> None:
    account.down = True
    answer = await client.post("/agents/", json=EXAMPLE)
    assert answer.status_code == 201
    assert "carrier_failed" in [warning["code"] for warning in answer.json()["warnings"]]
    account.down = False
    assert (await client.post("/numbers/sync")).status_code == 200
    agent = (await client.get(f"/agents/{answer.json()['id']}")).json()
    assert agent["number_status"] == "assigned"


async def test_an_unknown_voice_is_refused_with_the_list(client: httpx.AsyncClient) -> None:
    answer = await client.post("/agents/", json={**EXAMPLE, "voice": "darth"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["field"] == "voice"
    assert "marin" in problem["cure"]
    assert (await client.get("/agents/")).json()["total"] == 0


async def test_the_second_agent_on_a_number_is_told_who_holds_it(
    client: httpx.AsyncClient,
) -> None:
    first = (await client.post("/agents/", json=EXAMPLE)).json()
    answer = await client.post("/agents/", json={**EXAMPLE, "name": "Second"})
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["field"] == "phone_number"
    assert problem["details"]["agent_id"] == first["id"]
    assert "Customer Service Agent" in problem["detail"]


async def test_outbound_agents_share_a_number(client: httpx.AsyncClient) -> None:
    await client.post("/agents/", json=EXAMPLE)
    for name in "AB":
        answer = await client.post("/agents/", json={**EXAMPLE, "name": name, "type": "outbound"})
        assert answer.status_code == 201


async def test_patch_changes_only_what_is_sent(client: httpx.AsyncClient) -> None:
    agent = (await client.post("/agents/", json=EXAMPLE)).json()
    answer = await client.patch(
        f"/agents/{agent['id']}",
        json={"greeting_message": "Hi!", "turn_detection": {"threshold": 0.7}},
        params={"note": "shorter"},
    )
    assert answer.status_code == 200
    changed = answer.json()
    assert changed["version"] == 2
    assert changed["greeting_message"] == "Hi!"
    assert changed["turn_detection"] == {**agent["turn_detection"], "threshold": 0.7}
    assert changed["system_prompt"] == EXAMPLE["system_prompt"]
    versions = (await client.get(f"/agents/{agent['id']}/versions")).json()
    assert [(v["version"], v["author"], v["note"]) for v in versions["items"]] == [
        (2, "local", "shorter"),
        (1, "local", "Created"),
    ]
    assert versions["items"][0]["changed"] == ["greeting_message", "turn_detection"]


async def test_a_change_that_changes_nothing_makes_no_version(client: httpx.AsyncClient) -> None:
    agent = (await client.post("/agents/", json=EXAMPLE)).json()
    answer = await client.patch(f"/agents/{agent['id']}", json={"name": EXAMPLE["name"]})
    assert answer.json()["version"] == 1


async def test_put_replaces_everything(client: httpx.AsyncClient) -> None:
    agent = (await client.post("/agents/", json=EXAMPLE)).json()
    answer = await client.put(f"/agents/{agent['id']}", json={"name": "N", "type": "inbound"})
    assert answer.status_code == 200
    replaced = answer.json()
    assert (replaced["system_prompt"], replaced["context_data"]) == ("", {})
    assert replaced["phone_number"] is None


async def test_if_match_guards_against_lost_updates(client: httpx.AsyncClient) -> None:
    agent = (await client.post("/agents/", json=EXAMPLE)).json()
    url = f"/agents/{agent['id']}"
    first = await client.patch(url, json={"notes": "one"}, headers={"If-Match": '"1"'})
    assert first.headers["etag"] == '"2"'
    second = await client.patch(url, json={"notes": "two"}, headers={"If-Match": '"1"'})
    assert second.status_code == 412
    assert second.json()["details"] == {"your_version": 1, "current_version": 2}
    assert (await client.get(url)).json()["notes"] == "one"
    nonsense = await client.patch(url, json={"notes": "x"}, headers={"If-Match": "yesterday"})
    assert (nonsense.status_code, nonsense.json()["field"]) == (422, "If-Match")


async def test_a_changed_number_frees_the_old_one(
    client: httpx.AsyncClient, account: Account
) -> None:
    account.add("+18578167226")
    agent = (await client.post("/agents/", json=EXAMPLE)).json()
    await client.patch(f"/agents/{agent['id']}", json={"phone_number": "+1 857 816 7226"})
    assert account.held[NUMBER].config.voice_url == ""
    assert account.held["+18578167226"].config.voice_url.endswith("/twilio/voice")
    numbers = (await client.get("/numbers")).json()["items"]
    assert {n["phone_number"]: n["status"] for n in numbers} == {
        NUMBER: "available",
        "+18578167226": "assigned",
    }


async def test_delete_frees_the_number(client: httpx.AsyncClient, account: Account) -> None:
    agent = (await client.post("/agents/", json=EXAMPLE)).json()
    answer = await client.delete(f"/agents/{agent['id']}")
    assert answer.json() == {"id": agent["id"], "warnings": []}
    assert account.held[NUMBER].config.voice_url == ""
    gone = await client.get(f"/agents/{agent['id']}")
    assert (gone.status_code, gone.json()["code"]) == (404, "not_found")
    assert (await client.post("/agents/", json=EXAMPLE)).status_code == 201


async def test_delete_with_live_calls_needs_force(
    client: httpx.AsyncClient, database: Database
) -> None:
    agent = (await client.post("/agents/", json=EXAMPLE)).json()
    await database.raw["calls"].insert_one(
        {
            "_id": "call_1",
            "org_id": DEFAULT_ORG,
            "agent_id": agent["id"],
            "status": "in_progress",
        }
    )
    assert (await client.get(f"/agents/{agent['id']}")).json()["live_calls"] == 1
    refused = await client.delete(f"/agents/{agent['id']}")
    assert refused.status_code == 409
    assert refused.json()["details"] == {"live_calls": 1}
    assert (await client.delete(f"/agents/{agent['id']}?force=true")).status_code == 200
    assert await database.raw["calls"].count_documents({}) == 1


async def test_list_filters_sorts_and_pages(client: httpx.AsyncClient) -> None:
    for index in range(1, 13):
        kind = "inbound" if index % 2 else "outbound"
        body = {"name": f"Agent {index}", "type": kind, "enabled": index != 4}
        assert (await client.post("/agents/", json=body)).status_code == 201
    page = (await client.get("/agents/?limit=5&sort=name")).json()
    assert [a["name"] for a in page["items"]] == [f"Agent {n}" for n in range(1, 6)]
    assert page["total"] == 12
    names = [a["name"] for a in page["items"]]
    while page["next_cursor"]:
        page = (
            await client.get(
                "/agents/", params={"limit": 5, "sort": "name", "cursor": page["next_cursor"]}
            )
        ).json()
        names += [a["name"] for a in page["items"]]
    assert names == [f"Agent {n}" for n in range(1, 13)]
    outbound = (await client.get("/agents/?type=outbound&enabled=true")).json()
    assert outbound["total"] == 5
    assert (await client.get("/agents/?name=aGENT 1")).json()["total"] == 4
    assert (await client.get("/agents/?name=.*")).json()["total"] == 0
    bad = await client.get("/agents/?sort=secrets")
    assert (bad.status_code, bad.json()["field"]) == (422, "sort")
    bad = await client.get("/agents/?cursor=%00")
    assert (bad.status_code, bad.json()["field"]) == (422, "cursor")


async def test_context_is_merged_set_and_unset(client: httpx.AsyncClient) -> None:
    agent = (await client.post("/agents/", json=EXAMPLE)).json()
    url = f"/agents/{agent['id']}/context"
    answer = await client.patch(
        url,
        json={
            "context_data": {"hours": {"mon": "9-5"}},
            "set": {"hours.tue": "closed"},
            "unset": ["support_email"],
            "notes": "Be brief.",
        },
    )
    assert answer.status_code == 200
    changed = answer.json()["agent"]
    assert changed["context_data"] == {
        "business_hours": "9 AM - 6 PM EST",
        "hours": {"mon": "9-5", "tue": "closed"},
    }
    assert changed["notes"] == "Be brief."


async def test_preview_renders_and_names_what_is_missing(client: httpx.AsyncClient) -> None:
    body = {
        "name": "P",
        "type": "outbound",
        "system_prompt": "You call {{customer_name}} about {{order.id}}.",
        "greeting_message": "Hello {{customer_name}}!",
        "context_data": {"order": {"id": 7}},
    }
    unsaved = await client.post("/agents/preview", json={"agent": body})
    assert unsaved.status_code == 200
    assert unsaved.json()["missing_variables"] == ["customer_name"]
    assert unsaved.json()["greeting_message"] == "Hello!"
    agent = (await client.post("/agents/", json=body)).json()
    url = f"/agents/{agent['id']}/preview"
    assert (await client.get(url)).json()["system_prompt"] == "You call about 7."
    filled = await client.post(url, json={"context_override": {"customer_name": "Kim"}})
    assert filled.json()["greeting_message"] == "Hello Kim!"
    assert filled.json()["missing_variables"] == []


async def test_versions_are_compared_and_rolled_back(client: httpx.AsyncClient) -> None:
    agent = (await client.post("/agents/", json=EXAMPLE)).json()
    url = f"/agents/{agent['id']}"
    await client.patch(url, json={"context_data": {"business_hours": "10-4"}, "voice": "cedar"})
    diff = (await client.get(f"{url}/versions/diff", params={"from": 1, "to": 2})).json()
    assert {(c["path"], c["kind"]) for c in diff["changes"]} == {
        ("context_data.business_hours", "changed"),
        ("context_data.support_email", "removed"),
        ("voice", "changed"),
    }
    back = await client.post(f"{url}/versions/1/rollback")
    assert back.json()["version"] == 3
    assert back.json()["context_data"] == EXAMPLE["context_data"]
    assert (await client.get(f"{url}/versions/2")).json()["fields"]["voice"] == "cedar"
    assert (await client.post(f"{url}/versions/99/rollback")).status_code == 404


TOOL = {
    "name": "crm",
    "url": "https://crm.example.com/find",
    "headers": {"Authorization": "Bearer very-secret-token", "Accept": "application/json"},
    "parameters": {"type": "object", "properties": {"x": {"$ref": "#/$defs/x"}}, "$defs": {}},
}


async def test_secrets_of_tools_are_kept_but_never_shown(
    client: httpx.AsyncClient, database: Database
) -> None:
    created = await client.post(
        "/agents/", json={"name": "T", "type": "inbound", "tools": {"http": [TOOL]}}
    )
    assert created.status_code == 201
    agent = created.json()
    tool = agent["tools"]["http"][0]
    assert tool["headers"] == {"Authorization": "********", "Accept": "application/json"}
    assert tool["parameters"] == TOOL["parameters"]
    url = f"/agents/{agent['id']}"
    await client.patch(url, json={"tools": {**agent["tools"], "builtin": ["end_call"]}})
    pages = [
        url,
        "/agents/",
        "/agents/export",
        f"{url}/versions",
        f"{url}/versions/diff?from=1&to=2",
        "/audit",
        f"{url}/preview",
    ]
    for page in pages:
        assert "very-secret" not in (await client.get(page)).text, page
    stored = await database.raw["agents"].find_one({"_id": agent["id"]})
    assert stored is not None
    headers = stored["tools"]["http"][0]["headers"]
    assert headers["Authorization"] == "Bearer very-secret-token"
    refused = await client.post(
        "/agents/", json={"name": "U", "type": "inbound", "tools": agent["tools"]}
    )
    assert refused.status_code == 422
    assert refused.json()["field"] == "tools.http.0.headers.Authorization"


async def test_a_file_with_mistakes_is_refused_with_all_of_them(client: httpx.AsyncClient) -> None:
    text = """
agents:
  - {name: Fine, type: inbound}
  - {name: Trattoria, type: inbound, tools: {http: [{name: a b, url: "${WHERE}"}]}}
"""
    for query in ("", "?dry_run=true"):
        answer = await client.post(
            f"/agents/import{query}", content=text, headers={"Content-Type": "application/yaml"}
        )
        assert answer.status_code == 422
        problem = answer.json()
        assert problem["detail"] == "The file has 2 mistakes."
        assert [error["field"] for error in problem["errors"]] == [
            "agents.1.tools.http.0.url",
            "agents.1.tools.http.0.name",
        ]
        assert "the variable WHERE" in problem["errors"][0]["message"]
        assert "WHERE" in problem["errors"][0]["cure"]
    assert (await client.get("/agents/")).json()["total"] == 0


async def test_every_wrong_tool_is_named_at_its_place(client: httpx.AsyncClient) -> None:
    tools = [{"name": "a b", "url": "https://a.example"}, {"name": "b", "url": "ftp://b"}]
    answer = await client.post(
        "/agents/", json={"name": "A", "type": "inbound", "tools": {"http": tools}}
    )
    assert answer.status_code == 422
    fields = [error["field"] for error in answer.json()["errors"]]
    assert fields == ["tools.http.0.name", "tools.http.1.url"]
