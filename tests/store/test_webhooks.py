"""The outbox: a delivery is queued once, claimed by one worker, and settled by who claimed it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from tests.support.records import make_delivery, make_webhook

from phony.domain.errors import NotFound
from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.domain.webhooks import Attempt, Delivery, DeliveryState
from phony.store.database import Database
from phony.store.repositories import Repositories, for_org
from phony.store.webhooks import KEEP_ATTEMPTS, Outbox

PENDING, DELIVERED, FAILED = DeliveryState


@pytest.fixture
def outbox(database: Database) -> Outbox:
    return Outbox(database)


@pytest.fixture
def store(database: Database) -> Repositories:
    return for_org(database, DEFAULT_ORG)


def attempt(error: str | None = None) -> Attempt:
    return Attempt(at=utc_now(), status=500 if error else 200, error=error, elapsed_ms=5)


async def claimed(outbox: Outbox, lease_s: float = 30) -> Delivery:
    delivery = await outbox.claim(lease_s=lease_s)
    assert delivery is not None
    return delivery


async def test_a_delivery_is_queued_once_whoever_tells(outbox: Outbox, store: Repositories) -> None:
    made = [make_delivery("wh_1") for _ in range(4)]
    counts = await asyncio.gather(*(outbox.put(made) for _ in range(4)))
    assert sum(counts) == 4
    delivery = await claimed(outbox)
    await outbox.settle(delivery, attempt(), DELIVERED, utc_now())
    assert await outbox.put(made) == 0  # told again after a crash: it stays delivered
    assert (await store.deliveries.get(delivery.id)).state is DELIVERED
    assert await outbox.put([]) == 0


async def test_each_delivery_is_claimed_by_one_worker(outbox: Outbox) -> None:
    await outbox.put([make_delivery(f"wh_{n}") for n in range(5)])
    claims = await asyncio.gather(*(outbox.claim(lease_s=30) for _ in range(9)))
    won = [claim.id for claim in claims if claim is not None]
    assert len(won) == len(set(won)) == 5
    assert all(claim is None or claim.tries == 1 for claim in claims)


async def test_the_longest_due_is_claimed_first_and_the_busy_wait(outbox: Outbox) -> None:
    now = utc_now()
    made = [make_delivery(f"wh_{age}", now - timedelta(minutes=age)) for age in (1, 3, 2, -1)]
    await outbox.put(made)
    first = await outbox.claim(lease_s=30, busy=["wh_3"])
    assert first is not None
    assert first.webhook_id == "wh_2"
    assert (await claimed(outbox)).webhook_id == "wh_3"
    assert (await claimed(outbox)).webhook_id == "wh_1"
    assert await outbox.claim(lease_s=30) is None  # the last one is not due yet


async def test_what_a_dead_worker_claimed_is_due_again(outbox: Outbox) -> None:
    await outbox.put([make_delivery("wh_1")])
    dead = await claimed(outbox, lease_s=0.05)
    await asyncio.sleep(0.1)
    living = await claimed(outbox)
    assert (living.id, living.tries) == (dead.id, 2)


async def test_who_wakes_late_settles_nothing(outbox: Outbox, store: Repositories) -> None:
    await outbox.put([make_delivery("wh_1")])
    late = await claimed(outbox, lease_s=0.02)
    await asyncio.sleep(0.05)
    await claimed(outbox)
    await outbox.settle(late, attempt(), DELIVERED, utc_now())
    now = await store.deliveries.get(late.id)
    assert (now.state, now.attempts) == (PENDING, [])


async def test_a_try_is_noted_as_it_went(outbox: Outbox, store: Repositories) -> None:
    await outbox.put([make_delivery("wh_1")])
    delivery = await claimed(outbox)
    later = utc_now() + timedelta(minutes=5)
    await outbox.settle(delivery, attempt("answered 500"), PENDING, later)
    now = await store.deliveries.get(delivery.id)
    assert (now.state, now.delivered_at) == (PENDING, None)
    assert now.next_at is not None
    assert abs(now.next_at - later) < timedelta(milliseconds=1)
    assert await outbox.claim(lease_s=30) is None
    await outbox.settle(delivery, attempt(), DELIVERED, utc_now())
    now = await store.deliveries.get(delivery.id)
    assert (now.state, now.next_at) == (DELIVERED, None)
    assert now.delivered_at is not None
    assert [one.error for one in now.attempts] == ["answered 500", None]


async def test_only_the_last_tries_are_kept(outbox: Outbox, store: Repositories) -> None:
    delivery = make_delivery("wh_1")
    await outbox.put([delivery])
    for number in range(KEEP_ATTEMPTS + 3):
        await outbox.settle(delivery, attempt(f"try {number}"), PENDING, utc_now())
    kept = (await store.deliveries.get(delivery.id)).attempts
    assert [one.error for one in kept] == [f"try {n}" for n in range(3, KEEP_ATTEMPTS + 3)]


async def test_whatever_became_of_it_can_be_sent_again(outbox: Outbox, store: Repositories) -> None:
    await outbox.put([make_delivery("wh_1")])
    delivery = await claimed(outbox)
    await outbox.settle(delivery, attempt("gone"), FAILED, utc_now())
    assert await outbox.claim(lease_s=30) is None
    again = await store.deliveries.resend(delivery.id)
    assert (again.state, again.tries, len(again.attempts)) == (PENDING, 0, 1)
    assert (await claimed(outbox)).id == delivery.id
    with pytest.raises(NotFound):
        await store.deliveries.resend("dlv_none")


async def test_deliveries_are_listed_by_webhook_and_state(
    outbox: Outbox, store: Repositories
) -> None:
    now = utc_now()
    made = [make_delivery("wh_1", now - timedelta(minutes=age)) for age in (2, 1, 3)]
    await outbox.put([*made, make_delivery("wh_2"), make_delivery("wh_1", org_id="org_other")])
    await outbox.settle(made[0], attempt(), DELIVERED, now)
    found, total = await store.deliveries.page("wh_1", limit=2)
    assert ([one.id for one in found], total) == ([made[1].id, made[0].id], 3)
    found, _ = await store.deliveries.page("wh_1", limit=2, offset=2)
    assert [one.id for one in found] == [made[2].id]
    found, total = await store.deliveries.page("wh_1", limit=9, state=DELIVERED)
    assert ([one.id for one in found], total) == ([made[0].id], 1)


async def test_a_webhook_keeps_its_secrets_and_shows_none(store: Repositories) -> None:
    webhook = make_webhook(old_secret="old", org_id="org_x")
    await store.webhooks.add(webhook)
    kept = await store.webhooks.get(webhook.id)
    assert (kept.secret, kept.old_secret, kept.org_id) == (webhook.secret, "old", DEFAULT_ORG)
    assert webhook.secret not in kept.model_dump_json()
    changed = await store.webhooks.patch(webhook.id, {"description": "till"})
    assert (changed.description, changed.secret) == ("till", webhook.secret)
    assert changed.updated_at > kept.updated_at
    for unknown in (store.webhooks.get, store.webhooks.delete):
        with pytest.raises(NotFound):
            await unknown("wh_none")


async def test_what_waits_goes_with_its_webhook(outbox: Outbox, store: Repositories) -> None:
    one, other = make_webhook(), make_webhook()
    for webhook in (one, other):
        await store.webhooks.add(webhook)
        await outbox.put([make_delivery(webhook.id)])
    await store.webhooks.delete(one.id)
    assert [webhook.id for webhook in await store.webhooks.list()] == [other.id]
    assert await outbox.webhook(one.id) is None
    assert (await claimed(outbox)).webhook_id == other.id
    assert await outbox.claim(lease_s=30) is None


async def test_only_those_switched_on_listen(
    database: Database, outbox: Outbox, store: Repositories
) -> None:
    on, off, theirs = make_webhook(), make_webhook(enabled=False), make_webhook()
    await store.webhooks.add(on)
    await store.webhooks.add(off)
    await for_org(database, "org_other").webhooks.add(theirs)
    assert {webhook.id for webhook in await outbox.listeners()} == {on.id, theirs.id}
    assert [webhook.id for webhook in await outbox.listeners("org_other")] == [theirs.id]
    await outbox.disable(on.id, "410")
    assert await outbox.listeners(DEFAULT_ORG) == []
    assert (await store.webhooks.get(on.id)).disabled_reason == "410"


async def test_since_when_it_fails(outbox: Outbox, store: Repositories) -> None:
    webhook = make_webhook()
    await store.webhooks.add(webhook)
    await outbox.note_failure(webhook.id)
    since = (await store.webhooks.get(webhook.id)).failing_since
    assert since is not None
    await outbox.note_failure(webhook.id)
    assert (await store.webhooks.get(webhook.id)).failing_since == since
    await outbox.note_success(webhook.id)
    now = await store.webhooks.get(webhook.id)
    assert (now.failing_since, now.last_success_at is None) == (None, False)


async def test_the_place_in_the_stream_is_kept(outbox: Outbox) -> None:
    assert await outbox.place("tell") is None
    for token in ("82A", "82B"):
        await outbox.set_place("tell", {"_data": token})
    assert await outbox.place("tell") == {"_data": "82B"}
    assert await outbox.place("other") is None
    await outbox.forget_place("tell")
    assert await outbox.place("tell") is None


async def test_what_is_due_is_found_by_its_index(database: Database, outbox: Outbox) -> None:
    await outbox.put([make_delivery("wh_1")])
    query = {"state": "pending", "next_at": {"$lte": utc_now()}, "webhook_id": {"$nin": []}}
    plan = await database.raw["deliveries"].find(query).sort("next_at", 1).explain()
    winning = repr(plan["queryPlanner"]["winningPlan"])
    assert "'due'" in winning
    assert "'SORT'" not in winning
