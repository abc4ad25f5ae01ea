"""Phone numbers as stored and shown."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, Field


class NumberStatus(StrEnum):
    """What a call to the number meets.

    `available`: ours and free; `assigned`: answers with our agent; `elsewhere`: its webhook,
    application or trunk belongs to another system; `missing`: no longer in the account.
    """

    AVAILABLE = "available"
    ASSIGNED = "assigned"
    ELSEWHERE = "elsewhere"
    MISSING = "missing"


class CarrierVoiceConfig(BaseModel):
    """What the carrier does with a call to the number (Twilio's field names)."""

    voice_url: str = ""
    voice_method: str = "POST"
    voice_fallback_url: str = ""
    voice_fallback_method: str = "POST"
    status_callback: str = ""
    status_callback_method: str = "POST"
    voice_application_sid: str = ""
    trunk_sid: str = ""


class Number(BaseModel):
    """A number of the carrier's account; `previous` is what we will restore on unassign."""

    id: str
    org_id: str
    phone_number: str
    sid: str = ""
    friendly_name: str = ""
    capabilities: dict[str, bool] = Field(default_factory=dict)
    status: NumberStatus = NumberStatus.AVAILABLE
    agent_id: str | None = None
    config: CarrierVoiceConfig = Field(default_factory=CarrierVoiceConfig)
    previous: CarrierVoiceConfig | None = None
    # The webhook we wrote, so that it is known as ours when the public URL changes.
    connected_url: str = ""
    synced_at: datetime | None = None


class CarrierNumber(BaseModel):
    """A number as the carrier's account has it now."""

    sid: str
    phone_number: str
    friendly_name: str = ""
    capabilities: dict[str, bool] = Field(default_factory=dict)
    config: CarrierVoiceConfig = Field(default_factory=CarrierVoiceConfig)


class NumberView(Number):
    """A number as shown."""

    agent_name: str | None = None
    points_to: str = Field("", description="Where a call to the number goes now, in words.")
    webhook_ok: bool = Field(False, description="Whether a call to the number reaches Phony.")


class NumberChange(BaseModel):
    """What a sync does, or would do, to one number."""

    phone_number: str
    kind: str = Field(
        description="`added`, `updated`, `missing`, `connect`, `release` or `unchanged`."
    )
    status: NumberStatus
    before: NumberStatus | None = None
    agent_id: str | None = None
    detail: str = ""


class SyncResult(BaseModel):
    """What a sync did, or would do."""

    dry_run: bool
    total: int
    changes: list[NumberChange] = Field(default_factory=list)
    warnings: list[str] = Field(default_factory=list)


class SyncProgress(BaseModel):
    """Where a running sync stands."""

    step: str
    seen: int
    connected: int = 0
