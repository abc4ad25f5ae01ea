"""Agents, numbers, keys, commands and webhooks with as little as possible in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from phony.domain.agents import Agent, AgentFields, AgentType
from phony.domain.commands import Command, CommandKind
from phony.domain.ids import DEFAULT_ORG, new_id, utc_now
from phony.domain.keys import ApiKey, Scope
from phony.domain.numbers import Number
from phony.domain.versions import AgentVersion
from phony.domain.webhooks import Delivery, Webhook, WebhookEvent


def make_agent(**fields: Any) -> Agent:
    """An inbound agent without a number."""
    values: dict[str, Any] = {
        "id": new_id("agent"),
        "org_id": DEFAULT_ORG,
        "name": "A",
        "type": AgentType.INBOUND,
        "created_at": utc_now(),
        "updated_at": utc_now(),
    }
    return Agent(**{**values, **fields})


def make_version(agent: Agent, version: int | None = None, **fields: Any) -> AgentVersion:
    """A version of an agent as it is."""
    kept = AgentFields.model_validate(agent.model_dump(include=set(AgentFields.model_fields)))
    values: dict[str, Any] = {
        "agent_id": agent.id,
        "version": agent.version if version is None else version,
        "author": "ann",
        "created_at": utc_now(),
        "fields": kept,
    }
    return AgentVersion(**{**values, **fields})


def make_number(phone_number: str = "+18578167225", **fields: Any) -> Number:
    """A free number of the account."""
    values: dict[str, Any] = {
        "id": new_id("num"),
        "org_id": DEFAULT_ORG,
        "phone_number": phone_number,
    }
    return Number(**{**values, **fields})


def make_command(call_id: str, **fields: Any) -> Command:
    """A pending command."""
    values: dict[str, Any] = {
        "id": new_id("cmd"),
        "org_id": DEFAULT_ORG,
        "call_id": call_id,
        "kind": CommandKind.MUTE,
        "created_at": utc_now(),
    }
    return Command(**{**values, **fields})


def make_key(**fields: Any) -> ApiKey:
    """An operator's key."""
    values: dict[str, Any] = {
        "id": new_id("key"),
        "org_id": DEFAULT_ORG,
        "name": "till",
        "scope": Scope.OPERATE,
        "prefix": "phk_abcd",
        "created_at": utc_now(),
    }
    return ApiKey(**{**values, **fields})


def make_webhook(**fields: Any) -> Webhook:
    """A webhook that wants everything."""
    values: dict[str, Any] = {
        "id": new_id("wh"),
        "org_id": DEFAULT_ORG,
        "url": "https://example.com/hook",
        "secret": "whsec_" + "A" * 32,
        "created_at": utc_now(),
        "updated_at": utc_now(),
    }
    return Webhook(**{**values, **fields})


def make_delivery(webhook_id: str, at: datetime | None = None, **fields: Any) -> Delivery:
    """A delivery that is due."""
    at = at or utc_now()
    values: dict[str, Any] = {
        "id": new_id("dlv"),
        "org_id": DEFAULT_ORG,
        "webhook_id": webhook_id,
        "event": WebhookEvent.CALL_ENDED,
        "event_id": new_id("evt"),
        "body": "{}",
        "next_at": at,
        "created_at": at,
    }
    return Delivery(**{**values, **fields})
