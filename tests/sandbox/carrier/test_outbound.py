"""Calls of the product's: answering machine detection, links, and both sides' sound."""

from __future__ import annotations

import asyncio
import io
import wave
from typing import Any

import pytest
from tests.support.sandbox import NUMBER, OUTSIDE, Product, Sandbox, until

WAIT = "<Response><Pause length='30'/></Response>"


@pytest.mark.parametrize(
    ("persona", "mode", "verdict"),
    [
        ({"kind": "person"}, "Enable", "human"),
        ({"kind": "person"}, "DetectMessageEnd", "human"),
        ({"kind": "machine", "greeting": "Leave word"}, "Enable", "machine_start"),
        ({"kind": "machine", "greeting": "Leave word"}, "DetectMessageEnd", "machine_end_beep"),
        (
            {"kind": "machine", "greeting": "Leave word", "beep": False},
            "DetectMessageEnd",
            "machine_end_silence",
        ),
        ({"kind": "fax"}, "Enable", "fax"),
        ({"kind": "unknown"}, "Enable", "unknown"),
    ],
)
async def test_what_answered_comes_as_a_callback(
    sandbox: Sandbox, product: Product, persona: dict[str, Any], mode: str, verdict: str
) -> None:
    await sandbox.put(f"/parties/{OUTSIDE}", persona)
    sdk = sandbox.sdk()
    call = await asyncio.to_thread(
        lambda: sdk.calls.create(
            to=OUTSIDE,
            from_=NUMBER,
            twiml=WAIT,
            machine_detection=mode,
            async_amd="true",
            async_amd_status_callback=f"{product.url}/amd",
        )
    )
    (form,) = await until(lambda: product.of("/amd"), "the verdict", limit_s=8)
    assert (form["CallSid"], form["AnsweredBy"]) == (call.sid, verdict)
    assert int(form["MachineDetectionDuration"]) > 0
    assert product.bad_signatures == []
    if verdict == "machine_end_beep":
        events = [event["type"] for event in (await sandbox.call(call.sid))["events"]]
        assert "beep" in events  # the verdict does not come before the beep


async def test_a_number_of_ours_can_be_called_by_us(sandbox: Sandbox, product: Product) -> None:
    product.pages["/voice"] = "<Response><Say>Reception</Say></Response>"
    sdk = sandbox.sdk()
    call = await asyncio.to_thread(
        lambda: sdk.calls.create(to=NUMBER, from_="+18578167226", twiml=WAIT)
    )
    shown = await sandbox.call(call.sid, wait_s=15)
    assert shown["status"] == "completed"
    said = f"{sandbox.url}/sandbox/calls/{product.of('/voice')[0]['CallSid']}/heard"
    assert (await sandbox.http.get(said)).json()["text"] == "Reception"


async def test_both_sides_sound_is_kept_in_step(sandbox: Sandbox, product: Product) -> None:
    product.pages["/voice"] = "<Response><Pause length='1'/><Say>Yes</Say></Response>"
    steps = [{"say": "No", "at_once": True}, {"silence_s": 5}]
    sid = await sandbox.place(persona={"lines": steps})
    await sandbox.call(sid, wait_s=10)
    content = (await sandbox.http.get(f"{sandbox.url}/sandbox/calls/{sid}/recording.wav")).content
    with wave.open(io.BytesIO(content)) as file:
        assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (2, 8000, 2)
        samples = memoryview(file.readframes(file.getnframes())).cast("h")
    left, right = list(samples[0::2]), list(samples[1::2])
    first_left = next(index for index, sample in enumerate(left) if abs(sample) > 500)
    first_right = next(index for index, sample in enumerate(right) if abs(sample) > 500)
    assert first_left < 8 * 100
    assert 8 * 900 < first_right < 8 * 1300


async def test_who_watches_gets_all_events(sandbox: Sandbox, product: Product) -> None:
    import json

    from websockets.asyncio.client import connect

    product.pages["/voice"] = "<Response><Say>Hello</Say></Response>"
    sid = await sandbox.place()
    url = sandbox.url.replace("http:", "ws:") + f"/sandbox/calls/{sid}/events"
    kinds = []
    async with connect(url) as socket:
        async for text in socket:
            kinds.append(json.loads(text)["type"])
    assert "carrier_says" in kinds
    assert kinds[-1] == "ended"


async def test_a_page_elsewhere_may_not_use_the_sandbox(sandbox: Sandbox) -> None:
    url = f"{sandbox.url}/sandbox"
    assert (await sandbox.http.get(url)).status_code == 200
    for header in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}):
        assert (await sandbox.http.get(url, headers=header)).status_code == 403


@pytest.mark.parametrize(
    "body",
    [{}, {"to": NUMBER, "colour": 1}, {"to": NUMBER, "lines": [{}]}, {"to": NUMBER, "wav": "?"}],
)
async def test_a_call_that_makes_no_sense_is_refused(sandbox: Sandbox, body: Any) -> None:
    response = await sandbox.http.post(f"{sandbox.url}/sandbox/calls", json=body)
    assert response.status_code in (400, 422)
    assert sandbox.network.calls == []
