"""Both far ends of many calls, as cheaply as can be: callers' streams and the engine.

A call sends 50 frames a second. Every six seconds the caller's turn ends and the engine answers
with three seconds of speech, in chunks of 200 ms, one every 20 ms; every third answer is cut off
by the caller a second in. All of it is paced on absolute times by one pump.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import orjson
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

from phony.bench import stamps
from phony.bench.certificate import Certificate
from phony.bench.stamps import Arrivals
from phony.net.ports import Socket
from phony.wire import twilio

FRAME_S = 0.02
CYCLE_S = 6.0
CHUNKS = 15
CHUNK_MS = 200
BARGE_IN_AFTER_S = 1.0
TURN_S = 0.6
_FRAME_REST = stamps.rest_of(160)
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


@dataclass(slots=True)
class Measured:
    """What one run has seen."""

    up: Arrivals = field(default_factory=Arrivals)
    down: Arrivals = field(default_factory=Arrivals)
    clears: list[float] = field(default_factory=list)
    closes: list[float] = field(default_factory=list)
    barge_ins: int = 0
    lateness: dict[int, list[float]] = field(default_factory=dict)
    opened: int = 0
    closed: int = 0
    problems: list[str] = field(default_factory=list)

    def begin_window(self) -> None:
        """Count latencies from now on."""
        self.up.forget_latencies()
        self.down.forget_latencies()
        self.clears.clear()
        self.lateness.clear()
        self.barge_ins = 0


class Pump:
    """Does everything at its absolute time, and measures how late it was."""

    def __init__(self, measured: Measured) -> None:
        """Idle until something is put in."""
        self._measured = measured
        self._due: list[tuple[float, int, Callable[[], float | None]]] = []
        self._count = itertools.count()
        self._timer: asyncio.TimerHandle | None = None

    def at(self, when: float, work: Callable[[], float | None]) -> None:
        """Call `work` at `when`; it may return the time at which to be called again."""
        heapq.heappush(self._due, (when, next(self._count), work))
        if self._timer is None:
            self._arm()

    def _arm(self) -> None:
        loop = asyncio.get_running_loop()
        delay = max(0.001, self._due[0][0] - time.monotonic())
        self._timer = loop.call_later(delay, self._run)

    def _run(self) -> None:
        due = self._due
        now = time.monotonic()
        late = self._measured.lateness.setdefault(int(now), [])
        while due and due[0][0] <= now:
            when, number, work = heapq.heappop(due)
            # The loop's timers count in milliseconds: only more than one is lateness.
            late.append(max(0.0, (now - when) * 1000 - 1.0))
            again = work()
            if again is not None:
                heapq.heappush(due, (again, number, work))
            now = time.monotonic()
        self._timer = None
        if due:
            self._arm()

    def stop(self) -> None:
        """Forget all that was planned."""
        self._due.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class Caller:
    """The carrier's end of one media stream; meets `net.websocket.Handler`."""

    def __init__(self, number: int, measured: Measured, pump: Pump, farends: FarEnds) -> None:
        """Number `number` in this run."""
        self.number = number
        own = uuid4().hex
        self.names = twilio.StreamNames("AC" + "0" * 32, f"CA{own}", f"MZ{own}")
        self.session: int | None = None  # the engine session whose voice is heard here
        self.resume_path = ""  # where the carrier asks when the stream breaks
        self._measured = measured
        self._pump = pump
        self._farends = farends
        self._socket: Socket | None = None
        self._sequence = 1
        self._frames = 0
        self.talking = False
        self._next_at = 0.0
        self._busy_until = 0.0
        self._marks: list[tuple[float, str]] = []

    # ---- from the bridge ------------------------------------------------------------------------

    def on_open(self, socket: Socket) -> None:
        """The stream is up."""
        self._socket = socket

    def on_text(self, text: bytes) -> None:
        """Speech, a mark, or `clear`."""
        found = stamps.read(text)
        if found is not None:
            now_ns = time.monotonic_ns()
            self._measured.down.take(found, now_ns)
            if self.session != found[0]:
                self.session = found[0]
                self._farends.pair(found[0], self)
            now = now_ns / 1e9
            self._busy_until = max(now, self._busy_until) + CHUNK_MS / 1000
            return
        if text.startswith(b'{"event":"clear"') or b'"event": "clear"' in text[:40]:
            self._cleared()
        elif b'"mark"' in text[:40]:
            self._mark(orjson.loads(text)["mark"]["name"])

    def on_binary(self) -> None:
        """Never in this protocol."""
        self._measured.problems.append("a binary frame to the carrier")

    def on_close(self, code: int, reason: str) -> None:
        """The bridge left, or we did."""
        if self.talking:
            self._measured.problems.append(f"stream closed in mid-call: {code} {reason}")
        self.talking = False
        self._socket = None

    def _mark(self, name: str) -> None:
        now = time.monotonic()
        if self._busy_until <= now:
            self._echo(name)
            return
        self._marks.append((self._busy_until, name))
        self._pump.at(self._busy_until, self._echo_due)

    def _echo_due(self) -> None:
        now = time.monotonic()
        while self._marks and self._marks[0][0] <= now + 0.001:
            self._echo(self._marks.pop(0)[1])

    def _cleared(self) -> None:
        now = time.monotonic()
        if self.session is not None and (at := self._farends.barge_in(self.session)) is not None:
            self._measured.clears.append((now - at) * 1000)
        self._busy_until = now
        for _, name in self._marks:
            self._echo(name)
        self._marks.clear()

    # ---- to the bridge --------------------------------------------------------------------------

    def _send(self, text: bytes) -> None:
        if self._socket is not None:
            self._socket.send(text)

    def _echo(self, name: str) -> None:
        self._sequence += 1
        self._send(twilio.encode_mark_in(self.names.stream_sid, name, self._sequence))

    def begin(self, parameters: dict[str, str]) -> None:
        """The stream's first messages."""
        self._send(twilio.encode_connected())
        self._send(twilio.encode_start(self.names, parameters))

    def talk(self, first_at: float) -> None:
        """Send frames from `first_at` on."""
        self.talking = True
        self._next_at = first_at
        self._pump.at(first_at, self._frame)

    def _frame(self) -> float | None:
        if not self.talking or self._socket is None:
            return None
        self._sequence += 1
        self._frames += 1
        payload = stamps.stamp(self.number, self._frames, time.monotonic_ns()) + _FRAME_REST
        self._socket.send(
            twilio.encode_media_in(
                self.names.stream_sid,
                payload,
                sequence=self._sequence,
                chunk=self._frames,
                timestamp_ms=self._frames * 20,
            )
        )
        self._next_at += FRAME_S
        return self._next_at

    def stop_talking(self) -> None:
        """No more frames."""
        self.talking = False

    def hang_up(self) -> None:
        """The caller is gone."""
        self.talking = False
        if self._socket is not None:
            self._send(twilio.encode_stop(self.names, self._sequence + 1))
            self._socket.close(1000)


