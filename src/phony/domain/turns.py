"""Lines of transcript as stored and shown; positions are ms on the call clock."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, Field


class TurnLatency(BaseModel):
    """The silence before an agent turn as the caller felt it, in ms; the parts sum to `total`.

    `decide`: caller's last sound -> turn decided by the engine; `think`: -> first model audio
    arrived here, and was written to the carrier at once; `play`: -> began to play there.
    """

    decide: float = 0
    think: float = 0
    play: float = 0
    total: float = 0


class Role(StrEnum):
    """Who spoke a turn. `system` is a line of ours (edit confirmed, DTMF, call event)."""

    CALLER = "caller"
    AGENT = "agent"
    OPERATOR = "operator"
    SYSTEM = "system"


class Turn(BaseModel):
    """One line of transcript. `said` is what was meant; `heard` what the other side heard of it.

    `index` is the place in the conversation (0, 1, ...), fixed when the turn begins. A turn that
    ended without words has the reason in `data["reason"]` (`session.transcript.Wordless`).
    """

    id: str
    call_id: str
    index: int
    role: Role
    said: str = ""
    heard: str = ""
    started_ms: int = 0
    ended_ms: int | None = None
    heard_ms: int = 0
    said_ms: int = 0
    interrupted: bool = False
    final: bool = False
    kind: Literal["speech", "dtmf", "tool", "greeting", "prompt", "event"] = "speech"
    item_id: str = ""
    latency: TurnLatency | None = None
    data: dict[str, Any] = Field(default_factory=dict)
