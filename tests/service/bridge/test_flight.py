"""What the flight record stores of events and actions: readers count on names and fields."""

from __future__ import annotations

from typing import Any, cast, get_args

import orjson
import pytest
from bson import BSON
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.domain.anything import any_of
from tests.session.driver import greeted
from tests.support.strange_events import strange_events

from phony.domain.actions import (
    Action,
    AfterStream,
    AnswerTool,
    AppendAudio,
    Ask,
    AskAside,
    CallPhaseChanged,
    ClearPlayout,
    Configure,
    EditChanged,
    EndCall,
    EngineAction,
    OpenEngine,
    Ping,
    PlayAudio,
    Reconfigure,
    SendMark,
    Tell,
    TruncateItem,
)
from phony.domain.agents import Transcription
from phony.domain.calls import CallOutcome
from phony.domain.edits import EditState, Refusal
from phony.domain.engine import ScribeSettings
from phony.domain.errors import ProtocolError
from phony.domain.events import (
    AgentAudio,
    CallerAudio,
    CallerSpeechStarted,
    CallerText,
    EngineError,
    EngineLost,
    Event,
    ItemAdded,
    ItemDone,
    OperatorAudio,
    ResponseStarted,
    SessionUpdated,
)
from phony.domain.flight import FlightEvent
from phony.domain.lossless import from_dict, to_dict
from phony.domain.turns import Role
from phony.service.bridge.flight import FlightRecord, recorded
from phony.store.documents import escape, load, unescape
from phony.store.journal import Journal, entry
from phony.wire import realtime, twilio

EVERY: tuple[Any, ...] = (*get_args(Event), *get_args(Action))
SOUND = (AgentAudio, AppendAudio, CallerAudio, OperatorAudio, PlayAudio)
STORED: list[tuple[Event | Action, str, dict[str, Any]]] = [
    (SessionUpdated(), "session_updated", {}),
    (CallerText("i", "Hi", {"seconds": 2}), "caller_text", {"item_id": "i", "text": "Hi"}),
    (CallerAudio("/w==", b"\xff"), "caller_audio", {}),
    (
        ItemAdded("i", "message", Role.CALLER, "h"),
        "item_added",
        {"item_id": "i", "kind": "message", "role": "user", "previous_item_id": "h"},
    ),
    (
        ItemDone("i", "function_call"),
        "item_done",
        {"item_id": "i", "kind": "function_call", "role": None},
    ),
    (
        ResponseStarted("r", {"kind": "greeting"}),
        "response_started",
        {"response_id": "r", "metadata": {"kind": "greeting"}, "out_of_band": False},
    ),
    (
        EngineError("c", "m", event_id="e"),
        "engine_error",
        {
            "code": "c",
            "message": "m",
            "error_type": "",
            "event_id": "e",
            "param": None,
            "trouble": "other",
        },
    ),
    (Configure(ScribeSettings(Transcription(), "en"), "su"), "update_session", {"event_id": "su"}),
    (Reconfigure("su", "Be brief."), "update_session", {"event_id": "su"}),
    (
        Tell("i", Role.AGENT, "Hello.", "ci", after="h"),
        "create_item",
        {
            "item": {
                "type": "message",
                "id": "i",
                "role": "assistant",
                "content": [{"type": "output_text", "text": "Hello."}],
            },
            "event_id": "ci",
            "previous_item_id": "h",
        },
    ),
    (
        AnswerTool("i", "call_1", "{}", "ci"),
        "create_item",
        {
            "item": {
                "type": "function_call_output",
                "id": "i",
                "call_id": "call_1",
                "output": "{}",
            },
            "event_id": "ci",
            "previous_item_id": None,
        },
    ),
    (
        Ask("rc", {"kind": "reply"}),
        "create_response",
        {"event_id": "rc", "response": {"metadata": {"kind": "reply"}}},
    ),
    (
        AskAside("rc", {"kind": "probe"}, "Answer."),
        "create_response",
        {
            "event_id": "rc",
            "response": {
                "conversation": "none",
                "output_modalities": ["text"],
                "metadata": {"kind": "probe"},
                "instructions": "Answer.",
            },
        },
    ),
    (TruncateItem("i", 500), "truncate_item", {"item_id": "i", "audio_end_ms": 500}),
    (CallPhaseChanged("hold"), "call_phase_changed", {"phase": "hold"}),
    (
        EndCall(CallOutcome.TRANSFERRED, "transfer", AfterStream("transfer", "+15550100001"), 9),
        "end_call",
        {
            "outcome": "transferred",
            "reason": "transfer",
            "after": {
                "kind": "transfer",
                "to_number": "+15550100001",
                "room": None,
                "command_id": None,
            },
            "ended_ms": 9,
        },
    ),
    (
        EditChanged("e", EditState.REFUSED, 3, Refusal.CALL_OVER),
        "edit_changed",
        {
            "edit_id": "e",
            "state": "refused",
            "refusal": "call_over",
            "reason": "The call is over.",
            "probe_answer": None,
            "before": None,
        },
    ),
]


