"""Operators at a live call: listening, and speaking after a take-over."""

from __future__ import annotations

import pytest
from tests.support.bridges import Wire
from tests.support.loopback import (
    SPEECH,
    Product,
    ScriptedEngine,
    until,
)
from tests.support.operators import Operator, begin, order, reach
from tests.support.realtime_contract import check_client

from phony.domain.actions import PlayAudio
from phony.net.ports import UpgradeRefused
from phony.net.websocket import connect
from phony.service.bridge.operators import Listener, Operators


async def test_a_listener_hears_both_sides_and_is_not_heard(
    live: Product, engine: ScriptedEngine
) -> None:
    stream, session, call_id = await begin(live, engine)
    ear = Operator()
    await connect(live.url.replace("http", "ws") + f"/calls/{call_id}/listen", ear)
    stream.frames(10)
    await session.caller_says("Hello?", reply="Hello.")
    await until(lambda: ear.sides() == {"caller", "agent"}, "both sides")
    before = session.appended
    heard = stream.audio
    ear.say(5)
    stream.frames(5)
    await until(lambda: session.appended == before + 5, "the caller's own frames")
    assert stream.audio <= heard + engine.reply_frames
    stream.hang_up()
    await until(lambda: ear.closed is not None, "closed with the call")
    assert ear.closed is not None
    assert ear.closed[0] == 1000


async def test_an_operator_takes_over_and_hands_back(live: Product, engine: ScriptedEngine) -> None:
    stream, session, call_id = await begin(live, engine)
    mouth = Operator()
    await connect(live.url.replace("http", "ws") + f"/calls/{call_id}/speak", mouth)
    mouth.say(3)  # not yet: the agent has the floor
    await reach(live, await order(live, call_id, "take-over"), "done")
    heard = stream.audio
    mouth.say(20)
    await until(lambda: stream.audio >= heard + 20, "the operator's voice")
    spoken = [action.payload for action in stream.heard if isinstance(action, PlayAudio)]
    assert spoken[-1] == SPEECH
    assert (await live.call(call_id))["taken_over_by"]
    scribe = await engine.session(1)
    assert scribe.path.endswith("?intent=transcription")
    await until(lambda: scribe.appended >= 20, "the operator's voice, to be written down")
    check_client(scribe.received[0])
    await session.caller_says("I would like my money back.", reply=None)
    await scribe.hears("You will get it by Friday.")
    await until(lambda: "by Friday" in str(session.received), "the model remembers it as its own")
    await reach(live, await order(live, call_id, "hand-back", note="Refund agreed."), "done")
    items = session.of_type("conversation.item.create")[-2:]
    for event in items:
        check_client(event)
    assert [event["item"]["role"] for event in items] == ["assistant", "system"]
    assert items[0]["previous_item_id"].startswith("user_")  # after what the caller said
    assert "Refund agreed." in str(items[1])
    await until(lambda: scribe.closed is not None, "nobody listens to the operator any more")
    assert (await live.call(call_id))["taken_over_by"] is None
    stream.hang_up()
    await until(lambda: live.app.state.registry.get(call_id) is None, "gone")
    turns = (await live.http.get(f"/calls/{call_id}/turns")).json()["items"]
    said = [(t["role"], t["said"], t["data"]) for t in turns if t["kind"] == "speech"]
    assert said[-2:] == [
        ("caller", "I would like my money back.", {}),
        ("operator", "You will get it by Friday.", {"author": "local"}),
    ]
    lines = (await live.call(call_id))["cost"]["items"]
    (line,) = [line for line in lines if line["kind"] == "transcription.operator"]
    assert line["amount_usd"] > 0
    flight = (await live.http.get(f"/calls/{call_id}/events?limit=500")).json()["items"]
    names = [event["name"] for event in flight if event["leg"] == "operator"]
    assert {"open_scribe", "engine_opened", "caller_text", "close_scribe"} <= set(names)


async def test_who_may_not_listen_is_refused_before_the_101(
    live: Product, engine: ScriptedEngine
) -> None:
    stream, _, call_id = await begin(live, engine)
    base = live.url.replace("http", "ws")
    for path, headers, status in [
        (f"/calls/{call_id}/listen", {"Origin": "https://evil.example"}, 403),
        (f"/calls/{call_id}/listen", {"X-Forwarded-For": "203.0.113.7"}, 403),
        ("/calls/call_0123456789abcdef01234567/listen", {}, 404),
    ]:
        with pytest.raises(UpgradeRefused) as refused:
            await connect(base + path, Operator(), headers=headers)
        assert refused.value.http_status == status
    stream.hang_up()
    await until(lambda: live.app.state.registry.get(call_id) is None, "gone")
    with pytest.raises(UpgradeRefused) as refused:
        await connect(base + f"/calls/{call_id}/listen", Operator())
    assert refused.value.http_status == 409


def test_each_hears_until_they_leave_and_the_end_closes_the_rest() -> None:
    changes: list[int] = []
    operators = Operators(lambda: changes.append(len(operators.ears)))
    heard: dict[str, list[str]] = {"ann": [], "ben": []}
    wires = {name: Wire() for name in heard}

    def ear(name: str) -> Listener:
        return lambda side, payload, now: heard[name].append(side)

    stop = {name: operators.listen(ear(name), wires[name]) for name in heard}
    operators.tell("caller", "//8=", 20.0)
    stop["ann"]()
    stop["ann"]()  # twice is once
    operators.tell("agent", "//8=", 40.0)
    operators.close()
    assert heard == {"ann": ["caller"], "ben": ["caller", "agent"]}
    assert changes == [1, 2, 1]
    assert wires["ann"].closed is None
    assert wires["ben"].closed == (1000, "the call is over")


def test_who_leaves_over_what_they_hear_disturbs_nobody() -> None:
    operators = Operators(lambda: None)
    heard: list[str] = []

    def too_slow(side: str, payload: str, now: float) -> None:
        stop()

    stop = operators.listen(too_slow, Wire())
    operators.listen(lambda side, payload, now: heard.append(side), Wire())
    operators.tell("caller", "//8=", 20.0)
    assert (heard, len(operators.ears)) == (["caller"], 1)
