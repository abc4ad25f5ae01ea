"""The measure of a standstill, and a few strangers at the door of a real server."""

from __future__ import annotations

import pytest

from phony.bench.choosing import chosen
from phony.bench.strangers.rows import ROWS, Row
from phony.bench.strangers.run import Tried, Try, missed, run_strangers

ROW = Row("any", "anything")


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (Try(20, 60), []),
        (Try(20, 71), ["audio stood still 51 ms more, not 50 ms"]),
        (Try(20, 71, far_late_ms=30), []),  # they were late themselves
        (Try(20, 900, far_late_ms=51), ["void: the far ends themselves were 51 ms late",
                                         "audio stood still 849 ms more, not 50 ms"]),
        (Try(20, 20, newcomer="nobody answered"), ["a new caller: nobody answered"]),
        (Try(20, 20, left_mb=900), ["900 MB stayed"]),
    ],
)  # fmt: skip
def test_a_missed_target_is_named(one: Try, said: list[str]) -> None:
    assert missed(ROW, one) == said


def test_who_has_a_key_has_other_targets() -> None:
    assert missed(Row("any", "anything", known=True), Try(20, 119)) == []


def test_the_best_try_counts() -> None:
    assert Tried(ROW, [Try(0, 900), Try(0, 20)]).misses == []
    assert Tried(ROW, [Try(0, 900), Try(0, 60)]).misses == [
        "audio stood still 60 ms more, not 50 ms"
    ]
    assert Tried(ROW).misses == ["not run"]


@pytest.mark.serial
@pytest.mark.timeout(240)
async def test_strangers_are_turned_away_while_calls_go_on() -> None:
    rows = chosen(ROWS, ["cookie-14k", "sign-in-deep", "form", "idle"])
    outcomes = await run_strangers(rows, tries=3, quiet_s=1, progress=print)
    answers = {tried.row.name: tried.tries[-1].answers for tried in outcomes}
    assert answers["cookie-14k"] == {"431": 5}
    assert answers["sign-in-deep"] == answers["form"] == {"413": 5}
    best = {tried.row.name: min(one.still_ms for one in tried.tries) for tried in outcomes}
    # What they once did took half a second and more; how long exactly is the benchmark's matter.
    assert {name: ms for name, ms in best.items() if ms > 300} == {}
    assert [one.newcomer for tried in outcomes for one in tried.tries] == [""] * sum(
        len(tried.tries) for tried in outcomes
    )
