"""What a session of an engine is told to be; the engine's codec makes its own words of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from phony.domain.agents import DEFAULT_TRANSCRIPTION_MODEL, Agent, Transcription, TurnDetection

# These find no turns by themselves: each would have to be committed by hand.
_WITHOUT_TURNS = ("gpt-realtime-whisper", "gpt-live-transcribe")


@dataclass(slots=True)
class OfferedTool:
    """A tool that the model may call; `parameters` is a JSON schema."""

    name: str
    description: str
    parameters: dict[str, Any]


@dataclass(slots=True)
class TurnTaking:
    """Who finds the end of the caller's turns, and what the engine then does by itself.

    Without `detection` nobody does, and turns are committed by hand.
    """

    detection: TurnDetection | None
    replies: bool = True
    interrupts: bool = True


@dataclass(slots=True)
class SessionSettings:
    """A session that speaks with the caller; only `instructions` and `turns` may change later."""

    model: str
    instructions: str
    tools: list[OfferedTool]
    voice: str
    speed: float
    language: str
    transcription: Transcription
    turns: TurnTaking


@dataclass(slots=True)
class ScribeSettings:
    """A session that only writes down what it hears, in turns that it finds itself."""

    transcription: Transcription
    language: str
    # How long a silence ends a turn.
    silence_ms: int = 500


def waited_ms(detection: TurnDetection) -> int:
    """How much silence lies between the caller's last sound and where the engine ends a turn."""
    return detection.silence_duration_ms if detection.type == "server_vad" else 0


def session_settings(
    agent: Agent, instructions: str, tools: list[OfferedTool], turns: TurnTaking
) -> SessionSettings:
    """The session that an agent wants."""
    return SessionSettings(
        model=agent.model,
        instructions=instructions,
        tools=tools,
        voice=agent.voice,
        speed=agent.speed,
        language=agent.language,
        transcription=agent.transcription,
        turns=turns,
    )


def scribe_settings(agent: Agent) -> ScribeSettings | None:
    """How an operator's words are written down for an agent; None if they are not to be."""
    heard = agent.transcription
    if not heard.enabled:
        return None
    if heard.model.startswith(_WITHOUT_TURNS):
        heard = heard.model_copy(update={"model": DEFAULT_TRANSCRIPTION_MODEL})
    return ScribeSettings(heard, agent.language)
