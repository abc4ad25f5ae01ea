from __future__ import annotations

import httpx
import pytest
from tests.support.control import EXAMPLE

OUTBOUND = {**EXAMPLE, "type": "outbound", "phone_number": "+18578167225"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"to_number": "911"}, "to_number"),
        ({"to_number": "nobody"}, "to_number"),
        ({"to_number": "911,5"}, "to_number"),
        ({"to_number": "+15551234567 ext. five"}, "to_number"),
        ({"to_number": "+15551234567 ext. 5", "send_digits": "6"}, "send_digits"),
        ({"send_digits": "five"}, "send_digits"),
        ({"from_number": "+18578167225 ext. 5"}, "from_number"),
        ({"to_number": None}, "to_number"),
        ({"ring_timeout_s": 1}, "ring_timeout_s"),
        ({"whom": "x"}, "whom"),
        ({"from_number": "x" * 41}, "from_number"),
    ],
)
async def test_a_call_that_cannot_be_placed_names_the_field(
    client: httpx.AsyncClient, change: dict[str, object], field: str
) -> None:
    agent = (await client.post("/agents/", json=OUTBOUND)).json()
    body = {"agent_id": agent["id"], "to_number": "+15551234567", **change}
    answer = await client.post("/agents/call/outbound", json=body)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


async def test_only_outbound_agents_that_exist_place_calls(client: httpx.AsyncClient) -> None:
    inbound = (await client.post("/agents/", json=EXAMPLE)).json()
    for agent_id, status in (("agent_none", 404), (inbound["id"], 422)):
        body = {"agent_id": agent_id, "to_number": "+15551234567"}
        assert (await client.post("/agents/call/outbound", json=body)).status_code == status
    answer = await client.post("/calls/browser", json={"agent_id": "agent_none"})
    assert answer.status_code == 404
