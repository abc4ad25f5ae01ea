"""What a running call writes down, in a real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tests.support.bridges import Noted, call_of_an_agent, parts_of

from phony.domain import actions as act
from phony.domain.audio import RATE_HZ
from phony.domain.calls import Call, CallOutcome, CallStatus
from phony.domain.commands import Command, CommandKind, CommandState
from phony.domain.ids import DEFAULT_ORG, new_id, utc_now
from phony.domain.turns import Role, Turn
from phony.service.bridge.ports import BridgeParts
from phony.service.bridge.record import CallRecord
from phony.store.audio_buffer import AudioBuffer
from phony.store.database import Database
from phony.store.repositories import for_org


@asynccontextmanager
async def recording(
    database: Database, noted: Noted | None = None, **fields: Any
) -> AsyncIterator[tuple[CallRecord, BridgeParts]]:
    """The record of a call that is in the database, and its queue at work."""
    call, parts = call_of_an_agent(worker_id="w1", **fields), parts_of(database, noted)
    await parts.calls.create(call)
    record = CallRecord(call, parts, [], seq=0)
    async with asyncio.TaskGroup() as group:
        writer = group.create_task(record.writes.run())
        try:
            yield record, parts
        finally:
            writer.cancel()


async def stored(database: Database, record: CallRecord) -> Call:
    return await for_org(database, DEFAULT_ORG).calls.get(record.call.id)


def turn(record: CallRecord, index: int, said: str, role: Role) -> act.TurnChanged:
    call_id = record.call.id
    return act.TurnChanged(
        Turn(
            id=f"{call_id}:{index}",
            call_id=call_id,
            index=index,
            role=role,
            said=said,
            heard=said,
            started_ms=index,
            final=True,
        )
    )


async def test_a_stream_answers_the_call_once(database: Database) -> None:
    async with recording(database, status=CallStatus.RINGING) as (record, _):
        record.stream_began(1500.0, "MZ1", "CA1")
        await record.writes.done()
        call = await stored(database, record)
        assert call.status is CallStatus.IN_PROGRESS
        assert (call.stream_sid, call.carrier_call_sid) == ("MZ1", "CA1")
        answered_at = call.answered_at
        assert answered_at is not None
        record.stream_ended(9000.0, 1006)
        record.stream_began(20_000.0, "MZ2", None)  # it went on
        await record.writes.done()
        call = await stored(database, record)
        assert (call.stream_sid, call.answered_at) == ("MZ2", answered_at)
        assert record.answered_s(21_500.0) == 20.0


async def test_figures_follow_from_the_turns(database: Database) -> None:
    async with recording(database) as (record, parts):
        record.turn(turn(record, 0, "Hello!", Role.AGENT), 100.0)
        record.turn(turn(record, 1, "Hi.", Role.CALLER), 1200.0)
        record.engine_opened()
        record.tick(2000.0)
        await parts.journal.flush()
        call = await stored(database, record)
        assert (call.stats.turns, call.stats.caller_turns) == (2, 1)
        assert (call.stats.engine_sessions, call.last_words) == (1, "Hi.")


async def test_who_sees_a_command_done_sees_what_it_did(database: Database) -> None:
    async with recording(database) as (record, parts):
        command = Command(
            id=new_id("cmd"),
            org_id=DEFAULT_ORG,
            call_id=record.call.id,
            kind=CommandKind.MUTE,
            created_at=utc_now(),
        )
        await parts.commands.insert(command)
        record.asked(command)
        record.command(act.CommandChanged(command.id, CommandState.DONE), 500.0)
        await record.writes.done()
        assert (await parts.commands.get(command.id)).state is CommandState.DONE
        assert (await stored(database, record)).muted


@pytest.mark.parametrize("goes_on", [False, True])
async def test_the_end_comes_after_everything_else(database: Database, goes_on: bool) -> None:
    noted = Noted()
    async with recording(database, noted) as (record, _):
        record.turn(turn(record, 0, "Goodbye.", Role.AGENT), 100.0)
        end = act.EndCall(CallOutcome.AGENT_HUNG_UP, "end_call")
        record.finish(end, 5000.0, goes_on=goes_on)
        await record.writes.done()
        how = "pass_on" if goes_on else "close"
        assert noted.ends == [(how, CallOutcome.AGENT_HUNG_UP, "end_call")]
        call = await stored(database, record)
        assert call.transcript_final
        assert call.stats.turns == 1


async def test_a_call_that_is_let_go_belongs_to_nobody(database: Database) -> None:
    noted = Noted()
    async with recording(database, noted) as (record, _):
        record.let_go(1000.0)
        await record.writes.done()
        call = await stored(database, record)
        assert (call.worker_id, call.outcome, noted.ends) == (None, None, [])


async def test_sound_that_had_to_go_is_noted_on_its_call(database: Database) -> None:
    async with recording(database) as (record, parts):
        parts.journal.sound = AudioBuffer(0)  # the database is away, and the room is full
        second = b"x" * RATE_HZ
        parts.journal.audio(DEFAULT_ORG, record.call.id, 0, second, second)
        record.stream_began(1000.0, "MZ1", None)
        record.tick(2000.0)
        parts.journal.audio(DEFAULT_ORG, record.call.id, 1000, second, second)
        record.finish(act.EndCall(CallOutcome.AGENT_HUNG_UP, "end_call"), 3000.0, goes_on=False)
        await record.writes.done()
        events, _ = await for_org(database, DEFAULT_ORG).call_queries.events(record.call.id)
        lost = [event.data for event in events if event.name == "audio_lost"]
        assert lost == [{"lost_ms": 1000}, {"lost_ms": 1000}]
