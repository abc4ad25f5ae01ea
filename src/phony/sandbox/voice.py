"""How the sandbox's people and the carrier's `Say` get a voice."""

from __future__ import annotations

from typing import Protocol

CARRIER = "carrier"
CALLER = "caller"


class Voice(Protocol):
    """Text to sound, and sound to text."""

    async def speak(self, text: str, voice: str) -> bytes:
        """`text` as 8 kHz mu-law; `voice` is `CARRIER` or `CALLER` (lower)."""

    async def recognise(self, sound: bytes) -> str:
        """What was said in this piece of mu-law sound."""
