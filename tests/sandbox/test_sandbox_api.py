"""The sandbox's own interface: who answers, what is said, what is refused, the softphone."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

import pytest
from tests.support.sandbox import NUMBER, OUTSIDE, Product, Sandbox, until
from websockets.asyncio.client import ClientConnection, connect

from phony.sandbox import watermark

TALK = "<Response><Say>Hello from the agent</Say><Pause length='20'/></Response>"


class Phone:
    """A browser's telephone, as its script would use it."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.messages: list[dict[str, Any]] = []

    async def read(self) -> None:
        async for text in self.socket:
            self.messages.append(json.loads(text))

    def of(self, event: str) -> list[dict[str, Any]]:
        return [message for message in self.messages if message["event"] == event]

    async def send(self, **message: Any) -> None:
        await self.socket.send(json.dumps(message))


@asynccontextmanager
async def phone(sandbox: Sandbox, number: str = OUTSIDE) -> AsyncIterator[Phone]:
    url = f"{sandbox.url.replace('http:', 'ws:')}/sandbox/softphone?number={quote(number)}"
    async with asyncio.TaskGroup() as group, connect(url) as socket:
        shown = Phone(socket)
        reading = group.create_task(shown.read())
        await until(lambda: number in sandbox.network.parties, "the phone")
        yield shown
        reading.cancel()


async def dial(sandbox: Sandbox, **more: Any) -> str:
    sdk = sandbox.sdk()
    fields = {"to": OUTSIDE, "from_": NUMBER, "twiml": TALK} | more
    return str((await asyncio.to_thread(lambda: sdk.calls.create(**fields))).sid)


async def test_a_softphone_rings_answers_talks_and_hangs_up(sandbox: Sandbox) -> None:
    async with phone(sandbox) as browser:
        sid = await dial(sandbox)
        (ring,) = await until(lambda: browser.of("ring"), "the ringing")
        assert ring["from"] == NUMBER
        await asyncio.sleep(0.3)
        assert browser.of("media") == []
        await browser.send(event="answer")
        await until(lambda: browser.of("answered"), "the answer")
        words = watermark.encode("I hear you")
        await browser.send(event="media", payload=base64.b64encode(words[:6000]).decode())
        await until(lambda: len(browser.of("media")) > 80, "the agent's sound")
        decoder = watermark.Decoder()
        heard = [
            decoder.feed(base64.b64decode(message["payload"])) for message in browser.of("media")
        ]
        assert "Hello from the agent" in heard
        call = sandbox.network.call(sid)
        assert call is not None
        assert await sandbox.network.voice.recognise(call.said()) == "I hear you"
        await browser.send(event="dtmf", digit="5")
        await browser.send(event="hangup")
        shown = await sandbox.call(sid, wait_s=5)
        assert (shown["status"], shown["ended_by"]) == ("completed", "party")
        assert "5" in [event.get("digit") for event in shown["events"]]
        await until(lambda: browser.of("ended"), "the end")


async def test_a_softphone_may_refuse_and_takes_one_call_at_a_time(sandbox: Sandbox) -> None:
    async with phone(sandbox) as browser:
        first = await dial(sandbox)
        await until(lambda: browser.of("ring"), "the ringing")
        assert (await sandbox.call(await dial(sandbox), wait_s=5))["status"] == "busy"
        await browser.send(event="reject")
        assert (await sandbox.call(first, wait_s=5))["status"] == "busy"


async def test_a_closed_browser_ends_its_call_and_is_no_longer_reachable(sandbox: Sandbox) -> None:
    async with phone(sandbox) as browser:
        sid = await dial(sandbox)
        await until(lambda: browser.of("ring"), "the ringing")
        await browser.send(event="answer")
        await until(lambda: browser.of("answered"), "the answer")
    assert (await sandbox.call(sid, wait_s=5))["status"] == "completed"
    assert OUTSIDE not in sandbox.network.parties


async def test_a_caller_who_gives_up_stops_the_ringing(sandbox: Sandbox) -> None:
    async with phone(sandbox) as browser:
        sid = await dial(sandbox)
        await until(lambda: browser.of("ring"), "the ringing")
        sdk = sandbox.sdk()
        await asyncio.to_thread(lambda: sdk.calls(sid).update(status="canceled"))
        await until(lambda: browser.of("ended"), "the end")


@pytest.mark.parametrize("text", ["no json", "[]", "7", '{"event":"media","payload":"?"}', "{}"])
async def test_nonsense_does_not_break_the_softphone(sandbox: Sandbox, text: str) -> None:
    async with phone(sandbox) as browser:
        await browser.socket.send(text)
        sid = await dial(sandbox)
        await until(lambda: browser.of("ring"), "the ringing")
        await browser.socket.send(text)
        await browser.send(event="reject")
        assert (await sandbox.call(sid, wait_s=5))["status"] == "busy"


