"""Two workers on one database: edits, streams and callbacks reach the one that holds the call."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.support.calls import keep, make_call
from tests.support.carrier_rest import CarrierRest, form_of
from tests.support.loopback import (
    NUMBER,
    EngineSession,
    Product,
    ScriptedEngine,
    Stream,
    make_agent,
    product,
    stream_of,
    until,
)
from tests.support.operators import Operator
from tests.support.switchboard import Switchboard
from tests.support.tails import no_salvage

from phony.carriers.twilio import CarrierCall
from phony.domain.calls import Call, CallOutcome, CallStatus, Direction
from phony.domain.ids import utc_now
from phony.net.websocket import connect
from phony.service.calls.lost_orders import LostOrders
from phony.service.calls.ownership import Reaper, heartbeat
from phony.store.journal import Journal
from phony.store.workers import WorkerDirectory, WorkerState


@pytest.fixture
async def pair(
    mongodb_url: str, database_name: str, tmp_path: Path, engine: ScriptedEngine, rest: CarrierRest
) -> AsyncIterator[tuple[Product, Product]]:
    shared: dict[str, Any] = {"mongodb_database": database_name, "twilio_api_base": rest.url}
    async with (
        product(mongodb_url, tmp_path, engine, **shared) as one,
        product(mongodb_url, tmp_path, engine, **shared) as two,
    ):
        yield one, two


async def begin(one: Product, engine: ScriptedEngine) -> tuple[Stream, EngineSession, str]:
    await make_agent(one)
    number = len(engine.sessions)
    _, stream = await one.ring(NUMBER)
    await stream.start()
    session = await engine.session(number)
    await until(lambda: stream.audio == engine.reply_frames, "greeting")
    return stream, session, stream.parameters["call_id"]


async def settled(worker: Product, call_id: str, what: str) -> None:
    """Ask this worker for a command, and wait until it is done."""
    command = await worker.http.post(f"/calls/{call_id}/{what}")
    assert command.status_code == 202, command.text

    async def done() -> bool:
        found = await worker.http.get(f"/calls/{call_id}/commands/{command.json()['id']}")
        return bool(found.json()["state"] == "done")

    async with asyncio.timeout(20):
        while not await done():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_an_edit_asked_of_another_worker_reaches_the_model_at_once(
    pair: tuple[Product, Product], engine: ScriptedEngine
) -> None:
    one, two = pair
    stream, session, call_id = await begin(one, engine)
    took_ms = []
    for name in ("Ada", "Grace", "Joan"):
        before, asked = len(session.received), time.monotonic()
        answer = await two.http.patch(
            f"/calls/{call_id}/context", json={"context_data": {"name": name}, "mode": "now"}
        )
        assert answer.status_code == 202, answer.text
        while name not in str(session.received[before:]):
            await session.more_than(len(session.received))
        took_ms.append((time.monotonic() - asked) * 1000)
    assert sorted(took_ms)[1] < await two.patience_ms(250)
    await settled(two, call_id, "mute")
    stream.hang_up()
    await until(lambda: one.app.state.registry.get(call_id) is None, "gone")


async def test_a_stream_that_reaches_the_other_worker_is_passed_on(
    pair: tuple[Product, Product], engine: ScriptedEngine
) -> None:
    one, two = pair
    await make_agent(one)
    _, stream = await one.ring(NUMBER)
    # The kernel gave the connection to the other worker: same path, other listener.
    stream.url = stream.url.replace(one.url.split("//")[1], two.url.split("//")[1])
    await stream.start(signature=None)
    await until(lambda: stream.audio == engine.reply_frames, "greeting")
    assert len(two.app.state.registry) == 0
    assert len(engine.sessions) == 1
    stream.frames(10)
    await until(lambda: engine.sessions[0].appended == 10, "audio")
    stream.hang_up()
    await until(lambda: len(one.app.state.registry) == 0, "gone")
    assert (await one.call(stream.parameters["call_id"]))["outcome"] == "caller_hung_up"


async def lose(worker: Product) -> None:
    """As after kill -9: no heartbeat, no Unix socket, no more work; the records still name it."""
    services = worker.app.state.services
    running = worker.app.state.registry.all()
    for bridge in running:
        bridge.release()
    await until(lambda: len(worker.app.state.registry) == 0, "stopped")
    worker.app.state.registry.draining = True
    for bridge in running:
        await services.database.raw["calls"].update_one(
            {"_id": bridge.call.id}, {"$set": {"worker_id": worker.worker_id}}
        )
    await services.database.raw["workers"].update_one(
        {"_id": worker.worker_id}, {"$set": {"seen_at": utc_now() - timedelta(seconds=60)}}
    )


async def test_a_call_outlives_its_worker(
    pair: tuple[Product, Product], engine: ScriptedEngine
) -> None:
    one, two = pair
    stream, session, call_id = await begin(one, engine)
    await session.caller_says("My name is Ada.", reply="Hello Ada.")
    await until(lambda: stream.audio == 2 * engine.reply_frames, "answer")
    edit = {"context_data": {"account": "4417"}, "mode": "now"}
    await two.http.patch(f"/calls/{call_id}/context", json=edit)
    await until(lambda: "4417" in str(session.received), "edit at the engine")
    await asyncio.sleep(0.4)
    await lose(one)
    await until(lambda: stream.closed is not None, "stream lost")
    sid = stream.names.call_sid
    form = {"CallSid": sid, "CallStatus": "in-progress"}
    answer = await two.webhook(f"/twilio/calls/{call_id}/resume?try=1", form)
    assert answer.status_code == 200, answer.text
    again = stream_of(answer.text, sid)
    assert two.worker_id in again.url
    await again.start(signature=None)
    second = await engine.session(1)
    await until(lambda: again.audio > 0, "the agent goes on")
    told = str(second.received)
    assert "Ada" in told
    assert "4417" in told
    again.hang_up()
    await until(lambda: len(two.app.state.registry) == 0, "gone")
    call = await two.call(call_id)
    assert call["status"] == "completed"
    assert call["resume_count"] == 1
    turns = await two.turns(call_id)
    assert [turn.index for turn in turns] == sorted({turn.index for turn in turns})
    assert "My name is Ada." in [turn.said for turn in turns]


async def test_an_answered_call_whose_caller_never_comes_back_was_lost(
    pair: tuple[Product, Product], engine: ScriptedEngine
) -> None:
    one, two = pair
    stream, _, call_id = await begin(one, engine)
    await lose(one)
    sid = stream.names.call_sid
    form = {"CallSid": sid, "CallStatus": "in-progress"}
    answer = await two.webhook(f"/twilio/calls/{call_id}/resume?try=1", form)
    assert answer.status_code == 200, answer.text
    await two.webhook("/twilio/numbers/status", {"CallSid": sid, "CallStatus": "completed"})
    await until(lambda: len(two.app.state.registry) == 0, "gone")
    call = await two.call(call_id)
    assert (call["status"], call["outcome"]) == ("completed", "lost")
    assert call["cost"]["final"]


async def test_the_end_of_an_unanswered_call_finds_its_worker(
    pair: tuple[Product, Product], engine: ScriptedEngine
) -> None:
    one, two = pair
    await make_agent(one)
    _, stream = await one.ring(NUMBER)
    call_id = stream.parameters["call_id"]
    form = {"CallSid": stream.names.call_sid, "CallStatus": "completed"}
    answer = await two.webhook("/twilio/numbers/status", form)
    assert answer.status_code == 200
    await until(lambda: len(one.app.state.registry) == 0, "gone")
    call = await one.call(call_id)
    assert call["outcome"] == "not_answered"
    assert call["status"] == "no_answer"


class KnowsNothing:
    """A carrier that has forgotten the call."""

    async def fetch(self, sid: str) -> None:
        return None

    async def hang_up(self, sid: str) -> None:
        raise AssertionError("it has no such call")

    async def recent(self, to: str, from_: str, since: datetime) -> list[CarrierCall]:
        return []


def reaper_of(worker: Product) -> Reaper:
    services = worker.app.state.services
    calls, nothing = services.calls, KnowsNothing()
    lost = LostOrders(services.database, nothing)
    return Reaper(
        services.database,
        worker.worker_id,
        nothing,
        calls.ends,
        calls.rescue,
        lost,
        no_salvage(services.database),
    )


async def test_a_call_that_nobody_owns_is_closed(
    pair: tuple[Product, Product], engine: ScriptedEngine
) -> None:
    one, two = pair
    stream, _, call_id = await begin(one, engine)
    stream.frames(60)
    await asyncio.sleep(1.5)
    services = two.app.state.services
    reaper = reaper_of(two)
    assert await reaper.look(orphan_s=0) == []  # its worker lives
    await lose(one)
    # Its heart beats on in this process: let the call belong to one that is really gone.
    calls = services.database.raw["calls"]
    await calls.update_one({"_id": call_id}, {"$set": {"worker_id": "wdeadbeef"}})
    assert await reaper.look(orphan_s=0) == [call_id]
    call = await two.call(call_id)
    assert (call["status"], call["outcome"]) == ("completed", "lost")
    assert call["has_recording"]
    assert await reaper.look(orphan_s=0) == []


async def test_a_lost_call_ended_when_it_was_last_heard_of(
    pair: tuple[Product, Product], engine: ScriptedEngine
) -> None:
    one, two = pair
    stream, _, call_id = await begin(one, engine)
    stream.frames(60)
    await asyncio.sleep(1.5)
    services = two.app.state.services
    await lose(one)
    # The whole machine was off for a night.
    night = timedelta(hours=8)
    calls = services.database.raw["calls"]
    document = await calls.find_one({"_id": call_id})
    moved = {name: document[name] - night for name in ("created_at", "answered_at")}
    await calls.update_one({"_id": call_id}, {"$set": {**moved, "worker_id": "wdeadbeef"}})
    reaper = reaper_of(two)
    assert await reaper.look(orphan_s=0) == [call_id]
    call = await two.call(call_id)
    assert 0.5 < call["duration_s"] < 30
    assert call["cost"]["final"]
    assert [i["quantity"] for i in call["cost"]["items"] if i["kind"] == "carrier.minutes"] == [1]


async def test_an_operator_at_another_worker_takes_the_call_over(
    pair: tuple[Product, Product], engine: ScriptedEngine
) -> None:
    one, two = pair
    stream, session, call_id = await begin(one, engine)
    mouth = Operator()
    await connect(two.url.replace("http", "ws") + f"/calls/{call_id}/speak", mouth)
    await settled(two, call_id, "take-over")
    heard = stream.audio
    mouth.say(20)
    await until(lambda: stream.audio >= heard + 20, "the operator's voice")
    scribe = await engine.session(1)
    await until(lambda: scribe.appended >= 20, "the operator's voice, to be written down")
    await scribe.hears("You will get it by Friday.")
    await until(lambda: "by Friday" in str(session.received), "the model remembers it as its own")
    await settled(two, call_id, "hand-back")
    await until(lambda: scribe.closed is not None, "nobody listens to the operator any more")
    assert len(two.app.state.registry) == 0
    stream.hang_up()
    await until(lambda: one.app.state.registry.get(call_id) is None, "gone")
    turns = (await two.http.get(f"/calls/{call_id}/turns")).json()["items"]
    assert "You will get it by Friday." in [t["said"] for t in turns if t["role"] == "operator"]


async def resume(worker: Product, stream: Stream, call_id: str) -> Stream:
    """The carrier asks another worker what comes after the stream, and opens the new one."""
    await until(lambda: stream.closed is not None, "stream lost")
    form = {"CallSid": stream.names.call_sid, "CallStatus": "in-progress"}
    answer = await worker.webhook(f"/twilio/calls/{call_id}/resume?try=1", form)
    assert answer.status_code == 200, answer.text
    again = stream_of(answer.text, stream.names.call_sid)
    return await again.start(signature=None)


async def test_an_edits_time_ends_although_its_worker_did(
    pair: tuple[Product, Product], engine: ScriptedEngine
) -> None:
    one, two = pair
    stream, _, call_id = await begin(one, engine)
    body = {
        "scope": "call",
        "id": call_id,
        "set": {"business_hours": "closed"},
        "until": (utc_now() + timedelta(seconds=6)).isoformat(),
    }
    answer = await two.http.post("/edits?wait=5000", json=body)
    assert answer.json()["delivered"] == 1, answer.text
    await lose(one)
    again = await resume(two, stream, call_id)
    second = await engine.session(1)
    await until(lambda: second.of_type("session.update"), "configured")
    assert "closed" in str(second.of_type("session.update")[0])
    await until(lambda: "9 AM - 6 PM" in str(second.of_type("conversation.item.create")), "back")

    async def expired() -> bool:
        (edit,) = (await two.http.get(f"/calls/{call_id}/edits")).json()["items"]
        return bool(edit["state"] == "expired")

    async with asyncio.timeout(20):
        while not await expired():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    context = (await two.http.get(f"/calls/{call_id}/context")).json()
    assert context["context_data"] == {"business_hours": "9 AM - 6 PM EST"}
    again.hang_up()
    await until(lambda: len(two.app.state.registry) == 0, "gone")


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_warm_transfer_outlives_its_worker(
    pair: tuple[Product, Product], engine: ScriptedEngine, rest: CarrierRest, when: str
) -> None:
    """The colleague decides before, or after, another worker goes on with the call."""
    one, two = pair
    stream, _, call_id = await begin(one, engine)
    body = {"to_number": "+15551239999", "summary": "Ada asks about a refund."}
    answer = await one.http.post(f"/calls/{call_id}/warm-transfer", json=body)
    command_id = answer.json()["id"]
    transfers = two.app.state.services.database.raw["transfers"]

    async def placed() -> bool:
        found = await transfers.find_one({"_id": command_id})
        return bool(found and found.get("sid"))

    async with asyncio.timeout(20):
        while not await placed():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    await lose(one)

    async def accept() -> None:
        path = f"/twilio/calls/{call_id}/brief-key?c={command_id}"
        joined = await two.webhook(path, form_of(rest.orders[0], Digits="1"))
        assert "<Conference" in joined.text

    if when == "before":
        await accept()
    again = await resume(two, stream, call_id)
    if when == "after":
        await until(lambda: again.audio, "hold music")
        await accept()
    await until(lambda: again.closed is not None, "the stream ends")
    form = {"CallSid": stream.names.call_sid, "CallStatus": "in-progress"}
    after = await two.webhook(f"/twilio/calls/{call_id}/after", form)
    assert "<Conference" in after.text
    assert len(rest.orders) == 1  # nobody was called twice
    assert rest.updates == []  # nor hung up on
    found = await two.http.get(f"/calls/{call_id}/commands/{command_id}")
    assert found.json()["state"] == "done"
    await until(lambda: len(two.app.state.registry) == 0, "gone")


# ---- the reaper by itself --------------------------------------------------------------------


async def orphan(board: Switchboard, **fields: Any) -> Call:
    """A call whose worker is gone."""
    values: dict[str, Any] = {
        "status": CallStatus.IN_PROGRESS,
        "worker_id": "w_gone",
        "carrier_call_sid": "CA7",
        "created_at": utc_now() - timedelta(seconds=120),
        "answered_at": utc_now() - timedelta(seconds=110),
    }
    call = make_call(**{**values, **fields})
    await keep(board.database, call)
    return call


@pytest.mark.parametrize("outcome", [None, CallOutcome.TRANSFERRED])
async def test_what_the_carrier_still_has_goes_on_or_is_left_to_it(
    board: Switchboard, outcome: CallOutcome | None
) -> None:
    call = await orphan(board, outcome=outcome)
    board.phones.known["CA7"] = CarrierCall("CA7", "in-progress")
    assert await board.calls.reaper.look(orphan_s=0) == []
    assert (await board.stored(call.id)).status is CallStatus.IN_PROGRESS
    asked_again = [sid for sid, xml in board.phones.said if f"{call.id}/resume" in xml]
    assert asked_again == ([] if outcome else ["CA7"])


@pytest.mark.parametrize("wanted", [True, False])
async def test_a_phone_that_was_to_be_hung_up_does_not_ring_on(
    board: Switchboard, wanted: bool
) -> None:
    ends = {"outcome": CallOutcome.OPERATOR_HUNG_UP, "end_reason": "operator"} if wanted else {}
    call = await orphan(board, status=CallStatus.RINGING, answered_at=None, **ends)
    board.phones.known["CA7"] = CarrierCall("CA7", "ringing")
    assert await board.calls.reaper.look(orphan_s=0) == []
    assert board.phones.hung_up == (["CA7"] if wanted else [])
    assert (await board.stored(call.id)).status is CallStatus.RINGING


async def test_a_lost_call_lasted_as_long_as_the_carrier_says(board: Switchboard) -> None:
    call = await orphan(board)
    board.phones.known["CA7"] = CarrierCall("CA7", "completed", duration_s=33)
    assert await board.calls.reaper.look(orphan_s=0) == [call.id]
    ended = await board.stored(call.id)
    assert (ended.status, ended.outcome) == (CallStatus.COMPLETED, CallOutcome.LOST)
    assert ended.duration_s == 33.0
    assert await board.calls.reaper.look(orphan_s=0) == []


async def test_who_hung_up_before_their_worker_was_missed_is_not_lost(board: Switchboard) -> None:
    call = await orphan(board, worker_id="w_dying")
    workers = WorkerDirectory(board.database)
    await workers.beat(WorkerState(id="w_dying", call_ids=[call.id]))
    form = {"CallStatus": "completed", "CallSid": "CA7", "CallDuration": "31"}
    await board.calls.callbacks.carrier_status(call.id, form)  # told to who hears nothing
    assert (await board.stored(call.id)).status is CallStatus.IN_PROGRESS
    await workers.leave("w_dying")
    board.phones.known["CA7"] = CarrierCall("CA7", "completed", duration_s=31)
    assert await board.calls.reaper.look(orphan_s=0) == [call.id]
    ended = await board.stored(call.id)
    assert (ended.status, ended.outcome) == (CallStatus.COMPLETED, CallOutcome.CALLER_HUNG_UP)
    assert (ended.end_reason, ended.duration_s) == ("carrier:completed", 31.0)


async def test_a_carrier_that_is_away_holds_up_no_other_calls(board: Switchboard) -> None:
    asked = await orphan(board)
    browser = await orphan(board, direction=Direction.BROWSER, carrier_call_sid=None)
    board.phones.answers = False
    assert await board.calls.reaper.look(orphan_s=0, unknown_s=0) == [browser.id]
    assert (await board.stored(asked.id)).status is CallStatus.IN_PROGRESS


async def test_an_order_that_may_be_under_way_is_waited_for(board: Switchboard) -> None:
    fresh: dict[str, Any] = {
        "direction": Direction.OUTBOUND,
        "status": CallStatus.QUEUED,
        "carrier_call_sid": None,
        "answered_at": None,
    }
    young = await orphan(board, **fresh, created_at=utc_now())
    old = await orphan(board, **fresh)
    assert await board.calls.reaper.look(orphan_s=0, unknown_s=0) == [old.id]
    assert (await board.stored(young.id)).status is CallStatus.QUEUED
    assert (await board.stored(old.id)).status is CallStatus.FAILED


async def test_a_call_that_its_living_owner_does_not_run_is_lost(board: Switchboard) -> None:
    workers = WorkerDirectory(board.database)
    running = await orphan(board, worker_id="w_lives", carrier_call_sid="CA8")
    dropped = await orphan(board, worker_id="w_lives")
    unsaid = await orphan(board, worker_id="w_older", carrier_call_sid="CA9")
    await workers.beat(WorkerState(id="w_lives", call_ids=[running.id]))
    await workers.beat(WorkerState(id="w_older"))  # of a version that does not say what it runs
    assert await board.calls.reaper.look() == []  # not at once
    assert await board.calls.reaper.look(orphan_s=0) == [dropped.id]
    for call in (running, unsaid):
        assert (await board.stored(call.id)).status is CallStatus.IN_PROGRESS


async def test_a_heartbeat_names_the_calls(board: Switchboard) -> None:
    await board.agent()
    call_id, _ = await board.connect(await board.ring())
    state = WorkerState(id="w1")
    workers = WorkerDirectory(board.database)
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        beating = heartbeat(board.database, board.registry, state, Journal(board.database))
        task = group.create_task(beating)
        while await workers.holding() != {"w1": {call_id}}:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        task.cancel()
