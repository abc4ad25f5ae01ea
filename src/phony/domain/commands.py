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

    id: str = Field(description="The command's id, `cmd_` and 24 digits.")
    org_id: str = Field(description="The organization it belongs to.")
    call_id: str = Field(description="The call it is for.")
    kind: CommandKind = Field(description="What is to be done.")
    args: dict[str, Any] = Field(
        default_factory=dict, description="What it was given, for example `text` or `to_number`."
    )
    author: str = Field("", description="Who gave it.")
    state: CommandState = Field(CommandState.PENDING, description="Where it stands.")
    result: str | None = Field(
        None,
        description="What came of it, as a word or a sentence; for `probe` the model's answer.",
    )
    created_at: datetime = Field(description="When it was given, UTC.")
    done_at: datetime | None = Field(None, description="When it was done or failed, UTC.")
    at_ms: int | None = Field(
        None, description="Where in the call it was done, in ms since the call's `created_at`."
    )
