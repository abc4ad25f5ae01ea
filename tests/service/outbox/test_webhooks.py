import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import orjson
import pytest
from standardwebhooks import Webhook as Verifier
from tests.support.calls import finish, keep, make_call, make_edit, make_turn
from tests.support.control import control_app
from tests.support.tcp import tcp_server
from tests.support.told import Told

from phony.domain.calls import CallStats, CallStatus
from phony.domain.edits import EditState
from phony.domain.ids import DEFAULT_ORG, new_id, utc_now
from phony.domain.webhooks import DeliveryState, Webhook, WebhookEvent, new_secret
from phony.net.http import OutboundHttp
from phony.service.outbox.webhooks import LEASE, WebhookService
from phony.store.database import Database
from phony.store.due import DueRecordings
from phony.store.repositories import ensure_indexes, for_org
from phony.store.webhooks import Outbox


class Receiver:
    """Somebody's server: notes what comes, answers as told."""

    def __init__(self) -> None:
        self.status = 200
        self.seen: list[tuple[dict[str, str], bytes]] = []
        self.came = asyncio.Event()
        self.port = 0
        self.delay_s = 0.0

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head[1:] if line)
        }
        body = await reader.readexactly(int(headers["content-length"]))
        self.seen.append((headers, body))
        self.came.set()
        await asyncio.sleep(self.delay_s)
        writer.write(f"HTTP/1.1 {self.status} X\r\nContent-Length: 2\r\n\r\nok".encode())
        await writer.drain()

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator["Receiver"]:
        async with tcp_server(self._handle) as self.port:
            yield self

    def events(self) -> list[dict[str, Any]]:
        return [orjson.loads(body) for _, body in self.seen]

    async def until(self, count: int, within_s: float = 8) -> None:
        async with asyncio.timeout(within_s):
            while len(self.seen) < count:
                self.came.clear()
                await self.came.wait()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver().serving() as it:
        yield it


async def add_webhook(database: Database, receiver: Receiver, **fields: Any) -> Webhook:
    now = utc_now()
    values: dict[str, Any] = {
        "id": new_id("hook"),
        "org_id": DEFAULT_ORG,
        "url": f"http://127.0.0.1:{receiver.port}/hook",
        "secret": new_secret(),
        "created_at": now - timedelta(seconds=1),
        "updated_at": now,
    }
    hook = Webhook(**{**values, **fields})
    await for_org(database, hook.org_id).webhooks.add(hook)
    return hook


def service(database: Database, worker_id: str = "w1") -> WebhookService:
    return WebhookService(database, OutboundHttp(allow_private=True), worker_id)


@contextlib.asynccontextmanager
async def running(*services: WebhookService) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(each.run()) for each in services]
        yield
        for task in tasks:
            task.cancel()
    for each in services:
        await each._http.aclose()


async def led(database: Database) -> None:
    """Wait until somebody follows the changes."""
    async with asyncio.timeout(5):
        while not await database.raw["leases"].find_one({"_id": LEASE}):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    await asyncio.sleep(0.2)


