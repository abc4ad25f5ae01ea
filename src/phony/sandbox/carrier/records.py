"""The carrier's records, and how its REST shows them.

Source: https://www.twilio.com/docs/voice/api/call-resource and its neighbours.
"""

from __future__ import annotations

import hashlib
import math
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

API_VERSION = "2010-04-01"
FINAL = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})


def new_sid(prefix: str) -> str:
    """`CA`, `PN`, `MZ`, ... and 32 hexadecimal digits."""
    return prefix + secrets.token_hex(16)


def rfc2822(moment: datetime | None) -> str | None:
    """A time as this API writes it."""
    return format_datetime(moment) if moment else None


def now() -> datetime:
    """The present."""
    return datetime.now(UTC)


def error_body(status: int, code: int, message: str) -> dict[str, object]:
    """An error as this API writes it."""
    return {
        "code": code,
        "message": message,
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": status,
    }


# REST parameter -> field of a number.
NUMBER_FIELDS = {
    "FriendlyName": "friendly_name",
    "VoiceUrl": "voice_url",
    "VoiceMethod": "voice_method",
    "VoiceFallbackUrl": "voice_fallback_url",
    "VoiceFallbackMethod": "voice_fallback_method",
    "StatusCallback": "status_callback",
    "StatusCallbackMethod": "status_callback_method",
    "VoiceApplicationSid": "voice_application_sid",
    "TrunkSid": "trunk_sid",
    # Kept and shown, as the carrier does; nothing here looks callers up or receives messages.
    "VoiceCallerIdLookup": "voice_caller_id_lookup",
    "SmsUrl": "sms_url",
    "SmsMethod": "sms_method",
    "SmsFallbackUrl": "sms_fallback_url",
    "SmsFallbackMethod": "sms_fallback_method",
    "SmsApplicationSid": "sms_application_sid",
}


@dataclass
class NumberRecord:
    """A number of the account and what happens when it is called."""

    phone_number: str
    sid: str = ""
    friendly_name: str = ""
    voice_url: str = ""
    voice_method: str = "POST"
    voice_fallback_url: str = ""
    voice_fallback_method: str = "POST"
    status_callback: str = ""
    status_callback_method: str = "POST"
    voice_application_sid: str = ""
    trunk_sid: str = ""
    voice_caller_id_lookup: str = "false"
    sms_url: str = ""
    sms_method: str = "POST"
    sms_fallback_url: str = ""
    sms_fallback_method: str = "POST"
    sms_application_sid: str = ""
    created: datetime = field(default_factory=now)
    updated: datetime = field(default_factory=now)

    def __post_init__(self) -> None:
        """The same number has the same sid after a restart: the product remembers it."""
        digest = hashlib.sha256(self.phone_number.encode()).hexdigest()
        self.sid = self.sid or f"PN{digest[:32]}"

    def write(self, form: dict[str, str]) -> None:
        """Apply an update; of an application and a trunk the one set last clears the other."""
        for name, attribute in NUMBER_FIELDS.items():
            if name in form:
                setattr(self, attribute, form[name])
        if form.get("VoiceApplicationSid"):
            self.trunk_sid = ""
        elif form.get("TrunkSid"):
            self.voice_application_sid = ""
        self.updated = now()

    def show(self, account_sid: str) -> dict[str, Any]:
        """The record in REST."""
        return {
            "sid": self.sid,
            "account_sid": account_sid,
            "phone_number": self.phone_number,
            "friendly_name": self.friendly_name or self.phone_number,
            "voice_url": self.voice_url,
            "voice_method": self.voice_method,
            "voice_fallback_url": self.voice_fallback_url,
            "voice_fallback_method": self.voice_fallback_method,
            "voice_caller_id_lookup": self.voice_caller_id_lookup.lower() == "true",
            "voice_application_sid": self.voice_application_sid or None,
            "voice_receive_mode": "voice",
            "trunk_sid": self.trunk_sid or None,
            "status_callback": self.status_callback,
            "status_callback_method": self.status_callback_method,
            "capabilities": {"voice": True, "sms": True, "mms": True, "fax": False},
            "api_version": API_VERSION,
            "address_requirements": "none",
            "address_sid": None,
            "identity_sid": None,
            "bundle_sid": None,
            "beta": False,
            "origin": "twilio",
            "status": "in-use",
            "sms_url": self.sms_url,
            "sms_method": self.sms_method,
            "sms_fallback_url": self.sms_fallback_url,
            "sms_fallback_method": self.sms_fallback_method,
            "sms_application_sid": self.sms_application_sid,
            "emergency_status": "Inactive",
            "emergency_address_sid": None,
            "emergency_address_status": "unregistered",
            "type": "local",
            "date_created": rfc2822(self.created),
            "date_updated": rfc2822(self.updated),
            "uri": f"/{API_VERSION}/Accounts/{account_sid}/IncomingPhoneNumbers/{self.sid}.json",
        }


@dataclass
class CallRecord:
    """A call as REST shows it."""

    from_: str
    to: str
    direction: str  # inbound, outbound-api, outbound-dial
    sid: str = field(default_factory=lambda: new_sid("CA"))
    parent_sid: str | None = None
    status: str = "queued"
    number_sid: str | None = None
    answered_by: str | None = None
    caller_name: str = ""
    token: str = ""  # with it the called side may show the caller's number itself
    created: datetime = field(default_factory=now)
    started: datetime | None = None
    ended: datetime | None = None
    queue_ms: int = 0
    price_usd: float | None = None

    @property
    def duration_s(self) -> int:
        """Whole seconds from answer to end, at least one for an answered call."""
        if self.started is None or self.ended is None:
            return 0
        return max(1, round((self.ended - self.started).total_seconds()))

    @property
    def minutes(self) -> int:
        """Begun minutes: what is billed."""
        return math.ceil(self.duration_s / 60)

    def show(self, account_sid: str) -> dict[str, Any]:
        """The record in REST."""
        over = self.status in FINAL
        uri = f"/{API_VERSION}/Accounts/{account_sid}/Calls/{self.sid}"
        return {
            "sid": self.sid,
            "account_sid": account_sid,
            "parent_call_sid": self.parent_sid,
            "from": self.from_,
            "from_formatted": self.from_,
            "to": self.to,
            "to_formatted": self.to,
            "status": self.status,
            "direction": self.direction,
            "phone_number_sid": self.number_sid,
            "answered_by": self.answered_by,
            "caller_name": self.caller_name or None,
            "forwarded_from": None,
            "group_sid": None,
            "trunk_sid": "",
            "annotation": None,
            "api_version": API_VERSION,
            "start_time": rfc2822(self.started or (self.created if over else None)),
            "end_time": rfc2822(self.ended) if over else None,
            "duration": str(self.duration_s) if over else None,
            "queue_time": str(self.queue_ms),
            "price": f"{-self.price_usd:.5f}" if self.price_usd is not None else None,
            "price_unit": "USD",
            "date_created": rfc2822(self.created),
            "date_updated": rfc2822(self.ended or self.started or self.created),
            "uri": f"{uri}.json",
            "subresource_uris": {
                "recordings": f"{uri}/Recordings.json",
                "notifications": f"{uri}/Notifications.json",
                "streams": f"{uri}/Streams.json",
            },
        }


@dataclass
class Alert:
    """An error or warning the carrier would show in its debugger."""

    code: int
    message: str
    call_sid: str = ""
    at: datetime = field(default_factory=now)

    def show(self) -> dict[str, Any]:
        """The alert in the sandbox's own API."""
        return {
            "code": self.code,
            "message": self.message,
            "call_sid": self.call_sid,
            "at": self.at.isoformat(),
        }
