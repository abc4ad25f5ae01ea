"""Changes to what the model of a live call knows, as stored and shown."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, Field, model_validator


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


class Refusal(StrEnum):
    """Why an edit does not hold; `sentence` is what is shown."""

    CALL_OVER = "call_over"
    CALL_ENDING = "call_ending"
    CALL_TRANSFERRED = "call_transferred"
    PAST_ITS_TIME = "past_its_time"
    TIME_IS_OVER = "time_is_over"
    NOT_CONFIRMED = "not_confirmed"

    @property
    def sentence(self) -> str:
        """The refusal in words."""
        return _SENTENCES[self]

    @property
    def too_late(self) -> bool:
        """Whether nobody was left to be told."""
        return self in _TOO_LATE

    @property
    def fields(self) -> dict[str, Any]:
        """What is stored of it: the code that decides, and the words that are shown."""
        return {"refusal": self, "reason": self.sentence}


_SENTENCES = {
    Refusal.CALL_OVER: "The call is over.",
    Refusal.CALL_ENDING: "The call is ending.",
    Refusal.CALL_TRANSFERRED: "The caller was transferred, and no agent is on the call.",
    Refusal.PAST_ITS_TIME: "Its time was over before it came.",
    Refusal.TIME_IS_OVER: "Its time is over.",
    Refusal.NOT_CONFIRMED: "The engine did not confirm it.",
}
# Up to version 0.1.0 the sentence alone was stored.
_BY_SENTENCE = {sentence: refusal for refusal, sentence in _SENTENCES.items()}
_TOO_LATE = frozenset({Refusal.CALL_OVER, Refusal.CALL_ENDING, Refusal.CALL_TRANSFERRED})


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
    refusal: Refusal | None = Field(
        None, description="Why it does not hold, if that is ours to say; `reason` has the words."
    )
    before: dict[str, Any] = Field(default_factory=dict)
    undoes: str | None = None
    undone_by: str | None = None
    until: datetime | None = None
    created_at: datetime
    sent_at: datetime | None = None
    confirmed_at: datetime | None = None
    turn: int | None = None
    at_ms: int | None = None

    @model_validator(mode="after")
    def _of_an_older_version(self) -> Self:
        if self.refusal is None and self.reason is not None:
            self.refusal = _BY_SENTENCE.get(self.reason)
        return self
