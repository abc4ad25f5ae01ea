"""One call through the real app: HTTP, sockets and MongoDB; scripted far ends on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.session.driver import FRAME
from tests.support.bridges import (
    Noted,
    QuietEngine,
    Wire,
    bridge_of,
    call_of_an_agent,
    parts_of,
    turns_of_the_loop,
)
from tests.support.loopback import (
    NUMBER,
    EngineSession,
    Product,
    ScriptedEngine,
    Stream,
    make_agent,
    until,
)

from phony.domain.actions import Action, ClearPlayout, PlayAudio, SendMark
from phony.domain.calls import CallOutcome
from phony.domain.commands import Command, CommandKind
from phony.domain.events import CarrierEnded, CarrierStarted
from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.net.ports import BufferFull, UpgradeRefused
from phony.service.bridge.call import CallBridge, State
from phony.store.database import Database
from phony.store.repositories import for_org
from phony.store.tails import TailFile, Tails
from phony.wire import realtime, twilio


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
    turns = await running.turns(call_id)
    assert [t.said for t in turns if t.role == "caller"] == ["What are your business hours?"]
    assert [t.said for t in turns if t.role == "agent"] == ["Hello there.", "From nine to six."]
    assert all(isinstance(a, PlayAudio | SendMark) for a in stream.heard)


async def started(
    running: Product, engine: ScriptedEngine, **agent: object
) -> tuple[Stream, EngineSession, str]:
    """A call whose greeting has been played."""
    await make_agent(running, **agent)
    number = len(engine.sessions)
    _, stream = await running.ring(NUMBER)
    await stream.start()
    session = await engine.session(number)
    await until(lambda: stream.audio == engine.reply_frames, "greeting")
    return stream, session, stream.parameters["call_id"]


async def gone(running: Product, call_id: str) -> dict[str, Any]:
    """The record once nobody runs the call any more."""
    await until(lambda: running.app.state.registry.get(call_id) is None, "bridge gone")
    return await running.call(call_id)


async def test_an_edit_over_rest_reaches_the_model_at_once(
    running: Product, engine: ScriptedEngine
) -> None:
    stream, session, call_id = await started(running, engine)
    took_ms = []
    for hours in ("8 AM - 1 PM", "9 AM - 2 PM", "10 AM - 4 PM"):
        before, asked = len(session.received), time.monotonic()
        answer = await running.http.patch(
            f"/calls/{call_id}/context",
            json={"context_data": {"business_hours": hours}, "mode": "now"},
        )
        assert answer.status_code == 202, answer.text
        while hours not in str(session.received[before:]):
            await session.more_than(len(session.received))
        took_ms.append((time.monotonic() - asked) * 1000)
    assert sorted(took_ms)[1] < await running.patience_ms(250)
    edit_id = answer.json()["id"]

    async def state() -> str:
        found = (await running.http.get(f"/calls/{call_id}/edits")).json()["items"]
        return next(str(edit["state"]) for edit in found if edit["id"] == edit_id)

    async with asyncio.timeout(20):
        while await state() != "confirmed":  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    held = (await running.http.get(f"/calls/{call_id}/context")).json()
    assert held["context_data"]["business_hours"] == "10 AM - 4 PM"
    stream.hang_up()
    call = await gone(running, call_id)
    assert call["stats"]["edits"] == 3


async def test_barge_in_clears_and_truncates(running: Product, engine: ScriptedEngine) -> None:
    engine.reply_frames = 100  # two seconds, sent at once
    await make_agent(running)
    _, stream = await running.ring(NUMBER)
    stream.echo_marks = False
    await stream.start()
    session = await engine.session()
    await until(lambda: stream.audio == 100, "greeting")
    await session.send("input_audio_buffer.speech_started", item_id="user_9", audio_start_ms=0)
    await until(lambda: ClearPlayout() in stream.heard, "clear")
    await until(lambda: session.of_type("conversation.item.truncate"), "truncate")
    truncate = session.of_type("conversation.item.truncate")[0]
    assert 0 <= truncate["audio_end_ms"] < 2000
    stream.hang_up()
    await gone(running, stream.parameters["call_id"])


@pytest.mark.parametrize("wrong", ["none", "stolen", "call_sid"])
async def test_a_stream_without_its_token_is_closed(
    running: Product, engine: ScriptedEngine, wrong: str
) -> None:
    await make_agent(running)
    _, stream = await running.ring(NUMBER)
    if wrong == "none":
        stream.parameters = {"call_id": stream.parameters["call_id"]}
    elif wrong == "stolen":
        _, other = await running.ring(NUMBER)
        stream.parameters = other.parameters
    else:
        stream.names.call_sid = "CA" + "0" * 32
    await stream.start()
    stream.frames(3)
    await until(lambda: stream.closed is not None, "refused")
    assert stream.closed == (1008, "token refused")
    assert stream.audio == 0


async def test_a_token_works_once_and_a_second_stream_is_refused(
    running: Product, engine: ScriptedEngine
) -> None:
    stream, session, call_id = await started(running, engine)
    second = Stream(stream.url, stream.parameters, stream.names.call_sid)
    await second.start()
    await until(lambda: second.closed is not None, "second refused")
    assert second.closed == (1008, "token refused")
    stream.frames(5)
    await until(lambda: session.appended >= 5, "the first goes on")
    stream.hang_up()
    assert (await gone(running, call_id))["outcome"] == "caller_hung_up"


async def test_a_bad_upgrade_signature_is_refused(running: Product, engine: ScriptedEngine) -> None:
    await make_agent(running)
    _, stream = await running.ring(NUMBER)
    with pytest.raises(UpgradeRefused) as refused:
        await stream.start(signature="bm9uc2Vuc2U=")
    assert refused.value.http_status == 403
    await stream.start(signature=None)  # a proxy may drop the header: the token decides
    await until(lambda: stream.audio > 0, "greeting")
    stream.hang_up()
    await gone(running, stream.parameters["call_id"])


async def test_garbage_on_the_wires_ends_no_call(running: Product, engine: ScriptedEngine) -> None:
    stream, session, call_id = await started(running, engine)
    for text in (b"not json", b"[]", b'{"event":"media"}', b'{"event":"start"}', b'{"event":7}'):
        stream.send(text)
    stream.send(twilio.encode_dtmf(stream.names.stream_sid, "5", 9))
    stream.frames(1, "/////w==")  # four bytes instead of 160
    await session.ws.send("not json either")
    await session.ws.send(b"\x00binary")
    await session.send("no.such.event", surprise=1)
    await session.send("response.output_audio.delta")  # every field is missing
    await session.caller_says("Still there?", reply="Yes.")
    await until(lambda: stream.audio == 2 * engine.reply_frames, "answer")
    stream.hang_up()
    assert (await gone(running, call_id))["outcome"] == "caller_hung_up"


async def test_too_much_garbage_ends_the_stream(running: Product, engine: ScriptedEngine) -> None:
    stream, _, _ = await started(running, engine)
    for _ in range(30):
        stream.send(b"not json")
    await until(lambda: stream.closed is not None, "closed")
    assert stream.closed == (1008, "too many malformed messages")


async def test_the_engine_is_closed_at_once_after_hang_up(
    running: Product, engine: ScriptedEngine
) -> None:
    stream, session, call_id = await started(running, engine)
    at = time.monotonic()
    stream.hang_up()
    await until(lambda: session.closed is not None, "engine closed")
    took_ms = (time.monotonic() - at) * 1000
    assert took_ms < await running.patience_ms(100)
    assert session.closed is not None
    assert session.closed[0] == 1000
    await gone(running, call_id)


async def test_a_lost_engine_is_replaced_inside_the_call(
    running: Product, engine: ScriptedEngine
) -> None:
    stream, session, call_id = await started(running, engine)
    await session.caller_says("My name is Ada.", reply="Hello Ada.")
    await until(lambda: stream.audio == 2 * engine.reply_frames, "answer")
    await session.ws.close(1011)
    second = await engine.session(1)
    await until(lambda: second.of_type("session.update"), "configured again")
    await until(lambda: "Ada" in str(second.received), "history")
    stream.hang_up()
    call = await gone(running, call_id)
    assert call["stats"]["engine_sessions"] == 2


async def test_an_engine_that_refuses_ends_in_an_apology(
    running: Product, engine: ScriptedEngine
) -> None:
    engine.refuse = 401
    await make_agent(running)
    _, stream = await running.ring(NUMBER)
    call_id = stream.parameters["call_id"]
    with contextlib.suppress(UpgradeRefused):
        await stream.start()
    await until(lambda: running.app.state.registry.get(call_id) is None, "given up", 20)
    form = {"CallSid": stream.names.call_sid, "CallStatus": "in-progress"}
    after = await running.webhook(f"/twilio/calls/{call_id}/after", form)
    assert "sorry" in after.text.lower()
    assert "<Hangup" in after.text


async def test_an_http_tool_runs_beside_the_audio(running: Product, engine: ScriptedEngine) -> None:
    # An address of this machine: it can be configured, and is refused when it is reached for.
    tool = {"name": "order_status", "url": "http://127.0.0.1:9/orders", "description": "Look up."}
    stream, session, call_id = await started(running, engine, tools={"http": [tool]})
    await session.respond("", tool=("order_status", '{"id": 7}'))
    await until(
        lambda: [
            event
            for event in session.of_type("conversation.item.create")
            if event["item"]["type"] == "function_call_output"
        ],
        "tool output",
    )
    output = session.of_type("conversation.item.create")[-1]["item"]["output"]
    block = output[output.index("{") : output.rindex("}") + 1]
    assert orjson.loads(block)["result"]["ok"] is False
    assert "private" in output
    stream.hang_up()
    call = await gone(running, call_id)
    assert call["stats"]["tool_errors"] == 1


async def test_built_in_tools_count_as_well(running: Product, engine: ScriptedEngine) -> None:
    stream, session, call_id = await started(running, engine)
    await session.respond("", tool=("update_context", '{"key": "name", "value": "Ada"}'))
    await session.respond("", tool=("update_context", '{"key": "name"}'))
    await until(
        lambda: (
            [event["item"]["type"] for event in session.of_type("conversation.item.create")].count(
                "function_call_output"
            )
            == 2
        ),
        "both answers",
    )
    stream.hang_up()
    stats = (await gone(running, call_id))["stats"]
    assert (stats["tool_calls"], stats["tool_errors"]) == (2, 1)


# ---- the bridge by itself ----------------------------------------------------------------------


class Deaf(Wire):
    """A peer that does not read."""

    def send(self, text: bytes) -> None:
        raise BufferFull("it does not read")


class Mute(QuietEngine):
    """An engine whose codec has a fault."""

    @staticmethod
    def encode(action: Action) -> bytes:
        raise KeyError("a fault of ours")


@contextlib.asynccontextmanager
async def bridged(
    database: Database,
    noted: Noted,
    engine: QuietEngine | None = None,
    *,
    tails: Tails | None = None,
    **fields: Any,
) -> AsyncIterator[CallBridge]:
    """A bridge that runs; the test is over when it is."""
    call, parts = call_of_an_agent(worker_id="w1", **fields), parts_of(database, noted, engine)
    parts.tails = tails
    await parts.calls.create(call)
    bridge = bridge_of(call, parts)
    async with asyncio.TaskGroup() as group:
        group.create_task(bridge.run())
        await turns_of_the_loop()
        yield bridge


@pytest.mark.parametrize("in_order", [False, True])
async def test_a_call_that_is_let_go_has_no_end(database: Database, in_order: bool) -> None:
    noted = Noted()
    async with bridged(database, noted) as bridge:
        wire = Wire()
        assert bridge.attach_carrier(wire, CarrierStarted("MZ1", "CA1")) is not None
        bridge.release(in_order=in_order)
        bridge.feed(CarrierEnded("completed"))  # too late: somebody else goes on
    assert (bridge.state, noted.ends) == (State.RELEASED, [])
    assert wire.closed == (1000, "")
    calls = for_org(database, DEFAULT_ORG).calls
    stored = await calls.get(bridge.call.id)
    assert (stored.worker_id, stored.outcome) == (None, None)
    assert ("resume" in await calls.private(bridge.call.id)) == in_order


async def test_a_fault_of_ours_ends_this_call_and_says_so_before_the_stream_does(
    database: Database,
) -> None:
    noted = Noted()
    async with bridged(database, noted, Mute()) as bridge:
        pass
    assert bridge.state is State.FAILED
    assert noted.ends == [
        ("announce", CallOutcome.ERROR, "KeyError"),
        ("close", CallOutcome.ERROR, "KeyError"),
    ]


async def test_a_peer_that_does_not_read_is_noted_and_no_fault_of_the_call(
    database: Database,
) -> None:
    noted = Noted()
    async with bridged(database, noted) as bridge:
        assert bridge.attach_carrier(Deaf(), CarrierStarted("MZ1", "CA1")) is not None
        bridge.on_engine_text(realtime.encode_audio_delta("event_1", "resp_1", "item_1", FRAME))
        assert bridge.state is State.RUNNING
        bridge.release()


async def test_every_word_of_the_agent_s_outlives_this_process(
    database: Database, tmp_path: Path
) -> None:
    tails = Tails(tmp_path, TailFile(tmp_path, "w1", 1))
    async with bridged(database, Noted(), tails=tails) as bridge:
        assert bridge.attach_carrier(Wire(), CarrierStarted("MZ1", "CA1")) is not None
        bridge.on_engine_text(realtime.encode_audio_delta("event_1", "resp_1", "item_1", FRAME))
        for word in ("From ", "nine ", "to six."):
            delta = {"response_id": "resp_1", "item_id": "item_1", "delta": word}
            kind = "response.output_audio_transcript.delta"
            bridge.on_engine_text(orjson.dumps({"type": kind, **delta}))
        (rest,) = tails.of(bridge.call.id)
        assert [turn.said for turn in rest.turns] == ["From nine to six."]
        bridge.release()
    assert tails.of(bridge.call.id) == []


async def test_a_second_stream_is_sent_away(database: Database) -> None:
    async with bridged(database, Noted()) as bridge:
        first, second = Wire(), Wire()
        assert bridge.attach_carrier(first, CarrierStarted("MZ1", "CA1")) is not None
        assert bridge.attach_carrier(second, CarrierStarted("MZ2", "CA1")) is None
        assert (first.closed, second.closed is not None) == (None, True)
        bridge.release()


async def test_without_a_stream_the_carrier_is_asked_to_hang_up(database: Database) -> None:
    noted = Noted()
    async with bridged(database, noted, carrier_call_sid="CA1") as bridge:
        order = Command(
            id="cmd_1",
            org_id=DEFAULT_ORG,
            call_id=bridge.call.id,
            kind=CommandKind.HANG_UP,
            created_at=utc_now(),
        )
        bridge.give_command(order)
        bridge.give_command(order)  # each once
    assert [how for how, _, _ in noted.ends] == ["announce", "close"]
    assert noted.hung_up == ["CA1"]
