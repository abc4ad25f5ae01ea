"""What the engine does wrong on demand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from openai import AsyncOpenAI
from tests.support.engine_server import connected, serving, spoken
from websockets.exceptions import ConnectionClosed, InvalidStatus

from phony.sandbox import watermark
from phony.sandbox.engine.engine import Engine
from phony.sandbox.engine.mind.answers import Answers
from phony.sandbox.engine.voices import ScriptedParts

HELLO = {"instructions": "Say exactly: Hello there, this is a rather long greeting."}
PCMU = {
    "input": {"format": {"type": "audio/pcmu"}, "transcription": {"model": "gpt-transcribe"}},
    "output": {"format": {"type": "audio/pcmu"}},
}


@pytest.fixture
async def engine() -> Engine:
    return Engine(ScriptedParts(ms_per_character=15), Answers(), api_key="test")


@pytest.fixture
async def base_url(engine: Engine) -> AsyncIterator[str]:
    async with serving(engine) as url:
        yield url


async def refused_status(base_url: str, **extra: Any) -> int:
    openai = AsyncOpenAI(api_key=extra.pop("api_key", "test"), base_url=base_url, max_retries=0)
    try:
        with pytest.raises(InvalidStatus) as refusal:
            async with openai.realtime.connect(**({"model": "gpt-realtime-2.1"} | extra)):
                pass
    finally:
        await openai.close()
    return refusal.value.response.status_code


async def test_wrong_key_and_refused_upgrades(engine: Engine, base_url: str) -> None:
    assert await refused_status(base_url, api_key="wrong") == 401
    engine.set_faults({"refuse_status": 503, "sessions": 1})
    assert await refused_status(base_url) == 503
    async with connected(base_url) as client:  # the fault is used up
        await client.wait("session.created")


@pytest.mark.parametrize("code", [1000, 1001, 1011, 0])
async def test_killed_in_the_middle_of_a_response(engine: Engine, base_url: str, code: int) -> None:
    engine.set_faults({"close_after_responses": 1, "close_code": code})
    async with connected(base_url) as client:
        await client.update(audio=PCMU)
        await client.send("response.create", response=HELLO)
        await client.wait("response.output_audio.delta")
        with pytest.raises(AssertionError):
            await client.wait("response.done")
        assert isinstance(client.ended, ConnectionClosed)
        received = client.ended.rcvd.code if client.ended.rcvd else 0
        assert received == code
    assert engine.sessions == []


async def test_kill_ends_live_sessions_at_once(engine: Engine, base_url: str) -> None:
    async with connected(base_url) as client:
        await client.update(audio=PCMU)
        engine.set_faults({"kill": True})
        with pytest.raises(AssertionError):
            await client.wait("never.sent")
        assert isinstance(client.ended, ConnectionClosed)


@pytest.mark.parametrize("fault", ["hush", "hush_after_responses"])
async def test_a_hushed_session_is_open_and_says_nothing_more(
    engine: Engine, base_url: str, fault: str
) -> None:
    engine.set_faults({"hush_after_responses": 1} if fault == "hush_after_responses" else {})
    async with connected(base_url) as client:
        await client.update(audio=PCMU)
        if fault == "hush":
            engine.set_faults({"hush": True})
        await client.send("response.create", response=HELLO)
        with pytest.raises(AssertionError):
            await client.wait("response.done")
        assert client.ended is None
        assert len(engine.sessions) == 1


async def test_a_session_can_be_hushed_from_the_start(engine: Engine, base_url: str) -> None:
    engine.set_faults({"hush_after_s": 0})
    async with connected(base_url) as client:
        with pytest.raises(AssertionError):
            await client.update(audio=PCMU)
        assert client.ended is None


async def test_an_engine_that_is_away_drops_its_sessions_and_takes_none(
    engine: Engine, base_url: str
) -> None:
    async with connected(base_url) as client:
        engine.set_faults({"away_s": 0.5})
        with pytest.raises(AssertionError):
            await client.wait("never.sent")
        assert isinstance(client.ended, ConnectionClosed)
    with pytest.raises(InvalidStatus) as refused:
        async with connected(base_url):
            pass
    assert refused.value.response.status_code == 503
    for _ in range(100):
        try:
            async with connected(base_url) as client:
                await client.update(audio=PCMU)
                return
        except InvalidStatus:
            await asyncio.sleep(0.05)
    raise AssertionError("it did not come back")


async def test_faults_of_some_models_leave_the_others_alone(engine: Engine, base_url: str) -> None:
    faults = {"refuse_status": 503, "models": ["gpt-realtime-2.1"], "sessions": 1}
    engine.set_faults(faults)
    async with connected(base_url, model="gpt-realtime-2") as client:
        await client.update(audio=PCMU)
    with pytest.raises(InvalidStatus):
        async with connected(base_url):
            pass
    async with connected(base_url) as client:
        await client.update(audio=PCMU)


async def test_session_expires(engine: Engine, base_url: str) -> None:
    engine.set_faults({"expires_after_s": 0.05})
    async with connected(base_url) as client:
        assert (await client.wait("error"))["error"]["code"] == "session_expired"
        with pytest.raises(AssertionError):
            await client.wait("never.sent")


async def test_silent_engine_says_nothing(engine: Engine, base_url: str) -> None:
    engine.set_faults({"silent": True})
    async with connected(base_url) as client:
        await asyncio.sleep(0.2)
        assert (client.events, client.ended) == ([], None)


@pytest.mark.parametrize(
    ("faults", "code"),
    [
        ({"error_at_start": "invalid_api_key"}, "invalid_api_key"),
        ({"updates_refused": "unknown_parameter"}, "unknown_parameter"),
    ],
)
async def test_errors_instead_of_a_session(
    engine: Engine, base_url: str, faults: dict[str, Any], code: str
) -> None:
    engine.set_faults(faults)
    async with connected(base_url) as client:
        if "updates_refused" in faults:
            await client.send("session.update", session={"type": "realtime"})
        assert (await client.wait("error"))["error"]["code"] == code
        assert client.all("session.updated") == []


async def test_beta_header_ends_the_session(base_url: str) -> None:
    openai = AsyncOpenAI(
        api_key="test", base_url=base_url, default_headers={"OpenAI-Beta": "realtime=v1"}
    )
    async with openai.realtime.connect(model="gpt-realtime-2.1") as connection:
        event = await connection.recv()
        assert event.type == "error"
        assert event.error.code == "beta_api_shape_disabled"
        with pytest.raises(ConnectionClosed) as closed:
            await connection.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4000
    await openai.close()


async def test_malformed_unknown_and_binary_frames(engine: Engine, base_url: str) -> None:
    engine.set_faults(
        {
            "texts_after_update": ["not json", '{"type":"session.created"}'],
            "binary_after_update": True,
            "unknown_events": True,
        }
    )
    async with connected(base_url) as client:
        client.checked = False
        await client.raw({"type": "session.update", "session": {"type": "realtime"}})
        await client.count(6)
        raw = [event["raw"] for event in client.events]
        assert b"not json" in raw
        assert b"\x00\x01\x02" in raw
        assert any(b"session.weather.updated" in text for text in raw)


async def test_failing_and_recovering_responses(engine: Engine, base_url: str) -> None:
    engine.set_faults({"failing_responses": 1, "failure_code": "rate_limit_exceeded"})
    async with connected(base_url) as client:
        await client.update(audio=PCMU)
        await client.send("response.create", response=HELLO)
        failed = (await client.wait("response.done"))["response"]
        assert failed["status"] == "failed"
        assert failed["status_details"]["error"]["code"] == "rate_limit_exceeded"
        assert failed["usage"] is None
        place = len(client.events)
        await client.send("response.create", response=HELLO)
        done = await client.wait("response.done", after=place)
        assert "Hello there" in spoken(done)


@pytest.mark.parametrize("kind", ["null", "bare"])
async def test_usage_with_less_in_it(engine: Engine, base_url: str, kind: str) -> None:
    engine.set_faults({"usage": kind})
    async with connected(base_url) as client:
        await client.update(audio=PCMU)
        await client.send("response.create", response=HELLO)
        used = (await client.wait("response.done"))["response"]["usage"]
        assert (
            used is None
            if kind == "null"
            else set(used)
            == {
                "total_tokens",
                "input_tokens",
                "output_tokens",
            }
        )


@pytest.mark.parametrize("kind", ["failed", "never", "late"])
async def test_transcription_that_fails(engine: Engine, base_url: str, kind: str) -> None:
    engine.set_faults({"transcription": kind, "transcription_delay_s": 0.3})
    async with connected(base_url) as client:
        manual = PCMU | {"input": PCMU["input"] | {"turn_detection": None}}
        await client.update(audio=manual)
        await client.hear(watermark.encode("Hello you there", ms_per_character=15))
        await client.send("input_audio_buffer.commit")
        await client.send("response.create")
        done = await client.wait("response.done")
        name = "conversation.item.input_audio_transcription."
        if kind == "failed":
            await client.wait(name + "failed")
        elif kind == "late":
            late = await client.wait(name + "completed")
            assert client.events.index(late) > client.events.index(done)
        else:
            await asyncio.sleep(0.1)
            assert not [e for e in client.events if e["type"].startswith(name)]


async def test_events_left_out_and_mute_responses(engine: Engine, base_url: str) -> None:
    engine.set_faults({"omit": ["conversation.item.done"], "mute": True})
    async with connected(base_url) as client:
        await client.update(audio=PCMU)
        await client.send("response.create", response=HELLO)
        await client.wait("response.done")
        assert client.all("conversation.item.done") == []
        assert client.all("response.output_audio.delta") == []


async def test_assistant_items_may_be_refused(engine: Engine, base_url: str) -> None:
    engine.set_faults({"refuse_assistant_items": True})
    async with connected(base_url) as client:
        await client.send(
            "conversation.item.create",
            event_id="ci-1",
            item={
                "type": "message",
                "role": "assistant",
                "content": [{"type": "output_text", "text": "Hello."}],
            },
        )
        assert (await client.wait("error"))["error"]["event_id"] == "ci-1"


async def test_the_log_keeps_both_directions(engine: Engine, base_url: str) -> None:
    async with connected(base_url) as client:
        created = await client.wait("session.created")
        await client.update(audio=PCMU)
        session_id = created["session"]["id"]
        assert [e["type"] for e in engine.log.of(session_id, "in")] == ["session.update"]
        assert "session.updated" in [e["type"] for e in engine.log.of(session_id, "out")]
