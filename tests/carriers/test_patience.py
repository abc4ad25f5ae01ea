"""Asking the carrier again: what is waited out, what is not, and for how long."""

from __future__ import annotations

import asyncio
from itertools import islice

import pytest

from phony.carriers import patience
from phony.carriers.patience import until_told, waits_s
from phony.carriers.refusals import CallGone, CarrierBusy, CarrierRefused
from phony.domain.errors import PhonyError, Unavailable

FAULT = CarrierRefused("no", 20500, "", 500)


class Answers:
    """Answers with these errors, one by one, and then well."""

    def __init__(self, *errors: PhonyError) -> None:
        self.errors = list(errors)
        self.asked = 0

    async def __call__(self) -> str:
        self.asked += 1
        if self.errors:
            raise self.errors.pop(0)
        return "done"


def test_waits_double_up_to_a_bound() -> None:
    assert list(islice(waits_s(), 7)) == [0.25, 0.5, 1, 2, 4, 8, 8]


async def test_what_passes_is_waited_out() -> None:
    answers = Answers(FAULT, Unavailable("away"))
    assert await until_told(answers, within_s=60) == "done"
    assert answers.asked == 3


@pytest.mark.parametrize("error", [CallGone("over"), CarrierRefused("no", 21205, "", 400)])
async def test_what_will_not_pass_is_told_at_once(error: PhonyError) -> None:
    answers = Answers(error)
    with pytest.raises(type(error)):
        await until_told(answers, within_s=60)
    assert answers.asked == 1


async def test_patience_ends() -> None:
    answers = Answers(*[FAULT] * 9)
    with pytest.raises(CarrierRefused):
        await until_told(answers, within_s=0.3)
    assert answers.asked == 2


async def test_the_carriers_pace_is_kept_within_reason() -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert (
        await until_told(Answers(CarrierBusy("slow", cure="", after_s=0.5)), within_s=9) == "done"
    )
    assert loop.time() - began >= 0.5
    late = Answers(CarrierBusy("slow", cure="", after_s=86_400))
    with pytest.raises(CarrierBusy):  # nobody waits for that
        await until_told(late, within_s=patience.LONGEST_PAUSE_S - 1)
