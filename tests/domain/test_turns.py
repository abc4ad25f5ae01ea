"""Lines of transcript as kept."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from phony.domain.turns import Role, Turn, TurnLatency

# An interrupted answer as the first version wrote it.
OLDEST: dict[str, Any] = {
    "id": "turn_1",
    "call_id": "call_1",
    "index": 1,
    "role": "agent",
    "said": "We are open from nine to five.",
    "heard": "We are open from",
    "started_ms": 4000,
    "ended_ms": 5200,
    "heard_ms": 1200,
    "said_ms": 2400,
    "interrupted": True,
    "final": True,
    "kind": "speech",
    "item_id": "item_1",
    "latency": {"decide": 510.0, "think": 300.0, "send": 0.0, "play": 60.0, "total": 870.0},
    "data": {},
}


def test_the_oldest_turn_loads_as_it_was_written() -> None:
    turn = Turn.model_validate(OLDEST)
    latency = {key: ms for key, ms in OLDEST["latency"].items() if key != "send"}  # always 0
    assert turn.model_dump(mode="json") == {**OLDEST, "latency": latency}
    assert turn.latency is not None
    parts = turn.latency.model_dump(exclude={"total"})
    assert sum(parts.values()) == turn.latency.total


def test_an_open_turn_has_no_end_and_can_change() -> None:
    least = {key: OLDEST[key] for key in ("id", "call_id", "index", "role")}
    turn = Turn.model_validate(least)
    assert (turn.ended_ms, turn.final, turn.kind, turn.latency) == (None, False, "speech", None)


@pytest.mark.parametrize("role", ["caller", "agent", "operator", "system"])
def test_roles_in_records_stay(role: str) -> None:
    assert Role(role).value == role
    assert Turn.model_validate({**OLDEST, "role": role}).role == role


@pytest.mark.parametrize("kind", ["speech", "dtmf", "tool", "greeting", "prompt", "event"])
def test_kinds_in_records_stay(kind: str) -> None:
    assert Turn.model_validate({**OLDEST, "kind": kind}).kind == kind


@pytest.mark.parametrize(("field", "value"), [("role", "user"), ("kind", "text"), ("index", None)])
def test_what_no_turn_is_is_refused(field: str, value: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        Turn.model_validate({**OLDEST, field: value})
    assert caught.value.errors()[0]["loc"] == (field,)


def test_a_reply_without_figures_took_no_time_yet() -> None:
    assert set(TurnLatency().model_dump().values()) == {0}
