"""What a call costs, line by line. USD."""

from __future__ import annotations

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
