"""OpenAI Realtime (GA) as text: server events in, client events out; and the far end's helpers.

Source: protocols.md section A; the event classes of the `openai` package, 3.54.0.
"""

from __future__ import annotations

from typing import Any

import orjson

from phony.domain.actions import (
    Action,
    AppendAudio,
    CancelResponse,
    ClearInput,
    CommitInput,
    CreateItem,
    CreateResponse,
    TruncateItem,
    UpdateSession,
)
from phony.domain.agents import DEFAULT_TRANSCRIPTION_MODEL, Agent, Transcription, TurnDetection
from phony.domain.errors import Invalid, ProtocolError
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
    InputTimeout,
    ItemAdded,
    ItemDone,
    ItemTruncated,
    ResponseDone,
    ResponseStarted,
    SessionCreated,
    SessionUpdated,
    ToolCalled,
)
from phony.domain.voices import effective_voice

# Mu-law both ways; a `rate` here is refused by the service.
PCMU = {"type": "audio/pcmu"}
# Only these take `keywords`; the rest refuse the whole update.
_KEYWORD_MODELS = ("gpt-transcribe", "gpt-live-transcribe")
# These want every turn committed by hand.
_STREAMING_MODELS = ("gpt-realtime-whisper", "gpt-live-transcribe")

_APPEND = '{"type":"input_audio_buffer.append","audio":"'
_END = '"}'

# ---- our side: server events in ----------------------------------------------------------


def decode(text: bytes | str) -> EngineEvent | None:
    """Read one server event; None if it says nothing that the call needs.

    Unknown types are None: the vendor adds events at any time.

    Raises:
        ProtocolError: not JSON, or a field is missing or of another type.
    """
    try:
        message = orjson.loads(text)
        kind = message["type"]
        if kind == "response.output_audio.delta":
            payload = message["delta"]
            if type(payload) is not str:
                raise TypeError("delta is no text")
            return AgentAudio(message["response_id"], message["item_id"], payload)
        reader = _READERS.get(kind)
        return None if reader is None else reader(message)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ProtocolError("openai", f"unreadable event: {error!r}") from error


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError(f"text expected, not {type(value).__name__}")
    return value


