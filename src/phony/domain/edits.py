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

    id: str = Field(description="The edit's id, `edit_` and 24 digits.")
    org_id: str = Field(description="The organization it belongs to.")
    call_id: str = Field(description="The call it changes.")
    batch_id: str | None = Field(
        None, description="The same for all edits that one request made for several calls."
    )
    author: str = Field("", description="Who made it.")
    mode: EditMode = Field(
        EditMode.NOW,
        description=(
            "When the model is told: `now` cuts the agent off, `after_sentence` waits for "
            "its sentence, `next_turn` for the caller's next turn."
        ),
    )
    set: dict[str, Any] = Field(
        default_factory=dict,
        description="Keys of the context data with new values; dotted ones reach into objects.",
    )
    unset: list[str] = Field(default_factory=list, description="Keys that are removed.")
    notes: str | None = Field(None, description="The new notes; null leaves them.")
    system_prompt: str | None = Field(None, description="The new prompt; null leaves it.")
    probe: str | None = Field(
        None,
        description=(
            "A question put to the model afterwards, unheard by the caller, to see what it "
            "took over."
        ),
    )
    probe_answer: str | None = Field(None, description="What the model answered to it.")
    state: EditState = Field(
        EditState.PENDING,
        description=(
            "Where it stands. Only `confirmed`, by the engine's own event, means that the "
            "model has it."
        ),
    )
    reason: str | None = Field(
        None, description="Why it was refused or came too late, as a sentence."
    )
    refusal: Refusal | None = Field(
        None, description="Why it does not hold, if that is ours to say; `reason` has the words."
    )
    before: dict[str, Any] = Field(
        default_factory=dict, description="The values that it replaced, once it was sent."
    )
    undoes: str | None = Field(None, description="The edit that this one takes back.")
    undone_by: str | None = Field(None, description="The edit that took this one back.")
    until: datetime | None = Field(
        None, description="When its time is over and the old values come back, UTC; null: it stays."
    )
    created_at: datetime = Field(description="When it was made, UTC.")
    sent_at: datetime | None = Field(None, description="When it was sent to the engine, UTC.")
    confirmed_at: datetime | None = Field(None, description="When the engine confirmed it, UTC.")
    turn: int | None = Field(
        None, description="The index of the line of transcript before which it took effect."
    )
    at_ms: int | None = Field(
        None, description="Where in the call it took effect, in ms since its `created_at`."
    )

    @model_validator(mode="after")
    def _of_an_older_version(self) -> Self:
        if self.refusal is None and self.reason is not None:
            self.refusal = _BY_SENTENCE.get(self.reason)
        return self
