from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.calls import keep, make_call, make_edit, make_turn

from phony.domain.bills import CallCost
from phony.domain.calls import CallOutcome, CallStatus, Direction
from phony.domain.errors import Conflict, Invalid, NotFound
from phony.domain.flight import FlightEvent
from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.store.call_queries import CallFilter, CallQueries, decode_cursor, encode_cursor
from phony.store.database import Database
from phony.store.documents import dump
from phony.store.repositories import for_org


def queries(database: Database, org_id: str = DEFAULT_ORG) -> CallQueries:
    return for_org(database, org_id).call_queries


async def ids(database: Database, **wanted: Any) -> list[str]:
    page = await queries(database).page(CallFilter(**wanted), limit=100)
    assert page.total == len(page.items)
    return [call.id for call in page.items]


async def test_every_filter_picks_its_calls(database: Database) -> None:
    now = utc_now()
    first = make_call(
        agent_id="agent_b",
        direction=Direction.OUTBOUND,
        from_number="+18578167225",
        to_number="+15550002222",
        status=CallStatus.COMPLETED,
        outcome=CallOutcome.AGENT_HUNG_UP,
        duration_s=90.0,
        cost=CallCost(total_usd=0.5),
        created_at=now - timedelta(hours=2),
    )
    second = make_call(status=CallStatus.IN_PROGRESS, created_at=now, cost=CallCost(total_usd=0.1))
    await keep(database, first, second, make_call(org_id="org_other"))
    assert await ids(database) == [second.id, first.id]
    assert await ids(database, agent_id="agent_b") == [first.id]
    assert await ids(database, number="+15550002222") == [first.id]
    assert await ids(database, number="+18578167225") == [second.id, first.id]
    assert await ids(database, direction=Direction.OUTBOUND) == [first.id]
    assert await ids(database, outcome=(CallOutcome.AGENT_HUNG_UP,)) == [first.id]
    assert await ids(database, status=(CallStatus.IN_PROGRESS,)) == [second.id]
    assert await ids(database, live=True) == [second.id]
    assert await ids(database, live=False) == [first.id]
    assert await ids(database, live=True, number="+15550002222") == []
    assert await ids(database, since=now - timedelta(hours=1)) == [second.id]
    assert await ids(database, until=now) == [first.id]
    assert await ids(database, min_duration_s=90) == [first.id]
    assert await ids(database, max_duration_s=89) == []
    assert await ids(database, min_cost_usd=0.2) == [first.id]
    assert await ids(database, max_cost_usd=0.2) == [second.id]


async def test_operators_in_filters_are_text(database: Database) -> None:
    await keep(database, make_call())
    assert await ids(database, agent_id='{"$gt": ""}') == []
    assert await ids(database, number="$ne") == []


@pytest.mark.parametrize(
    "sort", ["created_at", "-created_at", "duration_s", "-duration_s", "-cost"]
)
async def test_pages_cover_everything_once_in_order(database: Database, sort: str) -> None:
    now = utc_now()
    calls = [
        make_call(
            created_at=now - timedelta(seconds=number // 2),
            duration_s=None if number % 3 == 0 else float(number % 4),
            cost=CallCost(total_usd=number % 5),
        )
        for number in range(11)
    ]
    await keep(database, *calls)
    seen: list[str] = []
    cursor = None
    while True:
        page = await queries(database).page(CallFilter(), limit=3, cursor=cursor, sort=sort)
        assert page.total == len(calls)
        seen += [call.id for call in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    everything = await queries(database).page(CallFilter(), limit=100, sort=sort)
    assert seen == [call.id for call in everything.items]
    assert sorted(seen) == sorted(call.id for call in calls)


async def test_a_new_call_moves_nobody_to_another_page(database: Database) -> None:
    now = utc_now()
    old = [make_call(created_at=now - timedelta(minutes=number)) for number in range(4)]
    await keep(database, *old)
    first = await queries(database).page(CallFilter(), limit=2)
    await keep(database, make_call(created_at=now + timedelta(minutes=1)))
    second = await queries(database).page(CallFilter(), limit=2, cursor=first.next_cursor)
    assert [c.id for c in (*first.items, *second.items)] == [c.id for c in old]


@given(st.text(max_size=80))
def test_no_text_is_a_cursor_by_chance(text: str) -> None:
    with pytest.raises(Invalid):
        decode_cursor(text)


def test_cursors_come_back() -> None:
    now = utc_now()
    for value in (now, 1.5, None):
        assert decode_cursor(encode_cursor(value, "call_1")) == (value, "call_1")


async def test_lists_leave_the_agent_s_snapshot_out(database: Database) -> None:
    call = make_call()
    await keep(database, call)
    await database.raw["calls"].update_one({"_id": call.id}, {"$set": {"media": {"hash": "x"}}})
    page = await queries(database).page(CallFilter(), limit=1)
    assert page.items[0].agent is None


async def test_words_are_found_in_the_transcripts_of_this_organization(database: Database) -> None:
    one, two, other = make_call(), make_call(), make_call(org_id="org_other")
    await keep(database, one, two, other)
    await keep(
        database,
        make_turn(one.id, 0, "Our opening hours are nine to six"),
        make_turn(one.id, 1, "Thank you"),
        make_turn(two.id, 0, "Öffnungszeiten? Geöffnet ab neun"),
    )
    await keep(database, make_turn(other.id, 0, "opening hours"), org_id="org_other")
    found = await queries(database).search("opening")
    assert found.call_ids == [one.id]
    assert found.lines[one.id] == ["Our opening hours are nine to six"]
    assert (await queries(database).search("geöffnet")).call_ids == [two.id]
    assert (await queries(database).search('"hours are"')).call_ids == [one.id]
    assert (await queries(database).search("opening -nine")).call_ids == []
    page = await queries(database).page(CallFilter(), limit=5, only=found.call_ids)
    assert [call.id for call in page.items] == [one.id]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=30).filter(lambda text: "\x00" not in text))
