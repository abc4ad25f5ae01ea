"""A sample of each event, made by what makes the real ones: a call that booked a table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from phony.domain.bills import CallCost, CostItem
from phony.domain.calls import Call, CallOutcome, CallStats, CallStatus, Direction
from phony.domain.edits import Edit, EditMode, EditState
from phony.domain.ids import DEFAULT_ORG
from phony.domain.turns import Role, Turn, TurnLatency
from phony.domain.webhooks import WebhookEvent
from phony.service.outbox.webhooks import Happening, of_call, of_edit, of_test, of_transcript

_BEGAN = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
_CALL = "call_0b6c1f2d9a7e4c55"


def _at(seconds: float) -> datetime:
    return _BEGAN + timedelta(seconds=seconds)


def _call() -> Call:
    """A call as it is once nothing more comes of it, near its money limit."""
    return Call(
        id=_CALL,
        org_id=DEFAULT_ORG,
        agent_id="agent_5f1c09a3b7d24e18",
        agent_version=4,
        agent_name="Trattoria",
        direction=Direction.INBOUND,
        status=CallStatus.COMPLETED,
        outcome=CallOutcome.CALLER_HUNG_UP,
        end_reason="carrier:completed",
        from_number="+15551234567",
        to_number="+18578167225",
        carrier_call_sid="CA9f3d0c6f1b2a4e5d8c7b6a5948372615",
        phase="ended",
        context_data={"restaurant": "Trattoria", "opens": "17:00"},
        context_version=2,
        created_at=_BEGAN,
        answered_at=_at(0.4),
        ended_at=_at(41.4),
        duration_s=41.0,
        cost=_cost(),
        stats=CallStats(
            turns=5,
            caller_turns=2,
            agent_turns=2,
            tool_calls=1,
            edits=1,
            engine_sessions=1,
            engines=["gpt-realtime-2.1"],
            reply_ms=[780.0],
            caller_frames=2050,
            agent_frames=1310,
        ),
        last_words="You are welcome. See you on Friday!",
        has_recording=True,
        limit_stage="warn",
        limit_what="call",
        transcript_final=True,
        complete=True,
        summary="The caller booked a table for four on Friday at 19:00 and got the number B-4711.",
        version=31,
    )


def _cost() -> CallCost:
    amount = 0.0085
    item = CostItem(
        kind="carrier.minutes",
        description="Inbound call",
        quantity=1,
        unit="minute",
        unit_price_usd=amount,
        amount_usd=amount,
        source="estimate",
        final=False,
    )
    return CallCost(items=[item], total_usd=amount, prices_dated="2026-02-01")


def _turns() -> list[Turn]:
    latency = TurnLatency(decide=520, think=210, send=0, play=50, total=780)
    said: list[tuple[Role, str, float, float, dict[str, Any]]] = [
        (Role.AGENT, "Trattoria, good evening!", 0.6, 2.4, {"kind": "greeting"}),
        (Role.CALLER, "A table for four on Friday at seven, please.", 3.1, 6.0, {}),
        (Role.SYSTEM, "book_table", 6.6, 6.6, {"kind": "tool", "data": _tool_call()}),
        (Role.AGENT, "Done! Your number is B-4711.", 6.8, 10.2, {"latency": latency}),
        (Role.CALLER, "Thank you, goodbye.", 11.0, 12.4, {}),
    ]
    return [
        Turn(
            id=f"{_CALL}:{index}",
            call_id=_CALL,
            index=index,
            role=role,
            said=text,
            heard="" if role is Role.SYSTEM else text,
            started_ms=round(began * 1000),
            ended_ms=round(ended * 1000),
            said_ms=round((ended - began) * 1000),
            heard_ms=round((ended - began) * 1000),
            final=True,
            **more,
        )
        for index, (role, text, began, ended, more) in enumerate(said)
    ]


def _tool_call() -> dict[str, Any]:
    return {
        "arguments": '{"day": "friday", "time": "19:00", "people": 4}',
        "output": '{"ok":true,"result":{"booking":"B-4711"}}',
        "ok": True,
    }


def _edit() -> Edit:
    return Edit(
        id="edit_7c21be90d4f34a6b",
        org_id=DEFAULT_ORG,
        call_id=_CALL,
        author="maria",
        mode=EditMode.NEXT_TURN,
        set={"opens": "17:00"},
        state=EditState.CONFIRMED,
        before={"opens": "18:00"},
        created_at=_at(4),
        sent_at=_at(6.1),
        confirmed_at=_at(6.2),
        turn=2,
        at_ms=6200,
    )


def samples() -> dict[WebhookEvent, dict[str, Any]]:
    """The body of each event as it would be sent."""
    summarized = _call()
    over = summarized.model_copy(update={"summary": None})  # that comes a moment later
    later = {
        "status",
        "outcome",
        "end_reason",
        "ended_at",
        "duration_s",
        "summary",
        "stats",
        "cost",
    }
    fresh = Call.model_validate(
        over.model_dump(exclude={*later, "transcript_final", "complete", "has_recording"})
        | {"status": CallStatus.IN_PROGRESS, "limit_stage": None, "limit_what": None}
    )
    told: list[Happening] = [
        *of_call(fresh),
        *of_call(over),
        *of_call(summarized),
        *of_transcript(over, _turns()),
        of_edit(_edit(), fresh),
        of_test("hook_3fa85f6457174562", DEFAULT_ORG, _BEGAN),
    ]
    bodies: dict[WebhookEvent, dict[str, Any]] = {}
    for happening in told:  # the first telling stands: a call that began is not over
        bodies.setdefault(happening.event, orjson.loads(happening.body()))
    return bodies
