import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.calls import keep, make_call

from phony.domain.bills import CallCost, CostItem
from phony.domain.calls import Call, CallOutcome, CallStats, CallStatus, Direction
from phony.domain.errors import Invalid
from phony.domain.ids import DEFAULT_ORG
from phony.domain.stats import Figures
from phony.store.database import Database
from phony.store.documents import dump
from phony.store.repositories import for_org
from phony.store.stats import BUCKET, _starts, percentiles

DAY = datetime(2026, 11, 20, tzinfo=UTC)


def item(kind: str, usd: float) -> CostItem:
    return CostItem(kind=kind, quantity=1, unit="token", unit_price_usd=usd, amount_usd=usd)


def ended(at: datetime, **fields: Any) -> Call:
    values: dict[str, Any] = {
        "status": CallStatus.COMPLETED,
        "outcome": CallOutcome.CALLER_HUNG_UP,
        "created_at": at,
        "answered_at": at,
        "duration_s": 60.0,
        "cost": CallCost(total_usd=0.1, items=[item("model.audio_out", 0.1)]),
        "stats": CallStats(turns=4, interruptions=1, tool_calls=2, tool_errors=1, reply_ms=[800]),
    }
    return make_call(**{**values, **fields})


async def fill(database: Database) -> None:
    await keep(
        database,
        ended(DAY + timedelta(hours=1)),
        ended(DAY + timedelta(hours=1, minutes=30), duration_s=120.0, agent_id="agent_b"),
        ended(
            DAY + timedelta(hours=5),
            direction=Direction.OUTBOUND,
            from_number="+18885550100",
            status=CallStatus.NO_ANSWER,
            outcome=CallOutcome.NOT_ANSWERED,
            answered_at=None,
            duration_s=None,
            cost=CallCost(),
            stats=CallStats(),
        ),
        ended(DAY + timedelta(hours=23), outcome=CallOutcome.ENGINE_FAILED),
        make_call(status=CallStatus.IN_PROGRESS, created_at=DAY + timedelta(hours=23, minutes=59)),
        ended(DAY - timedelta(hours=3)),
        ended(DAY + timedelta(days=1)),
        ended(DAY + timedelta(hours=2), org_id="org_other"),
    )


async def test_overview_counts_the_period_and_the_one_before(database: Database) -> None:
    await fill(database)
    got = await for_org(database, DEFAULT_ORG).stats.overview(DAY, DAY + timedelta(days=1))
    now = got.now
    assert (now.calls, now.answered, now.missed, now.live, now.failed) == (5, 3, 1, 1, 1)
    assert now.by_outcome == {"caller_hung_up": 2, "engine_failed": 1, "not_answered": 1}
    assert now.by_direction == {"inbound": 4, "outbound": 1}
    assert (now.duration_s, now.avg_duration_s, now.max_duration_s) == (240, 80, 120)
    assert now.cost_usd == pytest.approx(0.3)
    assert (now.turns, now.interruptions, now.tool_calls, now.tool_errors) == (12, 3, 6, 3)
    assert now.reply_ms.count == 3
    assert now.reply_ms.p50 == pytest.approx(800, rel=0.026)
    assert (got.before.calls, got.before.answered) == (1, 1)
    assert got.cost_by_kind == {"model.audio_out": pytest.approx(0.3)}
    only = await for_org(database, DEFAULT_ORG).stats.overview(
        DAY, DAY + timedelta(days=1), agent_id="agent_b"
    )
    assert only.now.calls == 1


async def test_an_empty_period_has_no_averages(database: Database) -> None:
    got = await for_org(database, DEFAULT_ORG).stats.overview(DAY, DAY + timedelta(days=1))
    assert got.now.calls == 0
    assert got.now.avg_duration_s is None
    assert got.now.reply_ms.p95 is None


async def test_agents_and_numbers(database: Database) -> None:
    await fill(database)
    stats = for_org(database, DEFAULT_ORG).stats
    agents = await stats.agents(DAY, DAY + timedelta(days=1))
    assert [(a.agent_id, a.calls) for a in agents] == [("agent_a", 4), ("agent_b", 1)]
    numbers = await stats.numbers(DAY, DAY + timedelta(days=1))
    assert [(n.number, n.calls) for n in numbers] == [("+18578167225", 4), ("+18885550100", 1)]
    assert numbers[0].cost_usd == pytest.approx(0.3)


