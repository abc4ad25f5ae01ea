"""What running calls write: in bulk, latest state wins, bounded, and never lost on a bad moment."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymongo.errors import AutoReconnect
from tests.support.calls import make_call

from phony.domain.calls import Call, Direction
from phony.domain.ids import DEFAULT_ORG, new_id, utc_now
from phony.domain.turns import Role, Turn
from phony.store.database import Database
from phony.store.journal import Journal, entry
from phony.store.repositories import for_org


def make_turn(said: str, turn_id: str = "turn_1") -> Turn:
    return Turn(id=turn_id, call_id="call_1", index=0, role=Role.AGENT, said=said)


async def test_only_the_latest_state_of_a_turn_is_written(database: Database) -> None:
    journal = Journal(database)
    for words in ("Hel", "Hello", "Hello there"):
        journal.turn("org_default", make_turn(words))
    assert journal.backlog == 1
    assert await journal.flush()
    documents = await database.raw["turns"].find().to_list()
    assert [(d["_id"], d["said"], d["org_id"]) for d in documents] == [
        ("turn_1", "Hello there", "org_default")
    ]


async def test_it_writes_by_itself_and_once_more_at_the_end(
    database: Database,
) -> None:
    journal = Journal(database)
    call = Call(
        id=new_id("call"),
        org_id="org_default",
        agent_id="a",
        direction=Direction.INBOUND,
        created_at=utc_now(),
    )
    await for_org(database, DEFAULT_ORG).calls.create(call)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(journal.run())
        journal.call(call.id, {"phase": "talking"})
        journal.call(call.id, {"last_words": "hi"})
        async with asyncio.timeout(15):
            while (await for_org(database, DEFAULT_ORG).calls.get(call.id)).phase != "talking":  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        stored = await for_org(database, DEFAULT_ORG).calls.get(call.id)
        assert (stored.last_words, stored.version) == ("hi", 1)
        journal.call(call.id, {"phase": "ended"})
        task.cancel()
    assert (await for_org(database, DEFAULT_ORG).calls.get(call.id)).phase == "ended"


async def test_the_flight_record_keeps_its_order_and_repeats_change_nothing(
    database: Database,
) -> None:
    journal = Journal(database)
    for seq in range(50):
        journal.event("org_default", "call_1", entry(seq, seq * 1.5, "carrier", "in", "mark", {}))
    await journal.flush()
    journal.event("org_default", "call_1", entry(0, 0, "engine", "in", "a repetition", {}))
    await journal.flush()
    journal.event("org_default", "call_1", entry(50, 99, "engine", "in", "new", {}))
    assert await journal.flush()
    found, total = await for_org(database, DEFAULT_ORG).call_queries.events("call_1")
    assert [event.name for event in found] == ["mark"] * 50 + ["new"]
    assert total == 51


async def test_too_much_is_shed_and_counted(database: Database) -> None:
    journal = Journal(database, max_events=10, max_audio_bytes=100)
    for seq in range(12):
        journal.event("org_default", "call_1", entry(seq, 0, "phony", "note", "x", {}))
    journal.audio("org_default", "call_1", 0, b"x" * 40, b"x" * 40)
    journal.audio("org_default", "call_1", 5, b"x" * 40, b"x" * 40)
    journal.turn("org_default", make_turn("turns are never shed"))
    assert (journal.shed_events, journal.sound.lost_bytes) == (2, 80)
    await journal.flush()
    _, kept = await for_org(database, DEFAULT_ORG).call_queries.events("call_1")
    assert kept == 10
    assert await database.raw["recording_chunks"].count_documents({}) == 1
    journal.event("org_default", "call_1", entry(99, 0, "phony", "note", "room again", {}))
    assert journal.backlog == 1


async def test_a_document_that_cannot_be_encoded_takes_no_other_with_it(
    database: Database,
) -> None:
    journal = Journal(database)
    for seq in range(9):
        data: dict[str, Any] = {"bad": object()} if seq == 4 else {}
        journal.event("org_default", f"call_{seq}", entry(seq, 0, "phony", "note", "x", data))
    assert await journal.flush()
    assert await database.raw["call_events"].count_documents({}) == 8


class Unreachable:
    """A collection whose server is away for a while, or takes its time."""

    def __init__(self, real: Any, *, slow: bool = False) -> None:
        self.real = real
        self.away = not slow
        self.slow = slow
        self.name = real.name

    async def bulk_write(self, *args: Any, **more: Any) -> Any:
        if self.slow:
            await asyncio.sleep(60)
        if self.away:
            raise AutoReconnect("away")
        return await self.real.bulk_write(*args, **more)


async def test_a_database_that_is_away_loses_nothing(database: Database) -> None:
    journal = Journal(database)
    turns = Unreachable(database.raw["turns"])
    journal._raw = {"turns": turns, "calls": database.raw["calls"]}  # type: ignore[assignment]
    journal.turn("org_default", make_turn("old"))
    journal.event("org_default", "call_1", entry(1, 0, "phony", "note", "x", {}))
    assert not await journal.flush()
    assert not await journal.flush()
    journal.turn("org_default", make_turn("new"))
    turns.away = False
    assert await journal.flush()
    assert [d["said"] async for d in database.raw["turns"].find()] == ["new"]
    assert await database.raw["call_events"].count_documents({}) == 1


async def test_what_was_written_before_a_failure_does_not_hide_what_came_after(
    database: Database,
) -> None:
    journal = Journal(database)
    audio = Unreachable(database.raw["recording_chunks"])
    journal._loose = {"call_events": database.raw["call_events"], "recording_chunks": audio}  # type: ignore[assignment]
    journal.event("org_default", "call_1", entry(1, 0, "phony", "note", "x", {}))
    journal.audio("org_default", "call_1", 0, b"x" * 160, b"x" * 160)
    assert not await journal.flush()
    journal.event("org_default", "call_1", entry(2, 0, "phony", "note", "y", {}))
    audio.away = False
    assert await journal.flush()
    _, total = await for_org(database, DEFAULT_ORG).call_queries.events("call_1")
    assert total == 2
    assert await database.raw["recording_chunks"].count_documents({}) == 1
    assert journal.backlog == 0


async def test_a_write_that_is_cancelled_is_written_at_the_end(database: Database) -> None:
    journal = Journal(database, flush_s=0.01)
    turns = Unreachable(database.raw["turns"], slow=True)
    journal._raw = {"turns": turns, "calls": database.raw["calls"]}  # type: ignore[assignment]
    journal.turn("org_default", make_turn("the last words"))
    async with asyncio.TaskGroup() as group:
        task = group.create_task(journal.run())
        while journal.backlog:  # noqa: ASYNC110 - until the write has begun
            await asyncio.sleep(0.01)
        turns.slow = False
        task.cancel()
    assert [d["said"] async for d in database.raw["turns"].find()] == ["the last words"]


async def test_a_long_silence_of_the_database_makes_documents_of_bearable_size(
    database: Database,
) -> None:
    journal = Journal(database)
    for seq in range(1, 1202):
        journal.event("org_default", "call_1", entry(seq, 0, "phony", "note", "x", {}))
    assert await journal.flush()
    _, total = await for_org(database, DEFAULT_ORG).call_queries.events("call_1")
    assert total == 1201
    sizes = [len(d["entries"]) async for d in database.raw["call_events"].find()]
    assert sorted(sizes) == [201, 500, 500]


WRITES = st.lists(
    st.one_of(
        st.tuples(st.just("turn"), st.integers(0, 2), st.text(max_size=5)),
        st.tuples(st.just("call"), st.sampled_from(["phase", "last_words"]), st.text(max_size=5)),
        st.tuples(st.just("event"), st.integers(0, 1), st.just("")),
        st.tuples(st.sampled_from(["flush", "cut", "mend"]), st.just(0), st.just("")),
    ),
    max_size=25,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(WRITES)
async def test_whatever_fails_meanwhile_the_latest_state_is_kept(
    database: Database, writes: list[tuple[str, Any, str]]
) -> None:
    for name in ("turns", "calls", "call_events"):
        await database.raw[name].delete_many({})
    await database.raw["calls"].insert_one({"_id": "call_1", "version": 0})
    journal = Journal(database)
    lines = {name: Unreachable(database.raw[name]) for name in ("turns", "calls")}
    events = Unreachable(database.raw["call_events"])
    journal._raw = lines  # type: ignore[assignment]
    journal._loose = {  # type: ignore[assignment]
        "call_events": events,
        "recording_chunks": database.raw["recording_chunks"],
    }
    every = [*lines.values(), events]
    for line in every:
        line.away = False
    turns: dict[str, str] = {}
    fields: dict[str, str] = {}
    kept: dict[str, list[int]] = {}
    for number, (what, which, text) in enumerate(writes, 1):
        match what:
            case "turn":
                turns[f"turn_{which}"] = text
                journal.turn("org_default", make_turn(text, f"turn_{which}"))
            case "call":
                fields[which] = text
                journal.call("call_1", {which: text})
            case "event":
                kept.setdefault(f"call_{which}", []).append(number)
                page = entry(number, 0, "phony", "note", "x", {})
                journal.event("org_default", f"call_{which}", page)
            case "flush":
                await journal.flush()
            case _:
                every[number % 3].away = what == "cut"
    for line in every:
        line.away = False
    assert await journal.flush()
    assert journal.backlog == 0
    assert {d["_id"]: d["said"] async for d in database.raw["turns"].find()} == turns
    call = await database.raw["calls"].find_one({"_id": "call_1"})
    assert call is not None
    assert {name: call[name] for name in ("phase", "last_words") if name in call} == fields
    for call_id in ("call_0", "call_1"):
        pages = for_org(database, DEFAULT_ORG).call_queries.all_events(call_id)
        assert [event.seq async for event in pages] == kept.get(call_id, [])
        last = await for_org(database, DEFAULT_ORG).call_queries.last_event(call_id)
        assert last == max(kept.get(call_id, [0]))


async def everything_of(database: Database) -> dict[str, list[dict[str, Any]]]:
    """All documents, by collection."""
    names = await database.raw.list_collection_names()
    return {name: await database.raw[name].find().sort("_id", 1).to_list() for name in names}


async def test_who_slept_writes_nothing_of_calls_that_are_others_now(database: Database) -> None:
    calls = for_org(database, DEFAULT_ORG).calls
    lost, kept = make_call(worker_id="w1"), make_call(worker_id="w1")
    for call in (lost, kept):
        await calls.create(call)
    journal, loud = Journal(database, fresh_s=0), b"x" * 160
    await calls.claim(lost.id, "w2", held_by="w1")
    before = await everything_of(database)

    def say(call_id: str, lease: int = 0) -> None:
        turn = make_turn("late", f"{call_id}:0").model_copy(update={"call_id": call_id})
        journal.turn(DEFAULT_ORG, turn, lease=lease)
        journal.call(call_id, {"phase": "late"}, lease=lease)
        journal.event(DEFAULT_ORG, call_id, entry(1, 0, "phony", "note", "late", {}), lease=lease)
        journal.audio(DEFAULT_ORG, call_id, 0, loud, loud, lease=lease)

    say(lost.id)
    assert await journal.flush()
    assert await everything_of(database) == before
    assert journal.backlog == 0
    say(kept.id)
    say(lost.id, lease=1)  # we have it again
    assert await journal.flush()
    for name in ("turns", "call_events", "recording_chunks"):
        written = {document["call_id"] for document in await database.raw[name].find().to_list()}
        assert written == {kept.id, lost.id}
    assert {(await calls.get(each.id)).phase for each in (lost, kept)} == {"late"}


async def test_a_turn_of_a_later_owner_stays_as_it_is(database: Database) -> None:
    """Written at the last moment before it was stopped, and sent when it woke."""
    journal = Journal(database)
    journal.turn(DEFAULT_ORG, make_turn("by the later one"), lease=2)
    assert await journal.flush()
    journal.turn(DEFAULT_ORG, make_turn("by the first one"), lease=1)
    assert await journal.flush()
    (turn,) = await database.raw["turns"].find().to_list()
    assert turn["said"] == "by the later one"
