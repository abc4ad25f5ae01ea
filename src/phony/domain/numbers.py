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

    voice_url: str = Field("", description="Whom the carrier asks what to do with a call.")
    voice_method: str = Field("POST", description="With which HTTP method it asks.")
    voice_fallback_url: str = Field("", description="Whom it asks if that fails.")
    voice_fallback_method: str = Field("POST", description="With which HTTP method it asks then.")
    status_callback: str = Field("", description="Whom it tells how calls go.")
    status_callback_method: str = Field("POST", description="With which HTTP method it tells.")
    voice_application_sid: str = Field(
        "", description="The carrier's application that has the number, instead of the URLs."
    )
    trunk_sid: str = Field(
        "", description="The carrier's trunk that has the number, instead of the URLs."
    )


class Number(BaseModel):
    """A number of the carrier's account; `previous` is what we will restore on unassign."""

    id: str = Field(description="The number's id, `num_` and 24 digits.")
    org_id: str = Field(description="The organization it belongs to.")
    phone_number: str = Field(description="The number, E.164.")
    sid: str = Field("", description="The carrier's own id of it.")
    friendly_name: str = Field("", description="What it is called at the carrier.")
    capabilities: dict[str, bool] = Field(
        default_factory=dict,
        description="What it can do at the carrier, for example `voice` and `sms`.",
    )
    status: NumberStatus = Field(
        NumberStatus.AVAILABLE,
        description=(
            "Who has it: nobody, an agent of ours, another system, or it is gone from the account."
        ),
    )
    agent_id: str | None = Field(
        None, description="The inbound agent that answers it; null if none does."
    )
    config: CarrierVoiceConfig = Field(
        default_factory=CarrierVoiceConfig, description="Where the carrier sends its calls now."
    )
    previous: CarrierVoiceConfig | None = Field(
        None,
        description=(
            "Where it sent them before an agent was given the number; comes back when it is "
            "taken away."
        ),
    )
    # The webhook we wrote, so that it is known as ours when the public URL changes.
    connected_url: str = Field("", description="The address of ours that the carrier was given.")
    synced_at: datetime | None = Field(
        None, description="When the carrier was last asked about it, UTC."
    )


class CarrierNumber(BaseModel):
    """A number as the carrier's account has it now."""

    sid: str
    phone_number: str
    friendly_name: str = ""
    capabilities: dict[str, bool] = Field(default_factory=dict)
    config: CarrierVoiceConfig = Field(default_factory=CarrierVoiceConfig)


class NumberView(Number):
    """A number as shown."""

    agent_name: str | None = Field(None, description="The name of the agent that answers it.")
    points_to: str = Field("", description="Where a call to the number goes now, in words.")
    webhook_ok: bool = Field(False, description="Whether a call to the number reaches Phony.")


class NumberChange(BaseModel):
    """What a sync does, or would do, to one number."""

    phone_number: str = Field(description="The number, E.164.")
    kind: str = Field(
        description="`added`, `updated`, `missing`, `connect`, `release` or `unchanged`."
    )
    status: NumberStatus = Field(description="Its state afterwards.")
    before: NumberStatus | None = Field(
        None, description="Its state before; null if it is new here."
    )
    agent_id: str | None = Field(None, description="The agent that answers it.")
    detail: str = Field("", description="What is done, as a sentence.")


class SyncResult(BaseModel):
    """What a sync did, or would do."""

    dry_run: bool = Field(description="Whether this is only what would be done.")
    total: int = Field(description="How many numbers the carrier account has.")
    changes: list[NumberChange] = Field(
        default_factory=list, description="What is done to each number."
    )
    warnings: list[str] = Field(
        default_factory=list, description="What could not be done, as sentences."
    )


class SyncProgress(BaseModel):
    """Where a running sync stands."""

    step: str
    seen: int
    connected: int = 0
