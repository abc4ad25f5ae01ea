"""What the carrier told one worker reaches the one that holds the call, and is then forgotten."""

from __future__ import annotations

import asyncio

from tests.support.calls import make_call

from phony.store.changes import Signal, for_calls
from phony.store.database import Database
from phony.store.signals import Signals


async def test_every_worker_hears_signals_in_their_order(database: Database) -> None:
    call = make_call()
    ready = [asyncio.Event(), asyncio.Event()]

    async def hear(number: int) -> list[Signal]:
        heard = []
        async with asyncio.timeout(15):
            async for what in for_calls(database, ready[number]):
                assert isinstance(what, Signal)
                heard.append(what)
                if len(heard) == 3:
                    break
        return heard

    async with asyncio.TaskGroup() as group:
        workers = [group.create_task(hear(number)) for number in range(2)]
        async with asyncio.timeout(15):
            await asyncio.gather(*(event.wait() for event in ready))
        for number in range(3):
            await Signals(database).send(call, "machine", {"answered_by": str(number)})
    expected = [Signal(call.id, "machine", {"answered_by": str(number)}) for number in range(3)]
    assert [worker.result() for worker in workers] == [expected, expected]


async def test_only_the_sending_of_a_signal_is_told(database: Database) -> None:
    ready, heard = asyncio.Event(), []

    async def hear() -> None:
        async for what in for_calls(database, ready):
            assert isinstance(what, Signal)
            heard.append(what.call_id)
            if len(heard) == 2:
                break

    async with asyncio.timeout(15), asyncio.TaskGroup() as group:
        group.create_task(hear())
        await ready.wait()
        await Signals(database).send(make_call(id="call_1"), "carrier_ended", {})
        await database.raw["signals"].update_many({}, {"$set": {"name": "changed"}})
        await database.raw["signals"].delete_many({})
        await Signals(database).send(make_call(id="call_2"), "carrier_ended", {})
    assert heard == ["call_1", "call_2"]


async def test_signals_name_their_organization_and_expire(database: Database) -> None:
    await Signals(database).send(make_call(org_id="org_x"), "carrier_ended", {"a": 1})
    [document] = await database.raw["signals"].find().to_list()
    assert (document["org_id"], document["data"]) == ("org_x", {"a": 1})
    indexes = await database.raw["signals"].index_information()
    assert indexes["expiry"]["key"] == [("created_at", 1)]
    assert document["created_at"] is not None
