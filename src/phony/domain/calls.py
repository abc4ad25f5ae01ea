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
from phony.domain.clock import UTC_ZONE


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

    turns: int = Field(0, description="Lines of transcript, of everybody.")
    caller_turns: int = Field(0, description="Lines that the caller said.")
    agent_turns: int = Field(0, description="Lines that the agent said.")
    interruptions: int = Field(0, description="How often the caller cut the agent off.")
    tool_calls: int = Field(
        0, description="How often the model called a tool, built-in ones included."
    )
    tool_errors: int = Field(0, description="How many of these did not work.")
    edits: int = Field(0, description="Edits that the model confirmed.")
    engine_sessions: int = Field(
        0, description="Sessions with a voice engine: more than one if it was lost and came back."
    )
    engines: list[str] = Field(
        default_factory=list, description="Which engines spoke, in order: models, and where."
    )
    reply_ms: list[float] = Field(
        default_factory=list,
        description="The silence before each reply as the caller felt it, in ms, in order.",
    )
    caller_frames: int = Field(0, description="Pieces of 20 ms of sound that came from the caller.")
    agent_frames: int = Field(0, description="Pieces of 20 ms of sound that went to the caller.")


class Call(BaseModel):
    """A call as stored and shown. `version` grows with each change: drop older ones.

    `agent` is the snapshot of the agent version the call runs on. `context_data`, `notes` and
    `system_prompt` are what the model holds now (`confirmed`), `pending_edits` what is under way.
    """

    id: str = Field(description="The call's id, `call_` and 24 digits.")
    org_id: str = Field(
        description="The organization it belongs to; an installation has one, `org_default`."
    )
    agent_id: str = Field(description="The agent that talks, or talked; it may be deleted by now.")
    agent_version: int = Field(
        1,
        description="The version of the agent that the call runs on, from beginning to end.",
    )
    agent_name: str = Field("", description="The agent's name when the call began.")
    agent: Agent | None = Field(
        None, description="All fields of that version, with secrets masked. Lists leave it out."
    )
    direction: Direction = Field(
        description=(
            "`inbound` and `outbound` as seen from here; `browser` came from the dashboard, "
            "without a carrier."
        )
    )
    status: CallStatus = Field(
        CallStatus.QUEUED, description="Where the call stands; it only ever moves forward."
    )
    outcome: CallOutcome | None = Field(None, description="Why it ended; null while it runs.")
    end_reason: str | None = Field(
        None,
        description=(
            "The same in more detail, for example `carrier:busy` or `transfer:sales`. For "
            "reading, not for programs."
        ),
    )
    from_number: str = Field(
        "",
        description=(
            "Who calls, as the carrier says it: usually E.164, or a word such as `anonymous`."
        ),
    )
    to_number: str = Field("", description="Who is called.")
    send_digits: str = Field(
        "",
        description="Keys pressed once an outbound call is answered, for an extension; `w` waits "
        "half a second. Empty: none.",
    )
    timezone: str = Field(UTC_ZONE, description="Where the agent is: its local time is told.")
    carrier_call_sid: str | None = Field(
        None, description="The carrier's own id of the call, once it has one."
    )
    stream_sid: str | None = Field(
        None, description="The carrier's id of the media stream that runs now."
    )
    worker_id: str | None = Field(
        None, description="The process that runs the call now; null when nobody does."
    )
    lease: int = Field(
        0, description="Grows with each process that takes the call over."
    )  # grows with each owner: what an earlier one writes late changes nothing
    phase: str = Field(
        "",
        description=(
            "What happens just now: `connecting`, `greeting`, `talking`, `hold`, "
            "`operator`, `reconnecting`, `closing`, `draining` or `ended`."
        ),
    )
    context_data: dict[str, Any] = Field(
        default_factory=dict,
        description=(
            "The context data that the model holds now: the agent's, with what this call "
            "and its edits added."
        ),
    )
    notes: str = Field("", description="The notes that the model holds now.")
    system_prompt: str = Field(
        "", description="The prompt in force now, with its `{{variables}}` as written."
    )
    context_version: int = Field(0, description="Grows by one with every confirmed edit.")
    created_at: datetime = Field(
        description="When the record was made, UTC; positions in ms in this call count from here."
    )
    answered_at: datetime | None = Field(
        None, description="When it was answered, UTC; null if it was not."
    )
    ended_at: datetime | None = Field(None, description="When it ended, UTC; null while it runs.")
    duration_s: float | None = Field(
        None, description="Seconds from answer to end; null while it runs, or if nobody answered."
    )
    answered_by: str | None = Field(
        None,
        description=(
            "What the carrier's detection says answered an outbound call: `human`, "
            "`machine_end_beep`, `fax`, ..."
        ),
    )
    cost: CallCost = Field(
        default_factory=CallCost, description="What the call costs, line by line, in US dollars."
    )
    stats: CallStats = Field(default_factory=CallStats, description="Figures of the call.")
    last_words: str = Field("", description="The newest line of transcript, for lists.")
    has_recording: bool = Field(
        False,
        description=(
            "Whether there is a recording to be had. It is made in the second after the end."
        ),
    )
    muted: bool = Field(False, description="Whether an operator muted the agent.")
    taken_over_by: str | None = Field(
        None, description="The operator who speaks in the agent's place; null if none does."
    )
    resume_count: int = Field(
        0, description="How often another process went on with the call after the first was lost."
    )
    # The furthest money limit announced to the call: warn, wrap_up, stop; of call, agent or day.
    limit_stage: str | None = Field(
        None,
        description=(
            "How near it came to a money limit: `warn`, `wrap_up` or `stop`; null if to none."
        ),
    )
    limit_what: str | None = Field(
        None,
        description=(
            "Whose limit that is: of the `call`, of its `agent` for the day, or of the "
            "organization's `day`."
        ),
    )
    transcript_final: bool = Field(
        False, description="Whether no line of the transcript changes any more."
    )  # no turn changes any more
    complete: bool = Field(
        False,
        description="Whether the call is over, its transcript final and its recording made. Only "
        "its summary and the carrier's own price may still come.",
    )
    summary: str | None = Field(
        None,
        description=(
            "What the call was about, a few sentences, some seconds after its end; null if "
            "there is none, or not yet."
        ),
    )  # what the call was about, a moment after its end
    version: int = Field(
        0,
        description="Grows with each change of the record: drop what is older than what you have.",
    )


def detects_machines(call: Call) -> bool:
    """Whether the carrier is asked who answers: the keys of an extension exclude that."""
    asks = call.agent is not None and call.agent.voicemail.action != "continue"
    return asks and call.direction is Direction.OUTBOUND and not call.send_digits