async def test_a_call_s_way_is_told_as_described(database: Database, receiver: Receiver) -> None:
    hook = await add_webhook(database, receiver)
    async with running(service(database)):
        await led(database)
        call = make_call(status=CallStatus.RINGING)
        calls = for_org(database, DEFAULT_ORG).calls
        await calls.create(call)
        answered = {"answered_at": utc_now()}
        await calls.transition(call.id, CallStatus.IN_PROGRESS, fields=answered)
        await receiver.until(1)
        edit = make_edit(call.id)
        edits = for_org(database, DEFAULT_ORG).edits
        await edits.insert(edit)
        await edits.move(edit.id, EditState.CONFIRMED, {"confirmed_at": utc_now()})
        await receiver.until(2)
        await calls.patch(call.id, {"limit_stage": "warn", "limit_what": "call"})
        await receiver.until(3)
        asked = {"arguments": "{}", "output": '{"ok": true}', "ok": True}
        await keep(
            database,
            make_turn(call.id, 0, "Hello"),
            make_turn(call.id, 1, "Hi"),
            make_turn(call.id, 2, "book", role="system", kind="tool", data=asked),
        )
        await calls.patch(
            call.id, {"transcript_final": True, "stats": CallStats(turns=3).model_dump()}
        )
        await asyncio.sleep(0.3)
        assert len(receiver.seen) == 3  # the caller is still on the line
        await finish(database, call.id)
        await receiver.until(5)
        await DueRecordings(database).settle(call.id, made=True)
        await receiver.until(6)
        written = {"$set": {"summary": "They said hello."}, "$inc": {"version": 1}}
        await database.raw["calls"].update_one({"_id": call.id}, written)
        await receiver.until(7)
        await asyncio.sleep(0.3)  # the last answer is noted
    events = {event["type"]: event for event in receiver.events()}
    assert set(events) == {
        "call.started",
        "edit.confirmed",
        "limit.reached",
        "transcript.ready",
        "call.ended",
        "call.finished",
        "summary.ready",
    }
    assert len(receiver.seen) == 7
    assert events["summary.ready"]["data"]["call"]["summary"] == "They said hello."
    assert events["edit.confirmed"]["data"]["edit"]["id"] == edit.id
    assert events["limit.reached"]["data"]["limit"] == {"what": "call", "stage": "warn"}
    for event in ("transcript.ready", "call.finished"):
        told = events[event]["data"]
        assert [turn["said"] for turn in told["transcript"]] == ["Hello", "Hi", "book"]
        assert told["transcript"][2]["data"] == asked
        assert told["call"]["status"] == "completed"
        assert told["call"]["ended_at"]
        assert told["call"]["duration_s"] is not None
    assert events["call.finished"]["data"]["call"]["has_recording"]
    assert events["call.ended"]["data"]["call"]["status"] == "completed"
    assert "agent" not in events["call.ended"]["data"]["call"]
    told = Told(control_app(database).openapi())
    for headers, body in receiver.seen:
        told.check(orjson.loads(body))
        assert Verifier(hook.secret).verify(body.decode(), headers)
    page, total = await for_org(database, DEFAULT_ORG).deliveries.page(hook.id, limit=10)
    assert total == 7
    assert {d.state for d in page} == {DeliveryState.DELIVERED}


async def test_a_call_nobody_answered_is_finished_without_a_transcript(
    database: Database, receiver: Receiver
) -> None:
    await add_webhook(database, receiver)
    async with running(service(database)):
        await led(database)
        over = {"status": CallStatus.NO_ANSWER, "ended_at": utc_now(), "complete": True}
        await keep(database, make_call(**over))
        await receiver.until(2)
        await asyncio.sleep(0.3)
    events = {event["type"]: event["data"] for event in receiver.events()}
    assert set(events) == {"call.ended", "call.finished"}
    assert events["call.finished"]["transcript"] == []


async def test_only_what_is_wanted_and_only_to_whom_it_concerns(
    database: Database, receiver: Receiver
) -> None:
    await add_webhook(database, receiver, events=[WebhookEvent.CALL_ENDED], agent_ids=["agent_a"])
    await add_webhook(database, receiver, org_id="org_other")
    await add_webhook(database, receiver, enabled=False)
    await add_webhook(database, receiver, created_at=utc_now() + timedelta(hours=1))
    async with running(service(database)):
        await led(database)
        now = utc_now()
        over = {"status": CallStatus.COMPLETED, "answered_at": now, "ended_at": now}
        await keep(database, make_call(agent_id="agent_b", **over), make_call(**over))
        await receiver.until(1)
        await asyncio.sleep(0.3)
    assert [event["type"] for event in receiver.events()] == ["call.ended"]


async def test_what_happened_while_nobody_told_is_told_later_and_once(
    database: Database, receiver: Receiver
) -> None:
    await add_webhook(database, receiver, events=[WebhookEvent.CALL_ENDED])
    now = utc_now()
    over = {"status": CallStatus.COMPLETED, "answered_at": now, "ended_at": now}
    await keep(database, make_call(**over))  # nobody runs: found by looking back
    async with running(service(database, "w1")):
        await receiver.until(1)
        await led(database)
    await keep(database, make_call(**over))  # nobody runs, but a place is known
    async with running(service(database, "w2")):
        await receiver.until(2)
        await asyncio.sleep(0.3)
    ids = [headers["webhook-id"] for headers, _ in receiver.seen]
    assert len(set(ids)) == len(ids) == 2


@pytest.fixture
async def fresh(mongodb_url: str) -> AsyncIterator[Database]:
    """A database without a past: reading from its beginning meets no other test's records."""
    database = await Database.connect(mongodb_url, f"test_{uuid4().hex[:12]}")
    await ensure_indexes(database)
    yield database
    await database.client.drop_database(database.raw.name)
    await database.close()


