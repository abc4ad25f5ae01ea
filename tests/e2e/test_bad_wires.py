"""What the far ends may do wrong: nothing of it breaks the product or another call."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from tests.e2e.product import Product, pause

UNASSIGNED = "+18578167228"


def answers(product: Product) -> None:
    """The product still carries a call."""
    call = product.finished(product.call_in(lines=["What are your business hours?"]))
    assert "9 AM to 6 PM" in call["text"]


def test_unknown_number_hears_a_polite_message_and_is_recorded(product: Product) -> None:
    with product.agent(number=UNASSIGNED) as agent:
        # The number keeps its webhook for a moment while its agent is gone.
        product.api("PATCH", f"/agents/{agent['id']}", {"enabled": False})
        sid = product.call_in(to=UNASSIGNED, lines=[{"silence_s": 10}])
        shown = product.far_end(sid, wait_s=30)
        heard = product.sandbox("GET", f"/calls/{sid}/heard")["text"]
    requests = product.sandbox("GET", "/requests")["items"]
    assert all(request["status"] < 500 for request in requests if request.get("status"))
    assert shown["status"] in ("completed", "busy", "failed")
    assert heard or shown["status"] != "completed"
    assert product.record(sid)["status"] in ("failed", "completed")


@pytest.mark.parametrize("kind", ["wrong", "missing", "wrong_token"])
def test_badly_signed_webhook_is_refused(product: Product, kind: str) -> None:
    with product.agent():
        with product.faults(bad_signature=kind):
            sid = product.call_in(lines=["Hello?"])
            shown = product.far_end(sid, wait_s=30)
        assert not any(event["type"] == "stream" for event in shown["events"])
        calls = product.api("GET", "/calls?limit=50")["items"]
        assert sid not in [call["carrier_call_sid"] for call in calls]
        answers(product)


@pytest.mark.parametrize(
    "parameters", [{}, {"token": "stolen"}, {"token": ""}], ids=["none", "stolen", "empty"]
)
def test_media_socket_without_its_token_hears_nothing(
    product: Product, parameters: dict[str, str]
) -> None:
    with product.agent():
        with product.faults(stream_parameters=parameters):
            sid = product.call_in(lines=["What are your business hours?"])
            product.far_end(sid, wait_s=40)
        heard = product.sandbox("GET", f"/calls/{sid}/heard")["text"]
        assert "9 AM" not in heard
        answers(product)


@pytest.mark.parametrize(
    "faults",
    [
        {"stream_garbage": ["not json", "{}", '{"event":"media"}', '{"event":"news"}']},
        {"stream_binary": True},
        {"stream_frame_bytes": 37},
        {"stream_frame_bytes": 1600},
    ],
    ids=["garbage", "binary", "short frames", "long frames"],
)
def test_strange_media_messages_do_not_end_the_call(
    product: Product, faults: dict[str, Any]
) -> None:
    with product.agent(), product.faults(**faults):
        answers(product)


@pytest.mark.parametrize(
    "engine",
    [
        {"unknown_events": True},
        {"texts_after_update": ["no json", "[]", '{"type":7}', '{"type":"response.done"}']},
        {"binary_after_update": True},
        {"refuse_status": 503, "sessions": 1},
    ],
    ids=["unknown events", "malformed events", "binary", "refused once"],
)
def test_strange_engine_does_not_end_the_call(product: Product, engine: dict[str, Any]) -> None:
    with product.agent(), product.faults(engine=engine):
        answers(product)


@pytest.mark.parametrize(
    "engine", [{"refuse_status": 401}, {"silent": True}], ids=["refuses", "silent"]
)
def test_engine_that_never_serves_ends_the_call_with_an_apology(
    product: Product, engine: dict[str, Any]
) -> None:
    with product.agent():
        with product.faults(engine=engine):
            sid = product.call_in(lines=[{"silence_s": 60}], stay=True)
            call = product.finished(sid)
            heard = product.sandbox("GET", f"/calls/{sid}/heard")["text"]
        assert call["outcome"] == "engine_failed"
        assert heard
        answers(product)


def test_carrier_socket_that_breaks_is_resumed_with_the_history(product: Product) -> None:
    with product.agent():
        with product.faults(stream_drop_after_s=6):
            sid = product.call_in(lines=["What is your support email?"], stay=True)
            call_id = product.record(sid)["id"]
            product.wait_for_turn(call_id, "agent", "help@company.com")
            product.until(call_id, lambda call: call["resume_count"] == 1, "a second stream")
        pause(2)
        product.sandbox("POST", f"/calls/{sid}/say", {"text": "What are your business hours?"})
        product.wait_for_turn(call_id, "agent", "9 AM to 6 PM")
        product.sandbox("POST", f"/calls/{sid}/hangup")
        call = product.finished(call_id)
    assert "help@company.com" in call["text"]
    assert "9 AM to 6 PM" in call["text"]


def test_media_path_without_upgrade_is_refused(product: Product) -> None:
    response = httpx.get(f"{product.url}/media/worker_x/call_x")
    assert 400 <= response.status_code < 500
