"""Calls from outside: webhooks, TwiML verbs, media streams and their ends."""

from __future__ import annotations

import asyncio
import base64
from typing import Any

import pytest
from tests.support.sandbox import NUMBER, OUTSIDE, MediaSocket, Product, Sandbox, until
from tests.support.tcp import tcp_server

from phony.sandbox import watermark
from phony.sandbox.carrier.webhooks import Retries

LISTENER: dict[str, Any] = {"lines": [], "stay": True}


def connect(product: Product, **attributes: str) -> str:
    extra = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return (
        f'<Response><Connect{extra}><Stream url="{product.media_url}" name="call_1" '
        f'statusCallback="{product.url}/stream"><Parameter name="token" value="a&amp;b"/>'
        "</Stream></Connect><Say>After the stream</Say></Response>"
    )


def said(shown: dict[str, Any]) -> list[str]:
    return [event["text"] for event in shown["events"] if event["type"] == "carrier_says"]


async def stream(sandbox: Sandbox, product: Product, **attributes: str) -> tuple[str, MediaSocket]:
    product.pages["/voice"] = connect(product, **attributes)
    sid = await sandbox.place(persona=LISTENER)
    media: MediaSocket = await until(lambda: product.sockets and product.sockets[0], "the socket")
    await media.started()
    return sid, media


# ---- webhooks


async def test_the_voice_webhook_is_signed_and_has_blank_fields(
    sandbox: Sandbox, product: Product
) -> None:
    product.pages["/voice"] = "<Response><Say>Hello</Say></Response>"
    sid = await sandbox.place(**{"from": OUTSIDE})
    shown = await sandbox.call(sid, wait_s=5)
    (form,) = product.of("/voice")
    assert (form["From"], form["To"], form["CallSid"]) == (OUTSIDE, NUMBER, sid)
    assert (form["CallStatus"], form["Direction"]) == ("ringing", "inbound")
    assert form["FromCity"] == ""
    assert product.bad_signatures == []
    assert (shown["status"], said(shown)) == ("completed", ["Hello"])


@pytest.mark.parametrize("kind", ["wrong", "missing", "wrong_token"])
async def test_bad_signatures_on_demand(sandbox: Sandbox, product: Product, kind: str) -> None:
    await sandbox.put("/faults", {"bad_signature": kind})
    await sandbox.call(await sandbox.place(), wait_s=5)
    assert product.bad_signatures == ["/voice"]


async def test_signatures_with_a_shared_key(sandbox: Sandbox, product: Product) -> None:
    product.shared_key = "shared-key"
    await sandbox.put("/faults", {"webhook_sha256_key": "shared-key"})
    await sandbox.call(await sandbox.place(), wait_s=5)
    assert len(product.of("/voice")) == 1
    assert product.bad_signatures == []


async def test_an_error_of_the_product_is_an_apology_and_an_alert(
    sandbox: Sandbox, product: Product
) -> None:
    product.status = 500
    shown = await sandbox.call(await sandbox.place(), wait_s=10)
    assert "application error" in said(shown)[0]
    assert await sandbox.alerts() == [11200]


async def test_twiml_that_is_none_is_an_apology(sandbox: Sandbox, product: Product) -> None:
    product.pages["/voice"] = "<html>"
    shown = await sandbox.call(await sandbox.place(), wait_s=10)
    assert "application error" in said(shown)[0]
    assert await sandbox.alerts() == [12100]


async def test_the_fallback_url_is_asked_when_the_answer_is_late(
    sandbox: Sandbox, product: Product
) -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    async with asyncio.timeout(20), tcp_server(silent) as port:
        product.pages["/fallback"] = "<Response><Say>Fallback</Say></Response>"
        sandbox.set_voice(f"http://127.0.0.1:{port}/x", VoiceFallbackUrl=f"{product.url}/fallback")
        await sandbox.put("/faults", {"webhook_timeout_s": 0.3})
        shown = await sandbox.call(await sandbox.place(), wait_s=10)
    assert said(shown) == ["Fallback"]
    (form,) = product.of("/fallback")
    assert form["ErrorCode"] == "11200"
    assert form["ErrorUrl"].endswith(f":{port}/x")


