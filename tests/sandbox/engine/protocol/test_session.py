"""Whatever a client sends, in whatever order: the session stays whole and legal."""

from __future__ import annotations

import asyncio
import base64
import selectors
from typing import Any

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support import realtime_contract

from phony.sandbox import watermark
from phony.sandbox.engine.mind.answers import Answers
from phony.sandbox.engine.protocol import config
from phony.sandbox.engine.protocol.faults import NO_FAULTS
from phony.sandbox.engine.protocol.outbox import Log
from phony.sandbox.engine.protocol.session import Session
from phony.sandbox.engine.voices import ScriptedParts

PCMU = {"type": "audio/pcmu"}
CONFIG = {
    "type": "realtime",
    "instructions": "business_hours: 9 to 5",
    "audio": {
        "input": {
            "format": PCMU,
            "transcription": {"model": "gpt-transcribe"},
            "turn_detection": {"type": "server_vad", "silence_duration_ms": 200},
        },
        "output": {"format": PCMU, "voice": "marin"},
    },
    "tools": [
        {"type": "function", "name": "end_call", "parameters": {"type": "object", "properties": {}}}
    ],
}
SPEECH = watermark.encode("What are your hours?", ms_per_character=5)
HANG_UP = watermark.encode("Please hang up now", ms_per_character=5)
IDS = st.sampled_from(["a", "b", "c"])


def append(sound: bytes) -> dict[str, Any]:
    return {"type": "input_audio_buffer.append", "audio": base64.b64encode(sound).decode()}


def message(item_id: str, role: str) -> dict[str, Any]:
    kind = "output_text" if role == "assistant" else "input_text"
    content = [{"type": kind, "text": "Hello."}]
    item = {"type": "message", "id": item_id, "role": role, "content": content}
    return {"type": "conversation.item.create", "item": item}


EVENTS = st.one_of(
    st.sampled_from(
        [
            append(SPEECH),
            append(HANG_UP),
            append(SPEECH[:1000]),
            append(b"\xff" * 4000),
            append(b""),
            {"type": "input_audio_buffer.commit"},
            {"type": "input_audio_buffer.clear"},
            {"type": "response.create"},
            {"type": "response.create", "response": {"instructions": "Say exactly: One. Two."}},
            {
                "type": "response.create",
                "response": {"conversation": "none", "output_modalities": ["text"], "input": []},
            },
            {"type": "response.create", "response": {"max_output_tokens": 5}},
            {"type": "response.cancel"},
            {"type": "response.cancel", "response_id": "resp_x"},
            {"type": "session.update", "session": CONFIG},
            {
                "type": "session.update",
                "session": {
                    "type": "realtime",
                    "audio": {"input": {"turn_detection": None}},
                },
            },
            {
                "type": "session.update",
                "session": {
                    "type": "realtime",
                    "audio": {"input": {"turn_detection": {"type": "semantic_vad"}}},
                },
            },
            {
                "type": "session.update",
                "session": {"type": "realtime", "audio": {"output": {"voice": "cedar"}}},
            },
            {"type": "output_audio_buffer.clear"},
            {"type": "nonsense"},
        ]
    ),
    st.builds(message, IDS, st.sampled_from(["user", "system", "assistant"])),
    st.builds(lambda i: {"type": "conversation.item.delete", "item_id": i}, IDS),
    st.builds(lambda i: {"type": "conversation.item.retrieve", "item_id": i}, IDS),
    st.builds(
        lambda ms: {"truncate": ms},  # of the newest assistant item
        st.integers(0, 2000),
    ),
    st.builds(lambda n: {"wait": n}, st.integers(1, 40)),
)


