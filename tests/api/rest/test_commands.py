from __future__ import annotations

from typing import Any

import httpx
import pytest
from tests.support.calls import keep, make_call

from phony.api.rest.commands import router
from phony.domain.calls import CallStatus
from phony.domain.commands import CommandKind
from phony.store.database import Database

BODIES: dict[str, dict[str, Any]] = {
    "say": {"text": "One moment."},
    "whisper": {"text": "Be brief.", "reply": True},
    "mute": {},
    "unmute": {},
    "hangup": {"when": "now"},
    "transfer": {"to_number": "+15551234567"},
    "warm-transfer": {"to_number": "+15551234567", "summary": "A caller."},
    "hold": {},
    "unhold": {},
    "dtmf": {"digits": "1w#"},
    "take-over": {},
    "hand-back": {"note": "They want a refund."},
    "probe": {"question": "What do you know?"},
}


def test_every_kind_of_command_has_its_endpoint() -> None:
    named = {f"{kind.value}_command" for kind in CommandKind}
    assert named <= {getattr(route, "name", "") for route in router.routes}


@pytest.mark.parametrize("what", BODIES)
async def test_a_command_is_taken_for_a_live_call_only(
    client: httpx.AsyncClient, database: Database, what: str
) -> None:
    live = make_call(status=CallStatus.IN_PROGRESS, worker_id="w2")
    over = make_call(status=CallStatus.COMPLETED)
    for call in (live, over):
        await keep(database, call)
    taken = await client.post(f"/calls/{live.id}/{what}", json=BODIES[what])
    assert taken.status_code == 202, taken.text
    where = taken.headers["location"]
    assert where == f"/calls/{live.id}/commands/{taken.json()['id']}"
    kept = (await client.get(where)).json()
    assert (kept["kind"], kept["author"]) == (taken.json()["kind"], "local")
    assert kept["args"].items() >= BODIES[what].items()
    listed = (await client.get(f"/calls/{live.id}/commands")).json()
    assert [command["id"] for command in listed["items"]] == [kept["id"]]
    refused = await client.post(f"/calls/{over.id}/{what}", json=BODIES[what])
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    unknown = await client.post(f"/calls/call_none/{what}", json=BODIES[what])
    assert unknown.status_code == 404


@pytest.mark.parametrize(
    ("what", "body", "field"),
    [
        ("say", {}, "text"),
        ("say", {"text": ""}, "text"),
        ("whisper", {"text": "x" * 4001}, "text"),
        ("hangup", {"when": "later"}, "when"),
        ("transfer", {"to_number": "911"}, "to_number"),
        ("dtmf", {"digits": "1x"}, "digits"),
        ("mute", {"for": 3}, "for"),
        ("probe", {"question": ""}, "question"),
    ],
)
async def test_arguments_that_make_no_sense_are_named(
    client: httpx.AsyncClient, database: Database, what: str, body: dict[str, Any], field: str
) -> None:
    live = make_call(status=CallStatus.IN_PROGRESS, worker_id="w2")
    await keep(database, live)
    answer = await client.post(f"/calls/{live.id}/{what}", json=body)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert (await client.get(f"/calls/{live.id}/commands")).json()["total"] == 0


async def test_a_command_of_another_call_is_not_there(
    client: httpx.AsyncClient, database: Database
) -> None:
    one, two = (make_call(status=CallStatus.IN_PROGRESS, worker_id="w2") for _ in range(2))
    for call in (one, two):
        await keep(database, call)
    command = (await client.post(f"/calls/{one.id}/mute")).json()
    assert (await client.get(f"/calls/{two.id}/commands/{command['id']}")).status_code == 404
