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


async def test_events_are_told_as_the_first_participant_wants(
    sandbox: Sandbox, product: Product
) -> None:
    product.pages["/voice"] = (
        "<Response><Dial><Conference statusCallback='/events' statusCallbackEvent='join end'"
        " endConferenceOnExit='true' participantLabel='host'>room</Conference></Dial></Response>"
    )
    host = await sandbox.place(persona=LISTENER)
    await until(lambda: product.of("/events"), "the host")
    guest = (
        "<Response><Dial><Conference muted='true' participantLabel='guest'"
        f" statusCallback='{product.url}/others' statusCallbackEvent='leave'>room</Conference>"
        "</Dial></Response>"
    )
    await sandbox.put(f"/parties/{OUTSIDE}", {"lines": ["Can you hear me?"], "stay": True})
    sdk = sandbox.sdk()
    await asyncio.to_thread(lambda: sdk.calls.create(to=OUTSIDE, from_=NUMBER, twiml=guest))
    await until(lambda: len(product.of("/events")) == 2, "the guest")
    (room,) = await asyncio.to_thread(lambda: sdk.conferences.list())
    members = await asyncio.to_thread(lambda: sdk.conferences(room.sid).participants.list())
    assert {(member.label, member.muted) for member in members} == {
        ("host", False),
        ("guest", True),
    }
    muted = await asyncio.to_thread(lambda: sdk.conferences(room.sid).participants.list(muted=True))
    assert [member.label for member in muted] == ["guest"]
    call = sandbox.network.call(host)
    assert call is not None
    call.hang_up()
    await until(lambda: len(product.of("/events")) == 3, "the end")
    joined, second, end = product.of("/events")
    assert [form["StatusCallbackEvent"] for form in product.of("/events")] == [
        "participant-join",
        "participant-join",
        "conference-end",
    ]
    assert (joined["ParticipantLabel"], joined["EndConferenceOnExit"]) == ("host", "true")
    assert (second["ParticipantLabel"], second["Muted"]) == ("guest", "true")
    reason = "participant-with-end-conference-on-exit-left"
    assert (end["ReasonConferenceEnded"], end["CallSidEndingConference"]) == (reason, host)
    over = await asyncio.to_thread(lambda: sdk.conferences(room.sid).fetch())
    assert (over.reason_conference_ended, over.call_sid_ending_conference) == (reason, host)
    assert product.of("/others") == []
    assert "Can you hear me" not in await sandbox.network.voice.recognise(call.heard())