@pytest.mark.parametrize(("what", "name", "data"), STORED)
def test_what_is_stored(what: Event | Action, name: str, data: dict[str, Any]) -> None:
    assert recorded(what)[:2] == (name, data)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(EVERY).flatmap(any_of))
def test_everything_can_be_stored_and_audio_never_is(what: Any) -> None:
    _, data, whole = recorded(what)
    orjson.dumps([data, whole])
    assert "payload" not in data
    assert whole is None or "payload" not in whole


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([each for each in EVERY if each not in SOUND]).flatmap(any_of))
def test_an_entry_has_the_whole_event_or_action(what: Any) -> None:
    name, data, whole = recorded(what)
    stored = entry(1, 2.5, "phony", "note", name, {**data, "frames": {"in": 1, "out": 0}})
    stored |= {"of": "event", "what": whole, "call_id": "c"}
    loaded = load(FlightEvent, BSON.encode(stored).decode())
    # What BSON cannot hold (numbers beyond 64 bits) is kept as near as it can.
    assert loaded.happened() == from_dict(unescape(escape(to_dict(what))))


def test_a_note_is_of_no_event_nor_is_what_an_older_version_wrote() -> None:
    older = {"call_id": "c", "seq": 1, "at_ms": 0, "leg": "engine", "direction": "in"}
    assert FlightEvent(**older, name="engine_lost", data={"reason": "x"}).happened() is None
    kept = Kept()
    record = FlightRecord(cast(Any, kept), "org_1", "call_1")
    record.wire(0, "engine", "in", EngineLost(1006))
    record.wire(1, "engine", "out", OpenEngine(2))
    record.add(2, "phony", "note", "engine_lost", {"reason": "x"})
    assert [each.get("of") for each in kept.entries] == ["event", "action", None]


def test_keys_that_a_database_may_not_see_are_escaped() -> None:
    sent = EditChanged("e", EditState.SENT, 1, before={"set": {"$where": 1}, "unset": []})
    assert recorded(sent)[1]["before"] == {"set": {"%24where": 1}, "unset": []}


@settings(max_examples=400, deadline=None)
@given(st.lists(strange_events(), min_size=1, max_size=6))
@example([b'{"type":"error","error":{"code":{"of":"another shape"}}}'])
def test_no_event_of_the_engines_breaks_a_call_or_its_record(texts: list[bytes]) -> None:
    driver = greeted()
    driver.feed(CallerSpeechStarted("c1"), ResponseStarted("resp_1", {}))
    record = FlightRecord(Journal(cast(Any, Nobody())), "org_1", "call_1")
    for text in texts:
        try:
            event = realtime.decode(text)
        except ProtocolError as error:
            record.add(0, "engine", "in", "malformed", {"what": str(error)})
            continue
        if event is None:
            continue
        record.wire(driver.now_ms, "engine", "in", event)
        for action in [*driver.feed(event), *driver.wait(100)]:
            record.wire(driver.now_ms, "phony", "note", action)
            BSON.encode(escape(to_dict(action)))
            if isinstance(action, get_args(EngineAction)):
                realtime.encode(action)
            elif isinstance(action, PlayAudio | SendMark | ClearPlayout):
                twilio.encode(action, "MZ1")


def test_the_question_whether_somebody_is_there_is_no_news_nor_is_its_answer() -> None:
    record = FlightRecord(Journal(cast(Any, Nobody())), "org_1", "call_1")

    def seen(leg: str, direction: str, what: Event | Action) -> bool:
        before = record.seq
        record.wire(0, leg, direction, what)
        return record.seq > before

    assert seen("engine", "out", Configure(ScribeSettings(Transcription(), "en"), "su_1"))
    assert not seen("engine", "out", Ping("su_2"))
    assert seen("engine", "out", Reconfigure("su_3", "Be brief."))
    assert not seen("operator", "out", Ping("su_4", transcribes=True))
    assert not seen("operator", "in", SessionUpdated())
    assert [seen("engine", "in", SessionUpdated()) for _ in range(4)] == [True, False, True, True]


class Nobody:
    """A database that is not asked: entries stay in memory."""

    raw: Any = None
    loose: Any = None


class Kept:
    """Takes the entries as a journal does."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []

    def event(self, org_id: str, call_id: str, entry: dict[str, Any], *, lease: int = 0) -> None:
        self.entries.append(entry)
