"""Who has a line to spare when this worker has none."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from tests.support.loopback import stream_of
from tests.support.switchboard import Switchboard

from phony.domain.calls import CallOutcome, CallStatus
from phony.domain.events import CarrierStarted
from phony.domain.ids import DEFAULT_ORG
from phony.domain.sentences import BUILT_IN
from phony.service.bridge.registry import Need
from phony.service.calls.rescue import Rescue
from phony.service.calls.room import Room
from phony.store.workers import WorkerDirectory, WorkerState


async def beats(board: Switchboard, worker_id: str, **fields: Any) -> None:
    """Another worker of this machine says how it is."""
    values = {"host": socket.gethostname(), "calls": 1, "max_calls": 5, **fields}
    await WorkerDirectory(board.database).beat(WorkerState(id=worker_id, **values))


async def room_of(board: Switchboard) -> tuple[Room, list[float]]:
    """What this worker knows of the others; and its clock, which stands still."""
    now = [100.0]
    rescue = Rescue(board.database, "w1", board.phones, board.addresses, clock=lambda: now[0])
    await rescue.look()
    return Room(rescue, clock=lambda: now[0]), now


async def test_the_emptiest_is_named_first_and_none_is_given_more_than_it_takes(
    board: Switchboard,
) -> None:
    await beats(board, "w1", calls=0)  # itself
    await beats(board, "w2", calls=2)
    await beats(board, "w3", calls=3)
    room, _ = await room_of(board)
    named = [room.elsewhere(Need.ANSWERED) for _ in range(6)]
    assert named[0] == "w2"
    assert sorted(filter(None, named)) == ["w2"] * 3 + ["w3"] * 2
    assert named[-1] is None
    assert room.elsewhere(Need.GOES_ON) is not None  # who is on the phone


async def test_what_was_sent_counts_until_the_other_says_so_itself(board: Switchboard) -> None:
    await beats(board, "w2", calls=4)
    room, now = await room_of(board)
    assert room.elsewhere(Need.ANSWERED) == "w2"
    assert room.elsewhere(Need.ANSWERED) is None
    now[0] += 0.5
    assert room.elsewhere(Need.ANSWERED) is None
    now[0] += 1.1
    assert room._spare(WorkerState(id="w2", host=socket.gethostname(), max_calls=5), Need.PLACED)


@pytest.mark.parametrize(
    "fields", [{"draining": True}, {"host": "elsewhere"}, {"calls": 5}, {"lag_ms": 900.0}]
)
async def test_who_cannot_take_it_is_not_named(board: Switchboard, fields: dict[str, Any]) -> None:
    await beats(board, "w2", **fields)
    room, _ = await room_of(board)
    assert room.elsewhere(Need.ANSWERED) is None


async def test_when_all_stop_nobody_is_sent_to_another(board: Switchboard) -> None:
    await board.agent()
    await beats(board, "w2")  # before it was told to stop, too
    await board.calls.rescue.look()
    await board.calls.drain(0, everybody=True)
    assert BUILT_IN["en"].restarting in await board.ring()
    assert board.calls.room.elsewhere(Need.GOES_ON) is None


async def test_of_those_not_seen_lately_nobody_is_counted_on(board: Switchboard) -> None:
    await beats(board, "w2")
    room, now = await room_of(board)
    now[0] += 5
    assert room.elsewhere(Need.ANSWERED) is None


async def test_a_caller_who_finds_no_line_here_is_sent_to_who_has_one(board: Switchboard) -> None:
    await board.agent()
    board.registry.max_calls = 0
    await beats(board, "w2")
    await board.calls.rescue.look()
    xml = await board.ring()
    assert "/media/w2/" in xml
    (document,) = await board.database.raw["calls"].find().to_list()
    assert (document["worker_id"], document["status"]) == (None, CallStatus.RINGING)
    assert len(board.registry) == 0
    board.registry.max_calls = 4  # the other one is we
    bridge = await board.admit(xml)
    assert bridge is not None
    assert bridge.call.worker_id == "w1"
    assert bridge.call.resume_count == 0


async def test_so_is_who_calls_from_a_browser(board: Switchboard) -> None:
    agent = await board.agent()
    board.registry.max_calls = 0
    await beats(board, "w2")
    await board.calls.rescue.look()
    started = await board.calls.browser.start(DEFAULT_ORG, agent.id)
    assert "/media/w2/" in started.media_url
    assert (await board.stored(started.call.id)).worker_id is None
    board.registry.max_calls = 4  # the other one is we
    hello = CarrierStarted("MZ1", "", {"token": started.token})
    bridge = await board.calls.resuming.admit_stream(started.call.id, hello)
    assert bridge is not None
    assert bridge.call.worker_id == "w1"


async def test_the_carriers_repeat_finds_the_call_that_was_passed_on(board: Switchboard) -> None:
    await board.agent()
    board.registry.max_calls = 0
    await beats(board, "w2")
    await board.calls.rescue.look()
    first, again = stream_of(await board.ring(), "CA7"), stream_of(await board.ring(), "CA7")
    assert first.parameters == again.parameters
    assert await board.database.raw["calls"].count_documents({}) == 1


async def test_all_lines_are_busy_once_all_workers_are_full(board: Switchboard) -> None:
    await board.agent()
    board.registry.max_calls = 0
    await beats(board, "w2", calls=5)
    await board.calls.rescue.look()
    assert BUILT_IN["en"].busy in await board.ring()


async def test_a_call_that_finds_no_line_here_goes_on_elsewhere(board: Switchboard) -> None:
    await board.agent()
    call_id, _ = await board.connect(await board.ring())
    board.registry.max_calls = 0
    await beats(board, "w2", calls=5)  # full, but for those on the phone
    await board.calls.rescue.look()
    assert "/media/w2/" in await board.calls.resuming.resume(call_id, 1)
    call = await board.repositories.calls.get(call_id)
    assert (call.outcome, call.org_id) == (None, DEFAULT_ORG)
    await beats(board, "w2", calls=6)
    await board.calls.rescue.look()
    assert BUILT_IN["en"].busy in await board.calls.resuming.resume(call_id, 2)
    assert (await board.repositories.calls.get(call_id)).outcome is CallOutcome.LOST


async def test_who_stops_sends_nobody_to_others_that_may_stop_as_well(board: Switchboard) -> None:
    await board.agent()
    await beats(board, "w2")
    await board.calls.rescue.look()
    board.registry.draining = True
    assert BUILT_IN["en"].restarting in await board.ring()
