"""What a session needs of whoever hears and speaks for it."""

from __future__ import annotations

from typing import Protocol


class Activity(Protocol):
    """Tells how surely one hop of mu-law is speech."""

    hop_bytes: int

    def __call__(self, sound: bytes) -> float:
        """From 0 to 1."""


class Parts(Protocol):
    """What all sessions share."""

    certainty: float  # the usual log probability of a recognised token

    def activity(self) -> Activity:
        """A detector of speech for one line."""

    async def recognise(self, sound: bytes, language: str) -> str:
        """The words in a piece of mu-law."""

    async def speak(self, sentence: str, voice: str, speed: float) -> bytes:
        """One sentence as mu-law."""

    async def start(self) -> None:
        """Load what is slow to load."""

    def stop(self) -> None:
        """Let go of threads."""