async def test_a_line_is_added_while_the_call_runs(sandbox: Sandbox, product: Product) -> None:
    product.pages["/voice"] = "<Response><Pause length='20'/></Response>"
    sid = await sandbox.place(persona={"lines": [], "stay": True})
    call = sandbox.network.call(sid)
    assert call is not None
    await until(call.answered.is_set, "the answer")
    url = f"{sandbox.url}/sandbox/calls/{sid}"
    assert (await sandbox.http.post(f"{url}/say", json={"text": "One more"})).status_code == 202
    await until(lambda: any(e["type"] == "caller_done" for e in call.events), "the line")
    assert await sandbox.network.voice.recognise(call.said()) == "One more"
    await sandbox.http.post(f"{url}/hangup")
    assert (await sandbox.http.post(f"{url}/say", json={"text": "x"})).status_code == 422


async def test_an_expectation_is_checked_against_what_was_heard(
    sandbox: Sandbox, product: Product
) -> None:
    product.pages["/voice"] = "<Response><Say>We open at nine</Say><Pause length='5'/></Response>"
    steps = [{"expect": "NINE"}, {"expect": ["nine", "ten"]}, {"hang_up": True}]
    sid = await sandbox.place(persona={"lines": steps, "settle_ms": 300, "patience_s": 1})
    await sandbox.call(sid, wait_s=10)
    call = sandbox.network.call(sid)
    assert call is not None
    await until(lambda: len(call.expectations) == 2, "both checks")
    assert [check["ok"] for check in call.expectations] == [True, False]
    assert call.expectations[1]["missing"] == ["ten"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/faults", '{"bad_signature":"maybe"}'),
        ("PUT", "/faults", '{"colour":1}'),
        ("PUT", "/faults", "no json"),
        ("PUT", f"/parties/{OUTSIDE}", "kind: alien"),
        ("PUT", f"/parties/{OUTSIDE}", "["),
        ("POST", "/calls", "[1]"),
    ],
)
async def test_nonsense_is_refused_and_changes_nothing(
    sandbox: Sandbox, method: str, path: str, body: str
) -> None:
    before = sandbox.network.faults
    response = await sandbox.http.request(method, f"{sandbox.url}/sandbox{path}", content=body)
    assert response.status_code in (400, 422)
    assert sandbox.network.faults is before
    assert not sandbox.network.parties


async def test_an_unknown_call_is_404(sandbox: Sandbox) -> None:
    assert (await sandbox.http.get(f"{sandbox.url}/sandbox/calls/CAx")).status_code == 404
    response = await sandbox.http.get(f"{sandbox.url}/sandbox/calls/CAx?wait_s=soon")
    assert response.status_code == 404


async def test_a_reset_ends_and_forgets(sandbox: Sandbox, product: Product) -> None:
    product.pages["/voice"] = "<Response><Pause length='20'/></Response>"
    sid = await sandbox.place(persona={"lines": [], "stay": True})
    await sandbox.put(f"/parties/{OUTSIDE}", {"kind": "busy"})
    await sandbox.put("/faults", {"cps": 1})
    assert (await sandbox.http.post(f"{sandbox.url}/sandbox/reset")).is_success
    assert not sandbox.network.parties
    assert sandbox.network.faults.cps == 0
    assert (await sandbox.call(sid, wait_s=5))["status"] in ("completed", "canceled")


async def test_who_watches_gets_all_events(sandbox: Sandbox, product: Product) -> None:
    product.pages["/voice"] = "<Response><Say>Hello</Say></Response>"
    sid = await sandbox.place()
    url = sandbox.url.replace("http:", "ws:") + f"/sandbox/calls/{sid}/events"
    kinds = []
    async with connect(url) as socket:
        async for text in socket:
            kinds.append(json.loads(text)["type"])
    assert "carrier_says" in kinds
    assert kinds[-1] == "ended"


@pytest.mark.parametrize(
    "body",
    [{}, {"to": NUMBER, "colour": 1}, {"to": NUMBER, "lines": [{}]}, {"to": NUMBER, "wav": "?"}],
)
async def test_a_call_that_makes_no_sense_is_refused(sandbox: Sandbox, body: Any) -> None:
    response = await sandbox.http.post(f"{sandbox.url}/sandbox/calls", json=body)
    assert response.status_code in (400, 422)
    assert sandbox.network.calls == []
