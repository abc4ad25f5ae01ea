"""The sound of a `Say`."""

from __future__ import annotations

from tests.support.sandbox import LISTENER, Product, Sandbox, said, until


async def test_a_break_is_silence_between_words(sandbox: Sandbox, product: Product) -> None:
    product.pages["/voice"] = "<Response><Say>One<break time='700ms'/>two</Say></Response>"
    sid = await sandbox.place(persona=LISTENER)
    shown = await sandbox.call(sid, wait_s=10)
    call = sandbox.network.call(sid)
    assert call is not None
    assert said(shown) == ["One two"]
    assert b"\xff" * 8 * 700 in call.heard()


async def test_a_loop_of_none_goes_on_until_somebody_hangs_up(
    sandbox: Sandbox, product: Product
) -> None:
    product.pages["/voice"] = "<Response><Say loop='0'>Wait</Say><Say>Never</Say></Response>"
    sid = await sandbox.place(persona=LISTENER)
    call = sandbox.network.call(sid)
    assert call is not None
    word = await sandbox.network.voice.speak("Wait", "carrier")
    await until(lambda: len(call.heard()) > 12 * len(word), "the twelfth time")
    call.hang_up()
    assert call.heard().count(word) >= 11
    assert said(await sandbox.call(sid)) == ["Wait"]
