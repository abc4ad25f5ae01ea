"""Webhooks, the outbox of their deliveries, and the place up to which changes were told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pymongo import ReturnDocument, UpdateOne

from phony.domain.errors import NotFound
from phony.domain.ids import utc_now
from phony.domain.webhooks import Attempt, Delivery, DeliveryState, Webhook
from phony.store.database import Database
from phony.store.documents import dump, load

KEEP_DELIVERIES_S = 30 * 24 * 3600
KEEP_ATTEMPTS = 20


async def ensure_indexes(database: Database) -> None:
    """The indexes this module's queries need."""
    await database.raw["webhooks"].create_index([("org_id", 1), ("created_at", 1)], name="org")
    deliveries = database.raw["deliveries"]
    await deliveries.create_index(
        [("next_at", 1)],
        partialFilterExpression={"state": DeliveryState.PENDING.value},
        name="due",
    )
    await deliveries.create_index(
        [("org_id", 1), ("webhook_id", 1), ("created_at", -1)], name="by_webhook"
    )
    await deliveries.create_index("created_at", expireAfterSeconds=KEEP_DELIVERIES_S, name="expiry")


class WebhookRepository:
    """The webhooks of one organization."""

    def __init__(self, database: Database, org_id: str) -> None:
        """Made by `for_org`."""
        self._webhooks = database.raw["webhooks"]
        self._deliveries = database.raw["deliveries"]
        self._org_id = org_id

    async def list(self) -> list[Webhook]:
        """All of them, oldest first."""
        cursor = self._webhooks.find({"org_id": self._org_id}).sort([("created_at", 1), ("_id", 1)])
        return [load(Webhook, document) async for document in cursor]

    async def get(self, webhook_id: str) -> Webhook:
        """One of them.

        Raises:
            NotFound: no such webhook here.
        """
        document = await self._webhooks.find_one({"_id": webhook_id, "org_id": self._org_id})
        if document is None:
            raise NotFound(f"There is no webhook {webhook_id[:60]!r}.")
        return load(Webhook, document)

    async def add(self, webhook: Webhook) -> None:
        """Keep a new one."""
        secrets = {"secret": webhook.secret, "old_secret": webhook.old_secret}
        await self._webhooks.insert_one({**dump(webhook, self._org_id), **secrets})

    async def patch(self, webhook_id: str, fields: Mapping[str, Any]) -> Webhook:
        """Change fields.

        Raises:
            NotFound: no such webhook here.
        """
        document = await self._webhooks.find_one_and_update(
            {"_id": webhook_id, "org_id": self._org_id},
            {"$set": {**fields, "updated_at": utc_now()}},
            return_document=ReturnDocument.AFTER,
        )
        if document is None:
            raise NotFound(f"There is no webhook {webhook_id[:60]!r}.")
        return load(Webhook, document)

    async def delete(self, webhook_id: str) -> Webhook:
        """Delete one, and what still waits to be sent to it.

        Raises:
            NotFound: no such webhook here.
        """
        document = await self._webhooks.find_one_and_delete(
            {"_id": webhook_id, "org_id": self._org_id}
        )
        if document is None:
            raise NotFound(f"There is no webhook {webhook_id[:60]!r}.")
        await self._deliveries.delete_many({"webhook_id": webhook_id, "org_id": self._org_id})
        return load(Webhook, document)


class DeliveryRepository:
    """The deliveries of one organization."""

    def __init__(self, database: Database, org_id: str) -> None:
        """Made by `for_org`."""
        self._deliveries = database.raw["deliveries"]
        self._org_id = org_id

    async def page(
        self,
        webhook_id: str,
        *,
        limit: int,
        offset: int = 0,
        state: DeliveryState | None = None,
    ) -> tuple[list[Delivery], int]:
        """Newest first, and how many there are."""
        query: dict[str, Any] = {"org_id": self._org_id, "webhook_id": webhook_id}
        if state is not None:
            query["state"] = state
        cursor = self._deliveries.find(query).sort([("created_at", -1), ("_id", 1)])
        found = [load(Delivery, document) async for document in cursor.skip(offset).limit(limit)]
        return found, await self._deliveries.count_documents(query)

    async def get(self, delivery_id: str) -> Delivery:
        """One of them.

        Raises:
            NotFound: no such delivery here.
        """
        document = await self._deliveries.find_one({"_id": delivery_id, "org_id": self._org_id})
        if document is None:
            raise NotFound(f"There is no delivery {delivery_id[:60]!r}.")
        return load(Delivery, document)

    async def resend(self, delivery_id: str) -> Delivery:
        """Queue a delivery again, whatever became of it.

        Raises:
            NotFound: no such delivery here.
        """
        document = await self._deliveries.find_one_and_update(
            {"_id": delivery_id, "org_id": self._org_id},
            {"$set": {"state": DeliveryState.PENDING, "tries": 0, "next_at": utc_now()}},
            return_document=ReturnDocument.AFTER,
        )
        if document is None:
            raise NotFound(f"There is no delivery {delivery_id[:60]!r}.")
        return load(Delivery, document)


