"""Figures over many calls, as shown."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field


class Percentiles(BaseModel):
    """Reply latency in ms as callers felt it, from `count` replies; None without any.

    Read from buckets 5 % wide, so each value is within 2.5 % of the exact one.
    """

    count: int = Field(0, description="How many replies were measured.")
    p50: float | None = Field(
        None, description="Half of the replies came within so many ms; null without any."
    )
    p90: float | None = Field(None, description="Nine of ten replies came within so many ms.")
    p95: float | None = Field(None, description="95 of 100 replies came within so many ms.")
    p99: float | None = Field(None, description="99 of 100 replies came within so many ms.")


class Figures(BaseModel):
    """What a group of calls came to."""

    calls: int = Field(0, description="Calls that began in the period.")
    answered: int = Field(0, description="How many of them were answered.")
    missed: int = Field(0, description="Over without having been answered.")
    live: int = Field(0, description="How many of them run still.")
    failed: int = Field(0, description="Ended by a failure of engine, carrier or ours.")
    by_outcome: dict[str, int] = Field(
        default_factory=dict, description="Ended calls by why they ended."
    )
    by_direction: dict[str, int] = Field(
        default_factory=dict, description="Calls by direction: `inbound`, `outbound`, `browser`."
    )
    duration_s: float = Field(0, description="Seconds talked, of all answered calls together.")
    avg_duration_s: float | None = Field(
        None, description="Seconds of an answered call on average; null without any."
    )
    max_duration_s: float | None = Field(
        None, description="Seconds of the longest call; null without any."
    )
    cost_usd: float = Field(0, description="What they cost together, in US dollars.")
    avg_cost_usd: float | None = Field(
        None, description="What one cost on average, in US dollars; null without any."
    )
    turns: int = Field(0, description="Lines of transcript.")
    interruptions: int = Field(0, description="How often callers cut agents off.")
    tool_calls: int = Field(0, description="How often models called tools.")
    tool_errors: int = Field(0, description="How many of these did not work.")
    reply_ms: Percentiles = Field(
        default_factory=Percentiles, description="The silence before replies, in ms."
    )


class Overview(BaseModel):
    """The period, the one before it of the same length, and what the money went on."""

    since: datetime = Field(description="Where the period begins, UTC.")
    until: datetime = Field(
        description="Where it ends, UTC; what happens at that moment is not in it."
    )
    now: Figures = Field(description="Figures of the period.")
    before: Figures = Field(description="Figures of the equally long period just before it.")
    cost_by_kind: dict[str, float] = Field(
        default_factory=dict, description="USD by kind of cost item, such as `model.audio_out`."
    )


class AgentFigures(Figures):
    """Figures of one agent."""

    agent_id: str = Field(description="Whose figures they are.")
    agent_name: str = Field("", description="The agent's name, also if it is deleted by now.")


class NumberFigures(Figures):
    """Figures of one number of ours."""

    number: str = Field(description="Whose figures they are: a number of ours, E.164.")


class PeriodFigures(Figures):
    """Figures of one hour or day; `start` is its beginning."""

    start: datetime = Field(
        description=(
            "Where the hour or day begins, in UTC; days are those of the time zone that was "
            "asked for."
        )
    )
