"""What the carrier's forms say."""

from __future__ import annotations

import pytest
from tests.support.calls import keep, make_call

from phony.service.calls.forms import call_of, whole
from phony.store.database import Database


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("61", 61),
        ("0", 0),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("\u0661", None),
        ("9" * 10, None),
    ],
)
def test_a_number_is_one_or_none(text: str, number: int | None) -> None:
    assert whole({"CallDuration": text}, "CallDuration") == number
    assert whole({}, "CallDuration") is None


async def test_a_call_is_the_one_that_the_carrier_means(database: Database) -> None:
    known, new = make_call(carrier_call_sid="CA7"), make_call()
    await keep(database, known, new)
    for form in ({}, {"CallSid": "CA7"}, {"CallSid": ""}):
        assert await call_of(database, known.id, form) == known
    assert (
        await call_of(database, new.id, {"CallSid": "CA9"}) == new
    )  # it tells us before REST does
    assert await call_of(database, known.id, {"CallSid": "CA9"}) is None
    leg = {"CallSid": "CA9", "ParentCallSid": "CA7"}
    assert await call_of(database, known.id, leg, "ParentCallSid") == known
    assert await call_of(database, "call_nobody", {}) is None
