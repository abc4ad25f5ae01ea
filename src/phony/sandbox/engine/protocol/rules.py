"""What the Realtime service accepts: each client event's shape, strict, with its error codes.

The sandbox engine refuses with these what the service would refuse; tests hold our own events
against them. Beta leftovers (`session.voice`, `rate` beside pcmu, `strict` in a tool) are unknown
parameters here, as they are there. Source: protocols.md A3 to A10, C3.
"""

from __future__ import annotations

import binascii
from collections.abc import Collection, Mapping
from typing import Any

from phony.domain.models import MAX_TOOL_DESCRIPTION
from phony.domain.voices import REALTIME_VOICES
from phony.sandbox.engine.protocol.shapes import (
    Refused,
    Rule,
    anything,
    array,
    by,
    choice,
    either,
    fields,
    flag,
    integer,
    null_or,
    number,
    one_of,
    table,
    text,
)
from phony.wire.realtime_session import is_reasoning_model

MAX_APPEND_BYTES = 15 * 1024 * 1024
MAX_ID = 512

# ---- the session -------------------------------------------------------------------------

_ID = text(longest=MAX_ID)
_FORMAT = by(
    "type",
    {
        "audio/pcm": fields({"type": text(), "rate": integer(24000, 24000)}, ["type"]),
        "audio/pcmu": fields({"type": text()}),
        "audio/pcma": fields({"type": text()}),
    },
)
_VOICE = either(
    lambda value: type(value) is dict,
    fields({"id": text()}, ["id"]),
    choice(*REALTIME_VOICES),
)
_MAX_TOKENS = either(lambda value: type(value) is str, choice("inf"), integer(1, 4096))
_MODALITIES = array(choice("audio", "text"))
_EFFORT = fields({"effort": choice("minimal", "low", "medium", "high", "xhigh")})
_TOOL = by(
    "type",
    {
        "function": fields(
            {
                "type": text(),
                "name": text(longest=64),
                "description": text(longest=MAX_TOOL_DESCRIPTION),
                "parameters": table(anything, most=1000, longest_key=1000),
            },
            ["name"],
        ),
        "mcp": one_of(
            ("server_url", "connector_id", "tunnel_id"),
            fields(
                {
                    "type": text(),
                    "server_label": text(),
                    "server_url": text(),
                    "connector_id": text(),
                    "tunnel_id": text(),
                    "authorization": text(),
                    "headers": null_or(table(text(), most=1000, longest_key=1000)),
                    "allowed_tools": anything,
                    "require_approval": anything,
                    "server_description": text(),
                    "allowed_callers": null_or(array(choice("direct", "programmatic"))),
                    "defer_loading": flag,
                },
                ["server_label"],
            ),
        ),
    },
)
_TOOL_CHOICE = either(
    lambda value: type(value) is dict,
    by(
        "type",
        {
            "function": fields({"type": text(), "name": text()}, ["name"]),
            "mcp": fields(
                {"type": text(), "server_label": text(), "name": null_or(text())}, ["server_label"]
            ),
        },
    ),
    choice("auto", "none", "required"),
)
_TURN_DETECTION = by(
    "type",
    {
        "server_vad": fields(
            {
                "type": text(),
                "threshold": number(0, 1),
                "prefix_padding_ms": integer(0),
                "silence_duration_ms": integer(0),
                "create_response": flag,
                "interrupt_response": flag,
                "idle_timeout_ms": null_or(integer(5000, 30000)),
            }
        ),
        "semantic_vad": fields(
            {
                "type": text(),
                "eagerness": choice("low", "medium", "high", "auto"),
                "create_response": flag,
                "interrupt_response": flag,
            }
        ),
    },
)
_TRANSCRIPTION = fields(
    {
        "model": text(),
        "language": text(),
        "languages": array(text()),
        "keywords": array(text()),
        "prompt": text(),
        "delay": choice("minimal", "low", "medium", "high", "xhigh"),
    }
)
_INPUT = fields(
    {
        "format": _FORMAT,
        "noise_reduction": null_or(
            fields({"type": choice("near_field", "far_field"), "strength": number(0)})
        ),
        "transcription": null_or(_TRANSCRIPTION),
        "turn_detection": null_or(_TURN_DETECTION),
    }
)
_TRUNCATION = either(
    lambda value: type(value) is dict,
    by(
        "type",
        {
            "retention_ratio": fields(
                {
                    "type": text(),
                    "retention_ratio": number(0, 1),
                    "token_limits": fields({"post_instructions": integer(0)}),
                },
                ["retention_ratio"],
            )
        },
    ),
    choice("auto", "disabled"),
)
_TRACING = either(
    lambda value: type(value) is dict,
    fields({"workflow_name": text(), "group_id": text(), "metadata": anything}),
    choice("auto"),
)
_INCLUDE = array(choice("item.input_audio_transcription.logprobs"))
_PROMPT = fields({"id": text(), "version": null_or(text()), "variables": anything}, ["id"])
_SESSION = by(
    "type",
    {
        "realtime": fields(
            {
                "type": text(),
                "model": text(),
                "instructions": text(),
                "output_modalities": _MODALITIES,
                "max_output_tokens": _MAX_TOKENS,
                "audio": fields(
                    {
                        "input": _INPUT,
                        "output": fields(
                            {"format": _FORMAT, "voice": _VOICE, "speed": number(0.25, 1.5)}
                        ),
                    }
                ),
                "tools": array(_TOOL, longest=128),
                "tool_choice": _TOOL_CHOICE,
                "parallel_tool_calls": flag,
                "reasoning": _EFFORT,
                "truncation": _TRUNCATION,
                "tracing": null_or(_TRACING),
                "include": null_or(_INCLUDE),
                "prompt": null_or(_PROMPT),
            }
        ),
        "transcription": fields(
            {
                "type": text(),
                "audio": fields({"input": _INPUT}),
                "include": null_or(_INCLUDE),
            }
        ),
    },
)

