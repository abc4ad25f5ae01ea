"""How a call's record ends: every rule, and what holds for every end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phony.domain.bills import CallCost
from phony.domain.calls import FINAL_STATUSES, Call, CallOutcome, CallStatus, Direction
from phony.domain.closing import (
    Closing,
    age_of,
    closing,
    ended_at,
    lasted,
    outcome_of,
    passing_on,
    seen_by_carrier,
)

BEGAN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
ANSWERED = BEGAN + timedelta(seconds=5)
ENDED = BEGAN + timedelta(seconds=65)


def call(**fields: Any) -> Call:
    values: dict[str, Any] = {
        "id": "call_1",
        "org_id": "org_1",
        "agent_id": "agent_1",
        "direction": Direction.OUTBOUND,
        "created_at": BEGAN,
        "worker_id": "w1",
        "phase": "talking",
    }
    return Call(**{**values, **fields})


def end(
    of: Call,
    outcome: CallOutcome,
    reason: str = "",
    status: CallStatus | None = None,
) -> Closing:
    found = closing(of, outcome, reason, at=ENDED, status=status)
    assert found is not None
    return found


def test_an_answered_call_is_completed_and_lasted_from_its_answer() -> None:
    found = end(call(answered_at=ANSWERED), CallOutcome.AGENT_HUNG_UP, "end_call")
    assert (found.status, found.outcome) == (CallStatus.COMPLETED, CallOutcome.AGENT_HUNG_UP)
    assert (found.duration_s, found.ended_at) == (60.0, ENDED)


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("carrier:busy", CallStatus.BUSY),
        ("carrier:canceled", CallStatus.CANCELED),
        ("carrier:failed", CallStatus.FAILED),
        ("carrier:no-answer", CallStatus.NO_ANSWER),
        ("carrier:completed", CallStatus.NO_ANSWER),
        ("", CallStatus.NO_ANSWER),
    ],
)
def test_why_nobody_answered_is_the_status(reason: str, status: CallStatus) -> None:
    found = end(call(), CallOutcome.NOT_ANSWERED, reason)
    assert (found.status, found.outcome) == (status, CallOutcome.NOT_ANSWERED)
    assert found.duration_s is None


def test_a_call_that_failed_before_its_answer_failed() -> None:
    found = end(call(), CallOutcome.ENGINE_FAILED, "invalid_api_key")
    assert (found.status, found.duration_s) == (CallStatus.FAILED, None)


def test_an_answered_call_whose_caller_did_not_come_back_was_lost() -> None:
    answered = call(answered_at=ANSWERED)
    found = end(answered, CallOutcome.NOT_ANSWERED, "carrier:completed")
    assert (found.status, found.outcome) == (CallStatus.COMPLETED, CallOutcome.LOST)
    assert outcome_of(answered, CallOutcome.NOT_ANSWERED) is CallOutcome.LOST
    assert outcome_of(call(), CallOutcome.NOT_ANSWERED) is CallOutcome.NOT_ANSWERED


def test_what_the_carrier_completed_while_it_rang_the_caller_hung_up() -> None:
    found = end(call(), CallOutcome.LOST, "its worker was lost", CallStatus.COMPLETED)
    assert (found.status, found.outcome) == (CallStatus.COMPLETED, CallOutcome.CALLER_HUNG_UP)


def test_the_carrier_s_status_counts_if_it_told_one() -> None:
    found = end(call(answered_at=ANSWERED), CallOutcome.LOST, "", CallStatus.FAILED)
    assert (found.status, found.outcome) == (CallStatus.FAILED, CallOutcome.LOST)


def test_how_it_was_about_to_end_is_how_it_ended() -> None:
    noted = call(
        answered_at=ANSWERED, outcome=CallOutcome.TRANSFERRED, end_reason="the caller asked"
    )
    found = end(noted, CallOutcome.LOST, "its worker was lost", CallStatus.COMPLETED)
    assert (found.outcome, found.reason) == (CallOutcome.TRANSFERRED, "the caller asked")


@pytest.mark.parametrize("late", [timedelta(0), timedelta(hours=1), timedelta(hours=-1)])
def test_what_was_measured_counts_before_the_time_of_the_day(late: timedelta) -> None:
    answered = call(answered_at=ANSWERED)
    found = closing(answered, CallOutcome.LOST, "", at=ENDED + late, lasted_s=15)
    assert found is not None
    assert (found.duration_s, found.ended_at) == (15.0, ANSWERED + timedelta(seconds=15))
    assert ended_at(answered, ENDED, None) == ENDED
    assert ended_at(call(), ENDED, 15) == ENDED  # nobody answered, so nothing lasted


@pytest.mark.parametrize(
    ("direction", "answered", "abandoned", "outcome"),
    [
        (Direction.INBOUND, ANSWERED, False, CallOutcome.CALLER_HUNG_UP),
        (Direction.INBOUND, ANSWERED, True, CallOutcome.LOST),
        (Direction.INBOUND, None, False, CallOutcome.CALLER_HUNG_UP),
        (Direction.INBOUND, None, True, CallOutcome.LOST),
        (Direction.OUTBOUND, ANSWERED, True, CallOutcome.LOST),
        (Direction.OUTBOUND, None, False, CallOutcome.NOT_ANSWERED),
        (Direction.OUTBOUND, None, True, CallOutcome.NOT_ANSWERED),
    ],
)
def test_what_the_carrier_alone_saw(
    direction: Direction, answered: datetime | None, abandoned: bool, outcome: CallOutcome
) -> None:
    seen = call(direction=direction, answered_at=answered)
    assert seen_by_carrier(seen, abandoned=abandoned) is outcome


def test_who_was_turned_away_heard_a_sentence() -> None:
    found = end(call(), CallOutcome.REJECTED, "busy")
    assert (found.status, found.duration_s) == (CallStatus.FAILED, 0.0)


def test_the_carrier_keeps_the_caller_and_the_record_stays_open() -> None:
    fields = passing_on(call(answered_at=ANSWERED), CallOutcome.TRANSFERRED, "the caller asked")
    assert "status" not in fields
    assert (fields["outcome"], fields["phase"]) == (CallOutcome.TRANSFERRED, "transferred")
    assert fields["worker_id"] is None


def test_the_bill_is_written_with_the_end_and_kept_without_one() -> None:
    bill = CallCost(total_usd=1.5, final=True)
    found = closing(call(), CallOutcome.LOST, "", at=ENDED, bill=bill)
    assert found is not None
    assert found.of(call()).cost == bill
    kept = CallCost(total_usd=0.5)
    assert end(call(), CallOutcome.LOST).of(call(cost=kept)).cost == kept


calls = st.builds(
    call,
    status=st.sampled_from(list(CallStatus)),
    outcome=st.none() | st.sampled_from(list(CallOutcome)),
    end_reason=st.none() | st.text(max_size=8),
    answered_at=st.none() | st.datetimes(timezones=st.just(UTC)),
)
seen = st.tuples(
    st.sampled_from(list(CallOutcome)),
    st.sampled_from(["carrier:busy", "silence", "", "a:b:c"]),
    st.none() | st.sampled_from(sorted(FINAL_STATUSES)),
)


@given(calls, st.lists(seen, min_size=1, max_size=4))
def test_a_call_ends_once_and_whole(
    before: Call, sights: list[tuple[CallOutcome, str, CallStatus | None]]
) -> None:
    now = before
    for outcome, reason, status in sights:
        found = closing(now, outcome, reason, at=ENDED, status=status)
        if now.status in FINAL_STATUSES:
            assert found is None  # whatever is said of it afterwards
            continue
        assert found is not None
        over = found.of(now)
        assert over.status in FINAL_STATUSES
        assert over.status is (status or over.status)
        assert over.outcome is not None
        assert over.outcome is (now.outcome or over.outcome)
        assert over.ended_at == ENDED
        assert over.end_reason in (reason, now.end_reason)
        assert over.transcript_final
        assert (over.phase, over.worker_id) == ("ended", None)
        assert over.duration_s is None or over.duration_s >= 0
        assert (over.duration_s is None) <= (now.answered_at is None)
        same = {"id", "org_id", "agent_id", "created_at", "answered_at", "cost", "stats"}
        assert over.model_dump(include=same) == now.model_dump(include=same)
        now = over
    assert now.status in FINAL_STATUSES


@pytest.mark.parametrize(
    ("clock_s", "carrier_s", "lasted_s"),
    [(14.6, None, 14.6), (14.6, 15, 14.6), (3614.6, 15, 15), (0.0, 39, 39)],
)
def test_a_clock_that_is_far_off_gives_way_to_the_carriers(
    clock_s: float, carrier_s: float | None, lasted_s: float
) -> None:
    assert lasted(clock_s, carrier_s) == lasted_s


@pytest.mark.parametrize(
    ("passed_s", "age_s"),
    [(40, 40), (3640, 33), (-3560, 33), (20, 33)],  # set forward, set back, another machine's
)
def test_a_call_that_goes_on_is_as_old_as_its_record(passed_s: float, age_s: float) -> None:
    assert age_of(call(), 30, BEGAN + timedelta(seconds=passed_s)) == age_s
