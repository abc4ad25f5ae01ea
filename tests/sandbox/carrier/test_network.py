"""What the network keeps, and how fast it starts calls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from tests.support.sandbox import NUMBER, OUTSIDE, Product, Sandbox, until

from phony.sandbox.parties import Party

T = TypeVar("T")


WAIT = "<Response><Pause length='30'/></Response>"


async def ask(work: Callable[[], T]) -> T:
    return await asyncio.to_thread(work)


async def test_calls_start_one_after_another_at_the_accounts_rate(sandbox: Sandbox) -> None:
    await sandbox.put("/faults", {"cps": 4})
    sdk = sandbox.sdk()
    loop = asyncio.get_running_loop()
    began = loop.time()
    for _ in range(3):
        await ask(lambda: sdk.calls.create(to=OUTSIDE, from_=NUMBER, twiml=WAIT))
    last = sandbox.network.calls[0]
    await until(lambda: last.record.status != "queued", "the start")
    assert loop.time() - began >= 2 / 4
    assert all(call.record.queue_ms >= 0 for call in sandbox.network.calls)


async def test_memory_is_bounded(sandbox: Sandbox) -> None:
    network = sandbox.network
    network.kept_calls, network.kept_sounds = 4, 2
    for _ in range(7):
        call = network.call_in(OUTSIDE, NUMBER, Party())
        call.answer()
        await asyncio.sleep(0.05)
        call.hang_up()
    assert len(network.calls) <= 5
    assert network.calls[0].heard()
    assert not network.calls[-1].heard()


WAIT = "<Response><Pause length='30'/></Response>"


async def test_a_number_of_ours_can_be_called_by_us(sandbox: Sandbox, product: Product) -> None:
    product.pages["/voice"] = "<Response><Say>Reception</Say></Response>"
    sdk = sandbox.sdk()
    call = await asyncio.to_thread(
        lambda: sdk.calls.create(to=NUMBER, from_="+18578167226", twiml=WAIT)
    )
    shown = await sandbox.call(call.sid, wait_s=15)
    assert shown["status"] == "completed"
    said = f"{sandbox.url}/sandbox/calls/{product.of('/voice')[0]['CallSid']}/heard"
    assert (await sandbox.http.get(said)).json()["text"] == "Reception"
