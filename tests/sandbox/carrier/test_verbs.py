"""What the verbs of TwiML do."""

from __future__ import annotations

import pytest
from tests.support.sandbox import (
    LISTENER,
    Product,
    Sandbox,
    said,
)


async def test_say_pause_play_redirect_and_hang_up(sandbox: Sandbox, product: Product) -> None:
    product.pages["/voice"] = (
        "<Response><Say>One</Say><Pause length='1'/><Play digits='1w2'/>"
        "<Redirect>/next?x=1&amp;y=2</Redirect><Say>Never</Say></Response>"
    )
    product.pages["/next"] = "<Response><Say>Two</Say><Hangup/><Say>Never</Say></Response>"
    sid = await sandbox.place(persona=LISTENER)
    shown = await sandbox.call(sid, wait_s=10)
    assert said(shown) == ["One", "Two"]
    heard = (await sandbox.http.get(f"{sandbox.url}/sandbox/calls/{sid}/heard")).json()
    assert heard["text"] == "One Two"
    (one, two) = heard["keys"]
    assert (one["key"], two["key"]) == ("1", "2")
    assert two["at_ms"] - one["at_ms"] == pytest.approx(700, abs=40)  # a `w` is half a second
    assert (shown["ended_by"], shown["status"]) == ("carrier", "completed")
    assert len(product.of("/next")) == 1


@pytest.mark.parametrize(("reason", "status"), [("busy", "busy"), ("rejected", "no-answer")])
async def test_reject_does_not_answer(
    sandbox: Sandbox, product: Product, reason: str, status: str
) -> None:
    product.pages["/voice"] = f"<Response><Reject reason='{reason}'/></Response>"
    shown = await sandbox.call(await sandbox.place(), wait_s=5)
    assert (shown["status"], shown["duration_s"], shown["stats"]["frames"]) == (status, 0, 0)


async def test_gather_takes_keys_and_goes_on_without(sandbox: Sandbox, product: Product) -> None:
    product.pages["/voice"] = (
        "<Response><Gather numDigits='1' timeout='1' action='/key'><Say>Press one</Say></Gather>"
        "<Say>No key</Say></Response>"
    )
    product.pages["/key"] = "<Response><Say>Thanks</Say></Response>"
    steps = [{"silence_s": 0.5}, {"dtmf": "7", "at_once": True}, {"silence_s": 5}]
    shown = await sandbox.call(await sandbox.place(persona={"lines": steps}), wait_s=10)
    assert product.of("/key")[0]["Digits"] == "7"
    assert said(shown) == ["Press one", "Thanks"]
    shown = await sandbox.call(await sandbox.place(persona=LISTENER), wait_s=10)
    assert said(shown) == ["Press one", "No key"]
