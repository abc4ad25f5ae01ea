"""The engines of an agent, in the order in which they are tried."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from phony.domain.agents import Agent, FallbackEngine


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """One engine; `agent` is the agent as that one plays it.

    Without a `url` it is the installation's own, with its own key.
    """

    agent: Agent
    url: str = ""
    api_key: str = field(default="", repr=False)

    @property
    def label(self) -> str:
        """What people call it: its model, and where that runs if it is not the usual place."""
        host = urlsplit(self.url).hostname
        return f"{self.agent.model} at {host}" if host else self.agent.model

    @property
    def key(self) -> str:
        """The same for all calls that reach the same model at the same place as the same user."""
        identity = f"{self.url}\0{self.agent.model}\0{self.api_key}"
        return hashlib.sha256(identity.encode()).hexdigest()[:24]


def engines(agent: Agent) -> list[EngineChoice]:
    """The agent's own engine, then the others."""
    return [EngineChoice(agent), *(_choice(agent, other) for other in agent.fallback.engines)]


def _choice(agent: Agent, other: FallbackEngine) -> EngineChoice:
    heard = agent.transcription
    if other.transcription_model:
        heard = heard.model_copy(update={"model": other.transcription_model})
    played = agent.model_copy(
        update={
            "model": other.model or agent.model,
            "voice": other.voice or agent.voice,
            "transcription": heard,
        }
    )
    return EngineChoice(played, other.url, other.api_key)