async def test_days_and_hours_include_the_empty_ones(database: Database) -> None:
    await fill(database)
    stats = for_org(database, DEFAULT_ORG).stats
    days = await stats.periods(DAY - timedelta(days=1), DAY + timedelta(days=2), "day")
    assert [(d.start.day, d.calls) for d in days] == [(19, 1), (20, 5), (21, 1)]
    hours = await stats.periods(DAY, DAY + timedelta(hours=6), "hour")
    assert [hour.calls for hour in hours] == [0, 2, 0, 0, 0, 1]


async def test_days_are_those_of_the_reader_s_clock(database: Database) -> None:
    await fill(database)
    stats = for_org(database, DEFAULT_ORG).stats
    days = await stats.periods(
        DAY - timedelta(hours=6), DAY + timedelta(hours=18), "day", timezone="America/New_York"
    )
    # Midnight there is five o'clock in UTC.
    assert [d.start.hour for d in days] == [5, 5]
    assert [d.calls for d in days] == [3, 1]
    around = datetime(2026, 10, 24, 22, tzinfo=UTC)  # Berlin sets its clocks back on the 25th
    days = await stats.periods(around, around + timedelta(days=2), "day", timezone="Europe/Berlin")
    assert [(d.start.day, d.start.hour) for d in days] == [(24, 22), (25, 23), (26, 23)][
        : len(days)
    ]


@pytest.mark.parametrize("zone", ["Nowhere/City", "../etc/passwd", "", "UTC\x00"])
async def test_an_unknown_zone_is_refused(database: Database, zone: str) -> None:
    with pytest.raises(Invalid):
        await for_org(database, DEFAULT_ORG).stats.periods(
            DAY, DAY + timedelta(days=1), "day", timezone=zone
        )


async def test_too_many_hours_are_refused(database: Database) -> None:
    with pytest.raises(Invalid):
        await for_org(database, DEFAULT_ORG).stats.periods(DAY, DAY + timedelta(days=400), "hour")


async def test_spending_is_summed_by_agent(database: Database) -> None:
    await fill(database)
    spent = await for_org(database, DEFAULT_ORG).stats.spent(DAY)
    assert spent["agent_a"] == pytest.approx(0.3)
    assert spent["agent_b"] == pytest.approx(0.1)


async def test_the_period_is_read_from_an_index(database: Database) -> None:
    await fill(database)
    plan = await database.raw.command(
        "explain",
        {
            "aggregate": "calls",
            "pipeline": [
                {
                    "$match": {
                        "org_id": "org_default",
                        "created_at": {"$gte": DAY, "$lt": DAY + timedelta(days=1)},
                    }
                },
                {"$group": {"_id": None, "calls": {"$sum": 1}}},
            ],
            "cursor": {},
        },
        verbosity="queryPlanner",
    )
    assert "org_created_at" in str(plan)
    assert "COLLSCAN" not in str(plan)


@settings(deadline=None)
@given(st.lists(st.floats(1, 60_000), min_size=1, max_size=300))
def test_percentiles_from_buckets_are_within_their_width(replies: list[float]) -> None:
    import math

    buckets: dict[int, int] = {}
    for reply in replies:
        bucket = math.floor(math.log(reply) / BUCKET)
        buckets[bucket] = buckets.get(bucket, 0) + 1
    got = percentiles(buckets)
    ordered = sorted(replies)
    random.seed(0)
    for part, value in ((0.5, got.p50), (0.9, got.p90), (0.95, got.p95), (0.99, got.p99)):
        exact = ordered[max(1, math.ceil(len(ordered) * part)) - 1]
        # Half a bucket's width, and the rounding to a tenth.
        assert value is not None
        assert abs(value - exact) <= 0.0256 * exact + 0.051


MADE = st.lists(
    st.fixed_dictionaries(
        {
            "hours": st.integers(-30, 54),
            "status": st.sampled_from([CallStatus.COMPLETED, CallStatus.IN_PROGRESS]),
            "outcome": st.sampled_from([None, *list(CallOutcome)[:4]]),
            "direction": st.sampled_from(Direction),
            "agent_id": st.sampled_from(["agent_a", "agent_b"]),
            "answered": st.booleans(),
            "duration_s": st.none() | st.integers(0, 600),
            "cents": st.integers(0, 50),
            "reply_ms": st.lists(st.integers(1, 5000), max_size=3),
        }
    ),
    max_size=14,
)


