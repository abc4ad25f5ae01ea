"""Calls, turns, edits, commands and money as stored and shown. Times: UTC and call-clock ms.

The call clock starts at 0 when the call record is made; every `*_ms` position in a call (turns,
edits, flight record) is on it.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, Field

from phony.domain.agents import Agent


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


class TurnLatency(BaseModel):
    """The silence before an agent turn as the caller felt it, in ms; the parts sum to `total`.

    `decide`: caller's last sound -> turn decided by the engine; `think`: -> first model audio
    arrived here; `send`: -> written to the carrier; `play`: -> began to play at the carrier.
    """

    decide: float = 0
    think: float = 0
    send: float = 0
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

    `index` is the place in the conversation (0, 1, ...), fixed when the turn begins.
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


class EditMode(StrEnum):
    """When an edit reaches the model: `now` interrupts the agent's speech."""

    NOW = "now"
    AFTER_SENTENCE = "after_sentence"
    NEXT_TURN = "next_turn"


class EditState(StrEnum):
    """An edit's way; `confirmed` only by the engine's own event."""

    DRAFT = "draft"
    PENDING = "pending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    EXPIRED = "expired"
    UNDONE = "undone"


class Edit(BaseModel):
    """A change to what the model of one live call knows.

    `set` and `unset` are top-level or dotted keys of the context data; `notes` and
    `system_prompt` replace the text when not None. `before` holds the old values once sent, so
    that undo is the edit that restores them.
    """

    id: str
    org_id: str
    call_id: str
    batch_id: str | None = None
    author: str = ""
    mode: EditMode = EditMode.NOW
    set: dict[str, Any] = Field(default_factory=dict)
    unset: list[str] = Field(default_factory=list)
    notes: str | None = None
    system_prompt: str | None = None
    probe: str | None = None
    probe_answer: str | None = None
    state: EditState = EditState.PENDING
    reason: str | None = None
    before: dict[str, Any] = Field(default_factory=dict)
    undoes: str | None = None
    undone_by: str | None = None
    until: datetime | None = None
    created_at: datetime
    sent_at: datetime | None = None
    confirmed_at: datetime | None = None
    turn: int | None = None
    at_ms: int | None = None


class CommandKind(StrEnum):
    """What an operator can ask of a live call."""

    SAY = "say"  # args: text
    WHISPER = "whisper"  # args: text, reply (bool)
    MUTE = "mute"
    UNMUTE = "unmute"
    HANG_UP = "hang_up"  # args: when = after_sentence | now
    TRANSFER = "transfer"  # args: to_number
    WARM_TRANSFER = "warm_transfer"  # args: to_number, summary?
    HOLD = "hold"
    UNHOLD = "unhold"
    SEND_DTMF = "send_dtmf"  # args: digits
    TAKE_OVER = "take_over"
    HAND_BACK = "hand_back"  # args: note?
    PROBE = "probe"  # args: question


class CommandState(StrEnum):
    """A command's way."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


class Command(BaseModel):
    """An operator's command to one live call."""

    id: str
    org_id: str
    call_id: str
    kind: CommandKind
    args: dict[str, Any] = Field(default_factory=dict)
    author: str = ""
    state: CommandState = CommandState.PENDING
    result: str | None = None
    created_at: datetime
    done_at: datetime | None = None
    at_ms: int | None = None


class CostItem(BaseModel):
    """One line of a bill, USD. `final` False while it may still be corrected."""

    kind: str  # e.g. model.audio_in, model.audio_in_cached, transcription, carrier.minutes
    description: str = ""
    quantity: float
    unit: str  # token, second, minute, call
    unit_price_usd: float
    amount_usd: float
    source: Literal["usage", "estimate", "carrier"] = "usage"
    final: bool = True


class CallCost(BaseModel):
    """The call's bill; `carrier_error_usd` = carrier's own price less ours, once known."""

    items: list[CostItem] = Field(default_factory=list)
    total_usd: float = 0
    final: bool = False
    carrier_price_usd: float | None = None
    carrier_error_usd: float | None = None
    prices_dated: str = ""


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
    carrier_call_sid: str | None = None
    stream_sid: str | None = None
    worker_id: str | None = None
    owner_seen_at: datetime | None = None
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
    summary: str | None = None  # what the call was about, a moment after its end
    version: int = 0


class FlightEvent(BaseModel):
    """One entry of the flight record.

    Audio frames are counted between entries (`data.frames`), never stored here.
    """

    call_id: str
    seq: int
    at_ms: float
    leg: Literal["carrier", "engine", "operator", "phony"]
    direction: Literal["in", "out", "note"]
    name: str
    data: dict[str, Any] = Field(default_factory=dict)