class Outbox:
    """What is to be sent, for all organizations: the delivering side."""

    def __init__(self, database: Database) -> None:
        self._webhooks = database.raw["webhooks"]
        self._deliveries = database.raw["deliveries"]
        self._places = database.raw["places"]

    async def listeners(self, org_id: str | None = None) -> list[Webhook]:
        """Webhooks that are switched on."""
        query: dict[str, Any] = {"enabled": True}
        if org_id is not None:
            query["org_id"] = org_id
        return [load(Webhook, document) async for document in self._webhooks.find(query)]

    async def put(self, deliveries: Sequence[Delivery]) -> int:
        """Queue deliveries; those that are known already stay as they are. How many were new."""
        if not deliveries:
            return 0
        writes = []
        for delivery in deliveries:
            document = dump(delivery)
            known = {"_id": document.pop("_id")}
            writes.append(UpdateOne(known, {"$setOnInsert": document}, upsert=True))
        result = await self._deliveries.bulk_write(writes, ordered=False)
        return result.upserted_count

    async def claim(self, *, lease_s: float, busy: Sequence[str] = ()) -> Delivery | None:
        """The next delivery that is due, ours for `lease_s`; none of the `busy` webhooks'.

        If this worker dies the delivery is due again when the lease ends.
        """
        now = utc_now()
        document = await self._deliveries.find_one_and_update(
            {
                "state": DeliveryState.PENDING.value,
                "next_at": {"$lte": now},
                "webhook_id": {"$nin": list(busy)},
            },
            {"$set": {"next_at": now + timedelta(seconds=lease_s)}, "$inc": {"tries": 1}},
            sort=[("next_at", 1)],
            return_document=ReturnDocument.AFTER,
        )
        return None if document is None else load(Delivery, document)

    async def webhook(self, webhook_id: str) -> Webhook | None:
        """The webhook of a claimed delivery."""
        document = await self._webhooks.find_one({"_id": webhook_id})
        return None if document is None else load(Webhook, document)

    async def settle(
        self, delivery: Delivery, attempt: Attempt | None, state: DeliveryState, next_at: datetime
    ) -> None:
        """Note how a try ended; a pending delivery is due again at `next_at`."""
        change: dict[str, Any] = {"$set": {"state": state, "next_at": next_at}}
        if state is not DeliveryState.PENDING:
            change["$set"]["next_at"] = None
        if state is DeliveryState.DELIVERED:
            change["$set"]["delivered_at"] = attempt.at if attempt else utc_now()
        if attempt is not None:
            entry = attempt.model_dump()
            change["$push"] = {"attempts": {"$each": [entry], "$slice": -KEEP_ATTEMPTS}}
        await self._deliveries.update_one({"_id": delivery.id, "tries": delivery.tries}, change)

    async def note_success(self, webhook_id: str) -> None:
        """The webhook works."""
        await self._webhooks.update_one(
            {"_id": webhook_id}, {"$set": {"last_success_at": utc_now(), "failing_since": None}}
        )

    async def note_failure(self, webhook_id: str) -> None:
        """The webhook fails, since now or longer."""
        await self._webhooks.update_one(
            {"_id": webhook_id, "failing_since": None}, {"$set": {"failing_since": utc_now()}}
        )

    async def disable(self, webhook_id: str, reason: str) -> None:
        """Switch a webhook off that asked for it (410)."""
        await self._webhooks.update_one(
            {"_id": webhook_id}, {"$set": {"enabled": False, "disabled_reason": reason}}
        )

    async def place(self, name: str) -> dict[str, Any] | None:
        """The resume token up to which everything was told."""
        document = await self._places.find_one({"_id": name})
        return document["token"] if document else None

    async def set_place(self, name: str, token: Mapping[str, Any]) -> None:
        """Everything up to `token` is told."""
        await self._places.update_one(
            {"_id": name}, {"$set": {"token": dict(token), "at": utc_now()}}, upsert=True
        )

    async def forget_place(self, name: str) -> None:
        """The place is too old to go on from."""
        await self._places.delete_one({"_id": name})