async def test_any_text_can_be_searched(database: Database, text: str) -> None:
    """And finds what was said, and no more."""
    call = make_call(id="call_searched")
    if await database.raw["calls"].find_one({"_id": call.id}) is None:
        await keep(database, call, make_turn(call.id, 0, "A refund, please."))
    for words in (text, f"refund {text.replace('-', ' ')}") if text.isprintable() else ():
        found = (await queries(database).search(words)).call_ids
        assert set(found) <= {call.id}
    assert set((await queries(database).search("refund")).call_ids) == {call.id}


async def test_flight_record_is_paged_by_its_sequence(database: Database) -> None:
    call = make_call()
    entries = [
        FlightEvent(
            call_id=call.id, seq=n, at_ms=n, leg="engine", direction="in", name="response.done"
        )
        for n in range(7)
    ]
    await keep(database, call, *entries)
    page, total = await queries(database).events(call.id, limit=3)
    assert ([e.seq for e in page], total) == ([0, 1, 2], 7)
    page, _ = await queries(database).events(call.id, after_seq=2, limit=10)
    assert [e.seq for e in page] == [3, 4, 5, 6]
    assert (await queries(database).events(call.id, leg="carrier"))[1] == 0
    assert [e.seq async for e in queries(database).all_events(call.id)] == list(range(7))


async def test_live_calls_of_an_agent_and_of_our_number(database: Database) -> None:
    running = CallStatus.IN_PROGRESS
    inbound = make_call(status=running)
    outbound = make_call(
        status=running,
        agent_id="agent_b",
        direction=Direction.OUTBOUND,
        from_number="+18578167225",
        to_number="+15550003333",
    )
    over = make_call(status=CallStatus.COMPLETED)
    await keep(database, inbound, outbound, over)
    asked = queries(database)
    assert [c.id for c in await asked.live(agent_id="agent_a")] == [inbound.id]
    on_number = await asked.live(number="+18578167225")
    assert {c.id for c in on_number} == {inbound.id, outbound.id}
    # The other side's number is not one of ours.
    assert await asked.live(number="+15550001111") == []


async def test_deletion_leaves_nothing(database: Database) -> None:
    call = make_call(status=CallStatus.COMPLETED)
    await keep(
        database,
        call,
        make_turn(call.id, 0, "Hello"),
        make_edit(call.id),
        FlightEvent(call_id=call.id, seq=0, at_ms=0, leg="phony", direction="note", name="start"),
    )
    chunk = {"_id": "c", "org_id": DEFAULT_ORG, "call_id": call.id, "at_ms": 0}
    await database.raw["recording_chunks"].insert_one(
        {**chunk, "caller": b"\xff" * 160, "agent": b"\xff" * 160}
    )
    await for_org(database, DEFAULT_ORG).recordings.assemble(call.id)
    await queries(database).delete(call.id)
    for name in await database.raw.list_collection_names():
        assert await database.raw[name].count_documents({}) == 0, name
    with pytest.raises(NotFound):
        await queries(database).delete(call.id)


