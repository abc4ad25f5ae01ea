"""`Dial`: two people, nobody, a whisper."""

from __future__ import annotations

import asyncio

import pytest
from tests.support.sandbox import (
    LISTENER,
    OUTSIDE,
    Product,
    Sandbox,
    said,
    until,
)
from twilio.twiml.voice_response import Dial, VoiceResponse

from phony.sandbox import tones


async def test_dial_joins_two_people(sandbox: Sandbox, product: Product) -> None:
    product.pages["/voice"] = (
        f"<Response><Dial action='/after'><Number>{OUTSIDE}</Number></Dial></Response>"
    )
    product.pages["/after"] = "<Response><Say>Back again</Say></Response>"
    await sandbox.put(
        f"/parties/{OUTSIDE}",
        {"lines": [{"say": "Sales, hello", "at_once": True}, {"silence_s": 1}, {"hang_up": True}]},
    )
    sid = await sandbox.place(persona=LISTENER)
    shown = await sandbox.call(sid, wait_s=15)
    (form,) = product.of("/after")
    assert (form["DialCallStatus"], form["DialBridged"]) == ("completed", "true")
    assert form["DialCallSid"].startswith("CA")
    heard = (await sandbox.http.get(f"{sandbox.url}/sandbox/calls/{sid}/heard")).json()["text"]
    assert "Sales, hello" in heard
    assert said(shown) == ["Back again"]


@pytest.mark.parametrize(("kind", "status"), [("busy", "busy"), ("no_answer", "no-answer")])
async def test_dial_says_why_nobody_came(
    sandbox: Sandbox, product: Product, kind: str, status: str
) -> None:
    product.pages["/voice"] = (
        f"<Response><Dial action='/after' timeout='1'><Number>{OUTSIDE}</Number></Dial></Response>"
    )
    await sandbox.put(f"/parties/{OUTSIDE}", {"kind": kind})
    await sandbox.call(await sandbox.place(persona=LISTENER), wait_s=10)
    assert product.of("/after")[0]["DialCallStatus"] == status


async def test_dial_refuses_a_foreign_caller_id(sandbox: Sandbox, product: Product) -> None:
    product.pages["/voice"] = (
        f"<Response><Dial action='/after' callerId='+15005550000'>{OUTSIDE}</Dial></Response>"
    )
    await sandbox.call(await sandbox.place(persona=LISTENER), wait_s=10)
    assert product.of("/after")[0]["DialCallStatus"] == "failed"
    assert await sandbox.alerts() == [13214]


async def test_a_whisper_is_accepted_with_a_key(sandbox: Sandbox, product: Product) -> None:
    product.pages["/voice"] = (
        f"<Response><Dial action='/after'><Number url='/whisper'>{OUTSIDE}</Number></Dial>"
        "</Response>"
    )
    product.pages["/whisper"] = (
        "<Response><Gather numDigits='1' action='/key' timeout='2'><Say>A caller</Say></Gather>"
        "<Hangup/></Response>"
    )
    product.pages["/key"] = lambda form: (
        "<Response/>" if form["Digits"] == "1" else "<Response><Hangup/></Response>"
    )
    accepts = [{"dtmf": "1"}, {"silence_s": 1}, {"hang_up": True}]
    await sandbox.put(f"/parties/{OUTSIDE}", {"lines": accepts})
    await sandbox.call(await sandbox.place(persona=LISTENER), wait_s=15)
    assert product.of("/after")[-1]["DialBridged"] == "true"
    await sandbox.put(f"/parties/{OUTSIDE}", {"lines": [{"dtmf": "9"}], "stay": True})
    await sandbox.call(await sandbox.place(persona=LISTENER), wait_s=15)
    assert product.of("/after")[-1]["DialBridged"] == "false"


SECOND = "+14155550124"
PATIENT = {"lines": [{"silence_s": 1}, {"hang_up": True}]}


def dial(product: Product, *numbers: dict[str, str], **how: object) -> None:
    """The voice page: a `Dial` with these nouns, as the official SDK writes it."""
    response, verb = VoiceResponse(), Dial(action="/after", **how)
    for number in numbers:
        verb.number(**number)
    response.append(verb)
    product.pages["/voice"] = str(response)


@pytest.mark.parametrize("sequential", [False, True])
async def test_of_several_numbers_the_first_to_answer_is_joined(
    sandbox: Sandbox, product: Product, sequential: bool
) -> None:
    dial(
        product,
        {"phone_number": OUTSIDE, "status_callback": "/first"},
        {
            "phone_number": SECOND,
            "status_callback": "/second",
            "status_callback_event": "initiated ringing answered completed",
        },
        timeout=1,
        sequential=sequential,
    )
    await sandbox.put(f"/parties/{OUTSIDE}", {"kind": "no_answer"})
    await sandbox.put(f"/parties/{SECOND}", PATIENT)
    sid = await sandbox.place(persona=LISTENER)
    await sandbox.call(sid, wait_s=15)
    (form,) = product.of("/after")
    children = await asyncio.to_thread(lambda: sandbox.sdk().calls.list(parent_call_sid=sid))
    assert {call.to for call in children} == {OUTSIDE, SECOND}
    joined = next(call for call in children if call.to == SECOND)
    assert (form["DialCallStatus"], form["DialCallSid"]) == ("completed", joined.sid)
    await until(lambda: product.of("/first") and len(product.of("/second")) == 4, "callbacks")
    lost = product.of("/first")[0]["CallStatus"]
    assert lost == ("no-answer" if sequential else "canceled")
    assert [one["CallStatus"] for one in product.of("/second")] == [
        "initiated",
        "ringing",
        "in-progress",
        "completed",
    ]
    assert product.of("/second")[0]["ParentCallSid"] == sid


async def test_an_extension_is_pressed_and_a_star_ends_the_other_side(
    sandbox: Sandbox, product: Product
) -> None:
    dial(product, {"phone_number": OUTSIDE, "send_digits": "ww12"}, hangup_on_star=True)
    await sandbox.put(f"/parties/{OUTSIDE}", LISTENER)
    product.pages["/after"] = "<Response><Say>Back again</Say></Response>"
    persona = {"lines": [{"silence_s": 3}, {"dtmf": "*"}], "stay": True}
    shown = await sandbox.call(await sandbox.place(persona=persona), wait_s=20)
    assert said(shown) == ["Back again"]
    child = sandbox.network.calls[0]
    (keys,) = [event for event in child.events if event["type"] == "carrier_keys"]
    assert (keys["digits"], keys["at_ms"] < 500) == ("ww12", True)
    assert tones.keys("12") in child.heard()
    assert await sandbox.alerts() == []


@pytest.mark.parametrize("answers", [True, False])
async def test_the_action_is_asked_for_when_the_caller_leaves_too(
    sandbox: Sandbox, product: Product, answers: bool
) -> None:
    dial(product, {"phone_number": OUTSIDE})
    other = {"lines": [], "stay": True} if answers else {"kind": "no_answer"}
    await sandbox.put(f"/parties/{OUTSIDE}", other)
    sid = await sandbox.place(persona=LISTENER)
    call, word = sandbox.network.call(sid), "bridged" if answers else "dialling"
    assert call is not None
    await until(lambda: word in [event["type"] for event in call.events], word)
    await sandbox.http.post(f"{sandbox.url}/sandbox/calls/{sid}/hangup")
    await until(lambda: product.of("/after"), "the action")
    (form,) = product.of("/after")
    status = "completed" if answers else "no-answer"
    assert (form["CallStatus"], form["DialCallStatus"]) == ("completed", status)
    assert form["DialBridged"] == str(answers).lower()
