"""What one running call writes down: turns, flight record, states, figures, money, its end.

The bridge tells it what happened and never waits. What replaces itself goes to the journal; what
must happen in order (transitions of edits, commands and the call, its end) to `OrderedWrites`.
All of it carries the lease of our tenure: once somebody else has the call, it changes nothing.
"""

from __future__ import annotations

import functools
from datetime import timedelta
from typing import Any

from phony.domain import actions as act
from phony.domain.audio import BYTES_PER_MS
from phony.domain.bills import CallCost
from phony.domain.calls import Call, CallStatus
from phony.domain.closing import lasted
from phony.domain.commands import Command, CommandKind, CommandState
from phony.domain.edits import EditState
from phony.domain.events import Event
from phony.domain.ids import utc_now
from phony.domain.masking import Mask
from phony.domain.turns import Role, Turn
from phony.service.bridge.flight import FlightRecord
from phony.service.bridge.ports import BridgeParts
from phony.service.bridge.recorder import Recorder
from phony.service.bridge.tenure import Tenure
from phony.service.bridge.writes import OrderedWrites, Write
from phony.store.documents import escape
from phony.store.outage import NotNow
from phony.store.tails import Tail

_WORDS_EVERY_MS = 1000.0
_TRANSFERS = (CommandKind.TRANSFER, CommandKind.WARM_TRANSFER)


