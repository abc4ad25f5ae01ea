"""Statistics over calls."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel, Field

from phony.api.http.deps import RepositoriesDep
from phony.api.http.rights import needs
from phony.api.http.routing import make_router
from phony.domain.errors import Invalid
from phony.domain.ids import utc_now
from phony.domain.live import Moment
from phony.domain.rights import Right
from phony.domain.stats import AgentFigures, NumberFigures, Overview, PeriodFigures
from phony.store.repositories import Repositories

router = make_router("/stats", tag="statistics")
From = Annotated[
    Moment | None, Query(alias="from", description="Calls begun at or after; default: 24 h ago.")
]
To = Annotated[Moment | None, Query(alias="to", description="Calls begun before; default: now.")]
Zone = Annotated[str, Query(max_length=60, description="Time zone of days, as Europe/Berlin.")]
_LONGEST = timedelta(days=3660)
_EARLIEST, _LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2190, 1, 1, tzinfo=UTC)


class Agents(BaseModel):
    """Every agent that had calls in the period, most calls first."""

    since: datetime = Field(description="Where the period begins, UTC.")
    until: datetime = Field(description="Where it ends, UTC.")
    items: list[AgentFigures] = Field(description="Figures of each agent, most calls first.")


class Numbers(BaseModel):
    """Every number of ours that had calls in the period, most calls first."""

    since: datetime = Field(description="Where the period begins, UTC.")
    until: datetime = Field(description="Where it ends, UTC.")
    items: list[NumberFigures] = Field(description="Figures of each number, most calls first.")


class Periods(BaseModel):
    """Every hour or day of the period, in order."""

    since: datetime = Field(description="Where the period begins, UTC.")
    until: datetime = Field(description="Where it ends, UTC.")
    items: list[PeriodFigures] = Field(
        description="Figures of each hour or day in order, also of those without a call."
    )


def period(
    since: datetime | None, until: datetime | None, default: timedelta
) -> tuple[datetime, datetime]:
    """The period meant.

    Raises:
        Invalid: it ends before it begins, or is too long.
    """
    end = until or utc_now()
    begin = (
        since if since is not None else end - default if end >= _EARLIEST + default else _EARLIEST
    )
    for when, name in ((begin, "from"), (end, "to")):
        if not _EARLIEST <= when <= _LATEST:
            raise Invalid("must be between 1990 and 2190", field=name)
    if begin >= end:
        raise Invalid("must be before the period's end", field="from", cure="from < to.")
    if end - begin > _LONGEST:
        raise Invalid("more than ten years", field="from", cure="Ask for less at once.")
    return begin, end


@router.get("/overview", summary="Figures of a period")
@needs(Right.READ)
async def stats_overview(
    repositories: RepositoriesDep,
    since: From = None,
    until: To = None,
    agent_id: Annotated[
        str | None, Query(max_length=100, description="Only calls of this agent.")
    ] = None,
) -> Overview:
    """Calls by outcome, durations, cost, reply latency; beside the period before."""
    begin, end = period(since, until, timedelta(days=1))
    return await repositories.stats.overview(begin, end, agent_id=agent_id)


@router.get("/agents", summary="Figures per agent")
@needs(Right.READ)
async def stats_agents(
    repositories: RepositoriesDep, since: From = None, until: To = None
) -> Agents:
    """The same figures for each agent."""
    begin, end = period(since, until, timedelta(days=1))
    return Agents(since=begin, until=end, items=await repositories.stats.agents(begin, end))


@router.get("/numbers", summary="Figures per number")
@needs(Right.READ)
async def stats_numbers(
    repositories: RepositoriesDep, since: From = None, until: To = None
) -> Numbers:
    """The same figures for each number of ours."""
    begin, end = period(since, until, timedelta(days=1))
    return Numbers(since=begin, until=end, items=await repositories.stats.numbers(begin, end))


async def _periods(
    repositories: Repositories,
    since: datetime | None,
    until: datetime | None,
    unit: Literal["hour", "day"],
    default: timedelta,
    tz: str,
    agent_id: str | None,
) -> Periods:
    begin, end = period(since, until, default)
    items = await repositories.stats.periods(begin, end, unit, timezone=tz, agent_id=agent_id)
    return Periods(since=begin, until=end, items=items)


@router.get("/days", summary="Figures per day")
@needs(Right.READ)
async def stats_days(
    repositories: RepositoriesDep,
    since: From = None,
    until: To = None,
    tz: Zone = "UTC",
    agent_id: Annotated[
        str | None, Query(max_length=100, description="Only calls of this agent.")
    ] = None,
) -> Periods:
    """The same figures for each day, also those without calls; two weeks unless asked otherwise."""
    return await _periods(repositories, since, until, "day", timedelta(days=14), tz, agent_id)


@router.get("/hours", summary="Figures per hour")
@needs(Right.READ)
async def stats_hours(
    repositories: RepositoriesDep,
    since: From = None,
    until: To = None,
    tz: Zone = "UTC",
    agent_id: Annotated[
        str | None, Query(max_length=100, description="Only calls of this agent.")
    ] = None,
) -> Periods:
    """The same figures for each hour, also those without calls."""
    return await _periods(repositories, since, until, "hour", timedelta(days=1), tz, agent_id)
