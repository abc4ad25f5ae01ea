"""A phone that rings is hung up until the carrier confirms it, and who asked is told so."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.support.bridges import Noted, bridge_of, call_of_an_agent, parts_of, turns_of_the_loop
from tests.support.loopback import until
from tests.support.records import make_command

from phony.domain.calls import CallOutcome, Direction
from phony.domain.commands import Command, CommandKind, CommandState
from phony.domain.errors import PhonyError, Unavailable
from phony.service.bridge.call import CallBridge
from phony.store.database import Database


class Slow(Noted):
    """A carrier that confirms nothing until it is let, and then perhaps fails."""

    def __init__(self, error: PhonyError | None = None) -> None:
        super().__init__()
        self.asked = asyncio.Event()
        self.let = asyncio.Event()
        self.error = error

    async def hang_up(self, sid: str) -> None:
        self.asked.set()
        await self.let.wait()
        if self.error is not None:
            raise self.error
        await super().hang_up(sid)


class Ringing:
    """A call that rings, and the command to hang it up."""

    def __init__(self, bridge: CallBridge, command: Command, database: Database) -> None:
        self.bridge = bridge
        self.command = command
        self._commands = parts_of(database).commands

    async def state(self) -> CommandState:
        return (await self._commands.get(self.command.id)).state


@contextlib.asynccontextmanager
async def ringing(database: Database, carrier: Noted, **fields: Any) -> AsyncIterator[Ringing]:
    values = {"worker_id": "w1", "direction": Direction.OUTBOUND, "carrier_call_sid": "CA1"}
    call, parts = call_of_an_agent(**{**values, **fields}), parts_of(database, carrier)
    await parts.calls.create(call)
    command = make_command(call.id, kind=CommandKind.HANG_UP)
    await parts.commands.insert(command)
    bridge = bridge_of(call, parts)
    async with asyncio.TaskGroup() as group:
        group.create_task(bridge.run())
        await turns_of_the_loop()
        bridge.give_command(command)
        yield Ringing(bridge, command, database)


async def test_a_hang_up_is_done_when_the_carrier_confirmed_it(database: Database) -> None:
    carrier = Slow()
    async with ringing(database, carrier) as call:
        await carrier.asked.wait()
        await call.bridge.record.writes.done()
        assert await call.state() is CommandState.RUNNING
        assert call.bridge.leaving.under_way
        assert [how for how, _, _ in carrier.ends] == ["announce"]  # it is not over
        carrier.let.set()
    assert carrier.hung_up == ["CA1"]
    assert await call.state() is CommandState.DONE
    assert carrier.ends[-1] == ("close", CallOutcome.OPERATOR_HUNG_UP, "operator")


async def test_a_hang_up_that_the_carrier_never_confirmed_failed(database: Database) -> None:
    carrier = Slow(Unavailable("away"))
    carrier.let.set()
    async with ringing(database, carrier) as call:
        pass
    assert await call.state() is CommandState.FAILED


async def test_the_carriers_own_word_confirms_it(database: Database) -> None:
    carrier = Slow()
    async with ringing(database, carrier) as call:
        await carrier.asked.wait()
        call.bridge.carrier_ended("canceled")
    assert carrier.hung_up == []
    assert await call.state() is CommandState.DONE


@pytest.mark.parametrize("sid", ["CA1", None])
async def test_a_call_that_is_still_being_ordered_is_hung_up_once_it_was(
    database: Database, sid: str | None
) -> None:
    carrier = Noted()
    async with ringing(database, carrier, carrier_call_sid=None) as call:
        await until(lambda: call.bridge.leaving.under_way, "leaving")
        assert await call.state() is not CommandState.DONE
        call.bridge.leaving.ordered(sid)
    assert carrier.hung_up == ([] if sid is None else ["CA1"])  # None: nothing rings
    assert await call.state() is CommandState.DONE


async def test_what_has_no_phone_is_over_at_once(database: Database) -> None:
    carrier = Noted()
    browser: dict[str, Any] = {"direction": Direction.BROWSER, "carrier_call_sid": None}
    async with ringing(database, carrier, **browser) as call:
        pass
    assert carrier.hung_up == []
    assert await call.state() is CommandState.DONE
