"""Tools and colleagues: run beside the call, and answered whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, cast

import pytest
from tests.support.bridges import turns_of_the_loop
from tests.support.calls import make_call
from tests.support.loopback import until

from phony.domain import actions as act
from phony.domain.calls import Call
from phony.domain.errors import Invalid
from phony.domain.events import Event, KeysRefused, OperatorDialed, ToolFinished
from phony.service.bridge.errands import MAX_TOOLS, Errands
from phony.service.bridge.flight import FlightRecord
from phony.store.journal import Journal


class Host:
    """A call that only keeps what it is given."""

    def __init__(self, group: asyncio.TaskGroup | None) -> None:
        self.call = make_call()
        self.flight = FlightRecord(Journal(cast(Any, Far())), "org_1", self.call.id)
        self.events: list[Event] = []
        self._group = group

    def now_ms(self) -> float:
        return 0.0

    def feed(self, event: Event, leg: str = "phony") -> None:
        self.events.append(event)

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None] | None:
        if self._group is None:
            work.close()
            return None
        return self._group.create_task(work)


class Far:
    """Tools and a colleague who take their time; and a database that nobody asks."""

    raw: Any = None
    loose: Any = None

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.ran: list[str] = []
        self.refuses = False
        self.hung_up: bool | None = None
        self.keys: list[str] = []
        self.keys_over = 0

    async def press(self, call: Call, digits: str) -> None:
        if self.refuses:
            raise Invalid("not now", field="digits")
        self.keys.append(digits)

    def end_keys(self) -> None:
        self.keys_over += 1

    async def run(self, call: Call, name: str, arguments: str) -> tuple[str, bool]:
        self.ran.append(name)
        await self.go.wait()
        return '{"ok": true}', True

    async def dial(self, call: Call, action: act.DialOperator, released: Callable[[], bool]) -> str:
        if self.refuses:
            raise Invalid("not a number", field="to_number")
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.hung_up = not released()
            raise
        return "accepted"


@pytest.fixture
async def group() -> AsyncIterator[asyncio.TaskGroup]:
    async with asyncio.TaskGroup() as group:
        yield group


def tool(number: int) -> act.RunTool:
    return act.RunTool(f"fc_{number}", "order_status", "{}")


def colleague() -> act.DialOperator:
    return act.DialOperator("cmd_1", "+15551239999", "Ada asks about a refund.", "room_1")


def errands_of(host: Host, far: Far, *, released: bool = False, within_s: float = 9) -> Errands:
    return Errands(
        host, far, far.dial, lambda: released, far.press, far.end_keys, back_within_s=within_s
    )


async def test_a_tool_too_many_is_answered_at_once(group: asyncio.TaskGroup) -> None:
    far, host = Far(), Host(group)
    errands = errands_of(host, far)
    for number in range(MAX_TOOLS + 1):
        errands.run_tool(tool(number), 0.0)
    await turns_of_the_loop()
    assert len(far.ran) == MAX_TOOLS
    (refused,) = host.events
    assert isinstance(refused, ToolFinished)
    assert (refused.call_id, refused.ok) == (f"fc_{MAX_TOOLS}", False)
    far.go.set()
    await turns_of_the_loop()
    assert len(host.events) == MAX_TOOLS + 1
    errands.run_tool(tool(99), 0.0)  # there is room again
    await turns_of_the_loop()
    assert host.events[-1] == ToolFinished("fc_99", '{"ok": true}', True)


async def test_a_call_that_does_not_run_sends_nobody(group: asyncio.TaskGroup) -> None:
    far, host = Far(), Host(None)
    errands = errands_of(host, far)
    errands.run_tool(tool(1), 0.0)
    errands.dial_operator(colleague(), 0.0)
    errands.close()
    await turns_of_the_loop()
    assert (far.ran, host.events) == ([], [])


async def test_how_the_colleague_decided_is_handed_in(group: asyncio.TaskGroup) -> None:
    far, host = Far(), Host(group)
    far.go.set()
    errands = errands_of(host, far)
    errands.dial_operator(colleague(), 0.0)
    await turns_of_the_loop()
    far.refuses = True
    errands.dial_operator(colleague(), 0.0)
    await turns_of_the_loop()
    assert host.events == [OperatorDialed("cmd_1", "accepted"), OperatorDialed("cmd_1", "failed")]


@pytest.mark.parametrize("released", [True, False])
async def test_when_the_call_is_over_nobody_waits_for_the_colleague(
    group: asyncio.TaskGroup, released: bool
) -> None:
    far, host = Far(), Host(group)
    errands = errands_of(host, far, released=released)
    errands.dial_operator(colleague(), 0.0)
    await turns_of_the_loop()
    errands.close()
    await turns_of_the_loop()
    assert far.hung_up is not released  # another worker waits in its place
    assert host.events == []


async def test_keys_are_over_when_the_stream_is_back(group: asyncio.TaskGroup) -> None:
    far, host = Far(), Host(group)
    errands = errands_of(host, far)
    assert not errands.pressing
    errands.press_keys(act.PressKeys("1w2"), 0.0)
    await turns_of_the_loop()
    assert errands.pressing
    errands.stream_began()
    await turns_of_the_loop()
    assert not errands.pressing
    assert (far.keys, host.events, far.keys_over) == (["1w2"], [], 0)


async def test_keys_that_the_carrier_refuses_are_told_of(group: asyncio.TaskGroup) -> None:
    far, host = Far(), Host(group)
    far.refuses = True
    errands = errands_of(host, far)
    errands.press_keys(act.PressKeys("1"), 0.0)
    await turns_of_the_loop()
    assert not errands.pressing
    assert (host.events, far.keys_over) == ([KeysRefused()], 1)


async def test_a_stream_that_does_not_come_back_is_given_up(group: asyncio.TaskGroup) -> None:
    far, host = Far(), Host(group)
    errands = errands_of(host, far, within_s=-1)
    errands.press_keys(act.PressKeys("1"), 0.0)
    await until(lambda: far.keys_over == 1, "given up")
    assert not errands.pressing
    assert host.events == []
