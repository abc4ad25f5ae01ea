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

    decide: float = Field(
        0,
        description=(
            "From the caller's last sound to the engine's decision that their turn is over, in ms."
        ),
    )
    think: float = Field(0, description="From there to the model's first sound, in ms.")
    play: float = Field(0, description="From there until the caller began to hear it, in ms.")
    total: float = Field(0, description="The whole silence, in ms: the sum of the parts.")


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

    id: str = Field(description="The line's id.")
    call_id: str = Field(description="The call it belongs to.")
    index: int = Field(description="Its place in the conversation, from 0.")
    role: Role = Field(
        description="Who spoke: `caller`, `agent`, `operator`, or `system` for what happened."
    )
    said: str = Field(
        "",
        description=(
            "What was said, or was going to be said. For a tool its name, for keys the digits."
        ),
    )
    heard: str = Field(
        "", description="What the other side heard of it: less than `said` if it was cut off."
    )
    started_ms: int = Field(0, description="Where it begins, in ms since the call's `created_at`.")
    ended_ms: int | None = Field(None, description="Where it ends; null while it goes on.")
    heard_ms: int = Field(0, description="How much of it was heard, in ms of sound.")
    said_ms: int = Field(0, description="How much sound there was of it, in ms.")
    interrupted: bool = Field(False, description="Whether it was cut off.")
    final: bool = Field(False, description="Whether it changes no more.")
    kind: Literal["speech", "dtmf", "tool", "greeting", "prompt", "event"] = Field(
        "speech",
        description=(
            "`speech`, `greeting` and `prompt` (the question after silence) are words; "
            "`dtmf` keys, `tool` a call of a tool, `event` something that happened."
        ),
    )
    item_id: str = Field("", description="The engine's id of it.")
    latency: TurnLatency | None = Field(
        None, description="The silence before an agent's line, in parts; null for others."
    )
    data: dict[str, Any] = Field(
        default_factory=dict,
        description=(
            "More of it. A tool's line has `arguments` (JSON text), `output` (JSON text, at "
            "most 16 000 characters) and `ok`; an operator's has `author`; one without "
            "words has a `reason`."
        ),
    )
