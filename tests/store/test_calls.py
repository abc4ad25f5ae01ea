"""The life cycle of a call's record on a real MongoDB: forward only, once, in any order."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.calls import finish, keep, make_turn
from tests.support.records import make_agent

from phony.domain.calls import FINAL_STATUSES, Call, CallOutcome, CallStatus, Direction
from phony.domain.errors import Conflict, NotFound
from phony.domain.ids import DEFAULT_ORG, new_id, utc_now
from phony.store.calls import live_calls, locate, may_move
from phony.store.database import Database
from phony.store.repositories import for_org


def make_call(**fields: Any) -> Call:
    return Call(
        **{
            "id": new_id("call"),
            "org_id": "org_default",
            "agent_id": "agent_1",
            "direction": Direction.OUTBOUND,
            "created_at": utc_now(),
            **fields,
        }
    )


async def test_a_call_is_found_by_id_and_sid_and_only_in_its_organization(
    database: Database,
) -> None:
    call = make_call(carrier_call_sid="CA1", context_data={"$where": 1, "a.b": {"%c": 2}})
    ours = for_org(database, DEFAULT_ORG).calls
    await ours.create(call)
    assert await ours.get(call.id) == call
    assert await locate(database, sid="CA1") == call
    with pytest.raises(NotFound):
        await for_org(database, "org_other").calls.get(call.id)
    assert await for_org(database, "org_other").calls.patch(call.id, {"phase": "x"}) is None
    with pytest.raises(Conflict):
        await ours.create(make_call(carrier_call_sid="CA1"))
    await ours.create(make_call())  # calls without a sid do not collide
    await ours.create(make_call())


@pytest.mark.parametrize(
    "order",
    list(
        permutations(
            [
                CallStatus.RINGING,
                CallStatus.IN_PROGRESS,
                CallStatus.COMPLETED,
                CallStatus.RINGING,
            ]
        )
    )[::3],
)
async def test_callbacks_in_any_order_end_in_the_same_state(
    database: Database, order: list[CallStatus]
) -> None:
    calls = for_org(database, DEFAULT_ORG).calls
    call = make_call()
    await calls.create(call)
    for status in order:
        if status in FINAL_STATUSES:
            await finish(database, call.id, status)
        else:
            await calls.transition(call.id, status)
    after = await calls.get(call.id)
    assert after.status is CallStatus.COMPLETED
    assert after.outcome is CallOutcome.CALLER_HUNG_UP


@given(st.lists(st.sampled_from(list(CallStatus)), max_size=12))
def test_a_call_never_moves_back(statuses: list[CallStatus]) -> None:
    rank = {CallStatus.QUEUED: 0, CallStatus.RINGING: 1, CallStatus.IN_PROGRESS: 2}
    now = CallStatus.QUEUED
    for wanted in statuses:
        if may_move(now, wanted):
            assert now not in FINAL_STATUSES
            assert wanted in FINAL_STATUSES or rank[wanted] > rank[now]
            now = wanted


async def test_a_call_is_finished_once(database: Database) -> None:
    calls = for_org(database, DEFAULT_ORG).calls
    call = make_call(answered_at=utc_now() - timedelta(seconds=12), worker_id="w1")
    await calls.create(call)
    ends = await asyncio.gather(
        *(finish(database, call.id, outcome=outcome) for outcome in list(CallOutcome)[:6])
    )
    assert sum(end is not None for end in ends) == 1
    after = await calls.get(call.id)
    await calls.ends(call.id, CallOutcome.NOT_ANSWERED, "a note that comes too late")
    assert await calls.get(call.id) == after
    assert after.duration_s == pytest.approx(12, abs=1)
    assert after.worker_id is None
    assert await calls.transition(call.id, CallStatus.IN_PROGRESS) is None
    assert await live_calls(database) == []


async def test_one_of_several_workers_claims_a_call(database: Database) -> None:
    calls = for_org(database, DEFAULT_ORG).calls
    call = make_call(worker_id="w1")
    await calls.create(call)
    assert await calls.claim(call.id, "w2", held_by=None) is None  # w1 still holds it
    claims = await asyncio.gather(
        *(calls.claim(call.id, f"w{n}", held_by="w1", resumed=True) for n in range(2, 7))
    )
    won = [claim for claim in claims if claim is not None]
    assert len(won) == 1
    assert won[0].resume_count == 1
    holder = won[0].worker_id or ""
    await calls.release(call.id, lease=0)  # the owner before
    assert (await calls.get(call.id)).worker_id == holder
    await calls.release(call.id, lease=won[0].lease, in_order=True)
    assert (await calls.get(call.id)).worker_id is None
    assert (await calls.private(call.id))["resume"] == {"given_up": True}
    assert await calls.claim(call.id, "w9", held_by=None) is not None
    assert "resume" not in await calls.private(call.id)


async def test_a_call_is_taken_from_the_owner_that_was_seen_and_no_other(
    database: Database,
) -> None:
    calls = for_org(database, DEFAULT_ORG).calls
    call = make_call(worker_id="w1")
    await calls.create(call)
    taken = await asyncio.gather(*(calls.take_from(call) for _ in range(4)))
    assert sum(each is not None for each in taken) == 1
    stored = await calls.get(call.id)
    assert (stored.worker_id, stored.lease) == (None, 1)
    assert not await calls.is_owned_by(call.id, 0)
    again = await calls.claim(call.id, "w1", held_by=None)
    assert again is not None
    assert await calls.is_owned_by(call.id, again.lease)
    assert await calls.take_from(stored) is None  # it came back, and is another owner


async def test_a_media_token_works_once_and_in_its_time(database: Database) -> None:
    calls = for_org(database, DEFAULT_ORG).calls
    call = make_call()
    await calls.create(call, media={"hash": "good", "ttl_s": 60})
    with pytest.raises(Conflict):
        await calls.create(call, media={"hash": "again", "ttl_s": 60})
    assert not await calls.take_media_token(call.id, "bad")
    taken = await asyncio.gather(*(calls.take_media_token(call.id, "good") for _ in range(5)))
    assert sorted(taken) == [False] * 4 + [True]
    assert set((await calls.private(call.id))["media"]) == {"taken_at"}
    await calls.set_private(call.id, media={"hash": "old", "ttl_s": -1})
    assert not await calls.take_media_token(call.id, "old")
    shown = (await calls.get(call.id)).model_dump()
    assert "media" not in shown


async def test_every_change_raises_the_version(database: Database) -> None:
    calls = for_org(database, DEFAULT_ORG).calls
    call = make_call()
    await calls.create(call)
    await calls.transition(call.id, CallStatus.RINGING)
    await calls.patch(call.id, {"phase": "x"})
    await finish(database, call.id, CallStatus.FAILED)
    assert (await calls.get(call.id)).version == 3


async def test_a_request_that_is_repeated_makes_one_call(database: Database) -> None:
    calls = for_org(database, DEFAULT_ORG).calls
    made = [make_call() for _ in range(5)]
    ends = await asyncio.gather(
        *(calls.create(call, request_key="k") for call in made), return_exceptions=True
    )
    assert [type(end) for end in ends if end is not None] == [Conflict] * 4
    found = await calls.by_request("k")
    assert found is not None
    assert found.id == made[ends.index(None)].id
    # Keys are each organization's own, and free again when nothing came of the request.
    await for_org(database, "org_other").calls.create(make_call(), request_key="k")
    await calls.forget_request(found.id)
    assert await calls.by_request("k") is None
    await calls.create(make_call(), request_key="k")


async def test_the_newest_moment_that_is_kept(database: Database) -> None:
    calls, call = for_org(database, DEFAULT_ORG).calls, make_call()
    await calls.create(call)
    assert await calls.last_written_ms(call.id) == 0
    await keep(database, make_turn(call.id, 1, "x"), make_turn(call.id, 0, "x"))
    assert await calls.last_written_ms(call.id) == 3500
    chunk = {"call_id": call.id, "caller": b"\xff" * 1600, "agent": b""}
    chunks = database.raw["recording_chunks"]
    await chunks.insert_one({**chunk, "_id": "a", "org_id": DEFAULT_ORG, "at_ms": 5000})
    assert await calls.last_written_ms(call.id) == 5200
    await chunks.insert_one({**chunk, "_id": "b", "org_id": "org_other", "at_ms": 9000})
    assert await calls.last_written_ms(call.id) == 5200
    await keep(database, make_turn(call.id, 2, "x", started_ms=6000, ended_ms=None))
    assert await calls.last_written_ms(call.id) == 6000


async def test_streams_that_begin_anew_are_counted_in_a_window(database: Database) -> None:
    calls, call = for_org(database, DEFAULT_ORG).calls, make_call()
    await calls.create(call)
    assert [await calls.count_resume(call.id, 60, 3) for _ in range(5)] == [1, 2, 3, 3, 3]
    long_ago = {"$set": {"resumed_at.0": utc_now() - timedelta(seconds=90)}}
    await database.raw["calls"].update_one({"_id": call.id}, long_ago)
    assert await calls.count_resume(call.id, 60, 5) == 3
    assert await calls.count_resume("call_none", 60, 5) == 0
    assert (await calls.get(call.id)).version == 0  # nobody watches this


async def test_what_is_private_is_kept_beside_the_record(database: Database) -> None:
    calls, call = for_org(database, DEFAULT_ORG).calls, make_call()
    await calls.create(call)
    await calls.set_private(call.id, after={"$dial": "+15550001111"}, resume={"try": 1})
    kept = await calls.private(call.id)
    assert (kept["after"], kept["resume"]) == ({"%24dial": "+15550001111"}, {"try": 1})
    assert (await calls.get(call.id)) == call
    with pytest.raises(ValueError, match="status"):
        await calls.set_private(call.id, status="completed")
    assert await for_org(database, "org_other").calls.private(call.id) == {}


@pytest.mark.parametrize("status", sorted(FINAL_STATUSES))
async def test_the_first_reason_of_an_end_stands(database: Database, status: CallStatus) -> None:
    calls, call = for_org(database, DEFAULT_ORG).calls, make_call()
    await calls.create(call)
    await calls.ends(call.id, CallOutcome.AGENT_HUNG_UP, "said goodbye")
    ended_at = utc_now() - timedelta(seconds=3)
    done = await calls.finish(
        call.id,
        status,
        outcome=CallOutcome.LOST,
        reason="too late",
        ended_at=ended_at,
        by="w1",
    )
    assert done is not None
    assert (done.outcome, done.end_reason) == (CallOutcome.AGENT_HUNG_UP, "said goodbye")
    assert (done.status, done.phase, done.duration_s) == (status, "ended", None)
    assert done.ended_at is not None
    assert abs(done.ended_at - ended_at) < timedelta(milliseconds=1)
    assert await finish(database, call.id) is None
    # The same end once more: the answer to the first try was lost.
    lost = CallOutcome.LOST
    assert await calls.finish(call.id, None, outcome=lost, reason="too late", by="w1") == done
    assert await calls.finish(call.id, None, outcome=lost, reason="too late", by="w2") is None


async def test_the_carriers_call_belongs_to_one_record(database: Database) -> None:
    calls, one, other = for_org(database, DEFAULT_ORG).calls, make_call(), make_call()
    for call in (one, other):
        await calls.create(call)
    assert await calls.take_sid(one.id, "CA1")
    assert await calls.take_sid(one.id, "CA1")
    assert not await calls.take_sid(other.id, "CA1")
    assert not await calls.take_sid(one.id, "CA2")  # it has one, and keeps it
    assert [(await calls.get(c.id)).carrier_call_sid for c in (one, other)] == ["CA1", None]


@pytest.mark.parametrize(("measured_s", "kept_s"), [(16, 14.5), (40, 40)])
async def test_the_carriers_measure_mends_a_record_that_is_far_off(
    database: Database, measured_s: float, kept_s: float
) -> None:
    calls, answered = for_org(database, DEFAULT_ORG).calls, utc_now() - timedelta(hours=1)
    call = make_call(status=CallStatus.IN_PROGRESS, answered_at=answered)
    await calls.create(call)
    await calls.measured(call.id, 7)  # not over yet
    done = await finish(database, call.id, lasted_s=14.5)
    assert done is not None
    await calls.measured(call.id, measured_s)
    now = await calls.get(call.id)
    assert (now.duration_s, now.ended_at) == (kept_s, answered + timedelta(seconds=kept_s))
    assert now.version == done.version + (kept_s != 14.5)


async def test_what_was_measured_is_how_long_it_lasted(database: Database) -> None:
    calls, answered = for_org(database, DEFAULT_ORG).calls, utc_now() - timedelta(hours=1)
    call = make_call(status=CallStatus.IN_PROGRESS, answered_at=answered)
    await calls.create(call)
    done = await finish(database, call.id, lasted_s=14.5)
    assert done is not None
    assert (done.duration_s, done.ended_at) == (14.5, answered + timedelta(seconds=14.5))


@pytest.mark.parametrize("wanted", [True, False])
async def test_a_summary_is_due_if_the_agent_makes_them(database: Database, wanted: bool) -> None:
    calls = for_org(database, DEFAULT_ORG).calls
    for status, due in ((CallStatus.COMPLETED, wanted), (CallStatus.BUSY, False)):
        call = make_call(agent=make_agent(summary=wanted))
        await calls.create(call)
        await finish(database, call.id, status)
        document = await database.raw["calls"].find_one({"_id": call.id})
        assert document is not None
        assert ("summary_due_at" in document) == due


async def test_a_call_that_is_over_cannot_be_claimed_or_moved(database: Database) -> None:
    calls, call = for_org(database, DEFAULT_ORG).calls, make_call(worker_id="w1")
    await calls.create(call, media={"hash": "h", "ttl_s": 60})
    await finish(database, call.id)
    assert await calls.claim(call.id, "w2", held_by="w1") is None
    assert await calls.transition(call.id, CallStatus.RINGING) is None
    assert not await calls.take_media_token(call.id, "h")  # its stream can never begin
    assert await live_calls(database) == []


async def test_the_living_are_found_by_index_and_without_their_agents(database: Database) -> None:
    calls = for_org(database, DEFAULT_ORG).calls
    for status in CallStatus:
        await calls.create(make_call(status=status, agent=make_agent()))
    found = await live_calls(database)
    assert {call.status for call in found} == set(CallStatus) - FINAL_STATUSES
    assert all(call.agent is None for call in found)
    statuses = {"status": {"$in": sorted(set(CallStatus) - FINAL_STATUSES)}}
    plan = await database.raw["calls"].find(statuses).explain()
    assert "live_by_worker" in repr(plan["queryPlanner"]["winningPlan"])
    assert await locate(database, call_id="call_none") is None
    assert await locate(database, sid="CA_none") is None


async def test_a_call_that_moves_in_order_has_all_its_tries_again(database: Database) -> None:
    calls = for_org(database, DEFAULT_ORG).calls
    call = make_call(worker_id="w1")
    await calls.create(call)
    assert [await calls.count_resume(call.id, 60, 4) for _ in range(3)] == [1, 2, 3]
    await calls.release(call.id, lease=0)
    assert await calls.count_resume(call.id, 60, 4) == 4
    await calls.release(call.id, lease=0, in_order=True)
    assert await calls.count_resume(call.id, 60, 4) == 1
