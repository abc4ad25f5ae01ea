"""Calls through real parts over loopback: carrier, product on two workers, engine, MongoDB."""

from __future__ import annotations

from typing import Any

import pytest
from tests.e2e.product import Product, pause

PERSON = "+15551230002"


def says(call: dict[str, Any], role: str) -> list[str]:
    return [turn["said"] for turn in call["turns"] if turn["role"] == role]


def test_question_is_answered_from_the_context(product: Product) -> None:
    with product.agent() as agent:
        sid = product.call_in(lines=["What are your business hours?"])
        call = product.finished(sid)
    assert call["status"] == "completed"
    assert call["outcome"] == "caller_hung_up"
    assert call["agent_id"] == agent["id"]
    agent_lines = says(call, "agent")
    assert agent_lines[0] == "Hello! How can I help you today?"
    assert "9 AM to 6 PM" in agent_lines[1]
    assert says(call, "caller") == ["What are your business hours?"]
    assert call["duration_s"] > 2
    product.until(call["id"], lambda call: call["has_recording"], "the recording")
    call = product.until(call["id"], lambda call: call["summary"], "the summary")
    assert call["summary"].startswith("The caller said: What are your business hours?")
    assert "9 AM to 6 PM" in call["summary"]
    assert any("summary" in item["description"] for item in call["cost"]["items"])


def test_every_call_leaves_its_record(product: Product) -> None:
    with product.agent():
        call = product.finished(product.call_in(lines=["What is your support email?"]))
    kinds = {item["kind"] for item in call["cost"]["items"]}
    assert {"model.audio_out", "carrier.minutes", "carrier.stream"} <= kinds
    assert call["cost"]["total_usd"] == pytest.approx(
        sum(item["amount_usd"] for item in call["cost"]["items"]), abs=1e-6
    )
    for turn in call["turns"]:
        if turn["role"] == "agent" and turn["latency"]:
            parts = turn["latency"]
            total = parts["decide"] + parts["think"] + parts["play"]
            assert total == pytest.approx(parts["total"], abs=0.01)
        assert len(turn["heard"]) <= len(turn["said"]) or turn["role"] != "agent"
    product.until(call["id"], lambda call: call["has_recording"], "the recording")
    events = product.api("GET", f"/calls/{call['id']}/events?limit=1000")["items"]
    assert [e["seq"] for e in events] == sorted(e["seq"] for e in events)
    names = {event["name"] for event in events}
    assert {"carrier_started", "session_updated", "response_done"} <= names
    assert not any("payload" in str(event["data"]) for event in events)
    response = product.client.get(f"{product.url}/calls/{call['id']}/recording")
    assert response.headers["content-type"] == "audio/wav"
    assert response.content[:4] == b"RIFF"
    seconds = (len(response.content) - 44) / 4 / 8000
    assert seconds == pytest.approx(call["duration_s"], abs=1.5)


def test_context_edit_changes_the_next_answer(product: Product) -> None:
    with product.agent():
        sid = product.call_in(lines=["What are your business hours?"], stay=True)
        call_id = product.record(sid)["id"]
        product.wait_for_turn(call_id, "agent", "9 AM to 6 PM")
        pause(1)
        edit = product.api(
            "PATCH",
            f"/calls/{call_id}/context?wait=5000",
            {"context_data": {"business_hours": "noon to midnight"}},
            202,
        )
        assert edit["state"] == "confirmed"
        held = product.api("GET", f"/calls/{call_id}/context")
        assert held["context_data"]["business_hours"] == "noon to midnight"
        assert held["context_data"]["support_email"] == "help@company.com"
        product.sandbox("POST", f"/calls/{sid}/say", {"text": "What are your business hours?"})
        product.wait_for_turn(call_id, "agent", "noon to midnight")
        product.sandbox("POST", f"/calls/{sid}/hangup")
        call = product.finished(call_id)
    assert call["stats"]["edits"] == 1


def test_agent_hangs_up_when_asked_and_the_goodbye_is_heard(product: Product) -> None:
    with product.agent():
        sid = product.call_in(lines=["Please hang up."], stay=True)
        call = product.finished(sid)
    assert call["outcome"] == "agent_hung_up"
    goodbye = [turn for turn in call["turns"] if turn["role"] == "agent"][-1]
    assert goodbye["said"]
    assert goodbye["heard"] == goodbye["said"]
    assert product.far_end(sid)["ended_by"] == "carrier"


