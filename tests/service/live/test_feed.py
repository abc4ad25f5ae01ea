import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest
from tests.support.calls import keep, make_call, make_edit, make_turn

from phony.domain.calls import CallStatus
from phony.domain.commands import Command, CommandKind, CommandState
from phony.domain.edits import EditState
from phony.domain.ids import DEFAULT_ORG, new_id, utc_now
from phony.service.live.feed import Feed
from phony.service.live.subscribers import MAX_MESSAGES, Scope, Subscriber, TooSlow, parse_wish
from phony.store.database import Database
from phony.store.documents import dump
from phony.store.repositories import for_org
from phony.store.workers import WorkerDirectory, WorkerState

ALL = Scope(DEFAULT_ORG)
RUNNING = CallStatus.IN_PROGRESS


@contextlib.asynccontextmanager
async def running(*feeds: Feed) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(feed.run()) for feed in feeds]
        yield
        for task in tasks:
            task.cancel()


async def messages(
    subscriber: Subscriber, until: Any, timeout_s: float = 5
) -> list[dict[str, Any]]:
    """What arrives, up to the first message for which `until` holds."""
    seen: list[dict[str, Any]] = []
    async with asyncio.timeout(timeout_s):
        while True:
            for text in await subscriber.next(1):
                seen.append(orjson.loads(text))
            if any(until(message) for message in seen):
                return seen


