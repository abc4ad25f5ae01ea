"""A number of ours is called: answered by its agent, or turned away in words and on record."""

from __future__ import annotations

import asyncio

import pytest
from tests.support.switchboard import Switchboard

from phony.domain.calls import Call, CallOutcome, CallStatus
from phony.store.calls import locate


async def record(board: Switchboard, sid: str = "CA7") -> Call:
    call = await locate(board.database, sid=sid)
    assert call is not None
    return call


async def test_the_agent_of_the_number_answers(board: Switchboard) -> None:
    agent = await board.agent()
    xml = await board.ring()
    call = await record(board)
    assert (call.agent_id, call.status, call.phase) == (agent.id, CallStatus.RINGING, "connecting")
    assert (call.from_number, call.to_number) == ("+15550001111", agent.phone_number)
    call_id, wire = await board.connect(xml)
    assert call_id == call.id
    assert wire.handler is not None


@pytest.mark.parametrize(
    ("agent", "reason", "words"),
    [
        (None, "no_agent", "not in service"),
        ({"enabled": False}, "agent_disabled", "not in service"),
        ({}, "busy", "busy"),
        ({}, "restart", "about to restart"),
    ],
)
async def test_who_is_turned_away_hears_why_and_is_on_record(
    board: Switchboard, agent: dict[str, object] | None, reason: str, words: str
) -> None:
    if agent is not None:
        await board.agent(**agent)
    board.registry.draining = reason == "restart"
    board.registry.max_calls = 0 if reason == "busy" else 4
    assert words in await board.ring()
    call = await record(board)
    assert (call.status, call.outcome) == (CallStatus.FAILED, CallOutcome.REJECTED)
    assert (call.end_reason, call.duration_s, call.phase) == (reason, 0.0, "ended")
    assert call.ended_at == call.created_at
    assert call.transcript_final
    assert call.cost.final
    assert "<Hangup" in await board.ring()  # the carrier asks again


async def test_a_repeated_webhook_gets_the_same_answer_and_no_second_token(
    board: Switchboard,
) -> None:
    await board.agent()
    first, second = await board.ring(), await board.ring()
    assert first == second
    assert len(board.registry) == 1
    await board.connect(second)
    assert await board.admit(first) is None


async def test_a_webhook_that_is_replayed_once_the_stream_runs_opens_none(
    board: Switchboard,
) -> None:
    await board.agent()
    call_id, wire = await board.connect(await board.ring())
    replayed = await board.ring()
    assert "<Hangup" in replayed
    assert "<Stream" not in replayed
    bridge = board.registry.get(call_id)
    assert bridge is not None
    assert bridge.has_stream
    assert not wire.closed


async def test_a_repeat_after_the_tokens_time_gets_a_fresh_one(board: Switchboard) -> None:
    await board.agent()
    first = await board.ring()
    call = await record(board)
    kept = (await board.repositories.calls.private(call.id))["media"]
    late = {"hash": kept["hash"], "nonce": kept["nonce"], "ttl_s": -1}
    await board.repositories.calls.set_private(call.id, media=late)
    second = await board.ring()
    assert first != second
    assert await board.admit(first) is None
    await board.connect(second)


async def test_two_webhooks_at_the_same_time_are_one_call(board: Switchboard) -> None:
    await board.agent()
    answers = await asyncio.gather(*(board.ring() for _ in range(3)))
    calls = await board.database.raw["calls"].count_documents({})
    assert calls == 1
    admitted = [await board.admit(answer) for answer in answers]
    assert sum(bridge is not None for bridge in admitted) == 1  # the token written last
    assert len(board.registry) == 1
