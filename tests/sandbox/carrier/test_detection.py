"""Answering machine detection."""

from __future__ import annotations

import asyncio

import pytest
from tests.support.sandbox import NUMBER, OUTSIDE, Product, Sandbox, until

from phony.sandbox.carrier.detection import detected
from phony.sandbox.engine.voices import PartsVoice, ScriptedParts
from phony.sandbox.persona import Persona

WAIT = "<Response><Pause length='30'/></Response>"
MACHINE = {"kind": "machine", "greeting": "Leave word"}


@pytest.mark.parametrize(
    ("persona", "mode", "verdict", "after_ms"),
    [
        ({"kind": "person"}, "Enable", "human", 1200),
        ({"kind": "person"}, "DetectMessageEnd", "human", 1200),
        (MACHINE, "Enable", "machine_start", 2400),
        (MACHINE, "DetectMessageEnd", "machine_end_beep", None),
        (MACHINE | {"beep": False}, "DetectMessageEnd", "machine_end_silence", None),
        ({"kind": "fax"}, "Enable", "fax", 1200),
        ({"kind": "unknown"}, "Enable", "unknown", 4000),
    ],
)
async def test_what_answers_decides_the_verdict_and_how_long_it_takes(
    persona: dict[str, object], mode: str, verdict: str, after_ms: int | None
) -> None:
    party = Persona.model_validate(persona).party()
    await party.prepare(PartsVoice(ScriptedParts()))
    found, at_ms = detected(party, mode)
    assert found == verdict
    assert at_ms == (getattr(party, "greeting_end_ms", 0) if after_ms is None else after_ms)


async def test_the_verdict_comes_as_a_callback_after_the_beep(
    sandbox: Sandbox, product: Product
) -> None:
    await sandbox.put(f"/parties/{OUTSIDE}", MACHINE)
    sdk = sandbox.sdk()
    call = await asyncio.to_thread(
        lambda: sdk.calls.create(
            to=OUTSIDE,
            from_=NUMBER,
            twiml=WAIT,
            machine_detection="DetectMessageEnd",
            async_amd="true",
            async_amd_status_callback=f"{product.url}/amd",
        )
    )
    (form,) = await until(lambda: product.of("/amd"), "the verdict", limit_s=8)
    assert (form["CallSid"], form["AnsweredBy"]) == (call.sid, "machine_end_beep")
    assert int(form["MachineDetectionDuration"]) > 0
    assert product.bad_signatures == []
    events = [event["type"] for event in (await sandbox.call(call.sid))["events"]]
    assert "beep" in events


async def test_without_async_amd_the_url_is_asked_after_the_verdict(
    sandbox: Sandbox, product: Product
) -> None:
    await sandbox.put(f"/parties/{OUTSIDE}", MACHINE)
    product.pages["/voice"] = "<Response><Say>Hello machine</Say></Response>"
    sdk = sandbox.sdk()
    call = await asyncio.to_thread(
        lambda: sdk.calls.create(
            to=OUTSIDE,
            from_=NUMBER,
            url=f"{product.url}/voice",
            machine_detection="Enable",
            status_callback=f"{product.url}/status",
            status_callback_event=["answered", "completed"],
        )
    )
    shown = await sandbox.call(call.sid, wait_s=10)
    (form,) = product.of("/voice")
    assert (form["AnsweredBy"], form["CallStatus"]) == ("machine_start", "in-progress")
    assert int(form["MachineDetectionDuration"]) > 0
    kinds = [event["type"] for event in shown["events"]]
    assert kinds.index("detected") < kinds.index("twiml")
    await until(lambda: len(product.of("/status")) == 2, "both callbacks")
    answered, completed = product.of("/status")
    assert ("AnsweredBy" in answered, completed["AnsweredBy"]) == (False, "machine_start")