def of_type(seen: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [message for message in seen if message["type"] == name]


async def grow(database: Database, call_id: str, index: int, said: str) -> None:
    await database.raw["turns"].update_one({"_id": f"{call_id}:{index}"}, {"$set": {"said": said}})


async def test_snapshot_then_changes(database: Database) -> None:
    live, over = make_call(status=RUNNING), make_call(status=CallStatus.COMPLETED)
    await keep(database, live, over, make_turn(live.id, 0, "Hello"), make_edit(live.id))
    feed = Feed(database)
    async with running(feed), feed.subscribe(ALL) as subscriber:
        seen = await messages(subscriber, lambda m: m["type"] == "snapshot")
        snapshot = seen[0]
        assert [call["id"] for call in snapshot["calls"]] == [live.id]
        assert "agent" not in snapshot["calls"][0]
        assert [edit["call_id"] for edit in snapshot["edits"]] == [live.id]
        assert "turns" not in snapshot
        assert snapshot["cursor"]
        await grow(database, live.id, 0, "Hello there")
        await for_org(database, DEFAULT_ORG).calls.patch(live.id, {"phase": "speaking"})
        seen = await messages(subscriber, lambda m: m["type"] == "call")
        assert of_type(seen, "turn")[-1]["turn"]["said"] == "Hello there"
        call = of_type(seen, "call")[-1]["call"]
        assert (call["phase"], call["version"]) == ("speaking", 1)
        assert not {"agent", "_id", "media"} & call.keys()


async def test_a_call_s_snapshot_has_its_words_edits_and_commands(database: Database) -> None:
    call = make_call(status=RUNNING)
    command = Command(
        id=new_id("cmd"),
        org_id=DEFAULT_ORG,
        call_id=call.id,
        kind=CommandKind.MUTE,
        state=CommandState.DONE,
        created_at=utc_now(),
    )
    await keep(
        database,
        call,
        make_turn(call.id, 1, "Two"),
        make_turn(call.id, 0, "One"),
        make_edit(call.id, state=EditState.CONFIRMED),
    )
    await database.raw["commands"].insert_one(dump(command))
    feed = Feed(database)
    async with running(feed), feed.subscribe(Scope(DEFAULT_ORG, call_id=call.id)) as subscriber:
        snapshot = (await messages(subscriber, lambda m: m["type"] == "snapshot"))[0]
        assert [turn["said"] for turn in snapshot["turns"][call.id]] == ["One", "Two"]
        assert [edit["state"] for edit in snapshot["edits"]] == ["confirmed"]
        assert [found["id"] for found in snapshot["commands"]] == [command.id]


async def test_everybody_sees_only_what_is_theirs(database: Database) -> None:
    ours = make_call(status=RUNNING)
    agents = make_call(status=RUNNING, agent_id="agent_b")
    foreign = make_call(status=RUNNING, org_id="org_other")
    await keep(database, ours, agents, foreign)
    feed = Feed(database)
    scopes = {
        "all": Scope(DEFAULT_ORG),
        "agent": Scope(DEFAULT_ORG, agent_id="agent_b"),
        "call": Scope(DEFAULT_ORG, call_id=ours.id),
        "foreign": Scope("org_other"),
    }
    async with running(feed), contextlib.AsyncExitStack() as stack:
        subscribers = {
            name: await stack.enter_async_context(feed.subscribe(scope))
            for name, scope in scopes.items()
        }
        for call in (ours, agents, foreign):
            await for_org(database, call.org_id).calls.patch(call.id, {"phase": "x"})
            await keep(database, make_turn(call.id, 0, "secret"), org_id=call.org_id)
        seen = {
            name: await messages(subscriber, lambda m: m["type"] == "call")
            for name, subscriber in subscribers.items()
        }
        await asyncio.sleep(0.3)
        for name, subscriber in subscribers.items():
            seen[name] += [orjson.loads(text) for text in await subscriber.next(0.05)]
        found = {
            name: {m["call"]["id"] for m in of_type(some, "call")}
            | {m["turn"]["call_id"] for m in of_type(some, "turn")}
            for name, some in seen.items()
        }
        assert found == {
            "all": {ours.id, agents.id},
            "agent": {agents.id},
            "call": {ours.id},
            "foreign": {foreign.id},
        }


async def test_watching_some_calls_spares_the_words_of_the_others(database: Database) -> None:
    near, far = make_call(status=RUNNING), make_call(status=RUNNING, notes="long text")
    await keep(database, near, far, make_turn(near.id, 0, "before"))
    feed = Feed(database)
    async with running(feed), feed.subscribe(ALL) as subscriber:
        await messages(subscriber, lambda m: m["type"] == "snapshot")
        await feed.watch(subscriber, [near.id, "call_unknown"])
        seen = await messages(subscriber, lambda m: m["type"] == "turn")
        assert of_type(seen, "turn")[0]["turn"]["said"] == "before"
        for call in (far, near):
            await keep(database, make_turn(call.id, 1, "now"))
            await for_org(database, DEFAULT_ORG).calls.patch(call.id, {"phase": "x"})
        seen = await messages(
            subscriber, lambda m: m["type"] == "call" and m["call"]["id"] == near.id
        )
        await asyncio.sleep(0.3)
        seen += [orjson.loads(text) for text in await subscriber.next(0.05)]
        assert {m["turn"]["call_id"] for m in of_type(seen, "turn")} == {near.id}
        by_id = {m["call"]["id"]: m["call"] for m in of_type(seen, "call")}
        assert "notes" in by_id[near.id]
        assert "notes" not in by_id[far.id]
        assert "cost" in by_id[far.id]


async def test_deletions_and_agents_are_told(database: Database) -> None:
    now = utc_now()
    secret = {"http": [{"name": "crm", "headers": {"Authorization": "Bearer s3cret"}}]}
    agent = {"_id": "agent_a", "org_id": DEFAULT_ORG, "name": "A", "type": "inbound"}
    agent["tools"] = secret  # type: ignore[assignment]
    await database.raw["agents"].insert_one({**agent, "created_at": now, "updated_at": now})
    feed = Feed(database)
    async with running(feed), feed.subscribe(ALL) as subscriber:
        await messages(subscriber, lambda m: m["type"] == "snapshot")
        await database.raw["agents"].update_one({"_id": "agent_a"}, {"$set": {"name": "B"}})
        seen = await messages(subscriber, lambda m: m["type"] == "agent")
        assert of_type(seen, "agent")[0]["agent"]["name"] == "B"
        assert "s3cret" not in str(seen)
        await database.raw["agents"].delete_one({"_id": "agent_a"})
        seen = await messages(subscriber, lambda m: m["type"] == "agent")
        assert of_type(seen, "agent")[0]["agent"] == {"id": "agent_a", "deleted": True}


async def test_levels_come_from_the_workers(database: Database) -> None:
    call = make_call(status=RUNNING)
    await keep(database, call, make_call(org_id="org_other", id="call_other"))
    feed = Feed(database)
    levels = {call.id: (-20.0, -60.0), "call_other": (-1.0, -1.0)}
    async with running(feed), feed.subscribe(ALL) as subscriber:
        await WorkerDirectory(database).beat(WorkerState(id="w1", levels=levels))
        seen = await messages(subscriber, lambda m: m["type"] == "levels")
        assert of_type(seen, "levels")[0]["levels"] == {call.id: [-20.0, -60.0]}


@pytest.mark.parametrize("other_worker", [False, True])
async def test_going_on_with_a_cursor_loses_nothing(database: Database, other_worker: bool) -> None:
    """Somebody writes all the time, the reader comes and goes: in the end it knows everything."""
    call = make_call(status=RUNNING)
    await keep(database, call, *(make_turn(call.id, n, "") for n in range(4)))
    first, second = Feed(database), Feed(database)
    state: dict[str, str] = {}
    last: dict[str, str] = {}
    done = asyncio.Event()
    dice = random.Random(7)

    async def write() -> None:
        for number in range(300):
            index = number % 4
            last[f"{call.id}:{index}"] = text = f"word {number}"
            await grow(database, call.id, index, text)
            if number % 10 == 0:
                await asyncio.sleep(0.02)
        done.set()

    async with running(first, second), asyncio.TaskGroup() as group:
        group.create_task(write())
        cursor: str | None = None
        visits = 0
        async with asyncio.timeout(30):
            while not (done.is_set() and state == last):
                feed = second if other_worker and visits % 2 else first
                visits += 1
                async with feed.subscribe(Scope(DEFAULT_ORG, call_id=call.id), cursor) as reader:
                    for _ in range(dice.randint(1, 3)):
                        for text in await reader.next(0.2):
                            message = orjson.loads(text)
                            cursor = message.get("cursor") or cursor
                            if message["type"] == "snapshot":
                                assert visits == 1
                                for turn in message["turns"][call.id]:
                                    state[turn["id"]] = turn["said"]
                            elif message["type"] == "turn":
                                state[message["turn"]["id"]] = message["turn"]["said"]
                await asyncio.sleep(dice.random() * 0.05)
    assert visits > 3


async def test_a_cursor_nobody_remembers_means_reading_anew(database: Database) -> None:
    call = make_call(status=RUNNING)
    await keep(database, call)
    feed = Feed(database)
    # A token of the year 1970: before anything the oplog can hold.
    old = "8200000001000000012B0229296E04"
    async with running(feed), feed.subscribe(ALL, old) as subscriber:
        seen = await messages(subscriber, lambda m: m["type"] == "snapshot")
        assert [message["type"] for message in seen[:2]] == ["resync", "snapshot"]


async def test_a_slow_reader_is_dropped_and_nobody_waits(database: Database) -> None:
    call = make_call(status=RUNNING)
    await keep(database, call)
    feed = Feed(database)
    async with running(feed), feed.subscribe(ALL) as slow, feed.subscribe(ALL) as quick:
        for _ in range(MAX_MESSAGES + 1):
            slow.put("{}")
        with pytest.raises(TooSlow):
            await slow.next(1)
        assert slow.gone.is_set()
        await for_org(database, DEFAULT_ORG).calls.patch(call.id, {"phase": "x"})
        await messages(quick, lambda m: m["type"] == "call")


async def test_the_stream_opens_for_the_first_and_serves_the_next(database: Database) -> None:
    feed = Feed(database)
    async with running(feed):
        async with feed.subscribe(ALL):
            assert feed.watchers == 1
        async with feed.subscribe(ALL) as again:
            await messages(again, lambda m: m["type"] == "snapshot")
        assert feed.watchers == 0


def test_wishes() -> None:
    wish = parse_wish('{"type": "watch", "call_ids": ["call_1", 2, null]}')
    assert wish is not None
    assert wish.call_ids == ["call_1"]
    for text in ("", "[]", "null", '{"type": "watch"}', '{"type": "x", "call_ids": []}', "{"):
        assert parse_wish(text) is None
