"""An order to dial that finds no line here is carried out by who has one."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from tests.support.switchboard import Switchboard, switchboard

from phony.carriers.refusals import CarrierRefused
from phony.domain.agents import AgentType
from phony.domain.calls import Call, CallOutcome, CallStatus
from phony.domain.errors import PhonyError
from phony.domain.ids import DEFAULT_ORG
from phony.service.bridge.registry import Busy
from phony.store.database import Database
from phony.store.workers import WorkerDirectory, WorkerState

THEM = "+15551234567"


async def beats(worker_id: str, board: Switchboard, calls: int) -> None:
    state = WorkerState(id=worker_id, host="another", calls=calls, max_calls=5)
    await WorkerDirectory(board.database).beat(state)


async def full(board: Switchboard, **others: int) -> str:
    """This worker has no line, and of `others` each so many are taken of five; an agent."""
    board.registry.max_calls = 0
    for worker_id, calls in others.items():
        await beats(worker_id, board, calls)
    await board.calls.rescue.look()
    return (await board.agent(type=AgentType.OUTBOUND)).id


async def ordered(board: Switchboard, agent_id: str, **more: Any) -> Call:
    return await board.calls.outbound.place(DEFAULT_ORG, agent_id, THEM, **more)


async def pass_signals(board: Switchboard, *workers: Switchboard) -> None:
    """What goes on beside calls: hearts, looks, and each signal to all, twice to be sure."""
    seen: set[str] = set()
    while True:
        for worker in workers:
            await beats(worker.registry.worker_id, board, 1)
        await board.calls.rescue.look()
        async for signal in board.database.raw["signals"].find({"_id": {"$nin": list(seen)}}):
            seen.add(signal["_id"])
            for worker in (*workers, *workers):
                worker.calls.on_signal(signal["call_id"], signal["name"], signal["data"])
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("hung", [False, True])
async def test_somebody_else_dials(database: Database, board: Switchboard, hung: bool) -> None:
    agent_id = await full(board, w2=0)
    if hung:  # it is asked first, and hears nothing
        await full(board, w_hangs=0, w2=1)
    async with switchboard(database, worker_id="w2") as other, asyncio.TaskGroup() as group:
        passing = group.create_task(pass_signals(board, other))
        call = await ordered(board, agent_id)
        passing.cancel()
        assert (call.worker_id, call.carrier_call_sid) == ("w2", "CA1")
        assert (len(board.phones.orders), len(other.phones.orders)) == (0, 1)
        assert other.registry.get(call.id) is not None
        assert other.phones.orders[0].ring_timeout_s == 30


async def test_what_the_carrier_says_there_is_told_here(
    database: Database, board: Switchboard
) -> None:
    agent_id = await full(board, w2=0)
    async with switchboard(database, worker_id="w2") as other, asyncio.TaskGroup() as group:
        other.phones.refuse = CarrierRefused("No such number.", 21211, "Look it up.")
        passing = group.create_task(pass_signals(board, other))
        with pytest.raises(PhonyError, match="No such number") as refused:
            await ordered(board, agent_id, request_key="k1")
        passing.cancel()
    error = refused.value
    assert (error.code, error.status, error.cure) == ("carrier_refused", 502, "Look it up.")
    (call,) = await board.database.raw["calls"].find().to_list()
    assert (call["outcome"], call["status"]) == (CallOutcome.CARRIER_FAILED, CallStatus.FAILED)
    assert await board.repositories.calls.by_request("k1") is None


@pytest.mark.parametrize("full_as_well", [True, False])
async def test_nobody_has_a_line_after_all(
    database: Database, board: Switchboard, full_as_well: bool
) -> None:
    agent_id = await full(board, w2=0)
    async with switchboard(database, worker_id="w2", max_calls=0) as other:
        async with asyncio.TaskGroup() as group:
            passing = group.create_task(pass_signals(board, *([other] if full_as_well else [])))
            with pytest.raises(Busy):
                await ordered(board, agent_id, request_key="k1")
            passing.cancel()
        other.registry.max_calls = 5
        (signal,) = await board.database.raw["signals"].find().to_list()
        other.calls.on_signal(signal["call_id"], signal["name"], signal["data"])  # it wakes
        await asyncio.sleep(0.05)
        assert other.phones.orders == []
    (call,) = await board.database.raw["calls"].find().to_list()
    assert (call["outcome"], call["end_reason"]) == (CallOutcome.REJECTED, "busy")
    assert await board.repositories.calls.by_request("k1") is None


async def test_once_all_are_full_there_is_no_record(board: Switchboard) -> None:
    agent_id = await full(board, w2=5)
    with pytest.raises(Busy):
        await ordered(board, agent_id)
    assert await board.database.raw["calls"].count_documents({}) == 0
