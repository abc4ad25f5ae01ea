"""Keys that the carrier presses: the order, and the stream that comes back to the same session."""

from __future__ import annotations

import pytest
from tests.support.calls import make_call
from tests.support.carrier_rest import CarrierRest
from tests.support.loopback import (
    NUMBER,
    Product,
    ScriptedEngine,
    make_agent,
    stream_of,
    until,
)
from tests.support.switchboard import Switchboard

from phony.domain.calls import CallStatus
from phony.domain.errors import Conflict
from phony.service.calls.pressing import Pressing
from phony.wire import twiml


async def test_the_order_presses_keys_and_asks_for_a_stream_again(board: Switchboard) -> None:
    agent = await board.agent()
    call = make_call(agent_id=agent.id, carrier_call_sid="CA7")
    await board.repositories.calls.create(call)
    pressing = Pressing(board.database, board.phones, board.addresses)
    await pressing.press(call, "1w2#")
    ((sid, text),) = board.phones.said
    assert sid == "CA7"
    play, connect, again = twiml.parse(text)
    assert (play.name, play.get("digits")) == ("Play", "1w2#")
    assert connect.children[0].get("url").endswith(f"/media/w1/{call.id}")
    assert again.name == "Redirect"  # where the caller lands if that fails
    unknown = call.model_copy(update={"carrier_call_sid": None})
    with pytest.raises(Conflict):
        await pressing.press(unknown, "1")


async def test_the_session_goes_on_when_the_stream_is_back(
    live: Product, engine: ScriptedEngine, rest: CarrierRest
) -> None:
    await make_agent(live)
    _, first = await live.ring(NUMBER)
    await first.start()
    session = await engine.session()
    await until(lambda: first.audio == engine.reply_frames, "greeting")
    call_id = first.parameters["call_id"]
    await session.respond("", tool=("send_dtmf", '{"digits": "1w2"}'))
    await until(lambda: rest.updates, "the order")
    sid, form = rest.updates[0]
    assert sid == first.names.call_sid
    assert twiml.parse(form["Twiml"])[0].get("digits") == "1w2"
    first.hang_up()  # so the carrier leaves the stream: `stop`, then close
    await until(lambda: first.closed is not None, "the first stream is closed")

    second = stream_of(form["Twiml"], sid)
    await second.start()
    second.frames(20)
    before = session.appended
    await until(lambda: session.appended > before, "the same session hears the caller")
    await session.caller_says("You have chosen sales.", reply="Thank you.")
    await until(lambda: second.audio >= engine.reply_frames, "and is heard")
    assert len(engine.sessions) == 1
    bridge = live.app.state.registry.get(call_id)
    assert (bridge.call.status, bridge.call.resume_count) == (CallStatus.IN_PROGRESS, 0)
    assert bridge.call.stream_sid == second.names.stream_sid
    second.hang_up()
    await until(lambda: live.app.state.registry.get(call_id) is None, "bridge gone")
    call = await live.call(call_id)
    assert (call["outcome"], call["stats"]["engine_sessions"]) == ("caller_hung_up", 1)
    kinds = [item["kind"] for item in call["cost"]["items"]]
    assert kinds.count("carrier.minutes") == 1


async def test_a_carrier_that_refuses_leaves_the_stream_as_it_is(
    live: Product, engine: ScriptedEngine, rest: CarrierRest
) -> None:
    await make_agent(live)
    _, stream = await live.ring(NUMBER)
    await stream.start()
    session = await engine.session()
    await until(lambda: stream.audio == engine.reply_frames, "greeting")
    rest.refuse = (400, 21218)
    await session.respond("", tool=("send_dtmf", '{"digits": "1"}'))

    def told() -> bool:
        items = session.of_type("conversation.item.create")
        return any("could not be pressed" in str(item) for item in items)

    await until(told, "the model knows")
    await session.caller_says("Hello?", reply="Yes.")
    await until(lambda: stream.audio >= 2 * engine.reply_frames, "the call goes on")
    stream.hang_up()
    call_id = stream.parameters["call_id"]
    await until(lambda: live.app.state.registry.get(call_id) is None, "bridge gone")
