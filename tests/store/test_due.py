"""What is due for finished calls is seen to once, by one worker, and not for ever."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pymongo
import pytest
from tests.support.calls import finish, keep, make_call

from phony.domain.bills import CallCost, CostItem
from phony.domain.calls import Call, CallStatus, Direction
from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.store import due
from phony.store.database import Database
from phony.store.due import ASK_AFTER_S, DuePrices, DueRecordings, DueSummaries
from phony.store.repositories import for_org

ITEM = CostItem(kind="model.text_out", quantity=1, unit="token", unit_price_usd=1, amount_usd=0.25)


def ended(**fields: Any) -> Call:
    """A call whose price is to be asked for."""
    values: dict[str, Any] = {
        "status": CallStatus.COMPLETED,
        "carrier_call_sid": "CA1",
        "answered_at": utc_now() - timedelta(minutes=3),
        "ended_at": utc_now() - timedelta(minutes=1),
        "cost": CallCost(final=True),
    }
    return make_call(**{**values, **fields})


async def set_fields(database: Database, call: Call, **fields: Any) -> None:
    await database.raw["calls"].update_one({"_id": call.id}, {"$set": fields})


async def raw(database: Database, call: Call) -> dict[str, Any]:
    document = await database.raw["calls"].find_one({"_id": call.id})
    assert document is not None
    return document


async def due_now(database: Database, call: Call, tries: int = 0) -> None:
    at = utc_now() - timedelta(seconds=1)
    await set_fields(database, call, summary_due_at=at, summary_tries=tries)


async def test_a_call_is_summarized_by_one_worker(database: Database) -> None:
    call = make_call()
    await keep(database, call)
    await due_now(database, call)
    claims = await asyncio.gather(*(DueSummaries(database).claim() for _ in range(5)))
    assert [claim.id for claim in claims if claim is not None] == [call.id]


async def test_what_just_ended_waits_for_its_last_words(database: Database) -> None:
    call = make_call()
    await keep(database, call)
    await set_fields(database, call, **due.summary())
    assert await DueSummaries(database).claim() is None
    await set_fields(database, call, summary_due_at=utc_now())
    assert await DueSummaries(database).claim() is not None


async def test_the_longest_due_comes_first(database: Database) -> None:
    calls = [make_call() for _ in range(3)]
    await keep(database, *calls)
    for call, minutes in zip(calls, (1, 3, 2), strict=True):
        at = utc_now() - timedelta(minutes=minutes)
        await set_fields(database, call, summary_due_at=at, summary_tries=0)
    claims = [await DueSummaries(database).claim() for _ in range(4)]
    found = [claim.id for claim in claims if claim is not None]
    assert found == [calls[1].id, calls[2].id, calls[0].id]


async def test_a_vain_try_is_repeated_ever_later_and_then_no_more(database: Database) -> None:
    call, summaries = make_call(), DueSummaries(database)
    await keep(database, call)
    waits = []
    for tries in range(3):
        await due_now(database, call, tries)
        assert await summaries.claim() is not None
        waits.append((await raw(database, call))["summary_due_at"] - utc_now())
        assert await summaries.claim() is None
    assert waits == sorted(waits)
    assert waits[0] > timedelta(seconds=50)
    await due_now(database, call, 3)
    assert await summaries.claim() is None
    assert "summary_due_at" not in await raw(database, call)


async def test_a_summary_is_kept_and_billed_once(database: Database) -> None:
    call, summaries = make_call(cost=CallCost(total_usd=1)), DueSummaries(database)
    await keep(database, call)
    await due_now(database, call)
    await asyncio.gather(*(summaries.settle(call.id, "Short.", [ITEM]) for _ in range(3)))
    now = await for_org(database, DEFAULT_ORG).calls.get(call.id)
    assert (now.summary, now.version) == ("Short.", call.version + 1)
    assert now.cost.total_usd == pytest.approx(1.25)
    assert now.cost.items == [ITEM]


async def test_no_summary_costs_nothing_and_changes_no_version(database: Database) -> None:
    call, summaries = make_call(), DueSummaries(database)
    await keep(database, call)
    await due_now(database, call)
    await summaries.settle(call.id)
    now = await for_org(database, DEFAULT_ORG).calls.get(call.id)
    assert now.model_copy(update={"created_at": call.created_at}) == call


@pytest.mark.parametrize(
    "fields",
    [
        {"ended_at": utc_now() - timedelta(days=3)},
        {"ended_at": None, "status": CallStatus.IN_PROGRESS},
        {"carrier_call_sid": None},
        {"answered_at": None},
        {"cost": CallCost(final=False)},
        {"cost": CallCost(final=True, carrier_price_usd=0.01)},
        {"direction": Direction.BROWSER},
    ],
    ids=lambda fields: ",".join(fields),
)
async def test_a_price_is_not_asked_for_without_reason(
    database: Database, fields: dict[str, Any]
) -> None:
    await keep(database, ended(**fields))
    assert await DuePrices(database).mark(utc_now() - timedelta(days=1)) == 0


async def test_a_call_is_put_on_the_list_once(database: Database) -> None:
    prices, call = DuePrices(database), ended()
    await keep(database, call, ended(carrier_call_sid="CA2", org_id="org_other"))
    since = utc_now() - timedelta(days=1)
    marked = await asyncio.gather(*(prices.mark(since) for _ in range(3)))
    assert sum(marked) == 2
    document = await raw(database, call)
    assert document["price_due_at"] - document["ended_at"] == timedelta(seconds=ASK_AFTER_S[0])
    priced = CallCost(total_usd=0.5, final=True, carrier_price_usd=0.02)
    await prices.settle(call.id, lambda cost: priced)
    assert await prices.mark(since) == 0


async def test_a_price_and_a_summary_at_once_are_both_on_the_bill(
    database: Database, database_name: str, mongodb: pymongo.MongoClient[dict[str, Any]]
) -> None:
    call = make_call(cost=CallCost(total_usd=1, final=True))
    await keep(database, call)
    seen: list[list[CostItem]] = []

    def correct(cost: CallCost) -> CallCost:
        if not seen:  # between our reading and our writing
            mongodb[database_name]["calls"].update_one(
                {"_id": call.id},
                {"$push": {"cost.items": ITEM.model_dump()}, "$inc": {"version": 1}},
            )
        seen.append(cost.items)
        return cost.model_copy(update={"carrier_price_usd": 0.5})

    await DuePrices(database).settle(call.id, correct)
    assert seen == [[], [ITEM]]
    now = await for_org(database, DEFAULT_ORG).calls.get(call.id)
    assert (now.cost.items, now.cost.carrier_price_usd) == ([ITEM], 0.5)
    assert now.version == call.version + 2


async def test_prices_are_asked_for_in_turn(database: Database) -> None:
    prices = DuePrices(database)
    calls = [ended(carrier_call_sid=f"CA{n}", context_data={"n": n}) for n in range(4)]
    await keep(database, *calls)
    for call, minutes in zip(calls, (2, 3, -5, 1), strict=True):
        at = utc_now() - timedelta(minutes=minutes)
        await set_fields(database, call, price_due_at=at, price_tries=0)
    assert [call.id async for call in prices.due(2)] == [calls[1].id, calls[0].id]
    assert [call.id async for call in prices.due(9)] == [
        c.id for c in (calls[1], calls[0], calls[3])
    ]


async def test_a_price_nobody_knows_is_given_up_after_some_tries(database: Database) -> None:
    prices, call = DuePrices(database), ended()
    await keep(database, call)
    await prices.mark(utc_now() - timedelta(days=1))
    waits = []
    for _ in range(len(ASK_AFTER_S) - 1):
        await prices.postpone(call.id)
        waits.append(((await raw(database, call))["price_due_at"] - utc_now()).total_seconds())
    assert [round(wait, -1) for wait in waits] == [round(s, -1) for s in ASK_AFTER_S[1:]]
    await prices.postpone(call.id)
    document = await raw(database, call)
    assert "price_due_at" not in document
    assert document["price_tries"] == len(ASK_AFTER_S)
    assert await prices.mark(utc_now() - timedelta(days=1)) == 0


async def test_a_recording_that_nobody_made_is_due_a_while_after_the_end(
    database: Database,
) -> None:
    recordings, calls = DueRecordings(database), for_org(database, DEFAULT_ORG).calls
    made, forgotten = make_call(), make_call()
    await keep(database, made, forgotten)
    for call in (made, forgotten):
        await finish(database, call.id)
    await recordings.settle(made.id, made=True)
    assert await recordings.overdue(9) == []  # whoever ended it is at it
    for call in (made, forgotten):
        await database.raw["calls"].update_one(
            {"_id": call.id, "recording_due_at": {"$exists": True}},
            {"$set": {"recording_due_at": utc_now()}},
        )
    assert [call.id for call in await recordings.overdue(9)] == [forgotten.id]
    await recordings.settle(forgotten.id, made=False)
    await recordings.settle(made.id, made=False)  # too late: it was settled
    assert await recordings.overdue(9) == []
    found = [await calls.get(call.id) for call in (made, forgotten)]
    assert [(call.complete, call.has_recording) for call in found] == [(True, True), (True, False)]


async def test_what_is_due_is_found_by_index(database: Database) -> None:
    for what in ("price", "summary", "recording"):
        query = {f"{what}_due_at": {"$lte": utc_now()}}
        plan = await database.raw["calls"].find(query).explain()
        assert f"{what}_due" in repr(plan["queryPlanner"]["winningPlan"])
