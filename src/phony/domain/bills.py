"""What a call costs, line by line. USD."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field


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


class Leg(BaseModel):
    """Another call that the carrier made for one; it is billed once somebody answered it.

    `transfer`: to whom the caller was sent; `warm`: to a colleague who was asked first.
    `lasted_s` is the carrier's own measure, once it is over.
    """

    kind: Literal["transfer", "warm"]
    to_number: str
    answered_at: datetime | None = None
    lasted_s: float | None = None

    @property
    def taken(self) -> bool:
        """Whether somebody answered."""
        return self.answered_at is not None or bool(self.lasted_s)

    def seconds(self, until: datetime) -> float:
        """How long it lasted, if it is over by then."""
        if self.lasted_s is not None:
            return self.lasted_s
        return max(0.0, (until - self.answered_at).total_seconds()) if self.answered_at else 0.0
