"""One Realtime session: client events in, server events out. Source: protocols.md A3 to A12."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from phony.domain.errors import ProtocolError
from phony.sandbox.engine.protocol import config, rules
from phony.sandbox.engine.protocol.conversation import Conversation, Item, read_item
from phony.sandbox.engine.protocol.faults import EngineFaults
from phony.sandbox.engine.protocol.formats import InputFormat
from phony.sandbox.engine.protocol.hearing import Hearing, log_probabilities
from phony.sandbox.engine.protocol.outbox import Log, Outbox
from phony.sandbox.engine.protocol.plan import Plan, planned
from phony.sandbox.engine.protocol.ports import Parts
from phony.sandbox.engine.protocol.replies import Replies
from phony.sandbox.engine.protocol.responder import Responder, Say, sentences
from phony.sandbox.engine.protocol.responses import ResponseRun
from phony.sandbox.engine.protocol.shapes import Refused
from phony.sandbox.engine.protocol.usage import Meter
from phony.wire import realtime

_APPEND_START = '{"type":"input_audio_buffer.append","audio":"'
_APPEND_END = '"}'
_LOGPROBS = "item.input_audio_transcription.logprobs"


class Session:
    """The state of one connection. `receive` is called with every text; it never waits."""

    def __init__(
        self,
        *,
        begun: dict[str, Any],
        parts: Parts,
        responder: Responder,
        faults: Callable[[], EngineFaults],
        log: Log,
        group: asyncio.TaskGroup,
        lifetime_s: float = 3600,
    ) -> None:
        """`group` owns every task of the session; `faults` are read whenever they matter.

        `begun` is the session object before the first update. One that only transcribes writes
        down what it hears, and has no model to respond with.
        """
        self.id: str = begun["id"]
        self.model: str = begun.get("model", "")
        self.parts = parts
        self.responder = responder
        self.out = Outbox(self.id, log, lambda: self.faults.omit)
        self.conversation = Conversation()
        self.meter = Meter()
        self._faults = faults
        self._group = group
        self._lifetime_s = lifetime_s
        self._config = begun
        self._hearing = Hearing(parts, self.out, self, self._spawn)
        self._hearing.configure(self._config["audio"]["input"])
        self._replies = Replies()
        self._idle: asyncio.TimerHandle | None = None
        self._expiry: asyncio.TimerHandle | None = None
        self._updated = False
        self._handlers = self._handlers_of(begun["type"] == "transcription")

    def _handlers_of(self, transcribes: bool) -> dict[str, Callable[[dict[str, Any]], None]]:
        handlers: dict[str, Callable[[dict[str, Any]], None]] = {
            "session.update": self._update,
            "input_audio_buffer.append": self._append,
            "input_audio_buffer.commit": self._commit,
            "input_audio_buffer.clear": self._clear,
            "conversation.item.create": self._create_item,
            "conversation.item.retrieve": self._retrieve_item,
            "conversation.item.truncate": self._truncate_item,
            "conversation.item.delete": self._delete_item,
            "response.create": self._create_response,
            "response.cancel": self._cancel_response,
            "output_audio_buffer.clear": self._clear_output,
        }
        if transcribes:
            for kind in handlers:
                if not kind.startswith(("session.", "input_audio_buffer.")):
                    handlers[kind] = self._refuse_response
        return handlers

    # ---- the connection ------------------------------------------------------------------

    @property
    def faults(self) -> EngineFaults:
        """What shall go wrong now."""
        return self._faults()

    def open(self) -> None:
        """Say hello."""
        self.out.emit("session.created", session=self._config)
        loop = asyncio.get_running_loop()
        expires = self.faults.expires_after_s
        after = self._lifetime_s if expires is None else expires
        self._expiry = loop.call_later(after, self._expire)

    def stop(self) -> None:
        """No more timers."""
        for timer in (self._idle, self._expiry):
            if timer is not None:
                timer.cancel()

    def receive(self, text: str) -> None:
        """One client event; whatever is wrong with it is answered, never raised."""
        if text.startswith(_APPEND_START) and text.endswith(_APPEND_END):
            payload = text[len(_APPEND_START) : -len(_APPEND_END)]
            if '"' not in payload and "\\" not in payload:
                self._append({"audio": payload})
                return
        event_id = None
        try:
            event = realtime.decode_client(text)
            given = event.get("event_id")
            event_id = given if isinstance(given, str) else None
            if event["type"] != "input_audio_buffer.append":
                self.out.note_received(event)
            rules.check(event, self.model)
            self._handlers[event["type"]](event)
        except ProtocolError as error:
            self.refuse(Refused("invalid_json", str(error)), None)
        except Refused as refusal:
            self.refuse(refusal, event_id)

    def receive_binary(self) -> None:
        """The protocol has none."""
        self.refuse(Refused("invalid_message", "binary frames are not events."), None)

    def refuse(self, refusal: Refused, event_id: str | None) -> None:
        """Answer with an `error`."""
        self.error(refusal.code, refusal.message, refusal.param, event_id)

    def error(
        self,
        code: str,
        message: str,
        param: str | None = None,
        event_id: str | None = None,
        kind: str = "invalid_request_error",
    ) -> None:
        """Send an `error`."""
        body = {
            "type": kind,
            "code": code,
            "message": message,
            "param": param,
            "event_id": event_id,
        }
        self.out.emit("error", error=body)

    def new_id(self, prefix: str) -> str:
        """A fresh id."""
        return f"{prefix}_{secrets.token_hex(10)}"

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        return self._group.create_task(work)

    def _expire(self) -> None:
        self.error("session_expired", "Your session hit the maximum duration of 60 minutes.")
        self.out.close(1001, "session expired")

    # ---- session.update ------------------------------------------------------------------

    def _update(self, event: dict[str, Any]) -> None:
        faults = self.faults
        if faults.updates_ignored:
            return
        if faults.updates_refused:
            raise Refused(faults.updates_refused, "The update was refused.", "session")
        change = event["session"]
        self._config = config.updated(
            self._config,
            change,
            spoken=self._replies.spoken > 0,
            responding=self._replies.active is not None,
        )
        self._hearing.configure(self._config["audio"]["input"])
        self.out.emit("session.updated", session=self._config)
        if not self._updated:
            self._updated = True
            self._misbehave(faults)

    def _misbehave(self, faults: EngineFaults) -> None:
        if faults.unknown_events:
            self.out.emit("session.weather.updated", weather={"sky": "clear"})
        for text in faults.texts_after_update:
            self.out.raw(text)
        if faults.binary_after_update:
            self.out.raw(b"\x00\x01\x02")

    # ---- the input buffer ----------------------------------------------------------------

    def _append(self, event: dict[str, Any]) -> None:
        try:
            self._hearing.append(rules.audio_bytes(event["audio"]))
        except Refused as refusal:
            self.refuse(refusal, event.get("event_id"))

    def _commit(self, event: dict[str, Any]) -> None:
        self._hearing.commit()

    def _clear(self, event: dict[str, Any]) -> None:
        self._hearing.clear()
        self.out.emit("input_audio_buffer.cleared")

    def caller_started(self) -> None:
        """Voice activity: interrupt, if the session says so."""
        self._stop_idle()
        self._replies.wanted = False
        active = self._replies.active
        if self._detection()["interrupt_response"] and active is not None:
            active.cancel("turn_detected")

    def heard_ms(self) -> float:
        """How much of the newest answer a client that plays it at once has played."""
        return self._replies.heard_ms(asyncio.get_running_loop().time())

    async def expect(self, text: str) -> None:
        """Speak the likely answer's first sentence in advance: the voice remembers it."""
        if not self.responder.free or self._replies.active is not None or not text:
            return
        if not self._detection()["create_response"]:
            return
        plan = self._plan({})
        caller = Item("expected", "message", role="user", audio=True, heard=text)
        async for piece in self.responder.reply(plan.ask([*self.conversation, caller])):
            if isinstance(piece, Say) and plan.modality == "audio":
                await self.parts.speak(sentences(piece.text)[0], plan.voice, plan.speed)
            break

    def turn_committed(self, item: Item) -> None:
        """The caller's audio became an item."""
        previous = self.conversation.last_id()
        self.out.emit("input_audio_buffer.committed", item_id=item.id, previous_item_id=previous)
        self.conversation.add(item)
        self._show_item(item)
        self._spawn(self._transcribe(item))

    def turn_over(self, item: Item) -> None:
        """Voice activity detection ended a turn: answer it, if the session says so."""
        if not self._detection()["create_response"]:
            return
        if self._replies.active is not None:
            self._replies.wanted = True  # as soon as the present answer is made
        else:
            self._respond(self._plan({}))

    def _detection(self) -> dict[str, Any]:
        given = self._config["audio"]["input"]["turn_detection"] or {}
        # Neither is there without turn detection, nor in a session that only writes down.
        return {"interrupt_response": False, "create_response": False} | given

    async def _transcribe(self, item: Item) -> None:
        """Send the transcript, or whatever the faults make of it."""
        settings = self._config["audio"]["input"]["transcription"]
        await self._hearing.words(item)
        item_words = self._hearing.transcript(item)
        faults = self.faults
        if settings is None or faults.transcription == "never":
            return
        if faults.transcription == "late":
            await asyncio.sleep(faults.transcription_delay_s)
        kind = "conversation.item.input_audio_transcription"
        if faults.transcription == "failed":
            error = {
                "type": "server_error",
                "code": "audio_unintelligible",
                "message": "The audio could not be transcribed.",
                "param": None,
            }
            self.out.emit(f"{kind}.failed", item_id=item.id, content_index=0, error=error)
            return
        item.transcript = item_words
        where: dict[str, Any] = {"item_id": item.id, "content_index": 0}
        if _LOGPROBS in (self._config["include"] or ()):
            where["logprobs"] = log_probabilities(item_words, self.parts.certainty)
        if item_words:
            self.out.emit(f"{kind}.delta", **where, delta=item_words)
        usage = _heard_usage(settings["model"], item, item_words)
        self.out.emit(f"{kind}.completed", **where, transcript=item_words, usage=usage)

    # ---- the idle timeout ----------------------------------------------------------------

    def _start_idle(self, playing_ms: float) -> None:
        self._stop_idle()
        timeout_ms = self._detection().get("idle_timeout_ms")
        if timeout_ms and not self._hearing.speaking:
            after = (playing_ms + timeout_ms) / 1000
            loop = asyncio.get_running_loop()
            self._idle = loop.call_later(after, self._idle_over, timeout_ms)

    def _stop_idle(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    def _idle_over(self, timeout_ms: int) -> None:
        if self._replies.active is not None or self._hearing.speaking:
            return
        end = self._hearing.received_ms
        item = self._hearing.silence(min(timeout_ms, end))
        self.out.emit(
            "input_audio_buffer.timeout_triggered",
            audio_start_ms=max(0, end - timeout_ms),
            audio_end_ms=end,
            item_id=item.id,
        )
        self._respond(self._plan({}, order="The caller has been silent for a while."))

    # ---- items ---------------------------------------------------------------------------

    def _show_item(self, item: Item) -> None:
        previous = self.conversation.before(item)
        for stage in ("added", "done"):
            self.out.emit(
                f"conversation.item.{stage}", previous_item_id=previous, item=item.shown()
            )

    def _create_item(self, event: dict[str, Any]) -> None:
        raw = event["item"]
        if raw.get("role") == "assistant" and self.faults.refuse_assistant_items:
            raise Refused("invalid_value", "assistant items cannot be created.", "item.role")
        if raw["type"] == "function_call_output" and not self.conversation.has_call(raw["call_id"]):
            raise Refused(
                "invalid_tool_call_id",
                f"the tool call {raw['call_id']!r} is not in the conversation.",
                "item.call_id",
            )
        item = self._item(raw)
        self.conversation.add(item, event.get("previous_item_id"))
        self._show_item(item)

    def _item(self, raw: dict[str, Any]) -> Item:
        item = read_item(raw, raw.get("id") or self.new_id("item"))
        if item.role == "user":
            for part in raw["content"]:
                if part["type"] == "input_audio":
                    given = self._config["audio"]["input"]["format"]["type"]
                    item.audio = True
                    item.sound = InputFormat(given).to_mulaw(rules.audio_bytes(part["audio"]))
                    item.audio_ms = len(item.sound) // 8
                    item.transcript = part.get("transcript")
                    self._hearing.understand(item)
        return item

    def _retrieve_item(self, event: dict[str, Any]) -> None:
        item = self.conversation.get(event["item_id"], "retrieve")
        side = "output" if item.role == "assistant" else "input"
        kind = self._config["audio"][side]["format"]["type"]
        self.out.emit("conversation.item.retrieved", item=item.shown(audio_format=kind))

    def _truncate_item(self, event: dict[str, Any]) -> None:
        self.conversation.truncate(event["item_id"], event["content_index"], event["audio_end_ms"])
        self.out.emit(
            "conversation.item.truncated",
            item_id=event["item_id"],
            content_index=event["content_index"],
            audio_end_ms=event["audio_end_ms"],
        )

    def _delete_item(self, event: dict[str, Any]) -> None:
        self.conversation.remove(event["item_id"])
        self.out.emit("conversation.item.deleted", item_id=event["item_id"])

    # ---- responses -----------------------------------------------------------------------

    def _create_response(self, event: dict[str, Any]) -> None:
        given = event.get("response") or {}
        plan = self._plan(given)
        active = self._replies.active
        if not plan.outside and active is not None:
            raise Refused(
                "conversation_already_has_active_response",
                f"the response {active.id} is still in progress; wait until it is done.",
            )
        self._respond(plan)

    def _plan(self, given: dict[str, Any], order: str | None = None) -> Plan:
        return planned(
            self._config,
            given,
            spoken=self._replies.spoken > 0,
            order=order,
            input=self._input(given["input"]) if "input" in given else None,
        )

    def _input(self, given: list[dict[str, Any]]) -> list[Item]:
        return [
            self.conversation.get(raw["id"], "reference")
            if raw["type"] == "item_reference"
            else self._item(raw)
            for raw in given
        ]

    def _respond(self, plan: Plan) -> None:
        self._stop_idle()
        run = ResponseRun(self, plan)
        self._replies.add(run)
        self._spawn(run.run(self._group))

    def _cancel_response(self, event: dict[str, Any]) -> None:
        self._replies.find(event.get("response_id")).cancel("client_cancelled")

    def _clear_output(self, event: dict[str, Any]) -> None:
        raise Refused(
            "invalid_value",
            "output_audio_buffer.clear exists for WebRTC and SIP sessions only.",
            "type",
        )

    def _refuse_response(self, event: dict[str, Any]) -> None:
        kind = event["type"]
        raise Refused("invalid_value", f"{kind} is not for transcription sessions.", "type")

    async def understood(self, items: Iterable[Item]) -> None:
        """Wait until the words of these items are known."""
        for item in list(items):
            if item.audio and item.role == "user":
                await self._hearing.words(item)

    def began_to_speak(self, run: ResponseRun) -> None:
        """The first sound of a response was sent: from now on the voice is fixed."""
        self._replies.spoken += 1
        faults = self.faults
        if faults.close_after_responses == self._replies.spoken:
            self.out.close(faults.close_code, "fault")
        if faults.hush_after_responses == self._replies.spoken:
            self.out.hush()

    def takes_failure(self) -> bool:
        """Whether this response shall fail; counts the faults down."""
        faults = self.faults
        if faults.failing_responses <= 0:
            return False
        faults.failing_responses -= 1
        return True

    def finished(self, run: ResponseRun) -> None:
        """A response is done: a turn that came meanwhile is answered now."""
        self._replies.remove(run)
        if run.plan.outside:
            return
        if self._replies.wanted:
            self._respond(self._plan({}))
        elif run.status == "completed":
            self._start_idle(run.audio_ms)


def _heard_usage(model: str, item: Item, words: str) -> dict[str, Any]:
    """Newer models are billed by duration, older ones by tokens."""
    if not model.startswith("gpt-4o"):
        return {"type": "duration", "seconds": round(item.audio_ms / 1000, 2)}
    spoken, written = item.audio_tokens(), 1 + len(words) // 4
    return {
        "type": "tokens",
        "input_tokens": spoken,
        "output_tokens": written,
        "total_tokens": spoken + written,
        "input_token_details": {"audio_tokens": spoken, "text_tokens": 0},
    }
