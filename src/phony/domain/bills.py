"""What a call costs, line by line. USD."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field


class CostItem(BaseModel):
    """One line of a bill, USD. `final` False while it may still be corrected."""

    kind: str = Field(
        description=(
            "What it is for, as a stable name: `model.audio_in`, `transcription`, "
            "`carrier.minutes`, ..."
        )
    )
    description: str = Field("", description="The same in words.")
    quantity: float = Field(
        description="How many of `unit`; the carrier's minutes are rounded up as it does."
    )
    unit: str = Field(description="`token`, `second`, `minute` or `call`.")
    unit_price_usd: float = Field(description="Price of one, in US dollars.")
    amount_usd: float = Field(description="What the line comes to, in US dollars.")
    source: Literal["usage", "estimate", "carrier"] = Field(
        "usage",
        description=(
            "`usage` was counted by the engine, `estimate` reckoned here from the price "
            "table, `carrier` is the carrier's own price."
        ),
    )
    final: bool = Field(True, description="Whether the line stays as it is.")


class CallCost(BaseModel):
    """The call's bill; `carrier_error_usd` = carrier's own price less ours, once known."""

    items: list[CostItem] = Field(default_factory=list, description="The lines of the bill.")
    total_usd: float = Field(0, description="Their sum, in US dollars.")
    final: bool = Field(
        False,
        description=(
            "Whether the call is over and its bill made; the carrier's own price may still "
            "correct it."
        ),
    )
    carrier_price_usd: float | None = Field(
        None,
        description=(
            "What the carrier itself says it charges, in US dollars; null until it says so, "
            "minutes to hours later."
        ),
    )
    carrier_error_usd: float | None = Field(
        None, description="That price less what was reckoned here, in US dollars."
    )
    prices_dated: str = Field(
        "", description="The day of the price table that the bill was made with."
    )


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