def _int(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(f"integer expected, not {type(value).__name__}")
    return value


def _object(value: Any) -> dict[str, Any]:
    if type(value) is not dict:
        raise TypeError(f"object expected, not {type(value).__name__}")
    return value


def _session_created(m: dict[str, Any]) -> SessionCreated:
    session = _object(m["session"])
    return SessionCreated(_text(session.get("id") or ""), int(session.get("expires_at") or 0))


def _item_added(m: dict[str, Any]) -> ItemAdded:
    item = _object(m["item"])
    return ItemAdded(
        _text(item["id"]), _text(item["type"]), item.get("role"), m.get("previous_item_id")
    )


def _item_done(m: dict[str, Any]) -> ItemDone:
    item = _object(m["item"])
    return ItemDone(_text(item["id"]), _text(item["type"]), item.get("role"))


def _response_created(m: dict[str, Any]) -> ResponseStarted:
    response = _object(m["response"])
    # Only a response outside the conversation names `null` as its conversation.
    outside = "conversation_id" in response and response["conversation_id"] is None
    return ResponseStarted(_text(response["id"]), response.get("metadata") or {}, outside)


def _response_done(m: dict[str, Any]) -> ResponseDone:
    response = _object(m["response"])
    response_id = _text(response["id"])
    details = response.get("status_details") or {}
    error = details.get("error") or {}
    calls: list[ToolCalled] = []
    texts: list[str] = []
    for item in response.get("output") or ():
        if item["type"] == "function_call":
            # A call that was cut off carries half a JSON text: never run it.
            if item.get("status") == "completed" and response.get("status") != "cancelled":
                calls.append(
                    ToolCalled(
                        response_id,
                        _text(item.get("id") or ""),
                        _text(item["call_id"]),
                        _text(item["name"]),
                        _text(item.get("arguments") or ""),
                    )
                )
        elif item["type"] == "message":
            texts.extend(
                part.get("transcript") or part.get("text") or ""
                for part in item.get("content") or ()
            )
    return ResponseDone(
        response_id,
        _text(response.get("status") or "completed"),
        reason=details.get("reason"),
        error_code=error.get("code") or error.get("type"),
        error_message=error.get("message"),
        usage=response.get("usage"),
        metadata=response.get("metadata") or {},
        tool_calls=calls,
        text="".join(texts),
    )


def _error(m: dict[str, Any]) -> EngineError:
    error = _object(m["error"])
    return EngineError(
        code=error.get("code") or "",
        message=error.get("message") or "",
        error_type=error.get("type") or "",
        event_id=error.get("event_id"),
        param=error.get("param"),
    )


def _caller_failed(m: dict[str, Any]) -> CallerTextFailed:
    error = m.get("error") or {}
    return CallerTextFailed(_text(m["item_id"]), error.get("message") or error.get("code") or "")


_READERS: dict[str, Any] = {
    "session.created": _session_created,
    "session.updated": lambda m: SessionUpdated(_object(m["session"])),
    "input_audio_buffer.speech_started": lambda m: CallerSpeechStarted(
        _text(m.get("item_id") or ""), _int(m.get("audio_start_ms") or 0)
    ),
    "input_audio_buffer.speech_stopped": lambda m: CallerSpeechStopped(
        _text(m.get("item_id") or ""), _int(m.get("audio_end_ms") or 0)
    ),
    "input_audio_buffer.committed": lambda m: InputCommitted(
        _text(m["item_id"]), m.get("previous_item_id")
    ),
    "input_audio_buffer.timeout_triggered": lambda m: InputTimeout(_text(m.get("item_id") or "")),
    "conversation.item.input_audio_transcription.delta": lambda m: CallerTextDelta(
        _text(m["item_id"]), m.get("delta") or ""
    ),
    "conversation.item.input_audio_transcription.completed": lambda m: CallerText(
        _text(m["item_id"]), _text(m["transcript"]), m.get("usage")
    ),
    "conversation.item.input_audio_transcription.failed": _caller_failed,
    "conversation.item.added": _item_added,
    "conversation.item.done": _item_done,
    "conversation.item.truncated": lambda m: ItemTruncated(
        _text(m["item_id"]), _int(m["audio_end_ms"])
    ),
    "response.created": _response_created,
    "response.output_audio_transcript.delta": lambda m: AgentTextDelta(
        _text(m["response_id"]), _text(m["item_id"]), _text(m["delta"])
    ),
    "response.output_audio_transcript.done": lambda m: AgentText(
        _text(m["response_id"]), _text(m["item_id"]), _text(m["transcript"])
    ),
    "response.output_text.delta": lambda m: AgentTextDelta(
        _text(m["response_id"]), _text(m["item_id"]), _text(m["delta"])
    ),
    "response.output_text.done": lambda m: AgentText(
        _text(m["response_id"]), _text(m["item_id"]), _text(m["text"])
    ),
    "response.done": _response_done,
    "error": _error,
}

# ---- our side: client events out ---------------------------------------------------------


def encode_append(payload: str) -> bytes:
    """`input_audio_buffer.append` of base64 audio; the hot path: checked, joined, no JSON writer.

    Raises:
        ProtocolError: the payload would break out of the JSON string around it.
    """
    if '"' in payload or "\\" in payload:
        raise ProtocolError("twilio", "media payload is not base64")
    return (_APPEND + payload + _END).encode()


def encode(action: Action) -> bytes:
    """One client event as text.

    Raises:
        TypeError: the action does not go to the engine.
    """
    event: dict[str, Any]
    match action:
        case AppendAudio(payload):
            return encode_append(payload)
        case UpdateSession(session, event_id):
            event = {"type": "session.update", "event_id": event_id, "session": session}
        case CreateItem(item, event_id, previous_item_id):
            event = {"type": "conversation.item.create", "event_id": event_id, "item": item}
            if previous_item_id is not None:
                event["previous_item_id"] = previous_item_id
        case TruncateItem(item_id, audio_end_ms):
            event = {
                "type": "conversation.item.truncate",
                "item_id": item_id,
                "content_index": 0,
                "audio_end_ms": int(audio_end_ms),
            }
        case CreateResponse(response, event_id):
            event = {"type": "response.create", "event_id": event_id}
            if response:
                event["response"] = response
        case CancelResponse(response_id):
            event = {"type": "response.cancel"}
            if response_id:
                event["response_id"] = response_id
        case ClearInput():
            event = {"type": "input_audio_buffer.clear"}
        case CommitInput():
            event = {"type": "input_audio_buffer.commit"}
        case _:
            raise TypeError(f"{type(action).__name__} does not go to the engine")
    return orjson.dumps(event)


def is_reasoning_model(model: str) -> bool:
    """Whether `reasoning` and `parallel_tool_calls` may be set; other models refuse them."""
    return model.startswith("gpt-realtime-2")


def session_config(agent: Agent, instructions: str, tools: list[dict[str, Any]]) -> dict[str, Any]:
    """The whole `session` object, sent once per connection and before any audio.

    Later updates carry only what changes, never voice, formats or model (protocols.md A4).
    """
    session: dict[str, Any] = {
        "type": "realtime",
        "instructions": instructions,
        "output_modalities": ["audio"],
        "max_output_tokens": "inf",
        "audio": {
            "input": {
                "format": PCMU,
                # The carrier has cleaned the line already.
                "noise_reduction": None,
                "transcription": transcription(agent.transcription, agent.language),
                "turn_detection": turn_detection(agent.turn_detection),
            },
            "output": {"format": PCMU, "voice": _voice(agent.voice), "speed": agent.speed},
        },
        "tools": tools,
        "tool_choice": "auto",
        # The oldest turns go first, in big steps, so that the prompt cache survives most turns.
        "truncation": {
            "type": "retention_ratio",
            "retention_ratio": 0.8,
            "token_limits": {"post_instructions": 8000},
        },
    }
    if is_reasoning_model(agent.model):
        session["reasoning"] = {"effort": "low"}
        session["parallel_tool_calls"] = False
    return session


def transcription_config(agent: Agent) -> dict[str, Any] | None:
    """The whole `session` object of a transcription session, or None if nothing is written down.

    Turns are found by the service. The streaming models refuse that, so they are not used here.
    """
    heard = agent.transcription
    if heard.model.startswith(_STREAMING_MODELS):
        heard = heard.model_copy(update={"model": DEFAULT_TRANSCRIPTION_MODEL})
    settings = transcription(heard, agent.language)
    if settings is None:
        return None
    return {
        "type": "transcription",
        "audio": {
            "input": {
                "format": PCMU,
                "noise_reduction": None,
                "transcription": settings,
                "turn_detection": {
                    "type": "server_vad",
                    "threshold": 0.5,
                    "prefix_padding_ms": 300,
                    "silence_duration_ms": 500,
                },
            }
        },
    }


def turn_detection(settings: TurnDetection) -> dict[str, Any]:
    """`audio.input.turn_detection`; replies and interruptions are the engine's own."""
    if settings.type == "semantic_vad":
        return {
            "type": "semantic_vad",
            "eagerness": settings.eagerness,
            "create_response": True,
            "interrupt_response": settings.interrupt_response,
        }
    return {
        "type": "server_vad",
        "threshold": settings.threshold,
        "prefix_padding_ms": settings.prefix_padding_ms,
        "silence_duration_ms": settings.silence_duration_ms,
        "create_response": True,
        "interrupt_response": settings.interrupt_response,
        # Silence is the session's business: its prompts know what the carrier has played.
        "idle_timeout_ms": None,
    }


def transcription(settings: Transcription, language: str) -> dict[str, Any] | None:
    """`audio.input.transcription`, or None for no transcript of the caller."""
    if not settings.enabled:
        return None
    result: dict[str, Any] = {"model": settings.model}
    if language:
        result["language"] = language.split("-")[0].lower()
    if settings.keywords and settings.model.startswith(_KEYWORD_MODELS):
        result["keywords"] = settings.keywords
    return result


def _voice(voice: str) -> str | dict[str, str]:
    try:
        name = effective_voice(voice)
    except Invalid:
        name = voice  # let in by the operator's own list when the agent was saved
    return {"id": name} if name.startswith("voice_") else name


def message_item(item_id: str, role: str, text: str) -> dict[str, Any]:
    """A conversation item of plain text; assistants' text has a content type of its own."""
    content = "output_text" if role == "assistant" else "input_text"
    return {
        "type": "message",
        "id": item_id,
        "role": role,
        "content": [{"type": content, "text": text}],
    }


def tool_output_item(item_id: str, call_id: str, output: str) -> dict[str, Any]:
    """The answer to a function call; `output` is text, always."""
    return {"type": "function_call_output", "id": item_id, "call_id": call_id, "output": output}


def function_tool(name: str, description: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """A tool as the session wants it; Realtime tools have no `strict`."""
    return {
        "type": "function",
        "name": name,
        "description": description,
        "parameters": parameters,
    }


# ---- the far end -------------------------------------------------------------------------


def decode_client(text: bytes | str) -> dict[str, Any]:
    """Read one client event, shape unchecked (`rules.check` does that).

    Raises:
        ProtocolError: not JSON, or no object with a `type`.
    """
    try:
        event = orjson.loads(text)
    except ValueError as error:
        raise ProtocolError("phony", "the event is not JSON") from error
    if type(event) is not dict or type(event.get("type")) is not str:
        raise ProtocolError("phony", "the event has no type")
    return event


def encode_server(event: dict[str, Any]) -> bytes:
    """Write one server event."""
    return orjson.dumps(event)


def encode_audio_delta(event_id: str, response_id: str, item_id: str, payload: str) -> bytes:
    """`response.output_audio.delta` without a JSON writer; its parts are the far end's own."""
    return (
        f'{{"type":"response.output_audio.delta","event_id":"{event_id}",'
        f'"response_id":"{response_id}","item_id":"{item_id}","output_index":0,'
        f'"content_index":0,"delta":"{payload}"}}'
    ).encode()
