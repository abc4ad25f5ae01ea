"""Realtime events read and written, held against the vendor's own classes."""

from __future__ import annotations

import base64
from typing import Any, get_args

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import realtime_contract
from tests.support.strange_events import GOOD, strange_events

from phony.domain.actions import (
    Action,
    AnswerTool,
    AppendAudio,
    Ask,
    AskAside,
    CancelResponse,
    CommitInput,
    Ping,
    PlayAudio,
    Tell,
    TruncateItem,
)
from phony.domain.errors import ProtocolError
from phony.domain.events import (
    AgentAudio,
    AgentText,
    AgentTextDelta,
    CallerSpeechStarted,
    CallerSpeechStopped,
    CallerText,
    CallerTextDelta,
    CallerTextFailed,
    EngineError,
    EngineEvent,
    InputCommitted,
    ItemAdded,
    ItemDone,
    ItemTruncated,
    ResponseDone,
    ResponseStarted,
    SessionCreated,
    SessionUpdated,
    ToolCalled,
    Trouble,
)
from phony.domain.lossless import from_dict, to_dict
from phony.domain.turns import Role
from phony.wire import realtime

FRAME = base64.b64encode(b"\xff" * 160).decode()


def written(action: Action) -> dict[str, Any]:
    event: dict[str, Any] = orjson.loads(realtime.encode(action))
    return event


@pytest.mark.parametrize(
    "action",
    [
        AppendAudio(FRAME),
        Ping("su-1"),
        Tell("it_1", Role.SYSTEM, "Open until 8.", "ci-1"),
        Tell("it_2", Role.CALLER, "Hello?", "ci-2", after="it_1"),
        Tell("it_3", Role.AGENT, "Hello.", "ci-3"),
        Tell("it_4", Role.OPERATOR, "Ten percent.", "ci-4"),
        AnswerTool("it_5", "call_9", '{"ok":true}', "ci-5"),
        TruncateItem("item_1", 1250),
        Ask("rc-1"),
        Ask("rc-2", {"kind": "greeting"}, "Say exactly: Hello."),
        AskAside("rc-3", {"kind": "probe"}, "What is open?"),
        AskAside("rc-4", {}, "Summarize.", reading="A call.", max_tokens=600),
        CancelResponse(),
        CancelResponse("resp_1"),
        CommitInput(),
    ],
)
def test_every_action_becomes_an_acceptable_event(action: Action) -> None:
    realtime_contract.check(realtime.encode(action))


def test_messages_are_items_of_their_speakers() -> None:
    assert written(Tell("it_1", Role.CALLER, "Hello?", "ci-1", after="it_0")) == {
        "type": "conversation.item.create",
        "event_id": "ci-1",
        "previous_item_id": "it_0",
        "item": {
            "id": "it_1",
            "type": "message",
            "role": "user",
            "content": [{"type": "input_text", "text": "Hello?"}],
        },
    }
    for spoken in (Role.AGENT, Role.OPERATOR):  # an operator speaks in the agent's place
        item = written(Tell("it_2", spoken, "Ten percent.", "ci-2"))["item"]
        assert item["role"] == "assistant"
        assert item["content"] == [{"type": "output_text", "text": "Ten percent."}]


def test_an_answer_to_a_tool_call_is_an_item() -> None:
    assert written(AnswerTool("it_1", "call_9", "{}", "ci-1")) == {
        "type": "conversation.item.create",
        "event_id": "ci-1",
        "item": {
            "id": "it_1",
            "type": "function_call_output",
            "call_id": "call_9",
            "output": "{}",
        },
    }


def test_what_is_asked_for_is_a_response_in_or_outside_the_conversation() -> None:
    assert written(Ask("rc-1")) == {"type": "response.create", "event_id": "rc-1"}
    spoken = written(Ask("rc-2", {"kind": "greeting"}, "Say exactly: Hello."))
    assert spoken["response"] == {
        "metadata": {"kind": "greeting"},
        "instructions": "Say exactly: Hello.",
    }
    aside = written(AskAside("rc-3", {"kind": "summary"}, "Summarize.", "A call.", 600))
    assert aside["response"] == {
        "conversation": "none",
        "output_modalities": ["text"],
        "max_output_tokens": 600,
        "metadata": {"kind": "summary"},
        "instructions": "Summarize.",
        "input": [
            {
                "type": "message",
                "role": "user",
                "content": [{"type": "input_text", "text": "A call."}],
            }
        ],
    }


def test_actions_of_the_other_leg_are_refused() -> None:
    with pytest.raises(TypeError):
        realtime.encode(PlayAudio(FRAME))


@given(st.binary(max_size=400))
def test_append_equals_what_a_json_writer_makes(sound: bytes) -> None:
    payload = base64.b64encode(sound).decode()
    written = orjson.dumps({"type": "input_audio_buffer.append", "audio": payload})
    assert realtime.encode_append(payload) == written


@pytest.mark.parametrize("payload", ['x"}', "\\", 'AAAA","type":"response.cancel'])
def test_payload_cannot_break_out_of_its_string(payload: str) -> None:
    with pytest.raises(ProtocolError):
        realtime.encode_append(payload)


