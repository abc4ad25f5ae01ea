"""The flight record: every event of both legs on the call's clock; audio frames are counted."""

from __future__ import annotations

import re
from collections import deque
from typing import Any, get_args

from phony.domain.actions import (
    Action,
    AnswerTool,
    AppendAudio,
    Ask,
    AskAside,
    Configure,
    DialOperator,
    EditChanged,
    Ping,
    PlayAudio,
    Reconfigure,
    RunTool,
    Tell,
    UsageReported,
)
from phony.domain.events import (
    AgentAudio,
    CallerAudio,
    EngineError,
    EngineLost,
    Event,
    ItemAdded,
    ItemDone,
    OperatorAudio,
    SessionUpdated,
)
from phony.domain.lossless import TYPE, to_dict
from phony.domain.masking import Mask
from phony.service.bridge.recorder import Recorder
from phony.store.documents import escape
from phony.store.journal import Journal, entry
from phony.wire import realtime

# Readers of `data` find the first in the recording, the others in the record of the call.
_EVENTS = frozenset(get_args(Event))
_AUDIO = (CallerAudio, AgentAudio, OperatorAudio, AppendAudio, PlayAudio)
_SOUND = frozenset({"payload", "data"})
_WHOLE_OBJECTS = {"settings", "edit", "command", "turn", "usage", "tool_calls", "detail"}
_TYPE = re.compile(rb'"(?:type|event)"\s*:\s*"([A-Za-z0-9_.]{1,80})"')


def recorded(what: Event | Action) -> tuple[str, dict[str, Any], dict[str, Any] | None]:
    """Name and data of an entry, and the lossless form where the data shows it otherwise.

    What asks something of the engine is shown as it is sent. Sound is left out of both.
    """
    whole = to_dict(what, but=_SOUND if isinstance(what, _AUDIO) else frozenset())
    for key, value in whole.items():
        if type(value) is not str and value is not None:  # a wire's text is valid UTF-8
            whole[key] = escape(value)
    name, data = _shown(what) or (whole[TYPE], {**whole})
    data.pop(TYPE, None)
    for key in _WHOLE_OBJECTS & data.keys():
        del data[key]
    if isinstance(what, EditChanged):
        data["reason"] = what.reason
    elif isinstance(what, ItemAdded | ItemDone) and what.role is not None:
        data["role"] = realtime.ROLES[what.role]
    return name, data, None if {TYPE: name, **data} == whole else whole


def _shown(what: Event | Action) -> tuple[str, dict[str, Any]] | None:
    """What is shown in another form than its own: what is asked of the engine, as it is sent."""
    match what:
        case Configure(event_id=event_id) | Reconfigure(event_id=event_id):
            return "update_session", {"event_id": event_id}
        case Tell(event_id=event_id, after=after):
            item = escape(realtime.item(what))
            return "create_item", {"item": item, "event_id": event_id, "previous_item_id": after}
        case AnswerTool(event_id=event_id):
            item = escape(realtime.item(what))
            return "create_item", {"item": item, "event_id": event_id, "previous_item_id": None}
        case Ask(event_id=event_id) | AskAside(event_id=event_id):
            response = escape(realtime.response(what))
            return "create_response", {"response": response, "event_id": event_id}
        case RunTool(name=name):
            return "run_tool", {"name": name}
        case DialOperator(command_id=command_id):
            return "dial_operator", {"command_id": command_id}
        case UsageReported(kind=kind, model=model, usage=usage):
            return "usage", {"kind": kind, "model": model, "usage": escape(usage)}
    return None


def wire_type(text: bytes) -> str:
    """The type of a message that we do not read further."""
    match = _TYPE.search(text[:4096])
    return match[1].decode() if match else "unknown"


class FlightRecord:
    """Writes one call's entries, each with the audio frames since the last one."""

    def __init__(
        self,
        journal: Journal,
        org_id: str,
        call_id: str,
        seq: int = 0,
        *,
        lease: int = 0,
        mask: Mask | None = None,
    ) -> None:
        """`seq` goes on where another worker stopped; `lease` is that of the call's owner."""
        self._mask = mask or Mask(None)
        self._journal = journal
        self._org_id = org_id
        self._call_id = call_id
        self._lease = lease
        self.seq = seq
        self.recorder: Recorder | None = None  # counts the frames; None before the stream
        self._noted = (0, 0)
        self.engine_errors: list[str] = []  # codes, until somebody has counted them
        # Changes of a leg's session that are not confirmed yet, in order: was it only a question
        # whether somebody is there? Those and their answers are no news.
        self._updates: dict[str, deque[bool]] = {}

    @property
    def frames(self) -> tuple[int, int]:
        """All audio frames so far, in and out."""
        recorder = self.recorder
        return (0, 0) if recorder is None else (recorder.caller_frames, recorder.agent_frames)

    def wire(self, at_ms: float, leg: str, direction: str, what: Event | Action) -> None:
        """An event or action that crossed a leg."""
        if isinstance(what, EngineError):
            self.engine_errors.append(what.code[:60] or "error")
        elif isinstance(what, EngineLost) and what.code not in (1000, 1001):
            self.engine_errors.append(f"lost {what.status or what.code}")
        if self._is_pulse(leg, what):
            return
        name, data, whole = recorded(self._mask.crossed(what))
        noted = self._put(at_ms, leg, direction, name, data)
        noted["of"] = "event" if type(what) in _EVENTS else "action"
        if whole is not None:
            noted["what"] = self._mask.data(whole)

    def _is_pulse(self, leg: str, what: Event | Action) -> bool:
        if isinstance(what, Ping | Reconfigure):
            asked = isinstance(what, Ping)
            self._updates.setdefault(leg, deque()).append(asked)
            return asked
        if isinstance(what, Configure):  # a fresh session
            self._updates[leg] = deque([False])
        if not isinstance(what, SessionUpdated):
            return False
        updates = self._updates.get(leg)
        return updates.popleft() if updates else False

    def add(
        self, at_ms: float, leg: str, direction: str, name: str, data: dict[str, Any] | None = None
    ) -> None:
        """One entry that is no event or action."""
        self._put(at_ms, leg, direction, name, escape(data) if data else {})

    def _put(
        self, at_ms: float, leg: str, direction: str, name: str, data: dict[str, Any]
    ) -> dict[str, Any]:
        data = self._mask.data(data)
        frames = self.frames
        if frames != self._noted:
            data["frames"] = {"in": frames[0] - self._noted[0], "out": frames[1] - self._noted[1]}
            self._noted = frames
        self.seq += 1
        noted = entry(self.seq, at_ms, leg, direction, name, data)
        self._journal.event(self._org_id, self._call_id, noted, lease=self._lease)
        return noted
