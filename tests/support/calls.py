"""Calls, turns and edits for tests of what is stored."""

from __future__ import annotations

from typing import Any

from phony.domain.calls import Call, CallOutcome, CallStatus, Direction
from phony.domain.edits import Edit
from phony.domain.flight import FlightEvent
from phony.domain.ids import DEFAULT_ORG, new_id, utc_now
from phony.domain.turns import Role, Turn
from phony.store.database import Database
from phony.store.documents import dump
from phony.store.repositories import for_org


def make_call(**fields: Any) -> Call:
    """A call with as little as possible."""
    values: dict[str, Any] = {
        "id": new_id("call"),
        "org_id": DEFAULT_ORG,
        "agent_id": "agent_a",
        "agent_name": "A",
        "direction": Direction.INBOUND,
        "from_number": "+15550001111",
        "to_number": "+18578167225",
        "created_at": utc_now(),
    }
    return Call(**{**values, **fields})


def make_turn(call_id: str, index: int, said: str, **fields: Any) -> Turn:
    """A finished turn."""
    values: dict[str, Any] = {
        "id": f"{call_id}:{index}",
        "call_id": call_id,
        "index": index,
        "role": Role.CALLER if index % 2 else Role.AGENT,
        "said": said,
        "heard": said,
        "started_ms": index * 2000,
        "ended_ms": index * 2000 + 1500,
        "final": True,
    }
    return Turn(**{**values, **fields})


def make_edit(call_id: str, **fields: Any) -> Edit:
    """A pending edit."""
    values: dict[str, Any] = {
        "id": new_id("edit"),
        "org_id": DEFAULT_ORG,
        "call_id": call_id,
        "created_at": utc_now(),
        "set": {"hours": "9-5"},
    }
    return Edit(**{**values, **fields})


async def finish(
    database: Database,
    call_id: str,
    status: CallStatus = CallStatus.COMPLETED,
    outcome: CallOutcome = CallOutcome.CALLER_HUNG_UP,
    **more: Any,
) -> Call | None:
    """End a call's record; None if it was over."""
    return await for_org(database, DEFAULT_ORG).calls.finish(
        call_id, status, outcome=outcome, reason="the test says so", **more
    )


_OF_THE_PAGE = ("_id", "call_id", "org_id")


async def keep(
    database: Database,
    *records: Call | Turn | Edit | FlightEvent,
    org_id: str = DEFAULT_ORG,
) -> None:
    """Insert records as the runtime would have."""
    for record in records:
        document = dump(record)
        name = "edits"
        if isinstance(record, Call):
            name = "calls"
        elif isinstance(record, Turn):
            name, document["org_id"] = "turns", org_id
        elif isinstance(record, FlightEvent):
            name = "call_events"
            entry = {name_: document[name_] for name_ in document if name_ not in _OF_THE_PAGE}
            document = {
                "_id": f"{record.call_id}:{record.seq}",
                "org_id": org_id,
                "call_id": record.call_id,
                "seq": record.seq,
                "last": record.seq,
                "entries": [entry],
            }
        await database.raw[name].insert_one(document)
