"""One running call: two sockets around one `CallSession`.

The audio path is a callback from socket to socket: decode, `handle`, encode, send; no task, queue,
await or log per frame. What is slow (opening an engine, tools, the database) runs in tasks of one
`TaskGroup` that does not outlive the call.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from phony.domain import actions as act
from phony.domain.calls import (
    Call,
    CallOutcome,
    CallStats,
    CallStatus,
    Command,
    CommandKind,
    CommandState,
    Direction,
    Edit,
    EditState,
    Role,
    Turn,
)
from phony.domain.errors import PhonyError, ProtocolError
from phony.domain.events import (
    AgentAudio,
    CallerAudio,
    CarrierEvent,
    CarrierLost,
    CarrierStarted,
    CommandArrived,
    EditArrived,
    EngineEvent,
    EngineLost,
    EngineOpened,
    Event,
    OperatorAudio,
    OperatorDialed,
    Tick,
    ToolFinished,
)
from phony.domain.ids import utc_now
from phony.net.websocket import NORMAL, POLICY_VIOLATION, BufferFull, Handler, Socket
from phony.service.flight import FlightRecord, wire_type
from phony.service.recorder import Recorder
from phony.session import CallSession
from phony.store.calls import CallRepository
from phony.store.commands import CommandRepository, EditRepository
from phony.store.journal import Journal
from phony.wire import twilio

_log = logging.getLogger(__name__)

MAX_RECORD_QUEUE = 2000
MAX_TOOLS = 16
# A live stream sends 50 frames a second, silence included.
STREAM_SILENCE_S = 12.0
_PROTOCOL_ERRORS_ALLOWED = 20
_RECORD_EVERY_MS = 1000.0
_STATS_EVERY_MS = 1000.0


class Engine(Protocol):
    """The agent's leg: opens sessions and speaks the engine's protocol."""

    async def open(self, handler: Handler, *, model: str, who: str) -> Socket:
        """Open a session or raise a `PhonyError`."""

    def decode(self, text: bytes) -> EngineEvent | None:
        """Read one event."""

    def encode(self, action: act.Action) -> bytes:
        """Write one action."""

    def encode_append(self, payload: str) -> bytes:
        """Write one frame of audio."""


class Carrier(Protocol):
    """The carrier's REST interface, as far as a running call needs it."""

    async def hang_up(self, sid: str) -> None:
        """End the call."""


class Tools(Protocol):
    """Runs an operator's tool."""

    async def run(self, call: Call, name: str, arguments: str) -> tuple[str, bool]:
        """The output as JSON text for the model, and whether it went well."""


class Money(Protocol):
    """The running bill (`service.money.Ledger`). Seconds count from the answer."""

    def usage(self, report: act.UsageReported) -> bool:
        """Count usage; whether the bill changed."""

    def stream_started(self, at_s: float) -> None:
        """The media stream opened."""

    def stream_ended(self, at_s: float) -> None:
        """The media stream closed."""

    def tick(self, elapsed_s: float) -> bool:
        """Time passed; whether the bill changed."""

    def due_limit(self) -> Event | None:
        """A stage of a limit that was just reached."""

    def finish(self, duration_s: float, transfer_s: float | None = None) -> Any:
        """The final bill."""

    @property
    def cost(self) -> Any:
        """The bill so far."""

    @property
    def overdue(self) -> bool:
        """The call must be cut now."""


DialOperator = Callable[["CallBridge", act.DialOperator], Awaitable[str]]


@dataclass(slots=True)
class BridgeParts:
    """What a bridge is made of besides its call and session."""

    engine: Engine
    carrier: Carrier
    tools: Tools
    journal: Journal
    calls: CallRepository
    edits: EditRepository
    commands: CommandRepository
    worker_id: str
    dial_operator: DialOperator
    money: Money | None = None


