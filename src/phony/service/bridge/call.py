"""One running call: two sockets around one `CallSession`.

The audio path is a callback from socket to socket: decode, `handle`, encode, send; no task, queue,
await or log per frame. What is slow (opening an engine, tools, the database) runs in tasks of one
`TaskGroup` that does not outlive the call.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any

from pymongo.errors import PyMongoError

from phony.domain import actions as act
from phony.domain.calls import Call, CallOutcome, Direction
from phony.domain.commands import Command
from phony.domain.edits import Edit
from phony.domain.errors import PhonyError, ProtocolError
from phony.domain.events import (
    AgentAudio,
    CallerAudio,
    CarrierEnded,
    CarrierLost,
    CarrierStarted,
    CommandArrived,
    EditArrived,
    EngineLost,
    EngineOpened,
    Event,
    GoesOn,
    OperatorAudio,
    OperatorDialed,
    Tick,
    ToolFinished,
)
from phony.domain.ids import utc_now
from phony.net.ports import NORMAL, POLICY_VIOLATION, BufferFull, Socket
from phony.service.bridge.flight import wire_type
from phony.service.bridge.legs import CarrierLeg, EngineLeg
from phony.service.bridge.ports import BridgeParts
from phony.service.bridge.record import CallRecord
from phony.service.bridge.recorder import Recorder
from phony.service.bridge.scribe import ScribeLeg
from phony.session import CallSession
from phony.wire import twilio

_log = logging.getLogger(__name__)

MAX_TOOLS = 16
# A live stream sends 50 frames a second, silence included.
STREAM_SILENCE_MS = 12_000.0
# How long a call may wait for its stream: the carrier dials or opens it, or never will.
_STREAM_WITHIN_MS = dict.fromkeys(Direction, 60_000.0) | {Direction.OUTBOUND: 240_000.0}
_BAD_MESSAGES_ALLOWED = 20
_LEAVE_WITHIN_S = 1.5
_LOOK_EVERY_MS = 1000.0
_TOO_MANY_TOOLS = '{"ok": false, "error": "too many tools are running"}'
_TICK = Tick()

# Called with `caller`, `agent` or `clear`, the payload, and the time on the call clock.
Listener = Callable[[str, str, float], None]


class CallBridge:
    """Runs one call; made when it is placed or announced, gone when its record is finished."""

    def __init__(
        self, call: Call, session: CallSession, parts: BridgeParts, *, seq: int = 0
    ) -> None:
        """`seq` continues the flight record of a resumed call."""
        self.session = session
        self.record = CallRecord(call, parts, session.history(), seq=seq)
        self.flight = self.record.flight
        self._parts = parts
        self._encode_append = parts.engine.encode_append
        age_s = (utc_now() - call.created_at).total_seconds()
        self._t0 = time.monotonic() - max(0.0, age_s)
        self._began_ms = self.now_ms()
        self._recorder: Recorder | None = None
        self._carrier: Socket | None = None
        self._carrier_leg: CarrierLeg | None = None
        self._had_stream = False
        self._stream_sid = ""
        self._engine: Socket | None = None
        self._engine_leg: EngineLeg | None = None
        self._engine_opening: asyncio.Task[None] | None = None
        self._scribe = ScribeLeg(self, parts.engine)
        self._group: asyncio.TaskGroup | None = None
        self._over = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._tools_running = 0
        self._dialing: asyncio.Task[None] | None = None
        self._seen: set[str] = set()
        self._listeners: list[Listener] = []
        self._operators: list[Socket] = []
        self._bad_messages = 0
        self._last_frames = 0
        self._last_frame_ms = 0.0
        self._next_look_ms = 0.0
        self._end: act.EndCall | None = None
        self._released = False
        self._failed = False

    # ---- life ----------------------------------------------------------------------------

    async def run(self) -> None:
        """Open the engine and stay until the call is over and written down."""
        try:
            async with asyncio.TaskGroup() as group:
                self._group = group
                writer = group.create_task(self.record.write())
                self._open_engine()
                await self._over.wait()
                if self._failed and self._end is not None:
                    await self._parts.ends.announce(self.call, self._end)
                elif self._end is not None and self._end.after is not None:
                    await self.record.written()  # once the stream ends the carrier asks for it
                self._shut_sockets()
                if self._dialing is not None:
                    self._dialing.cancel()  # nobody is left for the colleague to talk to
                await self.record.written()
                writer.cancel()
        except* Exception as errors:  # noqa: BLE001 - the top of a call: it ends, alone
            for error in errors.exceptions:
                self.fail(error)
        finally:
            self._group = None
            self._shut_sockets()
        if self._released and not self._failed:
            await self.record.let_go(self.now_ms())
        else:
            end = self._end or act.EndCall(CallOutcome.ERROR, "internal")
            goes_on = end.after is not None and not self._failed
            await self.record.finish(end, self.now_ms(), goes_on=goes_on)

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """A task that ends with the call at the latest."""
        assert self._group is not None
        task = self._group.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _shut_sockets(self) -> None:
        self._drop_engine()
        self._scribe.close()
        if self._carrier is not None:
            self._carrier.close(NORMAL)
            self._carrier = self._carrier_leg = None
        for socket in tuple(self._operators):
            socket.close(NORMAL, "the call is over")
        self._operators.clear()

    def fail(self, error: BaseException) -> None:
        """An error nobody expected: it ends this call and no other."""
        if isinstance(error, PyMongoError):
            _log.error("call %s: the database failed: %s", self.call.id, type(error).__name__)
        else:
            _log.error("call %s failed", self.call.id, exc_info=error)
        self._failed = True
        self._end = self._end or act.EndCall(CallOutcome.ERROR, type(error).__name__)
        self._over.set()

    def release(self) -> None:
        """Let another worker go on with the call: the carrier will ask for it."""
        if not self._over.is_set():
            self._released = True
            self._over.set()

    @property
    def call(self) -> Call:
        """The record as this worker knows it."""
        return self.record.call

    @property
    def has_stream(self) -> bool:
        """The media socket is open."""
        return self._carrier is not None

    @property
    def over(self) -> bool:
        """Nothing more happens here."""
        return self._over.is_set()

    @property
    def ending(self) -> bool:
        """The session has ended the call, or it was let go."""
        return self._end is not None or self.over

    @property
    def released(self) -> bool:
        """Another worker goes on with the call."""
        return self._released

    def now_ms(self) -> float:
        """The call clock."""
        return (time.monotonic() - self._t0) * 1000

    # ---- the carrier's leg ---------------------------------------------------------------

    def attach_carrier(self, socket: Socket, started: CarrierStarted) -> CarrierLeg | None:
        """The media stream with an accepted token; its callbacks go to the leg from now on."""
        if self._carrier is not None or self.ending:
            socket.close(POLICY_VIOLATION, "the call has a stream, or is over")
            return None
        now = self.now_ms()
        self._carrier = socket
        self._had_stream = True
        self._stream_sid = started.stream_sid
        self._last_frame_ms = now
        call = self.call
        unknown = call.carrier_call_sid is None and call.direction is not Direction.BROWSER
        sid = started.call_sid if unknown else None
        self._recorder = recorder = self.record.stream_began(now, started.stream_sid, sid)
        self._carrier_leg = CarrierLeg(
            self, self.session.uplink, recorder, self._encode_append, self._t0
        )
        self._open_path()
        socket.become(self._carrier_leg)
        self.feed(started, "carrier")
        return self._carrier_leg

    def _open_path(self) -> None:
        """Frames go straight to the engine, unless there is none or somebody listens."""
        if self._carrier_leg is not None:
            direct = self._engine is not None and not self._listeners
            self._carrier_leg.send = self._engine.send if direct else None  # type: ignore[union-attr]

    def on_caller_frame(self, payload: str, audio: bytes, now: float) -> None:
        """A frame of the caller's that does not go straight to the engine."""
        if self._listeners:
            self._tell_listeners("caller", payload, now)
        for action in self.session.handle(CallerAudio(payload, audio), now):
            self._perform(action, now)

    def on_carrier_event(self, text: bytes) -> None:
        """A message of the carrier that is no audio of the caller's.

        Raises:
            ProtocolError: it cannot be read.
        """
        event = twilio.decode(text)
        if isinstance(event, CarrierStarted):
            self.on_carrier_bad("a second start")
        elif event is not None:
            self.feed(event, "carrier")

    def on_carrier_bad(self, what: str) -> None:
        """A message that the protocol does not allow: skipped, and too many end the stream."""
        self._bad_messages += 1
        self.flight.add(self.now_ms(), "carrier", "in", "malformed", {"what": what[:200]})
        if self._bad_messages > _BAD_MESSAGES_ALLOWED and self._carrier is not None:
            self._carrier.close(POLICY_VIOLATION, "too many malformed messages")

    def on_carrier_closed(self, leg: CarrierLeg, code: int) -> None:
        """The media socket is gone."""
        if leg is not self._carrier_leg:
            return
        self._carrier = self._carrier_leg = None
        self.record.stream_ended(self.now_ms(), code)
        if self.ending:
            return
        if self.call.direction is Direction.BROWSER:
            self.feed(CarrierLost(code), "carrier")
        else:
            # The caller may well be there still: the carrier asks what comes after the stream,
            # and whoever answers goes on from the record. If they hung up, a callback says so.
            self.release()

    # ---- the engine's leg ----------------------------------------------------------------

    def _open_engine(self) -> None:
        self._drop_engine()
        agent = self.call.agent
        if self._group is None or agent is None:
            return
        leg = self._engine_leg = EngineLeg(self)
        model, who = agent.model, self.call.org_id

        async def open_it() -> None:
            try:
                await self._parts.engine.open(leg, model=model, who=who)
            except PhonyError as error:
                if leg is self._engine_leg:
                    self._engine_leg = None
                    lost = EngineLost(reason=error.code, status=getattr(error, "http_status", None))
                    self.feed(lost, "engine")

        self._engine_opening = self.spawn(open_it())

    def _drop_engine(self) -> None:
        if self._engine_opening is not None:
            self._engine_opening.cancel()
            self._engine_opening = None
        if self._engine is not None:
            self._engine.close(NORMAL)
        self._engine = self._engine_leg = None
        self._open_path()

    def on_engine_open(self, leg: EngineLeg) -> None:
        """The socket is up."""
        if leg is not self._engine_leg or self._over.is_set():
            if leg.socket is not None:
                leg.socket.close(NORMAL)  # dropped while it was being opened
            return
        self._engine = leg.socket
        self._open_path()
        self.record.engine_opened()
        self.feed(EngineOpened(), "engine")

    def on_engine_text(self, leg: EngineLeg, text: bytes) -> None:
        """One event of the engine: the audio path, downwards."""
        if leg is not self._engine_leg:
            return
        try:
            event = self._parts.engine.decode(text)
            if type(event) is AgentAudio:
                now = (time.monotonic() - self._t0) * 1000
                for action in self.session.handle(event, now):
                    self._perform(action, now)
            elif event is not None:
                self.feed(event, "engine")
            else:
                self.flight.add(self.now_ms(), "engine", "in", wire_type(text))
        except ProtocolError as error:
            self.on_engine_bad(leg, str(error))
        except BufferFull as error:
            self.too_slow(error)
        except Exception as error:  # noqa: BLE001 - the top of a call: it ends, alone
            self.fail(error)

    def on_engine_bad(self, leg: EngineLeg, what: str) -> None:
        """An event that cannot be read is skipped: the session goes on without it."""
        if leg is self._engine_leg:
            self.flight.add(self.now_ms(), "engine", "in", "malformed", {"what": what[:200]})

    def on_engine_closed(self, leg: EngineLeg, code: int, reason: str) -> None:
        """The engine's socket is gone without our doing."""
        if leg is not self._engine_leg:
            return
        self._engine = self._engine_leg = None
        self._open_path()
        self.feed(EngineLost(code, reason[:200]), "engine")

    # ---- events in, actions out ----------------------------------------------------------

    def feed(self, event: Event, leg: str = "phony") -> None:
        """Hand an event to the session and do what it asks for; without `leg` it is not noted."""
        if self._over.is_set():
            return
        try:
            now = self.now_ms()
            if event is not _TICK and leg:
                self.flight.wire(now, leg, "in", event)
            for action in self.session.handle(event, now):
                self._perform(action, now)
        except BufferFull as error:
            self.too_slow(error)
        except Exception as error:  # noqa: BLE001 - the top of a call: it ends, alone
            self.fail(error)

    def too_slow(self, error: BufferFull) -> None:
        """A peer does not read what we write: its socket was dropped."""
        self.flight.add(self.now_ms(), "phony", "note", error.code)

    def _perform(self, action: act.Action, now: float) -> None:
        kind = type(action)
        if kind is act.PlayAudio:
            if self._carrier is not None:
                payload = action.payload  # type: ignore[union-attr]
                self._carrier.send(twilio.encode_media(self._stream_sid, payload))
                self._recorder.agent(payload, now)  # type: ignore[union-attr]
                if self._listeners:
                    self._tell_listeners("agent", payload, now)
        elif kind is act.AppendAudio:
            if self._engine is not None:
                self._engine.send(self._encode_append(action.payload))  # type: ignore[union-attr]
        else:
            _PERFORM[kind](self, action, now)

    def _to_carrier(self, action: Any, now: float) -> None:
        if type(action) is act.ClearPlayout and self._recorder is not None:
            self._recorder.clear(now)
            if self._listeners:
                self._tell_listeners("clear", "", now)
        if self._carrier is not None:
            self.flight.wire(now, "carrier", "out", action)
            self._carrier.send(twilio.encode(action, self._stream_sid))

    def _to_engine(self, action: Any, now: float) -> None:
        self.flight.wire(now, "engine", "out", action)
        if self._engine is not None:
            self._engine.send(self._parts.engine.encode(action))

    def _do_open_engine(self, action: act.OpenEngine, now: float) -> None:
        self.flight.wire(now, "engine", "out", action)
        self._open_engine()

    def _do_close_engine(self, action: act.CloseEngine, now: float) -> None:
        self.flight.wire(now, "engine", "out", action)
        self._drop_engine()
        self._over.set()

    def _to_scribe(self, action: Any, now: float) -> None:
        if self._group is not None:
            self._scribe.perform(action, now)

    def _do_end_call(self, action: act.EndCall, now: float) -> None:
        self._end = action
        self.flight.wire(now, "phony", "note", action)
        socket, sid = self._carrier, self.call.carrier_call_sid

        async def leave() -> None:
            try:
                async with asyncio.timeout(_LEAVE_WITHIN_S):
                    await self._parts.ends.announce(self.call, action)
            except TimeoutError:
                _log.error("call %s: its end could not be written in time", self.call.id)
            if socket is not None:
                socket.close(NORMAL)
            elif sid and action.after is None and action.outcome not in _HUNG_UP_ALREADY:
                # There is no stream whose end would end the call.
                try:
                    await self._parts.carrier.hang_up(sid)
                except PhonyError as error:
                    _log.warning("call %s: hanging up failed: %s", self.call.id, error.code)

        self.record.later(leave)

    def _do_run_tool(self, action: act.RunTool, now: float) -> None:
        self.flight.add(now, "phony", "note", "run_tool", {"name": action.name})
        if self._group is None:
            return
        full = self._tools_running >= MAX_TOOLS
        self._tools_running += 1

        async def run() -> None:
            try:
                if full:
                    output, ok = _TOO_MANY_TOOLS, False
                else:
                    output, ok = await self._parts.tools.run(
                        self.call, action.name, action.arguments
                    )
            finally:
                self._tools_running -= 1
            self.feed(ToolFinished(action.call_id, output, ok))

        self.spawn(run())

    def _do_dial_operator(self, action: act.DialOperator, now: float) -> None:
        self.flight.add(now, "phony", "note", "dial_operator", {"command_id": action.command_id})
        if self._group is None:
            return

        async def dial() -> None:
            try:
                result = await self._parts.dial_operator(self, action)
            except PhonyError as error:
                _log.warning("call %s: warm transfer failed: %s", self.call.id, error.code)
                result = "failed"
            self.feed(OperatorDialed(action.command_id, result))

        self._dialing = self._group.create_task(dial())

    # ---- what others ask for -------------------------------------------------------------

    def give_edit(self, edit: Edit) -> None:
        """An edit from the database, each once."""
        if edit.id not in self._seen:
            self._seen.add(edit.id)
            self.feed(EditArrived(edit))

    def give_command(self, command: Command) -> None:
        """A command from the database, each once."""
        if command.id not in self._seen:
            self._seen.add(command.id)
            self.record.asked(command)
            self.feed(CommandArrived(command))

    def goes_on(self, edits: list[Edit], commands: list[Command]) -> None:
        """What another worker had done, and begun, when it lost the call."""
        self._seen.update(edit.id for edit in edits)
        for command in commands:
            self._seen.add(command.id)
            self.record.asked(command)
        counts = {"edits": len(edits), "commands": len(commands)}
        self.flight.add(self.now_ms(), "phony", "note", "goes_on", counts)
        self.feed(GoesOn(edits, commands, self.call.muted), "")

    def operator_audio(self, payload: str) -> None:
        """A frame of the operator's microphone."""
        if self._over.is_set():
            return
        try:
            now = self.now_ms()
            for action in self.session.handle(OperatorAudio(payload), now):
                self._perform(action, now)
        except BufferFull as error:
            self.too_slow(error)
        except Exception as error:  # noqa: BLE001 - the top of a call: it ends, alone
            self.fail(error)

    def listen(self, listener: Listener, socket: Socket) -> Callable[[], None]:
        """Hear both sides until the returned function is called; the call's end closes `socket`."""
        self._listeners.append(listener)
        self._open_path()
        self._operators.append(socket)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)
                self._open_path()
            if socket in self._operators:
                self._operators.remove(socket)

        return stop

    def _tell_listeners(self, side: str, payload: str, now: float) -> None:
        for listener in tuple(self._listeners):
            listener(side, payload, now)

    def levels(self) -> tuple[float, float]:
        """How loud caller and agent are, in dBFS."""
        recorder = self._recorder
        return (-60.0, -60.0) if recorder is None else recorder.levels(self.now_ms())

    # ---- time ----------------------------------------------------------------------------

    def tick(self) -> None:
        """About every 100 ms, by the process's one metronome."""
        now = self.now_ms()
        if not self.session.idle(now):
            self.feed(_TICK)
        if now >= self._next_look_ms and not self._over.is_set():
            self._next_look_ms = now + _LOOK_EVERY_MS
            self._look(now)

    def _look(self, now: float) -> None:
        """Once a second: write figures and audio down; is the stream alive, is money left?"""
        self.record.tick(now)
        if self._end is not None:
            return
        if self._carrier is not None and self._recorder is not None:
            frames = self._recorder.caller_frames
            if frames != self._last_frames:
                self._last_frames, self._last_frame_ms = frames, now
            elif now - self._last_frame_ms > STREAM_SILENCE_MS:
                self.flight.add(now, "carrier", "note", "stream_silent")
                self._carrier.close(NORMAL, "no media")
        elif not self._had_stream and now - self._began_ms > _STREAM_WITHIN_MS[self.call.direction]:
            self.feed(CarrierEnded("no-answer"))
        if (limit := self.record.due_limit()) is not None:
            self.feed(limit)
        if self.record.overspent and not self.ending:
            self._do_end_call(act.EndCall(CallOutcome.SPEND_LIMIT, "overdue"), now)
            self._over.set()


