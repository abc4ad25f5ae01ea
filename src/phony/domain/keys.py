"""API keys, who asks, and the audit log."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field


class Scope(StrEnum):
    """What a key may do; each scope includes the ones before it.

    `read` sees everything but keys; `operate` also places and steers calls; `admin` also changes
    agents, numbers, webhooks, prices and keys.
    """

    READ = "read"
    OPERATE = "operate"
    ADMIN = "admin"


class ApiKey(BaseModel):
    """An API key as shown; of the key itself only a hash is stored, and never shown."""

    id: str
    org_id: str
    name: str
    scope: Scope
    prefix: str = Field(description="The first characters of the key, to tell keys apart.")
    created_at: datetime
    created_by: str = ""
    expires_at: datetime | None = None
    last_used_at: datetime | None = None


class Identity(BaseModel):
    """Who asks. `name` is written as the author of what is changed."""

    org_id: str
    name: str
    scope: Scope
    key_id: str | None = None
    via: str = "key"  # key | session | loopback


class AuditEntry(BaseModel):
    """Who changed what, and when. `changes` names fields, with values unless they are secret."""

    id: str
    org_id: str
    at: datetime
    actor: str
    action: str  # agent.create, number.assign, key.delete, ...
    target: str = ""
    summary: str = ""
    changes: dict[str, Any] = Field(default_factory=dict)