class _CarrierLeg:
    """Callbacks of the media socket, after its token was accepted."""

    def __init__(self, bridge: CallBridge) -> None:
        self.on_text = bridge.on_carrier_text
        self._bridge = bridge

    def on_open(self, socket: Socket) -> None:
        """The gate was there first."""

    def on_binary(self) -> None:
        self._bridge.on_carrier_bad("binary frame")

    def on_close(self, code: int, reason: str) -> None:
        self._bridge.on_carrier_closed(self, code)


class _EngineLeg:
    """Callbacks of one engine socket; deaf once another has taken its place."""

    def __init__(self, bridge: CallBridge, attempt: int) -> None:
        self._bridge = bridge
        self.attempt = attempt
        self.socket: Socket | None = None

    def on_open(self, socket: Socket) -> None:
        self.socket = socket
        self._bridge.on_engine_open(self)

    def on_text(self, text: bytes) -> None:
        self._bridge.on_engine_text(self, text)

    def on_binary(self) -> None:
        self._bridge.on_engine_bad(self, "binary frame")

    def on_close(self, code: int, reason: str) -> None:
        self._bridge.on_engine_closed(self, code, reason)


@dataclass(slots=True)
class _State:
    """What of the record changes while the call runs."""

    stats: CallStats = field(default_factory=CallStats)
    phase: str = ""
    turns: dict[str, Turn] = field(default_factory=dict)
    dirty: bool = False


Listener = Callable[[str, str, float], None]