async def test_a_number_without_a_voice_url_fails(sandbox: Sandbox) -> None:
    shown = await sandbox.call(await sandbox.place(), wait_s=5)
    assert (shown["status"], shown["end_reason"]) == ("failed", "the number has no voice URL")


async def test_callbacks_may_be_shuffled_doubled_and_lost(
    sandbox: Sandbox, product: Product
) -> None:
    sandbox.set_voice(f"{product.url}/voice", StatusCallback=f"{product.url}/status")
    await sandbox.put("/faults", {"callbacks_duplicate": True, "callbacks_delay_s": 0.3})
    await sandbox.call(await sandbox.place(), wait_s=5)
    assert product.of("/status") == []
    first, second = await until(
        lambda: product.of("/status") if len(product.of("/status")) == 2 else None, "two callbacks"
    )
    assert first == second
    assert first["CallStatus"] == "completed"
    await sandbox.put("/faults", {"callbacks_drop": True})
    await sandbox.call(await sandbox.place(), wait_s=5)
    await asyncio.sleep(0.2)
    assert len(product.of("/status")) == 2


# ---- verbs


async def test_say_pause_play_redirect_and_hang_up(sandbox: Sandbox, product: Product) -> None:
    product.pages["/voice"] = (
        "<Response><Say>One</Say><Pause length='1'/><Play digits='1w2'/>"
        "<Redirect>/next?x=1&amp;y=2</Redirect><Say>Never</Say></Response>"
    )
    product.pages["/next"] = "<Response><Say>Two</Say><Hangup/><Say>Never</Say></Response>"
    sid = await sandbox.place(persona=LISTENER)
    shown = await sandbox.call(sid, wait_s=10)
    assert said(shown) == ["One", "Two"]
    heard = (await sandbox.http.get(f"{sandbox.url}/sandbox/calls/{sid}/heard")).json()["text"]
    assert heard == "One Two"
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


# ---- media streams


async def test_a_stream_opens_signed_with_its_parameters_and_true_pace(
    sandbox: Sandbox, product: Product
) -> None:
    sid, media = await stream(sandbox, product)
    assert media.signed
    connected, start = media.messages[:2]
    assert connected["event"] == "connected"
    assert start["start"]["customParameters"] == {"token": "a&b"}
    assert start["start"]["callSid"] == sid
    await asyncio.sleep(1.0)
    frames = media.of("media")
    assert 44 <= len(frames) <= 60
    assert [int(frame["media"]["chunk"]) for frame in frames] == list(range(1, len(frames) + 1))
    assert {len(base64.b64decode(frame["media"]["payload"])) for frame in frames} == {160}
    # The schedule is absolute: the last frame is on time whatever happened in between.
    call = sandbox.network.call(sid)
    assert call is not None
    assert abs(call.now_ms - (media.times[-1] - media.times[2]) * 1000) < 150
    await until(lambda: product.of("/stream"), "stream-started")
    assert product.of("/stream")[0]["StreamEvent"] == "stream-started"


async def test_sound_is_heard_and_its_mark_comes_back_when_it_was_played(
    sandbox: Sandbox, product: Product
) -> None:
    sid, media = await stream(sandbox, product)
    sid_of_stream = await media.started()
    words = watermark.encode("How can I help you")
    payload = base64.b64encode(words).decode()
    began = asyncio.get_running_loop().time()
    await media.send(event="media", streamSid=sid_of_stream, media={"payload": payload})
    await media.send(event="mark", streamSid=sid_of_stream, mark={"name": "m1"})
    await until(lambda: media.of("mark"), "the mark")
    took_ms = (media.times[media.messages.index(media.of("mark")[0])] - began) * 1000
    assert len(words) / 8 - 40 <= took_ms <= len(words) / 8 + 200
    heard = (await sandbox.http.get(f"{sandbox.url}/sandbox/calls/{sid}/heard")).json()["text"]
    assert heard == "How can I help you"


