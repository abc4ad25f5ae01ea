"""Builds an engine: with real speech, or with scripted text."""

from __future__ import annotations

from pathlib import Path

from phony.sandbox import speech as speech_extra
from phony.sandbox.engine.engine import Engine
from phony.sandbox.engine.mind.answers import Answers
from phony.sandbox.engine.mind.chat import Chat
from phony.sandbox.engine.protocol.ports import Parts
from phony.sandbox.engine.protocol.responder import Responder
from phony.sandbox.engine.voices import ScriptedParts, SpokenParts
from phony.sandbox.watermark import MS_PER_CHARACTER


def build(
    *,
    speech: bool,
    pace_ms: float = MS_PER_CHARACTER,
    cache_dir: Path | None = None,
    chat_url: str | None = None,
    chat_model: str = "default",
    chat_key: str | None = None,
    api_key: str | None = None,
    lifetime_s: float = 3600,
) -> Engine:
    """An engine from settings; without the speech extra installed it runs on scripted text.

    `pace_ms` is how long a character of scripted text takes to say. `cache_dir` keeps joined
    weights between runs; the user's cache folder by default. Await `start` before the first
    call: it loads the models.
    """
    spoken = speech and speech_extra.available()
    place = cache_dir or Path("~/.cache/phony").expanduser()
    parts: Parts = SpokenParts(place) if spoken else ScriptedParts(pace_ms)
    responder: Responder = (
        Chat(chat_url, model=chat_model, key=chat_key or "") if chat_url else Answers()
    )
    return Engine(parts, responder, api_key=api_key, lifetime_s=lifetime_s)
