"""One call through the real app: HTTP, sockets and MongoDB; scripted far ends on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from tests.support.loopback import Product, ScriptedEngine, product, until

from phony.domain.actions import PlayAudio, SendMark

NUMBER = "+18578167225"
AGENT = {
    "name": "Customer Service Agent",
    "type": "inbound",
    "phone_number": NUMBER,
    "system_prompt": "You are a friendly customer service representative.",
    "voice": "nova",
    "greeting_message": "Hello! How can I help you today?",
    "context_data": {"business_hours": "9 AM - 6 PM EST"},
}


@pytest.fixture
async def engine() -> AsyncIterator[ScriptedEngine]:
    async with ScriptedEngine().running() as running:
        yield running


@pytest.fixture
async def running(
    mongodb_url: str, tmp_path: Path, engine: ScriptedEngine
) -> AsyncIterator[Product]:
    name = f"test_{uuid4().hex[:10]}"
    async with product(mongodb_url, tmp_path, engine, mongodb_database=name) as it:
        yield it
        await it.app.state.services.database.client.drop_database(name)


async def make_agent(running: Product, **changes: object) -> str:
    answer = await running.http.post("/agents/", json={**AGENT, **changes})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_a_call_from_ring_to_record(running: Product, engine: ScriptedEngine) -> None:
    await make_agent(running)
    _, stream = await running.ring(NUMBER)
    # The engine is opened while the phone still rings.
    session = await engine.session()
    await until(lambda: session.of_type("session.update"), "session.update before the stream")
    await stream.start()
    await until(lambda: stream.audio == 10, "greeting audio")
    assert session.of_type("response.create")[0]["response"]["instructions"]
    stream.frames(50)
    await until(lambda: session.appended >= 50, "caller audio at the engine")
    await session.caller_says("What are your business hours?", reply="From nine to six.")
    await until(lambda: stream.audio == 20, "answer audio")
    assert any(isinstance(action, SendMark) for action in stream.heard)
    call_id = stream.parameters["call_id"]
    stream.hang_up()
    await until(lambda: session.closed is not None, "engine closed")
    await until(lambda: running.app.state.registry.get(call_id) is None, "bridge gone")
    call = await running.call(call_id)
    assert call["status"] == "completed"
    assert call["outcome"] == "caller_hung_up"
    assert call["duration_s"] >= 0
    assert call["stats"]["caller_frames"] >= 50
    assert call["has_recording"]
    assert call["cost"]["total_usd"] > 0
    turns = await running.app.state.services.calls.stored_turns(call["org_id"], call_id)
    assert [t.said for t in turns if t.role == "caller"] == ["What are your business hours?"]
    assert [t.said for t in turns if t.role == "agent"] == ["Hello there.", "From nine to six."]
    assert all(isinstance(a, PlayAudio | SendMark) for a in stream.heard)