async def test_live_and_foreign_calls_are_not_deleted(database: Database) -> None:
    call = make_call(status=CallStatus.IN_PROGRESS)
    await keep(database, call)
    with pytest.raises(Conflict):
        await queries(database).delete(call.id)
    with pytest.raises(NotFound):
        await queries(database, "org_other").delete(call.id)


PLACES = st.lists(
    st.tuples(st.integers(0, 3), st.none() | st.integers(0, 3), st.integers(0, 3)), max_size=12
)
SORTED_BY: dict[str, Any] = {
    "created_at": lambda call: call.created_at,
    "duration_s": lambda call: -1 if call.duration_s is None else call.duration_s,
    "cost": lambda call: call.cost.total_usd,
}


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(PLACES, st.sampled_from(sorted(SORTED_BY)), st.booleans(), st.integers(1, 5))
async def test_pages_are_the_sorted_list_cut_in_pieces(
    database: Database,
    places: list[tuple[int, int | None, int]],
    sort: str,
    descending: bool,
    limit: int,
) -> None:
    await database.raw["calls"].delete_many({})
    now = utc_now().replace(microsecond=0)
    calls = [
        make_call(
            created_at=now - timedelta(seconds=age),
            duration_s=None if lasted is None else float(lasted),
            cost=CallCost(total_usd=cost),
        )
        for age, lasted, cost in places
    ]
    if calls:
        await database.raw["calls"].insert_many([dump(call) for call in calls])
    ordered = sorted(calls, key=lambda call: (SORTED_BY[sort](call), call.id), reverse=descending)
    seen: list[str] = []
    cursor: str | None = None
    sizes: list[int] = []
    while not sizes or cursor is not None:
        page = await queries(database).page(
            CallFilter(), limit=limit, cursor=cursor, sort="-" * descending + sort
        )
        cursor = page.next_cursor
        sizes.append(len(page.items))
        seen += [call.id for call in page.items]
    assert seen == [call.id for call in ordered]
    assert all(size == limit for size in sizes[:-1])


async def test_a_page_begins_where_its_cursor_s_call_was_deleted(database: Database) -> None:
    now = utc_now()
    calls = [make_call(created_at=now - timedelta(minutes=age)) for age in range(4)]
    await keep(database, *calls)
    first = await queries(database).page(CallFilter(), limit=2)
    await database.raw["calls"].delete_one({"_id": calls[1].id})
    second = await queries(database).page(CallFilter(), limit=2, cursor=first.next_cursor)
    assert [call.id for call in second.items] == [calls[2].id, calls[3].id]


async def test_an_unknown_order_is_refused(database: Database) -> None:
    for sort in ("status", "--created_at", "", "$where"):
        with pytest.raises(Invalid) as refused:
            await queries(database).page(CallFilter(), limit=1, sort=sort)
        assert refused.value.field == "sort"


async def test_no_agent_is_on_a_call_that_is_over_or_handed_on(database: Database) -> None:
    calls = {
        "over": make_call(status=CallStatus.COMPLETED),
        "given": make_call(status=CallStatus.IN_PROGRESS, phase="transferred"),
        "ended": make_call(status=CallStatus.IN_PROGRESS, phase="ended"),
        "live": make_call(status=CallStatus.IN_PROGRESS),
        "theirs": make_call(status=CallStatus.COMPLETED, org_id="org_other"),
    }
    await keep(database, *calls.values())
    asked = queries(database)
    found = await asked.over([call.id for call in calls.values()])
    assert found == {calls[name].id for name in ("over", "given", "ended")}
    assert await asked.over([]) == set()
    assert await asked.any()
    assert not await queries(database, "org_new").any()


async def test_turns_are_paged_in_their_order(database: Database) -> None:
    call = make_call()
    turns = [make_turn(call.id, index, str(index)) for index in (3, 0, 2, 1)]
    await keep(database, call, *turns)
    page, total = await queries(database).turns(call.id, offset=1, limit=2)
    assert ([turn.said for turn in page], total) == (["1", "2"], 4)
    assert [turn.said for turn in await queries(database).all_turns(call.id)] == list("0123")
    assert await queries(database).last_event(call.id) == 0
