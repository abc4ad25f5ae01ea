"""Whole calls in real speech: a voice asks, recognition hears, the agent speaks, we listen.

Asserted by key words: what a recogniser writes down is never certain to the letter.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from tests.e2e.product import Product, pause, running
from tests.e2e.test_takeover import check, take_over_and_back

from phony.sandbox import speech

pytestmark = [
    pytest.mark.serial,
    pytest.mark.skipif(bool(speech.missing()), reason="phony[sandbox] is not installed"),
    pytest.mark.timeout(300),
]

HOURS = "What are your business hours?"
PERSON = "+14155550188"


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product whose sandbox speaks and hears."""
    with running(tmp_path_factory.mktemp("spoken"), speech=True) as product:
        yield product


def heard(product: Product, sid: str) -> str:
    """What reached the caller's ear, written down by recognition."""
    text: str = product.sandbox("GET", f"/calls/{sid}/heard")["text"]
    return text.lower()


def test_a_question_is_heard_and_answered_and_an_edit_changes_the_next_answer(
    spoken: Product,
) -> None:
    context = {"business_hours": "nine to five on weekdays"}
    with spoken.agent(context_data=context):
        sid = spoken.call_in(lines=[HOURS], stay=True)
        call_id = spoken.record(sid)["id"]
        spoken.wait_for_turn(call_id, "caller", "business hours")
        spoken.wait_for_turn(call_id, "agent", "nine to five")
        pause(4)
        edit = spoken.api(
            "PATCH",
            f"/calls/{call_id}/context?wait=5000",
            {"context_data": {"business_hours": "noon until midnight"}},
            202,
        )
        assert edit["state"] == "confirmed"
        spoken.sandbox("POST", f"/calls/{sid}/say", {"text": HOURS})
        spoken.wait_for_turn(call_id, "agent", "noon until midnight")
        pause(4)
        spoken.sandbox("POST", f"/calls/{sid}/hangup")
        call = spoken.finished(call_id)
        ear = heard(spoken, sid)
    assert "weekdays" in ear
    assert "midnight" in ear
    replies = [turn for turn in call["turns"] if turn["role"] == "agent" and turn["latency"]]
    assert replies
    for turn in replies:
        parts = turn["latency"]
        total = parts["decide"] + parts["think"] + parts["play"]
        assert total == pytest.approx(parts["total"], abs=1)
    # The caller's own stop watch agrees with ours about the first answer.
    replied = [
        event["reply_ms"] for event in spoken.far_end(sid)["events"] if event.get("reply_ms")
    ]
    assert replied[0] == pytest.approx(replies[-2]["latency"]["total"], abs=400)


def test_an_interruption_stops_the_agent(spoken: Product) -> None:
    long = "We are open " + ", ".join(f"on day number {n} from nine to five" for n in range(1, 9))
    with spoken.agent(context_data={"business_hours": long}):
        sid = spoken.call_in(
            lines=[HOURS, {"interrupt_after_s": 2.0, "say": "Stop, please. Thank you very much."}],
            stay=True,
        )
        call_id = spoken.record(sid)["id"]
        cut = spoken.until(call_id, lambda call: call["stats"]["interruptions"], "the interruption")
        assert cut["stats"]["interruptions"] >= 1
        pause(3)
        spoken.sandbox("POST", f"/calls/{sid}/hangup")
        call = spoken.finished(call_id)
    (turn, *_) = [turn for turn in call["turns"] if turn["interrupted"]]
    assert turn["heard"] != turn["said"]
    assert turn["said"].startswith(turn["heard"].rstrip(" .…-"))
    assert turn["heard_ms"] < turn["said_ms"]


def test_the_agent_hangs_up_when_asked_to(spoken: Product) -> None:
    with spoken.agent():
        sid = spoken.call_in(lines=["Thank you. Please hang up now."], stay=True)
        call = spoken.finished(sid)
    assert call["outcome"] == "agent_hung_up"
    assert "bye" in heard(spoken, sid)


def test_an_outbound_agent_talks_to_a_person(spoken: Product) -> None:
    spoken.sandbox(
        "PUT",
        f"/parties/{PERSON}",
        {"lines": [{"say": "Hello, who is calling?", "at_once": True}, HOURS]},
    )
    fields = {
        "type": "outbound",
        "greeting_message": "Hello {{customer_name}}, this is Example Dental.",
        "context_data": {"business_hours": "nine to five on weekdays"},
    }
    with spoken.agent(number=None, **fields) as agent:
        placed = spoken.api(
            "POST",
            "/agents/call/outbound",
            {
                "agent_id": agent["id"],
                "to_number": PERSON,
                "context_override": {"customer_name": "John Smith"},
            },
        )
        call = spoken.finished(placed["id"])
    assert "John Smith" in call["text"]
    assert "weekdays" in heard(spoken, call["carrier_call_sid"])


def test_noise_is_not_speech(spoken: Product) -> None:
    """Two seconds of tone and hiss make no caller turn."""
    hiss = bytes((0x7E - index * 7919 % 9) | (index & 1) << 7 for index in range(16_000))
    with spoken.agent():
        sid = spoken.call_in(lines=[{"sound": base64.b64encode(hiss).decode()}], stay=True)
        call_id = spoken.record(sid)["id"]
        spoken.wait_for_turn(call_id, "agent", "help you")
        pause(7)
        spoken.sandbox("POST", f"/calls/{sid}/hangup")
        call = spoken.finished(call_id)
    assert [turn for turn in call["turns"] if turn["role"] == "caller"] == []


def test_the_agent_goes_on_from_what_an_operator_s_voice_said(spoken: Product) -> None:
    from phony.sandbox.speech.tts import Speaker

    check(take_over_and_back(spoken, Speaker().speak))
