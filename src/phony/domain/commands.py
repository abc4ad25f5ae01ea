"""What an operator asks of a live call, as stored and shown."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field


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
