"""Commands as kept."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from phony.domain.commands import Command, CommandKind, CommandState

# A command as the first version wrote it.
OLDEST: dict[str, Any] = {
    "id": "cmd_1",
    "org_id": "org_default",
    "call_id": "call_1",
    "kind": "warm_transfer",
    "args": {"to_number": "+18578167225", "summary": None},
    "author": "phk_ab12",
    "state": "done",
    "result": "+18578167225 took the call.",
    "created_at": "2026-03-01T10:00:00Z",
    "done_at": "2026-03-01T10:00:20Z",
    "at_ms": 4200,
}


def test_the_oldest_command_loads_as_it_was_written() -> None:
    command = Command.model_validate(OLDEST)
    assert command.kind is CommandKind.WARM_TRANSFER
    assert command.model_dump(mode="json") == OLDEST


def test_a_new_command_waits_and_has_no_result() -> None:
    least = {key: OLDEST[key] for key in ("id", "org_id", "call_id", "kind", "created_at")}
    command = Command.model_validate(least)
    assert (command.state, command.result, command.done_at) == (CommandState.PENDING, None, None)
    assert command.args == {}


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (
            CommandKind,
            "say whisper mute unmute hang_up transfer warm_transfer hold unhold send_dtmf take_over"
            " hand_back probe",
        ),
        (CommandState, "pending running done refused failed"),
    ],
)
def test_names_in_records_and_urls_stay(kind: Any, names: str) -> None:
    assert set(names.split()) <= {member.value for member in kind}


def test_what_can_be_taken_up_can_be_given_back() -> None:
    kinds = {kind.value for kind in CommandKind}
    pairs = {"mute": "unmute", "hold": "unhold", "take_over": "hand_back"}
    assert pairs.keys() | set(pairs.values()) <= kinds


@pytest.mark.parametrize(("field", "value"), [("kind", "dance"), ("state", "sent"), ("args", None)])
def test_what_no_command_is_is_refused(field: str, value: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        Command.model_validate({**OLDEST, field: value})
    assert caught.value.errors()[0]["loc"] == (field,)
