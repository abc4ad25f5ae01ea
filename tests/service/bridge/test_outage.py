"""Calls while the database is away, through the real app: nothing ends by it, nothing is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.support.loopback import (
    NUMBER,
    EngineSession,
    Product,
    ScriptedEngine,
    Stream,
    make_agent,
    product,
    until,
)
from tests.support.tcp import Line, through

from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.service.bridge.call import CallBridge
from phony.store.calls import live_calls
from phony.store.database import Database
from phony.store.repositories import for_org


@pytest.fixture
async def line(mongodb_url: str) -> AsyncIterator[Line]:
    """The way to the database, which can be cut."""
    parts = urlsplit(mongodb_url)
    async with Line(parts.hostname or "", parts.port or 0) as line:
        yield line


@pytest.fixture
async def running(
    line: Line, mongodb_url: str, database: Database, database_name: str, tmp_path: Path,
    engine: ScriptedEngine,
) -> AsyncIterator[Product]:  # fmt: skip
    url = through(mongodb_url, line.port)
    async with product(url, tmp_path, engine, mongodb_database=database_name, max_calls=1) as it:
        try:
            yield it
        finally:
            line.mend()


async def begun(
    running: Product, engine: ScriptedEngine
) -> tuple[Stream, EngineSession, CallBridge]:
    """A call whose greeting has been played."""
    await make_agent(running)
    _, stream = await running.ring(NUMBER)
    await stream.start()
    session = await engine.session()
    await until(lambda: stream.audio == engine.reply_frames, "greeting")
    bridge = running.app.state.registry.get(stream.parameters["call_id"])
    await until(lambda: not bridge.record.writes.waiting, "answered")
    return stream, session, bridge


async def as_stored(database: Database, call_id: str) -> dict[str, Any]:
    """The record, whatever has become of the worker's own way to it."""
    found = await database.raw["calls"].find_one({"_id": call_id})
    assert found is not None
    return dict(found)


async def final(running: Product, database: Database, call_id: str) -> dict[str, Any]:
    await until(lambda: running.app.state.registry.get(call_id) is None, "the end is written")
    return await as_stored(database, call_id)


async def test_who_hangs_up_meanwhile_has_a_whole_record_afterwards(
    running: Product, line: Line, database: Database, engine: ScriptedEngine
) -> None:
    stream, session, bridge = await begun(running, engine)
    registry, call_id = running.app.state.registry, bridge.call.id
    await session.caller_says("I would like to order.", reply="Gladly.")
    await until(lambda: stream.audio == 2 * engine.reply_frames, "answer")
    line.cut()
    stream.frames(60)
    await until(lambda: session.appended >= 60, "the call goes on")
    await session.caller_says("Three of them, please.", reply="Three, then.")
    await until(lambda: stream.audio == 3 * engine.reply_frames, "answer")
    await until(lambda: bridge.now_ms() > 1500, "some sound to be kept")
    stream.hang_up()
    await until(lambda: bridge.over, "hung up")
    registry.check_room()  # its line is free
    assert registry.get(call_id) is bridge  # and its end is kept
    stored = await as_stored(database, call_id)
    assert (stored["status"], stored["ended_at"]) == ("in_progress", None)
    before = utc_now()
    line.mend()
    call = await final(running, database, call_id)
    assert (call["status"], call["outcome"]) == ("completed", "caller_hung_up")
    assert call["ended_at"] <= before
    assert call["cost"]["final"]
    assert call["has_recording"]
    assert call["transcript_final"]
    repositories = for_org(database, DEFAULT_ORG)
    said = [turn.said for turn in await repositories.call_queries.all_turns(call_id)]
    assert said == [
        *("Hello there.", "I would like to order.", "Gladly."),
        *("Three of them, please.", "Three, then."),
    ]
    recording = await repositories.recordings.find(call_id)
    assert recording.duration_s > 1
    assert await database.raw["recording_chunks"].count_documents({}) == 0
    assert await database.raw["recordings.files"].count_documents({}) == 1
    assert await live_calls(database) == []


async def test_what_was_asked_for_is_done_once_and_said_afterwards(
    running: Product, line: Line, database: Database, engine: ScriptedEngine
) -> None:
    stream, session, bridge = await begun(running, engine)
    call_id, repositories = bridge.call.id, for_org(database, DEFAULT_ORG)
    engine.answers = False  # not before the line is cut
    before = len(session.received)
    edit = await running.http.patch(
        f"/calls/{call_id}/context", json={"context_data": {"account": "4417"}, "mode": "now"}
    )
    await until(lambda: "4417" in str(session.received[before:]), "edit at the engine")
    noted = bridge.flight.seq
    command = await running.http.post(f"/calls/{call_id}/say", json={"text": "One moment."})
    await until(lambda: bridge.flight.seq > noted, "command at its call")
    await until(lambda: not bridge.record.writes.waiting, "both are under way")
    line.cut()
    engine.answers = True
    for event in session.received[before:]:
        await session.answer(event)
    await until(lambda: bridge.record.writes.waiting, "something to write")
    await until(lambda: "One moment." in str(session.received), "the agent is told to say it")
    await session.respond("", tool=("update_context", '{"key": "name", "value": "Ada"}'))
    await until(lambda: "function_call_output" in str(session.received), "noted")
    stored = await as_stored(database, call_id)
    assert "account" not in stored["context_data"]
    line.mend()
    await until(lambda: not bridge.record.writes.waiting, "written")
    assert not bridge.over
    stored = await as_stored(database, call_id)
    assert stored["context_data"]["account"] == "4417"
    assert stored["context_data"]["name"] == "Ada"
    confirmed = await repositories.edits.get(edit.json()["id"])
    assert confirmed.state == "confirmed"
    stream.hang_up()
    call = await final(running, database, call_id)
    assert (call["outcome"], call["stats"]["edits"]) == ("caller_hung_up", 1)
    assert (await repositories.commands.get(command.json()["id"])).state == "done"
    assert str(session.received).count("One moment.") == 1
    assert running.app.state.registry.lost_writes == 0


async def test_a_worker_that_must_stop_meanwhile_does_not_wait_for_ever(
    running: Product, line: Line, database: Database, engine: ScriptedEngine
) -> None:
    stream, _, bridge = await begun(running, engine)
    line.cut()
    stream.hang_up()
    await until(lambda: bridge.over, "hung up")
    assert await running.app.state.registry.drain(0.1) == 0  # nobody was cut off by it
    assert (await as_stored(database, bridge.call.id))["status"] == "in_progress"
    # The reaper of whoever is there next closes it.
