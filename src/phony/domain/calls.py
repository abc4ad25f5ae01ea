"""Calls as stored and shown. Times: UTC and call-clock ms.

The call clock starts at 0 when the call record is made; every `*_ms` position in a call (turns,
edits, flight record) is on it.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field

from phony.domain.agents import Agent
from phony.domain.bills import CallCost


class Direction(StrEnum):
    """Who called whom."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    BROWSER = "browser"


class CallStatus(StrEnum):
    """Where the call stands. Only ever moves forward; the last five are final."""

    QUEUED = "queued"
    RINGING = "ringing"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    CANCELED = "canceled"
    FAILED = "failed"


FINAL_STATUSES = frozenset(
    {
        CallStatus.COMPLETED,
        CallStatus.BUSY,
        CallStatus.NO_ANSWER,
        CallStatus.CANCELED,
        CallStatus.FAILED,
    }
)


class CallOutcome(StrEnum):
    """Why the call ended."""

    CALLER_HUNG_UP = "caller_hung_up"
    AGENT_HUNG_UP = "agent_hung_up"
    OPERATOR_HUNG_UP = "operator_hung_up"
    TRANSFERRED = "transferred"
    VOICEMAIL = "voicemail"
    SILENCE = "silence"
    MAX_DURATION = "max_duration"
    SPEND_LIMIT = "spend_limit"
    ENGINE_FAILED = "engine_failed"
    CARRIER_FAILED = "carrier_failed"
    NOT_ANSWERED = "not_answered"
    REJECTED = "rejected"
    LOST = "lost"
    ERROR = "error"


# So begins the reason of a transfer because no engine was left.
NO_ENGINE = "no engine: "


class CallStats(BaseModel):
    """Figures of one call, kept up to date while it runs; tools are the built-in ones, too."""

    turns: int = 0
    caller_turns: int = 0
    agent_turns: int = 0
    interruptions: int = 0
    tool_calls: int = 0
    tool_errors: int = 0
    edits: int = 0
    engine_sessions: int = 0
    engines: list[str] = Field(
        default_factory=list, description="Which engines spoke, in order: models, and where."
    )
    reply_ms: list[float] = Field(default_factory=list)
    caller_frames: int = 0
    agent_frames: int = 0


class Call(BaseModel):
    """A call as stored and shown. `version` grows with each change: drop older ones.

    `agent` is the snapshot of the agent version the call runs on. `context_data`, `notes` and
    `system_prompt` are what the model holds now (`confirmed`), `pending_edits` what is under way.
    """

    id: str
    org_id: str
    agent_id: str
    agent_version: int = 1
    agent_name: str = ""
    agent: Agent | None = None
    direction: Direction
    status: CallStatus = CallStatus.QUEUED
    outcome: CallOutcome | None = None
    end_reason: str | None = None
    from_number: str = ""
    to_number: str = ""
    send_digits: str = ""  # pressed when somebody answers: an extension
    carrier_call_sid: str | None = None
    stream_sid: str | None = None
    worker_id: str | None = None
    owner_seen_at: datetime | None = None
    lease: int = 0  # grows with each owner: what an earlier one writes late changes nothing
    phase: str = ""
    context_data: dict[str, Any] = Field(default_factory=dict)
    notes: str = ""
    system_prompt: str = ""
    context_version: int = 0
    created_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    duration_s: float | None = None
    last_sequence: int = -1
    answered_by: str | None = None
    cost: CallCost = Field(default_factory=CallCost)
    stats: CallStats = Field(default_factory=CallStats)
    last_words: str = ""
    has_recording: bool = False
    muted: bool = False
    taken_over_by: str | None = None
    resume_count: int = 0
    # The furthest money limit announced to the call: warn, wrap_up, stop; of call, agent or day.
    limit_stage: str | None = None
    limit_what: str | None = None
    transcript_final: bool = False  # no turn changes any more
    complete: bool = Field(
        False,
        description="Whether the call is over, its transcript final and its recording made. Only "
        "its summary and the carrier's own price may still come.",
    )
    summary: str | None = None  # what the call was about, a moment after its end
    version: int = 0


def detects_machines(call: Call) -> bool:
    """Whether the carrier is asked who answers: the keys of an extension exclude that."""
    asks = call.agent is not None and call.agent.voicemail.action != "continue"
    return asks and call.direction is Direction.OUTBOUND and not call.send_digits
