"""Statistics, computed by MongoDB's aggregation on indexes; calls are never loaded.

`$percentile` needs MongoDB 7 and the private server is 6, so latencies are counted in buckets
that are 5 % wide and the percentiles read from the counts: exact to 2.5 %, and as cheap for a
million replies as for ten.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from pymongo.errors import OperationFailure

from phony.domain.calls import FINAL_STATUSES, CallOutcome, Direction
from phony.domain.errors import Invalid
from phony.domain.stats import (
    AgentFigures,
    Figures,
    NumberFigures,
    Overview,
    Percentiles,
    PeriodFigures,
)
from phony.store.database import Database

F = TypeVar("F", bound=Figures)
BUCKET = math.log(1.05)
_FINAL = sorted(FINAL_STATUSES)
_FAILURES = sorted(
    {
        CallOutcome.ENGINE_FAILED,
        CallOutcome.CARRIER_FAILED,
        CallOutcome.LOST,
        CallOutcome.ERROR,
    }
)
_OUR_NUMBER = {"$cond": [{"$eq": ["$direction", Direction.OUTBOUND]}, "$from_number", "$to_number"]}
MAX_PERIODS = 1000


class StatsRepository:
    """Figures of one organization's calls. Periods are half open: `since` <= t < `until`."""

    def __init__(self, database: Database, org_id: str) -> None:
        """Made by `for_org`."""
        self._calls = database.raw["calls"]
        self._org_id = org_id

    async def overview(
        self, since: datetime, until: datetime, *, agent_id: str | None = None
    ) -> Overview:
        """The period and the one before it."""
        match = {"agent_id": {"$eq": agent_id}} if agent_id is not None else {}
        earlier = since - (until - since)
        now, before, by_kind = await asyncio.gather(
            self._one(since, until, match),
            self._one(earlier, since, match),
            self._cost_by_kind(since, until, match),
        )
        return Overview(since=since, until=until, now=now, before=before, cost_by_kind=by_kind)

    async def agents(self, since: datetime, until: datetime) -> list[AgentFigures]:
        """Each agent that had calls, most calls first."""
        rows = await self._grouped(since, until, "$agent_id", {"name": {"$last": "$agent_name"}})
        found = [
            _figures(AgentFigures, row, agent_id=row["_id"], agent_name=row.get("name") or "")
            for row in rows
            if row["_id"]
        ]
        return sorted(found, key=lambda figures: (-figures.calls, figures.agent_id))

    async def numbers(self, since: datetime, until: datetime) -> list[NumberFigures]:
        """Each number of ours that had calls, most calls first."""
        rows = await self._grouped(
            since, until, _OUR_NUMBER, match={"direction": {"$ne": Direction.BROWSER}}
        )
        found = [_figures(NumberFigures, row, number=row["_id"]) for row in rows if row["_id"]]
        return sorted(found, key=lambda figures: (-figures.calls, figures.number))

    async def periods(
        self,
        since: datetime,
        until: datetime,
        unit: Literal["hour", "day"],
        *,
        timezone: str = "UTC",
        agent_id: str | None = None,
    ) -> list[PeriodFigures]:
        """Every hour or day of the period in order, also those without calls.

        Raises:
            Invalid: an unknown time zone, or too many hours or days.
        """
        starts = _starts(since, until, unit, timezone)
        trunc = {"$dateTrunc": {"date": "$created_at", "unit": unit, "timezone": timezone}}
        match = {"agent_id": {"$eq": agent_id}} if agent_id is not None else {}
        try:
            rows = await self._grouped(since, until, trunc, match=match)
        except OperationFailure as error:
            raise Invalid(f"unknown time zone {timezone[:40]!r}", field="tz") from error
        by_start = {row["_id"]: row for row in rows}
        return [_figures(PeriodFigures, by_start.get(start, {}), start=start) for start in starts]

    async def _one(self, since: datetime, until: datetime, match: Mapping[str, Any]) -> Figures:
        rows = await self._grouped(since, until, None, match=match)
        return _figures(Figures, rows[0] if rows else {})

    async def _grouped(
        self,
        since: datetime,
        until: datetime,
        key: Any,
        extra: Mapping[str, Any] | None = None,
        match: Mapping[str, Any] | None = None,
    ) -> list[dict[str, Any]]:
        scope = {
            "org_id": self._org_id,
            "created_at": {"$gte": since, "$lt": until},
            **(match or {}),
        }
        over = {"$in": ["$status", _FINAL]}
        answered = {"$gt": ["$answered_at", None]}
        sums = {
            name: {"$sum": f"$stats.{name}"}
            for name in ("turns", "interruptions", "tool_calls", "tool_errors")
        }
        pipeline: list[dict[str, Any]] = [
            {"$match": scope},
            {
                "$group": {
                    "_id": {"key": key, "outcome": "$outcome", "direction": "$direction"},
                    "calls": {"$sum": 1},
                    "answered": {"$sum": {"$cond": [answered, 1, 0]}},
                    "missed": {"$sum": {"$cond": [{"$and": [over, {"$not": answered}]}, 1, 0]}},
                    "live": {"$sum": {"$cond": [over, 0, 1]}},
                    "duration_s": {"$sum": "$duration_s"},
                    "max_duration_s": {"$max": "$duration_s"},
                    "timed": {"$sum": {"$cond": [{"$gt": ["$duration_s", None]}, 1, 0]}},
                    "cost_usd": {"$sum": "$cost.total_usd"},
                    **sums,
                    **(extra or {}),
                }
            },
        ]
        rows: dict[Any, dict[str, Any]] = {}
        async for part in await self._calls.aggregate(pipeline):
            _add(rows.setdefault(part["_id"].get("key"), {}), part)
        for row_key, row in rows.items():
            row["_id"] = row_key
        await self._add_latencies(rows, scope, key)
        return list(rows.values())

    async def _add_latencies(
        self, rows: Mapping[Any, dict[str, Any]], scope: Mapping[str, Any], key: Any
    ) -> None:
        bucket = {"$floor": {"$divide": [{"$ln": "$reply"}, BUCKET]}}
        pipeline: list[dict[str, Any]] = [
            {"$match": {**scope, "stats.reply_ms.0": {"$exists": True}}},
            {
                "$project": {
                    "key": key if key is not None else {"$literal": None},
                    "reply": "$stats.reply_ms",
                }
            },
            {"$unwind": "$reply"},
            {"$match": {"reply": {"$gte": 1}}},
            {"$group": {"_id": {"key": "$key", "bucket": bucket}, "count": {"$sum": 1}}},
        ]
        async for part in await self._calls.aggregate(pipeline):
            row = rows.get(part["_id"].get("key"))
            if row is not None:
                row.setdefault("buckets", {})[int(part["_id"]["bucket"])] = part["count"]

    async def _cost_by_kind(
        self, since: datetime, until: datetime, match: Mapping[str, Any]
    ) -> dict[str, float]:
        scope = {"org_id": self._org_id, "created_at": {"$gte": since, "$lt": until}, **match}
        cursor = await self._calls.aggregate(
            [
                {"$match": scope},
                {"$project": {"item": "$cost.items"}},
                {"$unwind": "$item"},
                {"$group": {"_id": "$item.kind", "usd": {"$sum": "$item.amount_usd"}}},
                {"$sort": {"usd": -1, "_id": 1}},
            ]
        )
        return {row["_id"]: round(row["usd"], 6) async for row in cursor if row["_id"]}

    async def spent(self, since: datetime, *, without: Sequence[str] = ()) -> dict[str, float]:
        """USD by agent of the calls since then, but for some: what the limits of a day look at."""
        match: dict[str, Any] = {"org_id": self._org_id, "created_at": {"$gte": since}}
        if without:
            match["_id"] = {"$nin": list(without)}
        cursor = await self._calls.aggregate(
            [
                {"$match": match},
                {"$group": {"_id": "$agent_id", "usd": {"$sum": "$cost.total_usd"}}},
            ]
        )
        return {row["_id"]: row["usd"] async for row in cursor if row["_id"]}


