"""The carrier's REST interface, driven by the official SDK."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from tests.support.sandbox import ACCOUNT, NUMBER, OUTSIDE, TOKEN, Product, Sandbox, until
from twilio.base.exceptions import TwilioRestException

from phony.sandbox.parties import Party

T = TypeVar("T")
WAIT = "<Response><Pause length='30'/></Response>"


async def ask(work: Callable[[], T]) -> T:
    return await asyncio.to_thread(work)


async def refused(work: Callable[[], Any]) -> tuple[int, int]:
    with pytest.raises(TwilioRestException) as error:
        await ask(work)
    return int(error.value.status), int(error.value.code or 0)


async def test_numbers_come_in_pages(sandbox: Sandbox) -> None:
    sdk = sandbox.sdk()
    listed = await ask(lambda: sdk.incoming_phone_numbers.list(page_size=2))
    assert [n.phone_number for n in listed] == list(sandbox.network.numbers)
    assert len(listed) > 2
    url = f"{sandbox.url}/2010-04-01/Accounts/{ACCOUNT}/IncomingPhoneNumbers.json?PageSize=2"
    page = (await sandbox.http.get(url, auth=(ACCOUNT, TOKEN))).json()
    assert page["next_page_uri"].startswith("/2010-04-01/")
    assert "PageToken=" in page["next_page_uri"]
    assert page["previous_page_uri"] is None
    assert listed[0].capabilities["voice"] is True
    found = await ask(lambda: sdk.incoming_phone_numbers.list(phone_number=NUMBER))
    assert [n.phone_number for n in found] == [NUMBER]


async def test_a_number_is_changed_and_application_and_trunk_exclude_each_other(
    sandbox: Sandbox,
) -> None:
    sdk = sandbox.sdk()
    (number,) = await ask(lambda: sdk.incoming_phone_numbers.list(phone_number=NUMBER))
    changed = await ask(lambda: number.update(voice_url="http://x.example/v", friendly_name="Desk"))
    assert (changed.voice_url, changed.friendly_name) == ("http://x.example/v", "Desk")
    application, trunk = "AP" + "1" * 32, "TK" + "2" * 32
    changed = await ask(lambda: number.update(voice_application_sid=application))
    assert changed.voice_application_sid == application
    changed = await ask(lambda: number.update(trunk_sid=trunk))
    assert (changed.trunk_sid, changed.voice_application_sid) == (trunk, None)
    # Blank clears; the voice URL was there all the time.
    changed = await ask(lambda: number.update(trunk_sid=""))
    assert (changed.trunk_sid, changed.voice_url) == (None, "http://x.example/v")
    assert await refused(lambda: number.update(voice_url="nonsense")) == (400, 21502)


async def test_a_call_is_created_runs_and_is_ended(sandbox: Sandbox, product: Product) -> None:
    sdk = sandbox.sdk()
    call = await ask(
        lambda: sdk.calls.create(
            to=OUTSIDE,
            from_=NUMBER,
            twiml=WAIT,
            status_callback=f"{product.url}/status",
            status_callback_event=["initiated", "ringing", "answered", "completed"],
        )
    )
    assert (call.status, call.direction) == ("queued", "outbound-api")
    await until(lambda: len(product.of("/status")) == 3, "three callbacks")
    live = await ask(lambda: sdk.calls(call.sid).fetch())
    assert live.status == "in-progress"
    assert [c.sid for c in await ask(lambda: sdk.calls.list(status="in-progress"))] == [call.sid]
    await ask(lambda: sdk.calls(call.sid).update(status="completed"))
    await until(lambda: len(product.of("/status")) == 4, "the last callback")
    forms = product.of("/status")
    assert [form["CallStatus"] for form in forms] == [
        "initiated",
        "ringing",
        "in-progress",
        "completed",
    ]
    assert [form["SequenceNumber"] for form in forms] == ["0", "1", "2", "3"]
    assert forms[-1]["CallDuration"] == "1"
    assert product.bad_signatures == []
    over = await ask(lambda: sdk.calls(call.sid).fetch())
    assert (over.status, over.duration) == ("completed", "1")
    await until(
        lambda: sandbox.network.calls[0].record.price_usd is not None, "the carrier's price"
    )
    assert (await ask(lambda: sdk.calls(call.sid).fetch())).price == "-0.01400"
    assert await refused(lambda: sdk.calls(call.sid).update(status="completed")) == (400, 21220)


@pytest.mark.parametrize(
    ("kind", "status"), [("busy", "busy"), ("unreachable", "failed"), ("no_answer", "no-answer")]
)
async def test_a_call_that_is_not_answered(
    sandbox: Sandbox, product: Product, kind: str, status: str
) -> None:
    await sandbox.put(f"/parties/{OUTSIDE}", {"kind": kind})
    sdk = sandbox.sdk()
    await ask(
        lambda: sdk.calls.create(
            to=OUTSIDE,
            from_=NUMBER,
            twiml=WAIT,
            timeout=1,
            status_callback=f"{product.url}/status",
        )
    )
    await until(lambda: product.of("/status"), "the callback")
    assert product.of("/status")[0]["CallStatus"] == status
    assert product.of("/status")[0]["SipResponseCode"] in ("404", "486", "487")


async def test_a_ringing_call_is_canceled(sandbox: Sandbox) -> None:
    await sandbox.put(f"/parties/{OUTSIDE}", {"kind": "no_answer"})
    sdk = sandbox.sdk()
    call = await ask(lambda: sdk.calls.create(to=OUTSIDE, from_=NUMBER, twiml=WAIT))
    await until(lambda: sandbox.network.calls[0].record.status == "ringing", "ringing")
    assert await refused(lambda: sdk.calls(call.sid).update(twiml=WAIT)) == (400, 21220)
    changed = await ask(lambda: sdk.calls(call.sid).update(status="canceled"))
    assert changed.status == "canceled"


async def test_refusals_carry_the_carriers_codes(sandbox: Sandbox) -> None:
    sdk = sandbox.sdk()

    def create(**fields: Any) -> Callable[[], Any]:
        return lambda: sdk.calls.create(**{"to": OUTSIDE, "from_": NUMBER, "twiml": WAIT} | fields)

    assert await refused(create(to="12")) == (400, 21211)
    assert (await refused(create(from_="+14155559999")))[0] == 400
    assert await refused(lambda: sdk.calls("CA" + "0" * 32).fetch()) == (404, 20404)
    assert await refused(lambda: sandbox.sdk("wrong").calls("CA" + "0" * 32).fetch()) == (
        401,
        20003,
    )
    await sandbox.put("/faults", {"rest_errors": 1})
    assert await refused(create()) == (429, 20429)


async def test_other_twiml_replaces_what_runs(sandbox: Sandbox, product: Product) -> None:
    sdk = sandbox.sdk()
    call = await ask(lambda: sdk.calls.create(to=OUTSIDE, from_=NUMBER, twiml=WAIT))
    await until(lambda: sandbox.network.calls[0].answered.is_set(), "the answer")
    twiml = "<Response><Say>Something else</Say></Response>"
    await ask(lambda: sdk.calls(call.sid).update(twiml=twiml))
    shown = await sandbox.call(call.sid, wait_s=5)
    assert shown["status"] == "completed"
    said = [event["text"] for event in shown["events"] if event["type"] == "carrier_says"]
    assert said == ["Something else"]


async def test_calls_start_one_after_another_at_the_accounts_rate(sandbox: Sandbox) -> None:
    await sandbox.put("/faults", {"cps": 4})
    sdk = sandbox.sdk()
    for _ in range(3):
        await ask(lambda: sdk.calls.create(to=OUTSIDE, from_=NUMBER, twiml=WAIT))
    loop = asyncio.get_running_loop()
    times: list[float] = []
    for call in reversed(sandbox.network.calls):
        await until(lambda call=call: call.record.status != "queued", "the start")  # type: ignore[misc]
        times.append(loop.time())
    assert times[2] - times[0] > 0.3
    assert all(call.record.queue_ms >= 0 for call in sandbox.network.calls)


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


async def test_what_is_not_played_is_refused_in_the_sdk_s_language(sandbox: Sandbox) -> None:
    sdk = sandbox.sdk()
    sms = {"to": OUTSIDE, "from_": NUMBER, "body": "Hello"}
    assert await refused(lambda: sdk.messages.create(**sms)) == (404, 20404)
    assert await refused(lambda: sdk.calls("CA" + "0" * 32).delete()) == (404, 20404)
