"""Which records changed, without what is in them; and records as watchers see them."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.calls import keep, make_call, make_edit, make_turn
from tests.support.records import make_agent, make_number

from phony.domain.errors import Invalid
from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.domain.tools import HttpTool, ToolSettings
from phony.store.changes import CursorTooOld
from phony.store.database import Database
from phony.store.pulse import (
    HEAVY,
    Pulse,
    call_owners,
    cursor_of,
    owners,
    pulses,
    read,
    token_of,
)
from phony.store.repositories import for_org


async def start(database: Database) -> str:
    async with asyncio.timeout(15), aclosing(pulses(database, None)) as changes:
        first, cursor = await anext(changes)
    assert first is None
    return cursor


async def pulses_since(database: Database, cursor: str, count: int) -> list[tuple[Pulse, str]]:
    found: list[tuple[Pulse, str]] = []
    async with asyncio.timeout(15), aclosing(pulses(database, cursor)) as changes:
        async for pulse, at in changes:
            if pulse is not None:
                found.append((pulse, at))
            if len(found) == count:
                break
    return found


async def test_each_write_is_one_pulse_in_order(database: Database) -> None:
    cursor, call = await start(database), make_call()
    await keep(database, call, make_turn(call.id, 0, "Hello"))
    await database.raw["audit"].insert_one({"_id": "nobody watches this"})
    await for_org(database, DEFAULT_ORG).calls.patch(call.id, {"phase": "x"})
    await for_org(database, DEFAULT_ORG).numbers.put(make_number(id="num_1"))
    await database.raw["turns"].delete_one({"_id": f"{call.id}:0"})
    found = await pulses_since(database, cursor, 5)
    assert [pulse for pulse, _ in found] == [
        Pulse("calls", call.id),
        Pulse("turns", f"{call.id}:0"),
        Pulse("calls", call.id),
        Pulse("numbers", "num_1"),
        Pulse("turns", f"{call.id}:0", deleted=True),
    ]
    cursors = [cursor, *(at for _, at in found)]
    assert cursors == sorted(cursors)  # who compares two knows what came first
    assert len(set(cursors)) == 6
    assert await pulses_since(database, cursors[3], 2) == found[3:]


async def test_an_outworn_cursor_is_said_so(database: Database) -> None:
    with pytest.raises(CursorTooOld):
        await pulses_since(database, "82" + "0" * 14, 1)


@settings(deadline=None)
@given(st.text(alphabet="0123456789abcdefABCDEF", min_size=16, max_size=60))
def test_a_cursor_is_its_token(cursor: str) -> None:
    assert cursor_of(token_of(cursor)) == cursor.upper()


@pytest.mark.parametrize(
    "cursor",
    ["", "8", "z" * 20, "8200000001000000\n", "A" * 2001, "\uff11" * 16, "82 00000001000000"],
)
def test_what_is_no_cursor_never_reaches_the_server(cursor: str) -> None:
    with pytest.raises(Invalid):
        token_of(cursor)


async def test_watchers_get_no_snapshot_no_prompt_and_no_secrets(database: Database) -> None:
    tool = HttpTool(name="look", url="https://x.example", headers={"Authorization": "secret"})
    agent = make_agent(tools=ToolSettings(http=[tool]), system_prompt="long", notes="n")
    call = make_call(agent=agent, context_data={"$a": 1}, notes="n", system_prompt="long")
    store = for_org(database, DEFAULT_ORG)
    await store.agents.insert(agent)
    await store.calls.create(call, media={"hash": "secret", "ttl_s": 60})
    [shown] = await read(database, "agents")
    assert shown["name"] == agent.name
    assert not {"tools", "system_prompt", "notes", "context_data", "_id"} & shown.keys()
    [full] = await read(database, "calls")
    assert (full["id"], full["context_data"], full["org_id"]) == (call.id, {"$a": 1}, DEFAULT_ORG)
    assert not {"agent", "media", "_id"} & full.keys()
    [light] = await read(database, "calls", light=True)
    assert full.keys() - light.keys() == set(HEAVY)


async def test_records_are_read_in_the_order_of_what_happened(database: Database) -> None:
    now = utc_now()
    calls = [make_call(created_at=now - timedelta(minutes=age)) for age in (1, 3, 2)]
    await keep(database, *calls)
    turns = [make_turn(calls[1].id, index, "x") for index in (2, 0, 1)]
    await keep(database, *turns, make_turn(calls[0].id, 0, "x"))
    assert [c["id"] for c in await read(database, "calls")] == [calls[n].id for n in (1, 2, 0)]
    found = await read(database, "turns", query={"call_id": calls[1].id})
    assert [turn["index"] for turn in found] == [0, 1, 2]
    some = await read(database, "turns", [turns[0].id, "gone"])
    assert [turn["id"] for turn in some] == [turns[0].id]
    assert await read(database, "turns", []) == []
    both = await read(database, "calls", [c.id for c in calls], {"agent_id": {"$eq": "other"}})
    assert both == []


async def test_many_records_let_audio_pass(database: Database) -> None:
    await keep(database, *(make_edit("call_1") for _ in range(40)))
    steps = 0

    async def others() -> None:
        nonlocal steps
        while True:
            steps += 1
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as group:
        task = group.create_task(others())
        assert len(await read(database, "edits")) == 40
        task.cancel()
    assert steps >= 5


async def test_whose_a_record_is(database: Database) -> None:
    call, other = make_call(), make_call(org_id="org_other", agent_id="agent_b")
    await keep(database, call, other)
    assert await call_owners(database, [call.id, other.id, "gone"]) == {
        call.id: (DEFAULT_ORG, "agent_a"),
        other.id: ("org_other", "agent_b"),
    }
    ours, theirs = make_agent(), make_agent()
    await for_org(database, DEFAULT_ORG).agents.insert(ours)
    await for_org(database, "org_other").agents.insert(theirs)
    assert await owners(database, "agents") == {ours.id: DEFAULT_ORG, theirs.id: "org_other"}
