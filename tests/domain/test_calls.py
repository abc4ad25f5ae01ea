"""Calls: names that stand in every record, and calls kept by versions before this one."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from phony.domain.calls import (
    FINAL_STATUSES,
    Call,
    CallOutcome,
    CallStats,
    CallStatus,
    Direction,
)

LEAST: dict[str, Any] = {
    "id": "call_1",
    "org_id": "org_default",
    "agent_id": "agent_1",
    "direction": "inbound",
    "created_at": "2026-03-01T10:00:00Z",
}
# A finished call as the first version wrote it: with `number_id`, which nothing filled; without
# limits, without `transcript_final`; with an agent without `summary`.
OLDEST: dict[str, Any] = {
    **LEAST,
    "agent_version": 2,
    "agent_name": "Desk",
    "agent": {
        "id": "agent_1",
        "org_id": "org_default",
        "name": "Desk",
        "type": "inbound",
        "version": 2,
        "created_at": "2026-02-01T10:00:00Z",
        "updated_at": "2026-02-02T10:00:00Z",
        "tools": {
            "http": [{"name": "crm", "url": "https://example.com", "headers": {"K": "hush"}}]
        },
    },
    "status": "completed",
    "outcome": "caller_hung_up",
    "end_reason": "the caller hung up",
    "from_number": "anonymous",
    "to_number": "+18578167225",
    "number_id": None,
    "carrier_call_sid": "CA1",
    "stream_sid": "MZ1",
    "worker_id": "w1",
    "context_data": {"a": {"b": 1}},
    "context_version": 4,
    "answered_at": "2026-03-01T10:00:02Z",
    "ended_at": "2026-03-01T10:01:02Z",
    "duration_s": 60.0,
    "last_sequence": 3,  # of older versions, as `owner_seen_at`
    "cost": {
        "items": [
            {
                "kind": "model.audio_in",
                "description": "gpt-realtime-2.1",
                "quantity": 600.0,
                "unit": "token",
                "unit_price_usd": 0.000032,
                "amount_usd": 0.0192,
                "source": "usage",
                "final": True,
            }
        ],
        "total_usd": 0.0192,
        "final": False,
        "prices_dated": "2026-01-01",
    },
    "stats": {"turns": 7, "reply_ms": [420.0, 512.5], "caller_frames": 3000},
    "muted": False,
    "version": 31,
}


def test_the_oldest_call_loads_with_all_that_was_written() -> None:
    call = Call.model_validate(OLDEST)
    assert (call.status, call.outcome) == (CallStatus.COMPLETED, CallOutcome.CALLER_HUNG_UP)
    assert (call.from_number, call.duration_s, call.version) == ("anonymous", 60, 31)
    assert call.agent is not None
    assert call.agent.summary is True
    assert call.cost.items[0].amount_usd == call.cost.total_usd == 0.0192
    assert (call.stats.turns, call.stats.reply_ms, call.stats.tool_errors) == (7, [420, 512.5], 0)
    # What came later says nothing of this call.
    assert (call.limit_stage, call.limit_what, call.summary) == (None, None, None)
    assert call.transcript_final is False


def test_what_a_store_writes_it_reads() -> None:
    call = Call.model_validate(OLDEST)
    assert Call.model_validate(call.model_dump()) == call
    assert Call.model_validate_json(call.model_copy(update={"agent": None}).model_dump_json()) == (
        call.model_copy(update={"agent": None})
    )


def test_the_agent_in_a_shown_call_hides_its_secrets() -> None:
    assert "hush" not in Call.model_validate(OLDEST).model_dump_json()


def test_a_new_call_waits_and_is_nobodys() -> None:
    call = Call.model_validate(LEAST)
    assert call.status is CallStatus.QUEUED
    assert (call.worker_id, call.outcome, call.answered_at, call.ended_at) == (None,) * 4
    assert call.cost.total_usd == 0
    assert not call.cost.final


def test_calls_share_no_figures() -> None:
    one, other = CallStats(), CallStats()
    one.reply_ms.append(1.0)
    assert other.reply_ms == []


# ---- states -----------------------------------------------------------------------------------


def test_a_call_is_over_in_the_last_five_states_and_in_no_other() -> None:
    assert list(CallStatus)[-5:] == [status for status in CallStatus if status in FINAL_STATUSES]
    assert set(CallStatus) - FINAL_STATUSES == {
        CallStatus.QUEUED,
        CallStatus.RINGING,
        CallStatus.IN_PROGRESS,
    }


def test_states_come_in_the_order_of_a_calls_way() -> None:
    way = list(CallStatus)
    running = [CallStatus.QUEUED, CallStatus.RINGING, CallStatus.IN_PROGRESS]
    assert way[:3] == running
    # Names compare as text: whoever asks "before?" needs the order above, not the names'.
    assert sorted(way) != way


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (Direction, "inbound outbound browser"),
        (CallStatus, "queued ringing in_progress completed busy no_answer canceled failed"),
        (
            CallOutcome,
            "caller_hung_up agent_hung_up operator_hung_up transferred voicemail silence"
            " max_duration spend_limit engine_failed carrier_failed not_answered rejected lost"
            " error",
        ),
    ],
)
def test_names_in_records_and_exports_stay(kind: Any, names: str) -> None:
    assert set(names.split()) <= {member.value for member in kind}


@pytest.mark.parametrize("status", ["in-progress", "no-answer", "COMPLETED", ""])
def test_the_carriers_spelling_is_not_ours(status: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Call.model_validate({**LEAST, "status": status})
    assert caught.value.errors()[0]["loc"] == ("status",)
