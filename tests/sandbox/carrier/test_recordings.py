"""Recordings: what they hold, and what the product is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from tests.support.sandbox import ACCOUNT, NUMBER, OUTSIDE, TOKEN, Product, Sandbox, until
from twilio.base.exceptions import TwilioRestException

T = TypeVar("T")


WAIT = "<Response><Pause length='30'/></Response>"


async def ask(work: Callable[[], T]) -> T:
    return await asyncio.to_thread(work)


async def refused(work: Callable[[], Any]) -> tuple[int, int]:
    with pytest.raises(TwilioRestException) as error:
        await ask(work)
    return int(error.value.status), int(error.value.code or 0)


async def test_recordings_hold_the_calls_sound(sandbox: Sandbox) -> None:
    sdk = sandbox.sdk()
    call = await ask(lambda: sdk.calls.create(to=OUTSIDE, from_=NUMBER, twiml=WAIT))
    await until(lambda: sandbox.network.calls[0].now_ms > 300, "some sound")
    recording = await ask(lambda: sdk.calls(call.sid).recordings.create(recording_channels="dual"))
    began_ms = sandbox.network.calls[0].now_ms
    await until(lambda: sandbox.network.calls[0].now_ms > began_ms + 300, "more sound")
    await ask(lambda: sdk.calls(call.sid).update(status="completed"))
    (listed,) = await ask(lambda: sdk.calls(call.sid).recordings.list())
    assert (listed.sid, listed.status) == (recording.sid, "completed")
    url = f"{sandbox.url}/2010-04-01/Accounts/{listed.account_sid}/Recordings/{listed.sid}.wav"
    sound = await sandbox.http.get(url, auth=(listed.account_sid, "sandbox-auth-token"))
    assert sound.content[:4] == b"RIFF"
    assert len(sound.content) > 8000


async def test_a_recording_is_paused_stopped_and_reported(
    sandbox: Sandbox, product: Product
) -> None:
    sdk = sandbox.sdk()
    created = await ask(
        lambda: sdk.calls.create(
            to=OUTSIDE,
            from_=NUMBER,
            twiml=WAIT,
            record=True,
            recording_status_callback=product.url + "/recorded",
            recording_status_callback_event=["in-progress", "completed"],
            status_callback=product.url + "/status",
        )
    )
    call = sandbox.network.calls[0]

    async def listen(ms: int) -> None:
        until_ms = call.now_ms + ms
        await until(lambda: call.now_ms >= until_ms, "sound")

    await until(lambda: call.now_ms > 200, "some sound")
    recordings = sdk.calls(created.sid).recordings
    (listed,) = await ask(lambda: sdk.recordings.list(call_sid=created.sid))
    assert (listed.status, listed.source, listed.channels) == ("in-progress", "OutboundAPI", 1)
    current = sdk.calls(created.sid).recordings("Twilio.CURRENT")
    paused = await ask(lambda: current.update(status="paused", pause_behavior="skip"))
    assert paused.status == "paused"
    await listen(400)
    await ask(lambda: recordings(listed.sid).update(status="in-progress"))
    await listen(200)
    stopped = await ask(lambda: recordings(listed.sid).update(status="stopped"))
    assert stopped.status == "completed"
    length_ms = sandbox.network.recordings[listed.sid].length_ms
    assert 400 <= length_ms <= call.now_ms - 400
    url = f"{sandbox.url}/2010-04-01/Accounts/{ACCOUNT}/Recordings/{listed.sid}.wav"
    sound = (await sandbox.http.get(url, auth=(ACCOUNT, TOKEN))).content
    assert len(sound) == 44 + length_ms * 16  # one channel
    await ask(lambda: sdk.calls(created.sid).update(status="completed"))
    await until(lambda: product.of("/status"), "the end")
    assert product.of("/status")[-1]["RecordingSid"] == listed.sid
    reports = [form["RecordingStatus"] for form in product.of("/recorded")]
    assert reports == ["in-progress", "completed"]
    assert product.of("/recorded")[-1]["RecordingUrl"].endswith(listed.sid)
    assert await refused(lambda: recordings(listed.sid).update(status="paused")) == (400, 21220)
    assert await ask(lambda: sdk.recordings(listed.sid).delete())
    assert await refused(lambda: sdk.recordings(listed.sid).fetch()) == (404, 20404)


async def test_a_recording_of_one_side_keeps_its_pause_as_silence(sandbox: Sandbox) -> None:
    sdk = sandbox.sdk()
    twiml = "<Response><Play digits='11111111'/><Pause length='9'/></Response>"
    created = await ask(lambda: sdk.calls.create(to=OUTSIDE, from_=NUMBER, twiml=twiml))
    call = sandbox.network.calls[0]
    await until(lambda: any(call.heard()), "the call")
    both = sandbox.network.record(call, base_url="", channels=2)
    theirs = sandbox.network.record(call, base_url="", channels=2, track="inbound")
    paused = sandbox.network.record(call, base_url="", channels=2)
    paused.pause(skip=False)
    begun_ms = call.now_ms
    await until(lambda: call.now_ms > begun_ms + 600, "some tones")
    await ask(lambda: sdk.calls(created.sid).update(status="completed"))
    right = [recording.wav()[44:][2::4] for recording in (both, theirs, paused)]
    assert len({len(side) for side in right}) == 1
    assert any(right[0])
    assert not any(right[1])
    assert not any(right[2])
