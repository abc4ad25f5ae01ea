"""The parts together: a worker that stops."""

from __future__ import annotations

import asyncio
import socket

import pytest
from tests.support.bridges import Wire
from tests.support.carrier_rest import CarrierRest
from tests.support.loopback import (
    NUMBER,
    Product,
    ScriptedEngine,
    Stream,
    make_agent,
    until,
)
from tests.support.operators import begin
from tests.support.switchboard import Switchboard

from phony.domain.events import CarrierStarted
from phony.store.workers import WorkerDirectory, WorkerState


async def test_who_is_still_talking_when_we_stop_is_told_so(
    live: Product, engine: ScriptedEngine, rest: CarrierRest
) -> None:
    stream, session, call_id = await begin(live, engine)
    draining = asyncio.ensure_future(live.app.state.drain())  # noqa: TID251
    await until(lambda: rest.updates, "the carrier's own voice", 20)
    sid, update = rest.updates[0]
    assert sid == stream.names.call_sid
    assert "about to restart" in update["Twiml"]
    stream.hang_up()  # new TwiML ends the stream
    await asyncio.wait_for(draining, 20)
    assert session.closed is not None
    call = await live.call(call_id)
    assert (call["status"], call["outcome"], call["end_reason"]) == ("completed", "lost", "restart")
    answer = await live.webhook("/twilio/voice", {"CallSid": "CA1", "To": NUMBER, "From": "x"})
    assert "about to restart" in answer.text
    ready = await live.http.get("/health/ready")
    assert ready.status_code == 503


async def a_call(board: Switchboard) -> None:
    """A call that is never between turns, for its engine says nothing."""
    await board.agent()
    bridge = await board.admit(await board.ring())
    assert bridge is not None
    assert bridge.attach_carrier(Wire(), CarrierStarted("MZ1", "CA7")) is not None
    board.phones.obeys = lambda: bridge.carrier_ended("completed")


@pytest.mark.parametrize(
    ("host", "everybody", "goodbye"),
    [
        ("elsewhere", False, False),
        ("elsewhere", True, False),
        (socket.gethostname(), False, False),
        (socket.gethostname(), True, True),  # it has not heard yet that it stops, too
        (None, False, True),
    ],
)
async def test_a_caller_is_left_to_those_who_go_on(
    board: Switchboard, host: str | None, everybody: bool, goodbye: bool
) -> None:
    if host is not None:
        await WorkerDirectory(board.database).beat(WorkerState(id="w2", host=host))
    await a_call(board)
    await board.calls.drain(0.2, everybody=everybody)
    assert bool(board.phones.said) == goodbye
    assert len(board.registry) == 0


async def test_a_browser_hears_the_agent_say_goodbye(live: Product, engine: ScriptedEngine) -> None:
    agent_id = await make_agent(live)
    body = (await live.http.post("/calls/browser", json={"agent_id": agent_id})).json()
    parameters = {"token": body["token"], "call_id": body["call_id"]}
    stream = Stream(body["media_url"], parameters, "browser")
    await stream.start(signature=None)
    session = await engine.session()
    await until(lambda: stream.audio == engine.reply_frames, "greeting")
    await until(lambda: live.app.state.registry.get(body["call_id"]).session.quiet, "played")
    calls = live.app.state.services.calls
    await WorkerDirectory(calls.database).beat(WorkerState(id="w2", host="elsewhere"))
    await calls.drain(0)  # somebody else goes on with phones
    asked = [e for e in session.received if e["type"] == "response.create"][-1]
    assert "about to restart" in asked["response"]["instructions"]
    assert stream.audio == 2 * engine.reply_frames
    call = await live.call(body["call_id"])
    assert (call["status"], call["outcome"], call["end_reason"]) == ("completed", "lost", "restart")


async def test_who_was_told_to_stop_meanwhile_is_counted_on_no_more(board: Switchboard) -> None:
    workers = WorkerDirectory(board.database)
    await workers.beat(WorkerState(id="w2", host="elsewhere"))
    await a_call(board)
    draining = asyncio.ensure_future(board.calls.drain(1))  # noqa: TID251
    await workers.beat(WorkerState(id="w2", host="elsewhere", draining=True))
    await draining
    assert board.phones.said