def response(**fields: Any) -> dict[str, Any]:
    return {"id": "resp_1", "object": "realtime.response", "status": "completed"} | fields


CALL = {
    "type": "function_call",
    "id": "item_7",
    "call_id": "call_9",
    "name": "end_call",
    "arguments": "{}",
}


SPOKEN = {
    "type": "message",
    "id": "item_2",
    "role": "assistant",
    "content": [{"type": "output_audio", "transcript": "Good bye."}],
}


READ: list[tuple[dict[str, Any], object]] = [
    (
        {"type": "session.created", "session": {"id": "sess_1", "expires_at": 99}},
        SessionCreated("sess_1", 99),
    ),
    ({"type": "session.created", "session": {}}, SessionCreated("", 0)),
    (
        {"type": "session.updated", "session": {"type": "realtime"}},
        SessionUpdated(),
    ),
    (
        {"type": "input_audio_buffer.speech_started", "item_id": "i", "audio_start_ms": 40},
        CallerSpeechStarted("i", 40),
    ),
    (
        {"type": "input_audio_buffer.speech_stopped", "item_id": "i", "audio_end_ms": 900},
        CallerSpeechStopped("i", 900),
    ),
    (
        {"type": "input_audio_buffer.committed", "item_id": "i", "previous_item_id": None},
        InputCommitted("i", None),
    ),
    (
        {
            "type": "conversation.item.input_audio_transcription.delta",
            "item_id": "i",
            "delta": "Hel",
        },
        CallerTextDelta("i", "Hel"),
    ),
    (
        {
            "type": "conversation.item.input_audio_transcription.completed",
            "item_id": "i",
            "transcript": "Hello",
            "usage": {"type": "duration", "seconds": 2.4},
        },
        CallerText("i", "Hello", {"type": "duration", "seconds": 2.4}),
    ),
    (
        {
            "type": "conversation.item.input_audio_transcription.failed",
            "item_id": "i",
            "error": {"message": "no"},
        },
        CallerTextFailed("i", "no"),
    ),
    (
        {"type": "conversation.item.added", "previous_item_id": "a", "item": SPOKEN},
        ItemAdded("item_2", "message", Role.AGENT, "a"),
    ),
    ({"type": "conversation.item.done", "item": CALL}, ItemDone("item_7", "function_call", None)),
    (
        {"type": "conversation.item.truncated", "item_id": "i", "audio_end_ms": 5},
        ItemTruncated("i", 5),
    ),
    (
        {
            "type": "response.created",
            "response": response(conversation_id="conv_1", metadata={"kind": "greeting"}),
        },
        ResponseStarted("resp_1", {"kind": "greeting"}, False),
    ),
    (
        {"type": "response.created", "response": response(conversation_id=None, metadata=None)},
        ResponseStarted("resp_1", {}, True),
    ),
    (
        {
            "type": "response.output_audio.delta",
            "response_id": "r",
            "item_id": "i",
            "delta": FRAME,
        },
        AgentAudio("r", "i", FRAME),
    ),
    (
        {
            "type": "response.output_audio_transcript.delta",
            "response_id": "r",
            "item_id": "i",
            "delta": "Hi",
        },
        AgentTextDelta("r", "i", "Hi"),
    ),
    (
        {
            "type": "response.output_audio_transcript.done",
            "response_id": "r",
            "item_id": "i",
            "transcript": "Hi.",
        },
        AgentText("r", "i", "Hi."),
    ),
    (
        {"type": "response.output_text.done", "response_id": "r", "item_id": "i", "text": "Hi."},
        AgentText("r", "i", "Hi."),
    ),
    (
        {
            "type": "response.done",
            "response": response(
                output=[SPOKEN, CALL | {"status": "completed"}], usage={"total_tokens": 3}
            ),
        },
        ResponseDone(
            "resp_1",
            "completed",
            usage={"total_tokens": 3},
            tool_calls=[ToolCalled("resp_1", "item_7", "call_9", "end_call", "{}")],
            text="Good bye.",
        ),
    ),
    (
        {
            "type": "response.done",
            "response": response(
                status="cancelled",
                status_details={"type": "cancelled", "reason": "turn_detected"},
                output=[CALL | {"status": "incomplete"}],
                usage=None,
            ),
        },
        ResponseDone("resp_1", "cancelled", reason="turn_detected"),
    ),
    (
        {
            "type": "response.done",
            "response": response(
                status="failed",
                status_details={"error": {"code": "rate_limit_exceeded", "message": "slow"}},
            ),
        },
        ResponseDone(
            "resp_1",
            "failed",
            error_code="rate_limit_exceeded",
            error_message="slow",
            trouble=Trouble.RATE_LIMITED,
        ),
    ),
    (
        {
            "type": "error",
            "error": {
                "type": "invalid_request_error",
                "code": "invalid_value",
                "message": "no",
                "param": "session",
                "event_id": "su-1",
            },
        },
        EngineError(
            "invalid_value", "no", "invalid_request_error", "su-1", "session", Trouble.INVALID
        ),
    ),
    ({"type": "error", "error": {"code": None}}, EngineError("", "")),
    ({"type": "rate_limits.updated", "rate_limits": []}, None),
    ({"type": "some.new.event", "anything": 1}, None),
]