async def test_clear_stops_the_sound_and_returns_the_marks(
    sandbox: Sandbox, product: Product
) -> None:
    sid, media = await stream(sandbox, product)
    sid_of_stream = await media.started()
    payload = base64.b64encode(watermark.encode("one two three four five six")).decode()
    await media.send(event="media", streamSid=sid_of_stream, media={"payload": payload})
    await media.send(event="mark", streamSid=sid_of_stream, mark={"name": "m1"})
    await asyncio.sleep(0.3)
    began = asyncio.get_running_loop().time()
    await media.send(event="clear", streamSid=sid_of_stream)
    await until(lambda: media.of("mark"), "the mark")
    assert media.times[media.messages.index(media.of("mark")[0])] - began < 0.2
    await asyncio.sleep(0.3)
    heard = (await sandbox.http.get(f"{sandbox.url}/sandbox/calls/{sid}/heard")).json()["text"]
    assert "one" in heard
    assert "six" not in heard


async def test_keys_are_messages(sandbox: Sandbox, product: Product) -> None:
    sid, media = await stream(sandbox, product)
    await sandbox.http.post(f"{sandbox.url}/sandbox/calls/{sid}/dtmf", json={"digits": "5#"})
    await until(lambda: len(media.of("dtmf")) == 2, "two keys")
    assert [m["dtmf"] for m in media.of("dtmf")] == [
        {"track": "inbound_track", "digit": "5"},
        {"track": "inbound_track", "digit": "#"},
    ]


async def test_the_callers_hang_up_is_a_stop_and_a_close(
    sandbox: Sandbox, product: Product
) -> None:
    sid, media = await stream(sandbox, product, action="/after")
    await sandbox.http.post(f"{sandbox.url}/sandbox/calls/{sid}/hangup")
    await until(lambda: media.of("stop"), "stop")
    assert media.messages[-1]["event"] == "stop"
    await asyncio.wait_for(media.ws.wait_closed(), 5)
    assert media.ws.close_code == 1000
    await until(lambda: len(product.of("/stream")) == 2, "stream-stopped")
    assert product.of("/stream")[1]["StreamEvent"] == "stream-stopped"
    assert product.of("/after") == []  # nobody is there to go on with


async def test_a_normal_close_goes_on_at_the_action(sandbox: Sandbox, product: Product) -> None:
    product.pages["/after"] = "<Response><Say>Goodbye</Say></Response>"
    sid, media = await stream(sandbox, product, action="/after")
    await media.ws.close(1000)
    shown = await sandbox.call(sid, wait_s=10)
    assert said(shown) == ["Goodbye"]
    assert await sandbox.alerts() == []


async def test_a_webhook_is_tried_again_as_often_as_its_url_asks(
    sandbox: Sandbox, product: Product
) -> None:
    answers = iter([503, 500, 200])

    def page(form: dict[str, str]) -> str:
        product.status = next(answers)
        return "<Response><Say>Goodbye</Say></Response>"

    product.pages["/after"] = page
    sid, media = await stream(sandbox, product, action="/after#rc=2&amp;rp=ct,5xx")
    await media.ws.close(1000)
    assert said(await sandbox.call(sid, wait_s=10)) == ["Goodbye"]
    assert len(product.of("/after")) == 3
    assert product.bad_signatures == []  # the fragment is not signed
    assert await sandbox.alerts() == []


