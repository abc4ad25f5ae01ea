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

    id: str = Field(description="The key's id, `key_` and 24 digits.")
    org_id: str = Field(description="The organization it opens.")
    name: str = Field(description="What it is called; written as author of what is done with it.")
    scope: Scope = Field(
        description="What it may do: `read`, `operate` (steer calls, too) or `admin`."
    )
    prefix: str = Field(description="The first characters of the key, to tell keys apart.")
    created_at: datetime = Field(description="When it was made, UTC.")
    created_by: str = Field("", description="Who made it.")
    expires_at: datetime | None = Field(None, description="When it ends, UTC; null: never.")
    last_used_at: datetime | None = Field(
        None, description="When it was last used, UTC, give or take a minute; null: never."
    )


class Identity(BaseModel):
    """Who asks. `name` is written as the author of what is changed."""

    org_id: str
    name: str
    scope: Scope
    key_id: str | None = None
    via: str = "key"  # key | session | loopback


class AuditEntry(BaseModel):
    """Who changed what, and when. `changes` names fields, with values unless they are secret."""

    id: str = Field(description="The entry's id.")
    org_id: str = Field(description="The organization it belongs to.")
    at: datetime = Field(description="When it happened, UTC.")
    actor: str = Field(description="Who did it: the name of a key, or `local`.")
    action: str = Field(
        description="What was done, as a stable name such as `agent.update`."
    )  # agent.create, number.assign, key.delete, ...
    target: str = Field("", description="The id of what it was done to.")
    summary: str = Field("", description="The same in words.")
    changes: dict[str, Any] = Field(
        default_factory=dict,
        description="Which fields it changed, with values unless they are secret.",
    )
