"""What is not played is said."""

from __future__ import annotations

import pytest
from tests.support.sandbox import LISTENER, Product, Sandbox, said

from phony.sandbox.carrier.repertoire import NOT_PLAYED, SCHEMA, notices
from phony.wire import twiml


def found(body: str) -> list[tuple[int, str]]:
    return [
        notice for verb in twiml.parse(f"<Response>{body}</Response>") for notice in notices(verb)
    ]


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ("<Record/>", NOT_PLAYED, "<Record> is not played"),
        ("<Enqueue>support</Enqueue>", NOT_PLAYED, "<Enqueue> is not played"),
        ("<Start><Stream url='wss://x'/></Start>", NOT_PLAYED, "<Start> is not played"),
        ("<Saay>Hi</Saay>", SCHEMA, "<Saay> is not known"),
        ("<Connect/>", SCHEMA, "connects nothing"),
        # The carrier's constraints, which its SDK's types do not have.
        ("<Redirect method='PUT'>/x</Redirect>", SCHEMA, 'method="PUT" is not valid'),
        ("<Gather input='voice'/>", SCHEMA, 'input="voice"'),
        ("<Dial answerOnBridge='yes'>+1555</Dial>", SCHEMA, "true|false"),
        ("<Dial><Number sendDigits='a'>+1555</Number></Dial>", SCHEMA, "sendDigits"),
        (f"<Say>{'a' * 4097}</Say>", SCHEMA, "longer than 4096"),
        (
            f"<Connect><Stream><Parameter name='a' value='{'b' * 500}'/></Stream></Connect>",
            SCHEMA,
            "longer than 500",
        ),
        (
            "<Connect><ConversationRelay url='wss://x'/></Connect>",
            NOT_PLAYED,
            "<ConversationRelay> in <Connect> is not played",
        ),
        ("<Dial ringTone='at'>+1555</Dial>", NOT_PLAYED, "ringTone"),
        ("<Dial record='record-from-answer'>+1555</Dial>", NOT_PLAYED, "record-from-answer"),
        ("<Dial><Client>anna</Client></Dial>", NOT_PLAYED, "<Client> in <Dial>"),
        ("<Gather><Record/></Gather>", NOT_PLAYED, "<Record> in <Gather>"),
        ("<Gather partialResultCallback='/x'/>", NOT_PLAYED, "partialResultCallback"),
        ("<Dial><Conference coach='CA1'>a</Conference></Dial>", NOT_PLAYED, "coach"),
    ],
)
def test_a_notice_names_what_has_no_effect(body: str, code: int, words: str) -> None:
    ((found_code, text),) = found(body)
    assert found_code == code
    assert words in text


@pytest.mark.parametrize(
    "document",
    [
        twiml.connect_stream("wss://x/media", "/after", "/status", {"a": "b"}, "/then", "call_1"),
        twiml.say_and_hang_up("Goodbye", "de"),
        twiml.redirect("/x"),
        twiml.dial("+1555", "+1556", "/after", leg_status_url="/w", time_limit_s=60),
        twiml.conference("room", action_url="/a", wait_url="", status_callback_url="/s"),
        twiml.ask_key([("Press one", "en")], "/key", otherwise_url="/other"),
    ],
)
def test_all_that_the_product_writes_is_played(document: str) -> None:
    assert [notice for verb in twiml.parse(document) for notice in notices(verb)] == []


async def test_a_call_goes_on_past_what_is_not_played(sandbox: Sandbox, product: Product) -> None:
    product.pages["/voice"] = (
        "<Response><Start><Stream url='wss://x.example'/></Start><Say>On we go</Say>"
        "<Record maxLength='3'/></Response>"
    )
    sid = await sandbox.place(persona=LISTENER)
    assert said(await sandbox.call(sid, wait_s=10)) == ["On we go"]
    alerts = list(sandbox.network.alerts)
    assert [(alert.code, alert.call_sid) for alert in alerts] == [(NOT_PLAYED, sid)] * 2


async def test_a_bidirectional_stream_has_one_track(sandbox: Sandbox, product: Product) -> None:
    product.pages["/voice"] = (
        f"<Response><Connect><Stream url='{product.media_url}' track='both_tracks'/></Connect>"
        "</Response>"
    )
    await sandbox.call(await sandbox.place(persona=LISTENER), wait_s=10)
    assert await sandbox.alerts() == [31941]
    assert product.sockets == []
