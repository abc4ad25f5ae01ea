"""A worker that hangs: it is noticed, and the carrier asks somebody else for its calls."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import Any

import pytest
from tests.support.calls import keep, make_call
from tests.support.loopback import until
from tests.support.switchboard import Switchboard

from phony.domain.calls import Call, CallOutcome, CallStatus, Direction
from phony.domain.errors import Unavailable
from phony.domain.ids import utc_now
from phony.service.calls import rescue
from phony.service.calls.ownership import part_with_lost
from phony.service.calls.rescue import AWAY_S, LOOK_EVERY_S, SILENT_S, Rescue
from phony.store.workers import WorkerDirectory, WorkerState


class Watch:
    """One rescue with a clock of its own, and the worker that it watches."""

    def __init__(self, board: Switchboard) -> None:
        self.board = board
        self.now = 100.0
        self.workers = WorkerDirectory(board.database)
        self.other = WorkerState(id="w2", host=socket.gethostname(), pid=os.getpid())
        self.rescue = Rescue(
            board.database, "w1", board.phones, board.addresses, clock=lambda: self.now
        )

    async def looks(
        self,
        seconds: float,
        meanwhile: Callable[[], Any] | None = None,
        every_s: float = LOOK_EVERY_S,
    ) -> list[str]:
        """Look again and again; which calls were taken."""
        taken = []
        for _ in range(round(seconds / every_s)):
            self.now += every_s
            if meanwhile is not None:
                await meanwhile()
            taken += await self.rescue.look()
        return taken


@pytest.fixture
async def watch(board: Switchboard) -> Watch:
    watch = Watch(board)
    await watch.workers.beat(watch.other)
    await watch.workers.beat(WorkerState(id="w1"))  # who watches is not watched
    return watch


async def a_call(watch: Watch, **fields: Any) -> Call:
    values = {
        "worker_id": "w2",
        "carrier_call_sid": "CA9",
        "status": CallStatus.IN_PROGRESS,
        "answered_at": utc_now(),
    }
    call = make_call(**{**values, **fields})
    await keep(watch.board.database, call)
    return call


def test_it_is_noticed_within_three_seconds() -> None:
    assert SILENT_S + 2 * LOOK_EVERY_S <= 3.0


async def test_the_carrier_asks_again_for_a_hung_workers_calls(watch: Watch) -> None:
    call = await a_call(watch)
    assert await watch.looks(2.0) == []
    assert await watch.looks(1.2) == [call.id]
    assert watch.rescue.silent == {"w2"}
    ((sid, xml),) = watch.board.phones.said
    assert sid == "CA9"
    assert f'<Redirect method="POST">https://phony.example.com/twilio/calls/{call.id}/resume' in xml
    stored = await watch.board.stored(call.id)
    assert (stored.worker_id, stored.lease) == (None, 1)
    assert await watch.looks(3.0) == []  # once


async def test_whose_heart_beats_keeps_its_calls(watch: Watch) -> None:
    await a_call(watch)
    assert await watch.looks(6.0, lambda: watch.workers.beat(watch.other)) == []
    assert watch.rescue.silent == frozenset()


async def test_who_comes_back_is_counted_on_again(watch: Watch) -> None:
    await watch.looks(4.0)
    await watch.workers.beat(watch.other)
    await watch.looks(1.0)
    assert watch.rescue.silent == frozenset()


async def test_who_was_away_has_seen_nothing_of_the_others(watch: Watch) -> None:
    """Stopped itself, or cut from the database, as they all may have been."""
    await a_call(watch)
    for _ in range(4):
        assert await watch.looks(1.6) == []
        watch.now += AWAY_S
    assert len(await watch.looks(3.2)) == 1


async def test_who_is_late_itself_has_patience_with_the_others(watch: Watch) -> None:
    """A machine with too much to do: everybody is late, and nobody hangs."""
    call = await a_call(watch)
    assert await watch.looks(3.3, every_s=1.1) == []
    assert await watch.looks(2.0) == [call.id]


async def test_a_dead_workers_callers_come_by_themselves(
    watch: Watch,
) -> None:
    call = await a_call(watch)
    await watch.workers.beat(watch.other.model_copy(update={"pid": 2**22 + 1}))
    assert await watch.looks(4.0) == [call.id]
    assert watch.board.phones.said == []


async def test_a_machine_that_does_not_answer_may_be_cut_off_and_alive(watch: Watch) -> None:
    call = await a_call(watch)
    elsewhere = {"pid": 2**22 + 1, "host": "another.example.com"}
    await watch.workers.beat(watch.other.model_copy(update=elsewhere))
    assert await watch.looks(4.0) == [call.id]
    assert len(watch.board.phones.said) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"direction": Direction.OUTBOUND, "status": CallStatus.RINGING, "answered_at": None},
        {"direction": Direction.BROWSER, "carrier_call_sid": None},
        {"outcome": CallOutcome.TRANSFERRED},
    ],
)
async def test_who_has_no_stream_with_a_carrier_is_only_set_free(
    watch: Watch, fields: dict[str, Any]
) -> None:
    call = await a_call(watch, **fields)
    assert await watch.looks(4.0) == [call.id]
    assert watch.board.phones.said == []


async def test_two_that_look_take_each_call_once(watch: Watch) -> None:
    other = Watch(watch.board)
    call = await a_call(watch)
    taken = await watch.looks(4.0) + await other.looks(4.0)
    assert taken == [call.id]
    assert len(watch.board.phones.said) == 1


async def test_a_carrier_that_refuses_does_not_end_the_watch(watch: Watch) -> None:
    call = await a_call(watch)
    watch.board.phones.refuse = Unavailable("not now")
    assert await watch.looks(4.0) == [call.id]


def test_a_process_of_another_user_is_alive() -> None:
    worker = WorkerState(id="w2", host=socket.gethostname(), pid=1)
    assert not rescue._is_gone(worker)
    assert not rescue._is_gone(worker.model_copy(update={"pid": 0}))


async def test_what_others_took_up_while_we_slept_is_dropped_without_a_word(
    board: Switchboard,
) -> None:
    await board.agent()
    call_id, wire = await board.connect(await board.ring())
    kept_id, _ = await board.connect(await board.ring("CA8"), "CA8")
    await until(lambda: not board.registry.unwritten, "both answered")
    claimed = await board.repositories.calls.claim(call_id, "w2", held_by="w1")
    assert claimed is not None
    before = await board.stored(call_id)
    await part_with_lost(board.database, board.registry)
    await until(lambda: board.registry.get(call_id) is None, "gone")
    assert wire.closed is not None
    assert await board.stored(call_id) == before
    assert board.phones.hung_up == []
    assert [bridge.call.id for bridge in board.registry.running()] == [kept_id]
