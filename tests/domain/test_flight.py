"""The flight record's entries as kept and exported."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from phony.domain.flight import FlightEvent

ENTRY: dict[str, Any] = {
    "call_id": "call_1",
    "seq": 12,
    "at_ms": 4012.25,
    "leg": "engine",
    "direction": "in",
    "name": "response.done",
    "data": {"frames": 51, "response": {"id": "resp_1", "usage": None}},
}


@pytest.mark.parametrize("leg", ["carrier", "engine", "operator", "phony"])
@pytest.mark.parametrize("direction", ["in", "out", "note"])
def test_an_entry_of_every_leg_reads_back_as_it_was_written(leg: str, direction: str) -> None:
    entry = {**ENTRY, "leg": leg, "direction": direction, "of": None, "what": None}
    assert FlightEvent.model_validate(entry).model_dump(mode="json") == entry


@pytest.mark.parametrize(
    ("field", "value"), [("leg", "caller"), ("direction", "up"), ("seq", None)]
)
def test_an_entry_stands_somewhere_on_a_leg(field: str, value: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        FlightEvent.model_validate({**ENTRY, field: value})
    assert caught.value.errors()[0]["loc"] == (field,)


def test_entries_keep_parts_of_a_millisecond() -> None:
    at_ms = FlightEvent.model_validate(ENTRY).at_ms
    assert at_ms == 4012.25  # events of one millisecond keep their distance
