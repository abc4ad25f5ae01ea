"""A call from a browser is a media stream as any other."""

from __future__ import annotations

import pytest
from tests.support.loopback import (
    Product,
    ScriptedEngine,
    Stream,
    make_agent,
    until,
)
from tests.support.switchboard import Switchboard

from phony.domain.calls import Direction
from phony.domain.errors import NotFound
from phony.domain.ids import DEFAULT_ORG
from phony.service.bridge.registry import Busy


async def test_a_browser_call_is_a_media_stream(live: Product, engine: ScriptedEngine) -> None:
    agent_id = await make_agent(live)
    answer = await live.http.post("/calls/browser", json={"agent_id": agent_id})
    assert answer.status_code == 201, answer.text
    body = answer.json()
    parameters = {"token": body["token"], "call_id": body["call_id"]}
    stream = Stream(body["media_url"], parameters, "browser")
    await stream.start(signature=None)
    session = await engine.session()
    await until(lambda: stream.audio == engine.reply_frames, "greeting")
    stream.frames(10)
    await until(lambda: session.appended == 10, "microphone")
    assert stream.socket is not None
    stream.socket.close(1001)  # the tab is closed
    await until(lambda: live.app.state.registry.get(body["call_id"]) is None, "gone")
    call = await live.call(body["call_id"])
    assert (call["status"], call["outcome"]) == ("completed", "caller_hung_up")
    kinds = [item["kind"] for item in call["cost"]["items"]]
    assert not [kind for kind in kinds if kind.startswith("carrier")]


async def test_it_takes_an_agent_and_room(board: Switchboard) -> None:
    with pytest.raises(NotFound):
        await board.calls.browser.start(DEFAULT_ORG, "agent_none")
    agent = await board.agent()
    started = await board.calls.browser.start(DEFAULT_ORG, agent.id, {"company": "Example Bakery"})
    assert started.media_url == board.addresses.media(started.call.id)
    stored = await board.stored(started.call.id)
    assert (stored.direction, stored.from_number) == (Direction.BROWSER, "browser")
    assert stored.context_data["company"] == "Example Bakery"
    assert started.token not in str(stored.model_dump())
    board.registry.draining = True
    with pytest.raises(Busy):
        await board.calls.browser.start(DEFAULT_ORG, agent.id)
    assert await board.database.raw["calls"].count_documents({}) == 1
