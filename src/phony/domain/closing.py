"""How a call's record ends: which status, which outcome, which fields. Pure.

Whoever sees the end (the session, a callback of the carrier, the reaper) says what they saw; what
the record says of it is decided here, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from phony.domain.bills import CallCost
from phony.domain.calls import FINAL_STATUSES, NO_ENGINE, Call, CallOutcome, CallStatus, Direction

# The last word of a reason such as `carrier:busy`, when nobody answered.
_UNANSWERED = {
    "busy": CallStatus.BUSY,
    "canceled": CallStatus.CANCELED,
    "failed": CallStatus.FAILED,
}

# So ends the reason of a call whose caller hung up before anybody took the transfer.
NOT_ANSWERED = ":not_answered"
# How far the carrier's whole seconds, from its own answer on, may be from the call's clock.
CLOCK_WITHIN_S = 3.0
# Nobody is silent for longer, and until a call goes on elsewhere it takes about so long.
LONGEST_GAP_S = 600.0
USUAL_GAP_S = 3.0


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of a record; `duration_s` is None if nobody answered, `bill` if it has one."""

    status: CallStatus
    outcome: CallOutcome
    reason: str
    ended_at: datetime
    duration_s: float | None = None
    answered_at: datetime | None = None
    bill: CallCost | None = None

    def fields(self) -> dict[str, Any]:
        """Everything that is written, at once: no worker owns the call, no turn changes."""
        fields: dict[str, Any] = {
            "status": self.status,
            "outcome": self.outcome,
            "end_reason": self.reason,
            "ended_at": self.ended_at,
            "phase": "ended",
            "transcript_final": True,
            "worker_id": None,
        }
        if self.answered_at is not None:
            fields["answered_at"] = self.answered_at
        if self.duration_s is not None:
            fields["duration_s"] = self.duration_s
        if self.bill is not None:
            fields["cost"] = self.bill
        return fields

    def of(self, call: Call) -> Call:
        """The call once it is over."""
        return call.model_copy(update=self.fields())


def closing(
    call: Call,
    outcome: CallOutcome,
    reason: str,
    *,
    at: datetime,
    status: CallStatus | None = None,
    lasted_s: float | None = None,
    untaken: bool = False,
    bill: CallCost | None = None,
) -> Closing | None:
    """How a call ends of which somebody says `outcome` and `reason`; None if it is over already.

    `status` is the carrier's final one, if it told; `lasted_s` the time from answer to end, if it
    was measured (see `ended_at`). How the call was about to end may stand in the
    record: who noted that was nearer to it; but a transfer is one only if somebody took the call
    (else it is `untaken`). A call that lasted was answered, whatever of ours had begun.
    """
    if call.status in FINAL_STATUSES:
        return None
    at = ended_at(call, at, lasted_s)
    if untaken and call.outcome is CallOutcome.TRANSFERRED:
        outcome, reason = _untaken(call.end_reason or reason)
    elif call.outcome is not None:
        outcome, reason = call.outcome, call.end_reason or reason
    elif call.answered_at is None and status is CallStatus.COMPLETED:
        outcome = CallOutcome.CALLER_HUNG_UP  # the carrier completed it while it rang
    elif call.answered_at is None and lasted_s and outcome is CallOutcome.NOT_ANSWERED:
        outcome = CallOutcome.CALLER_HUNG_UP
    else:
        outcome = outcome_of(call, outcome)
    answered_at = call.answered_at
    if answered_at is None and lasted_s and outcome is not CallOutcome.REJECTED:
        answered_at = at - timedelta(seconds=lasted_s)
        call = call.model_copy(update={"answered_at": answered_at})
    return Closing(
        status=status or _status(call, outcome, reason),
        outcome=outcome,
        reason=reason,
        ended_at=at,
        duration_s=_duration_s(call, outcome, at),
        answered_at=answered_at,
        bill=bill,
    )


def _untaken(reason: str) -> tuple[CallOutcome, str]:
    """The caller gave up while the other side's phone rang."""
    failed = reason.startswith(NO_ENGINE)
    outcome = CallOutcome.ENGINE_FAILED if failed else CallOutcome.CALLER_HUNG_UP
    return outcome, reason + NOT_ANSWERED


def taken_after_all(call: Call) -> dict[str, Any]:
    """What is to be corrected when the carrier tells late that somebody took a transfer."""
    if not (call.end_reason or "").endswith(NOT_ANSWERED):
        return {}
    reason = (call.end_reason or "").removesuffix(NOT_ANSWERED)
    return {"outcome": CallOutcome.TRANSFERRED, "end_reason": reason}


def ended_at(call: Call, at: datetime, lasted_s: float | None) -> datetime:
    """When a call ended that somebody measured, else `at`.

    Whoever says that a call is over may say it late, and clocks are set: what the carrier, or the
    call's own clock, measured from the answer on counts before the time of the day.
    """
    if lasted_s is None or call.answered_at is None:
        return at
    return call.answered_at + timedelta(seconds=lasted_s)


def age_of(call: Call, written_s: float, now: datetime) -> float:
    """How old a call is whose clock goes on here: its last words were written at `written_s`.

    The time of day says so, unless it was set meanwhile, or that of another machine is another.
    """
    age_s = (now - call.created_at).total_seconds()
    return age_s if written_s <= age_s <= written_s + LONGEST_GAP_S else written_s + USUAL_GAP_S


def lasted(clock_s: float, carrier_s: float | None) -> float:
    """How long a call lasted by its own clock, unless the carrier measured something else.

    The clock knows fractions, and the carrier's seconds begin a moment earlier. But a clock that
    went on at another machine, or once the time of day was set, may be minutes off.
    """
    good = carrier_s is None or abs(clock_s - carrier_s) <= CLOCK_WITHIN_S
    return clock_s if good or carrier_s is None else carrier_s


def seen_by_carrier(call: Call, *, abandoned: bool) -> CallOutcome:
    """How a call ended of which the carrier alone says that it is over.

    `abandoned`: the worker that held it is gone, or gave it up, and nobody came for it.
    """
    if call.answered_at is None and call.direction is Direction.OUTBOUND:
        return CallOutcome.NOT_ANSWERED
    return CallOutcome.LOST if abandoned else CallOutcome.CALLER_HUNG_UP


def outcome_of(call: Call, outcome: CallOutcome) -> CallOutcome:
    """A call whose caller did not come back after a loss was answered once."""
    lost = outcome is CallOutcome.NOT_ANSWERED and call.answered_at is not None
    return CallOutcome.LOST if lost else outcome


def passing_on(call: Call, outcome: CallOutcome, reason: str) -> dict[str, Any]:
    """What is written when the agent is done and the carrier still has the caller.

    The record stays open: a callback of the carrier closes it, or brings the caller back.
    """
    return {
        "outcome": outcome_of(call, outcome),
        "end_reason": reason,
        "phase": "transferred",
        "worker_id": None,
    }


def _status(call: Call, outcome: CallOutcome, reason: str) -> CallStatus:
    """The final status where the carrier told none."""
    if call.answered_at is not None:
        return CallStatus.COMPLETED
    if outcome is CallOutcome.NOT_ANSWERED:
        return _UNANSWERED.get(reason.rpartition(":")[2], CallStatus.NO_ANSWER)
    return CallStatus.FAILED


def _duration_s(call: Call, outcome: CallOutcome, at: datetime) -> float | None:
    if call.answered_at is not None:
        return max(0.0, (at - call.answered_at).total_seconds())
    # Who was turned away heard one sentence.
    return 0.0 if outcome is CallOutcome.REJECTED else None
