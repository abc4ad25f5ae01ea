"""Server events of the engine's as no vendor would send them: any field may be anything."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

_SOUND = base64.b64encode(b"\xff" * 160).decode()
_ITEM = {"id": "item_1", "type": "message", "role": "assistant"}
_CALL = {
    "id": "item_2",
    "type": "function_call",
    "status": "completed",
    "call_id": "call_1",
    "name": "end_call",
    "arguments": '{"reason": "done"}',
}
_ERROR = {"type": "t", "code": "c", "message": "m", "param": "p", "event_id": "e"}
_DONE = {
    "id": "resp_1",
    "status": "failed",
    "status_details": {"reason": "r", "error": _ERROR},
    "usage": {"input_tokens": 5, "input_token_details": {"cached_tokens": 2}},
    "metadata": {"kind": "reply"},
    "output": [{**_ITEM, "content": [{"type": "output_audio", "transcript": "Hi."}]}, _CALL],
}
_OF_CALLER = "conversation.item.input_audio_transcription."
# One good event of every type that is read, with all fields that are looked at.
GOOD: list[dict[str, Any]] = [
    {"type": "session.created", "session": {"id": "sess_1", "expires_at": 1_800_000_000}},
    {"type": "session.updated", "session": {}},
    {"type": "input_audio_buffer.speech_started", "item_id": "c1", "audio_start_ms": 40},
    {"type": "input_audio_buffer.speech_stopped", "item_id": "c1", "audio_end_ms": 90},
    {"type": "input_audio_buffer.committed", "item_id": "c1", "previous_item_id": "item_0"},
    {"type": f"{_OF_CALLER}delta", "item_id": "c1", "delta": "Hel"},
    {"type": f"{_OF_CALLER}completed", "item_id": "c1", "transcript": "Hi", "usage": {"s": 1.5}},
    {"type": f"{_OF_CALLER}failed", "item_id": "c1", "error": {"code": "c", "message": "m"}},
    {"type": "conversation.item.added", "item": _ITEM, "previous_item_id": "c1"},
    {"type": "conversation.item.done", "item": _ITEM},
    {"type": "conversation.item.truncated", "item_id": "item_1", "audio_end_ms": 5},
    {"type": "response.created", "response": {"id": "resp_1", "metadata": {"kind": "reply"}}},
    {
        "type": "response.output_audio.delta",
        "response_id": "resp_1",
        "item_id": "item_1",
        "delta": _SOUND,
    },
    {
        "type": "response.output_audio_transcript.delta",
        "response_id": "resp_1",
        "item_id": "item_1",
        "delta": "Hi",
    },
    {
        "type": "response.output_audio_transcript.done",
        "response_id": "resp_1",
        "item_id": "item_1",
        "transcript": "Hi.",
    },
    {
        "type": "response.output_text.delta",
        "response_id": "resp_1",
        "item_id": "item_1",
        "delta": "Hi",
    },
    {
        "type": "response.output_text.done",
        "response_id": "resp_1",
        "item_id": "item_1",
        "text": "Hi.",
    },
    {"type": "response.done", "response": _DONE},
    {"type": "error", "error": _ERROR},
]
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.sampled_from([2**63, -(2**63), 10**30, 1e308, -1e308, float("inf"), float("nan"), 1.5])
    | st.sampled_from(["", "item_1", "resp_1", "c1", "reply", "message", "$set", "\x00", "\ud800"])
    | st.text(max_size=4)
    | st.builds(lambda text: text * 3000, st.text(min_size=1, max_size=2))
)
ANYTHING = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "code", "$x", "a.b"]) | st.text(max_size=3),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, item in items:
        yield from _paths(item, (*path, key))


@st.composite
def strange_events(draw: st.DrawFn) -> bytes:
    """A good event with up to three fields replaced or taken away, as text."""
    event = copy.deepcopy(draw(st.sampled_from(GOOD)))
    for _ in range(draw(st.integers(0, 3))):
        paths = [path for path in _paths(event) if path != ("type",)]
        if not paths:
            break
        *way, last = draw(st.sampled_from(paths))
        inside: Any = event
        for key in way:
            inside = inside[key]
        if draw(st.booleans()):
            inside[last] = draw(ANYTHING)
        else:
            del inside[last]
    return json.dumps(event).encode()
