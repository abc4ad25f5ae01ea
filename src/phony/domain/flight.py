"""The flight record: every event of a call on one clock."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field


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
