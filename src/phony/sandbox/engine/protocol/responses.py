"""One response: from `response.created` through speech and calls to `response.done`."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any, Protocol

from phony.domain.audio import BYTES_PER_MS
from phony.sandbox.engine.protocol.conversation import Conversation, Item
from phony.sandbox.engine.protocol.faults import EngineFaults
from phony.sandbox.engine.protocol.formats import from_mulaw
from phony.sandbox.engine.protocol.outbox import Outbox
from phony.sandbox.engine.protocol.plan import Plan
from phony.sandbox.engine.protocol.ports import Parts
from phony.sandbox.engine.protocol.responder import Call, Failed, Responder, sentences
from phony.sandbox.engine.protocol.usage import Meter, bare, usage

SPEED = 10  # how much faster than it plays audio is made
_CHUNKS = (800, 2000, 1600, 3200, 1040, 2400)  # bytes of mu-law; uneven, as the service's are
_LATE_DELTAS = 2
_WORDS_AHEAD = 2  # the transcript runs ahead of the sound


class Host(Protocol):
    """What a response needs of its session."""

    out: Outbox
    conversation: Conversation
    parts: Parts
    responder: Responder
    meter: Meter

    @property
    def faults(self) -> EngineFaults:
        """What shall go wrong now."""

    def new_id(self, prefix: str) -> str:
        """A fresh id."""

    async def understood(self, items: Iterable[Item]) -> None:
        """Wait until the words of these items are known."""

    def began_to_speak(self, run: ResponseRun) -> None:
        """The first sound was sent."""

    def finished(self, run: ResponseRun) -> None:
        """`response.done` was sent."""

    def takes_failure(self) -> bool:
        """Whether this response is one that shall fail."""


class _Full(Exception):
    """`max_output_tokens` is reached."""


@dataclass(slots=True)
class _Message:
    """The message being said."""

    item: Item
    index: int
    text: list[str] = field(default_factory=list)
    shown: int = 0  # words of the transcript already sent
    pending: list[bytes] = field(default_factory=list)  # sound of the present sentence to come


class ResponseRun:
    """Runs as two tasks: one that makes the answer and can be cancelled, one that ends it."""

    def __init__(self, host: Host, plan: Plan) -> None:
        """Nothing is sent before `run`."""
        self.id = host.new_id("resp")
        self.plan = plan
        self.status = "in_progress"
        self.items: list[Item] = []
        self.sent_bytes = 0
        self.began = 0.0  # the loop's time of the first sound
        self._host = host
        self._reason: str | None = None
        self._error: Failed | None = None
        self._message: _Message | None = None
        self._work: asyncio.Task[None] | None = None
        self._input: dict[str, Any] | None = None
        self._sizes = cycle(_CHUNKS)

    @property
    def audio_ms(self) -> int:
        """How much sound was sent."""
        return self.sent_bytes // BYTES_PER_MS

    def cancel(self, reason: str) -> None:
        """Stop making the answer; `response.done` follows by itself."""
        if self._reason is not None or (self._work is not None and self._work.done()):
            return
        self._reason = reason
        if self._work is not None:
            self._work.cancel()

    async def run(self, group: asyncio.TaskGroup) -> None:
        """The whole response."""
        self._announce()
        if self._reason is None:
            self._work = group.create_task(self._generate())
            await asyncio.wait([self._work])
            if not self._work.cancelled() and self._work.exception() is not None:
                return  # a bug: the group ends the session with it
        self._finish()

    # ---- making it -----------------------------------------------------------------------

    def _announce(self) -> None:
        out = self._host.out
        out.emit("response.created", response=self._shown(None))
        out.emit("rate_limits.updated", rate_limits=_rate_limits())

    async def _generate(self) -> None:
        host, plan = self._host, self.plan
        try:
            if host.faults.response_delay_s:
                await asyncio.sleep(host.faults.response_delay_s)
            if host.takes_failure():
                raise Failed(host.faults.failure_code, "The server had an error.")
            given = list(host.conversation) if plan.input is None else plan.input
            await host.understood(given)
            if plan.input is None:
                # What was added or edited while the words were being recognised counts, too.
                given = [item for item in host.conversation if item not in self.items]
            self._input = host.meter.input(plan.order or plan.instructions, plan.tools, given)
            async for piece in host.responder.reply(plan.ask(given)):
                if isinstance(piece, Call):
                    self._end_message("completed")
                    await self._call(piece)
                else:
                    for sentence in sentences(piece.text):
                        await self._say(sentence)
            self._end_message("completed")
        except Failed as error:
            self._error = error
        except _Full:
            self._reason = "max_output_tokens"

    async def _say(self, sentence: str) -> None:
        if self.plan.modality == "text":
            message = self._message or self._begin_message()
            self._write(message, sentence)
            self._check_full()
            return
        sound = await self._host.parts.speak(sentence, self.plan.voice, self.plan.speed)
        message = self._message or self._begin_message()
        first_word = len(" ".join(message.text).split())
        message.text.append(sentence)
        words = len(sentence.split())
        message.pending = self._chunks(sound)
        done = 0
        while message.pending:
            chunk = message.pending.pop(0)
            done += len(chunk)
            upto = first_word + -(-words * done // max(1, len(sound))) + _WORDS_AHEAD
            self._show_words(message, upto)
            self._send_sound(message, chunk)
            self._check_full()
            await self._pace()

    def _chunks(self, sound: bytes) -> list[bytes]:
        chunks, start = [], 0
        while start < len(sound):
            size = next(self._sizes)
            chunks.append(sound[start : start + size])
            start += size
        return chunks

    def _send_sound(self, message: _Message, chunk: bytes) -> None:
        if self._host.faults.mute:
            return
        payload = base64.b64encode(from_mulaw(self.plan.format, chunk)).decode()
        self._host.out.audio(self.id, message.item.id, payload)
        first = not self.sent_bytes
        self.sent_bytes += len(chunk)
        message.item.sound += chunk
        message.item.audio_ms = len(message.item.sound) // BYTES_PER_MS
        if first:
            self._host.began_to_speak(self)

    async def _pace(self) -> None:
        """Sound is made `SPEED` times faster than it plays, and no faster."""
        now = asyncio.get_running_loop().time()
        if not self.began:
            self.began = now
        due = self.began + self.sent_bytes / BYTES_PER_MS / 1000 / SPEED
        await asyncio.sleep(max(0.0, due - now))

    def _show_words(self, message: _Message, upto: int) -> None:
        words = " ".join(message.text).split()
        new = words[message.shown : upto]
        if not new:
            return
        delta = (" " if message.shown else "") + " ".join(new)
        message.shown += len(new)
        message.item.transcript = " ".join(words[: message.shown])
        message.item.heard = message.item.transcript
        self._emit_part("response.output_audio_transcript.delta", message, delta=delta)

    def _write(self, message: _Message, sentence: str) -> None:
        for place, word in enumerate(sentence.split()):
            space = " " if message.item.text or place else ""
            message.item.text += space + word
            self._emit_part("response.output_text.delta", message, delta=space + word)

    def _check_full(self) -> None:
        most = self.plan.max_tokens
        if isinstance(most, int):
            made = sum(item.text_tokens() + item.audio_tokens() for item in self.items)
            if made >= most:
                raise _Full

    async def _call(self, call: Call) -> None:
        host = self._host
        item = Item(
            host.new_id("item"),
            "function_call",
            status="in_progress",
            name=call.name,
            call_id=host.new_id("call"),
        )
        index = self._begin_item(item)
        where = {"response_id": self.id, "item_id": item.id, "output_index": index}
        where["call_id"] = item.call_id
        for start in range(0, len(call.arguments), 12):
            delta = call.arguments[start : start + 12]
            item.arguments += delta
            host.out.emit("response.function_call_arguments.delta", **where, delta=delta)
            await asyncio.sleep(0)
        host.out.emit(
            "response.function_call_arguments.done",
            **where,
            name=call.name,
            arguments=call.arguments,
        )
        self._end_item(item, index, "completed")
        self._check_full()

    # ---- items ---------------------------------------------------------------------------

    def _begin_item(self, item: Item) -> int:
        host, index = self._host, len(self.items)
        self.items.append(item)
        host.out.emit(
            "response.output_item.added",
            response_id=self.id,
            output_index=index,
            item=item.shown(),
        )
        if not self.plan.outside:
            host.conversation.add(item)
            host.out.emit(
                "conversation.item.added",
                previous_item_id=host.conversation.before(item),
                item=item.shown(),
            )
        return index

    def _end_item(self, item: Item, index: int, status: str) -> None:
        host = self._host
        item.status = status
        host.out.emit(
            "response.output_item.done",
            response_id=self.id,
            output_index=index,
            item=item.shown(),
        )
        # It may have been deleted while it was being said.
        if not self.plan.outside and host.conversation.find(item.id) is item:
            host.out.emit(
                "conversation.item.done",
                previous_item_id=host.conversation.before(item),
                item=item.shown(),
            )

    def _begin_message(self) -> _Message:
        spoken = self.plan.modality == "audio"
        item = Item(self._host.new_id("item"), "message", role="assistant", status="in_progress")
        message = self._message = _Message(item, self._begin_item(item))
        item.audio = spoken
        part = {"type": "audio", "transcript": ""} if spoken else {"type": "text", "text": ""}
        self._emit_part("response.content_part.added", message, part=part)
        return message

    def _end_message(self, status: str) -> None:
        message, self._message = self._message, None
        if message is None:
            return
        item = message.item
        if item.audio:
            if status == "completed":
                self._show_words(message, len(" ".join(message.text).split()))
            transcript = item.transcript or ""
            self._emit_part("response.output_audio.done", message)
            self._emit_part("response.output_audio_transcript.done", message, transcript=transcript)
            part = {"type": "audio", "transcript": transcript}
        else:
            self._emit_part("response.output_text.done", message, text=item.text)
            part = {"type": "text", "text": item.text}
        self._emit_part("response.content_part.done", message, part=part)
        self._end_item(item, message.index, status)

    def _emit_part(self, kind: str, message: _Message, **fields: Any) -> None:
        self._host.out.emit(
            kind,
            response_id=self.id,
            item_id=message.item.id,
            output_index=message.index,
            content_index=0,
            **fields,
        )

    # ---- ending it -----------------------------------------------------------------------

    def _finish(self) -> None:
        if self._error is not None:
            self.status = "failed"
        elif self._reason == "max_output_tokens":
            self.status = "incomplete"
        elif self._reason is not None:
            self.status = "cancelled"
            self._late_deltas()
        else:
            self.status = "completed"
        self._end_message("incomplete")
        for index, item in enumerate(self.items):
            if item.status == "in_progress":  # a call cut off in the middle of its arguments
                self._end_item(item, index, "incomplete")
        self._host.out.emit("response.done", response=self._shown(self._usage()))
        self._host.finished(self)

    def _late_deltas(self) -> None:
        """What was under way when the answer was cancelled still arrives."""
        if (message := self._message) is not None:
            for chunk in message.pending[:_LATE_DELTAS]:
                self._send_sound(message, chunk)

    def _usage(self) -> dict[str, Any] | None:
        kind = self._host.faults.usage
        if kind == "null" or self._input is None:
            return None
        full = usage(self._input, self.items)
        return bare(full) if kind == "bare" else full

    def _shown(self, counted: dict[str, Any] | None) -> dict[str, Any]:
        plan = self.plan
        return {
            "object": "realtime.response",
            "id": self.id,
            "status": self.status,
            "status_details": self._details(),
            "output": [item.shown() for item in self.items],
            "conversation_id": None if plan.outside else self._host.conversation.id,
            "output_modalities": [plan.modality],
            "max_output_tokens": plan.max_tokens,
            "audio": {"output": {"format": _format(plan.format), "voice": plan.voice}},
            "usage": counted,
            "metadata": plan.metadata,
        }

    def _details(self) -> dict[str, Any] | None:
        if self._error is not None:
            code = self._error.code
            kind = "server_error" if code == "server_error" else "invalid_request_error"
            error = {"type": kind, "code": code, "message": str(self._error)}
            return {"type": "failed", "error": error}
        if self._reason is not None and self.status != "in_progress":
            return {"type": self.status, "reason": self._reason}
        return None


def _format(kind: str) -> dict[str, Any]:
    return {"type": kind, "rate": 24000} if kind == "audio/pcm" else {"type": kind}


def _rate_limits() -> list[dict[str, Any]]:
    return [
        {"name": "requests", "limit": 20_000, "remaining": 19_999, "reset_seconds": 0.003},
        {"name": "tokens", "limit": 15_000_000, "remaining": 14_995_000, "reset_seconds": 0.02},
    ]
