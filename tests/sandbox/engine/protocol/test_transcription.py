"""Sessions that only write down what they hear, driven by the vendor's own client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.support.engine_server import Client, connected, serving

from phony.domain.agents import Agent, AgentType
from phony.domain.engine import scribe_settings
from phony.sandbox import speech, watermark
from phony.sandbox.engine.engine import Engine
from phony.sandbox.engine.mind.answers import Answers
from phony.sandbox.engine.voices import ScriptedParts, SpokenParts
from phony.wire.realtime_session import whole_session

COMPLETED = "conversation.item.input_audio_transcription.completed"


def session() -> dict[str, Any]:
    """What the product configures."""
    now = datetime.now(UTC)
    agent = Agent(
        id="a", org_id="o", created_at=now, updated_at=now, name="A", type=AgentType.INBOUND
    )
    settings = scribe_settings(agent)
    assert settings is not None
    return whole_session(settings)


@pytest.fixture
async def base_url() -> AsyncIterator[str]:
    async with serving(Engine(ScriptedParts(ms_per_character=15), Answers())) as url:
        yield url


@pytest.fixture
async def client(base_url: str) -> AsyncIterator[Client]:
    async with connected(base_url, model=None, intent="transcription") as client:
        await client.wait("session.created")
        yield client


async def configure(client: Client) -> dict[str, Any]:
    await client.send("session.update", session=session())
    updated: dict[str, Any] = (await client.wait("session.updated"))["session"]
    return updated


async def test_turns_are_found_and_written_down_and_nobody_answers(client: Client) -> None:
    config = await configure(client)
    assert config["type"] == "transcription"
    assert config["audio"]["input"]["transcription"]["model"] == "gpt-transcribe"
    for text in ("Your parcel is in locker forty two.", "Anything else?"):
        place = len(client.events)
        await client.hear(watermark.encode(text, ms_per_character=15))
        await client.silence(700)
        done = await client.wait(COMPLETED, after=place)
        assert done["transcript"] == text
        assert done["usage"]["type"] == "duration"
        assert done["usage"]["seconds"] > 0
        kinds = [event["type"] for event in client.events[place:]]
        started, stopped, committed = (
            kinds.index(f"input_audio_buffer.{what}")
            for what in ("speech_started", "speech_stopped", "committed")
        )
        assert started < stopped < committed < kinds.index(COMPLETED)
    assert not [event for event in client.events if event["type"].startswith("response.")]


async def test_log_probabilities_come_when_they_are_included(client: Client) -> None:
    text = "Où est la gare?"
    config = session() | {"include": ["item.input_audio_transcription.logprobs"]}
    await client.send("session.update", session=config)
    await client.hear(watermark.encode(text, ms_per_character=15))
    await client.silence(700)
    done = await client.wait(COMPLETED)
    delta = await client.wait("conversation.item.input_audio_transcription.delta")
    assert "".join(each["token"] for each in done["logprobs"]) == text
    assert b"".join(bytes(each["bytes"]) for each in done["logprobs"]) == text.encode()
    assert all(each["logprob"] <= 0 for each in done["logprobs"])
    assert delta["logprobs"] == done["logprobs"]
    place = len(client.events)
    await client.send("session.update", session={"type": "transcription", "include": None})
    await client.hear(watermark.encode("Again?", ms_per_character=15))
    await client.silence(700)
    assert "logprobs" not in await client.wait(COMPLETED, after=place)


async def test_nothing_is_written_down_before_it_is_configured(client: Client) -> None:
    await client.silence(100)
    created = client.events[0]["session"]
    assert created["audio"]["input"]["transcription"] is None
    assert "model" not in created


@pytest.mark.parametrize(
    "event",
    [
        {"type": "response.create"},
        {
            "type": "conversation.item.create",
            "item": {
                "type": "message",
                "role": "system",
                "content": [{"type": "input_text", "text": "x"}],
            },
        },
    ],
)
async def test_it_has_no_conversation_to_steer(client: Client, event: dict[str, Any]) -> None:
    await configure(client)
    await client.send(**{"kind": event["type"], **{k: v for k, v in event.items() if k != "type"}})
    error = (await client.wait("error"))["error"]
    assert error["code"] == "invalid_value"


async def test_a_model_in_the_address_ends_it(base_url: str) -> None:
    async with connected(base_url, intent="transcription") as client:
        error = (await client.wait("error"))["error"]
        assert error["code"] == "invalid_model"


async def test_the_two_kinds_of_session_do_not_take_each_others_updates(
    base_url: str, client: Client
) -> None:
    await client.send("session.update", session={"type": "realtime"})
    assert (await client.wait("error"))["error"]["code"] == "invalid_parameter"
    async with connected(base_url) as other:
        await other.send("session.update", session=session())
        assert (await other.wait("error"))["error"]["code"] == "invalid_parameter"


async def test_a_streaming_model_finds_no_turns(client: Client) -> None:
    config = session()
    config["audio"]["input"]["transcription"]["model"] = "gpt-realtime-whisper"
    await client.raw({"type": "session.update", "session": config})
    error = (await client.wait("error"))["error"]
    assert error["param"] == "session.audio.input.turn_detection"


@pytest.mark.skipif(bool(speech.missing()), reason="phony[sandbox] is not installed")
@pytest.mark.serial
@pytest.mark.timeout(240)
async def test_a_real_voice_is_recognised(tmp_path_factory: pytest.TempPathFactory) -> None:
    engine = Engine(SpokenParts(tmp_path_factory.getbasetemp() / "weights"), Answers())
    async with (
        serving(engine) as url,
        connected(url, model=None, intent="transcription") as client,
    ):
        await configure(client)
        await client.hear(await engine.voice.speak("Your parcel is in the locker.", "caller"))
        await client.silence(1000)
        assert "locker" in (await client.wait(COMPLETED))["transcript"].lower()
