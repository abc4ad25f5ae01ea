"""A call keeps the sound of both sides."""

from __future__ import annotations

import io
import wave

from tests.support.sandbox import Product, Sandbox


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
