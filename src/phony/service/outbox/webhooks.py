"""Webhooks out: what happened becomes deliveries in the outbox, the outbox is sent with retries.

Telling: one worker (a lease) follows the change stream of calls and edits and notes in the
database up to where it told. The ids of deliveries are made of what happened, so that telling
again after a crash adds nothing, and nothing that was written is missed. Without a place to go on
from (first start, or the oplog is too short) the last day's calls are looked through instead.

Sending: every worker claims deliveries that are due; a claim ends by itself if its worker dies.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from pymongo.errors import PyMongoError

from phony.domain.calls import FINAL_STATUSES, Call
from phony.domain.edits import Edit, EditState
from phony.domain.errors import PhonyError
from phony.domain.ids import new_id, utc_now
from phony.domain.turns import Turn
from phony.domain.webhooks import (
    Attempt,
    Delivery,
    DeliveryState,
    Webhook,
    WebhookEvent,
    delivery_id,
    event_id,
    retry_after_s,
    signed_headers,
)
from phony.net.http import Answer, OutboundError, OutboundHttp
from phony.store.call_queries import CallQueries
from phony.store.changes import CursorTooOld
from phony.store.database import Database
from phony.store.documents import load
from phony.store.leases import Leases
from phony.store.outbox_changes import changes_to_tell, recent_calls, recent_edits
from phony.store.webhooks import Outbox

log = logging.getLogger(__name__)

LEASE = "webhooks.tell"
LEASE_S = 10.0
SEND_TIMEOUT_S = 15.0
CLAIM_S = 25.0  # longer than a try takes; a dead worker's claim ends with it
AT_ONCE = 8
AT_ONCE_PER_WEBHOOK = 2
LOOK_BACK = timedelta(hours=25)
_SHOWN = 1000
# What only we need, or is long and can be read elsewhere.
NOT_OF_CALL = frozenset({"agent", "system_prompt", "stream_sid", "worker_id", "lease"})
NOT_OF_TURN = frozenset({"call_id", "item_id"})


@dataclass(frozen=True, slots=True)
class Happening:
    """One event: its id is made of what happened."""

    event: WebhookEvent
    id: str
    at: datetime
    org_id: str
    call_id: str | None
    agent_id: str | None
    data: dict[str, Any]

    def body(self) -> str:
        """What is sent."""
        content = {"type": self.event.value, "timestamp": self.at, "data": self.data}
        return orjson.dumps(content, option=orjson.OPT_UTC_Z).decode()


def call_data(call: Call) -> dict[str, Any]:
    """A call as webhooks show it: without what only we need."""
    return {"call": call.model_dump(mode="json", exclude=set(NOT_OF_CALL))}


def of_call(call: Call) -> list[Happening]:
    """Everything a call's present state tells, except what has its transcript."""
    found: list[Happening] = []

    def add(event: WebhookEvent, at: datetime, *parts: str, **more: Any) -> None:
        name = event_id(event, call.id, *parts)
        data = {**call_data(call), **more}
        found.append(Happening(event, name, at, call.org_id, call.id, call.agent_id, data))

    if call.answered_at is not None:
        add(WebhookEvent.CALL_STARTED, call.answered_at)
    if call.limit_stage is not None:
        stage, what = call.limit_stage, call.limit_what or "call"
        at = call.ended_at or utc_now()
        add(WebhookEvent.LIMIT_REACHED, at, what, stage, limit={"what": what, "stage": stage})
    if call.status in FINAL_STATUSES:
        add(WebhookEvent.CALL_ENDED, call.ended_at or utc_now())
    if call.summary is not None:
        add(WebhookEvent.SUMMARY_READY, call.ended_at or utc_now())
    return found


def has_transcript(call: Call) -> bool:
    """Whether there is something to tell that has the call's transcript in it."""
    return call.status in FINAL_STATUSES and (call.complete or call.stats.turns > 0)


def of_transcript(call: Call, turns: Iterable[Turn]) -> list[Happening]:
    """What the transcript of a call that is over is told with: alone, and with all of the call."""
    data = call_data(call)
    data["transcript"] = [turn.model_dump(mode="json", exclude=set(NOT_OF_TURN)) for turn in turns]
    events = []
    if data["transcript"]:
        events.append(WebhookEvent.TRANSCRIPT_READY)
    if call.complete:
        events.append(WebhookEvent.CALL_FINISHED)
    at = call.ended_at or utc_now()
    return [
        Happening(event, event_id(event, call.id), at, call.org_id, call.id, call.agent_id, data)
        for event in events
    ]


def of_edit(edit: Edit, call: Call) -> Happening:
    """An edit that the model confirmed."""
    event = WebhookEvent.EDIT_CONFIRMED
    at = edit.confirmed_at or utc_now()
    data = {**call_data(call), "edit": edit.model_dump(mode="json")}
    return Happening(
        event, event_id(event, edit.id), at, edit.org_id, edit.call_id, call.agent_id, data
    )


