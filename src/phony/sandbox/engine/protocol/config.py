"""The session object: defaults, and updates that apply as a whole or not at all."""

from __future__ import annotations

import copy
import secrets
from typing import Any

from phony.sandbox.engine.protocol.shapes import Refused
from phony.wire.realtime_session import is_reasoning_model

DEFAULT_INSTRUCTIONS = "You are a helpful assistant that speaks. Be brief, warm and clear."
# Objects whose `type` decides their other fields: a new one replaces the old one whole.
_TAGGED = ("format", "turn_detection", "transcription")


def begun(model: str, transcribes: bool, change: dict[str, Any], expires_at: int) -> dict[str, Any]:
    """The session object before the first update, with what a client secret settled.

    Raises:
        Refused: the change does not fit the session.
    """
    session_id = f"sess_{secrets.token_hex(10)}"
    session = (
        transcription_defaults(session_id, expires_at)
        if transcribes
        else defaults(model, session_id, expires_at)
    )
    return updated(session, change)


def defaults(model: str, session_id: str, expires_at: int) -> dict[str, Any]:
    """What a session is before the first update; `id` and the like are the service's extras."""
    pcm = {"type": "audio/pcm", "rate": 24000}
    session: dict[str, Any] = {
        "type": "realtime",
        "object": "realtime.session",
        "id": session_id,
        "expires_at": expires_at,
        "model": model,
        "instructions": DEFAULT_INSTRUCTIONS,
        "output_modalities": ["audio"],
        "max_output_tokens": "inf",
        "tools": [],
        "tool_choice": "auto",
        "tracing": None,
        "truncation": "auto",
        "prompt": None,
        "include": None,
        "audio": {
            "input": {
                "format": dict(pcm),
                "transcription": None,
                "noise_reduction": None,
                "turn_detection": _turn_detection({"type": "server_vad"}),
            },
            "output": {"format": dict(pcm), "voice": "alloy", "speed": 1.0},
        },
    }
    if is_reasoning_model(model):
        session["reasoning"] = {"effort": "low"}
        session["parallel_tool_calls"] = True
    return session


def transcription_defaults(session_id: str, expires_at: int) -> dict[str, Any]:
    """What a session that only writes down is before the first update: it writes nothing yet."""
    return {
        "type": "transcription",
        "object": "realtime.transcription_session",
        "id": session_id,
        "expires_at": expires_at,
        "include": None,
        "audio": {
            "input": {
                "format": {"type": "audio/pcm", "rate": 24000},
                "transcription": None,
                "noise_reduction": None,
                "turn_detection": _server_vad(),
            },
        },
    }


def updated(
    session: dict[str, Any],
    change: dict[str, Any],
    *,
    spoken: bool = False,
    responding: bool = False,
) -> dict[str, Any]:
    """The session after an update that met the rules; the old one is left as it is.

    `spoken` says whether the assistant has spoken: from then on the voice is fixed; `responding`
    whether it is about to: its speed changes between turns only.

    Raises:
        Refused: the change is not allowed now.
    """
    kind = session["type"]
    if (given := change.get("type", kind)) != kind:
        raise Refused(
            "invalid_parameter",
            f"Passing a {given} session update event to a {kind} session is not allowed.",
            "session.type",
        )
    if kind == "realtime":
        _check(session, change, spoken=spoken, responding=responding)
    result = copy.deepcopy(session)
    for key, value in change.items():
        if key == "audio":
            for side, fields in value.items():
                for name, each in fields.items():
                    given = copy.deepcopy(each)
                    if name == "noise_reduction":
                        whole = _noise_reduction(result["audio"][side][name], given)
                    else:
                        whole = _completed(name, given, responds=kind == "realtime")
                    result["audio"][side][name] = whole
        else:
            result[key] = copy.deepcopy(value)
    return result


def _check(
    session: dict[str, Any], change: dict[str, Any], *, spoken: bool, responding: bool
) -> None:
    if change.get("model", session["model"]) != session["model"]:
        raise Refused("invalid_value", "the model cannot change mid-session.", "session.model")
    if session["tracing"] and "tracing" in change and change["tracing"] != session["tracing"]:
        raise Refused("invalid_value", "tracing cannot be changed once on.", "session.tracing")
    output = change.get("audio", {}).get("output", {})
    speed = session["audio"]["output"]["speed"]
    if responding and output.get("speed", speed) != speed:
        raise Refused(
            "invalid_value",
            "the speed changes between turns only, not while a response is in progress.",
            "session.audio.output.speed",
        )
    voice = session["audio"]["output"]["voice"]
    if spoken and output.get("voice", voice) != voice:
        raise Refused(
            "cannot_update_voice",
            "the voice cannot change once the assistant has spoken.",
            "session.audio.output.voice",
        )


def _noise_reduction(
    before: dict[str, Any] | None, given: dict[str, Any] | None
) -> dict[str, Any] | None:
    """What is left out stays as it was; at first the strength is 1, for a microphone that is near.

    Only the strength's default is documented; the kind's is our guess.
    """
    if given is None:
        return None
    return (before or {"type": "near_field", "strength": 1}) | given


def _completed(name: str, value: Any, *, responds: bool) -> Any:
    if value is None or name not in _TAGGED:
        return value
    if name == "turn_detection":
        return _turn_detection(value) if responds else _server_vad() | value
    return value


def _server_vad() -> dict[str, Any]:
    return {
        "type": "server_vad",
        "threshold": 0.5,
        "prefix_padding_ms": 300,
        "silence_duration_ms": 200,
    }


def _turn_detection(value: dict[str, Any]) -> dict[str, Any]:
    """With the fields left out filled in, as `session.updated` shows it."""
    if value.get("type") == "semantic_vad":
        base: dict[str, Any] = {"type": "semantic_vad", "eagerness": "auto"}
    else:
        base = _server_vad() | {"idle_timeout_ms": None}
    return base | {"create_response": True, "interrupt_response": True} | value
