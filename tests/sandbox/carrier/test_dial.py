"""`Dial`: two people, nobody, a whisper."""

from __future__ import annotations

import pytest
from tests.support.sandbox import (
    LISTENER,
    OUTSIDE,
    Product,
    Sandbox,
    said,
)


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
