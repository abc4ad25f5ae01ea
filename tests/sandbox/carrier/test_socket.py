"""Media streams over a real socket: from `start` to each of their ends."""

from __future__ import annotations

import asyncio
import base64
import json

import pytest
from tests.support.sandbox import (
    LISTENER,
    MediaSocket,
    Product,
    Sandbox,
    said,
    until,
)

from phony.sandbox import tones, watermark


def connect(product: Product, **attributes: str) -> str:
    extra = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return (
        f'<Response><Connect{extra}><Stream url="{product.media_url}" name="call_1" '
        f'statusCallback="{product.url}/stream"><Parameter name="token" value="a&amp;b"/>'
        "</Stream></Connect><Say>After the stream</Say></Response>"
    )


async def stream(sandbox: Sandbox, product: Product, **attributes: str) -> tuple[str, MediaSocket]:
    product.pages["/voice"] = connect(product, **attributes)
    sid = await sandbox.place(persona=LISTENER)
    media: MediaSocket = await until(lambda: product.sockets and product.sockets[0], "the socket")
    await media.started()
    return sid, media


async def test_a_stream_opens_signed_with_its_parameters_and_true_pace(
    sandbox: Sandbox, product: Product
) -> None:
    sid, media = await stream(sandbox, product)
    assert media.signed
    connected, start = media.messages[:2]
    assert connected["event"] == "connected"
    assert start["start"]["customParameters"] == {"token": "a&b"}
    assert start["start"]["callSid"] == sid
    await until(lambda: len(media.of("media")) >= 50, "a second of sound")
    frames = media.of("media")
    assert [int(frame["media"]["chunk"]) for frame in frames] == list(range(1, len(frames) + 1))
    assert {len(base64.b64decode(frame["media"]["payload"])) for frame in frames} == {160}
    # The schedule is absolute: the last frame is on time whatever happened in between.
    call = sandbox.network.call(sid)
    assert call is not None
    assert abs(call.now_ms - (media.times[-1] - media.times[2]) * 1000) < 250
    await until(lambda: product.of("/stream"), "stream-started")
    assert product.of("/stream")[0]["StreamEvent"] == "stream-started"


async def test_sound_is_heard_and_its_mark_comes_back_when_it_was_played(
    sandbox: Sandbox, product: Product
) -> None:
    sid, media = await stream(sandbox, product)
    sid_of_stream = await media.started()
    words = watermark.encode("How can I help you")
    payload = base64.b64encode(words).decode()
    call = sandbox.network.call(sid)
    assert call is not None
    began_ms = call.now_ms
    await media.send(event="media", streamSid=sid_of_stream, media={"payload": payload})
    await media.send(event="mark", streamSid=sid_of_stream, mark={"name": "m1"})
    await until(lambda: media.of("mark"), "the mark")
    # Counted in frames played, for a loaded machine is late and catches up.
    assert len(words) / 8 <= call.now_ms - began_ms <= len(words) / 8 + 400
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
    assert sorted(await sandbox.alerts()) == [31950, 31951]  # each code once a stream


async def test_a_message_in_fragments_is_one_message(sandbox: Sandbox, product: Product) -> None:
    sid, media = await stream(sandbox, product)
    names = await media.started()
    mark = json.dumps({"event": "mark", "streamSid": names, "mark": {"name": "whole"}})
    await media.ws.send([mark[:10], mark[10:30], "", mark[30:]])
    await until(lambda: media.of("mark"), "the mark")
    await media.ws.send([b"\x00", b"\x01"])  # binary, whatever it is cut into
    await media.ws.close(1000)
    await sandbox.call(sid, wait_s=10)
    assert [item["mark"]["name"] for item in media.of("mark")] == ["whole"]
    assert await sandbox.alerts() == [31950]


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


@pytest.mark.parametrize(("lost", "keys"), [(False, ["1", "#"]), (True, [])])
async def test_keys_in_a_stream_are_heard_or_lost_as_at_the_carrier(
    sandbox: Sandbox, product: Product, lost: bool, keys: list[str]
) -> None:
    await sandbox.http.put(f"{sandbox.url}/sandbox/faults", json={"stream_keys_lost": lost})
    sid, media = await stream(sandbox, product)
    sid_of_stream = await media.started()
    payload = base64.b64encode(tones.keys("1#")).decode()
    await media.send(event="media", streamSid=sid_of_stream, media={"payload": payload})
    await media.send(event="mark", streamSid=sid_of_stream, mark={"name": "m1"})
    await until(lambda: media.of("mark"), "the mark")
    heard = (await sandbox.http.get(f"{sandbox.url}/sandbox/calls/{sid}/heard")).json()
    assert [each["key"] for each in heard["keys"]] == keys
