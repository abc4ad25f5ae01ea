"""A worker that lost a call while it was stopped: whatever it tries to write changes nothing."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import pytest
from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)
from tests.session.driver import FRAME, make_agent
from tests.support.bridges import parts_of
from tests.support.calls import keep, make_call, make_edit, make_turn
from tests.support.tails import no_salvage

from phony.domain import actions as act
from phony.domain.calls import Call, CallOutcome, CallStatus
from phony.domain.commands import Command, CommandKind, CommandState
from phony.domain.edits import EditState
from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.service.bridge.ports import BridgeParts
from phony.service.bridge.record import CallRecord
from phony.service.bridge.tenure import Tenure
from phony.service.calls.ending import Endings
from phony.service.money.spending import Spending
from phony.store.database import Database
from phony.store.documents import dump
from phony.store.journal import Journal

_WRITES = frozenset({"insert", "update", "delete", "findAndModify"})


class Ear(CommandListener):
    """Every write that is sent to the database, while it listens."""

    def __init__(self) -> None:
        self.heard: list[Mapping[str, Any]] = []
        self.listens = False

    def started(self, event: CommandStartedEvent) -> None:
        if self.listens and event.command_name in _WRITES:
            self.heard.append(dict(event.command))

    def succeeded(self, event: CommandSucceededEvent) -> None: ...

    def failed(self, event: CommandFailedEvent) -> None: ...

    def unfenced(self) -> list[Mapping[str, Any]]:
        """Writes that do not say whose lease they are made with."""
        found = []
        for command in self.heard:
            asked = [each["q"] for each in command.get("updates", ())]
            asked += [command["query"]] if "query" in command else []
            if not asked or any("lease" not in query for query in asked):
                found.append(command)
        return found


class Stale:
    """The record of a call as its first owner keeps it; the call is the second one's."""

    def __init__(self, database: Database, call: Call, ear: Ear) -> None:
        self.database, self.call, self.ear = database, call, ear
        self.edit, self.sent = make_edit(call.id), make_edit(call.id, state=EditState.SENT)
        self.command = Command(
            id="command_1", org_id=DEFAULT_ORG, call_id=call.id, kind=CommandKind.MUTE,
            created_at=utc_now(),
        )  # fmt: skip
        self.parts: BridgeParts = parts_of(database)
        self.parts.journal = Journal(database, fresh_s=0)
        self.parts.ends = Endings(
            database, Spending(database, None, "w1"), _Mute(), no_salvage(database)
        )
        self.record = CallRecord(call, self.parts, [], seq=0)

    async def lose(self) -> None:
        """What there is of the call, and somebody else who has it."""
        await keep(self.database, self.call, make_turn(self.call.id, 0, "Hello"), self.edit)
        await keep(self.database, self.sent)
        await self.database.raw["commands"].insert_one(dump(self.command))
        await self.parts.calls.claim(self.call.id, "w2", held_by="w1")

    async def everything(self) -> dict[str, list[dict[str, Any]]]:
        names = await self.database.raw.list_collection_names()
        found = {}
        for name in names:
            found[name] = await self.database.raw[name].find().sort("_id", 1).to_list()
        return found

    async def writes(self, write: Callable[[], object]) -> None:
        """Do it, and all that it has put off."""
        async with asyncio.TaskGroup() as group:
            writer = group.create_task(self.record.writes.run())
            write()
            await self.record.writes.done()
            assert await self.parts.journal.flush()
            writer.cancel()


class _Mute:
    """A carrier that is asked for nothing."""

    async def run_twiml(self, sid: str, twiml: str, within_s: float) -> None:
        raise AssertionError("the call is somebody else's")


@pytest.fixture
async def stale(mongodb_url: str, database_name: str) -> AsyncIterator[Stale]:
    ear = Ear()
    database = await Database.connect(mongodb_url, database_name, event_listeners=[ear])
    agent = make_agent(org_id=DEFAULT_ORG, recording=True)
    call = make_call(
        agent=agent, agent_id=agent.id, worker_id="w1", status=CallStatus.IN_PROGRESS,
        answered_at=utc_now(), carrier_call_sid="CA1",
    )  # fmt: skip
    stale = Stale(database, call, ear)
    await stale.lose()
    yield stale
    await database.close()


def _ends(stale: Stale, *, goes_on: bool) -> None:
    after = act.AfterStream(kind="transfer", to_number="+15550001111") if goes_on else None
    end = act.EndCall(CallOutcome.AGENT_HUNG_UP, "late", after)
    stale.record.finish(end, 9000.0, goes_on=goes_on)


