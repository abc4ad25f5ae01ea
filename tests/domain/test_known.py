"""What every call knows by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.session.driver import make_agent

from phony.domain.calls import Direction
from phony.domain.context import CallContext
from phony.domain.known import NAMES, shown_number, values
from phony.domain.templates import fill

BEGAN = datetime(2026, 11, 28, 1, 30, tzinfo=UTC)
OURS, THEIRS = "+18578167225", "+447700900123"


def context(**fields: Any) -> CallContext:
    given = {
        "from_number": THEIRS,
        "to_number": OURS,
        "started_at": BEGAN,
        "call_id": "call_1",
        "timezone": "America/Los_Angeles",
        **fields,
    }
    return CallContext(**given)


def test_an_inbound_call_knows_who_calls_and_when() -> None:
    known = values(make_agent(name="Front desk", language="en-US"), context())
    text = "{{caller_number}} {{agent_number}} {{from_number}} {{direction}} {{agent_name}}"
    assert fill(text, known) == f"{THEIRS} {OURS} {THEIRS} inbound Front desk"
    assert fill("{{now}}", known) == "Friday, November 27, 2026, 5:30 PM"
    assert fill("{{now_iso}} {{date_iso}}", known) == "2026-11-27T17:30:00-08:00 2026-11-27"
    assert fill("{{timezone}} {{call_id}}", known) == "America/Los_Angeles call_1"
    assert all(known.find(name)[0] for name in NAMES)


def test_whom_we_call_is_the_caller_of_an_outbound_call() -> None:
    called = context(direction=Direction.OUTBOUND, from_number=OURS, to_number=THEIRS)
    known = values(make_agent(), called)
    assert fill("{{caller_number}} {{agent_number}}", known) == f"{THEIRS} {OURS}"


def test_context_data_of_the_same_name_wins_unless_it_is_blank() -> None:
    data = {"date": "Christmas", "from_number": "", "time": None}
    known = values(make_agent(language="de"), context(context_data=data))
    assert fill("{{date}} {{from_number}} {{time}}", known) == f"Christmas {THEIRS} 17:30"


def test_the_clock_goes_on_and_the_callers_word_is_not_ours() -> None:
    known = values(make_agent(), context(), BEGAN + timedelta(minutes=31))
    assert fill("{{time}}", known) == "6:01 PM"
    told = fill("{{from_number}} {{time}}", known, lambda value: f"<{value}>")
    assert told == f"<{THEIRS}> 6:01 PM"


@pytest.mark.parametrize("number", ["anonymous", "Anonymous", "+266696687", "browser", "", " "])
def test_a_hidden_number_is_missing(number: str) -> None:
    assert shown_number(number) == ""
    known = values(make_agent(), context(from_number=number))
    assert fill("Call from {{caller_number | default: nobody}}.", known) == "Call from nobody."
    assert fill("Call from {{caller_number}}.", known) == "Call from."