def _add(row: dict[str, Any], part: Mapping[str, Any]) -> None:
    """Add one group of calls with the same outcome and direction to its row."""
    for name, value in part.items():
        if name == "_id":
            continue
        if name == "max_duration_s":
            row[name] = max(row.get(name) or 0, value or 0)
        elif isinstance(value, int | float):
            row[name] = row.get(name, 0) + value
        elif value is not None:
            row[name] = value
    for name in ("outcome", "direction"):
        if (kind := part["_id"].get(name)) is not None:
            counts = row.setdefault(f"by_{name}", {})
            counts[kind] = counts.get(kind, 0) + part["calls"]


def _figures(cls: type[F], row: Mapping[str, Any], **more: Any) -> F:
    outcomes: Mapping[str, int] = row.get("by_outcome", {})
    timed, calls = row.get("timed", 0), row.get("calls", 0)
    return cls(
        **{
            name: row[name]
            for name in (
                "calls",
                "answered",
                "missed",
                "live",
                "turns",
                "interruptions",
                "tool_calls",
                "tool_errors",
                "by_direction",
            )
            if name in row
        },
        by_outcome=dict(sorted(outcomes.items())),
        failed=sum(outcomes.get(name, 0) for name in _FAILURES),
        duration_s=round(row.get("duration_s", 0), 3),
        avg_duration_s=round(row["duration_s"] / timed, 3) if timed else None,
        max_duration_s=row.get("max_duration_s") if timed else None,
        cost_usd=round(row.get("cost_usd", 0), 6),
        avg_cost_usd=round(row["cost_usd"] / calls, 6) if calls else None,
        reply_ms=percentiles(row.get("buckets", {})),
        **more,
    )