def scanned(calls: list[Call]) -> dict[str, Any]:
    """The figures of some calls, counted one by one."""
    over = [call for call in calls if call.status is not CallStatus.IN_PROGRESS]
    lasted = [call.duration_s for call in calls if call.duration_s is not None]
    outcomes = Counter(call.outcome.value for call in calls if call.outcome is not None)
    return {
        "calls": len(calls),
        "answered": sum(call.answered_at is not None for call in calls),
        "missed": sum(call.answered_at is None for call in over),
        "live": len(calls) - len(over),
        "duration_s": sum(lasted),
        "max_duration_s": max(lasted, default=None),
        "turns": sum(call.stats.turns for call in calls),
        "by_outcome": dict(outcomes),
        "by_direction": dict(Counter(call.direction.value for call in calls)),
        "replies": sum(len(call.stats.reply_ms) for call in calls),
        "cost": round(sum(call.cost.total_usd for call in calls), 6),
    }


def shown(figures: Figures) -> dict[str, Any]:
    """The same of what the database counted."""
    names = ("calls", "answered", "missed", "live", "duration_s", "max_duration_s", "turns")
    return {
        **{name: getattr(figures, name) for name in (*names, "by_outcome", "by_direction")},
        "replies": figures.reply_ms.count,
        "cost": round(figures.cost_usd, 6),
    }


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(MADE)
async def test_the_figures_are_those_of_a_scan(
    database: Database, made: list[dict[str, Any]]
) -> None:
    await database.raw["calls"].delete_many({})
    calls = [
        make_call(
            created_at=DAY + timedelta(hours=one["hours"], minutes=1),
            answered_at=DAY if one["answered"] else None,
            cost=CallCost(total_usd=one["cents"] / 100),
            stats=CallStats(turns=len(one["reply_ms"]), reply_ms=one["reply_ms"]),
            **{name: one[name] for name in ("status", "outcome", "direction", "agent_id")},
            duration_s=one["duration_s"],
        )
        for one in made
    ]
    if calls:
        await database.raw["calls"].insert_many([dump(call) for call in calls])
    until = DAY + timedelta(days=1)
    stats = for_org(database, DEFAULT_ORG).stats

    def between(since: datetime, until: datetime, **wanted: Any) -> list[Call]:
        return [
            call
            for call in calls
            if since <= call.created_at < until
            and all(getattr(call, name) == value for name, value in wanted.items())
        ]

    overview = await stats.overview(DAY, until)
    assert shown(overview.now) == scanned(between(DAY, until))
    assert shown(overview.before) == scanned(between(DAY - timedelta(days=1), DAY))
    by_agent = {figures.agent_id: shown(figures) for figures in await stats.agents(DAY, until)}
    wanted = {
        name: scanned(found)
        for name in ("agent_a", "agent_b")
        if (found := between(DAY, until, agent_id=name))
    }
    assert by_agent == wanted
    hours = await stats.periods(DAY, until, "hour", agent_id="agent_a")
    assert [hour.calls for hour in hours] == [
        len(between(hour.start, hour.start + timedelta(hours=1), agent_id="agent_a"))
        for hour in hours
    ]
    spent = await stats.spent(DAY, without=[call.id for call in calls[:1]])
    counted = [call for call in calls[1:] if call.created_at >= DAY]
    for name in ("agent_a", "agent_b"):
        total = sum(call.cost.total_usd for call in counted if call.agent_id == name)
        assert spent.get(name, 0) == pytest.approx(total)


ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)


@settings(deadline=None)
@given(
    MOMENTS, st.integers(1, 40 * 24 * 60), st.sampled_from(["hour", "day"]), st.sampled_from(ZONES)
)
def test_hours_and_days_cover_the_period_without_a_gap(
    since: datetime, minutes: int, unit: str, zone: str
) -> None:
    until = since + timedelta(minutes=minutes)
    starts = _starts(since, until, unit, zone)
    assert starts[0] <= since < starts[0] + timedelta(hours=26 if unit == "day" else 1)
    assert starts[-1] < until
    # A change of the clock makes days of 23 to 25 hours, and no hour longer.
    longest = timedelta(hours=25) if unit == "day" else timedelta(hours=1)
    for one, following in pairwise([*starts, until]):
        assert timedelta(0) < following - one <= longest
    local = [start.astimezone(ZoneInfo(zone)) for start in starts]
    assert all(start.second == start.microsecond == 0 for start in local)
    if unit == "day":
        assert all((start.hour, start.minute) == (0, 0) for start in local)
