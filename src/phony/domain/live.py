"""What is asked of live calls and what is answered: edits, previews, commands."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    model_validator,
)

from phony.domain.agent_input import ContextData, Text
from phony.domain.context import flatten
from phony.domain.edits import Edit, EditMode

_NUMBER = re.compile(r"\s*[-+]?[0-9.]+\s*")
Key = Annotated[str, Field(min_length=1, max_length=500)]


def _aware(when: datetime) -> datetime:
    """Times without a zone are UTC."""
    try:
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except OverflowError:
        raise ValueError("is beyond the calendar") from None


def _written_out(value: Any) -> Any:
    """A time is text: of a number nobody knows whether it is seconds, or since when."""
    if isinstance(value, int | float) or (isinstance(value, str) and _NUMBER.fullmatch(value)):
        raise ValueError("must be a time such as 2026-11-28T20:00:00Z")
    # Looked at first, it goes on as Python's value: if strict, a text is no time there.
    return _TIMES.validate_python(value, strict=False) if isinstance(value, str) else value


_TIMES = TypeAdapter(datetime)
Moment = Annotated[datetime, BeforeValidator(_written_out), AfterValidator(_aware)]


def _keys(data: dict[str, Any]) -> dict[str, Any]:
    if len(data) > 10_000:
        raise ValueError("more than 10 000 keys")
    for key in data:
        if not 0 < len(key) <= 500:
            raise ValueError("keys have 1 to 500 characters")
    return data


class ContextChange(BaseModel):
    """What is to change of what the model knows. At least one thing must."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"set": {"business_hours": "closed today"}}]},
    )

    context_data: ContextData | None = Field(
        None, description="Merged into what the model knows: nested objects key by key."
    )
    set: Annotated[ContextData, AfterValidator(_keys)] = Field(
        default_factory=dict, description="Dotted keys and their new values."
    )
    unset: list[Key] = Field(default_factory=list, max_length=1000, description="Dotted keys.")
    notes: Text | None = Field(None, max_length=20_000, description="Replaces the notes.")
    system_prompt: Text | None = Field(None, max_length=100_000, description="Replaces the prompt.")

    def flat_set(self) -> dict[str, Any]:
        """`context_data` and `set` as one set of dotted keys; `set` wins."""
        return {**flatten(self.context_data or {}), **self.set}

    @property
    def changes_nothing(self) -> bool:
        """Nothing was asked for."""
        texts = self.notes is None and self.system_prompt is None
        return texts and not self.set and not self.unset and not self.context_data


class EditInput(ContextChange):
    """An edit of one live call."""

    mode: EditMode = Field(
        EditMode.NOW,
        description=(
            "When the model is told: `now` cuts the agent off, `after_sentence` waits for "
            "its sentence, `next_turn` for the caller's next turn."
        ),
    )
    probe: str | None = Field(
        None,
        min_length=1,
        max_length=500,
        description="Ask the model, once the edit is confirmed, what it now believes about this "
        "key (or this question). The caller hears nothing of it.",
    )
    until: Moment | None = Field(None, description="Take the edit back at this time.")
    draft: bool = Field(False, description="Keep it, and apply it later with `/apply`.")
    version: int | None = Field(
        None, ge=0, description="The context version it is based on, instead of `If-Match`."
    )

    @model_validator(mode="after")
    def _changes_something(self) -> EditInput:
        if self.changes_nothing:
            raise ValueError("nothing to change: give set, unset, context_data, notes or prompt")
        return self


class ScopedEditInput(EditInput):
    """An edit of one call, of all live calls of an agent, or of all on a number of ours."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "scope": "number",
                    "id": "+18578167225",
                    "set": {"business_hours": "closed today"},
                }
            ]
        },
    )

    scope: Literal["call", "agent", "number"] = Field(
        description=(
            "For one `call`, for all live calls of an `agent`, or for all on a `number` of ours."
        )
    )
    id: str = Field(
        min_length=1, max_length=100, description="The call's or agent's id, or the number."
    )


class KeyChange(BaseModel):
    """One key that would differ."""

    key: str = Field(description="Which key of the context data, dotted.")
    change: Literal["added", "removed", "changed"] = Field(description="What would happen to it.")
    old: Any = Field(None, description="Its value now; null if it is not there.")
    new: Any = Field(None, description="Its value afterwards; null if it would be gone.")


class TextChange(BaseModel):
    """A text that would be replaced."""

    old: str = Field(description="The text now.")
    new: str = Field(description="The text afterwards.")


class EditPreview(BaseModel):
    """What an edit would change of what the model holds now."""

    call_id: str = Field(description="The call that would change.")
    version: int = Field(description="The context version this is compared with.")
    changes: list[KeyChange] = Field(description="Keys that would differ.")
    notes: TextChange | None = Field(
        None, description="The notes before and after; null if they stay."
    )
    system_prompt: TextChange | None = Field(
        None, description="The prompt before and after; null if it stays."
    )
    context_data: dict[str, Any] = Field(description="All context data as it would be.")
    missing: list[str] = Field(description="Variables of prompt and notes without a value then.")
    told_as: list[Literal["system_item", "session_update"]] = Field(
        description="How the model is told. A session update makes the next answer dearer: what "
        "the engine had cached of the conversation counts anew."
    )
    pending: list[str] = Field(description="Edits under way that the model does not hold yet.")


class CallContextView(BaseModel):
    """What the model of a call holds now."""

    call_id: str = Field(description="Whose context it is.")
    version: int = Field(description="Grows by one with every confirmed edit.")
    live: bool = Field(description="Whether the call runs, so that it can be changed.")
    context_data: dict[str, Any] = Field(description="The context data that the model holds.")
    notes: str = Field(description="The notes that the model holds.")
    system_prompt: str = Field(
        description="The prompt in force, with its `{{variables}}` as written."
    )
    instructions: str = Field(description="The instructions as a fresh engine session gets them.")
    missing: list[str] = Field(description="Variables of prompt and notes that have no value.")
    pending: list[Edit] = Field(description="Edits that are on their way.")


class ScopedResult(BaseModel):
    """What became of one call's edit."""

    call_id: str = Field(description="The call that was to change.")
    edit_id: str = Field(description="Its edit.")
    result: Literal["delivered", "refused", "too_late", "pending"] = Field(
        description=(
            "`delivered` was confirmed by the engine, `refused` was not, `too_late` found "
            "nobody to tell, `pending` was not answered within the time that the request "
            "waits."
        )
    )
    state: str = Field(description="Where the edit stands.")
    reason: str | None = Field(None, description="Why it was refused or came too late.")


class ScopedEdit(BaseModel):
    """One answer for every call the edit was meant for."""

    batch_id: str = Field(description="Names all edits of this request.")
    results: list[ScopedResult] = Field(description="What became of each.")
    delivered: int = Field(0, description="How many calls have it.")
    refused: int = Field(0, description="How many refused it.")
    too_late: int = Field(0, description="How many were over, or about to be.")
    pending: int = Field(0, description="How many had not answered yet.")


class Promoted(BaseModel):
    """The agent's version that now holds what the edit said."""

    agent_id: str = Field(description="The agent that has it for good now.")
    version: int = Field(description="Its new version.")
    changed: bool = Field(description="False if the agent said so already.")
