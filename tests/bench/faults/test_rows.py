"""The table: every row can be chosen, and the faults of a few of them do no harm."""

from __future__ import annotations

import asyncio

import pytest

from phony.bench.choosing import chosen
from phony.bench.faults.rows import ROWS
from phony.bench.faults.run import Outcome, Talk, perform, staged
from phony.bench.faults.show import cells
from phony.bench.faults.stage import Row, Stage
from phony.domain.errors import NotFound

SHORT = Talk(before_s=1.5, after_s=6, pace_ms=20)
BY_NAME = {row.name: row for row in ROWS}


def test_rows_are_chosen_by_the_beginning_of_their_names() -> None:
    assert chosen(ROWS, []) == list(ROWS)
    assert [row.name for row in chosen(ROWS, ["mongod-k", "nothing"])] == [
        "nothing",
        "mongod-killed",
    ]
    with pytest.raises(NotFound) as refused:
        chosen(ROWS, ["earthquake"])
    assert "engine-mute" in (refused.value.cure or "")


def test_every_row_has_a_name_of_its_own() -> None:
    assert len(BY_NAME) == len(ROWS) > 20


async def _several(stage: Stage) -> None:
    """The carrier garbles its callbacks, the engine goes, and then the database."""
    for name in ("callbacks", "engine-1011", "mongod-killed"):
        await BY_NAME[name].hit(stage)
        await asyncio.sleep(0.5)


@pytest.mark.serial
@pytest.mark.timeout(240)
async def test_calls_go_on_and_nothing_is_lost() -> None:
    rows = [
        Row("several", "more than one at once", _several),
        Row("killed", "kill -9 of a worker", BY_NAME["worker-killed"].hit),
    ]
    outcomes = []
    async with staged(rows[0], SHORT) as stage:
        for row in rows:
            verdict = await perform(row, stage, calls=4, talk=SHORT, progress=print)
            assert verdict.total(lambda call: call.said) > 20  # there was something to lose
            outcomes.append(Outcome(row, verdict, 0))
    assert {outcome.row.name: outcome.misses for outcome in outcomes} == {
        "several": [],
        "killed": [],
    }
    assert [cells(outcome)[1] for outcome in outcomes] == ["4/4", "4/4"]