def of_test(webhook_id: str, org_id: str, at: datetime) -> Happening:
    """Somebody tries a webhook; every try is an event of its own."""
    data = {"message": "This is a test.", "webhook_id": webhook_id}
    return Happening(WebhookEvent.TEST, new_id("evt"), at, org_id, None, None, data)


def deliveries(happening: Happening, webhooks: Iterable[Webhook]) -> list[Delivery]:
    """A delivery for everybody who wants to hear and was there when it happened."""
    now, body, found = utc_now(), "", []
    for webhook in webhooks:
        if webhook.org_id != happening.org_id or happening.at < webhook.created_at:
            continue
        if not webhook.wants(happening.event, happening.agent_id):
            continue
        body = body or happening.body()
        found.append(
            Delivery(
                id=delivery_id(happening.id, webhook.id),
                org_id=happening.org_id,
                webhook_id=webhook.id,
                event=happening.event,
                event_id=happening.id,
                call_id=happening.call_id,
                body=body,
                next_at=now,
                created_at=now,
            )
        )
    return found


class WebhookService:
    """Tells and sends; `run` belongs to the app's lifespan."""

    def __init__(
        self, database: Database, http: OutboundHttp, worker_id: str, *, lease_s: float = LEASE_S
    ) -> None:
        """`http` guards private addresses; who does not renew its lease in time tells no more."""
        self._database = database
        self._http = http
        self._worker_id = worker_id
        self._lease_s = lease_s
        self._outbox = Outbox(database)
        self._leases = Leases(database)
        self._wake = asyncio.Event()
        self._listeners: list[Webhook] = []

    async def run(self) -> None:
        """Tell and send until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._tell_for_ever())
            group.create_task(self._send_for_ever())

    @property
    def allow_private(self) -> bool:
        """Whether URLs may point into private networks."""
        return self._http.allow_private

    def wake(self) -> None:
        """Something was queued: do not wait for the next look."""
        self._wake.set()

    # ---- telling -------------------------------------------------------------------------

    async def _tell_for_ever(self) -> None:
        try:
            while True:
                try:
                    if await self._leases.take(LEASE, self._worker_id, self._lease_s):
                        await self._tell_while_leading()
                except PyMongoError as error:
                    log.warning("webhooks: telling paused: %s", type(error).__name__)
                await asyncio.sleep(self._lease_s / 4)
        finally:
            with contextlib.suppress(PyMongoError, TimeoutError):
                async with asyncio.timeout(2):
                    await self._leases.drop(LEASE, self._worker_id)

    async def _tell_while_leading(self) -> None:
        """Follow the changes as long as the lease is ours."""
        place = await self._outbox.place(LEASE)
        self._listeners = await self._outbox.listeners()
        clock = asyncio.get_running_loop().time
        renew_at = clock() + self._lease_s / 3
        saved_at = clock()
        look_back = place is None
        try:
            async with contextlib.aclosing(changes_to_tell(self._database, place)) as changes:
                async for told, token in changes:
                    # Asked before telling: while the database was away, others may have begun.
                    if clock() >= renew_at:
                        if not await self._leases.take(LEASE, self._worker_id, self._lease_s):
                            return
                        renew_at = clock() + self._lease_s / 3
                    if look_back:  # the stream is open: what is written from now on comes in it
                        look_back = False
                        await self._tell_recent()
                    if told is not None:
                        await self._tell_change(*told)
                    if told is not None or clock() - saved_at > 10:
                        await self._outbox.set_place(LEASE, token)
                        saved_at = clock()
        except CursorTooOld:
            log.warning("webhooks: the oplog is too short to go on from; looking back instead")
            await self._outbox.forget_place(LEASE)

    async def _tell_change(self, collection: str, document: dict[str, Any]) -> None:
        if collection == "webhooks":
            self._listeners = await self._outbox.listeners()
        elif collection == "calls":
            await self._tell_call(load(Call, document))
        else:
            await self._tell_edit(load(Edit, document))

    async def _tell_recent(self) -> None:
        if not self._listeners:
            return
        since = utc_now() - LOOK_BACK
        async for call in recent_calls(self._database, since):
            await self._tell_call(call)
        async for edit in recent_edits(self._database, since):
            await self._tell_edit(edit)

    async def _tell_call(self, call: Call) -> None:
        if not any(webhook.org_id == call.org_id for webhook in self._listeners):
            return
        happenings = of_call(call)
        if has_transcript(call):
            queries = CallQueries(self._database, call.org_id)
            happenings += of_transcript(call, await queries.all_turns(call.id))
        await self._put(happenings)

    async def _tell_edit(self, edit: Edit) -> None:
        if edit.state is not EditState.CONFIRMED:
            return
        if not any(webhook.org_id == edit.org_id for webhook in self._listeners):
            return
        queries = CallQueries(self._database, edit.org_id)
        if (call := await queries.find(edit.call_id)) is not None:
            await self._put([of_edit(edit, call)])

    async def _put(self, happenings: Iterable[Happening]) -> None:
        queue = [d for happening in happenings for d in deliveries(happening, self._listeners)]
        if await self._outbox.put(queue):
            self.wake()

    # ---- sending -------------------------------------------------------------------------

    async def _send_for_ever(self) -> None:
        sending: Counter[str] = Counter()
        async with asyncio.TaskGroup() as group:
            while True:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(1 + random.random()):
                        await self._wake.wait()
                self._wake.clear()
                try:
                    while sending.total() < AT_ONCE:
                        busy = [k for k, n in sending.items() if n >= AT_ONCE_PER_WEBHOOK]
                        delivery = await self._outbox.claim(lease_s=CLAIM_S, busy=busy)
                        if delivery is None:
                            break
                        sending[delivery.webhook_id] += 1
                        group.create_task(self._send_one(delivery, sending))
                except PyMongoError as error:
                    log.warning("webhooks: sending paused: %s", type(error).__name__)

    async def _send_one(self, delivery: Delivery, sending: Counter[str]) -> None:
        try:
            await self.send(delivery)
        except PyMongoError as error:  # the claim ends by itself: it will be sent again
            log.warning("webhooks: could not note a delivery: %s", type(error).__name__)
        finally:
            sending[delivery.webhook_id] -= 1
            sending += Counter()  # forgets those at zero
            self.wake()

    async def send(self, delivery: Delivery) -> Attempt | None:
        """Send one claimed delivery and note how it went; None if nobody wants it any more."""
        webhook = await self._outbox.webhook(delivery.webhook_id)
        now = utc_now()
        if webhook is None or not webhook.enabled:
            await self._outbox.settle(delivery, None, DeliveryState.FAILED, now)
            return None
        attempt = await self.attempt(webhook, delivery.event_id, delivery.body)
        if attempt.error is None:
            await self._outbox.settle(delivery, attempt, DeliveryState.DELIVERED, now)
            await self._outbox.note_success(webhook.id)
            return attempt
        await self._outbox.note_failure(webhook.id)
        wait_s = retry_after_s(delivery.tries, random.random())
        if attempt.status == 410:
            await self._outbox.disable(webhook.id, "The receiver answered 410 Gone.")
            wait_s = None
        state = DeliveryState.PENDING if wait_s is not None else DeliveryState.FAILED
        next_at = now + timedelta(seconds=wait_s or 0)
        await self._outbox.settle(delivery, attempt, state, next_at)
        log.info(
            "webhook %s: delivery %s, try %d failed: %s",
            webhook.id,
            delivery.id,
            delivery.tries,
            attempt.status or "no answer",
        )
        return attempt

    async def attempt(self, webhook: Webhook, message_id: str, body: str) -> Attempt:
        """Sign and send once."""
        now, content = utc_now(), body.encode()
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Phony-Webhooks/1",
            **signed_headers(webhook.secrets_at(now), message_id, now, content),
        }
        try:
            answer = await self._http.request(
                "POST", webhook.url, headers=headers, content=content, timeout_s=SEND_TIMEOUT_S
            )
        except PhonyError as error:
            elapsed = (utc_now() - now).total_seconds() * 1000
            reason = str(error) if isinstance(error, OutboundError) else f"refused: {error}"
            return Attempt(at=now, error=reason, elapsed_ms=elapsed)
        return Attempt(
            at=now,
            status=answer.status,
            error=None if 200 <= answer.status < 300 else _why(answer),
            elapsed_ms=answer.elapsed_ms,
            response=answer.body[:_SHOWN].decode("utf-8", "replace"),
        )

    async def test(self, webhook: Webhook) -> Delivery:
        """Send a test event now, and keep it in the log whatever comes of it."""
        now = utc_now()
        happening = of_test(webhook.id, webhook.org_id, now)
        event = happening.id
        delivery = Delivery(
            id=delivery_id(event, webhook.id),
            org_id=webhook.org_id,
            webhook_id=webhook.id,
            event=WebhookEvent.TEST,
            event_id=event,
            body=happening.body(),
            tries=1,
            created_at=now,
        )
        attempt = await self.attempt(webhook, event, delivery.body)
        worked = attempt.error is None
        delivery.state = DeliveryState.DELIVERED if worked else DeliveryState.FAILED
        delivery.attempts = [attempt]
        delivery.delivered_at = attempt.at if worked else None
        await self._outbox.put([delivery])
        if worked:
            await self._outbox.note_success(webhook.id)
        return delivery


def _why(answer: Answer) -> str:
    if 300 <= answer.status < 400:
        return f"answered {answer.status}: redirects are not followed"
    return f"answered {answer.status}"