async def play(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []
    async with asyncio.TaskGroup() as group:
        session = Session(
            begun=config.begun("gpt-realtime-2.1", False, {}, 0),
            parts=ScriptedParts(ms_per_character=5),
            responder=Answers(),
            faults=lambda: NO_FAULTS,
            log=Log(),
            group=group,
        )

        async def keep(frame: str | bytes) -> None:
            sent.append(orjson.loads(frame))

        writer = group.create_task(session.out.drain(keep))
        session.open()
        session.receive(orjson.dumps({"type": "session.update", "session": CONFIG}).decode())
        for event in events:
            if "wait" in event:
                await asyncio.sleep(event["wait"] / 1000)
            elif "truncate" in event:
                items = [item for item in session.conversation if item.role == "assistant"]
                if items:
                    cut = {
                        "type": "conversation.item.truncate",
                        "item_id": items[-1].id,
                        "content_index": 0,
                        "audio_end_ms": event["truncate"],
                    }
                    session.receive(orjson.dumps(cut).decode())
            else:
                session.receive(orjson.dumps(event).decode())
        async with asyncio.timeout(10):
            while asyncio.all_tasks() - {asyncio.current_task(), writer}:  # noqa: ASYNC110
                await asyncio.sleep(0.002)
        session.stop()
        session.out.close(1000)
        await writer
    return sent


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(EVENTS, max_size=25))
def test_any_order_of_events(events: list[dict[str, Any]]) -> None:
    sent = asyncio.run(play(events))
    active: set[str] = set()
    items: set[str] = set()
    heard: dict[str, int] = {}
    for event in sent:
        realtime_contract.check_server(event)
        kind = event["type"]
        if kind == "response.created":
            if event["response"]["conversation_id"] is not None:
                assert not active, "two responses in the conversation at once"
                active.add(event["response"]["id"])
        elif kind == "response.done":
            active.discard(event["response"]["id"])
            assert event["response"]["status"] != "in_progress"
            for item in event["response"]["output"]:
                assert item["status"] in ("completed", "incomplete")
        elif kind == "conversation.item.added":
            assert event["item"]["id"] not in items
            items.add(event["item"]["id"])
        elif kind == "conversation.item.deleted":
            items.discard(event["item_id"])
        elif kind == "response.output_audio.delta":
            size = len(base64.b64decode(event["delta"]))
            heard[event["item_id"]] = heard.get(event["item_id"], 0) + size
        elif kind == "conversation.item.truncated":
            assert event["audio_end_ms"] * 8 <= heard[event["item_id"]]
        elif kind == "error":
            assert event["error"]["code"]
    assert not active, "a response without an end"
    kinds = [event["type"] for event in sent]
    assert kinds[0] == "session.created"
    assert kinds.count("response.created") == kinds.count("response.done")


class Hasty(selectors.DefaultSelector):
    """Waits a tenth as long as it is asked to."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(timeout / 10 if timeout else timeout)


class HastyLoop(asyncio.SelectorEventLoop):
    """Lives ten seconds in one."""

    def __init__(self) -> None:
        super().__init__(Hasty())

    def time(self) -> float:
        return super().time() * 10


def test_idle_timeout_asks_whether_somebody_is_there() -> None:
    idle = {"audio": {"input": {"turn_detection": {"type": "server_vad", "idle_timeout_ms": 5000}}}}
    events = [
        {"type": "session.update", "session": {"type": "realtime", **idle}},
        append(b"\xff" * 8 * 6000),
        {"type": "response.create", "response": {"instructions": "Say exactly: Hm."}},
        {"wait": 8000},
    ]
    with asyncio.Runner(loop_factory=HastyLoop) as runner:
        sent = runner.run(play(events))
    kinds = [event["type"] for event in sent]
    asked = kinds.index("input_audio_buffer.timeout_triggered")
    assert "response.done" in kinds[:asked]
    assert sent[asked]["audio_end_ms"] - sent[asked]["audio_start_ms"] == 5000
    (answer,) = [event["response"] for event in sent[asked:] if event["type"] == "response.done"]
    assert "still there" in answer["output"][0]["content"][0]["transcript"]
