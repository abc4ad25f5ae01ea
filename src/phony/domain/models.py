"""Realtime models that are known: how much one holds, and when it ends. Source: protocols.md A2."""

from __future__ import annotations

import re

_SNAPSHOT = re.compile(r"-20\d\d-\d\d-\d\d$")
# Tokens of everything a session holds: instructions, tools and conversation.
WINDOWS = {
    "gpt-realtime-2.1": 128_000,
    "gpt-realtime-2.1-mini": 128_000,
    "gpt-realtime-2": 128_000,
    "gpt-realtime-1.5": 32_000,
    "gpt-realtime": 32_000,
    "gpt-realtime-mini": 32_000,
}
# Of the window, what the conversation and the answers need.
CONVERSATION_TOKENS = 12_000
# What the vendor announced; `/v1/models` may know newer dates. Source: protocols.md 0 and A2.
SHUTDOWNS = {
    "gpt-realtime": "2027-01-20",
    "gpt-realtime-mini": "2027-01-20",
    "gpt-realtime-2025-08-28": "2027-01-20",
    "gpt-realtime-mini-2025-10-06": "2027-01-20",
    "gpt-realtime-mini-2025-12-15": "2027-01-20",
    "whisper-1": "2027-02-26",
    "gpt-4o-transcribe": "2027-02-26",
    "gpt-4o-mini-transcribe": "2027-02-26",
}
# Source: vendor's error `string_above_max_length`, quoted in livekit/agents#1183.
MAX_TOOL_DESCRIPTION = 1024


def window(model: str) -> int | None:
    """How many tokens a model holds; None if it is none of those that are known."""
    return WINDOWS.get(model) or WINDOWS.get(_SNAPSHOT.sub("", model))