# ---- items and responses -----------------------------------------------------------------

_ITEM_COMMON: dict[str, Rule] = {
    "type": text(),
    "id": _ID,
    "object": choice("realtime.item"),
    "status": choice("completed", "incomplete", "in_progress"),
}


def _message(role: str, parts: Mapping[str, Rule]) -> Rule:
    return fields(
        {**_ITEM_COMMON, "role": choice(role), "content": array(by("type", parts))},
        ["role", "content"],
    )


_INPUT_TEXT = fields({"type": text(), "text": text()}, ["text"])
_MESSAGE = by(
    "role",
    {
        "system": _message("system", {"input_text": _INPUT_TEXT}),
        "user": _message(
            "user",
            {
                "input_text": _INPUT_TEXT,
                "input_audio": fields(
                    {"type": text(), "audio": text(), "transcript": text()}, ["audio"]
                ),
                "input_image": fields(
                    {
                        "type": text(),
                        "image_url": text(),
                        "detail": choice("auto", "low", "high"),
                    },
                    ["image_url"],
                ),
            },
        ),
        # The service refuses assistant audio made by the client.
        "assistant": _message("assistant", {"output_text": _INPUT_TEXT}),
    },
)
_ITEMS: dict[str, Rule] = {
    "message": _MESSAGE,
    "function_call": fields(
        {**_ITEM_COMMON, "call_id": _ID, "name": text(), "arguments": text()},
        ["name", "arguments"],
    ),
    "function_call_output": fields(
        {**_ITEM_COMMON, "call_id": _ID, "output": text()}, ["call_id", "output"]
    ),
    "mcp_approval_response": fields(
        {
            "type": text(),
            "id": _ID,
            "approval_request_id": text(),
            "approve": flag,
            "reason": null_or(text()),
        },
        ["approval_request_id", "approve"],
    ),
    "mcp_approval_request": fields(
        {"type": text(), "id": _ID, "arguments": text(), "name": text(), "server_label": text()},
        ["id", "arguments", "name", "server_label"],
    ),
    "mcp_list_tools": fields(
        {"type": text(), "id": _ID, "server_label": text(), "tools": array(anything)},
        ["server_label", "tools"],
    ),
    "mcp_call": fields(
        {
            "type": text(),
            "id": _ID,
            "arguments": text(),
            "name": text(),
            "server_label": text(),
            "approval_request_id": null_or(text()),
            "error": anything,
            "output": null_or(text()),
        },
        ["id", "arguments", "name", "server_label"],
    ),
}
_ITEM = by("type", _ITEMS)
_REFERENCE = fields({"type": text(), "id": _ID}, ["id"])
_RESPONSE = fields(
    {
        "conversation": choice("auto", "none"),
        "instructions": text(),
        "output_modalities": _MODALITIES,
        "max_output_tokens": _MAX_TOKENS,
        "metadata": null_or(table(text(longest=512), most=16, longest_key=64)),
        "input": array(by("type", {**_ITEMS, "item_reference": _REFERENCE})),
        "audio": fields({"output": fields({"format": _FORMAT, "voice": _VOICE})}),
        "tools": array(_TOOL, longest=128),
        "tool_choice": _TOOL_CHOICE,
        "parallel_tool_calls": flag,
        "reasoning": _EFFORT,
        "prompt": null_or(_PROMPT),
    }
)


