from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import httpx
import pytest
from tests.support.control import EXAMPLE, NUMBER, Account, client_of, control_app

from phony.domain.ids import DEFAULT_ORG
from phony.store.database import Database

OURS = "http://127.0.0.1:24187/twilio/voice"
FOREIGN = "https://pbx.example.com/in"


@pytest.fixture
def account() -> Account:
    account = Account()
    account.add(NUMBER)
    account.add("+18578160002", voice_url=FOREIGN, voice_fallback_url="https://pbx.example.com/f")
    account.add("+18578160003", trunk_sid="TK" + "1" * 32)
    account.add("+18578160004", voice_application_sid="AP" + "2" * 32)
    account.add("+18578160005", voice_url="https://demo.twilio.com/welcome/voice/")
    return account


@pytest.fixture
async def client(database: Database, account: Account) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(control_app(database, account)) as client:
        yield client


async def statuses(client: httpx.AsyncClient) -> dict[str, str]:
    items = (await client.get("/numbers")).json()["items"]
    return {item["phone_number"][-1]: item["status"] for item in items}


async def agent(client: httpx.AsyncClient, **fields: object) -> str:
    answer = await client.post("/agents/", json={**EXAMPLE, "phone_number": None, **fields})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_sync_reads_every_page_and_says_what_numbers_do(
    client: httpx.AsyncClient, account: Account
) -> None:
    account.page_size = 2
    answer = await client.post("/numbers/sync")
    assert answer.status_code == 200
    assert answer.json()["total"] == 5
    assert {change["kind"] for change in answer.json()["changes"]} == {"added"}
    assert await statuses(client) == {
        "5": "available",
        "2": "elsewhere",
        "3": "elsewhere",
        "4": "elsewhere",
    } | {"5": "available"}
    assert account.writes == []
    listed = (await client.get("/numbers?status=elsewhere")).json()
    assert listed["total"] == 3
    assert {item["points_to"] for item in listed["items"]} == {
        FOREIGN,
        "the SIP trunk TK" + "1" * 32,
        "the application AP" + "2" * 32,
    }


async def test_a_dry_run_changes_nothing(client: httpx.AsyncClient, account: Account) -> None:
    answer = await client.post("/numbers/sync?dry_run=true")
    assert len(answer.json()["changes"]) == 5
    assert (await client.get("/numbers")).json()["total"] == 0


async def test_a_number_that_vanishes_is_missing(
    client: httpx.AsyncClient, account: Account
) -> None:
    await client.post("/agents/", json=EXAMPLE)
    await client.post("/numbers/sync")
    del account.held[NUMBER]
    preview = (await client.post("/numbers/sync?dry_run=true")).json()
    changed = [change for change in preview["changes"] if change["kind"] != "unchanged"]
    assert [(c["phone_number"], c["kind"]) for c in changed] == [(NUMBER, "missing")]
    await client.post("/numbers/sync")
    number = (await client.get(f"/numbers/{NUMBER}")).json()
    assert (number["status"], number["webhook_ok"]) == ("missing", False)
    view = (await client.get("/agents/")).json()["items"][0]
    assert view["number_status"] == "missing"


async def test_sync_connects_a_number_bought_after_its_agent(
    client: httpx.AsyncClient, account: Account
) -> None:
    await client.post("/agents/", json={**EXAMPLE, "phone_number": "+18578160009"})
    account.add("+18578160009")
    preview = (await client.post("/numbers/sync?dry_run=true")).json()
    assert [c["kind"] for c in preview["changes"] if c["phone_number"][-1] == "9"] == ["connect"]
    await client.post("/numbers/sync")
    assert account.held["+18578160009"].config.voice_url == OURS


async def test_sync_fails_whole_when_the_carrier_does(
    client: httpx.AsyncClient, account: Account
) -> None:
    await client.post("/numbers/sync")
    account.down = True
    answer = await client.post("/numbers/sync")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "missing" not in (await statuses(client)).values()


async def test_sync_shows_progress_line_by_line(
    client: httpx.AsyncClient, account: Account
) -> None:
    account.page_size = 2
    answer = await client.post("/numbers/sync?stream=true")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["type"] for line in lines] == ["progress"] * 3 + ["result"]
    assert [line["seen"] for line in lines[:3]] == [2, 4, 5]
    account.down = True
    failed = await client.post("/numbers/sync?stream=true")
    assert json.loads(failed.text)["problem"]["code"] == "unavailable"


