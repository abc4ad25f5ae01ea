"""`Gather`: keys, speech, and neither."""

from __future__ import annotations

import pytest
from tests.support.sandbox import LISTENER, Product, Sandbox, said
from twilio.twiml.voice_response import Gather, VoiceResponse


def gather(**attributes: object) -> str:
    """As the official SDK writes it, with words before and after."""
    response = VoiceResponse()
    asked = Gather(action="/result", **attributes)
    asked.say("Who is it?")
    response.append(asked)
    response.say("Nothing")
    return str(response)


def keys(digits: str) -> list[object]:
    """A caller who presses them while the prompt is played."""
    return [{"silence_s": 0.4}, {"dtmf": digits, "at_once": True}]


async def result(sandbox: Sandbox, product: Product, *lines: object) -> dict[str, str]:
    """What the action was told when somebody did this; empty if it was not asked."""
    product.pages["/result"] = "<Response><Say>Thanks</Say></Response>"
    persona = {"lines": list(lines), "stay": True}
    shown = await sandbox.call(await sandbox.place(persona=persona), wait_s=15)
    form = product.of("/result")[0] if product.of("/result") else {}
    assert said(shown)[-1] == ("Thanks" if form else "Nothing")
    return form


async def test_speech_is_recognised_when_it_ends(sandbox: Sandbox, product: Product) -> None:
    product.pages["/voice"] = gather(input="dtmf speech", speech_timeout="auto", timeout=5)
    form = await result(sandbox, product, {"silence_s": 0.2}, "It is Anna")
    assert (form["SpeechResult"], "Digits" in form) == ("It is Anna", False)
    assert 0 < float(form["Confidence"]) <= 1


async def test_keys_count_where_both_are_taken(sandbox: Sandbox, product: Product) -> None:
    product.pages["/voice"] = gather(input="dtmf speech", timeout=2)
    form = await result(sandbox, product, *keys("12#"))
    assert (form["Digits"], form["FinishedOnKey"], "SpeechResult" in form) == ("12", "#", False)


@pytest.mark.parametrize("kind", ["dtmf", "speech"])
async def test_nothing_falls_through_unless_it_is_wanted(
    sandbox: Sandbox, product: Product, kind: str
) -> None:
    product.pages["/voice"] = gather(input=kind, timeout=1)
    assert await result(sandbox, product) == {}
    product.pages["/voice"] = gather(input=kind, timeout=1, action_on_empty_result=True)
    form = await result(sandbox, product)
    assert (form.get("Digits", ""), form.get("SpeechResult", "")) == ("", "")


async def test_the_finishing_key_alone_is_no_result(sandbox: Sandbox, product: Product) -> None:
    product.pages["/voice"] = gather(timeout=30)
    assert await result(sandbox, product, *keys("#")) == {}


async def test_a_prompt_may_have_ssml(sandbox: Sandbox, product: Product) -> None:
    product.pages["/voice"] = (
        "<Response><Gather timeout='1'><Say>Press <emphasis>one</emphasis></Say></Gather>"
        "</Response>"
    )
    shown = await sandbox.call(await sandbox.place(persona=LISTENER), wait_s=10)
    assert said(shown) == ["Press one"]