def _hears(stale: Stale) -> None:
    recorder = stale.record.stream_began(0.0, "MZ2", None)
    recorder.caller(b"x" * 160, 20.0)
    recorder.agent(FRAME, 20.0)
    stale.record.tick(2000.0)


def _mutes(stale: Stale) -> None:
    stale.record.asked(stale.command)
    done = act.CommandChanged(stale.command.id, CommandState.DONE, "late")
    stale.record.command(done, 9000.0)


def _hung_up(stale: Stale) -> None:
    stale.record.asked(stale.command.model_copy(update={"kind": CommandKind.HANG_UP}))
    stale.record.command(act.CommandChanged(stale.command.id, CommandState.DONE), 9000.0)
    stale.record.hung_up("late")


# Every public method of the record that writes.
TRIED: dict[str, Callable[[Stale], object]] = {
    "stream_began": _hears,
    "stream_ended": lambda s: s.record.stream_ended(9000.0, 1006),
    "turn": lambda s: s.record.turn(act.TurnChanged(make_turn(s.call.id, 0, "late")), 9000.0),
    "a new turn": lambda s: s.record.turn(act.TurnChanged(make_turn(s.call.id, 7, "x")), 9000.0),
    "context": lambda s: s.record.context(act.ContextChanged({"x": 1}, "n", "p", 9), 9000.0),
    "edit": lambda s: s.record.edit(act.EditChanged(s.edit.id, EditState.SENT, 1), 9000.0),
    "an edit that was sent": lambda s: s.record.edit(
        act.EditChanged(s.sent.id, EditState.CONFIRMED, 1), 9000.0
    ),
    "command": _mutes,
    "hung_up": _hung_up,
    "usage": lambda s: s.record.usage(act.UsageReported("realtime", "m", {}), 9000.0),
    "phase": lambda s: s.record.phase(act.CallPhaseChanged("late"), 9000.0),
    "note": lambda s: s.record.note(act.Note("late", {}), 9000.0),
    "engine_ready": lambda s: s.record.engine_ready("late", 1),
    "tick": lambda s: s.record.tick(9000.0),
    "announce": lambda s: s.record.announce(
        act.EndCall(CallOutcome.TRANSFERRED, "late", act.AfterStream(kind="apology"))
    ),
    "let_go": lambda s: s.record.let_go(9000.0),
    "finish": lambda s: _ends(s, goes_on=False),
    "finish, and the carrier goes on": lambda s: _ends(s, goes_on=True),
}
WRITE_NOTHING = {
    "answered_s", "asked", "disown", "due_limit", "engine_opened", "overspent", "put_aside",
    "written",
}  # fmt: skip


def test_every_way_to_write_is_tried() -> None:
    public = {name for name, _ in inspect.getmembers(CallRecord) if not name.startswith("_")}
    assert public == {name for name in TRIED if name in public} | WRITE_NOTHING


@pytest.mark.parametrize("way", TRIED)
async def test_a_late_write_changes_nothing(stale: Stale, way: str) -> None:
    before = await stale.everything()
    stale.ear.listens = True
    await stale.writes(lambda: TRIED[way](stale))
    stale.ear.listens = False
    assert await stale.everything() == before
    assert stale.ear.unfenced() == []


@pytest.mark.parametrize("way", TRIED)
async def test_who_knows_that_the_call_is_lost_does_not_even_try(stale: Stale, way: str) -> None:
    stale.record.disown()
    stale.ear.listens = True
    await stale.writes(lambda: TRIED[way](stale))
    assert stale.ear.heard == []


async def test_a_tenure_is_believed_for_a_moment_and_then_asked_for(stale: Stale) -> None:
    now = 0.0
    tenure = Tenure(stale.parts.calls, stale.call, clock=lambda: now)
    assert await tenure.lasts()
    now = 1.0
    assert not await tenure.lasts()
    assert not await tenure.may_last(1)
    held = Tenure(stale.parts.calls, await stale.parts.calls.get(stale.call.id), clock=lambda: now)
    now = 9.0
    assert await held.lasts()


async def test_nobody_else_has_a_call_while_the_database_is_away(stale: Stale) -> None:
    now = 0.0
    tenure = Tenure(stale.parts.calls, stale.call, clock=lambda: now)
    now = 9.0
    await stale.database.close()
    with pytest.raises(Exception, match="close"):
        await tenure.lasts()
    assert await tenure.may_last(0.2)
    tenure.lost = True
    assert not await tenure.may_last(0.2)