class EngineSession(WSListener):
    """The engine's end of one session."""

    def __init__(self, number: int, farends: FarEnds) -> None:
        """Number `number` in this run."""
        super().__init__()
        self.number = number
        self._farends = farends
        self._measured = farends.measured
        self._transport: WSTransport | None = None
        self._sequence = 0
        self._turns = 0
        self._answers = 0
        self._events = 0
        self._in_cycle = False
        self._next_turn_at = 0.0
        self.spoke_at: float | None = None
        self.closed_at: float | None = None

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
        self._farends.session_closed(self.number)

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
        self._farends.pump.at(first_at, self._turn)

    def stop(self) -> None:
        """No further turns."""
        self._in_cycle = False

    def _turn(self) -> float | None:
        if not self._in_cycle or self._transport is None:
            return None
        self._turns += 1
        self._caller_speaks()
        self._farends.pump.at(self._next_turn_at + TURN_S, self._caller_stops)
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
        _Answer(self, f"{self.number}_{self._sequence}", metadata, self._farends)
        if cut:
            at = time.monotonic() + BARGE_IN_AFTER_S
            self._farends.pump.at(at, self._barge_in)

    def _barge_in(self) -> None:
        if self._in_cycle:
            self._measured.barge_ins += 1
            self.spoke_at = time.monotonic()
            self._caller_speaks()
            self._farends.pump.at(self.spoke_at + TURN_S, self._commit)

    def audio(self, ids: str, chunk: int) -> None:
        """One chunk of speech."""
        if self._transport is not None:
            number = self._farends.next_chunk(self.number)
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
        farends: FarEnds,
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
        farends.pump.at(self._at, self._next)

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


