"""What the lists of the carrier's REST interface can be narrowed by.

Source: https://www.twilio.com/docs/voice/api, the list parameters of each resource.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from phony.sandbox.carrier.requests import Refused

Item = dict[str, Any]

_PAGING = frozenset({"Page", "PageSize", "PageToken"})
# List -> parameter -> the field of the item that it compares.
_EXACT = {
    "calls": {"To": "to", "From": "from", "Status": "status", "ParentCallSid": "parent_call_sid"},
    "recordings": {"CallSid": "call_sid", "ConferenceSid": "conference_sid"},
    "incoming_phone_numbers": {
        "FriendlyName": "friendly_name",
        "PhoneNumber": "phone_number",
        "Origin": "origin",
        "Beta": "beta",
    },
    "conferences": {"FriendlyName": "friendly_name", "Status": "status"},
    "participants": {"Muted": "muted", "Hold": "hold", "Coaching": "coaching"},
}
_TIMES = {
    "calls": {"StartTime": "start_time", "EndTime": "end_time"},
    "recordings": {"DateCreated": "date_created"},
    "conferences": {"DateCreated": "date_created", "DateUpdated": "date_updated"},
}
_IN_PART = frozenset({"PhoneNumber"})  # "*857*" and "857" are parts of a number


def narrowed(name: str, items: list[Item], fields: dict[str, str]) -> list[Item]:
    """The items that all filters of a request admit.

    Raises:
        Refused: a filter that the list does not have, or a value that is no date.
    """
    exact, times = _EXACT[name], _TIMES.get(name, {})
    for parameter, wanted in fields.items():
        bare = parameter.rstrip("<>")
        if parameter in _PAGING or not wanted:
            continue
        if parameter in exact:
            items = [item for item in items if _is(parameter, item[exact[parameter]], wanted)]
        elif bare in times:
            since, before = _span(parameter, wanted)
            items = [item for item in items if _within(item[times[bare]], since, before)]
        else:
            known = [*exact, *(f"{time}, {time}<, {time}>" for time in times)]
            message = f"The sandbox does not filter {name} by {parameter}, only by "
            raise Refused(400, 20001, message + ", ".join(known))
    return items


def _is(parameter: str, value: object, wanted: str) -> bool:
    text = "" if value is None else str(value)
    if parameter in _IN_PART:
        return wanted.replace("*", "") in text
    return text.lower() == wanted.lower()


def _span(parameter: str, wanted: str) -> tuple[datetime, datetime]:
    """From when, and before when: a whole day for a date, a second for a time."""
    try:
        if len(wanted) == len("2026-01-31"):
            start = datetime.combine(date.fromisoformat(wanted), datetime.min.time(), UTC)
            end = start + timedelta(days=1)
        else:
            start = datetime.fromisoformat(wanted.replace("Z", "+00:00"))
            start = start if start.tzinfo else start.replace(tzinfo=UTC)
            end = start + timedelta(seconds=1)
    except (ValueError, OverflowError) as error:
        raise Refused(400, 20001, f"{parameter}: {wanted!r} is not a date or a time") from error
    if parameter.endswith("<"):
        return datetime.min.replace(tzinfo=UTC), start
    if parameter.endswith(">"):
        return start, datetime.max.replace(tzinfo=UTC)
    return start, end


def _within(value: str | None, since: datetime, before: datetime) -> bool:
    return value is not None and since <= parsedate_to_datetime(value) < before
