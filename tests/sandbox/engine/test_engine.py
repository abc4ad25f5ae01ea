"""The engine in scripted mode, driven by the vendor's own client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.support.engine_server import Client, connected, pictured, serving, spoken

from phony.sandbox import watermark
from phony.sandbox.engine.engine import Engine
from phony.sandbox.engine.mind.answers import Answers
from phony.sandbox.engine.voices import ScriptedParts

PCMU = {"type": "audio/pcmu"}
VAD = {"type": "server_vad", "silence_duration_ms": 300, "prefix_padding_ms": 200}
KNOWN = """You are the receptionist of Example Dental.

What you know for this call:
<data name="context">
{"business_hours": "9 AM - 6 PM EST", "support_email": "help@company.com"}
</data>"""
TOOL = {
    "type": "function",
    "name": "end_call",
    "description": "Hang up.",
    "parameters": {
        "type": "object",
        "properties": {"reason": {"type": "string"}},
        "required": ["reason"],
    },
}


def audio(**detection: Any) -> dict[str, Any]:
    return {
        "input": {
            "format": PCMU,
            "transcription": {"model": "gpt-transcribe"},
            "turn_detection": VAD | detection,
        },
        "output": {"format": PCMU, "voice": "marin"},
    }


@pytest.fixture
async def engine() -> Engine:
    return Engine(ScriptedParts(ms_per_character=15), Answers())


@pytest.fixture
async def base_url(engine: Engine) -> AsyncIterator[str]:
    async with serving(engine) as url:
        yield url


@pytest.fixture
async def client(base_url: str) -> AsyncIterator[Client]:
    async with connected(base_url) as client:
        await client.wait("session.created")
        yield client


async def say(client: Client, text: str, *, tail_ms: int = 400) -> None:
    await client.hear(watermark.encode(text, ms_per_character=15))
    await client.silence(tail_ms)


def decoded(sound: bytes) -> str | None:
    decoder = watermark.Decoder()
    texts = [
        text
        for start in range(0, len(sound), 160)
        if (text := decoder.feed(sound[start : start + 160]))
    ]
    return " ".join(texts) or None


async def test_session_begins_with_the_service_s_defaults(client: Client) -> None:
    session = client.events[0]["session"]
    assert client.events[0]["type"] == "session.created"
    assert session["audio"]["input"]["format"] == {"type": "audio/pcm", "rate": 24000}
    assert session["audio"]["input"]["turn_detection"]["type"] == "server_vad"
    assert session["expires_at"] > 0


async def test_update_changes_only_what_it_names(client: Client) -> None:
    session = await client.update(instructions="Be kind.", audio=audio())
    assert session["instructions"] == "Be kind."
    again = await client.update(instructions="Be brief.")
    assert again["instructions"] == "Be brief."
    assert again["audio"] == session["audio"]


@pytest.mark.parametrize(
    ("session", "code"),
    [
        ({"instructions": "x", "voice": "marin"}, "unknown_parameter"),
        ({"instructions": "x", "audio": {"output": {"voice": "nova"}}}, "invalid_value"),
        ({"instructions": "x", "model": "gpt-realtime-1.5"}, "invalid_value"),
    ],
)
async def test_a_bad_update_is_refused_whole(
    client: Client, session: dict[str, Any], code: str
) -> None:
    await client.raw(
        {
            "type": "session.update",
            "event_id": "su-9",
            "session": {"type": "realtime", **session},
        }
    )
    error = await client.wait("error")
    assert (error["error"]["code"], error["error"]["event_id"]) == (code, "su-9")
    assert (await client.update(audio=audio()))["instructions"] != "x"


async def test_an_item_comes_back_with_all_its_parts(client: Client) -> None:
    await client.update(audio=audio())
    content = [
        {"type": "input_text", "text": "What is this?"},
        {"type": "input_image", "image_url": pictured(1024, 1024), "detail": "high"},
        {"type": "input_text", "text": "Be quick."},
        {"type": "input_image", "image_url": pictured(8, 8)},
    ]
    item = {"type": "message", "id": "shown", "role": "user", "content": content}
    await client.send("conversation.item.create", item=item)
    done = await client.wait("conversation.item.done")
    content[3]["detail"] = "auto"
    assert done["item"]["content"] == content
    await client.send("conversation.item.retrieve", item_id="shown")
    assert (await client.wait("conversation.item.retrieved"))["item"]["content"] == content
    await client.send("response.create")
    response = await client.wait("response.done")
    assert spoken(response) == "I have received your picture, but I cannot see pictures."
    assert response["response"]["usage"]["input_token_details"]["image_tokens"] == 765 + 255


async def test_a_picture_that_is_none_is_refused(client: Client) -> None:
    part = {"type": "input_image", "image_url": "https://example.com/a.png"}
    item = {"type": "message", "role": "user", "content": [part]}
    await client.send("conversation.item.create", item=item)
    assert (await client.wait("error"))["error"]["param"] == "item.content[0].image_url"


async def test_greeting_is_said_exactly(client: Client) -> None:
    await client.update(audio=audio())
    await client.send(
        "response.create",
        response={
            "instructions": "Say exactly: Hello, this is Example Dental.",
            "metadata": {"kind": "greeting"},
        },
    )
    done = await client.wait("response.done")
    response = done["response"]
    assert spoken(done) == "Hello, this is Example Dental."
    assert (response["status"], response["metadata"]) == ("completed", {"kind": "greeting"})
    assert decoded(client.sound(response["id"])) == "Hello, this is Example Dental."
    kinds = [event["type"] for event in client.events]
    order = [
        "response.created",
        "response.output_item.added",
        "conversation.item.added",
        "response.content_part.added",
        "response.output_audio.delta",
        "response.output_audio.done",
        "response.output_audio_transcript.done",
        "response.content_part.done",
        "response.output_item.done",
        "conversation.item.done",
        "response.done",
    ]
    assert sorted(order, key=kinds.index) == order


async def test_a_spoken_question_is_answered_from_the_context(client: Client) -> None:
    await client.update(instructions=KNOWN, audio=audio())
    await say(client, "What are your business hours?")
    done = await client.wait("response.done")
    heard = await client.wait("conversation.item.input_audio_transcription.completed")
    started = client.all("input_audio_buffer.speech_started")[0]
    stopped = client.all("input_audio_buffer.speech_stopped")[0]
    committed = client.all("input_audio_buffer.committed")[0]
    assert spoken(done) == "Our business hours are 9 AM to 6 PM EST."
    assert heard["transcript"] == "What are your business hours?"
    assert heard["usage"]["type"] == "duration"
    assert started["item_id"] == stopped["item_id"] == committed["item_id"] == heard["item_id"]
    length = len(watermark.encode("What are your business hours?", ms_per_character=15)) // 8
    assert started["audio_start_ms"] == 0
    assert abs(stopped["audio_end_ms"] - length - 300) <= 40  # includes the silence waited


async def test_an_edit_changes_the_next_answer(client: Client) -> None:
    await client.update(instructions=KNOWN, audio=audio())
    await client.send(
        "conversation.item.create",
        item={
            "type": "message",
            "id": "edit_1",
            "role": "system",
            "content": [
                {
                    "type": "input_text",
                    "text": "Your information for this call has changed.\n"
                    '<data name="context">\n{"business_hours": "10 AM - 2 PM EST"}\n</data>',
                }
            ],
        },
    )
    await client.wait("conversation.item.done", lambda e: e["item"]["id"] == "edit_1")
    await say(client, "When do you open?")
    assert "10 AM to 2 PM" in spoken(await client.wait("response.done"))


async def test_barge_in_cancels_and_late_deltas_still_come(client: Client) -> None:
    await client.update(instructions=KNOWN, audio=audio())
    long = "Say exactly: " + "This goes on and on and on. " * 30
    await client.send("response.create", response={"instructions": long})
    await client.wait("response.output_audio.delta")
    place = len(client.events)
    await say(client, "Stop, what is your email?")
    cancelled = await client.wait("response.done", after=place)
    assert cancelled["response"]["status"] == "cancelled"
    assert cancelled["response"]["status_details"]["reason"] == "turn_detected"
    assert cancelled["response"]["usage"]["output_tokens"] > 0
    started = client.first("input_audio_buffer.speech_started", after=place)
    assert started is not None
    late = client.events[client.events.index(started) : client.events.index(cancelled)]
    assert 1 <= sum(e["type"] == "response.output_audio.delta" for e in late) <= 2
    answer = await client.wait(
        "response.done", lambda e: e["response"]["status"] == "completed", after=place
    )
    assert "help@company.com" in spoken(answer)


async def test_interrupting_can_be_switched_off(client: Client) -> None:
    await client.update(instructions=KNOWN, audio=audio(interrupt_response=False))
    long = "Say exactly: " + "This goes on and on and on. " * 8
    await client.send("response.create", response={"instructions": long})
    await client.wait("response.output_audio.delta")
    await say(client, "What are your hours?")
    first = await client.wait("response.done")
    assert first["response"]["status"] == "completed"
    place = client.events.index(first) + 1
    assert "9 AM" in spoken(await client.wait("response.done", after=place))


async def test_no_response_is_made_when_that_is_switched_off(client: Client) -> None:
    await client.update(instructions=KNOWN, audio=audio(create_response=False))
    await say(client, "What are your hours?")
    await client.wait("conversation.item.input_audio_transcription.completed")
    assert client.all("response.created") == []


async def test_truncate_is_checked_and_forgets_the_transcript(client: Client) -> None:
    await client.update(audio=audio())
    await client.send("response.create", response={"instructions": "Say exactly: One two three."})
    done = await client.wait("response.done")
    item_id = done["response"]["output"][0]["id"]
    length = len(client.sound(done["response"]["id"])) // 8
    cut = {"item_id": item_id, "content_index": 0}
    await client.send("conversation.item.truncate", **cut, audio_end_ms=length + 1)
    assert (await client.wait("error"))["error"]["code"] == "invalid_value"
    await client.send("conversation.item.truncate", **cut, audio_end_ms=100)
    assert (await client.wait("conversation.item.truncated"))["audio_end_ms"] == 100
    await client.send("conversation.item.retrieve", item_id=item_id)
    item = (await client.wait("conversation.item.retrieved"))["item"]
    assert item["content"][0]["transcript"] is None
    await client.send("conversation.item.delete", item_id=item_id)
    await client.wait("conversation.item.deleted")
    await client.send("conversation.item.delete", item_id=item_id)
    await client.wait("error", lambda e: e["error"]["code"] == "item_delete_invalid_item_id")


async def test_one_response_at_a_time_but_others_outside_the_conversation(client: Client) -> None:
    await client.update(instructions=KNOWN, audio=audio())
    long = "Say exactly: " + "This goes on and on and on. " * 10
    await client.send("response.create", response={"instructions": long})
    await client.wait("response.output_audio.delta")
    await client.send("response.create", event_id="rc-2")
    error = await client.wait("error")
    assert error["error"]["code"] == "conversation_already_has_active_response"
    assert error["error"]["event_id"] == "rc-2"
    await client.send(
        "response.create",
        response={
            "conversation": "none",
            "output_modalities": ["text"],
            "instructions": "Answer in a few words: what are the business hours?",
            "metadata": {"kind": "probe"},
        },
    )
    done = await client.wait("response.done", lambda e: e["response"]["metadata"] is not None)
    assert done["response"]["conversation_id"] is None
    assert "9 AM" in spoken(done)
    outside = done["response"]["output"][0]["id"]
    added = [e["item"]["id"] for e in client.all("conversation.item.added")]
    assert outside not in added
    await client.send("response.cancel")
    cancelled = await client.wait("response.done", lambda e: e["response"]["status"] == "cancelled")
    assert cancelled["response"]["status_details"]["reason"] == "client_cancelled"
    await client.send("response.cancel")
    await client.wait("error", lambda e: e["error"]["code"] == "response_cancel_not_active")


async def test_a_plain_request_calls_a_tool_and_its_output_is_told(client: Client) -> None:
    await client.update(instructions=KNOWN, tools=[TOOL], audio=audio())
    await say(client, "Please hang up now.")
    done = await client.wait("response.done")
    calls = [item for item in done["response"]["output"] if item["type"] == "function_call"]
    assert [call["name"] for call in calls] == ["end_call"]
    assert "Goodbye" in spoken(done)
    place = len(client.events)
    await client.send(
        "conversation.item.create",
        item={
            "type": "function_call_output",
            "call_id": calls[0]["call_id"],
            "output": '{"ok": true}',
        },
    )
    await client.send("response.create")
    await client.wait("response.done", after=place)
    await client.send(
        "conversation.item.create",
        item={"type": "function_call_output", "call_id": "call_unknown", "output": "{}"},
    )
    await client.wait("error", lambda e: e["error"]["code"] == "invalid_tool_call_id")


async def test_a_turn_goes_on_after_a_short_pause(client: Client) -> None:
    await client.update(instructions=KNOWN, audio=audio())
    await say(client, "What is your support", tail_ms=320)
    await client.wait("input_audio_buffer.committed")
    place = len(client.events)
    await say(client, "email address?")
    transcript = await client.wait(
        "conversation.item.input_audio_transcription.completed", after=place
    )
    assert transcript["transcript"] == "email address?"
    answer = await client.wait(
        "response.done", lambda e: e["response"]["status"] == "completed", after=place
    )
    assert "help@company.com" in spoken(answer)


async def test_manual_turns(client: Client) -> None:
    manual = audio()
    manual["input"]["turn_detection"] = None
    await client.update(instructions=KNOWN, audio=manual)
    await client.send("input_audio_buffer.commit")
    assert (await client.wait("error"))["error"]["code"] == "input_audio_buffer_commit_empty"
    await client.hear(watermark.encode("What are your hours?", ms_per_character=15))
    await client.send("input_audio_buffer.commit")
    await client.wait("input_audio_buffer.committed")
    assert client.all("input_audio_buffer.speech_started") == []
    assert client.all("response.created") == []
    await client.send("response.create")
    assert "9 AM" in spoken(await client.wait("response.done"))
    await client.hear(watermark.encode("And more", ms_per_character=15))
    await client.send("input_audio_buffer.clear")
    await client.wait("input_audio_buffer.cleared")
    await client.send("input_audio_buffer.commit")
    await client.wait("error", after=len(client.events))


async def test_last_words_can_be_had_by_turning_detection_off(client: Client) -> None:
    await client.update(instructions=KNOWN, audio=audio())
    await client.hear(watermark.encode("I will call again tomorrow", ms_per_character=15))
    await client.wait("input_audio_buffer.speech_started")
    await client.update(audio={"input": {"turn_detection": None}})
    await client.send("input_audio_buffer.commit")
    heard = await client.wait("conversation.item.input_audio_transcription.completed")
    assert heard["transcript"] == "I will call again tomorrow"
    assert client.all("response.created") == []


async def test_semantic_detection_waits_for_the_end_of_a_sentence(client: Client) -> None:
    semantic = audio()
    semantic["input"]["turn_detection"] = {"type": "semantic_vad", "eagerness": "high"}
    await client.update(instructions=KNOWN, audio=semantic)
    await client.hear(watermark.encode("My name is", ms_per_character=15))
    await client.silence(1000)
    await client.settled()
    assert client.all("input_audio_buffer.committed") == []
    await client.hear(watermark.encode("Margaret.", ms_per_character=15))
    await client.silence(220)
    await client.settled()  # the words must be known before the silence is long enough
    await client.silence(300)
    heard = await client.wait("conversation.item.input_audio_transcription.completed")
    assert heard["transcript"] == "My name is Margaret."


async def test_voice_is_fixed_once_the_assistant_has_spoken(client: Client) -> None:
    await client.update(audio=audio())
    await client.send("response.create", response={"instructions": "Say exactly: Hello there."})
    await client.wait("response.done")
    place = len(client.events)
    await client.send(
        "session.update",
        event_id="su-3",
        session={
            "type": "realtime",
            "instructions": "New.",
            "audio": {"output": {"voice": "cedar"}},
        },
    )
    assert (await client.wait("error"))["error"]["code"] == "cannot_update_voice"
    assert client.all("session.updated", after=place) == []
    assert (await client.update(audio={"output": {"voice": "marin"}}))["instructions"] != "New."


async def test_usage_counts_the_whole_conversation_and_caches_it(client: Client) -> None:
    await client.update(instructions=KNOWN * 4, audio=audio())
    usages = []
    for question in ("What are your hours?", "What is your email?", "What are your hours?"):
        place = len(client.events)
        await say(client, question)
        done = await client.wait("response.done", after=place)
        usages.append(done["response"]["usage"])
        await client.silence(2000)
    inputs = [usage["input_tokens"] for usage in usages]
    assert inputs == sorted(inputs)
    assert usages[0]["input_token_details"]["cached_tokens"] == 0
    assert usages[2]["input_token_details"]["cached_tokens"] > 0
    for usage in usages:
        details = usage["input_token_details"]
        assert details["text_tokens"] + details["audio_tokens"] == usage["input_tokens"]
        assert details["cached_tokens"] <= usage["input_tokens"]
    place = len(client.events)
    await client.update(instructions="Other instructions, so that nothing is cached.")
    await say(client, "What are your hours?")
    busted = (await client.wait("response.done", after=place))["response"]["usage"]
    assert busted["input_token_details"]["cached_tokens"] == 0


async def test_output_limit_ends_a_response_as_incomplete(client: Client) -> None:
    await client.update(audio=audio(), max_output_tokens=20)
    long = "Say exactly: " + "This goes on and on and on. " * 10
    await client.send("response.create", response={"instructions": long})
    done = await client.wait("response.done")
    assert done["response"]["status"] == "incomplete"
    assert done["response"]["status_details"]["reason"] == "max_output_tokens"


@pytest.mark.parametrize("kind", ["audio/pcm", "audio/pcma"])
async def test_other_formats(client: Client, kind: str) -> None:
    form = {"type": kind, "rate": 24000} if kind == "audio/pcm" else {"type": kind}
    await client.update(audio={"input": {"format": form}, "output": {"format": form}})
    await client.send("response.create", response={"instructions": "Say exactly: Hello you."})
    done = await client.wait("response.done")
    length = len(watermark.encode("Hello you.", ms_per_character=15))
    assert len(client.sound(done["response"]["id"])) == length * (6 if kind == "audio/pcm" else 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("not json", "invalid_json"),
        ("[]", "invalid_json"),
        ('{"type":"session.close"}', "invalid_value"),
        ('{"type":"input_audio_buffer.append","audio":"@@@"}', "invalid_value"),
        ('{"type":"input_audio_buffer.append","audio":"","more":1}', "unknown_parameter"),
        ('{"type":"conversation.item.delete"}', "missing_required_parameter"),
    ],
)
async def test_bad_events_are_answered_and_the_session_goes_on(
    client: Client, text: str, code: str
) -> None:
    await client.connection._connection.send(text)
    assert (await client.wait("error"))["error"]["code"] == code
    await client.update(audio=audio())
