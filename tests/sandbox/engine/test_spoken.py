"""The engine with real speech: the caller's voice through mu-law to words, and the answer back."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
from tests.support.engine_server import Client, connected, serving, spoken

from phony.sandbox import speech
from phony.sandbox.engine.build import build

pytestmark = [
    pytest.mark.serial,
    pytest.mark.skipif(not speech.available(), reason="phony[sandbox] is not installed"),
]

PCMU = {"type": "audio/pcmu"}
AUDIO = {
    "input": {
        "format": PCMU,
        "transcription": {"model": "gpt-transcribe", "language": "en"},
        "turn_detection": {"type": "server_vad", "silence_duration_ms": 500},
    },
    "output": {"format": PCMU, "voice": "marin"},
}
KNOWN = """You are the receptionist.

What you know for this call:
<data name="context">
{"business_hours": "9 AM - 6 PM EST", "parking": "Yes, there is a free car park behind us."}
</data>"""


@pytest.fixture
async def client(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Client]:
    engine = build(speech=True, cache_dir=tmp_path_factory.getbasetemp() / "weights")
    async with serving(engine) as url, connected(url) as client:
        await client.update(instructions=KNOWN, audio=AUDIO)
        yield client


def caller(text: str) -> bytes:
    from phony.sandbox.speech.tts import CALLER, Speaker

    return Speaker().speak(text, CALLER)


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


async def test_a_conversation(client: Client, tmp_path_factory: pytest.TempPathFactory) -> None:
    await client.hear(caller("Hi. What are your business hours?"))
    await client.silence(700)
    heard = await client.wait("conversation.item.input_audio_transcription.completed")
    assert {"business", "hours"} <= words(heard["transcript"])
    answer = await client.wait("response.done")
    assert "9 AM to 6 PM" in spoken(answer)

    # The answer is speech, not text: recognise it as a caller's ear would.
    from phony.sandbox.speech.stt import Whisper

    whisper = Whisper(tmp_path_factory.getbasetemp() / "weights")
    said = whisper.transcribe(client.sound(answer["response"]["id"]))
    assert {"business", "hours"} <= words(said)

    # A pause in the middle of a sentence: both pieces are one question.
    await client.silence(3000)
    place = len(client.events)
    await client.hear(caller("Is there any"))
    await client.silence(600)
    await client.wait("input_audio_buffer.committed", after=place)
    await client.hear(caller("parking near you?"))
    await client.silence(700)
    reply = await client.wait(
        "response.done",
        lambda e: e["response"]["status"] == "completed" and "car park" in spoken(e),
        after=place,
    )
    assert "free car park" in spoken(reply)

    # Barge-in: the answer is cut off while it is being made.
    await client.silence(3000)
    place = len(client.events)
    long = "Say exactly: " + " ".join(f"This is sentence number {n}." for n in range(60))
    await client.send("response.create", response={"instructions": long})
    await client.wait("response.output_audio.delta", after=place)
    await client.hear(caller("Please stop, I have another question."))
    cut = await client.wait("response.done", after=place)
    assert cut["response"]["status_details"]["reason"] == "turn_detected"


async def test_noise_and_keys_start_no_turn(client: Client) -> None:
    import numpy as np

    from phony.sandbox import tones
    from phony.sandbox.speech import codec

    noise = np.random.default_rng(2).normal(0, 0.003, 16000).astype(np.float32)
    await client.hear(codec.from_float(noise) + tones.keys("12345") + tones.silence(500))
    await client.settled()
    assert client.all("input_audio_buffer.speech_started") == []
