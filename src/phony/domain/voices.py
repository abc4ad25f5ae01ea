"""Which voice will really speak. Source: protocols.md A13."""

from __future__ import annotations

from phony.domain.errors import Invalid

REALTIME_VOICES = (
    "alloy",
    "ash",
    "ballad",
    "cedar",
    "coral",
    "echo",
    "marin",
    "sage",
    "shimmer",
    "verse",
)
# OpenAI voices that only the speech endpoint has, and the Realtime voice nearest to each.
STAND_INS = {"nova": "marin", "onyx": "cedar", "fable": "ballad"}


def effective_voice(voice: str, extra: frozenset[str] = frozenset()) -> str:
    """The Realtime voice that speaks for `voice`.

    `extra` are names the operator allows beyond the known ones (a custom `voice_...` id always
    passes).

    Raises:
        Invalid: an unknown voice; the message lists the known ones.
    """
    if voice in REALTIME_VOICES or voice in extra or voice.startswith("voice_"):
        return voice
    if voice in STAND_INS:
        return STAND_INS[voice]
    known = ", ".join((*REALTIME_VOICES, *STAND_INS))
    raise Invalid(f"unknown voice {voice!r}", field="voice", cure=f"use one of: {known}")


def voice_warning(voice: str) -> str | None:
    """A sentence for the operator when another voice will speak, else None."""
    if voice in STAND_INS:
        return (
            f"OpenAI Realtime has no voice {voice!r}; calls will be spoken by {STAND_INS[voice]!r}."
        )
    return None
