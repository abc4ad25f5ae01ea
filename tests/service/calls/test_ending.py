"""The end of a record, whoever saw it; `domain.closing` has the rules."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from tests.support.bridges import bridge_of, parts_of
from tests.support.calls import finish, keep, make_call, make_edit
from tests.support.switchboard import Switchboard

from phony.domain.actions import AfterStream, EndCall
from phony.domain.bills import CallCost, Leg
from phony.domain.calls import Call, CallOutcome, CallStatus
from phony.domain.commands import Command, CommandKind, CommandState
from phony.domain.edits import EditState
from phony.domain.errors import Unavailable
from phony.domain.ids import DEFAULT_ORG, new_id, utc_now


async def a_call(board: Switchboard, **fields: Any) -> Call:
    """A call that runs, with an edit and a command that are under way."""
    agent = await board.agent()
    values: dict[str, Any] = {
        "status": CallStatus.IN_PROGRESS,
        "answered_at": utc_now() - timedelta(seconds=70),
        "worker_id": "w1",
        "carrier_call_sid": "CA7",
    }
    call = make_call(agent=agent, agent_id=agent.id, **{**values, **fields})
    await keep(board.database, call, make_edit(call.id))
    await board.repositories.commands.insert(
        Command(
            id=new_id("cmd"),
            org_id=DEFAULT_ORG,
            call_id=call.id,
            kind=CommandKind.MUTE,
            created_at=utc_now(),
        )
    )
    return call


async def open_things(board: Switchboard, call: Call) -> int:
    edits = await board.repositories.edits.of_call(call.id, [EditState.PENDING, EditState.SENT])
    commands = await board.repositories.commands.of_call(call.id, [CommandState.PENDING])
    return len(edits) + len(commands)


async def test_a_call_ends_once_with_its_bill_and_nothing_open(board: Switchboard) -> None:
    call = await a_call(board)
    ends = await asyncio.gather(
        *(
            board.calls.ends.close(call, outcome, "seen")
            for outcome in (CallOutcome.LOST, CallOutcome.CALLER_HUNG_UP, CallOutcome.ERROR)
        )
    )
    (ended,) = [end for end in ends if end is not None]
    assert ended == await board.stored(call.id)
    assert (ended.status, ended.phase) == (CallStatus.COMPLETED, "ended")
    assert ended.duration_s == pytest.approx(70, abs=5)
    assert ended.cost.final
    assert ended.cost.total_usd > 0
    assert await open_things(board, call) == 0


async def test_a_recording_is_made_even_if_its_worker_died_right_after_the_end(
    board: Switchboard,
) -> None:
    call = await a_call(board)
    await board.database.raw["recording_chunks"].insert_one(
        {
            "call_id": call.id,
            "org_id": DEFAULT_ORG,
            "at_ms": 0,
            "caller": bytes(8000),
            "agent": bytes(8000),
        }
    )
    await finish(board.database, call.id)  # and whoever wrote this was there no more
    assert await board.calls.ends.complete_overdue() == 0
    await board.database.raw["calls"].update_one(
        {"_id": call.id}, {"$set": {"recording_due_at": utc_now()}}
    )
    assert await board.calls.ends.complete_overdue() == 1
    record = await board.repositories.calls.get(call.id)
    assert record.complete
    assert record.has_recording
    assert await board.calls.ends.complete_overdue() == 0


async def test_the_bill_of_who_ran_the_call_stands(board: Switchboard) -> None:
    call, bill = await a_call(board), CallCost(total_usd=1.25, final=True)
    ended = await board.calls.ends.close(call, CallOutcome.SILENCE, "silence", bill=bill)
    assert ended is not None
    assert ended.cost == bill


async def test_how_the_session_ended_it_is_told_before_its_stream_closes(
    board: Switchboard,
) -> None:
    call = await a_call(board)
    after = AfterStream("transfer", "+15551239999")
    end = EndCall(CallOutcome.TRANSFERRED, "the caller asked", after)
    await board.calls.ends.announce(call, end)
    noted = await board.stored(call.id)
    assert (noted.status, noted.outcome) == (CallStatus.IN_PROGRESS, CallOutcome.TRANSFERRED)
    kept = (await board.repositories.calls.private(call.id))["after"]
    assert (kept["kind"], kept["to_number"]) == ("transfer", "+15551239999")
    await board.calls.ends.pass_on(call, end)
    passed = await board.stored(call.id)
    assert (passed.status, passed.phase) == (CallStatus.IN_PROGRESS, "transferred")
    assert passed.worker_id is None
    assert await open_things(board, call) == 0
    leg = Leg(kind="transfer", to_number="+15551239999", lasted_s=61)
    await board.calls.ends.leg(call, "CA8", leg)
    ended = await board.calls.ends.close(
        passed, CallOutcome.TRANSFERRED, "transfer", status=CallStatus.COMPLETED
    )
    assert ended is not None
    assert ended.end_reason == "the caller asked"
    legs = [item for item in ended.cost.items if "transfer" in item.kind]
    assert [item.quantity for item in legs] == [2]  # minutes begun


@pytest.mark.parametrize("outcome", [CallOutcome.LOST, CallOutcome.REJECTED])
async def test_a_call_that_we_never_began_lasted_as_the_carrier_says(
    board: Switchboard, outcome: CallOutcome
) -> None:
    """Who was turned away has a bill of one sentence already."""
    call = await a_call(board, answered_at=None)
    await board.calls.ends.close(call, outcome, "busy")
    for _ in range(2):  # it may say so twice
        ended = await board.stored(call.id)
        await board.calls.ends.measured(ended, 8)
    ended = await board.stored(call.id)
    assert ended.duration_s == (8 if outcome is CallOutcome.LOST else 0)
    minutes = [(i.kind, i.quantity) for i in ended.cost.items]
    assert minutes == ([("carrier.minutes", 1)] if outcome is CallOutcome.LOST else [])


async def test_an_end_of_long_ago_is_dated_so(board: Switchboard) -> None:
    call = await a_call(board)
    assert call.answered_at is not None
    then = call.answered_at + timedelta(seconds=20)
    ended = await board.calls.ends.close(call, CallOutcome.LOST, "lost", ended_at=then)
    assert ended is not None
    assert (ended.ended_at, ended.duration_s) == (then, 20.0)


@pytest.mark.parametrize("reachable", [True, False])
async def test_a_farewell_is_the_carriers_own_voice(board: Switchboard, reachable: bool) -> None:
    call = await a_call(board)
    if not reachable:
        board.phones.refuse = Unavailable("The carrier does not answer.")
    await board.calls.ends.farewell(bridge_of(call, parts_of(board.database)))
    assert [sid for sid, _ in board.phones.said] == (["CA7"] if reachable else [])
