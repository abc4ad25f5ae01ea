"""The carrier's requests to the product: signed, retried, and what an answer that is none does."""

from __future__ import annotations

import asyncio
import ssl
import sys
from pathlib import Path

import pytest
from tests.support.sandbox import (
    LISTENER,
    NUMBER,
    OUTSIDE,
    MediaSocket,
    Product,
    Sandbox,
    said,
    until,
)
from tests.support.tcp import tcp_server
from tests.support.tls import certificate

from phony.sandbox.carrier.webhooks import Retries


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


@pytest.mark.parametrize(
    ("media_type", "body", "words"),
    [
        ("text/html; charset=utf-8", "<Response><Say>From Flask</Say></Response>", "From Flask"),
        ("application/xml", "<Response><Say>Hello</Say></Response>", "Hello"),
        ("text/plain", "Fish & chips <today>", "Fish & chips <today>"),
    ],
)
async def test_what_is_said_depends_on_the_content_type(
    sandbox: Sandbox, product: Product, media_type: str, body: str, words: str
) -> None:
    product.media_type, product.pages["/voice"] = media_type, body
    shown = await sandbox.call(await sandbox.place(persona=LISTENER), wait_s=10)
    assert (said(shown), await sandbox.alerts()) == ([words], [])


async def test_a_sound_is_played_and_json_is_an_apology(sandbox: Sandbox, product: Product) -> None:
    product.media_type, product.pages["/voice"] = "audio/mpeg", "ID3"
    sid = await sandbox.place(persona=LISTENER)
    shown = await sandbox.call(sid, wait_s=10)
    assert [said(shown), await sandbox.alerts()] == [[], []]
    assert shown["duration_s"] >= 1
    product.media_type, product.pages["/voice"] = "application/json", "{}"
    shown = await sandbox.call(await sandbox.place(persona=LISTENER), wait_s=10)
    assert "application error" in said(shown)[0]
    assert await sandbox.alerts() == [12300]


async def test_cookies_belong_to_one_call(sandbox: Sandbox, product: Product) -> None:
    product.cookie = "session=1; Path=/"
    product.pages["/voice"] = "<Response><Redirect>/next</Redirect></Response>"
    for _ in range(2):
        await sandbox.call(await sandbox.place(persona=LISTENER), wait_s=10)
    assert product.cookies == ["", "session=1", "", "session=1"]


_FETCH = """
import asyncio, sys
from phony.sandbox.carrier.webhooks import Failure, Webhooks
from phony.sandbox.faults import Faults

async def main() -> None:
    webhooks = Webhooks("token", Faults, lambda work: work.close())
    try:
        print(await webhooks.fetch(sys.argv[1], "POST", {"CallSid": "CA1"}))
    except Failure as failure:
        print(failure.code)
    await webhooks.close()

asyncio.run(main())
"""


@pytest.mark.parametrize(("trusted", "outcome"), [(True, "<Response/>"), (False, "11237")])
async def test_https_trusts_whom_the_machine_trusts(
    tmp_path: Path, trusted: bool, outcome: str
) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = b"HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ncontent-length: 11\r\n\r\n"
        writer.write(head + b"<Response/>")
        await writer.drain()
        writer.close()

    tls = certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tls / "cert.pem", tls / "key.pem")
    trust = f"SSL_CERT_FILE={tls / 'cert.pem'}" if trusted else "NOTHING="
    async with await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context) as server:
        url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/voice"
        program = await asyncio.create_subprocess_exec(
            "env", trust, sys.executable, "-c", _FETCH, url, stdout=asyncio.subprocess.PIPE
        )
        written, _ = await asyncio.wait_for(program.communicate(), 30)
    assert written.decode().strip() == outcome


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
