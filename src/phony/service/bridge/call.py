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
from enum import StrEnum
from typing import Any, get_args

from pymongo.errors import PyMongoError

from phony.domain import actions as act
from phony.domain.calls import Call, CallOutcome, Direction
from phony.domain.commands import Command
from phony.domain.edits import Edit
from phony.domain.errors import ProtocolError
from phony.domain.events import (
    AgentAudio,
    AgentTextDelta,
    CallerAudio,
    CarrierEnded,
    CarrierLost,
    CarrierStarted,
    CommandArrived,
    EditArrived,
    EngineOpened,
    Event,
    GoesOn,
    OperatorAudio,
    Tick,
)
from phony.net.ports import NORMAL, POLICY_VIOLATION, BufferFull, Socket
from phony.service.bridge.engine_leg import EngineLeg
from phony.service.bridge.errands import Errands
from phony.service.bridge.flight import wire_type
from phony.service.bridge.leaving import Leaving
from phony.service.bridge.legs import CarrierLeg, CarrierStream
from phony.service.bridge.operators import Listener, Operators
from phony.service.bridge.ports import BridgeParts
from phony.service.bridge.record import CallRecord
from phony.service.bridge.scribe import ScribeLeg
from phony.service.bridge.watch import Alarm, Watch
from phony.session import CallSession
from phony.wire import twilio

_log = logging.getLogger(__name__)

_BAD_MESSAGES_ALLOWED = 20
_LEAVE_WITHIN_S = 1.5
_TICK = Tick()


class State(StrEnum):
    """Where a bridge stands; nothing more happens after the last five."""

    RUNNING = "running"
    ENDING = "ending"  # the session has ended the call: the transcript's tail is awaited
    OVER = "over"
    RELEASED = "released"  # another worker goes on with the call
    TAKEN = "taken"  # another worker has taken the call up, for we were away
    FAILED = "failed"
    UNKNOWN = "unknown"  # its record could not be made


_DONE = (State.OVER, State.RELEASED, State.TAKEN, State.FAILED, State.UNKNOWN)


