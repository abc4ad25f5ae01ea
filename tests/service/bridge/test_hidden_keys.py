"""Keys that a caller pressed are nowhere in what a call leaves behind; who needs them has them."""

from __future__ import annotations

import base64
import time
from array import array
from typing import Any

import pytest
from tests.support.loopback import NUMBER, Product, ScriptedEngine, Stream, make_agent, until

from phony.domain.audio import FRAME_BYTES, sines, to_mulaw
from phony.domain.keypad import TONES_HZ, keys_in
from phony.domain.masking import DOTS
from phony.wire import twilio

PIN = "48213597"
SECRET_TOOL = {
    "name": "check_pin",
    "url": "https://bank.example/pin",
    "parameters": {"type": "object", "properties": {"pin": {"type": "string", "secret": True}}},
}


async def everything(running: Product) -> str:
    """All that is stored, sounds aside."""
    raw = running.app.state.services.database.raw
    found = []
    for name in await raw.list_collection_names():
        if "chunks" not in name:
            found += [str(document) async for document in raw[name].find()]
    return "\n".join(found)


async def press(stream: Stream, keys: str) -> None:
    """Keys as the carrier reports them, and their tones in the sound, which has its time."""
    over = time.monotonic() + 0.02 * 9 * len(keys)
    for key in keys:
        sound = sines(TONES_HZ[key], 100, 8000.0)
        for start in range(0, len(sound), FRAME_BYTES):
            piece = sound[start : start + FRAME_BYTES]
            stream.frames(1, base64.b64encode(piece).decode())
        stream.send(twilio.encode_dtmf(stream.names.stream_sid, key, 9))
        stream.frames(4)
    await until(lambda: time.monotonic() > over, "the tones are over")


async def keys_heard(running: Product, call_id: str) -> str:
    """The keys whose tones are in the caller's side of the recording, which is there."""
    wav = (await running.http.get(f"/calls/{call_id}/recording")).content
    caller = array("h", wav[wav.index(b"data") + 8 :])[0::2]
    assert len(caller) > 1000
    return "".join(key for key, _ in keys_in(bytes(map(to_mulaw, caller))))


def told(session: Any) -> list[str]:
    return [str(event["item"]) for event in session.of_type("conversation.item.create")]


@pytest.mark.parametrize("by_tool", [False, True])
async def test_keys_are_kept_nowhere(
    running: Product, engine: ScriptedEngine, by_tool: bool
) -> None:
    fields: dict[str, Any] = (
        {"tools": {"builtin": ["update_context"], "http": [SECRET_TOOL]}}
        if by_tool
        else {"keypad": {"mask": True}}
    )
    await make_agent(running, **fields)
    _, stream = await running.ring(NUMBER)
    await stream.start()
    session = await engine.session()
    await until(lambda: stream.audio == engine.reply_frames, "greeting")
    await press(stream, f"{PIN}#")
    await until(lambda: any(PIN in item for item in told(session)), "the model has the keys")
    await session.respond(f"You entered {' '.join(PIN)}.")
    arguments = f'{{"key": "pin", "value": "{PIN}"}}'
    await session.respond("", tool=("update_context", arguments))
    await until(lambda: any("output" in item for item in told(session)), "noted")
    if by_tool:
        await session.respond("", tool=("check_pin", f'{{"pin": "{PIN}"}}'))
        await until(lambda: sum("output" in item for item in told(session)) == 2, "asked")
    stream.hang_up()
    call_id = stream.parameters["call_id"]
    await until(lambda: running.app.state.registry.get(call_id) is None, "bridge gone")

    left = await everything(running)
    assert PIN not in left
    assert " ".join(PIN) not in left
    turns = await running.turns(call_id)
    assert [turn.said for turn in turns if turn.kind == "dtmf"] == [DOTS]
    assert (await running.call(call_id))["context_data"]["pin"] == DOTS
    assert await keys_heard(running, call_id) == ""


async def test_without_the_setting_they_are_shown_and_heard(
    running: Product, engine: ScriptedEngine
) -> None:
    await make_agent(running)
    _, stream = await running.ring(NUMBER)
    await stream.start()
    await until(lambda: stream.audio == engine.reply_frames, "greeting")
    await press(stream, f"{PIN}#")
    session = await engine.session()
    await until(lambda: any(PIN in item for item in told(session)), "the model has the keys")
    stream.hang_up()
    call_id = stream.parameters["call_id"]
    await until(lambda: running.app.state.registry.get(call_id) is None, "bridge gone")
    turns = await running.turns(call_id)
    assert [turn.said for turn in turns if turn.kind == "dtmf"] == [f"{PIN}#"]
    assert await keys_heard(running, call_id) == f"{PIN}#"