def test_cold_transfer_joins_the_caller_with_a_person(product: Product) -> None:
    product.sandbox(
        "PUT",
        f"/parties/{PERSON}",
        {"lines": [{"say": "This is Maria speaking.", "at_once": True}], "patience_s": 1},
    )
    tools = {"builtin": ["end_call", "transfer_call"], "transfer_targets": {"sales": PERSON}}
    with product.agent(tools=tools):
        sid = product.call_in(lines=["Please transfer me to sales."], stay=True)
        call = product.finished(sid)
    assert call["outcome"] == "transferred"
    heard = product.sandbox("GET", f"/calls/{sid}/heard")["text"]
    assert "Maria" in heard


def test_failed_transfer_comes_back_to_the_agent(product: Product) -> None:
    product.sandbox("PUT", f"/parties/{PERSON}", {"kind": "busy"})
    tools = {"builtin": ["end_call", "transfer_call"], "transfer_targets": {"sales": PERSON}}
    with product.agent(tools=tools):
        sid = product.call_in(lines=["Please transfer me to sales."], stay=True)
        call_id = product.record(sid)["id"]
        product.until(call_id, lambda call: call["resume_count"] == 1, "the agent again")
        pause(3)
        product.sandbox("POST", f"/calls/{sid}/say", {"text": "What are your business hours?"})
        product.wait_for_turn(call_id, "agent", "9 AM to 6 PM")
        product.sandbox("POST", f"/calls/{sid}/hangup")
        call = product.finished(call_id)
    assert call["outcome"] == "caller_hung_up"


def test_keys_arrive_as_a_turn(product: Product) -> None:
    with product.agent():
        sid = product.call_in(lines=[{"dtmf": "42#"}], stay=True)
        call_id = product.record(sid)["id"]
        turn = product.wait_for_turn(call_id, "caller", "42")
        assert turn["kind"] == "dtmf"
        product.sandbox("POST", f"/calls/{sid}/hangup")
        product.finished(call_id)


def test_silence_is_asked_about_and_then_ended_with_a_goodbye(product: Product) -> None:
    silence = {
        "prompt_after_s": 2,
        "max_prompts": 1,
        "prompt": "Are you still there?",
        "goodbye": "I hear nothing. Goodbye.",
    }
    with product.agent(silence=silence):
        sid = product.call_in(lines=[{"silence_s": 60}], stay=True)
        call = product.finished(sid)
    assert call["outcome"] == "silence"
    lines = says(call, "agent")
    assert lines[-2:] == ["Are you still there?", "I hear nothing. Goodbye."]
    assert "Goodbye" in product.sandbox("GET", f"/calls/{sid}/heard")["text"]


def test_longest_duration_is_announced_and_kept(product: Product) -> None:
    with product.agent(max_duration_s=10):
        sid = product.call_in(lines=[{"silence_s": 40}], stay=True)
        call = product.finished(sid)
    assert call["outcome"] == "max_duration"
    assert call["duration_s"] < 20
    assert len(says(call, "agent")) >= 2


def test_interruption_cuts_the_agent_where_it_was_heard(product: Product) -> None:
    long = " ".join(["We are open every day of the week from nine to six."] * 6)
    with product.agent(context_data={"business_hours": long}):
        sid = product.call_in(
            lines=[
                "What are your business hours?",
                {"interrupt_after_s": 2, "say": "Stop. What is your name?"},
            ]
        )
        call = product.finished(sid)
    cut = [t for t in call["turns"] if t["role"] == "agent" and t["interrupted"]]
    assert cut
    turn = cut[0]
    assert 0 < turn["heard_ms"] < turn["said_ms"]
    assert turn["said"].startswith(turn["heard"].rstrip())
    assert len(turn["heard"]) < len(turn["said"])
    assert call["stats"]["interruptions"] >= 1


def test_a_listener_does_not_stop_the_agent_and_nobody_stops_one_that_may_not_be(
    product: Product,
) -> None:
    long = "We are open every day of the week from nine to six. " * 3
    for words, detection in (("Uh huh.", {}), ("Please stop it.", {"interrupt_response": False})):
        with product.agent(greeting_message=long, turn_detection=detection):
            call = product.finished(product.call_in(lines=[{"interrupt_after_s": 1, "say": words}]))
        greeting = next(turn for turn in call["turns"] if turn["kind"] == "greeting")
        assert (greeting["heard"], greeting["interrupted"]) == (greeting["said"], False)
        assert says(call, "caller") == [words]
        assert len(says(call, "agent")) == (1 if words == "Uh huh." else 2)


