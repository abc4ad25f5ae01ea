"""How the sandbox's people and the carrier's `Say` get a voice."""

from __future__ import annotations

from typing import Protocol

from phony.sandbox import watermark

CARRIER = "carrier"
CALLER = "caller"


class Voice(Protocol):
    """Text to sound, and sound to text."""

    async def speak(self, text: str, voice: str) -> bytes:
        """`text` as 8 kHz mu-law; `voice` is `CARRIER` or `CALLER` (lower)."""

    async def recognise(self, sound: bytes) -> str:
        """What was said in this piece of mu-law sound."""


class ScriptedVoice:
    """Text that travels as sound: no models, see `watermark`."""

    async def speak(self, text: str, voice: str) -> bytes:
        """A buzz that holds the text."""
        return watermark.encode(text)

    async def recognise(self, sound: bytes) -> str:
        """The texts in the buzz."""
        decoder = watermark.Decoder()
        texts = [
            text
            for start in range(0, len(sound), 160)
            if (text := decoder.feed(sound[start : start + 160]))
        ]
        if rest := decoder.reset():
            texts.append(rest)
        return " ".join(texts)
