"""The carrier's REST interface, driven by the official SDK."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from tests.support.sandbox import ACCOUNT, LISTENER, NUMBER, OUTSIDE, TOKEN, Product, Sandbox, until
from twilio.base.exceptions import TwilioException, TwilioRestException

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
    await sandbox.put("/faults", {"rest_errors": 1, "rest_status": 503})
    assert await refused(create()) == (503, 20503)


async def test_the_answer_to_an_order_may_be_lost(sandbox: Sandbox) -> None:
    sdk = sandbox.sdk()
    await sandbox.put("/faults", {"rest_lost": 1})
    order = {"to": OUTSIDE, "from_": NUMBER, "twiml": WAIT}
    assert await refused(lambda: sdk.calls.create(**order)) == (500, 20500)
    (call,) = await ask(lambda: sdk.calls.list(to=OUTSIDE, from_=NUMBER))
    assert call.direction == "outbound-api"
    await ask(lambda: call.update(status="completed"))


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


async def test_what_is_not_played_is_refused_in_the_sdk_s_language(sandbox: Sandbox) -> None:
    sdk = sandbox.sdk()
    not_played: list[Callable[[], Any]] = [
        lambda: sdk.incoming_phone_numbers.local.list(),
        lambda: sdk.outgoing_caller_ids.list(),
        lambda: sdk.applications.list(),
        lambda: sdk.available_phone_numbers("US").local.list(),
        lambda: sdk.conferences("CF" + "0" * 32).participants("CA" + "0" * 32).fetch(),
        lambda: sdk.conferences("CF" + "0" * 32).update(status="completed"),
        lambda: sdk.calls("CA" + "0" * 32).notifications.list(),
        lambda: sdk.api.accounts.list(),
    ]
    for work in not_played:
        with pytest.raises(TwilioException, match=r"The sandbox has no .* It plays"):
            await ask(work)
    sound = f"/2010-04-01/Accounts/{ACCOUNT}/Recordings/RE{'0' * 32}.mp3"
    answer = await sandbox.http.get(sandbox.url + sound, auth=(ACCOUNT, TOKEN))
    assert "The sandbox has no GET" in answer.json()["message"]
    for field, value, message in (
        ("to", "client:anna", "phone numbers only"),
        ("to", "sip:anna@example.com", "phone numbers only"),
        ("application_sid", "AP" + "0" * 32, "no applications"),
        ("machine_detection", "Maybe", "MachineDetection 'Maybe'"),
    ):
        fields = {"to": OUTSIDE, "from_": NUMBER} | {field: value}
        if field != "application_sid":
            fields["twiml"] = WAIT
        with pytest.raises(TwilioRestException, match=message):
            await ask(lambda fields=fields: sdk.calls.create(**fields))  # type: ignore[misc]
    sms = {"to": OUTSIDE, "from_": NUMBER, "body": "Hello"}
    assert await refused(lambda: sdk.messages.create(**sms)) == (404, 20404)
    assert await refused(lambda: sdk.calls("CA" + "0" * 32).delete()) == (404, 20404)


async def test_what_has_no_effect_is_a_notice(sandbox: Sandbox) -> None:
    sdk = sandbox.sdk()
    call = await ask(
        lambda: sdk.calls.create(
            to=OUTSIDE, from_=NUMBER, twiml=WAIT, call_reason="News", trim="trim-silence"
        )
    )
    await ask(lambda: sdk.calls(call.sid).update(status="canceled"))
    (number,) = await ask(lambda: sdk.incoming_phone_numbers.list(phone_number=NUMBER))
    changed = await ask(
        lambda: number.update(sms_url="http://x.example/sms", voice_caller_id_lookup=True)
    )
    assert (changed.sms_url, changed.voice_caller_id_lookup) == ("http://x.example/sms", True)
    await ask(lambda: number.update(emergency_status="Active"))
    assert sorted(alert.message for alert in sandbox.network.alerts) == [
        "Calls.create: CallReason is not played by the sandbox",
        "Calls.create: Trim is not played by the sandbox",
        "IncomingPhoneNumbers.update: EmergencyStatus is not played by the sandbox",
    ]


async def test_an_extension_is_pressed_when_a_call_is_answered(sandbox: Sandbox) -> None:
    await sandbox.put(f"/parties/{OUTSIDE}", {"lines": [], "stay": True})
    sdk = sandbox.sdk()
    twiml = "<Response><Say>Hello</Say></Response>"
    call = await ask(
        lambda: sdk.calls.create(to=OUTSIDE, from_=NUMBER, twiml=twiml, send_digits="w5")
    )
    shown = await sandbox.call(call.sid, wait_s=10)
    kinds = [event["type"] for event in shown["events"]]
    assert kinds.index("carrier_keys") < kinds.index("twiml") < kinds.index("carrier_says")


async def test_a_live_call_gets_another_time_limit(sandbox: Sandbox) -> None:
    sdk = sandbox.sdk()
    order = {"to": OUTSIDE, "from_": NUMBER, "twiml": WAIT, "time_limit": 600}
    call = await ask(lambda: sdk.calls.create(**order))
    running = sandbox.network.call(call.sid)
    assert running is not None
    await ask(lambda: sdk.calls(call.sid).update(time_limit=14_400))
    assert running.time_limit_s == 14_400
    await ask(lambda: sdk.calls(call.sid).update(time_limit=1))
    assert (await sandbox.call(call.sid, wait_s=5))["end_reason"] == "time limit"


async def test_a_callers_number_is_shown_with_the_token_of_their_call(
    sandbox: Sandbox, product: Product
) -> None:
    product.pages["/voice"] = "<Response><Pause length='20'/></Response>"
    sandbox.set_voice(f"{product.url}/voice")
    caller, sdk = "+447700900123", sandbox.sdk()
    await sandbox.place(persona=LISTENER, **{"from": caller})
    await until(lambda: product.of("/voice"), "the webhook")
    token = product.of("/voice")[0]["CallToken"]
    order = {"to": OUTSIDE, "from_": caller, "twiml": WAIT}
    assert await refused(lambda: sdk.calls.create(**order)) == (400, 21210)
    assert await refused(lambda: sdk.calls.create(**order, call_token="x")) == (400, 21210)
    call = await ask(lambda: sdk.calls.create(**order, call_token=token))
    assert call._from == caller