async def test_assign_and_unassign_set_and_restore_the_webhook(
    client: httpx.AsyncClient, account: Account
) -> None:
    await client.post("/numbers/sync")
    agent_id = await agent(client)
    number = (await client.get(f"/numbers/{NUMBER}")).json()
    answer = await client.post(f"/numbers/{number['id']}/assign", json={"agent_id": agent_id})
    assert answer.status_code == 200
    assert answer.json()["warnings"] == []
    assert answer.json()["number"]["agent_name"] == EXAMPLE["name"]
    assert answer.json()["number"]["webhook_ok"] is True
    config = account.held[NUMBER].config
    assert config.voice_url == OURS
    assert config.status_callback.endswith("/twilio/numbers/status")
    freed = await client.post(f"/numbers/{number['id']}/unassign")
    assert freed.json()["number"]["status"] == "available"
    assert account.held[NUMBER].config.voice_url == ""
    assert (await client.get(f"/agents/{agent_id}")).json()["phone_number"] is None


@pytest.mark.parametrize("last", ["2", "3", "4"])
async def test_another_systems_number_needs_force_and_comes_back_as_it_was(
    client: httpx.AsyncClient, account: Account, last: str
) -> None:
    phone_number = f"+1857816000{last}"
    before = account.held[phone_number].config.model_copy()
    await client.post("/numbers/sync")
    agent_id = await agent(client)
    url = f"/numbers/{phone_number}"
    refused = await client.post(f"{url}/assign", json={"agent_id": agent_id})
    assert (refused.status_code, refused.json()["field"]) == (409, "force")
    assert account.writes == []
    taken = await client.post(f"{url}/assign", json={"agent_id": agent_id, "force": True})
    assert taken.status_code == 200
    assert taken.json()["number"]["status"] == "assigned"
    now = account.held[phone_number].config
    assert (now.voice_url, now.trunk_sid, now.voice_application_sid) == (OURS, "", "")
    back = await client.post(f"{url}/unassign")
    assert back.json()["number"]["status"] == "elsewhere"
    assert account.held[phone_number].config == before


async def test_what_others_changed_meanwhile_is_not_overwritten(
    client: httpx.AsyncClient, account: Account
) -> None:
    agent_id = (await client.post("/agents/", json=EXAMPLE)).json()["id"]
    account.held[NUMBER].config.voice_url = FOREIGN
    await client.delete(f"/agents/{agent_id}")
    assert account.held[NUMBER].config.voice_url == FOREIGN


async def test_reassigning_takes_the_number_from_its_agent(
    client: httpx.AsyncClient, account: Account
) -> None:
    first = (await client.post("/agents/", json=EXAMPLE)).json()["id"]
    second = await agent(client, name="Second")
    refused = await client.post(f"/numbers/{NUMBER}/assign", json={"agent_id": second})
    assert refused.status_code == 409
    assert refused.json()["details"]["agent_id"] == first
    moved = await client.post(f"/numbers/{NUMBER}/assign", json={"agent_id": second, "force": True})
    assert moved.json()["number"]["agent_id"] == second
    assert (await client.get(f"/agents/{first}")).json()["phone_number"] is None
    assert account.held[NUMBER].config.voice_url == OURS


async def test_an_outbound_agent_answers_no_number(client: httpx.AsyncClient) -> None:
    await client.post("/numbers/sync")
    outbound = await agent(client, type="outbound")
    answer = await client.post(f"/numbers/{NUMBER}/assign", json={"agent_id": outbound})
    assert (answer.status_code, answer.json()["field"]) == (409, "agent_id")


async def test_unknown_numbers_and_agents_are_404(client: httpx.AsyncClient) -> None:
    await client.post("/numbers/sync")
    for url, body in (
        ("/numbers/nope/assign", {"agent_id": "nope"}),
        (f"/numbers/{NUMBER}/assign", {"agent_id": "nope"}),
        ("/numbers/nope/unassign", None),
    ):
        assert (await client.post(url, json=body)).status_code == 404, url


async def test_a_new_public_url_reconnects_our_numbers(
    database: Database, account: Account
) -> None:
    async with client_of(control_app(database, account)) as client:
        await client.post("/agents/", json=EXAMPLE)
    key = {"X-API-Key": "k"}
    app = control_app(database, account, public_url="https://new.example.com", api_key="k")
    async with client_of(app, headers=key) as client:
        number = (await client.get(f"/numbers/{NUMBER}")).json()
        assert number["webhook_ok"] is False
        await client.post("/numbers/sync")
        assert account.held[NUMBER].config.voice_url == "https://new.example.com/twilio/voice"
        assert (await client.get(f"/numbers/{NUMBER}")).json()["webhook_ok"] is True


