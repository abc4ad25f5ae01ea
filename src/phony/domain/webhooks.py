"""Webhooks out: who wants to hear of what, what was sent to whom, and how it is signed.

The form is that of Standard Webhooks (https://www.standardwebhooks.com): headers `webhook-id`,
`webhook-timestamp`, `webhook-signature`, and a body of `type`, `timestamp`, `data`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, Field

SECRET_PREFIX = "whsec_"
# Waits between attempts, a day in all; jitter comes on top.
RETRY_S = (5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 28_800)
SIGNATURE_HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")
OLD_SECRET_VALID = timedelta(hours=24)


class WebhookEvent(StrEnum):
    """What can be heard of."""

    CALL_STARTED = "call.started"
    CALL_ENDED = "call.ended"
    CALL_FINISHED = "call.finished"
    TRANSCRIPT_READY = "transcript.ready"
    SUMMARY_READY = "summary.ready"
    EDIT_CONFIRMED = "edit.confirmed"
    LIMIT_REACHED = "limit.reached"
    TEST = "webhook.test"


class Webhook(BaseModel):
    """Somebody who wants to hear. No `events` means all; no `agent_ids` means every agent."""

    id: str = Field(description="The webhook's id, `hook_` and 24 digits.")
    org_id: str = Field(description="The organization whose events it gets.")
    url: str = Field(description="Where events are sent, with POST.")
    description: str = Field("", description="What it is for, in your words.")
    events: list[WebhookEvent] = Field(
        default_factory=list, description="The events it gets; none means all."
    )
    agent_ids: list[str] = Field(
        default_factory=list, description="The agents whose calls it hears of; none means all."
    )
    enabled: bool = Field(True, description="Whether anything is sent.")
    disabled_reason: str | None = Field(
        None,
        description=(
            "Why it was switched off without anybody asking, for example because its "
            "receiver answered 410."
        ),
    )
    secret: str = Field("", exclude=True, description="Shown once, when it is made.")
    old_secret: str | None = Field(None, exclude=True)
    old_secret_until: datetime | None = Field(
        None,
        description=(
            "Until when everything is signed with the secret before the last rotation, too, UTC."
        ),
    )
    created_at: datetime = Field(
        description="When it was made, UTC; what happened before is not sent."
    )
    updated_at: datetime = Field(description="When it was last changed, UTC.")
    last_success_at: datetime | None = Field(
        None, description="When something was last delivered, UTC."
    )
    failing_since: datetime | None = Field(
        None, description="When deliveries began to fail, if the last one failed."
    )

    def wants(self, event: WebhookEvent, agent_id: str | None) -> bool:
        """Whether this webhook is to be told."""
        return (
            self.enabled
            and (not self.events or event in self.events)
            and (not self.agent_ids or agent_id in self.agent_ids)
        )

    def secrets_at(self, now: datetime) -> list[str]:
        """The secrets to sign with: after a rotation the old one for a day, too."""
        if self.old_secret and self.old_secret_until and now < self.old_secret_until:
            return [self.secret, self.old_secret]
        return [self.secret]


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


class Attempt(BaseModel):
    """One try; `status` is the HTTP status, None if there was no answer."""

    at: datetime = Field(description="When it was tried, UTC.")
    status: int | None = Field(
        None, description="The HTTP status of the answer; null if there was none."
    )
    error: str | None = Field(None, description="Why it failed; null if it worked.")
    elapsed_ms: float = Field(0, description="How long it took, in ms.")
    response: str = Field("", description="The beginning of what was answered.")


class Delivery(BaseModel):
    """One event for one webhook. `event_id` is the same for all webhooks and all tries."""

    id: str = Field(description="The delivery's id, `dlv_` and 24 digits.")
    org_id: str = Field(description="The organization it belongs to.")
    webhook_id: str = Field(description="The webhook it is sent to.")
    event: WebhookEvent = Field(description="Which event it is.")
    event_id: str = Field(
        description="The event's id, sent as `webhook-id`: the same for all webhooks and all tries."
    )
    call_id: str | None = Field(None, description="The call it is about; null for a test.")
    body: str = Field(description="What is sent, as JSON text.")
    state: DeliveryState = Field(
        DeliveryState.PENDING, description="Whether it waits, was delivered, or was given up."
    )
    attempts: list[Attempt] = Field(default_factory=list, description="Every try, oldest first.")
    tries: int = Field(0, description="Tries since it was queued, or queued again.")
    next_at: datetime | None = Field(
        None, description="When it is tried next, UTC; null if it is not."
    )
    created_at: datetime = Field(description="When it was queued, UTC.")
    delivered_at: datetime | None = Field(
        None, description="When it was delivered, UTC; null if it was not."
    )


def event_id(event: WebhookEvent, *parts: str) -> str:
    """The id of an event: made of what happened, so that telling it twice is one telling."""
    text = "\x1f".join((event.value, *parts))
    return "evt_" + hashlib.sha256(text.encode()).hexdigest()[:24]


def delivery_id(event: str, webhook_id: str) -> str:
    """The id of the delivery of an event to a webhook."""
    return "dlv_" + hashlib.sha256(f"{event}\x1f{webhook_id}".encode()).hexdigest()[:24]


def new_secret() -> str:
    """A fresh signing secret."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def is_secret(text: str) -> bool:
    """Whether it can sign: `whsec_` and the base64 of 24 to 64 bytes."""
    try:
        key = base64.b64decode(text.removeprefix(SECRET_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return False
    return text.startswith(SECRET_PREFIX) and 24 <= len(key) <= 64


def sign(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """One signature, `v1,...`."""
    try:
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("not a signing secret") from error
    signed = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def signed_headers(
    signing_secrets: Sequence[str], message_id: str, at: datetime, body: bytes
) -> dict[str, str]:
    """The three headers, signed with each secret."""
    timestamp = int(at.timestamp())
    signatures = [sign(secret, message_id, timestamp, body) for secret in signing_secrets]
    values = (message_id, str(timestamp), " ".join(signatures))
    return dict(zip(SIGNATURE_HEADERS, values, strict=True))


def retry_after_s(tries: int, jitter: float) -> float | None:
    """Seconds until the next try after `tries` failed; None if a day of them is enough.

    `jitter` from 0 to 1 spreads those that failed together.
    """
    if tries > len(RETRY_S):
        return None
    return RETRY_S[tries - 1] * (1 + 0.2 * jitter)