def percentiles(buckets: Mapping[int, int]) -> Percentiles:
    """Percentiles (nearest rank) from the counts of buckets 5 % wide; bucket 0 begins at 1 ms."""
    total = sum(buckets.values())
    if total == 0:
        return Percentiles()
    ordered = sorted(buckets.items())
    values = [_ranked(ordered, max(1, math.ceil(total * part))) for part in (0.5, 0.9, 0.95, 0.99)]
    return Percentiles(count=total, p50=values[0], p90=values[1], p95=values[2], p99=values[3])


def _ranked(ordered: Iterable[tuple[int, int]], rank: int) -> float:
    middle = 0.0
    for bucket, count in ordered:
        middle = math.exp((bucket + 0.5) * BUCKET)
        rank -= count
        if rank <= 0:
            break
    return round(middle, 1)


def _starts(since: datetime, until: datetime, unit: str, timezone: str) -> list[datetime]:
    """The beginnings of all hours or days that the period touches, as instants in UTC."""
    try:
        zone = ZoneInfo(timezone)
    except (KeyError, ValueError, OSError) as error:
        raise Invalid(
            f"unknown time zone {timezone[:40]!r}", field="tz", cure="Such as Europe/Berlin."
        ) from error
    utc = ZoneInfo("UTC")
    starts: list[datetime] = []
    if unit == "day":
        local = since.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
        # Wall-clock days: around a change of the clock they have 23 or 25 hours.
        step = timedelta(days=1)
        while (start := local.astimezone(utc)) < until:
            starts.append(start)
            local += step
            _check_count(starts)
        return starts
    local = since.astimezone(zone)
    start = since - timedelta(
        minutes=local.minute, seconds=local.second, microseconds=local.microsecond
    )
    while start < until:
        starts.append(start.astimezone(utc))
        start += timedelta(hours=1)
        _check_count(starts)
    return starts


def _check_count(starts: list[datetime]) -> None:
    if len(starts) > MAX_PERIODS:
        raise Invalid(
            f"more than {MAX_PERIODS} hours or days", field="from", cure="Ask for less at once."
        )
