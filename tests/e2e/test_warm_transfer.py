"""Warm transfer, end to end: hold music, a colleague who decides with a key, both joined or not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cli.serving import wait_for
from tests.e2e.product import Product, pause

COLLEAGUE = "+14155550177"


def begin(product: Product) -> tuple[str, str]:
    """A caller on the line, greeted: the carrier's sid and ours."""
    sid = product.call_in(lines=[], stay=True)
    call_id = product.record(sid)["id"]
    product.wait_for_turn(call_id, "agent", "How can I help you")
    pause(2.5)  # the greeting is played to its end
    return sid, call_id


def transfer(product: Product, call_id: str) -> dict[str, Any]:
    """Ask for it, wait for what comes of it."""
    command = product.api(
        "POST",
        f"/calls/{call_id}/warm-transfer",
        {"to_number": COLLEAGUE, "summary": "Ann asks about her invoice."},
        202,
    )

    def settled() -> Any:
        found = product.api("GET", f"/calls/{call_id}/commands/{command['id']}")
        return found if found["state"] in ("done", "failed", "refused") else None

    found: dict[str, Any] = wait_for(settled, "the end of the warm transfer", 60)
    return found


def colleagues_call(product: Product) -> dict[str, Any]:
    """The carrier's call to the colleague."""
    items = product.sandbox("GET", "/calls")["items"]
    return product.far_end(next(call["sid"] for call in items if call["to"] == COLLEAGUE))


def test_the_colleague_hears_the_summary_accepts_and_is_joined(product: Product) -> None:
    product.sandbox(
        "PUT",
        f"/parties/{COLLEAGUE}",
        {
            "lines": [
                {"dtmf": "1"},
                {"silence_s": 1.5},
                {"say": "Maria here, I have your invoice.", "at_once": True},
                {"silence_s": 1},
                {"hang_up": True},
            ]
        },
    )
    with product.agent():
        sid, call_id = begin(product)
        assert transfer(product, call_id)["state"] == "done"
        call = product.finished(call_id)
        product.far_end(sid, wait_s=30)
    assert call["outcome"] == "transferred"
    told = colleagues_call(product)
    summary = " ".join(e["text"] for e in told["events"] if e["type"] == "carrier_says")
    assert "Ann asks about her invoice." in summary
    assert "Maria here" in product.sandbox("GET", f"/calls/{sid}/heard")["text"]
    kinds = [event["type"] for event in product.far_end(sid)["events"]]
    assert "conference_joined" in kinds


@pytest.mark.parametrize(
    "persona",
    [{"lines": [{"dtmf": "9"}], "stay": True}, {"kind": "busy"}],
    ids=["declined", "busy"],
)
def test_the_caller_comes_back_to_the_agent(product: Product, persona: dict[str, Any]) -> None:
    product.sandbox("PUT", f"/parties/{COLLEAGUE}", persona)
    with product.agent():
        sid, call_id = begin(product)
        command = transfer(product, call_id)
        assert command["state"] == "failed"
        assert command["result"]
        pause(3)
        product.sandbox("POST", f"/calls/{sid}/say", {"text": "What are your business hours?"})
        product.wait_for_turn(call_id, "agent", "9 AM to 6 PM")
        product.sandbox("POST", f"/calls/{sid}/hangup")
        call = product.finished(call_id)
    assert call["outcome"] == "caller_hung_up"


def test_the_colleagues_phone_stops_when_the_caller_hangs_up(product: Product) -> None:
    product.sandbox("PUT", f"/parties/{COLLEAGUE}", {"kind": "no_answer"})
    with product.agent():
        sid, call_id = begin(product)
        product.api(
            "POST", f"/calls/{call_id}/warm-transfer", {"to_number": COLLEAGUE, "summary": ""}, 202
        )
        wait_for(
            lambda: [
                call
                for call in product.sandbox("GET", "/calls")["items"]
                if call["to"] == COLLEAGUE and call["status"] == "ringing"
            ],
            "the colleague's phone to ring",
            30,
        )
        product.sandbox("POST", f"/calls/{sid}/hangup")
        product.finished(call_id)
        wait_for(
            lambda: colleagues_call(product)["status"] in ("canceled", "completed"),
            "the ringing to end",
            15,
        )
