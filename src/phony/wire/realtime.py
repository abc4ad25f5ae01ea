"""OpenAI Realtime (GA) as text: server events in, client events out; and the far end's helpers.

Source: protocols.md section A; the event classes of the `openai` package, 3.54.0.
"""

from __future__ import annotations

from binascii import a2b_base64
from typing import Any

import orjson

from phony.domain.actions import (
    Action,
    AnswerTool,
    AppendAudio,
    Ask,
    AskAside,
    CancelResponse,
    CommitInput,
    Configure,
    Ping,
    Reconfigure,
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
from phony.domain.turns import Role
from phony.wire.realtime_session import changed_session, whole_session

# Who says an item: an operator speaks in the agent's place.
ROLES = {
    Role.CALLER: "user",
    Role.AGENT: "assistant",
    Role.OPERATOR: "assistant",
    Role.SYSTEM: "system",
}
_TROUBLES = {
    "invalid_api_key": Trouble.FATAL,
    "model_not_found": Trouble.FATAL,
    "beta_api_shape_disabled": Trouble.FATAL,
    "insufficient_quota": Trouble.FATAL,
    "billing_hard_limit_reached": Trouble.FATAL,
    "account_deactivated": Trouble.FATAL,
    "conversation_already_has_active_response": Trouble.BUSY,
    "input_audio_buffer_commit_empty": Trouble.NO_INPUT,
    "rate_limit_exceeded": Trouble.RATE_LIMITED,
}
_WHO = {"user": Role.CALLER, "assistant": Role.AGENT, "system": Role.SYSTEM}

_APPEND = '{"type":"input_audio_buffer.append","audio":"'
_END = '"}'

# What one event may carry, so that a stranger's text fits into a record of ours.
_MOST_CHARS = 1_000_000
_MOST_ID_CHARS = 500
_MOST_SAID_OF_AN_ERROR = 1000
_MOST_MS = 2**53
_MOST_LEVELS = 8

# ---- our side: server events in ----------------------------------------------------------


def decode(text: bytes | str) -> EngineEvent | None:
    """Read one server event; None if it says nothing that the call needs.

    Unknown types are None: the vendor adds events at any time. Every value of an event is of the
    type that it declares, and of a size that can be stored: nobody after this looks again.

    Raises:
        ProtocolError: not JSON, or a field is missing or of another type.
    """
    try:
        message = orjson.loads(text)
        kind = message["type"]
        if kind == "response.output_audio.delta":
            response_id, item_id = message["response_id"], message["item_id"]
            payload = message["delta"]
            # By exact type, here and without a call of ours: this is the audio path.
            if not type(response_id) is type(item_id) is type(payload) is str:
                raise TypeError("an id or the delta is no text")
            if a2b_base64(payload, strict_mode=True):
                return AgentAudio(response_id, item_id, payload)
            return None
        reader = _READERS.get(kind)
        return None if reader is None else reader(message)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError) as error:
        raise ProtocolError("openai", f"unreadable event: {error!r:.300}") from error


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError(f"text expected, not {type(value).__name__}")
    if len(value) > _MOST_CHARS:
        raise ValueError("the text is too long")
    return value


def _id(value: Any) -> str:
    if len(_text(value)) > _MOST_ID_CHARS:
        raise ValueError("the id is too long")
    return str(value)


def _id_or_none(value: Any) -> str | None:
    return None if value is None else _id(value)


def _told(value: Any) -> str:
    """What an error says of itself, for people: it need not be well made to be an error."""
    if type(value) is str:
        return value[:_MOST_SAID_OF_AN_ERROR]
    return str(value) if type(value) in (int, float, bool) else ""


def _told_or_none(value: Any) -> str | None:
    return _told(value) or None