def _event(required: Collection[str] = (), **rules: Rule) -> Rule:
    return fields({"type": text(), "event_id": _ID, **rules}, required)


EVENTS: dict[str, Rule] = {
    "session.update": _event(["session"], session=_SESSION),
    "input_audio_buffer.append": _event(["audio"], audio=text()),
    "input_audio_buffer.commit": _event(),
    "input_audio_buffer.clear": _event(),
    "conversation.item.create": _event(["item"], item=_ITEM, previous_item_id=null_or(_ID)),
    "conversation.item.retrieve": _event(["item_id"], item_id=_ID),
    "conversation.item.truncate": _event(
        ["item_id", "content_index", "audio_end_ms"],
        item_id=_ID,
        content_index=integer(0),
        audio_end_ms=integer(0),
    ),
    "conversation.item.delete": _event(["item_id"], item_id=_ID),
    "response.create": _event(response=_RESPONSE),
    "response.cancel": _event(response_id=_ID),
    "output_audio_buffer.clear": _event(),
}
_TYPE = choice(*EVENTS)


def check(event: dict[str, Any], model: str = "") -> None:
    """Refuse what the service would refuse.

    Raises:
        Refused: with the service's code, and the field to blame.
    """
    kind = event.get("type")
    if kind is None:
        raise Refused("missing_required_parameter", "'type' is required.", "type")
    _TYPE(kind, "type")
    EVENTS[kind](event, "")
    if kind == "session.update":
        check_session(event["session"], model)
    elif kind == "response.create":
        response = event.get("response") or {}
        _check_modalities(response, "response")
        _check_reasoning(response, "response", model)


_SECRET = fields(
    {
        "expires_after": fields({"anchor": choice("created_at"), "seconds": integer(10, 7200)}),
        "session": _SESSION,
    }
)


def check_secret(body: Any) -> None:
    """Refuse a request for a client secret that the service would refuse.

    Raises:
        Refused: with the service's code, and the field to blame.
    """
    _SECRET(body, "")


def _check_modalities(holder: dict[str, Any], path: str) -> None:
    modalities = holder.get("output_modalities")
    if modalities is not None and modalities not in (["audio"], ["text"]):
        where = f"{path}.output_modalities"
        raise Refused(
            "invalid_value", f"{where!r} is {modalities}; use ['audio'] or ['text'].", where
        )


def _check_reasoning(holder: dict[str, Any], path: str, model: str) -> None:
    if not model or is_reasoning_model(model):
        return
    for key in ("reasoning", "parallel_tool_calls"):
        if key in holder:
            raise Refused(
                "unsupported_parameter", f"{key!r} does not exist for {model}.", f"{path}.{key}"
            )


def check_session(session: dict[str, Any], model: str) -> None:
    """Refuse settings that do not go together, or not with the model; their shape was checked.

    Raises:
        Refused: with the service's code, and the field to blame.
    """
    _check_modalities(session, "session")
    _check_reasoning(session, "session", model)
    heard = (session.get("audio") or {}).get("input", {}).get("transcription") or {}
    name = heard.get("model", "")
    detection = (session.get("audio") or {}).get("input", {}).get("turn_detection")
    if (
        detection is not None
        and session["type"] == "transcription"
        and name.startswith("gpt-realtime-whisper")
    ):
        where = "session.audio.input.turn_detection"
        raise Refused(
            "invalid_value", "Turn detection is not supported for this transcription model.", where
        )
    for key, models in (
        ("keywords", ("gpt-transcribe", "gpt-live-transcribe")),
        ("languages", ("gpt-transcribe", "gpt-live-transcribe")),
        ("delay", ("gpt-realtime-whisper",)),
    ):
        if key in heard and not name.startswith(models):
            where = f"session.audio.input.transcription.{key}"
            raise Refused("invalid_value", f"{key!r} does not exist for {name}.", where)
    if "prompt" in heard and name.startswith("gpt-realtime-whisper"):
        where = "session.audio.input.transcription.prompt"
        raise Refused("invalid_value", f"'prompt' does not exist for {name}.", where)


def audio_bytes(payload: str) -> bytes:
    """The sound in an append.

    Raises:
        Refused: not base64, or too much of it.
    """
    if len(payload) > MAX_APPEND_BYTES * 4 // 3 + 4:
        raise Refused("invalid_value", "'audio' is larger than 15 MiB.", "audio")
    try:
        return binascii.a2b_base64(payload, strict_mode=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("invalid_value", "'audio' is not base64.", "audio") from error
