"""Figures: what is not known is null and never 0."""

from __future__ import annotations

from datetime import UTC, datetime

from phony.domain.stats import AgentFigures, Figures, NumberFigures, Overview, Percentiles


def test_averages_of_nothing_are_unknown_and_sums_are_zero() -> None:
    shown = Figures().model_dump(mode="json")
    unknown = {name for name, value in shown.items() if value is None}
    assert unknown == {"avg_duration_s", "max_duration_s", "avg_cost_usd"}
    assert shown["calls"] == shown["cost_usd"] == shown["duration_s"] == 0
    assert shown["reply_ms"] == {"count": 0, "p50": None, "p90": None, "p95": None, "p99": None}


def test_groups_have_all_the_figures_of_the_whole() -> None:
    for group in (AgentFigures, NumberFigures):
        assert Figures.model_fields.keys() < group.model_fields.keys()


def test_an_overview_compares_two_periods() -> None:
    start, end = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 2, tzinfo=UTC)
    now = Figures(calls=2, by_outcome={"silence": 2}, reply_ms=Percentiles(count=1, p50=400))
    overview = Overview(since=start, until=end, now=now, before=Figures())
    again = Overview.model_validate_json(overview.model_dump_json())
    assert again == overview
    assert (again.now.by_outcome, again.before.by_outcome) == ({"silence": 2}, {})
    assert again.cost_by_kind == {}
