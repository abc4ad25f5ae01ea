"""A person takes a call over, says something new, and hands it back to an agent who goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.e2e.operator import speaking
from tests.e2e.product import Product, pause

from phony.sandbox import watermark

NEWS = "Your parcel is in locker forty two."
WHERE = "Where is my parcel?"


def begin(product: Product) -> tuple[str, str]:
    """A caller on the line, greeted: the carrier's sid and ours."""
    sid = product.call_in(lines=[], stay=True)
    call_id = product.record(sid)["id"]
    product.wait_for_turn(call_id, "agent", "How can I help you")
    pause(2.5)  # the greeting is played to its end
    return sid, call_id


def command(product: Product, call_id: str, path: str, **args: Any) -> dict[str, Any]:
    """A command, once it is settled."""
    made: dict[str, Any] = product.api(
        "POST", f"/calls/{call_id}/{path}?wait=10000", args, status=202
    )
    return made


def take_over_and_back(product: Product, speak: Callable[[str], bytes]) -> dict[str, Any]:
    """The operator tells the caller something; the caller asks the agent about it later."""
    with product.agent():
        sid, call_id = begin(product)
        assert command(product, call_id, "take-over")["state"] == "done"
        with speaking(product, call_id) as microphone:
            product.sandbox("POST", f"/calls/{sid}/say", {"text": "Who is speaking now?"})
            product.wait_for_turn(call_id, "caller", "speaking")
            microphone.say(speak("This is Maria from the parcel desk."))
            live = product.wait_for_turn(call_id, "operator", "Maria")
            assert live["data"] == {"author": "local"}
            product.sandbox("POST", f"/calls/{sid}/say", {"text": "Good morning, Maria."})
            product.wait_for_turn(call_id, "caller", "good morning")
            microphone.say(speak(NEWS))
            # At once: the last words are not written down yet.
            back = command(product, call_id, "hand-back")
        assert back["state"] == "done", back
        assert back["result"] == "The model has it."
        product.wait_for_turn(call_id, "operator", "locker")
        product.sandbox("POST", f"/calls/{sid}/say", {"text": WHERE})
        product.wait_for_turn(call_id, "agent", "locker")
        pause(3)
        product.sandbox("POST", f"/calls/{sid}/hangup")
        call = product.finished(call_id)
        call["ear"] = product.sandbox("GET", f"/calls/{sid}/heard")["text"].lower()
    return call


def check(call: dict[str, Any]) -> None:
    turns = [turn for turn in call["turns"] if turn["kind"] == "speech"]
    assert [turn["role"] for turn in turns] == [
        "caller",
        "operator",
        "caller",
        "operator",
        "caller",
        "agent",
    ]
    starts = [turn["started_ms"] for turn in turns]
    assert starts == sorted(starts)
    for turn in turns:
        assert turn["final"]
        assert turn["ended_ms"] > turn["started_ms"]
    assert "locker" in call["ear"]
    assert call["taken_over_by"] is None
    (line,) = [item for item in call["cost"]["items"] if item["kind"] == "transcription.operator"]
    assert line["quantity"] * 60 > 3
    assert call["stats"]["engine_sessions"] == 1


def test_the_agent_goes_on_from_what_the_operator_said(product: Product) -> None:
    call = take_over_and_back(product, watermark.encode)
    check(call)
    assert f"operator: {NEWS}" in call["text"]
    assert f"agent: {NEWS}" in call["text"]
