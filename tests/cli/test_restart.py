"""What was set up before a restart works after it: agents, numbers, calls."""

from __future__ import annotations

from pathlib import Path

from tests.cli.serving import wait_for
from tests.support.running import NUMBER, running


def test_a_number_answers_again_after_a_restart(tmp_path: Path) -> None:
    with running(tmp_path) as product:
        agent = product.api.post(
            "/agents/",
            json={
                "name": "A",
                "type": "inbound",
                "phone_number": NUMBER,
                "greeting_message": "Hello again!",
            },
        ).json()
        assert agent["number_status"] == "assigned"
    with running(tmp_path) as product:

        def synced() -> bool:
            number = product.api.get(f"/numbers/{NUMBER}").json()
            # The sandbox forgot its numbers, and the product's port is another one.
            return bool(number["webhook_ok"] and product.url in number["points_to"])

        wait_for(synced, "the webhook to be set again", 20)
        call = product.ended(product.ring("Hi"))
        assert call["agent_id"] == agent["id"]
        assert call["outcome"] == "caller_hung_up"


def test_live_calls_are_told_what_an_agent_learns(tmp_path: Path) -> None:
    with running(tmp_path) as product:
        agent = product.api.post(
            "/agents/",
            json={
                "name": "A",
                "type": "inbound",
                "phone_number": NUMBER,
                "greeting_message": "Hello!",
                "context_data": {"business_hours": "9 to 5"},
            },
        ).json()
        call_id = product.ring("What are your business hours?", "What are your business hours?")
        wait_for(
            lambda: product.api.get(f"/calls/{call_id}").json()["status"] == "in_progress",
            "the call to be answered",
            15,
        )
        answer = product.api.patch(
            f"/agents/{agent['id']}/context",
            json={"set": {"business_hours": "noon to midnight"}, "apply_to_live": True},
        )
        assert answer.status_code == 200, answer.text
        assert answer.json()["agent"]["version"] == 2
        assert len(answer.json()["live"]) == 1
        call = product.ended(call_id)
        assert call["context_data"]["business_hours"] == "noon to midnight"
        assert call["agent_version"] == 1
        turns = product.api.get(f"/calls/{call_id}/turns").json()["items"]
        said = " ".join(turn["said"] for turn in turns if turn["role"] == "agent")
        assert "midnight" in said
