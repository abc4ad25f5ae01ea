"""The flight record: every event of a call on one clock."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from phony.domain.actions import Action
from phony.domain.events import Event
from phony.domain.lossless import TYPE, from_dict


class FlightEvent(BaseModel):
    """One entry of the flight record.

    Audio frames are counted between entries (`data.frames`), never stored here.
    """

    call_id: str = Field(description="The call it belongs to.")
    seq: int = Field(description="Its place in the record, from 1.")
    at_ms: float = Field(description="When, in ms since the call's `created_at`.")
    leg: Literal["carrier", "engine", "operator", "phony"] = Field(
        description=(
            "Where it happened: at the carrier, the engine, an operator, or in Phony itself."
        )
    )
    direction: Literal["in", "out", "note"] = Field(
        description="`in` was received, `out` was sent, `note` is a remark."
    )
    name: str = Field(description="What it was: the message's type, or the remark's name.")
    data: dict[str, Any] = Field(
        default_factory=dict, description="What it said, without sound and secrets."
    )
    of: Literal["event", "action"] | None = Field(
        None, description="What the session was told, or asked for; null for a note."
    )
    what: dict[str, Any] | None = Field(
        None, description="The whole event or action, where `data` shows less of it."
    )

    def happened(self) -> Event | Action | None:
        """The event or action that this entry is of.

        None for a note, and for what an older version wrote, which kept less.
        """
        if self.of is None:
            return None
        shown = {name: value for name, value in self.data.items() if name != "frames"}
        return from_dict(self.what or {TYPE: self.name, **shown})