@pytest.mark.parametrize(("message", "event"), READ, ids=[str(m["type"]) for m, _ in READ])
def test_decode(message: dict[str, Any], event: object) -> None:
    assert realtime.decode(orjson.dumps(message)) == event


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        ({"code": "invalid_api_key"}, Trouble.FATAL),
        ({"code": "insufficient_quota"}, Trouble.FATAL),
        ({"code": "conversation_already_has_active_response"}, Trouble.BUSY),
        ({"code": "input_audio_buffer_commit_empty"}, Trouble.NO_INPUT),
        ({"code": "rate_limit_exceeded"}, Trouble.RATE_LIMITED),
        ({"code": None, "type": "invalid_request_error"}, Trouble.INVALID),
        ({"code": "response_cancel_not_active", "type": "invalid_request_error"}, Trouble.OTHER),
        ({"code": 7}, Trouble.OTHER),
        ({}, Trouble.OTHER),
    ],
)
def test_what_an_error_means(error: dict[str, Any], trouble: Trouble) -> None:
    told = realtime.decode(orjson.dumps({"type": "error", "error": error}))
    assert isinstance(told, EngineError)
    assert told.trouble is trouble
    failed = response(status="failed", status_details={"error": error})
    done = realtime.decode(orjson.dumps({"type": "response.done", "response": failed}))
    assert isinstance(done, ResponseDone)
    assert done.trouble is trouble


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"not json",
        b"[]",
        b"7",
        b"{}",
        b'{"type":"session.created"}',
        b'{"type":"session.created","session":[]}',
        b'{"type":"session.created","session":{"expires_at":1e999}}',
        b'{"type":"session.updated"}',
        b'{"type":"response.output_audio.delta","response_id":"r","item_id":"i","delta":7}',
        b'{"type":"response.output_audio.delta","response_id":"r"}',
        b'{"type":"response.done","response":{}}',
        b'{"type":"response.done","response":{"id":"r","output":[7]}}',
        b'{"type":"conversation.item.truncated","item_id":"i","audio_end_ms":"5"}',
        b'{"type":"error","error":"x"}',
        b"\xff\xfe",
    ],
)
def test_malformed_events_are_protocol_errors(text: bytes) -> None:
    with pytest.raises(ProtocolError):
        realtime.decode(text)


@given(strange_events())
@settings(max_examples=1500, deadline=None)  # a busy machine is no fault of the codec
def test_an_event_of_any_shape_is_well_typed_or_a_protocol_error(text: bytes) -> None:
    try:
        event = realtime.decode(text)
    except ProtocolError:
        return
    if event is not None:
        written = to_dict(event)
        assert from_dict(written) == event  # what reads it again checks every type
        assert len(orjson.dumps(written)) < 100_000


def test_the_strange_events_are_of_every_kind_that_is_read() -> None:
    read = {type(realtime.decode(orjson.dumps(good))) for good in GOOD}
    assert read == set(get_args(EngineEvent))


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ({"code": {"a": 1}, "message": ["m"], "event_id": 7}, EngineError("", "")),
        ({"code": 7, "message": "m" * 5000}, EngineError("7", "m" * 1000)),
        (
            {"code": {}, "type": "invalid_request_error"},
            EngineError("", "", "invalid_request_error", trouble=Trouble.INVALID),
        ),
    ],
)
def test_an_error_need_not_be_well_made_to_be_one(error: Any, told: EngineError) -> None:
    assert realtime.decode(orjson.dumps({"type": "error", "error": error})) == told


def test_figures_that_are_none_are_left_out_of_a_bill() -> None:
    usage = {"total_tokens": 3, "input_tokens": 1e300, "x": [1], "details": {"audio": 1, "y": []}}
    done = response(usage=usage)
    event = realtime.decode(orjson.dumps({"type": "response.done", "response": done}))
    assert isinstance(event, ResponseDone)
    assert event.usage == {"total_tokens": 3, "details": {"audio": 1}}


@pytest.mark.parametrize("delta", ["AAA", "A A=", "é", 'AA"A'])
def test_sound_that_is_not_base64_is_a_protocol_error(delta: str) -> None:
    message = {"type": "response.output_audio.delta", "response_id": "r", "item_id": "i"}
    with pytest.raises(ProtocolError):
        realtime.decode(orjson.dumps(message | {"delta": delta}))
    assert realtime.decode(orjson.dumps(message | {"delta": ""})) is None


def test_far_end_audio_is_read_back() -> None:
    text = realtime.encode_audio_delta("ev_1", "resp_1", "item_1", FRAME)
    realtime_contract.check(text)
    assert realtime.decode(text) == AgentAudio("resp_1", "item_1", FRAME)
