from __future__ import annotations

import httpx
import pytest
from tests.support.calls import keep, make_call, make_edit

from phony.domain.calls import CallStatus
from phony.store.database import Database

CHANGE = {"set": {"hours": "closed"}}


@pytest.fixture
async def live(database: Database) -> str:
    """The id of a call that another worker runs."""
    call = make_call(status=CallStatus.IN_PROGRESS, worker_id="w2", context_data={"hours": "9-5"})
    await keep(database, call)
    return call.id


async def test_an_edit_is_taken_and_can_be_looked_at(client: httpx.AsyncClient, live: str) -> None:
    url = f"/calls/{live}"
    held = await client.get(f"{url}/context")
    version = held.headers["etag"]
    made = await client.post(f"{url}/edits", json=CHANGE, headers={"If-Match": version})
    assert made.status_code == 202, made.text
    edit = made.json()
    assert made.headers["location"] == f"{url}/edits/{edit['id']}"
    assert (edit["state"], edit["author"], edit["set"]) == ("pending", "local", CHANGE["set"])
    patched = await client.patch(f"{url}/context", json={"notes": "Be brief."})
    assert patched.status_code == 202
    listed = (await client.get(f"{url}/edits", params={"state": "pending"})).json()["items"]
    assert [item["id"] for item in listed] == [edit["id"], patched.json()["id"]]
    assert (await client.get(made.headers["location"])).json()["id"] == edit["id"]


async def test_a_draft_is_previewed_applied_or_thrown_away(
    client: httpx.AsyncClient, live: str
) -> None:
    url = f"/calls/{live}/edits"
    shown = (await client.post(f"{url}/preview", json=CHANGE)).json()
    assert [change["key"] for change in shown["changes"]] == ["hours"]
    assert (await client.get(url)).json()["total"] == 0
    drafts = [(await client.post(url, json={**CHANGE, "draft": True})).json() for _ in range(2)]
    assert {draft["state"] for draft in drafts} == {"draft"}
    applied = await client.post(f"{url}/{drafts[0]['id']}/apply")
    assert (applied.status_code, applied.json()["state"]) == (202, "pending")
    thrown = await client.delete(f"{url}/{drafts[1]['id']}")
    assert (thrown.status_code, thrown.json()["state"]) == (200, "refused")


async def test_an_edit_of_an_old_version_is_refused(client: httpx.AsyncClient, live: str) -> None:
    answer = await client.post(f"/calls/{live}/edits", json=CHANGE, headers={"If-Match": '"9"'})
    assert answer.status_code == 409
    assert "details" in answer.json()


async def test_a_call_that_is_over_takes_none(
    client: httpx.AsyncClient, database: Database
) -> None:
    over = make_call(status=CallStatus.COMPLETED)
    await keep(database, over)
    for answer in (
        await client.post(f"/calls/{over.id}/edits", json=CHANGE),
        await client.patch(f"/calls/{over.id}/context", json=CHANGE),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


async def test_an_edit_of_another_call_is_not_there(
    client: httpx.AsyncClient, database: Database, live: str
) -> None:
    other = make_call(status=CallStatus.IN_PROGRESS)
    edit = make_edit(other.id)
    await keep(database, other, edit)
    for method, path in (("GET", ""), ("POST", "/apply"), ("POST", "/undo"), ("DELETE", "")):
        answer = await client.request(method, f"/calls/{live}/edits/{edit.id}{path}")
        assert answer.status_code == 404, (method, path)


@pytest.mark.parametrize(
    ("change", "field"),
    [({}, None), ({"set": {"a": 1}, "mode": "soon"}, "mode"), ({"sets": {}}, "sets")],
)
async def test_edits_that_make_no_sense_are_named(
    client: httpx.AsyncClient, live: str, change: dict[str, object], field: str | None
) -> None:
    answer = await client.post(f"/calls/{live}/edits", json=change)
    assert (answer.status_code, answer.json().get("field")) == (422, field)
    assert (await client.get(f"/calls/{live}/edits")).json()["total"] == 0


async def test_operators_discard_drafts_of_their_own(client: httpx.AsyncClient, live: str) -> None:
    keys = {}
    for name, scope in (("ann", "operate"), ("bob", "operate"), ("eve", "read")):
        made = await client.post("/keys", json={"name": name, "scope": scope})
        keys[name] = {"Authorization": f"Bearer {made.json()['key']}"}

    async def drafted(name: str) -> str:
        body = {**CHANGE, "draft": True}
        answer = await client.post(f"/calls/{live}/edits", json=body, headers=keys[name])
        return f"/calls/{live}/edits/{answer.json()['id']}"

    mine, theirs = await drafted("ann"), await drafted("bob")
    assert (await client.delete(mine, headers=keys["eve"])).status_code == 403
    refused = await client.delete(theirs, headers=keys["ann"])
    assert (refused.status_code, "admin" in refused.json()["cure"]) == (403, True)
    discarded = await client.delete(mine, headers=keys["ann"])
    assert (discarded.status_code, discarded.json()["state"]) == (200, "refused")
    assert (await client.delete(theirs)).status_code == 200  # an administrator