class CallBridge:
    """Runs one call; made when it is placed or announced, gone when its record is finished."""

    def __init__(
        self, call: Call, session: CallSession, parts: BridgeParts, *, seq: int = 0
    ) -> None:
        """`seq` continues the flight record of a resumed call."""
        self.call = call
        self.session = session
        self._parts = parts
        age_s = (utc_now() - call.created_at).total_seconds()
        self._t0 = time.monotonic() - max(0.0, age_s)
        self.flight = FlightRecord(parts.journal, call.org_id, call.id, seq)
        keep = call.agent.recording if call.agent is not None else False
        self.recorder: Recorder | None = None
        self._keep_recording = keep
        self._state = _State(stats=call.stats.model_copy(deep=True))
        self._state.turns = {turn.id: turn for turn in session.history()}
        self._carrier: Socket | None = None
        self._carrier_leg: _CarrierLeg | None = None
        self._stream_sid = ""
        self._engine: Socket | None = None
        self._engine_leg: _EngineLeg | None = None
        self._engine_opening: asyncio.Task[None] | None = None
        self._group: asyncio.TaskGroup | None = None
        self._over = asyncio.Event()
        self._record: asyncio.Queue[Callable[[], Awaitable[object]]] = asyncio.Queue(
            MAX_RECORD_QUEUE
        )
        self._tools_running = 0
        self._commands: dict[str, Command] = {}
        self._seen: set[str] = set()
        self._listeners: list[Listener] = []
        self._bad_messages = 0
        self._last_frame_at = 0.0
        self._last_frames = 0
        self._next_record_ms = 0.0
        self._next_stats_ms = 0.0
        self._answered_ms: float | None = None
        self._end: act.EndCall | None = None
        self._released = False
        self._failed = False
        self._operators: list[Socket] = []
        self.then: Callable[[CallBridge], Awaitable[None]] | None = None

    # ---- life ---------------------------------------------------------------------------------

    async def run(self) -> None:
        """Open the engine and stay until the call is over and written down."""
        parts = self._parts
        try:
            try:
                async with asyncio.TaskGroup() as group:
                    self._group = group
                    writer = group.create_task(self._write_record())
                    self._open_engine(0)
                    await self._over.wait()
                    if self._failed and self._end is not None:
                        # The record first: the carrier asks as soon as its stream ends.
                        end = self._end
                        await parts.calls.patch(
                            self.call.id, {"outcome": end.outcome, "end_reason": end.reason}
                        )
                    self._shut_sockets()
                    await self._record.join()
                    writer.cancel()
            except* Exception as errors:  # noqa: BLE001 - the top of a call: it ends, alone
                self._failed = True
                for error in errors.exceptions:
                    _log.error("call %s failed", self.call.id, exc_info=error)
        finally:
            self._group = None
            self._shut_sockets()
        await self._finish()
        if self.then is not None:
            await self.then(self)

    def _shut_sockets(self) -> None:
        if self._engine_opening is not None:
            self._engine_opening.cancel()
        if self._engine is not None:
            self._engine.close(NORMAL)
            self._engine = self._engine_leg = None
        if self._carrier is not None:
            self._carrier.close(NORMAL)
            self._carrier = self._carrier_leg = None
        for socket in self._operators:
            socket.close(NORMAL, "the call is over")
        self._operators.clear()

    async def _finish(self) -> None:
        """Write the end down: turns first, the final status last."""
        parts, call = self._parts, self.call
        self._flush_recorder(final=True)
        self._patch_stats(transcript_final=not self._released)
        await parts.journal.flush()
        if self._released:
            await parts.calls.release(call.id, parts.worker_id)
            return
        await parts.edits.refuse_open(call.id, "The call is over.")
        await parts.commands.refuse_open(call.id, "The call is over.")
        end = self._end or act.EndCall(CallOutcome.ERROR, "internal")
        if end.after is not None and not self._failed:
            # The carrier goes on with the caller; its callbacks end the record.
            await parts.calls.patch(
                call.id,
                {
                    "outcome": end.outcome,
                    "end_reason": end.reason,
                    "phase": "transferred",
                    "worker_id": None,
                },
            )
            return
        answered = self._answered_ms is not None
        status = CallStatus.COMPLETED if answered else CallStatus.FAILED
        if end.outcome is CallOutcome.NOT_ANSWERED:
            status = _status_of(end.reason)
        fields: dict[str, Any] = {"phase": "ended"}
        if parts.money is not None and self._answered_ms is not None:
            duration_s = (self.now_ms() - self._answered_ms) / 1000
            fields["cost"] = parts.money.finish(duration_s).model_dump()
        finished = await parts.calls.finish(
            call.id, status, outcome=end.outcome, reason=end.reason, fields=fields
        )
        if finished is not None:
            self.call = finished

    def now_ms(self) -> float:
        """The call clock."""
        return (time.monotonic() - self._t0) * 1000

    def fail(self, error: Exception) -> None:
        """An error nobody expected in a callback: it ends this call and no other."""
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
    def has_stream(self) -> bool:
        """The media socket is open."""
        return self._carrier is not None

    @property
    def over(self) -> bool:
        """Nothing more happens here."""
        return self._over.is_set()

    # ---- the carrier's leg --------------------------------------------------------------------

    def attach_carrier(self, socket: Socket, started: CarrierStarted) -> None:
        """The media stream with an accepted token; the socket's callbacks come here from now on."""
        if self._carrier is not None or self._over.is_set():
            socket.close(POLICY_VIOLATION, "the call has a stream")
            return
        now = self.now_ms()
        self._carrier = socket
        self._carrier_leg = _CarrierLeg(self)
        self._stream_sid = started.stream_sid
        self._last_frame_at = now
        if self._answered_ms is None:
            answered_at = self.call.answered_at
            self._answered_ms = (
                now
                if answered_at is None
                else (answered_at - self.call.created_at).total_seconds() * 1000
            )
        self.recorder = Recorder(now, keep=self._keep_recording)
        socket.become(self._carrier_leg)
        if self._parts.money is not None:
            self._parts.money.stream_started(self._answered_s(now))
        self.call.stream_sid = started.stream_sid
        fields: dict[str, Any] = {"stream_sid": started.stream_sid}
        if self.call.answered_at is None:
            self.call.answered_at = fields["answered_at"] = utc_now()
        calls = self._parts.calls
        if self.call.carrier_call_sid is None and self.call.direction is not Direction.BROWSER:
            self.call.carrier_call_sid = fields["carrier_call_sid"] = started.call_sid

        async def answered() -> None:
            moved = await calls.transition(self.call.id, CallStatus.IN_PROGRESS, fields=fields)
            if moved is None:
                await calls.patch(self.call.id, fields)

        self._later(answered)
        self.feed(started, "carrier")

    def on_carrier_text(self, text: bytes) -> None:
        """One message of the carrier: the audio path, upwards."""
        try:
            event = twilio.decode(text)
            if event is None:
                return
            if type(event) is CallerAudio:
                now = (time.monotonic() - self._t0) * 1000
                self.flight.frames_in += 1
                self.recorder.caller(event.payload, now)  # type: ignore[union-attr]
                if self._listeners:
                    self._tell_listeners("caller", event.payload, now)
                for action in self.session.handle(event, now):
                    if type(action) is act.AppendAudio:
                        if self._engine is not None:
                            self._engine.send(self._parts.engine.encode_append(action.payload))
                    else:
                        self._perform(action, now)
                return
            self._on_carrier_event(event)
        except ProtocolError as error:
            self.on_carrier_bad(str(error))
        except BufferFull as error:
            self._too_slow(error)
        except Exception as error:  # noqa: BLE001 - the top of a call: it ends, alone
            self.fail(error)

    def _on_carrier_event(self, event: CarrierEvent) -> None:
        if isinstance(event, CarrierStarted):
            self.on_carrier_bad("a second start")
            return
        self.feed(event, "carrier")

    def on_carrier_bad(self, what: str) -> None:
        """A message that the protocol does not allow: skipped, and too many end the stream."""
        self._bad_messages += 1
        self.flight.add(self.now_ms(), "carrier", "in", "malformed", {"what": what[:200]})
        if self._bad_messages > _PROTOCOL_ERRORS_ALLOWED and self._carrier is not None:
            self._carrier.close(POLICY_VIOLATION, "too many malformed messages")

    def on_carrier_closed(self, leg: _CarrierLeg, code: int) -> None:
        """The media socket is gone."""
        if leg is not self._carrier_leg:
            return
        self._carrier = self._carrier_leg = None
        now = self.now_ms()
        if self._parts.money is not None:
            self._parts.money.stream_ended(self._answered_s(now))
        self.flight.add(now, "carrier", "in", "closed", {"code": code})
        if self._end is not None or self._over.is_set():
            return
        if self.call.direction is Direction.BROWSER:
            self.feed(CarrierLost(code), "carrier")
        else:
            # The caller may well be there still: the carrier asks what comes after the stream,
            # and whoever answers goes on from the record. If they hung up, a callback says so.
            self.release()

    def _answered_s(self, now: float) -> float:
        return max(
            0.0, (now - (self._answered_ms if self._answered_ms is not None else now)) / 1000
        )

    # ---- the engine's leg ---------------------------------------------------------------------

    def _open_engine(self, attempt: int) -> None:
        self._drop_engine()
        leg = self._engine_leg = _EngineLeg(self, attempt)
        agent = self.call.agent
        if self._group is None or agent is None:
            return
        model = agent.model

        async def open_it() -> None:
            try:
                await self._parts.engine.open(leg, model=model, who=self.call.org_id)
            except PhonyError as error:
                if leg is self._engine_leg:
                    self._engine_leg = None
                    status = getattr(error, "http_status", None)
                    self.feed(EngineLost(reason=error.code, status=status), "engine")
            else:
                if leg is not self._engine_leg and leg.socket is not None:
                    leg.socket.close(NORMAL)  # dropped while it was being opened

        self._engine_opening = self._group.create_task(open_it())

    def _drop_engine(self) -> None:
        if self._engine_opening is not None:
            self._engine_opening.cancel()
            self._engine_opening = None
        if self._engine is not None:
            self._engine.close(NORMAL)
        self._engine = self._engine_leg = None

    def on_engine_open(self, leg: _EngineLeg) -> None:
        """The socket is up."""
        if leg is not self._engine_leg or self._over.is_set():
            if leg.socket is not None:
                leg.socket.close(NORMAL)
            return
        self._engine = leg.socket
        self._state.stats.engine_sessions += 1
        self.feed(EngineOpened(), "engine")

    def on_engine_text(self, leg: _EngineLeg, text: bytes) -> None:
        """One event of the engine: the audio path, downwards."""
        if leg is not self._engine_leg:
            return
        try:
            event = self._parts.engine.decode(text)
            if event is None:
                self.flight.add(self.now_ms(), "engine", "in", wire_type(text))
                return
            if type(event) is AgentAudio:
                now = (time.monotonic() - self._t0) * 1000
                for action in self.session.handle(event, now):
                    self._perform(action, now)
                return
            self.feed(event, "engine")
        except ProtocolError as error:
            self.on_engine_bad(leg, str(error))
        except BufferFull as error:
            self._too_slow(error)
        except Exception as error:  # noqa: BLE001 - the top of a call: it ends, alone
            self.fail(error)

    def on_engine_bad(self, leg: _EngineLeg, what: str) -> None:
        """An event that cannot be read is skipped: the session goes on without it."""
        if leg is self._engine_leg:
            self.flight.add(self.now_ms(), "engine", "in", "malformed", {"what": what[:200]})

    def on_engine_closed(self, leg: _EngineLeg, code: int, reason: str) -> None:
        """The engine's socket is gone without our doing."""
        if leg is not self._engine_leg:
            return
        self._engine = self._engine_leg = None
        if not self._over.is_set():
            self.feed(EngineLost(code, reason[:200]), "engine")

    # ---- events in, actions out ---------------------------------------------------------------

    def feed(self, event: Event, leg: str = "phony") -> None:
        """Hand an event to the session and do what it asks for."""
        if self._over.is_set():
            return
        try:
            now = self.now_ms()
            if type(event) is not Tick:
                self.flight.wire(now, leg, "in", event)
            for action in self.session.handle(event, now):
                self._perform(action, now)
        except BufferFull as error:
            self._too_slow(error)
        except Exception as error:  # noqa: BLE001 - the top of a call: it ends, alone
            self.fail(error)

    def _too_slow(self, error: BufferFull) -> None:
        # The socket was dropped; its close callback follows and says what that means.
        self.flight.add(self.now_ms(), "phony", "note", error.code)

    def _perform(self, action: act.Action, now: float) -> None:
        kind = type(action)
        if kind is act.PlayAudio:
            payload = action.payload  # type: ignore[union-attr]
            if self._carrier is not None:
                self._carrier.send(twilio.encode_media(self._stream_sid, payload))
                self.recorder.agent(payload, now)  # type: ignore[union-attr]
                self.flight.frames_out += 1
                if self._listeners:
                    self._tell_listeners("agent", payload, now)
            return
        if kind is act.AppendAudio:
            if self._engine is not None:
                self._engine.send(self._parts.engine.encode_append(action.payload))  # type: ignore[union-attr]
            return
        _PERFORM[kind](self, action, now)

    def _to_carrier(self, action: Any, now: float) -> None:
        if type(action) is act.ClearPlayout and self.recorder is not None:
            self.recorder.clear(now)
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
        self._open_engine(action.attempt)

    def _do_close_engine(self, action: act.CloseEngine, now: float) -> None:
        self.flight.wire(now, "engine", "out", action)
        self._drop_engine()
        self._over.set()

    def _do_end_call(self, action: act.EndCall, now: float) -> None:
        self._end = action
        self.flight.add(
            now, "phony", "note", "end_call", {"outcome": action.outcome, "reason": action.reason}
        )
        after = action.after
        calls, call = self._parts.calls, self.call
        socket = self._carrier

        async def leave() -> None:
            """The record first: the carrier asks what comes next as soon as the stream ends."""
            try:
                async with asyncio.timeout(1.5):
                    await calls.patch(
                        call.id, {"outcome": action.outcome, "end_reason": action.reason}
                    )
                    if after is not None:
                        await calls.set_private(
                            call.id,
                            after={
                                "kind": after.kind,
                                "to_number": after.to_number,
                                "room": after.room,
                            },
                        )
            except TimeoutError:
                _log.error("call %s: its end could not be written in time", call.id)
            if socket is not None:
                socket.close(NORMAL)
            elif call.carrier_call_sid and action.outcome not in (
                CallOutcome.NOT_ANSWERED,
                CallOutcome.CALLER_HUNG_UP,
            ):
                await self._hang_up_by_rest(call.carrier_call_sid)

        self._later(leave)

    async def _hang_up_by_rest(self, sid: str) -> None:
        try:
            await self._parts.carrier.hang_up(sid)
        except PhonyError as error:
            _log.warning("call %s: hanging up failed: %s", self.call.id, error.code)

    def _do_run_tool(self, action: act.RunTool, now: float) -> None:
        self.flight.add(now, "phony", "note", "run_tool", {"name": action.name})
        self._state.stats.tool_calls += 1
        if self._group is None:
            return
        if self._tools_running >= MAX_TOOLS:
            self._group.create_task(self._answer_tool(action.call_id, _TOO_MANY_TOOLS, ok=False))
            return
        self._tools_running += 1

        async def run() -> None:
            try:
                output, ok = await self._parts.tools.run(self.call, action.name, action.arguments)
            except PhonyError as error:
                output, ok = f'{{"error": "{error.code}"}}', False
            finally:
                self._tools_running -= 1
            await self._answer_tool(action.call_id, output, ok=ok)

        self._group.create_task(run())

    async def _answer_tool(self, call_id: str, output: str, *, ok: bool) -> None:
        await asyncio.sleep(0)
        if not ok:
            self._state.stats.tool_errors += 1
        self.feed(ToolFinished(call_id, output, ok))

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

        self._group.create_task(dial())

    def _do_turn(self, action: act.TurnChanged, now: float) -> None:
        turn = action.turn
        self._parts.journal.turn(self.call.org_id, turn)
        self._state.turns[turn.id] = turn
        words = (turn.heard or turn.said) if turn.role is Role.AGENT else turn.said
        if words:
            self.call.last_words = words[-160:]
        self._state.dirty = True

    def _do_context(self, action: act.ContextChanged, now: float) -> None:
        self._parts.journal.call(
            self.call.id,
            {
                "context_data": action.context_data,
                "notes": action.notes,
                "system_prompt": action.system_prompt,
                "context_version": action.version,
            },
        )

    def _do_edit(self, action: act.EditChanged, now: float) -> None:
        self.flight.wire(now, "phony", "note", action)
        fields: dict[str, Any] = {"turn": action.turn, "at_ms": int(now)}
        if action.reason is not None:
            fields["reason"] = action.reason
        if action.probe_answer is not None:
            fields["probe_answer"] = action.probe_answer
        if action.before is not None:
            fields["before"] = action.before
        if action.state is EditState.SENT:
            fields["sent_at"] = utc_now()
        elif action.state is EditState.CONFIRMED:
            fields["confirmed_at"] = utc_now()
            self._state.stats.edits += 1
            self._state.dirty = True
        edits = self._parts.edits
        self._later(lambda: edits.move(action.edit_id, action.state, fields))

    def _do_command(self, action: act.CommandChanged, now: float) -> None:
        self.flight.wire(now, "phony", "note", action)
        commands = self._parts.commands
        fields: dict[str, Any] = {"at_ms": int(now)}
        if action.result is not None:
            fields["result"] = action.result
        self._later(lambda: commands.move(action.command_id, action.state, fields))
        command = self._commands.get(action.command_id)
        if command is not None and action.state is CommandState.DONE:
            self._floor_changed(command)

    def _floor_changed(self, command: Command) -> None:
        match command.kind:
            case CommandKind.MUTE | CommandKind.UNMUTE:
                self.call.muted = command.kind is CommandKind.MUTE
                self._parts.journal.call(self.call.id, {"muted": self.call.muted})
            case CommandKind.TAKE_OVER | CommandKind.HAND_BACK:
                who = command.author if command.kind is CommandKind.TAKE_OVER else None
                self.call.taken_over_by = who
                self._parts.journal.call(self.call.id, {"taken_over_by": who})
            case _:
                pass

    def _do_usage(self, action: act.UsageReported, now: float) -> None:
        self.flight.wire(now, "phony", "note", action)
        money = self._parts.money
        if money is not None and money.usage(action):
            self._state.dirty = True

    def _do_phase(self, action: act.CallPhaseChanged, now: float) -> None:
        self.flight.wire(now, "phony", "note", action)
        self._state.phase = self.call.phase = action.phase
        self._parts.journal.call(self.call.id, {"phase": action.phase})

    def _do_note(self, action: act.Note, now: float) -> None:
        self.flight.add(now, "phony", "note", action.name, action.data)

    # ---- what others ask for ------------------------------------------------------------------

    def give_edit(self, edit: Edit) -> None:
        """An edit from the database, each once."""
        if edit.id not in self._seen:
            self._seen.add(edit.id)
            self.feed(EditArrived(edit))

    def give_command(self, command: Command) -> None:
        """A command from the database, each once."""
        if command.id not in self._seen:
            self._seen.add(command.id)
            self._commands[command.id] = command
            self.feed(CommandArrived(command))

    def operator_audio(self, payload: str) -> None:
        """A frame of the operator's microphone."""
        if self._over.is_set():
            return
        try:
            now = self.now_ms()
            for action in self.session.handle(OperatorAudio(payload), now):
                self._perform(action, now)
        except BufferFull as error:
            self._too_slow(error)
        except Exception as error:  # noqa: BLE001 - the top of a call: it ends, alone
            self.fail(error)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Hear both sides: called with `caller`, `agent` or `clear`, the payload and the time."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def add_operator(self, socket: Socket) -> None:
        """An operator's socket, to be closed with the call."""
        self._operators.append(socket)

    def remove_operator(self, socket: Socket) -> None:
        """That operator left."""
        if socket in self._operators:
            self._operators.remove(socket)

    def _tell_listeners(self, side: str, payload: str, now: float) -> None:
        for listener in tuple(self._listeners):
            listener(side, payload, now)

    # ---- time ---------------------------------------------------------------------------------

    def tick(self) -> None:
        """About every 100 ms, by the process's one metronome."""
        if self._over.is_set():
            return
        self.feed(_TICK)
        now = self.now_ms()
        if now >= self._next_record_ms:
            self._next_record_ms = now + _RECORD_EVERY_MS
            self._flush_recorder()
            self._watch_stream(now)
            self._watch_money(now)
        if self._state.dirty and now >= self._next_stats_ms:
            self._next_stats_ms = now + _STATS_EVERY_MS
            self._patch_stats()

    def _watch_stream(self, now: float) -> None:
        if self._carrier is None or self.recorder is None:
            return
        frames = self.recorder.caller_frames
        if frames != self._last_frames:
            self._last_frames, self._last_frame_at = frames, now
        elif now - self._last_frame_at > STREAM_SILENCE_S * 1000:
            self.flight.add(now, "carrier", "note", "stream_silent")
            self._carrier.close(NORMAL, "no media")

    def _watch_money(self, now: float) -> None:
        money = self._parts.money
        if money is None or self._answered_ms is None or self._end is not None:
            return
        if money.tick(self._answered_s(now)):
            self._state.dirty = True
        if (limit := money.due_limit()) is not None:
            self._parts.journal.call(
                self.call.id,
                {
                    "limit_stage": getattr(limit, "stage", None),
                    "limit_what": getattr(limit, "what", None),
                },
            )
            self.feed(limit)
        if money.overdue and self._end is None:
            self._do_end_call(act.EndCall(CallOutcome.SPEND_LIMIT, "overdue"), now)
            self._over.set()

    def _flush_recorder(self, *, final: bool = False) -> None:
        if self.recorder is None:
            return
        for chunk in self.recorder.take(self.now_ms(), final=final):
            self._parts.journal.audio(
                self.call.org_id, self.call.id, chunk.at_ms, chunk.caller, chunk.agent
            )

    def _patch_stats(self, **more: Any) -> None:
        self._state.dirty = False
        stats, turns = self._state.stats, self._state.turns.values()
        spoken = [turn for turn in turns if turn.role in (Role.CALLER, Role.AGENT)]
        stats.turns = len(spoken)
        stats.caller_turns = sum(turn.role is Role.CALLER for turn in spoken)
        stats.agent_turns = len(spoken) - stats.caller_turns
        stats.interruptions = sum(turn.interrupted for turn in spoken)
        replies = [turn.latency.total for turn in spoken if turn.latency is not None]
        stats.reply_ms = [round(reply, 1) for reply in replies if reply > 0]
        stats.caller_frames = self.flight.total_in + self.flight.frames_in
        stats.agent_frames = self.flight.total_out + self.flight.frames_out
        self.call.stats = stats
        fields: dict[str, Any] = {
            "stats": stats.model_dump(),
            "last_words": self.call.last_words,
            **more,
        }
        if self._parts.money is not None:
            fields["cost"] = self._parts.money.cost.model_dump()
        self._parts.journal.call(self.call.id, fields)

    def levels(self) -> tuple[float, float]:
        """How loud caller and agent are, in dBFS."""
        return (-60.0, -60.0) if self.recorder is None else self.recorder.levels(self.now_ms())

    # ---- the record, in order -----------------------------------------------------------------

    def _later(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do this with the database, after all that was asked for before."""
        try:
            self._record.put_nowait(work)
        except asyncio.QueueFull:
            self.fail(_RecordTooSlow("the call's record cannot be written fast enough"))

    async def _write_record(self) -> None:
        while True:
            work = await self._record.get()
            try:
                await work()
            finally:
                self._record.task_done()


class _RecordTooSlow(PhonyError):
    code = "record_too_slow"
    status = 503


_TICK = Tick()
_TOO_MANY_TOOLS = '{"error": "too many tools are running"}'


def _status_of(reason: str) -> CallStatus:
    """The final status that a carrier's word stands for, from the session's reason."""
    word = reason.rpartition(":")[2].replace("-", "_")
    return {
        "busy": CallStatus.BUSY,
        "no_answer": CallStatus.NO_ANSWER,
        "canceled": CallStatus.CANCELED,
        "failed": CallStatus.FAILED,
    }.get(word, CallStatus.NO_ANSWER)


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
    act.OpenEngine: CallBridge._do_open_engine,
    act.CloseEngine: CallBridge._do_close_engine,
    act.EndCall: CallBridge._do_end_call,
    act.RunTool: CallBridge._do_run_tool,
    act.TurnChanged: CallBridge._do_turn,
    act.ContextChanged: CallBridge._do_context,
    act.EditChanged: CallBridge._do_edit,
    act.CommandChanged: CallBridge._do_command,
    act.UsageReported: CallBridge._do_usage,
    act.CallPhaseChanged: CallBridge._do_phase,
    act.Note: CallBridge._do_note,
    act.DialOperator: CallBridge._do_dial_operator,
}