def test_the_carrier_presses_keys_and_the_same_session_goes_on(product: Product) -> None:
    with product.agent():
        lines = [
            "Please press one two.",
            {"silence_s": 2},
            {"say": "When are your business hours?", "at_once": True},
        ]
        sid = product.call_in(lines=lines)
        call = product.finished(sid)
    far = product.far_end(sid)
    heard = product.sandbox("GET", f"/calls/{sid}/heard")
    assert [each["key"] for each in heard["keys"]] == ["1", "2"]
    assert "9 AM to 6 PM" in heard["text"]
    assert (call["stats"]["engine_sessions"], call["resume_count"]) == (1, 0)
    left, back = (
        next(e["at_ms"] for e in far["events"] if e["type"] == kind and e["at_ms"] > 1000)
        for kind in ("stream_stopped", "stream_started")
    )
    assert back - left < 400 + 1000  # the keys' own length, and a second


def test_caller_who_hangs_up_ends_the_engine_session_at_once(product: Product) -> None:
    with product.agent():
        sid = product.call_in(lines=["Hello?", {"hang_up": True}])
        call = product.finished(sid)
        assert call["outcome"] == "caller_hung_up"
        assert "hello" in " ".join(says(call, "caller")).lower()


def test_engine_that_dies_is_replaced_inside_the_call(product: Product) -> None:
    with product.agent():
        sid = product.call_in(lines=["What is your support email?"], stay=True)
        call_id = product.record(sid)["id"]
        product.wait_for_turn(call_id, "agent", "help@company.com")
        pause(1)
        with product.faults(engine={"kill": True}):
            pause(0.5)
        pause(3)
        product.sandbox("POST", f"/calls/{sid}/say", {"text": "What are your business hours?"})
        product.wait_for_turn(call_id, "agent", "9 AM to 6 PM")
        product.sandbox("POST", f"/calls/{sid}/hangup")
        call = product.finished(call_id)
    assert call["stats"]["engine_sessions"] >= 2
    assert call["outcome"] == "caller_hung_up"


def test_outbound_agent_calls_a_person(product: Product) -> None:
    product.sandbox(
        "PUT",
        f"/parties/{PERSON}",
        {"lines": [{"say": "Hello?", "at_once": True}, "What is the reason of your call?"]},
    )
    with product.agent(
        number=None,
        type="outbound",
        greeting_message="Hello {{customer_name}}, this is Example Dental.",
        context_data={},
    ) as agent:
        placed = product.api(
            "POST",
            "/agents/call/outbound",
            {
                "agent_id": agent["id"],
                "to_number": PERSON,
                "context_override": {"customer_name": "John Smith", "reason": "Follow-up call"},
            },
        )
        call = product.finished(placed["id"])
    assert call["status"] == "completed"
    assert call["direction"] == "outbound"
    assert call["answered_by"] == "human"
    assert "John Smith" in says(call, "agent")[0]
    assert any("follow-up call" in line.lower() for line in says(call, "agent"))


@pytest.mark.parametrize(
    ("action", "outcome"), [("hang_up", "voicemail"), ("leave_message", "voicemail")]
)
def test_outbound_agent_meets_a_machine(product: Product, action: str, outcome: str) -> None:
    product.sandbox(
        "PUT", f"/parties/{PERSON}", {"kind": "machine", "greeting": "Leave a message."}
    )
    message = "Please call Example Dental back."
    with product.agent(
        number=None, type="outbound", voicemail={"action": action, "message": message}
    ) as agent:
        placed = product.api(
            "POST", "/agents/call/outbound", {"agent_id": agent["id"], "to_number": PERSON}
        )
        call = product.finished(placed["id"])
    assert call["outcome"] == outcome
    assert call["answered_by"].startswith("machine")
    heard = product.sandbox("GET", f"/calls/{call['carrier_call_sid']}/heard")["text"]
    assert (message in heard) == (action == "leave_message")


@pytest.mark.parametrize(("kind", "status"), [("busy", "busy"), ("unreachable", "failed")])
def test_outbound_call_that_nobody_takes(product: Product, kind: str, status: str) -> None:
    product.sandbox("PUT", f"/parties/{PERSON}", {"kind": kind})
    with product.agent(number=None, type="outbound") as agent:
        placed = product.api(
            "POST", "/agents/call/outbound", {"agent_id": agent["id"], "to_number": PERSON}
        )
        call = product.finished(placed["id"])
    assert call["status"] == status
    assert call["outcome"] == "not_answered"


def test_status_callbacks_may_come_twice_and_out_of_order(product: Product) -> None:
    product.sandbox("PUT", f"/parties/{PERSON}", {"lines": ["Yes, hello."]})
    with (
        product.agent(number=None, type="outbound") as agent,
        product.faults(callbacks_duplicate=True, callbacks_shuffle=True),
    ):
        placed = product.api(
            "POST", "/agents/call/outbound", {"agent_id": agent["id"], "to_number": PERSON}
        )
        call = product.finished(placed["id"])
        pause(2)
        later = product.api("GET", f"/calls/{placed['id']}")
    assert call["status"] == later["status"] == "completed"