async def test_an_answer_that_breaks_off_is_asked_for_again(
    sandbox: Sandbox, product: Product
) -> None:
    tries = 0

    async def dying(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal tries
        tries += 1
        await reader.readuntil(b"\r\n\r\n")
        if tries == 1:
            writer.transport.abort()  # as when its process is killed
            return
        page = b"<Response><Say>Goodbye</Say></Response>"
        head = f"HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ncontent-length: {len(page)}\r\n\r\n"
        writer.write(head.encode() + page)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(dying, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        sid, media = await stream(sandbox, product, action=f"http://127.0.0.1:{port}/after")
        await media.ws.close(1000)
        assert said(await sandbox.call(sid, wait_s=10)) == ["Goodbye"]
    assert tries == 2


@pytest.mark.parametrize(
    ("fragment", "count", "policy"),
    [
        ("", 1, {"ct"}),
        ("#rc=3&rp=ct,rt,5xx", 3, {"ct", "rt", "5xx"}),
        ("#rc=12", 1, {"ct"}),
        ("#e=dublin&rc=0", 0, {"ct"}),
    ],
)
def test_what_a_fragment_says_of_retries(fragment: str, count: int, policy: set[str]) -> None:
    retries = Retries.of(f"https://example.com/x?y=1{fragment}")
    assert (retries.count, set(retries.policy)) == (count, policy)


async def test_a_close_with_an_error_code_is_31921_and_the_next_verb(
    sandbox: Sandbox, product: Product
) -> None:
    sid, media = await stream(sandbox, product)
    await media.ws.close(1011)
    shown = await sandbox.call(sid, wait_s=10)
    assert said(shown) == ["After the stream"]
    assert await sandbox.alerts() == [31921]
    await until(lambda: len(product.of("/stream")) == 2, "the error's callback")
    assert product.of("/stream")[1]["StreamEvent"] == "stream-error"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ws://127.0.0.1:1/media", 31902),
        ("ws://127.0.0.1:1/media?token=1", 31920),
        ("http://127.0.0.1/media", 31922),
        ("ws://phony.example.com/media", 31922),
    ],
)
async def test_a_stream_that_cannot_open_is_an_alert_and_the_next_verb(
    sandbox: Sandbox, product: Product, url: str, code: int
) -> None:
    product.pages["/voice"] = connect(product).replace(product.media_url, url)
    shown = await sandbox.call(await sandbox.place(persona=LISTENER), wait_s=10)
    assert said(shown) == ["After the stream"]
    assert await sandbox.alerts() == [code]


async def test_no_upgrade_is_31920(sandbox: Sandbox, product: Product) -> None:
    url = product.url.replace("http:", "ws:") + "/not-a-socket"
    product.pages["/voice"] = connect(product).replace(product.media_url, url)
    await sandbox.call(await sandbox.place(persona=LISTENER), wait_s=10)
    assert await sandbox.alerts() == [31920]


async def test_messages_twilio_would_refuse_are_alerts(sandbox: Sandbox, product: Product) -> None:
    sid, media = await stream(sandbox, product)
    await media.ws.send("nonsense")
    await media.send(event="clear", streamSid="MZother")
    await media.ws.send(b"\x00")
    await media.ws.close(1000)
    await sandbox.call(sid, wait_s=10)
    assert sorted(await sandbox.alerts()) == [31950, 31951, 31951]


async def test_faults_of_the_stream(sandbox: Sandbox, product: Product) -> None:
    await sandbox.put(
        "/faults",
        {
            "stream_parameters": {"token": "stolen"},
            "stream_garbage": ["garbage"],
            "stream_frame_bytes": 400,
            "stream_drop_after_s": 0.5,
            "stream_unsigned": True,
        },
    )
    frames: list[str] = []

    async def collect(media: MediaSocket) -> None:
        frames.extend([await media.ws.recv(decode=True) for _ in range(3)])

    product.on_media = collect
    product.pages["/voice"] = connect(product)
    sid = await sandbox.place(persona=LISTENER)
    media = await until(lambda: product.sockets and product.sockets[0], "the socket")
    shown = await sandbox.call(sid, wait_s=10)
    assert not media.signed
    assert '"stolen"' in frames[1]
    assert frames[2] == "garbage"
    sizes = {len(base64.b64decode(m["media"]["payload"])) for m in media.of("media")}
    assert sizes == {400}
    assert media.of("stop") == []  # the network broke: nobody said goodbye
    assert said(shown) == ["After the stream"]


async def test_a_hang_up_without_stop(sandbox: Sandbox, product: Product) -> None:
    await sandbox.put("/faults", {"stream_stop_missing": True})
    sid, media = await stream(sandbox, product)
    await sandbox.http.post(f"{sandbox.url}/sandbox/calls/{sid}/hangup")
    await asyncio.wait_for(media.ws.wait_closed(), 5)
    assert media.of("stop") == []
    assert media.ws.close_code == 1006
