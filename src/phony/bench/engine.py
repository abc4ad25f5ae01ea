"""The engine's end of one call, as cheaply as can be.

Every six seconds the caller's turn ends and the engine answers with three seconds of speech, in
chunks of 200 ms, one every 20 ms; every third answer is cut off by the caller a second in.
"""

from __future__ import annotations

import time
from typing import Any, Protocol

import orjson
from picows import WSFrame, WSListener, WSMsgType, WSTransport

from phony.bench import stamps
from phony.bench.pump import CHUNK_MS, FRAME_S, Measured, Pump

CYCLE_S = 6.0
CHUNKS = 15
BARGE_IN_AFTER_S = 1.0
TURN_S = 0.6
_CHUNK_REST = stamps.rest_of(CHUNK_MS * 8)
_WORDS = "Thank you for waiting, I have found your order and it will arrive tomorrow morning at ten"
_USAGE = {
    "total_tokens": 544,
    "input_tokens": 384,
    "output_tokens": 160,
    "input_token_details": {
        "text_tokens": 310,
        "audio_tokens": 74,
        "cached_tokens": 296,
        "cached_tokens_details": {"text_tokens": 256, "audio_tokens": 40},
    },
    "output_token_details": {"text_tokens": 42, "audio_tokens": 118},
}


class Sessions(Protocol):
    """What a session needs of all of them."""

    measured: Measured
    pump: Pump

    def next_chunk(self, session: int) -> int:
        """Number the chunks of a session."""

    def session_closed(self, session: int) -> None:
        """The bridge closed a session."""


class EngineSession(WSListener):
    """The engine's end of one session."""

    def __init__(self, number: int, sessions: Sessions) -> None:
        """Number `number` in this run."""
        super().__init__()
        self.number = number
        self._sessions = sessions
        self._measured = sessions.measured
        self._transport: WSTransport | None = None
        self._sequence = 0
        self._turns = 0
        self._answers = 0
        self._events = 0
        self._in_cycle = False
        self._next_turn_at = 0.0
        self.spoke_at: float | None = None

    # ---- picows ---------------------------------------------------------------------------------

    def on_ws_connected(self, transport: WSTransport) -> None:
        """A bridge has opened the session."""
        self._transport = transport
        self._measured.opened += 1
        self.send("session.created", session={"id": f"sess_{self.number}", "type": "realtime"})

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Audio is counted, other events are answered."""
        if frame.msg_type == WSMsgType.TEXT:
            text = frame.get_payload_as_bytes()
            found = stamps.read(text)
            if found is not None:
                self._measured.up.take(found, time.monotonic_ns())
            elif b'"event":' not in text[:20]:  # a relay passes the carrier's messages on
                self._answer(orjson.loads(text))
        elif frame.msg_type == WSMsgType.CLOSE:
            transport.send_close(frame.get_close_code())
            transport.disconnect()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """The bridge has closed the session."""
        self._transport = None
        self._measured.closed += 1
        self._sessions.session_closed(self.number)

    # ---- events ---------------------------------------------------------------------------------

    def send(self, kind: str, **fields: Any) -> None:
        """One server event."""
        if self._transport is not None:
            self._events += 1
            event = {"type": kind, "event_id": f"event_{self.number}_{self._events}", **fields}
            self._transport.send(WSMsgType.TEXT, orjson.dumps(event))

    def _answer(self, event: dict[str, Any]) -> None:
        match event["type"]:
            case "session.update":
                self.send("session.updated", session=event["session"])
            case "conversation.item.create":
                item = {"status": "completed", "id": "item_x", **event["item"]}
                self.send("conversation.item.added", item=item, previous_item_id=None)
                self.send("conversation.item.done", item=item, previous_item_id=None)
            case "conversation.item.truncate":
                self.send(
                    "conversation.item.truncated",
                    item_id=event["item_id"],
                    content_index=0,
                    audio_end_ms=event["audio_end_ms"],
                )
            case "input_audio_buffer.commit":
                self._commit()
            case "response.create":
                self.respond(event.get("response", {}).get("metadata"), cut=False)
            case "error":
                self._measured.problems.append(str(event)[:200])
            case _:
                pass

    # ---- the conversation -----------------------------------------------------------------------

    def converse(self, first_at: float) -> None:
        """A caller's turn and an answer every six seconds, from `first_at` on."""
        self._next_turn_at = first_at
        self._in_cycle = True
        self._sessions.pump.at(first_at, self._turn)

    def stop(self) -> None:
        """No further turns."""
        self._in_cycle = False

    def _turn(self) -> float | None:
        if not self._in_cycle or self._transport is None:
            return None
        self._turns += 1
        self._caller_speaks()
        self._sessions.pump.at(self._next_turn_at + TURN_S, self._caller_stops)
        self._next_turn_at += CYCLE_S
        return self._next_turn_at

    def _caller_speaks(self) -> None:
        self._answers += 1
        item_id = f"user_{self.number}_{self._answers}"
        self.send("input_audio_buffer.speech_started", item_id=item_id, audio_start_ms=0)

    def _caller_stops(self) -> None:
        self._commit()
        if self._in_cycle:
            self.respond(None, cut=(self._turns + self.number) % 3 == 0)

    def _commit(self) -> None:
        item_id = f"user_{self.number}_{self._answers}"
        item = {
            "id": item_id,
            "type": "message",
            "role": "user",
            "status": "completed",
            "content": [{"type": "input_audio", "transcript": None}],
        }
        self.send("input_audio_buffer.speech_stopped", item_id=item_id, audio_end_ms=0)
        self.send("input_audio_buffer.committed", item_id=item_id, previous_item_id=None)
        self.send("conversation.item.added", item=item, previous_item_id=None)
        self.send("conversation.item.done", item=item, previous_item_id=None)
        self.send(
            "conversation.item.input_audio_transcription.completed",
            item_id=item_id,
            content_index=0,
            transcript="When will my order arrive?",
            usage={"type": "duration", "seconds": 2.4},
        )

    def respond(self, metadata: dict[str, str] | None, *, cut: bool) -> None:
        """One answer, paced; cut off by the caller if `cut`."""
        self._sequence += 1
        _Answer(self, f"{self.number}_{self._sequence}", metadata, self._sessions)
        if cut:
            at = time.monotonic() + BARGE_IN_AFTER_S
            self._sessions.pump.at(at, self._barge_in)

    def _barge_in(self) -> None:
        if self._in_cycle:
            self._measured.barge_ins += 1
            self.spoke_at = time.monotonic()
            self._caller_speaks()
            self._sessions.pump.at(self.spoke_at + TURN_S, self._commit)

    def audio(self, ids: str, chunk: int) -> None:
        """One chunk of speech."""
        if self._transport is not None:
            number = self._sessions.next_chunk(self.number)
            payload = stamps.stamp(self.number, number, time.monotonic_ns()) + _CHUNK_REST
            self._transport.send(
                WSMsgType.TEXT,
                f'{{"type":"response.output_audio.delta","event_id":"event_a{number}",'
                f'{ids},"output_index":0,"content_index":0,"delta":"{payload}"}}'.encode(),
            )