def _ms(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(f"integer expected, not {type(value).__name__}")
    if not 0 <= value <= _MOST_MS:
        raise ValueError("no position in a call")
    return value


def _seconds(value: Any) -> int:
    if type(value) not in (int, float):
        raise TypeError(f"number expected, not {type(value).__name__}")
    return max(0, min(int(value), _MOST_MS))


def _object(value: Any) -> dict[str, Any]:
    if type(value) is not dict:
        raise TypeError(f"object expected, not {type(value).__name__}")
    return value


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise TypeError(f"list expected, not {type(value).__name__}")
    return value


def _metadata(value: Any) -> dict[str, str]:
    """What we sent with `Ask`, as far as it comes back as it was: texts by name."""
    if type(value) is not dict:
        return {}
    return {key: text for key, text in value.items() if type(text) is str and len(text) <= 512}


def _usage(value: Any) -> dict[str, Any] | None:
    """Figures as the vendor sent them; what cannot be money is left out, however deep."""
    return _figures(value, _MOST_LEVELS) if type(value) is dict else None


def _figures(usage: dict[str, Any], levels: int) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for key, value in usage.items():
        if type(value) is dict:
            if levels:
                figures[key] = _figures(value, levels - 1)
        elif type(value) in (int, float) and not -_MOST_MS <= value <= _MOST_MS:
            continue
        elif value is None or type(value) in (int, float, bool):
            figures[key] = value
        elif type(value) is str:
            figures[key] = value[:200]
    return figures


def _session_created(m: dict[str, Any]) -> SessionCreated:
    session = _object(m["session"])
    return SessionCreated(_id(session.get("id") or ""), _seconds(session.get("expires_at") or 0))


def _session_updated(m: dict[str, Any]) -> SessionUpdated:
    _object(m["session"])
    return SessionUpdated()


def _item_added(m: dict[str, Any]) -> ItemAdded:
    item = _object(m["item"])
    previous = _id_or_none(m.get("previous_item_id"))
    return ItemAdded(_id(item["id"]), _id(item["type"]), _role(item), previous)


def _item_done(m: dict[str, Any]) -> ItemDone:
    item = _object(m["item"])
    return ItemDone(_id(item["id"]), _id(item["type"]), _role(item))


def _role(item: dict[str, Any]) -> Role | None:
    return _WHO.get(item.get("role") or "")


def _response_created(m: dict[str, Any]) -> ResponseStarted:
    response = _object(m["response"])
    # Only a response outside the conversation names `null` as its conversation.
    outside = "conversation_id" in response and response["conversation_id"] is None
    return ResponseStarted(_id(response["id"]), _metadata(response.get("metadata")), outside)


def _response_done(m: dict[str, Any]) -> ResponseDone:
    response = _object(m["response"])
    response_id = _id(response["id"])
    details = _object(response.get("status_details") or {})
    error = _object(details.get("error") or {})
    calls: list[ToolCalled] = []
    texts: list[str] = []
    for item in _list(response.get("output") or []):
        if item["type"] == "function_call":
            # A call that was cut off carries half a JSON text: never run it.
            if item.get("status") == "completed" and response.get("status") != "cancelled":
                calls.append(
                    ToolCalled(
                        response_id,
                        _id(item.get("id") or ""),
                        _id(item["call_id"]),
                        _id(item["name"]),
                        _text(item.get("arguments") or ""),
                    )
                )
        elif item["type"] == "message":
            texts.extend(
                _text(part.get("transcript") or part.get("text") or "")
                for part in _list(item.get("content") or [])
            )
    return ResponseDone(
        response_id,
        _id(response.get("status") or "completed"),
        reason=_told_or_none(details.get("reason")),
        error_code=_told_or_none(error.get("code")) or _told_or_none(error.get("type")),
        error_message=_told_or_none(error.get("message")),
        usage=_usage(response.get("usage")),
        metadata=_metadata(response.get("metadata")),
        tool_calls=calls,
        text="".join(texts),
        trouble=_trouble(error),
    )


def _error(m: dict[str, Any]) -> EngineError:
    error = _object(m["error"])
    event_id = error.get("event_id")
    return EngineError(
        code=_told(error.get("code")),
        message=_told(error.get("message")),
        error_type=_told(error.get("type")),
        event_id=event_id if type(event_id) is str and len(event_id) <= _MOST_ID_CHARS else None,
        param=_told_or_none(error.get("param")),
        trouble=_trouble(error),
    )


def _trouble(error: dict[str, Any]) -> Trouble:
    return trouble_of(_told(error.get("code")) or _told(error.get("type")))


def trouble_of(code: str) -> Trouble:
    """What one of the vendor's codes means to a call."""
    return _TROUBLES.get(code, Trouble.INVALID if code.startswith("invalid") else Trouble.OTHER)


def _caller_failed(m: dict[str, Any]) -> CallerTextFailed:
    error = _object(m.get("error") or {})
    return CallerTextFailed(
        _id(m["item_id"]), _told(error.get("message")) or _told(error.get("code"))
    )


def _agent_delta(m: dict[str, Any]) -> AgentTextDelta:
    return AgentTextDelta(_id(m["response_id"]), _id(m["item_id"]), _text(m["delta"]))


def _agent_text(m: dict[str, Any], field: str) -> AgentText:
    return AgentText(_id(m["response_id"]), _id(m["item_id"]), _text(m[field]))


_READERS: dict[str, Any] = {
    "session.created": _session_created,
    "session.updated": _session_updated,
    "input_audio_buffer.speech_started": lambda m: CallerSpeechStarted(
        _id(m.get("item_id") or ""), _ms(m.get("audio_start_ms") or 0)
    ),
    "input_audio_buffer.speech_stopped": lambda m: CallerSpeechStopped(
        _id(m.get("item_id") or ""), _ms(m.get("audio_end_ms") or 0)
    ),
    "input_audio_buffer.committed": lambda m: InputCommitted(
        _id(m["item_id"]), _id_or_none(m.get("previous_item_id"))
    ),
    "conversation.item.input_audio_transcription.delta": lambda m: CallerTextDelta(
        _id(m["item_id"]), _text(m.get("delta") or "")
    ),
    "conversation.item.input_audio_transcription.completed": lambda m: CallerText(
        _id(m["item_id"]), _text(m["transcript"]), _usage(m.get("usage"))
    ),
    "conversation.item.input_audio_transcription.failed": _caller_failed,
    "conversation.item.added": _item_added,
    "conversation.item.done": _item_done,
    "conversation.item.truncated": lambda m: ItemTruncated(
        _id(m["item_id"]), _ms(m["audio_end_ms"])
    ),
    "response.created": _response_created,
    "response.output_audio_transcript.delta": _agent_delta,
    "response.output_audio_transcript.done": lambda m: _agent_text(m, "transcript"),
    "response.output_text.delta": _agent_delta,
    "response.output_text.done": lambda m: _agent_text(m, "text"),
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
        case Configure(settings, event_id):
            session = whole_session(settings)
            event = {"type": "session.update", "event_id": event_id, "session": session}
        case Reconfigure(event_id, instructions, turns):
            session = changed_session(instructions, turns)
            event = {"type": "session.update", "event_id": event_id, "session": session}
        case Ping(event_id, transcribes):
            session = {"type": "transcription" if transcribes else "realtime"}
            event = {"type": "session.update", "event_id": event_id, "session": session}
        case Tell(event_id=event_id, after=after):
            event = {"type": "conversation.item.create", "event_id": event_id, "item": item(action)}
            if after is not None:
                event["previous_item_id"] = after
        case AnswerTool(event_id=event_id):
            event = {"type": "conversation.item.create", "event_id": event_id, "item": item(action)}
        case TruncateItem(item_id, audio_end_ms):
            event = {
                "type": "conversation.item.truncate",
                "item_id": item_id,
                "content_index": 0,
                "audio_end_ms": int(audio_end_ms),
            }
        case Ask(event_id=event_id) | AskAside(event_id=event_id):
            event = {"type": "response.create", "event_id": event_id}
            if wanted := response(action):
                event["response"] = wanted
        case CancelResponse(response_id):
            event = {"type": "response.cancel"}
            if response_id:
                event["response_id"] = response_id
        case CommitInput():
            event = {"type": "input_audio_buffer.commit"}
        case _:
            raise TypeError(f"{type(action).__name__} does not go to the engine")
    return orjson.dumps(event)


def item(action: Tell | AnswerTool) -> dict[str, Any]:
    """The conversation item that an action makes."""
    if isinstance(action, AnswerTool):
        return {
            "type": "function_call_output",
            "id": action.item_id,
            "call_id": action.call_id,
            "output": action.output,
        }
    role = ROLES[action.role]
    return {"type": "message", "id": action.item_id, "role": role, "content": [_text_of(action)]}


def _text_of(message: Tell) -> dict[str, str]:
    # Assistants' text has a content type of its own.
    spoken = ROLES[message.role] == "assistant"
    return {"type": "output_text" if spoken else "input_text", "text": message.text}


def response(action: Ask | AskAside) -> dict[str, Any]:
    """The response that is asked for; empty if the session's settings say it all."""
    wanted: dict[str, Any] = {}
    if isinstance(action, AskAside):
        wanted = {"conversation": "none", "output_modalities": ["text"]}
        if action.max_tokens is not None:
            wanted["max_output_tokens"] = action.max_tokens
        if action.reading is not None:
            content = [{"type": "input_text", "text": action.reading}]
            wanted["input"] = [{"type": "message", "role": "user", "content": content}]
    if action.metadata:
        wanted["metadata"] = action.metadata
    if action.instructions:
        wanted["instructions"] = action.instructions
    return wanted


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
