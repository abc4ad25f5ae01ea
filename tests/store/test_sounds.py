"""Sentences spoken ahead are kept per organization."""

from __future__ import annotations

from tests.support.calls import keep, make_call

from phony.domain.bills import CallCost, CostItem
from phony.store.database import Database
from phony.store.repositories import for_org
from phony.store.sounds import OwedSounds


async def test_a_sentence_is_kept_and_replaced_and_no_other_organizations(
    database: Database,
) -> None:
    sounds = for_org(database, "org_1").sounds
    assert await sounds.find("k") is None
    await sounds.keep("k", b"\xff\x00")
    await sounds.keep("k", b"\xff\x01")
    assert await sounds.find("k") == b"\xff\x01"
    assert await for_org(database, "org_2").sounds.find("k") is None


async def test_what_is_owed_waits_for_the_bill_and_is_paid_once(database: Database) -> None:
    item = CostItem(
        kind="model.text_in", quantity=10, unit="token", unit_price_usd=0.1, amount_usd=1
    )
    over = make_call(cost=CallCost(total_usd=2, final=True))
    runs = make_call(cost=CallCost(total_usd=2))
    for call in (over, runs):
        await keep(database, call)
    for call_id in (over.id, runs.id, "call_deleted"):
        await for_org(database, over.org_id).sounds.owe(call_id, [item])
    owed = OwedSounds(database)
    assert await owed.settle()
    assert await owed.settle()
    calls = for_org(database, over.org_id).calls
    paid, unpaid = await calls.get(over.id), await calls.get(runs.id)
    assert (paid.cost.items, paid.cost.total_usd) == ([item], 3)
    assert unpaid.cost.items == []
    assert await for_org(database, over.org_id).sounds.find("k") is None