class CallRecord:
    """Keeps `call` up to date in the database while it runs."""

    def __init__(self, call: Call, parts: BridgeParts, turns: list[Turn], *, seq: int) -> None:
        """`turns` and `seq` are what a resumed call has already."""
        self.call = call
        self.tenure = Tenure(parts.calls, call)
        self._mask = mask = Mask(call.agent)
        self.flight = FlightRecord(
            parts.journal, call.org_id, call.id, seq, lease=call.lease, mask=mask
        )
        self.recorder: Recorder | None = None
        # Known from the start if another worker had the call before.
        self.answered_ms: float | None = None
        if call.answered_at is not None:
            self.answered_ms = (call.answered_at - call.created_at).total_seconds() * 1000
        self.carrier_s: float | None = None  # how long it lasted, as the carrier measured it
        self._parts = parts
        self._journal = parts.journal
        self._tail: Tail | None = None
        self._keeps_audio = call.agent.recording if call.agent is not None else False
        self._stats = call.stats.model_copy(deep=True)
        self._turns = {turn.id: turn for turn in turns}
        self._commands: dict[str, Command] = {}
        self._hang_ups: list[str] = []  # commands that are done once the carrier says so
        self._dirty = False
        self._words_ms = float("-inf")
        self.engine_places: list[int] = []  # of ready sessions, until somebody has counted them
        self.writes = OrderedWrites(call.id)
        self.in_order = False  # the call is let go although nothing is broken

    def disown(self) -> None:
        """Somebody else has the call: what waits here, and what comes, is not written."""
        self.tenure.lost = True
        self._journal.lost(self.call.id, self.tenure.lease)

    def _later(self, write: Write) -> None:
        """Do this in order, if the call is ours then."""

        async def if_ours() -> None:
            if await self.tenure.lasts():
                await write()

        self.writes.later(if_ours)

    # ---- the stream ----------------------------------------------------------------------

    def stream_began(self, now_ms: float, stream_sid: str, call_sid: str | None) -> Recorder:
        """The media stream is open; `call_sid` if the carrier's id was not known before."""
        call, parts = self.call, self._parts
        if self.answered_ms is None:
            self.answered_ms = now_ms
        fields: dict[str, Any] = {"stream_sid": stream_sid}
        call.stream_sid = stream_sid
        lease = self.tenure.lease
        if call.answered_at is None:
            call.answered_at = fields["answered_at"] = utc_now()
        if call_sid is not None:
            call.carrier_call_sid = fields["carrier_call_sid"] = call_sid

        async def answered_now() -> None:
            moved = await parts.calls.transition(
                call.id, CallStatus.IN_PROGRESS, fields=fields, lease=lease
            )
            if moved is None:
                await parts.calls.patch(call.id, fields, lease=lease)
            else:
                call.status = moved.status

        self._later(answered_now)
        if parts.money is not None:
            parts.money.stream_started(self.answered_s(now_ms))
        if self.recorder is None:  # else the stream is back after keys: the recording goes on
            if self._tail is None and parts.tails is not None:
                self._tail = parts.tails.open(call.id, lease)
            self.recorder = self.flight.recorder = Recorder(
                now_ms, keep=self._keeps_audio, tail=self._tail, hide_keys=self._mask.keys
            )
        return self.recorder

    def written(self) -> None:
        """All of it is where it belongs: nobody needs what we put aside in case we die."""
        tail, self._tail = self._tail, None
        if tail is not None:
            if self.recorder is not None:
                self.recorder.tail = None  # frames may still come
            tail.close()

    def stream_ended(self, now_ms: float, code: int) -> None:
        """The media socket is gone."""
        if self._parts.money is not None:
            self._parts.money.stream_ended(self.answered_s(now_ms))
        self.flight.add(now_ms, "carrier", "in", "closed", {"code": code})

    def answered_s(self, now_ms: float) -> float:
        """Seconds since the call was answered."""
        return 0.0 if self.answered_ms is None else max(0.0, (now_ms - self.answered_ms) / 1000)

    # ---- what the session reports --------------------------------------------------------

    def turn(self, action: act.TurnChanged, now_ms: float) -> None:
        """A line of the transcript is new or grew."""
        turn = self._mask.turn(action.turn)
        self._journal.turn(self.call.org_id, turn, lease=self.tenure.lease)
        # Figures follow from whole turns; the words of a growing one only grow.
        self._dirty = self._dirty or turn.final or turn.id not in self._turns
        self._turns[turn.id] = turn
        if self._tail is not None:
            self._tail.turn(turn)
        words = (turn.heard or turn.said) if turn.role is Role.AGENT else turn.said
        # Whoever watches many calls need not see every word of each at once.
        due = turn.final or now_ms - self._words_ms >= _WORDS_EVERY_MS
        spoken = due and turn.role is not Role.SYSTEM
        if spoken and words and words[-160:] != self.call.last_words:
            self._words_ms = now_ms
            self.call.last_words = words[-160:]
            self._soon({"last_words": escape(self.call.last_words)})

    def put_aside(self, turns: list[Turn]) -> None:
        """Turns that have grown and are not to be written yet: only for the case that we die."""
        if self._tail is not None:
            for turn in turns:
                self._tail.turn(turn)

    def _soon(self, fields: dict[str, Any]) -> None:
        """Fields of the call as they stand now."""
        self._journal.call(self.call.id, fields, lease=self.tenure.lease)

    def context(self, action: act.ContextChanged, now_ms: float) -> None:
        """The model holds something else now."""
        fields = {
            "context_data": self._mask.data(action.context_data),
            "notes": action.notes,
            "system_prompt": action.system_prompt,
            "context_version": action.version,
        }
        self.call.context_data = action.context_data  # tools fill in their addresses from it
        # In order with the edit's own state: who sees it confirmed sees what it confirmed.
        calls, call_id, lease = self._parts.calls, self.call.id, self.tenure.lease
        self._later(lambda: calls.patch(call_id, fields, lease=lease))

    def edit(self, action: act.EditChanged, now_ms: float) -> None:
        """An edit moved on."""
        self.flight.wire(now_ms, "phony", "note", action)
        fields: dict[str, Any] = {"turn": action.turn, "at_ms": int(now_ms)}
        for name in ("reason", "refusal", "probe_answer", "before"):
            if (value := getattr(action, name)) is not None:
                fields[name] = self._mask.data(value)
        if action.state is EditState.SENT:
            fields["sent_at"] = utc_now()
        elif action.state is EditState.CONFIRMED:
            fields["confirmed_at"] = utc_now()
            self._stats.edits += 1
            self._dirty = True
        edits, lease = self._parts.edits, self.tenure.lease
        self._later(lambda: edits.move(action.edit_id, action.state, fields, lease=lease))

    def asked(self, command: Command) -> None:
        """A command was given to the session."""
        self._commands[command.id] = command

    def command(self, action: act.CommandChanged, now_ms: float) -> None:
        """A command moved on."""
        self.flight.wire(now_ms, "phony", "note", action)
        fields: dict[str, Any] = {"at_ms": int(now_ms)}
        if action.result is not None:
            fields["result"] = self._mask.text(action.result)
        command = self._commands.get(action.command_id)
        if command is not None and action.state is CommandState.DONE:
            if command.kind is CommandKind.HANG_UP and self.recorder is None:
                self._hang_ups.append(command.id)  # no stream whose end would end the call
                return
            if command.kind in _TRANSFERS:
                return  # done once the carrier says so: see `CarrierEvents`
            self._floor_changed(command)  # first: who sees it done sees its effect
        commands, lease = self._parts.commands, self.tenure.lease
        self._later(lambda: commands.move(action.command_id, action.state, fields, lease=lease))

    def hung_up(self, failed: str | None = None) -> None:
        """The carrier has confirmed the end of the call, or `failed` says why it did not."""
        commands, result = self._parts.commands, {} if failed is None else {"result": failed}
        state = CommandState.DONE if failed is None else CommandState.FAILED
        waiting, self._hang_ups = self._hang_ups, []
        for command_id in waiting:
            move = functools.partial(commands.move, lease=self.tenure.lease)
            self._later(functools.partial(move, command_id, state, result))

    def _floor_changed(self, command: Command) -> None:
        call, calls = self.call, self._parts.calls
        match command.kind:
            case CommandKind.MUTE | CommandKind.UNMUTE:
                call.muted = command.kind is CommandKind.MUTE
            case CommandKind.TAKE_OVER | CommandKind.HAND_BACK:
                taken = command.kind is CommandKind.TAKE_OVER
                call.taken_over_by = command.author if taken else None
            case _:
                return
        fields, lease = (
            {"muted": call.muted, "taken_over_by": call.taken_over_by},
            self.tenure.lease,
        )
        self._later(lambda: calls.patch(call.id, fields, lease=lease))

    def usage(self, action: act.UsageReported, now_ms: float) -> None:
        """The engine reported what it used."""
        self.flight.wire(now_ms, "phony", "note", action)
        money = self._parts.money
        if money is not None and money.usage(action):
            self._dirty = True

    def phase(self, action: act.CallPhaseChanged, now_ms: float) -> None:
        """The call entered another phase."""
        self.flight.wire(now_ms, "phony", "note", action)
        self.call.phase = action.phase
        self._soon({"phase": action.phase})

    def note(self, action: act.Note, now_ms: float) -> None:
        """A line for the flight record."""
        self.flight.add(now_ms, "phony", "note", action.name, action.data)

    def engine_opened(self) -> None:
        """One more session of the engine."""
        self._stats.engine_sessions += 1

    def engine_ready(self, label: str, place: int) -> None:
        """From now on this engine of the chain speaks; `place` 0 is the agent's own."""
        if self._stats.engines[-1:] != [label]:
            self._stats.engines.append(label)
            self._dirty = True
        self.engine_places.append(place)

    # ---- time ----------------------------------------------------------------------------

    def tick(self, now_ms: float) -> None:
        """Once a second: audio, figures and money."""
        self._flush_audio(now_ms)
        money = self._parts.money
        if money is not None and self.answered_ms is not None:
            self._dirty |= money.tick(self.answered_s(now_ms))
        if self._dirty:
            self._write_figures()

    def due_limit(self) -> Event | None:
        """A stage of a money limit that was just reached."""
        money = self._parts.money
        if money is None or self.answered_ms is None:
            return None
        limit = money.due_limit()
        if limit is not None:
            stage = {"limit_stage": getattr(limit, "stage", None)}
            self._soon({**stage, "limit_what": getattr(limit, "what", None)})
        return limit

    @property
    def overspent(self) -> bool:
        """The limit was reached, the goodbye had its time, and the call still runs."""
        return self._parts.money is not None and self._parts.money.overdue

    def _flush_audio(self, now_ms: float, *, final: bool = False) -> None:
        if self.recorder is None:
            return
        call = self.call
        for chunk in self.recorder.take(now_ms, final=final):
            self._journal.audio(
                call.org_id,
                call.id,
                chunk.at_ms,
                chunk.caller,
                chunk.agent,
                lease=self.tenure.lease,
            )
        self._note_lost_audio(now_ms)

    def _note_lost_audio(self, now_ms: float) -> None:
        """Whoever hears the hole in the recording finds here where it comes from."""
        if lost := self._journal.sound.lost(self.call.id):
            lost_ms = lost // (2 * BYTES_PER_MS)  # of both sides
            self.flight.add(now_ms, "phony", "note", "audio_lost", {"lost_ms": lost_ms})

    def _write_figures(self, **more: Any) -> None:
        self._dirty = False
        stats = self._stats
        spoken = [t for t in self._turns.values() if t.role in (Role.CALLER, Role.AGENT)]
        stats.turns = len(spoken)
        stats.caller_turns = sum(turn.role is Role.CALLER for turn in spoken)
        stats.agent_turns = len(spoken) - stats.caller_turns
        stats.interruptions = sum(turn.interrupted for turn in spoken)
        tools = [turn for turn in self._turns.values() if turn.kind == "tool"]
        stats.tool_calls = len(tools)
        stats.tool_errors = sum(not turn.data.get("ok") for turn in tools)
        # A greeting answers nobody: its latency is shown, but it is no reply.
        answers = [t.latency.total for t in spoken if t.latency and t.kind == "speech"]
        stats.reply_ms = [round(reply, 1) for reply in answers if reply > 0]
        stats.caller_frames, stats.agent_frames = self.flight.frames
        self.call.stats = stats
        fields: dict[str, Any] = {"stats": stats.model_dump()}
        if self._parts.money is not None:
            fields["cost"] = self._parts.money.cost.model_dump()
        self._soon(fields | more)

    # ---- the end -------------------------------------------------------------------------

    def announce(self, end: act.EndCall) -> None:
        """Note how the call is about to end: the carrier asks once its stream does."""
        ends, call = self._parts.ends, self.call
        self._later(lambda: ends.announce(call, end))

    def let_go(self, now_ms: float) -> None:
        """Write everything, then let another worker take the call up."""
        self._write_all(now_ms)
        release = functools.partial(self._parts.calls.release, in_order=self.in_order)
        self._later(functools.partial(release, self.call.id, lease=self.tenure.lease))

    def finish(self, end: act.EndCall, now_ms: float, *, goes_on: bool) -> None:
        """Write the end: turns first, the final status last.

        `goes_on`: the carrier still has the caller, and its callbacks end the record.
        """
        parts = self._parts
        bill: CallCost | None = None
        # By the call's own clock, whenever it is written, and whatever clocks were set meanwhile.
        ended_ms = end.ended_ms or now_ms
        lasted_s = lasted(self.answered_s(ended_ms), self.carrier_s)
        answered = self.answered_ms is not None
        if parts.money is not None and not goes_on and (answered or not self.carrier_s):
            bill = parts.money.finish(lasted_s)  # else the carrier alone answered, and bills that
        self._write_all(now_ms, transcript_final=True)
        ended_at = self.call.created_at + timedelta(milliseconds=int(ended_ms))

        async def close() -> None:
            closed = await parts.ends.close(
                self.call,
                end.outcome,
                end.reason,
                ended_at=ended_at,
                lasted_s=lasted_s if answered else self.carrier_s,
                bill=bill,
                by=parts.worker_id,
            )
            if closed is not None:
                self.call = closed

        self._later((lambda: parts.ends.pass_on(self.call, end)) if goes_on else close)

    def _write_all(self, now_ms: float, **more: Any) -> None:
        self._flush_audio(now_ms, final=True)
        self._write_figures(**more)

        async def flush() -> None:
            self._note_lost_audio(now_ms)
            if not await self._journal.flush():
                raise NotNow

        self._later(flush)
