from __future__ import annotations

from typing import Any

import pytest
from tests.support import realtime_contract

from phony.sandbox.engine.protocol import rules
from phony.sandbox.engine.protocol.shapes import Refused


def session(**fields: Any) -> dict[str, Any]:
    return {"type": "session.update", "session": {"type": "realtime"} | fields}


def heard(**fields: Any) -> dict[str, Any]:
    return session(audio={"input": fields})


def said(**fields: Any) -> dict[str, Any]:
    return session(audio={"output": fields})


NOISE = "session.audio.input.noise_reduction"
REFUSED = [
    ({}, "missing_required_parameter", "type"),
    ({"type": "session.close"}, "invalid_value", "type"),
    ({"type": "response.cancel", "more": 1}, "unknown_parameter", "more"),
    ({"type": "response.cancel", "event_id": "x" * 513}, "string_above_max_length", "event_id"),
    ({"type": "session.update"}, "missing_required_parameter", "session"),
    (
        {"type": "session.update", "session": {}},
        "missing_required_parameter",
        "session.type",
    ),
    # what the beta interface had
    (session(voice="marin"), "unknown_parameter", "session.voice"),
    (session(temperature=0.8), "unknown_parameter", "session.temperature"),
    (session(modalities=["audio"]), "unknown_parameter", "session.modalities"),
    (
        session(input_audio_format="g711_ulaw"),
        "unknown_parameter",
        "session.input_audio_format",
    ),
    (
        heard(format={"type": "audio/pcmu", "rate": 8000}),
        "unknown_parameter",
        "session.audio.input.format.rate",
    ),
    (heard(format="g711_ulaw"), "invalid_type", "session.audio.input.format"),
    (
        heard(format={"type": "audio/pcm", "rate": 16000}),
        "integer_below_min_value",
        "session.audio.input.format.rate",
    ),
    (said(voice="nova"), "invalid_value", "session.audio.output.voice"),
    (said(speed=2), "decimal_above_max_value", "session.audio.output.speed"),
    (session(output_modalities=["audio", "text"]), "invalid_value", "session.output_modalities"),
    (session(max_output_tokens=0), "integer_below_min_value", "session.max_output_tokens"),
    (session(max_output_tokens="all"), "invalid_value", "session.max_output_tokens"),
    (
        session(tools=[{"type": "function", "name": "f", "strict": True}]),
        "unknown_parameter",
        "session.tools[0].strict",
    ),
    (
        session(tools=[{"type": "function"}]),
        "missing_required_parameter",
        "session.tools[0].name",
    ),
    (
        heard(turn_detection={"type": "server_vad", "idle_timeout_ms": 100}),
        "integer_below_min_value",
        "session.audio.input.turn_detection.idle_timeout_ms",
    ),
    (
        heard(turn_detection={"type": "semantic_vad", "threshold": 0.5}),
        "unknown_parameter",
        "session.audio.input.turn_detection.threshold",
    ),
    (
        heard(transcription={"model": "whisper-1", "keywords": ["x"]}),
        "invalid_value",
        "session.audio.input.transcription.keywords",
    ),
    (
        heard(transcription={"model": "gpt-realtime-whisper", "prompt": "x"}),
        "invalid_value",
        "session.audio.input.transcription.prompt",
    ),
    (heard(noise_reduction={"strength": -1}), "decimal_below_min_value", f"{NOISE}.strength"),
    (heard(noise_reduction={"type": "loud"}), "invalid_value", f"{NOISE}.type"),
    (
        session(tools=[{"type": "mcp", "server_label": "l"}]),
        "missing_required_parameter",
        "session.tools[0]",
    ),
    (
        session(tools=[{"type": "mcp", "server_label": "l", "server_url": "u", "tunnel_id": "t"}]),
        "invalid_value",
        "session.tools[0].tunnel_id",
    ),
    (
        session(tool_choice={"type": "mcp", "name": "n"}),
        "missing_required_parameter",
        "session.tool_choice.server_label",
    ),
    (session(include=["usage"]), "invalid_value", "session.include[0]"),
    (session(instructions=None), "invalid_type", "session.instructions"),
    (
        {
            "type": "conversation.item.truncate",
            "item_id": "i",
            "content_index": 0,
            "audio_end_ms": 12.0,
        },
        "invalid_type",
        "audio_end_ms",
    ),
    (
        {
            "type": "conversation.item.create",
            "item": {"type": "function_call_output", "call_id": "c", "output": {"ok": True}},
        },
        "invalid_type",
        "item.output",
    ),
    (
        {
            "type": "conversation.item.create",
            "item": {
                "type": "message",
                "role": "assistant",
                "content": [{"type": "output_audio", "audio": ""}],
            },
        },
        "invalid_value",
        "item.content[0].type",
    ),
    (
        {
            "type": "conversation.item.create",
            "item": {
                "type": "message",
                "role": "system",
                "content": [{"type": "text", "text": ""}],
            },
        },
        "invalid_value",
        "item.content[0].type",
    ),
    (
        {"type": "response.create", "response": {"modalities": ["audio"]}},
        "unknown_parameter",
        "response.modalities",
    ),
    (
        {"type": "response.create", "response": {"metadata": {"k": "v" * 513}}},
        "string_above_max_length",
        "response.metadata.k",
    ),
]


@pytest.mark.parametrize(("event", "code", "param"), REFUSED)
def test_refused_as_the_service_would(event: dict[str, Any], code: str, param: str) -> None:
    with pytest.raises(Refused) as refusal:
        rules.check(event)
    assert (refusal.value.code, refusal.value.param) == (code, param)


@pytest.mark.parametrize("key", ["reasoning", "parallel_tool_calls"])
def test_reasoning_needs_a_model_that_reasons(key: str) -> None:
    value = {"reasoning": {"effort": "low"}, "parallel_tool_calls": False}[key]
    for event, where in (
        (session(**{key: value}), "session"),
        ({"type": "response.create", "response": {key: value}}, "response"),
    ):
        rules.check(event, "gpt-realtime-2.1-mini")
        with pytest.raises(Refused) as refusal:
            rules.check(event, "gpt-realtime-1.5")
        assert refusal.value.param == f"{where}.{key}"


@pytest.mark.parametrize(
    "event",
    [
        heard(noise_reduction={"strength": 0.5}),
        heard(noise_reduction={"type": "far_field"}),
        heard(noise_reduction=None),
        session(include=["item.input_audio_transcription.logprobs"]),
        session(include=None),
        session(tools=[{"type": "mcp", "server_label": "l", "server_url": "https://x"}]),
        session(tool_choice={"type": "mcp", "server_label": "l", "name": None}),
        session(prompt={"id": "p", "version": None}),
    ],
)
def test_what_the_vendor_lets_be_left_out(event: dict[str, Any]) -> None:
    realtime_contract.check_client(event)


@pytest.mark.parametrize("payload", ["/w==\n", "@@@@", "/w=", "ä"])
def test_audio_must_be_base64(payload: str) -> None:
    with pytest.raises(Refused):
        rules.audio_bytes(payload)
    assert rules.audio_bytes("/w==") == b"\xff"