class CallBridge:
    """Runs one call; made when it is placed or announced, gone when its record is finished."""

    def __init__(
        self,
        call: Call,
        session: CallSession,
        parts: BridgeParts,
        *,
        seq: int = 0,
        age_s: float = 0.0,
    ) -> None:
        """`seq` and `age_s` continue the flight record and the clock of a resumed call."""
        self.session = session
        self.record = CallRecord(call, parts, session.history(), seq=seq)
        self.flight = self.record.flight
        self.state = State.RUNNING
        self._parts = parts
        self._t0 = time.monotonic() - age_s
        self._stream: CarrierStream | None = None
        self._engine = EngineLeg(self, parts.engine, parts.breakers, call.agent)
        self._scribe = ScribeLeg(self, parts.engine, self._engine.choice)
        self._operators = Operators(self.path_changed)
        self._errands = Errands(
            self,
            parts.tools,
            parts.dial_operator,
            lambda: self.state in (State.RELEASED, State.TAKEN),
            parts.press_keys,
            self._without_stream,
        )
        self.leaving = Leaving(self, parts.carrier, self.record)
        self._watch = Watch(call.direction, self.now_ms(), self.record)
        self._group: asyncio.TaskGroup | None = None
        self._over = asyncio.Event()
        self._end: act.EndCall | None = None
        self._ends = asyncio.Event()
        self._hang_up = False
        self._seen: set[str] = set()

    # ---- life ----------------------------------------------------------------------------

    async def run(self) -> None:
        """Open the engine and stay until the call is over and written down.

        It is `over` first: writing waits for a database that is away.
        """
        async with asyncio.TaskGroup() as group:
            writer = group.create_task(self.record.writes.run())
            over_ms = await self._talk()
            if self.state is State.RELEASED:
                self.record.let_go(over_ms)
            elif self.state not in (State.TAKEN, State.UNKNOWN):
                end = self._end or act.EndCall(CallOutcome.ERROR, "internal")
                goes_on = end.after is not None and self.state is not State.FAILED
                self.record.finish(end, over_ms, goes_on=goes_on)
            await self.record.writes.done()
            self.record.written()
            writer.cancel()

    async def _talk(self) -> float:
        """All but the writing; says when it was over."""
        over_ms = None
        try:
            async with asyncio.TaskGroup() as group:
                self._group = group
                leaving = group.create_task(self._leave())
                self._engine.open()
                await self._over.wait()
                over_ms = self.now_ms()
                if self._end is not None and (self.state is State.FAILED or self._end.after):
                    await self._announced()  # once the stream ends the carrier asks for it
                self._shut_sockets()
                self._errands.close()
                if not self._ends.is_set():
                    leaving.cancel()
                # Else the group waits for it: a phone that still rings is no call that is over.
        except* Exception as errors:  # noqa: BLE001 - the top of a call: it ends, alone
            for error in errors.exceptions:
                self._fail(error)
        finally:
            self._group = None
            self._shut_sockets()
        return self.now_ms() if over_ms is None else over_ms

    async def _leave(self) -> None:
        """Once the session has ended the call: the carrier's part of it ends, too."""
        await self._ends.wait()
        await self._announced()
        if self._stream is not None:
            self._stream.socket.close(NORMAL)
        elif self._hang_up:  # there is no stream whose end would end the call
            if await self.record.tenure.may_last(_LEAVE_WITHIN_S):
                self.leaving.hang_up()
            return
        self.record.hung_up()

    async def _announced(self) -> None:
        """Wait until the record says how the call ends; no caller waits for a slow database."""
        try:
            async with asyncio.timeout(_LEAVE_WITHIN_S):
                await self.record.writes.done()
        except TimeoutError:
            _log.error("call %s: its end could not be written in time", self.call.id)

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None] | None:
        """A task that ends with the call at the latest; None if the call does not run."""
        if self._group is None:
            work.close()
            return None
        return self._group.create_task(work)

    def _shut_sockets(self) -> None:
        self._engine.drop()
        self._scribe.close()
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.socket.close(NORMAL)
        self._operators.close()

    def _stop(self, state: State) -> None:
        if not self.over or state is State.FAILED:
            self.state = state
        self._over.set()

    def trouble(self, error: Exception) -> None:
        """Handing something on went wrong: a peer that does not read lost its socket by it."""
        if isinstance(error, BufferFull):
            self.flight.add(self.now_ms(), "phony", "note", error.code)
        else:
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        """An error nobody expected: it ends this call and no other."""
        if isinstance(error, PyMongoError):
            _log.error("call %s: the database failed: %s", self.call.id, type(error).__name__)
        else:
            _log.error("call %s failed", self.call.id, exc_info=error)
        if self._end is None:
            self._end = act.EndCall(CallOutcome.ERROR, type(error).__name__)
            self.record.announce(self._end)
        self._stop(State.FAILED)

    def release(self, *, in_order: bool = False) -> None:
        """Let another worker go on: the carrier will ask. `in_order`: nothing is broken."""
        self.record.in_order = in_order
        self._stop(State.RELEASED)

    def disown(self) -> None:
        """Another worker has taken the call up: nothing of it is ours to write, or to end."""
        self.record.disown()
        self._stop(State.TAKEN)

    def forget(self) -> None:
        """The call has no record: there is nothing to go on with, nor to write."""
        self._stop(State.UNKNOWN)

    @property
    def call(self) -> Call:
        """The record as this worker knows it."""
        return self.record.call

    @property
    def has_stream(self) -> bool:
        """The media socket is open."""
        return self._stream is not None

    @property
    def over(self) -> bool:
        """Nothing more happens here."""
        return self.state in _DONE

    @property
    def ending(self) -> bool:
        """The session has ended the call, or it was let go."""
        return self.state is not State.RUNNING

    @property
    def between_turns(self) -> bool:
        """Whether another worker could go on here, and the caller would hear next to nothing."""
        on_the_phone = self.has_stream and self.call.direction is not Direction.BROWSER
        return on_the_phone and self.state is State.RUNNING and self.session.quiet

    def now_ms(self) -> float:
        """The call clock."""
        return (time.monotonic() - self._t0) * 1000

    # ---- the carrier's leg ---------------------------------------------------------------

    def attach_carrier(self, socket: Socket, started: CarrierStarted) -> CarrierLeg | None:
        """The media stream with an accepted token; its callbacks go to the leg from now on."""
        if self._stream is not None or self.ending:
            socket.close(POLICY_VIOLATION, "the call has a stream, or is over")
            return None
        now, call = self.now_ms(), self.call
        self._watch.stream_began(now)
        unknown = call.carrier_call_sid is None and call.direction is not Direction.BROWSER
        sid = started.call_sid if unknown else None
        recorder = self.record.stream_began(now, started.stream_sid, sid)
        leg = CarrierLeg(
            self, self.session.uplink, recorder, self._parts.engine.encode_append, self._t0
        )
        self._stream = CarrierStream(socket, started.stream_sid, leg, recorder)
        self.path_changed()
        socket.become(leg)
        self._errands.stream_began()
        self.feed(started, "carrier")
        return leg

    def path_changed(self) -> None:
        """Frames go straight to the engine, unless there is none or somebody listens."""
        if self._stream is not None:
            socket = None if self._operators.ears else self._engine.socket
            self._stream.leg.send = None if socket is None else socket.send

    def on_caller_frame(self, payload: str, audio: bytes, now: float) -> None:
        """A frame of the caller's that does not go straight to the engine."""
        if self._operators.ears:
            self._operators.tell("caller", payload, now)
        self.feed(CallerAudio(payload, audio), "")

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
        self.flight.add(self.now_ms(), "carrier", "in", "malformed", {"what": what[:200]})
        if (stream := self._stream) is not None:
            stream.malformed += 1
            if stream.malformed > _BAD_MESSAGES_ALLOWED:
                stream.socket.close(POLICY_VIOLATION, "too many malformed messages")

    def carrier_ended(self, word: str, lasted_s: float | None = None) -> None:
        """The carrier says that its call is over, and perhaps how long it lasted."""
        self.record.carrier_s = lasted_s
        self.leaving.confirmed()
        self.feed(CarrierEnded(word), "carrier")

    def on_carrier_closed(self, leg: object, code: int) -> None:
        """The media socket is gone."""
        if self._stream is None or leg is not self._stream.leg:
            return
        self._stream = None
        self.record.stream_ended(self.now_ms(), code)
        if self.ending or self._errands.pressing:
            return
        if self.call.direction is Direction.BROWSER:
            self.feed(CarrierLost(code), "carrier")
        else:
            # The caller may well be there still: the carrier asks what comes after the stream,
            # and whoever answers goes on from the record. If they hung up, a callback says so.
            self.release()

    def _without_stream(self) -> None:
        """Keys are over, and the stream that ended for them did not come back."""
        if self._stream is None and not self.ending:
            self.release()

    # ---- the engine's leg ----------------------------------------------------------------

    def on_engine_opened(self) -> None:
        """The engine's socket is up."""
        self.record.engine_opened()
        self.feed(EngineOpened(), "engine")

    def on_engine_text(self, text: bytes) -> None:
        """One event of the engine: the audio path, downwards."""
        try:
            event = self._parts.engine.decode(text)
        except ProtocolError as error:
            self.on_engine_bad(str(error))
            return
        if event is None:
            self.flight.add(self.now_ms(), "engine", "in", wire_type(text))
        else:
            self.feed(event, "" if type(event) is AgentAudio else "engine")
            if type(event) is AgentTextDelta:
                self.record.put_aside(self.session.unshown)

    def on_engine_bad(self, what: str) -> None:
        """An event that cannot be read is skipped: the session goes on without it."""
        self.flight.add(self.now_ms(), "engine", "in", "malformed", {"what": what[:200]})

    # ---- events in, actions out ----------------------------------------------------------

    def feed(self, event: Event, leg: str = "phony") -> None:
        """Hand an event to the session and do what it asks for; without `leg` it is not noted."""
        if self.state in _DONE:
            return
        try:
            now = (time.monotonic() - self._t0) * 1000
            if leg:
                self.flight.wire(now, leg, "in", event)
            for action in self.session.handle(event, now):
                self._perform(action, now)
        except Exception as error:  # noqa: BLE001 - the top of a call: it ends, alone
            self.trouble(error)

    def _perform(self, action: act.Action, now: float) -> None:
        kind = type(action)
        if kind is act.PlayAudio:
            if (stream := self._stream) is not None:
                payload = action.payload  # type: ignore[union-attr]
                stream.socket.send(twilio.encode_media(stream.sid, payload))
                stream.recorder.agent(payload, now)
                if self._operators.ears:
                    self._operators.tell("agent", payload, now)
        elif kind is act.AppendAudio:
            if (socket := self._engine.socket) is not None:
                socket.send(self._parts.engine.encode_append(action.payload))  # type: ignore[union-attr]
        else:
            _PERFORM[kind](self, action, now)

    def _to_carrier(self, action: Any, now: float) -> None:
        if type(action) is act.ClearPlayout and self.record.recorder is not None:
            self.record.recorder.clear(now)
            self._operators.tell("clear", "", now)
        if (stream := self._stream) is not None:
            self.flight.wire(now, "carrier", "out", action)
            stream.socket.send(twilio.encode(action, stream.sid))

    def _to_engine(self, action: Any, now: float) -> None:
        self.flight.wire(now, "engine", "out", action)
        if (socket := self._engine.socket) is not None:
            socket.send(self._parts.engine.encode(action))

    def _do_open_engine(self, action: act.OpenEngine, now: float) -> None:
        self.flight.wire(now, "engine", "out", action)
        self._engine.open(action.choice)

    def _do_engine_judged(self, action: act.EngineJudged, now: float) -> None:
        self.flight.wire(now, "engine", "note", action)
        if (choice := self._engine.choice(action.choice)) is None:
            return
        if action.ready:
            self.record.engine_ready(choice.label, action.choice)
            self._parts.breakers.ready(choice)
        else:
            self._parts.breakers.failed(choice, action.reason, hopeless=action.hopeless)

    def _do_close_engine(self, action: act.CloseEngine, now: float) -> None:
        self.flight.wire(now, "engine", "out", action)
        self._engine.drop()
        self._stop(State.OVER)

    def _to_scribe(self, action: Any, now: float) -> None:
        self._scribe.perform(action, now)

    def _do_run_tool(self, action: act.RunTool, now: float) -> None:
        self._errands.run_tool(action, now)

    def _do_press_keys(self, action: act.PressKeys, now: float) -> None:
        self._errands.press_keys(action, now)

    def _do_dial_operator(self, action: act.DialOperator, now: float) -> None:
        self._errands.dial_operator(action, now)

    def _do_end_call(self, action: act.EndCall, now: float) -> None:
        self._end = action
        if self.state is State.RUNNING:
            self.state = State.ENDING
        self.flight.wire(now, "phony", "note", action)
        self._hang_up = (
            self._stream is None and action.after is None and action.outcome not in _HUNG_UP_ALREADY
        )
        self.record.announce(action)
        self._ends.set()

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
        self.feed(OperatorAudio(payload), "")

    def listen(self, listener: Listener, socket: Socket) -> Callable[[], None]:
        """Hear both sides until the returned function is called; the call's end closes `socket`."""
        return self._operators.listen(listener, socket)

    def levels(self) -> tuple[float, float]:
        """How loud caller and agent are, in dBFS."""
        recorder = self.record.recorder
        return (-60.0, -60.0) if recorder is None else recorder.levels(self.now_ms())

    # ---- time ----------------------------------------------------------------------------

    def tick(self) -> None:
        """About every 100 ms, by the process's one metronome."""
        now = self.now_ms()
        if not self.session.idle(now):
            self.feed(_TICK, "")
        if self._stream is not None:
            self._stream.recorder.keep(now)
        if not self.over and self._watch.due(now):
            self._look(now)

    def _look(self, now: float) -> None:
        """Once a second: write figures and audio down; is the stream alive, is money left?"""
        self.record.tick(now)
        if self.ending:
            return
        stream = self._stream
        for seen in self._watch.look(now, stream.recorder.caller_frames if stream else None):
            if self.ending:
                return
            if seen is Alarm.STREAM_SILENT:
                self.flight.add(now, "carrier", "note", "stream_silent")
                if stream is not None:
                    stream.socket.close(NORMAL, "no media")
            elif seen is Alarm.OVERSPENT:
                if not self.session.says_goodbye:  # it takes what it takes
                    self._do_end_call(act.EndCall(CallOutcome.SPEND_LIMIT, "overdue"), now)
                    self._stop(State.OVER)
            else:
                self.feed(seen)


