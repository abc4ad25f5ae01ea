"""OpenAI Realtime (GA): the `session` object of `session.update`, for both kinds of session.

Source: protocols.md A3 and A4; the session classes of the `openai` package, 3.54.0.
"""

from __future__ import annotations

import re
from typing import Any

from phony.domain.agents import Transcription
from phony.domain.engine import OfferedTool, ScribeSettings, SessionSettings, TurnTaking
from phony.domain.errors import Invalid
from phony.domain.languages import ANY
from phony.domain.voices import effective_voice

# Mu-law both ways; a `rate` here is refused by the service.
_PCMU = {"type": "audio/pcmu"}
# Only these take `keywords`; the rest refuse the whole update.
_KEYWORD_MODELS = ("gpt-transcribe", "gpt-live-transcribe")
# Version 2 and later, and no date: gpt-realtime-2025-08-28 is a snapshot of the first.
_REASONING = re.compile(r"gpt-realtime-(?:[2-9]|[1-9]\d)(?:\.\d+)?(?![\d.])")


def whole_session(settings: SessionSettings | ScribeSettings) -> dict[str, Any]:
    """All of it, sent once per connection and before any audio."""
    if isinstance(settings, ScribeSettings):
        return _scribe(settings)
    session: dict[str, Any] = {
        "type": "realtime",
        "instructions": settings.instructions,
        "output_modalities": ["audio"],
        "max_output_tokens": "inf",
        "audio": {
            "input": {
                "format": _PCMU,
                # The carrier has cleaned the line already.
                "noise_reduction": None,
                "transcription": _transcription(settings.transcription, settings.language),
                "turn_detection": _turn_detection(settings.turns),
            },
            "output": {
                "format": _PCMU,
                "voice": _voice(settings.voice),
                "speed": settings.speed,
            },
        },
        "tools": [_tool(tool) for tool in settings.tools],
        "tool_choice": "auto",
        # The oldest turns go first, in big steps, so that the prompt cache survives most turns.
        "truncation": {
            "type": "retention_ratio",
            "retention_ratio": 0.8,
            "token_limits": {"post_instructions": 8000},
        },
    }
    if is_reasoning_model(settings.model):
        session["reasoning"] = {"effort": "low"}
        session["parallel_tool_calls"] = False
    return session


def changed_session(instructions: str | None, turns: TurnTaking | None) -> dict[str, Any]:
    """Only what changes: never voice, formats or model (protocols.md A4)."""
    session: dict[str, Any] = {"type": "realtime"}
    if instructions is not None:
        session["instructions"] = instructions
    if turns is not None:
        session["audio"] = {"input": {"turn_detection": _turn_detection(turns)}}
    return session


def is_reasoning_model(model: str) -> bool:
    """Whether `reasoning` and `parallel_tool_calls` may be set; other models refuse them."""
    return _REASONING.match(model) is not None


def _scribe(settings: ScribeSettings) -> dict[str, Any]:
    return {
        "type": "transcription",
        "audio": {
            "input": {
                "format": _PCMU,
                "noise_reduction": None,
                "transcription": _transcription(settings.transcription, settings.language),
                "turn_detection": {
                    "type": "server_vad",
                    "threshold": 0.5,
                    "prefix_padding_ms": 300,
                    "silence_duration_ms": settings.silence_ms,
                },
            }
        },
    }


def _turn_detection(turns: TurnTaking) -> dict[str, Any] | None:
    found = turns.detection
    if found is None:
        return None
    by_itself = {"create_response": turns.replies, "interrupt_response": turns.interrupts}
    if found.type == "semantic_vad":
        return {"type": "semantic_vad", "eagerness": found.eagerness, **by_itself}
    return {
        "type": "server_vad",
        "threshold": found.threshold,
        "prefix_padding_ms": found.prefix_padding_ms,
        "silence_duration_ms": found.silence_duration_ms,
        **by_itself,
        # Silence is the call's business: its prompts know what the carrier has played.
        "idle_timeout_ms": None,
    }


def _transcription(settings: Transcription, language: str) -> dict[str, Any] | None:
    """None for no transcript of what is heard."""
    if not settings.enabled:
        return None
    result: dict[str, Any] = {"model": settings.model}
    if language and language != ANY:
        result["language"] = language.split("-")[0].lower()
    if settings.keywords and settings.model.startswith(_KEYWORD_MODELS):
        result["keywords"] = settings.keywords
    return result


def _voice(voice: str) -> str | dict[str, str]:
    try:
        name = effective_voice(voice)
    except Invalid:
        name = voice  # let in by the operator's own list when the agent was saved
    return {"id": name} if name.startswith("voice_") else name


def _tool(tool: OfferedTool) -> dict[str, Any]:
    """Realtime tools have no `strict`."""
    return {
        "type": "function",
        "name": tool.name,
        "description": tool.description,
        "parameters": tool.parameters,
    }
