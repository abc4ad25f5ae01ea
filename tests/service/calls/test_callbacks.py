"""What the carrier reports: any order, any number of times, on any worker."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from tests.support.loopback import until
from tests.support.switchboard import Switchboard, a_call, a_transfer

from phony.domain.calls import CallOutcome, CallStatus, Direction
from phony.domain.ids import utc_now
from phony.domain.sentences import BUILT_IN
from phony.store.workers import WorkerDirectory, WorkerState


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("busy", CallStatus.BUSY),
        ("no-answer", CallStatus.NO_ANSWER),
        ("canceled", CallStatus.CANCELED),
        ("completed", CallStatus.COMPLETED),
    ],
)
async def test_the_end_of_a_call_that_nobody_runs_is_written_here(
    board: Switchboard, word: str, status: CallStatus
) -> None:
    call = await a_call(board)
    for again in (word, "ringing", "failed"):
        await board.calls.callbacks.carrier_status(call.id, {"CallStatus": again})
    ended = await board.stored(call.id)
    assert (ended.status, ended.outcome) == (status, CallOutcome.CALLER_HUNG_UP)
    assert ended.end_reason == f"carrier:{word}"


async def test_only_a_later_status_changes_anything(board: Switchboard) -> None:
    call = await a_call(board, status=CallStatus.QUEUED, carrier_call_sid=None)
    for word, sequence in (("ringing", "1"), ("initiated", "0"), ("no word", "2")):
        form = {"CallStatus": word, "SequenceNumber": sequence, "CallSid": "CA9"}
        await board.calls.callbacks.carrier_status(call.id, form)
    now = await board.stored(call.id)
    assert (now.status, now.carrier_call_sid) == (CallStatus.RINGING, "CA9")


async def test_the_end_of_another_workers_call_is_told_to_it(board: Switchboard) -> None:
    call = await a_call(board, worker_id="w2")
    await WorkerDirectory(board.database).beat(WorkerState(id="w2"))
    await board.calls.callbacks.carrier_status(call.id, {"CallStatus": "busy"})
    assert (await board.stored(call.id)).status is call.status
    told = await board.database.raw["signals"].find_one({"call_id": call.id})
    assert told is not None
    assert (told["name"], told["data"]) == ("carrier_ended", {"status": "busy", "lasted_s": None})


async def test_a_worker_that_could_not_be_heard_is_asked_before_its_call_is_lost(
    board: Switchboard,
) -> None:
    """After an outage of the database all hearts have stood still."""
    call = await a_call(board, worker_id="w2")
    workers = WorkerDirectory(board.database)
    await workers.beat(WorkerState(id="w2"))
    long_ago = utc_now() - timedelta(seconds=30)
    await board.database.raw["workers"].update_one({"_id": "w2"}, {"$set": {"seen_at": long_ago}})
    async with asyncio.TaskGroup() as group:
        told = group.create_task(
            board.calls.callbacks.carrier_status(call.id, {"CallStatus": "completed"})
        )
        await asyncio.sleep(0.3)
        assert not told.done()
        await workers.beat(WorkerState(id="w2"))
    assert (await board.stored(call.id)).status is call.status
    assert await board.database.raw["signals"].find_one({"call_id": call.id}) is not None


async def test_the_call_of_a_worker_that_died_is_lost(board: Switchboard) -> None:
    call = await a_call(board, worker_id="w2", answered_at=utc_now())
    await board.calls.callbacks.carrier_status(call.id, {"CallStatus": "completed"})
    assert (await board.stored(call.id)).outcome is CallOutcome.LOST


async def test_a_signal_reaches_the_call_that_is_here(board: Switchboard) -> None:
    await board.agent()
    await board.ring()
    (bridge,) = board.registry.all()
    board.calls.callbacks.on_signal("call_elsewhere", "carrier_ended", {"status": "busy"})
    board.calls.callbacks.on_signal(bridge.call.id, "nothing we know", {})
    assert not bridge.ending
    board.calls.callbacks.on_signal(bridge.call.id, "carrier_ended", {"status": "busy"})
    await until(lambda: board.registry.get(bridge.call.id) is None, "gone")
    ended = await board.stored(bridge.call.id)
    assert (ended.status, ended.outcome) == (CallStatus.BUSY, CallOutcome.NOT_ANSWERED)


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ({"kind": "transfer", "to_number": "+15551239999"}, "+15551239999</Number>"),
        ({"kind": "warm", "room": "room_1"}, "room_1</Conference>"),
        ({"kind": "apology"}, BUILT_IN["en"].sorry),
        (None, "<Hangup"),
    ],
)
async def test_after_the_stream_comes_what_the_session_wanted(
    board: Switchboard, after: dict[str, str] | None, words: str
) -> None:
    call = await a_call(
        board,
        status=CallStatus.IN_PROGRESS,
        outcome=CallOutcome.AGENT_HUNG_UP,
        end_reason="end_call",
        answered_at=utc_now(),
    )
    if after is not None:
        await board.repositories.calls.set_private(call.id, after=after)
    form = {"CallStatus": "in-progress"}
    assert words in await board.calls.callbacks.after_stream(call.id, form)


async def test_a_stream_that_broke_goes_on(board: Switchboard) -> None:
    call = await a_call(board, status=CallStatus.IN_PROGRESS, answered_at=utc_now())
    xml = await board.calls.callbacks.after_stream(call.id, {"CallStatus": "in-progress"})
    await board.connect(xml)


@pytest.mark.parametrize(
    ("what", "form"),
    [
        ("conference_ended", {}),
        ("dial_status", {"DialCallStatus": "completed"}),
        ("dial_status", {"DialCallStatus": "busy"}),
        ("dial_status", {"CallStatus": "completed"}),
        ("leg_status", {"CallStatus": "in-progress", "CallSid": "CA8"}),
        ("leg_status", {"CallStatus": "in-progress", "CallSid": "CA8", "ParentCallSid": "CA9"}),
        ("carrier_status", {"CallStatus": "completed", "CallSid": "CA_of_another"}),
        ("machine_detected", {"AnsweredBy": "machine_start", "CallSid": "CA_of_another"}),
        ("after_stream", {"CallStatus": "completed", "CallSid": "CA_of_another"}),
        ("answer_outbound", {"CallSid": "CA_of_another"}),
    ],
)
@pytest.mark.parametrize("kind", [None, "transfer", "warm"])
async def test_what_is_said_of_something_that_is_not_under_way_changes_nothing(
    board: Switchboard, what: str, form: dict[str, str], kind: str | None
) -> None:
    if kind is None:
        call = await a_call(board, status=CallStatus.IN_PROGRESS, answered_at=utc_now())
    else:
        call = await a_transfer(board, kind)
    if (what, kind) in {("conference_ended", "warm"), ("dial_status", "transfer")}:
        form = {**form, "CallSid": "CA_of_another"}
    before = await board.stored(call.id)
    onward = what in ("conference_ended", "dial_status", "leg_status")
    heard_by = board.calls.onward if onward else board.calls.callbacks
    answer = await getattr(heard_by, what)(call.id, form)
    assert answer is None or "<Hangup" in answer
    assert await board.stored(call.id) == before


async def test_a_call_lasted_as_long_as_the_carrier_says(board: Switchboard) -> None:
    answered = utc_now() - timedelta(minutes=9)  # what it says may come late
    call = await a_call(board, status=CallStatus.IN_PROGRESS, answered_at=answered)
    form = {"CallStatus": "completed", "CallDuration": "15", "CallSid": "CA7"}
    await board.calls.callbacks.carrier_status(call.id, form)
    ended = await board.stored(call.id)
    assert (ended.duration_s, ended.outcome) == (15.0, CallOutcome.CALLER_HUNG_UP)
    assert ended.ended_at == answered + timedelta(seconds=15)


async def test_the_carriers_measure_is_kept_for_the_end_of_a_call_that_runs(
    board: Switchboard,
) -> None:
    await board.agent()
    call_id, _ = await board.connect(await board.ring())
    form = {"CallStatus": "completed", "CallDuration": "15", "CallSid": "CA7"}
    await board.calls.callbacks.carrier_status(call_id, form)
    await until(lambda: board.registry.get(call_id) is None, "gone")
    assert (await board.stored(call_id)).duration_s == 15
    await board.calls.callbacks.carrier_status(call_id, {**form, "CallDuration": "39"})
    assert (await board.stored(call_id)).duration_s == 39  # what comes late counts, too


async def test_who_hangs_up_before_a_worker_is_missed_has_hung_up(board: Switchboard) -> None:
    call = await a_call(
        board, status=CallStatus.IN_PROGRESS, answered_at=utc_now(), worker_id="w_hangs"
    )
    await WorkerDirectory(board.database).beat(WorkerState(id="w_hangs"))
    await board.repositories.calls.take_from(call)
    form = {"CallStatus": "completed", "CallDuration": "12"}
    await board.calls.callbacks.carrier_status(call.id, form)
    ended = await board.stored(call.id)
    assert (ended.outcome, ended.end_reason) == (CallOutcome.CALLER_HUNG_UP, "carrier:completed")
    assert ended.duration_s == 12


@pytest.mark.parametrize("how", ["died", "gave it up", "hung"])
async def test_a_caller_whose_worker_is_gone_did_not_hang_up(board: Switchboard, how: str) -> None:
    call = await a_call(
        board, status=CallStatus.IN_PROGRESS, answered_at=utc_now(), worker_id="w_dead"
    )
    calls = board.repositories.calls
    if how == "gave it up":
        await calls.release(call.id, lease=call.lease, in_order=True)
    elif how == "hung":
        await calls.take_from(call)
    await board.calls.callbacks.carrier_status(call.id, {"CallStatus": "completed"})
    ended = await board.stored(call.id)
    assert (ended.status, ended.outcome) == (CallStatus.COMPLETED, CallOutcome.LOST)


async def test_what_the_machine_detection_says_is_kept(board: Switchboard) -> None:
    call = await a_call(board, worker_id="w2")
    await board.calls.callbacks.machine_detected(call.id, {"AnsweredBy": "human"})
    assert (await board.stored(call.id)).answered_by == "human"
    told = await board.database.raw["signals"].find_one({"call_id": call.id})
    assert told is not None
    assert told["name"] == "machine_detected"


async def test_a_repeated_answer_gets_the_same_token_until_the_stream_began(
    board: Switchboard,
) -> None:
    call = await a_call(board, status=CallStatus.RINGING, direction=Direction.OUTBOUND)
    answers = [
        await board.calls.callbacks.answer_outbound(call.id, {"CallSid": "CA7"}) for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert await board.admit(answers[0]) is not None
    assert "<Hangup" in await board.calls.callbacks.answer_outbound(call.id, {"CallSid": "CA7"})
