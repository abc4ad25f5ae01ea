"""Tokens as the service counts them: the whole conversation is input again for every response."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from phony.sandbox.engine.protocol.conversation import Item

_CACHE_STEP = 64  # cached tokens come in whole blocks


@dataclass(slots=True, frozen=True)
class _Weight:
    key: tuple[object, ...]
    text: int
    audio: int
    image: int = 0


class Meter:
    """Counts one session's responses and remembers the last input, which is what is cached."""

    def __init__(self) -> None:
        """Nothing is cached."""
        self._last: list[_Weight] = []

    def input(self, instructions: str, tools: list[Any], items: Iterable[Item]) -> dict[str, Any]:
        """`input_token_details` of a response to these items."""
        weights = [_Weight((instructions, repr(tools)), _letters(instructions + repr(tools)), 0)]
        weights += [
            _Weight(
                (item.id, item.revision),
                item.text_tokens(),
                item.audio_tokens(),
                item.image_tokens(),
            )
            for item in items
        ]
        cached_text = cached_audio = cached_image = 0
        for new, old in zip(weights, self._last, strict=False):
            if new.key != old.key:
                break
            cached_text += new.text
            cached_audio += new.audio
            cached_image += new.image
        self._last = weights
        cached_text -= cached_text % _CACHE_STEP
        cached_audio -= cached_audio % _CACHE_STEP
        cached_image -= cached_image % _CACHE_STEP
        return {
            "text_tokens": sum(weight.text for weight in weights),
            "audio_tokens": sum(weight.audio for weight in weights),
            "image_tokens": sum(weight.image for weight in weights),
            "cached_tokens": cached_text + cached_audio + cached_image,
            "cached_tokens_details": {
                "text_tokens": cached_text,
                "audio_tokens": cached_audio,
                "image_tokens": cached_image,
            },
        }


def usage(given: dict[str, Any], said: Iterable[Item]) -> dict[str, Any]:
    """The usage of a response: what `input` counted, and the items it made."""
    made = list(said)
    out = {
        "text_tokens": sum(item.text_tokens() for item in made),
        "audio_tokens": sum(item.audio_tokens() for item in made),
    }
    inputs = given["text_tokens"] + given["audio_tokens"] + given["image_tokens"]
    outputs = sum(out.values())
    return {
        "total_tokens": inputs + outputs,
        "input_tokens": inputs,
        "output_tokens": outputs,
        "input_token_details": given,
        "output_token_details": out,
    }


def bare(full: dict[str, Any]) -> dict[str, Any]:
    """Only the totals, as some servers send it."""
    return {key: value for key, value in full.items() if not key.endswith("_details")}


def charged(event: dict[str, Any]) -> dict[str, float]:
    """What an event that was sent puts on the client's bill: tokens by kind, seconds of hearing."""
    found = event.get("usage") or (event.get("response") or {}).get("usage") or {}
    if found.get("type") == "duration":
        return {"seconds": found["seconds"]}
    given, made = found.get("input_token_details"), found.get("output_token_details")
    if event["type"] != "response.done" or given is None or made is None:
        return {}
    cached = given["cached_tokens_details"]
    return {
        "text_in": given["text_tokens"] - cached["text_tokens"],
        "text_in_cached": cached["text_tokens"],
        "audio_in": given["audio_tokens"] - cached["audio_tokens"],
        "audio_in_cached": cached["audio_tokens"],
        "image_in": given["image_tokens"] - cached["image_tokens"],
        "image_in_cached": cached["image_tokens"],
        "text_out": made["text_tokens"],
        "audio_out": made["audio_tokens"],
    }


def _letters(text: str) -> int:
    return -(-len(text) // 4)