_HUNG_UP_ALREADY = frozenset({CallOutcome.NOT_ANSWERED, CallOutcome.CALLER_HUNG_UP})


def _to_record(method: Callable[[CallRecord, Any, float], None]) -> Any:
    return lambda bridge, action, now: method(bridge.record, action, now)


_PERFORM: dict[type, Callable[[CallBridge, Any, float], None]] = {
    act.SendMark: CallBridge._to_carrier,
    act.ClearPlayout: CallBridge._to_carrier,
    **dict.fromkeys(get_args(act.EngineAction), CallBridge._to_engine),
    act.OpenScribe: CallBridge._to_scribe,
    act.ToScribe: CallBridge._to_scribe,
    act.CloseScribe: CallBridge._to_scribe,
    act.OpenEngine: CallBridge._do_open_engine,
    act.EngineJudged: CallBridge._do_engine_judged,
    act.CloseEngine: CallBridge._do_close_engine,
    act.EndCall: CallBridge._do_end_call,
    act.RunTool: CallBridge._do_run_tool,
    act.PressKeys: CallBridge._do_press_keys,
    act.DialOperator: CallBridge._do_dial_operator,
    act.TurnChanged: _to_record(CallRecord.turn),
    act.ContextChanged: _to_record(CallRecord.context),
    act.EditChanged: _to_record(CallRecord.edit),
    act.CommandChanged: _to_record(CallRecord.command),
    act.UsageReported: _to_record(CallRecord.usage),
    act.CallPhaseChanged: _to_record(CallRecord.phase),
    act.Note: _to_record(CallRecord.note),
}
