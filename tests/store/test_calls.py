"""The life cycle of a call's record on a real MongoDB: forward only, once, in any order."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
                (CallStatus.RINGING, 1),
                (CallStatus.IN_PROGRESS, 2),
                (CallStatus.COMPLETED, 3),
                (CallStatus.RINGING, 1),
            ]
        )
    )[::3],
)
async def test_callbacks_in_any_order_end_in_the_same_state(
    database: Database, order: list[tuple[CallStatus, int]]
) -> None:
    calls = for_org(database, DEFAULT_ORG).calls
    call = make_call()
    await calls.create(call)
    for status, sequence in order:
        if status in FINAL_STATUSES:
            await calls.finish(call.id, status, outcome=CallOutcome.CALLER_HUNG_UP)
        else:
            await calls.transition(call.id, status, sequence=sequence)
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
        *(calls.finish(call.id, CallStatus.COMPLETED, outcome=o) for o in list(CallOutcome)[:6])
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
    await calls.release(call.id, won[0].worker_id or "")
    assert (await calls.get(call.id)).worker_id is None
    await calls.release(call.id, "w1")


async def test_a_media_token_works_once_and_in_its_time(database: Database) -> None:
    calls = for_org(database, DEFAULT_ORG).calls
    call = make_call()
    later, past = utc_now() + timedelta(seconds=60), utc_now() - timedelta(seconds=1)
    await calls.create(call, media={"hash": "good", "expires_at": later})
    assert not await calls.take_media_token(call.id, "bad")
    taken = await asyncio.gather(*(calls.take_media_token(call.id, "good") for _ in range(5)))
    assert sorted(taken) == [False] * 4 + [True]
    await calls.set_private(call.id, media={"hash": "old", "expires_at": past})
    assert not await calls.take_media_token(call.id, "old")
    shown = (await calls.get(call.id)).model_dump()
    assert "media" not in shown


async def test_every_change_raises_the_version(database: Database) -> None:
    calls = for_org(database, DEFAULT_ORG).calls
    call = make_call()
    await calls.create(call)
    await calls.transition(call.id, CallStatus.RINGING, sequence=1)
    await calls.patch(call.id, {"phase": "x"})
    await calls.finish(call.id, CallStatus.FAILED)
    assert (await calls.get(call.id)).version == 3
