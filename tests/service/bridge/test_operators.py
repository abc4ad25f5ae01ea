"""Operators at a live call: listening, speaking, warm transfer; and calls from a browser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.support.carrier_rest import CarrierRest, form_of
from tests.support.loopback import (
    NUMBER,
    SPEECH,
    EngineSession,
    Product,
    ScriptedEngine,
    Stream,
    make_agent,
    product,
    until,
)
from tests.support.realtime_contract import check_client

from phony.domain.actions import PlayAudio
from phony.net.ports import Socket, UpgradeRefused
from phony.net.websocket import connect

COLLEAGUE = "+15551239999"


class Operator:
    """A browser at `/calls/{id}/listen` or `/speak`."""

    def __init__(self) -> None:
        self.socket: Socket | None = None
        self.messages: list[dict[str, Any]] = []
        self.closed: tuple[int, str] | None = None

    def on_open(self, socket: Socket) -> None:
        self.socket = socket

    def on_text(self, text: bytes) -> None:
        self.messages.append(orjson.loads(text))

    def on_binary(self) -> None:
        raise AssertionError("binary frame to an operator")

    def on_close(self, code: int, reason: str) -> None:
        self.closed = (code, reason)

    def sides(self) -> set[str]:
        return {m["side"] for m in self.messages if m["event"] == "audio"}

    def say(self, frames: int) -> None:
        assert self.socket is not None
        for _ in range(frames):
            self.socket.send(b'{"event":"media","media":{"payload":"%s"}}' % SPEECH.encode())


@pytest.fixture
async def rest() -> AsyncIterator[CarrierRest]:
    async with CarrierRest().running() as running:
        yield running


@pytest.fixture
async def live(
    mongodb_url: str, database_name: str, tmp_path: Path, engine: ScriptedEngine, rest: CarrierRest
) -> AsyncIterator[Product]:
    async with product(
        mongodb_url,
        tmp_path,
        engine,
        mongodb_database=database_name,
        twilio_api_base=rest.url,
        drain_s=9,
    ) as it:
        yield it


async def begin(live: Product, engine: ScriptedEngine) -> tuple[Stream, EngineSession, str]:
    await make_agent(live)
    _, stream = await live.ring(NUMBER)
    await stream.start()
    session = await engine.session()
    await until(lambda: stream.audio == engine.reply_frames, "greeting")
    return stream, session, stream.parameters["call_id"]


async def order(live: Product, call_id: str, what: str, **body: object) -> str:
    answer = await live.http.post(f"/calls/{call_id}/{what}", json=body)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


async def state_of(live: Product, command_id: str) -> str:
    found = await live.app.state.services.database.raw["commands"].find_one({"_id": command_id})
    return str(found["state"])


async def reach(live: Product, command_id: str, state: str) -> None:
    async with asyncio.timeout(20):
        while await state_of(live, command_id) != state:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


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


async def warm(
    live: Product, engine: ScriptedEngine, rest: CarrierRest
) -> tuple[Stream, EngineSession, str, str, dict[str, str]]:
    stream, session, call_id = await begin(live, engine)
    command_id = await order(
        live, call_id, "warm-transfer", to_number=COLLEAGUE, summary="Ada asks about a refund."
    )
    await until(lambda: rest.orders, "the colleague is called")
    assert rest.orders[0]["To"] == COLLEAGUE
    return stream, session, call_id, command_id, rest.orders[0]


async def test_a_colleague_accepts_and_both_are_joined(
    live: Product, engine: ScriptedEngine, rest: CarrierRest
) -> None:
    stream, session, call_id, command_id, order_ = await warm(live, engine, rest)
    path = f"/twilio/calls/{call_id}"
    brief = await live.webhook(
        f"{path}/brief?c={command_id}", form_of(order_, CallStatus="in-progress")
    )
    assert "Ada asks about a refund." in brief.text
    assert "<Gather" in brief.text
    joined = await live.webhook(f"{path}/brief-key?c={command_id}", form_of(order_, Digits="1"))
    assert "<Conference" in joined.text
    await until(lambda: stream.closed is not None, "the stream ends")
    form = {"CallSid": stream.names.call_sid, "CallStatus": "in-progress"}
    after = await live.webhook(f"{path}/after", form)
    assert "<Conference" in after.text
    room = joined.text.split("</Conference>")[0].rsplit(">", 1)[1]
    assert room
    assert room in after.text
    await until(lambda: session.closed is not None, "the agent is gone")
    await live.webhook(f"{path}/conference-status", form)
    call = await live.call(call_id)
    assert (call["status"], call["outcome"]) == ("completed", "transferred")
    assert await state_of(live, command_id) == "done"


@pytest.mark.parametrize("how", ["declined", "busy", "no-answer"])
async def test_a_colleague_who_does_not_take_it_leaves_the_caller_with_the_agent(
    live: Product, engine: ScriptedEngine, rest: CarrierRest, how: str
) -> None:
    stream, session, call_id, command_id, order_ = await warm(live, engine, rest)
    path = f"/twilio/calls/{call_id}"
    if how == "declined":
        answer = await live.webhook(f"{path}/brief-key?c={command_id}", form_of(order_, Digits="2"))
        assert "<Hangup" in answer.text
    else:
        await live.webhook(f"{path}/brief-status?c={command_id}", form_of(order_, CallStatus=how))
    await reach(live, command_id, "failed")
    heard = stream.audio
    await session.caller_says("Hello? Anybody?", reply="I am still here.")
    await until(lambda: stream.audio > heard, "the agent speaks")
    assert stream.closed is None
    stream.hang_up()


async def test_a_caller_who_leaves_stops_the_colleagues_phone(
    live: Product, engine: ScriptedEngine, rest: CarrierRest
) -> None:
    stream, _, call_id, _, order_ = await warm(live, engine, rest)
    await until(lambda: live.app.state.services.warm._attempts[call_id].sid, "placed")
    stream.hang_up()
    await until(lambda: (order_["sid"], {"Status": "completed"}) in rest.updates, "hung up")
    await until(lambda: live.app.state.registry.get(call_id) is None, "gone")


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
    assert call["status"] == "completed"
    answer = await live.webhook("/twilio/voice", {"CallSid": "CA1", "To": NUMBER, "From": "x"})
    assert "busy" in answer.text
    ready = await live.http.get("/health/ready")
    assert ready.status_code == 503