async def test_after_a_start_forgotten_webhooks_are_set_again(
    database: Database, account: Account
) -> None:
    numbers = control_app(database, account).state.services.numbers
    await numbers.reconnect(DEFAULT_ORG, pause_s=0)
    assert await database.raw["numbers"].count_documents({}) == 0  # nobody holds a number
    async with client_of(control_app(database, account)) as client:
        await client.post("/agents/", json=EXAMPLE)
        account.held[NUMBER].config.voice_url = ""
        account.down = True
        await numbers.reconnect(DEFAULT_ORG, pause_s=0)
        account.down = False
        await numbers.reconnect(DEFAULT_ORG, pause_s=0)
        assert account.held[NUMBER].config.voice_url == OURS
        assert account.held["+18578160002"].config.voice_url == FOREIGN


async def test_two_workers_give_a_number_to_one_agent(database: Database, account: Account) -> None:
    apps = [control_app(database, account, worker_id=f"w{n}") for n in range(2)]
    async with client_of(apps[0]) as one, client_of(apps[1]) as two:
        for _ in range(5):
            answers = await asyncio.gather(
                *(
                    client.post("/agents/", json={**EXAMPLE, "name": f"A{n}"})
                    for n, client in enumerate([one, two] * 4)
                )
            )
            codes = sorted(answer.status_code for answer in answers)
            assert codes == [201] + [409] * 7
            winner = next(a.json() for a in answers if a.status_code == 201)
            losers = [a.json() for a in answers if a.status_code == 409]
            assert {problem["details"]["agent_id"] for problem in losers} == {winner["id"]}
            versions = await database.raw["agent_versions"].count_documents({})
            assert versions == await database.raw["agents"].count_documents({})
            await one.delete(f"/agents/{winner['id']}")
            await database.raw["agent_versions"].delete_many({})


async def test_two_workers_assigning_at_once_leave_one_holder(
    database: Database, account: Account
) -> None:
    apps = [control_app(database, account, worker_id=f"w{n}") for n in range(2)]
    async with client_of(apps[0]) as one, client_of(apps[1]) as two:
        await one.post("/numbers/sync")
        ids = [await agent(one, name=f"A{n}") for n in range(4)]
        for force in (False, True):
            answers = await asyncio.gather(
                *(
                    client.post(
                        f"/numbers/{NUMBER}/assign", json={"agent_id": agent_id, "force": force}
                    )
                    for client, agent_id in zip([one, two] * 2, ids, strict=True)
                )
            )
            assert {answer.status_code for answer in answers} <= {200, 409}
            agents = (await one.get("/agents/")).json()["items"]
            holders = [a["id"] for a in agents if a["phone_number"] == NUMBER]
            assert len(holders) == 1
            number = (await one.get(f"/numbers/{NUMBER}")).json()
            assert number["agent_id"] == holders[0]
            assert account.held[NUMBER].config.voice_url == OURS


async def test_concurrent_changes_lose_nothing(database: Database) -> None:
    apps = [control_app(database, worker_id=f"w{n}") for n in range(2)]
    async with client_of(apps[0]) as one, client_of(apps[1]) as two:
        agent_id = await agent(one)
        url = f"/agents/{agent_id}"
        answers = await asyncio.gather(
            *(
                client.patch(f"{url}/context", json={"set": {f"k{n}": n}})
                for n, client in enumerate([one, two] * 3)
            )
        )
        assert {answer.status_code for answer in answers} <= {200, 409}
        done = [n for n, answer in enumerate(answers) if answer.status_code == 200]
        view = (await one.get(url)).json()
        assert {key for key in view["context_data"] if key.startswith("k")} == {
            f"k{n}" for n in done
        }
        assert view["version"] == 1 + len(done)
        guarded = await asyncio.gather(
            *(
                client.patch(
                    url, json={"notes": f"n{n}"}, headers={"If-Match": f'"{view["version"]}"'}
                )
                for n, client in enumerate([one, two] * 3)
            )
        )
        assert sorted(answer.status_code for answer in guarded) == [200] + [412] * 5