class FarEnds:
    """The engine's server, the pump, and which caller hears which session."""

    def __init__(self, certificate: Certificate | None = None) -> None:
        """Not listening yet; with a certificate the engine speaks TLS."""
        self._certificate = certificate
        self.measured = Measured()
        self.pump = Pump(self.measured)
        self.sessions: dict[int, EngineSession] = {}
        self.port = 0
        self._callers: dict[int, Caller] = {}
        self._chunks: dict[int, int] = {}
        self._hung_up: dict[int, float] = {}
        self._server: asyncio.Server | None = None
        self._numbers = itertools.count(1)

    @property
    def url(self) -> str:
        """Where the engine is."""
        scheme = "ws" if self._certificate is None else "wss"
        return f"{scheme}://127.0.0.1:{self.port}/v1/realtime"

    @property
    def trust(self) -> dict[str, str]:
        """What the environment of whoever is measured needs."""
        return {"SSL_CERT_FILE": str(self._certificate.path)} if self._certificate else {}

    async def listen(self) -> None:
        """Serve the engine on a free port."""
        self._server = await ws_create_server(
            self._accept,
            "127.0.0.1",
            0,
            websocket_handshake_timeout=30,
            ssl=self._certificate.server if self._certificate else None,
        )
        self.port = int(self._server.sockets[0].getsockname()[1])

    def _accept(self, request: WSUpgradeRequest) -> EngineSession:
        number = next(self._numbers)
        session = self.sessions[number] = EngineSession(number, self)
        return session

    def fresh(self) -> Measured:
        """Forget everything of the run before."""
        self.pump.stop()
        self.measured = Measured()
        self.pump = Pump(self.measured)
        self.sessions.clear()
        self._callers.clear()
        self._chunks.clear()
        self._hung_up.clear()
        return self.measured

    async def close(self) -> None:
        """Stop serving."""
        self.pump.stop()
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    # ---- pairs ----------------------------------------------------------------------------------

    def pair(self, session: int, caller: Caller) -> None:
        """A caller has heard a session's voice."""
        self._callers[session] = caller

    @property
    def paired(self) -> int:
        """How many calls have been heard to be up."""
        return len(self._callers)

    def next_chunk(self, session: int) -> int:
        """Number the chunks of a session."""
        number = self._chunks[session] = self._chunks.get(session, 0) + 1
        return number

    def begin_window(self) -> None:
        """Count from now on."""
        self.measured.begin_window()
        for session in self.sessions.values():
            session.spoke_at = None

    def barge_in(self, session: int) -> float | None:
        """When the caller of a session cut in, once."""
        found = self.sessions.get(session)
        if found is None or found.spoke_at is None:
            return None
        at, found.spoke_at = found.spoke_at, None
        return at

    def hang_up(self, callers: list[Caller]) -> None:
        """All callers leave."""
        for caller in callers:
            if caller.session is not None:
                self._hung_up[caller.session] = time.monotonic()
            caller.hang_up()

    def session_closed(self, session: int) -> None:
        """The bridge closed a session: how long after the caller had left?"""
        at = self._hung_up.pop(session, None)
        if at is not None:
            self.measured.closes.append((time.monotonic() - at) * 1000)
