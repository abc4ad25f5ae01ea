"""What the lossless form looks like, and what it refuses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from phony.domain.actions import (
    AfterStream,
    Configure,
    EndCall,
    Tell,
    ToScribe,
    TurnChanged,
)
from phony.domain.agents import Transcription
from phony.domain.calls import CallOutcome
from phony.domain.commands import Command, CommandKind
from phony.domain.engine import ScribeSettings
from phony.domain.errors import Invalid
from phony.domain.events import CallerAudio, CommandArrived, EngineLost, ScribeHeard
from phony.domain.lossless import from_dict, to_dict
from phony.domain.turns import Role, Turn

COMMAND = Command(
    id="cmd_1",
    org_id="o",
    call_id="c",
    kind=CommandKind.SAY,
    args={"text": "Hello."},
    created_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
)


def test_a_value_is_tagged_by_its_kind() -> None:
    assert to_dict(CallerAudio("/w==", b"\xff")) == {
        "type": "caller_audio",
        "payload": "/w==",
        "data": "/w==",
    }
    assert to_dict(Tell("i", Role.OPERATOR, "Hello.", "e")) == {
        "type": "tell",
        "item_id": "i",
        "role": "operator",
        "text": "Hello.",
        "event_id": "e",
        "after": None,
        "shown": "",
    }


def test_what_is_inside_is_tagged_only_where_there_is_a_choice() -> None:
    end = EndCall(CallOutcome.TRANSFERRED, "transfer", AfterStream("transfer", "+15550100001"), 9)
    after = {"kind": "transfer", "to_number": "+15550100001", "room": None, "command_id": None}
    assert to_dict(end)["after"] == after
    assert to_dict(ScribeHeard(EngineLost(1006)))["event"]["type"] == "engine_lost"
    told = to_dict(ToScribe(Configure(ScribeSettings(Transcription(), "en"), "su")))
    assert told["action"]["type"] == "configure"
    assert told["action"]["settings"]["type"] == "scribe_settings"


def test_fields_may_be_left_out() -> None:
    turn = Turn(id="t", call_id="c", index=0, role=Role.CALLER)
    assert to_dict(TurnChanged(turn), but=frozenset({"turn"})) == {"type": "turn_changed"}


def test_a_field_with_a_default_may_be_missing() -> None:
    assert from_dict({"type": "engine_lost"}) == EngineLost()
    older = to_dict(CommandArrived(COMMAND))
    del older["command"]["args"], older["command"]["at_ms"]
    assert from_dict(older) == CommandArrived(COMMAND.model_copy(update={"args": {}}))


REFUSED: list[tuple[Any, str | None]] = [
    (None, None),
    ([], None),
    ({}, "type"),
    ({"type": "no_such_event"}, "type"),
    ({"type": ["tick"]}, "type"),
    ({"type": "after_stream", "kind": "warm"}, "type"),  # only ever inside an action
    ({"type": "tick", "at": 1}, "at"),
    ({"type": "dtmf_pressed"}, "digit"),
    ({"type": "dtmf_pressed", "digit": 1}, "digit"),
    ({"type": "engine_lost", "code": "1006"}, "code"),
    ({"type": "engine_lost", "code": True}, "code"),
    ({"type": "engine_lost", "status": 4.5}, "status"),
    ({"type": "caller_audio", "payload": "", "data": "?"}, "data"),
    ({"type": "caller_audio", "payload": "", "data": 7}, "data"),
    ({"type": "response_started", "response_id": "r", "metadata": {"kind": 1}}, "metadata.kind"),
    ({"type": "response_started", "response_id": "r", "metadata": []}, "metadata"),
    ({"type": "response_done", "response_id": "r", "status": "x", "tool_calls": {}}, "tool_calls"),
    (
        {"type": "response_done", "response_id": "r", "status": "x", "tool_calls": [{}]},
        "tool_calls.0.response_id",
    ),
    ({"type": "end_call", "outcome": "bored", "reason": ""}, "outcome"),
    ({"type": "scribe_heard", "event": {"type": "tick"}}, "event.type"),
    ({"type": "scribe_heard", "event": None}, "event"),
    ({"type": "command_arrived", "command": {"id": "cmd_1"}}, "command.org_id"),
    (
        {"type": "command_arrived", "command": COMMAND.model_dump(mode="json") | {"x": 1}},
        "command.x",
    ),
]


@pytest.mark.parametrize(("data", "field"), REFUSED)
def test_what_is_not_known_is_refused_with_its_place(data: Any, field: str | None) -> None:
    with pytest.raises(Invalid) as refused:
        from_dict(data)
    assert refused.value.field == field
