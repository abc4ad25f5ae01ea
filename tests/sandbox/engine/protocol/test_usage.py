"""What an event puts on the client's bill."""

from __future__ import annotations

from phony.sandbox.engine.protocol.conversation import Item
from phony.sandbox.engine.protocol.images import Image
from phony.sandbox.engine.protocol.outbox import Log
from phony.sandbox.engine.protocol.usage import Meter, charged, usage


def test_tokens_are_charged_once_each_cached_or_not() -> None:
    meter = Meter()
    meter.input("x" * 1000, [], [])
    again = usage(meter.input("x" * 1000, [], []), [])
    bill = charged({"type": "response.done", "response": {"usage": again}})
    assert bill["text_in_cached"] > 0
    assert sum(bill.values()) == again["total_tokens"]


def test_pictures_are_charged_and_cached_like_all_else() -> None:
    meter = Meter()
    item = Item("i", "message", role="user", images=[Image(1024, 1024, "high")])
    first = usage(meter.input("x", [], [item]), [])
    assert first["input_token_details"]["image_tokens"] == 765
    again = usage(meter.input("x", [], [item]), [])
    bill = charged({"type": "response.done", "response": {"usage": again}})
    assert (bill["image_in"], bill["image_in_cached"]) == (61, 704)
    assert sum(bill.values()) == again["total_tokens"] == first["total_tokens"]


def test_hearing_is_charged_by_the_second() -> None:
    kind = "conversation.item.input_audio_transcription.completed"
    assert charged({"type": kind, "usage": {"type": "duration", "seconds": 1.5}}) == {
        "seconds": 1.5
    }


def test_everything_else_is_free() -> None:
    for event in (
        {"type": "response.created", "response": {"usage": None}},
        {"type": "response.done", "response": {"usage": {"total_tokens": 7}}},
        {"type": "error"},
    ):
        assert charged(event) == {}


def test_the_log_adds_up_what_was_sent() -> None:
    log = Log(most=1)
    event = {"type": "x", "usage": {"type": "duration", "seconds": 1}}
    for direction in ("out", "in", "out"):
        log.add("s", direction, event)
    assert log.charged == {"seconds": 2}
