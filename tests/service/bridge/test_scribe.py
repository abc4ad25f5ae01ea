"""The engine's second session, which writes down what an operator says."""

from __future__ import annotations

from tests.support.loopback import (
    Product,
    ScriptedEngine,
    until,
)
from tests.support.operators import Operator, begin, order, reach

from phony.net.websocket import connect


async def test_losing_the_transcription_of_the_operator_harms_nothing(
    live: Product, engine: ScriptedEngine
) -> None:
    stream, session, call_id = await begin(live, engine)
    mouth = Operator()
    await connect(live.url.replace("http", "ws") + f"/calls/{call_id}/speak", mouth)
    await reach(live, await order(live, call_id, "take-over"), "done")
    scribe = await engine.session(1)
    engine.refuse = 503
    await scribe.ws.close(1011)
    await until(lambda: scribe.closed is not None, "lost")
    heard = stream.audio
    mouth.say(20)
    await until(lambda: stream.audio >= heard + 20, "the operator's voice")
    given = await order(live, call_id, "hand-back")
    await reach(live, given, "done")
    commands = (await live.http.get(f"/calls/{call_id}/commands")).json()["items"]
    assert "not all" in commands[-1]["result"]
    heard = stream.audio
    await session.caller_says("Hello?", reply="Here I am.")
    await until(lambda: stream.audio > heard, "the agent speaks")
    stream.hang_up()
    await until(lambda: live.app.state.registry.get(call_id) is None, "gone")
    assert (await live.call(call_id))["outcome"] == "caller_hung_up"


async def test_the_call_s_end_closes_the_transcription_of_the_operator(
    live: Product, engine: ScriptedEngine
) -> None:
    stream, _, call_id = await begin(live, engine)
    await reach(live, await order(live, call_id, "take-over"), "done")
    scribe = await engine.session(1)
    stream.hang_up()
    await until(lambda: scribe.closed is not None, "closed with the call")
    assert scribe.closed is not None
    assert scribe.closed[0] == 1000
