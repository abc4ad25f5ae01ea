"""Going on: the stream or the worker was lost, the caller is still there."""

from __future__ import annotations

import asyncio
from base64 import b64decode
from datetime import timedelta
from typing import Any

import orjson
import pytest
from tests.support.calls import keep, make_call, make_edit, make_turn
from tests.support.loopback import until
from tests.support.switchboard import Switchboard

from phony.domain.calls import Call, CallOutcome, CallStatus
from phony.domain.events import CarrierStarted
from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.domain.sentences import BUILT_IN
from phony.service.calls.addresses import hash_token
from phony.service.calls.resume import LOST_LINE, MAX_RESUMES
from phony.store.journal import Journal


async def lost_call(board: Switchboard, **fields: Any) -> Call:
    """A call that was answered by a worker which is gone."""
    agent = await board.agent()
    call = make_call(
        agent=agent,
        agent_id=agent.id,
        carrier_call_sid="CA7",
        worker_id="w_gone",
        status=CallStatus.IN_PROGRESS,
        answered_at=utc_now() - timedelta(seconds=30),
        **fields,
    )
    await keep(board.database, call)
    return call


async def test_another_worker_s_call_becomes_ours(board: Switchboard) -> None:
    call = await lost_call(board, taken_over_by="ann")
    edit = make_edit(call.id)
    await keep(board.database, edit)
    xml = await board.calls.resuming.resume(call.id, 1)
    assert board.registry.get(call.id) is not None
    now = await board.stored(call.id)
    assert (now.worker_id, now.resume_count, now.taken_over_by) == ("w1", 1, None)
    await board.connect(xml)


async def test_a_stream_that_is_still_open_here_begins_anew(board: Switchboard) -> None:
    await board.agent()
    call_id, wire = await board.connect(await board.ring())
    before = board.registry.get(call_id)
    xml = await board.calls.resuming.resume(call_id, 1)
    assert wire.closed is not None
    assert board.registry.get(call_id) is not before
    await board.connect(xml)


async def test_what_is_over_does_not_go_on(board: Switchboard) -> None:
    over = make_call(status=CallStatus.COMPLETED)
    await keep(board.database, over)
    for call_id in (over.id, "call_0"):
        assert "<Hangup" in await board.calls.resuming.resume(call_id, 1)


async def test_after_a_few_tries_the_call_is_lost(board: Switchboard) -> None:
    call = await lost_call(board)
    for number in range(1, MAX_RESUMES + 1):
        assert "<Stream" in await board.calls.resuming.resume(call.id, number)
    assert BUILT_IN["en"].sorry in await board.calls.resuming.resume(call.id, 4)
    await until(lambda: board.registry.get(call.id) is None, "gone")
    ended = await board.stored(call.id)
    assert (ended.status, ended.transcript_final) == (CallStatus.COMPLETED, True)
    assert ended.outcome is CallOutcome.LOST


@pytest.mark.parametrize(
    ("reason", "words"), [("busy", BUILT_IN["en"].busy), ("restart", BUILT_IN["en"].restarting)]
)
async def test_a_worker_without_room_loses_the_call_in_words(
    board: Switchboard, reason: str, words: str
) -> None:
    call = await lost_call(board)
    board.registry.draining = reason == "restart"
    board.registry.max_calls = 0
    assert words in await board.calls.resuming.resume(call.id, 1, LOST_LINE)
    ended = await board.stored(call.id)
    assert (ended.outcome, ended.end_reason) == (CallOutcome.LOST, reason)


@pytest.mark.parametrize("wrong", ["nothing", "token", "sid", "over"])
async def test_a_stream_shows_its_token_for_its_own_call(board: Switchboard, wrong: str) -> None:
    call = await lost_call(board)
    if wrong == "over":
        await board.repositories.calls.ends(call.id, CallOutcome.AGENT_HUNG_UP, "end_call")
    media = {"hash": hash_token("good"), "ttl_s": 30}
    await board.repositories.calls.set_private(call.id, media=media)
    started = CarrierStarted(
        "MZ1",
        "CA8" if wrong == "sid" else "CA7",
        {"token": "bad" if wrong == "token" else "good"},
    )
    bridge = await board.calls.resuming.admit_stream(call.id, started)
    assert (bridge is not None) == (wrong == "nothing")
    assert await board.calls.resuming.admit_stream(call.id, started) is None  # once


async def test_two_who_ask_at_once_get_one_call(board: Switchboard) -> None:
    """The carrier's repeat, and the stream that its first question led to."""
    call = await lost_call(board)
    resuming = board.calls.resuming
    answers = await asyncio.gather(*(resuming.resume(call.id, 1) for _ in range(3)))
    assert all("<Stream" in answer for answer in answers)
    stored = await board.stored(call.id)
    assert (len(board.registry), stored.lease, stored.resume_count) == (1, 1, 1)


async def test_what_was_being_said_when_a_worker_was_lost_goes_to_the_next_session(
    board: Switchboard,
) -> None:
    call = await lost_call(board)
    said = make_turn(call.id, 1, "", started_ms=3000, ended_ms=None, final=False)
    await keep(board.database, said)
    journal = Journal(board.database)
    for at_ms in (2000, 3000):
        loud = bytes([0x20]) * 8000
        journal.audio(DEFAULT_ORG, call.id, at_ms, loud, loud)
    await journal.flush()
    xml = await board.calls.resuming.resume(call.id, 1)
    await until(lambda: bool(board.engine.handlers), "a session")
    board.engine.handlers[0].on_text(b'{"type":"session.updated","session":{}}')
    await board.connect(xml)
    sent = [orjson.loads(text) for text in board.engine.sockets[0].sent]
    sound = b"".join(
        b64decode(event["audio"]) for event in sent if event["type"] == "input_audio_buffer.append"
    )
    assert sound.lstrip(b"\xff") == bytes([0x20]) * 16_000 + bytes([0xFF]) * 6400
    assert "response.create" not in [event["type"] for event in sent]