async def test_a_lost_place_means_looking_back(fresh: Database, receiver: Receiver) -> None:
    database = fresh
    await add_webhook(database, receiver, events=[WebhookEvent.CALL_ENDED])
    token = {"_data": "8200000001000000012B0229296E04"}
    await Outbox(database).set_place(LEASE, token)
    now = utc_now()
    await keep(database, make_call(status=CallStatus.COMPLETED, answered_at=now, ended_at=now))
    async with running(service(database)):
        await receiver.until(1, within_s=12)


async def test_two_workers_tell_and_send_once(database: Database, receiver: Receiver) -> None:
    await add_webhook(database, receiver, events=[WebhookEvent.CALL_ENDED])
    receiver.delay_s = 0.05
    async with running(service(database, "w1"), service(database, "w2")):
        await led(database)
        now = utc_now()
        for _ in range(6):
            over = {"status": CallStatus.COMPLETED, "answered_at": now, "ended_at": now}
            await keep(database, make_call(**over))
        await receiver.until(6)
        await asyncio.sleep(0.5)
    assert len(receiver.seen) == 6


async def test_who_lost_its_lease_tells_nothing_more(
    database: Database, receiver: Receiver
) -> None:
    await add_webhook(database, receiver, events=[WebhookEvent.CALL_ENDED])
    now = utc_now()
    over = {"status": CallStatus.COMPLETED, "answered_at": now, "ended_at": now}
    away = WebhookService(database, OutboundHttp(allow_private=True), "w1", lease_s=0.6)
    leases = database.raw["leases"]
    async with running(away):
        await led(database)
        # It was away so long that another worker began: what follows is the other's to tell.
        until = utc_now() + timedelta(seconds=60)
        await leases.update_one({"_id": LEASE}, {"$set": {"owner": "w2", "until": until}})
        await asyncio.sleep(0.3)
        await keep(database, make_call(**over))
        await asyncio.sleep(0.3)
        assert await database.raw["deliveries"].count_documents({}) == 0
        await leases.delete_one({"_id": LEASE})  # and the other one is gone again
        await receiver.until(1)
    assert len(receiver.seen) == 1


async def queued(database: Database, hook: Webhook) -> Any:
    now = utc_now()
    await keep(database, make_call(status=CallStatus.COMPLETED, answered_at=now, ended_at=now))
    sender = service(database)
    sender._listeners = [hook]
    async for document in database.raw["calls"].find():
        from phony.domain.calls import Call
        from phony.store.documents import load

        await sender._tell_call(load(Call, document))
    delivery = await Outbox(database).claim(lease_s=60)
    assert delivery is not None
    return sender, delivery


async def test_a_failure_is_tried_again_later(database: Database, receiver: Receiver) -> None:
    hook = await add_webhook(database, receiver, events=[WebhookEvent.CALL_ENDED])
    receiver.status = 503
    sender, delivery = await queued(database, hook)
    await sender.send(delivery)
    found = await for_org(database, DEFAULT_ORG).deliveries.get(delivery.id)
    assert (found.state, found.tries) == (DeliveryState.PENDING, 1)
    assert found.next_at is not None
    assert 4 < (found.next_at - utc_now()).total_seconds() < 7
    assert (found.attempts[0].status, found.attempts[0].response) == (503, "ok")
    assert (await for_org(database, DEFAULT_ORG).webhooks.get(hook.id)).failing_since is not None
    # Nobody gets it before its time; then the same event comes with the same id.
    assert await Outbox(database).claim(lease_s=60) is None
    receiver.status = 200
    await database.raw["deliveries"].update_one({}, {"$set": {"next_at": utc_now()}})
    again = await Outbox(database).claim(lease_s=60)
    assert again is not None
    await sender.send(again)
    assert receiver.seen[0][0]["webhook-id"] == receiver.seen[1][0]["webhook-id"]
    found = await for_org(database, DEFAULT_ORG).deliveries.get(delivery.id)
    assert (found.state, len(found.attempts)) == (DeliveryState.DELIVERED, 2)
    assert (await for_org(database, DEFAULT_ORG).webhooks.get(hook.id)).failing_since is None


