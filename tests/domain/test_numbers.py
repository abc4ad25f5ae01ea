"""Numbers: what is put back on unassign, and numbers kept by versions before this one."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from phony.domain.numbers import CarrierVoiceConfig, Number, NumberStatus, NumberView, SyncResult

THEIRS: dict[str, str] = {
    "voice_url": "https://other.example/voice",
    "voice_method": "GET",
    "voice_fallback_url": "https://other.example/fallback",
    "voice_fallback_method": "POST",
    "status_callback": "",
    "status_callback_method": "POST",
    "voice_application_sid": "",
    "trunk_sid": "",
}
# A number as the first version wrote it: without `connected_url`.
OLDEST: dict[str, Any] = {
    "id": "num_1",
    "org_id": "org_default",
    "phone_number": "+18578167225",
    "sid": "PN1",
    "friendly_name": "Main line",
    "capabilities": {"voice": True, "SMS": False},
    "status": "assigned",
    "agent_id": "agent_1",
    "config": {**THEIRS, "voice_url": "https://phony.example/twilio/voice", "voice_method": "POST"},
    "previous": THEIRS,
    "synced_at": "2026-03-01T10:00:00Z",
}


def test_the_oldest_number_loads_with_what_is_to_be_put_back() -> None:
    number = Number.model_validate(OLDEST)
    assert number.model_dump(mode="json", exclude_unset=True) == OLDEST
    assert number.previous == CarrierVoiceConfig.model_validate(THEIRS)
    assert number.connected_url == ""  # what we wrote then is not known


def test_a_number_that_was_connected_to_nothing_has_something_to_put_back() -> None:
    # An empty configuration is one: unassigning clears the webhook. None leaves it alone.
    number = Number.model_validate({**OLDEST, "previous": {}})
    assert number.previous == CarrierVoiceConfig()
    assert Number.model_validate({**OLDEST, "previous": None}).previous is None


def test_configurations_are_compared_field_by_field() -> None:
    same = CarrierVoiceConfig.model_validate(THEIRS)
    assert same == CarrierVoiceConfig.model_validate({**THEIRS, "status_callback": ""})
    for field in THEIRS:
        assert same != CarrierVoiceConfig.model_validate({**THEIRS, field: "other"})


def test_a_number_as_shown_holds_all_of_the_number() -> None:
    shown = NumberView.model_validate({**OLDEST, "agent_name": "Desk", "points_to": "Desk"})
    number = Number.model_validate(OLDEST)
    assert shown.model_dump(include=set(Number.model_fields)) == number.model_dump()
    assert shown.webhook_ok is False  # unless somebody looked


@pytest.mark.parametrize("status", ["available", "assigned", "elsewhere", "missing"])
def test_states_in_records_stay(status: str) -> None:
    assert NumberStatus(status).value == status


def test_no_number_is_in_a_state_that_nobody_knows() -> None:
    with pytest.raises(ValidationError) as caught:
        Number.model_validate({**OLDEST, "status": "busy"})
    assert caught.value.errors()[0]["loc"] == ("status",)


def test_a_sync_tells_each_number_from_what_it_was() -> None:
    result = SyncResult.model_validate(
        {
            "dry_run": True,
            "total": 1,
            "changes": [
                {
                    "phone_number": "+18578167225",
                    "kind": "missing",
                    "status": "missing",
                    "before": "assigned",
                }
            ],
        }
    )
    (change,) = result.changes
    assert (change.before, change.status) == (NumberStatus.ASSIGNED, NumberStatus.MISSING)
    assert result.warnings == []