class _Answer:
    """One response on its way: events, then chunks every 20 ms, then the end."""

    def __init__(
        self,
        session: EngineSession,
        name: str,
        metadata: dict[str, str] | None,
        sessions: Sessions,
    ) -> None:
        self._session = session
        self._chunk = 0
        self._response: dict[str, Any] = {
            "id": f"resp_{name}",
            "object": "realtime.response",
            "conversation_id": "conv_1",
            "metadata": metadata,
        }
        self._item: dict[str, Any] = {
            "id": f"item_{name}",
            "type": "message",
            "role": "assistant",
            "content": [{"type": "output_audio", "transcript": _WORDS}],
        }
        self._ids = f'"response_id":"resp_{name}","item_id":"item_{name}"'
        self._of = {"response_id": f"resp_{name}", "item_id": f"item_{name}", "output_index": 0}
        words = _WORDS.split()
        self._deltas = [words[n::CHUNKS] for n in range(CHUNKS)]
        self._at = time.monotonic()
        send = session.send
        send(
            "response.created",
            response={**self._response, "status": "in_progress", "output": []},
        )
        started = {**self._item, "status": "in_progress", "content": []}
        send("response.output_item.added", item=started, **_without_item(self._of))
        send("conversation.item.added", item=started, previous_item_id=None)
        part = {"type": "audio", "transcript": ""}
        send("response.content_part.added", content_index=0, part=part, **self._of)
        sessions.pump.at(self._at, self._next)

    def _next(self) -> float | None:
        session = self._session
        words = " ".join(self._deltas[self._chunk])
        session.send(
            "response.output_audio_transcript.delta",
            content_index=0,
            delta=words if self._chunk == 0 else f" {words}",
            **self._of,
        )
        session.audio(self._ids, self._chunk)
        self._chunk += 1
        if self._chunk < CHUNKS:
            self._at += FRAME_S
            return self._at
        self._end()
        return None

    def _end(self) -> None:
        send = self._session.send
        done = {**self._item, "status": "completed"}
        send("response.output_audio.done", content_index=0, **self._of)
        send(
            "response.output_audio_transcript.done",
            content_index=0,
            transcript=" ".join(" ".join(words) for words in self._deltas),
            **self._of,
        )
        send("response.output_item.done", item=done, **_without_item(self._of))
        send("conversation.item.done", item=done, previous_item_id=None)
        send(
            "response.done",
            response={**self._response, "status": "completed", "output": [done], "usage": _USAGE},
        )


def _without_item(ids: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in ids.items() if key != "item_id"}