async def test_after_a_day_it_is_given_up(database: Database, receiver: Receiver) -> None:
    hook = await add_webhook(database, receiver, events=[WebhookEvent.CALL_ENDED])
    receiver.status = 500
    sender, delivery = await queued(database, hook)
    await database.raw["deliveries"].update_one({}, {"$set": {"tries": 11}})
    delivery.tries = 11
    await sender.send(delivery)
    found = await for_org(database, DEFAULT_ORG).deliveries.get(delivery.id)
    assert (found.state, found.next_at) == (DeliveryState.FAILED, None)
    # A person may send it again.
    receiver.status = 200
    again = await for_org(database, DEFAULT_ORG).deliveries.resend(delivery.id)
    assert (again.state, again.tries) == (DeliveryState.PENDING, 0)
    claimed = await Outbox(database).claim(lease_s=60)
    assert claimed is not None
    await sender.send(claimed)
    found = await for_org(database, DEFAULT_ORG).deliveries.get(delivery.id)
    assert found.state is DeliveryState.DELIVERED


async def test_gone_means_gone(database: Database, receiver: Receiver) -> None:
    hook = await add_webhook(database, receiver, events=[WebhookEvent.CALL_ENDED])
    receiver.status = 410
    sender, delivery = await queued(database, hook)
    await sender.send(delivery)
    found = await for_org(database, DEFAULT_ORG).webhooks.get(hook.id)
    assert not found.enabled
    assert found.disabled_reason is not None
    assert (
        await for_org(database, DEFAULT_ORG).deliveries.get(delivery.id)
    ).state is DeliveryState.FAILED


async def test_a_redirect_is_a_failure(database: Database, receiver: Receiver) -> None:
    hook = await add_webhook(database, receiver, events=[WebhookEvent.CALL_ENDED])
    receiver.status = 302
    sender, delivery = await queued(database, hook)
    attempt = await sender.send(delivery)
    assert "redirects are not followed" in attempt.error


async def test_private_addresses_are_refused_without_leave(
    database: Database, receiver: Receiver
) -> None:
    hook = await add_webhook(database, receiver, events=[WebhookEvent.CALL_ENDED])
    careful = WebhookService(database, OutboundHttp(allow_private=False), "w1")
    attempt = await careful.attempt(hook, "evt_1", "{}")
    assert attempt.status is None
    assert "private network" in (attempt.error or "")
    assert receiver.seen == []


async def test_a_dead_worker_s_claim_ends(database: Database, receiver: Receiver) -> None:
    hook = await add_webhook(database, receiver, events=[WebhookEvent.CALL_ENDED])
    sender, delivery = await queued(database, hook)
    assert await Outbox(database).claim(lease_s=60) is None  # somebody is at it
    await database.raw["deliveries"].update_one(
        {"_id": delivery.id}, {"$set": {"next_at": utc_now() - timedelta(seconds=1)}}
    )
    other = await Outbox(database).claim(lease_s=60)
    assert other is not None
    # The dead one comes back to life and notes its failure: the newer claim stands.
    receiver.status = 500
    await sender.send(delivery)
    found = await for_org(database, DEFAULT_ORG).deliveries.get(delivery.id)
    assert (found.tries, found.attempts) == (2, [])


async def test_the_test_event_is_sent_at_once(database: Database, receiver: Receiver) -> None:
    hook = await add_webhook(database, receiver)
    sent = await service(database).test(hook)
    assert sent.state is DeliveryState.DELIVERED
    assert receiver.events()[0]["type"] == "webhook.test"
    receiver.status = 400
    sent = await service(database).test(hook)
    assert (sent.state, sent.attempts[0].status) == (DeliveryState.FAILED, 400)
    assert await Outbox(database).claim(lease_s=1) is None


async def test_a_slow_webhook_does_not_hold_up_the_others(
    database: Database, receiver: Receiver
) -> None:
    async with Receiver().serving() as slow:
        slow.delay_s = 3
        await add_webhook(database, slow, events=[WebhookEvent.CALL_ENDED])
        await add_webhook(database, receiver, events=[WebhookEvent.CALL_ENDED])
        async with running(service(database)):
            await led(database)
            now = utc_now()
            over = {"status": CallStatus.COMPLETED, "answered_at": now, "ended_at": now}
            await keep(database, *(make_call(**over) for _ in range(10)))
            await receiver.until(10, within_s=6)
            assert len(slow.seen) <= 4