_HUNG_UP_ALREADY = frozenset({CallOutcome.NOT_ANSWERED, CallOutcome.CALLER_HUNG_UP})


def _to_record(method: Callable[[CallRecord, Any, float], None]) -> Any:
    return lambda bridge, action, now: method(bridge.record, action, now)


_PERFORM: dict[type, Callable[[CallBridge, Any, float], None]] = {
    act.SendMark: CallBridge._to_carrier,
    act.ClearPlayout: CallBridge._to_carrier,
    act.UpdateSession: CallBridge._to_engine,
    act.CreateItem: CallBridge._to_engine,
    act.TruncateItem: CallBridge._to_engine,
    act.CreateResponse: CallBridge._to_engine,
    act.CancelResponse: CallBridge._to_engine,
    act.ClearInput: CallBridge._to_engine,
    act.CommitInput: CallBridge._to_engine,
    act.OpenScribe: CallBridge._to_scribe,
    act.ToScribe: CallBridge._to_scribe,
    act.CloseScribe: CallBridge._to_scribe,
    act.OpenEngine: CallBridge._do_open_engine,
    act.CloseEngine: CallBridge._do_close_engine,
    act.EndCall: CallBridge._do_end_call,
    act.RunTool: CallBridge._do_run_tool,
    act.DialOperator: CallBridge._do_dial_operator,
    act.TurnChanged: _to_record(CallRecord.turn),
    act.ContextChanged: _to_record(CallRecord.context),
    act.EditChanged: _to_record(CallRecord.edit),
    act.CommandChanged: _to_record(CallRecord.command),
    act.UsageReported: _to_record(CallRecord.usage),
    act.CallPhaseChanged: _to_record(CallRecord.phase),
    act.Note: _to_record(CallRecord.note),
}
