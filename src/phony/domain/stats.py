"""Figures over many calls, as shown."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field


class Percentiles(BaseModel):
    """Reply latency in ms as callers felt it, from `count` replies; None without any.

    Read from buckets 5 % wide, so each value is within 2.5 % of the exact one.
    """

    count: int = 0
    p50: float | None = None
    p90: float | None = None
    p95: float | None = None
    p99: float | None = None


class Figures(BaseModel):
    """What a group of calls came to."""

    calls: int = 0
    answered: int = 0
    missed: int = Field(0, description="Over without having been answered.")
    live: int = 0
    failed: int = Field(0, description="Ended by a failure of engine, carrier or ours.")
    by_outcome: dict[str, int] = Field(default_factory=dict)
    by_direction: dict[str, int] = Field(default_factory=dict)
    duration_s: float = 0
    avg_duration_s: float | None = None
    max_duration_s: float | None = None
    cost_usd: float = 0
    avg_cost_usd: float | None = None
    turns: int = 0
    interruptions: int = 0
    tool_calls: int = 0
    tool_errors: int = 0
    reply_ms: Percentiles = Field(default_factory=Percentiles)


class Overview(BaseModel):
    """The period, the one before it of the same length, and what the money went on."""

    since: datetime
    until: datetime
    now: Figures
    before: Figures
    cost_by_kind: dict[str, float] = Field(
        default_factory=dict, description="USD by kind of cost item, such as `model.audio_out`."
    )


class AgentFigures(Figures):
    """Figures of one agent."""

    agent_id: str
    agent_name: str = ""


class NumberFigures(Figures):
    """Figures of one number of ours."""

    number: str


class PeriodFigures(Figures):
    """Figures of one hour or day; `start` is its beginning."""

    start: datetime
