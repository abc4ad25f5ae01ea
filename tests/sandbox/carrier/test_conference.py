"""Conferences: who hears whom, and who ends it for all."""

from __future__ import annotations

import asyncio

from tests.support.sandbox import (
    LISTENER,
    NUMBER,
    OUTSIDE,
    Product,
    Sandbox,
    until,
)


async def test_a_conference_joins_calls_and_ends_with_the_host(
    sandbox: Sandbox, product: Product
) -> None:
    product.pages["/voice"] = (
        "<Response><Dial action='/after'><Conference>room</Conference></Dial></Response>"
    )
    first = await sandbox.place(persona=LISTENER)
    room = (
        "<Response><Dial><Conference endConferenceOnExit='true'>room</Conference></Dial></Response>"
    )
    await until(lambda: sandbox.network.conferences, "the room")
    sdk = sandbox.sdk()
    await sandbox.put(
        f"/parties/{OUTSIDE}",
        {
            "lines": [
                {"silence_s": 0.5},
                {"say": "Operator here", "at_once": True},
                {"silence_s": 1},
                {"hang_up": True},
            ]
        },
    )
    await asyncio.to_thread(lambda: sdk.calls.create(to=OUTSIDE, from_=NUMBER, twiml=room))
    await until(
        lambda: any(len(r.members) == 2 for r in sandbox.network.conferences.values()),
        "two members",
    )
    (found,) = await asyncio.to_thread(
        lambda: sdk.conferences.list(friendly_name="room", status="in-progress")
    )
    members = await asyncio.to_thread(lambda: sdk.conferences(found.sid).participants.list())
    assert first in [member.call_sid for member in members]
    await sandbox.call(first, wait_s=15)
    heard = (await sandbox.http.get(f"{sandbox.url}/sandbox/calls/{first}/heard")).json()["text"]
    assert "Operator here" in heard
    assert len(product.of("/after")) == 1
