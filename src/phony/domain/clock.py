"""Local time: IANA time zones, and what a moment is called in one of them."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from phony.domain.errors import Invalid

UTC_ZONE = "UTC"


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def zone_name(text: str) -> str:
    """A time zone as IANA writes it, in whatever case it was given.

    Raises:
        Invalid: there is none of that name.
    """
    name = _zones().get(text.strip().replace(" ", "_").casefold())
    if name is None:
        raise Invalid(
            f"{text[:60]!r} is not a time zone",
            field="timezone",
            cure="Use a name such as Europe/Berlin, America/New_York or UTC.",
        )
    return name


def zone_or_none(text: str) -> str:
    """As `zone_name`, for a field that may be empty.

    Raises:
        ValueError: there is none of that name.
    """
    if not text.strip():
        return ""
    try:
        return zone_name(text)
    except Invalid as error:
        raise ValueError(f"{error}. {error.cure}") from None


def local(at: datetime, zone: str) -> datetime:
    """A moment on the clocks of a zone; UTC if this machine does not know the zone (any more)."""
    name = _zones().get(zone.casefold(), UTC_ZONE)
    return at.astimezone(ZoneInfo(name))


def offset(at: datetime) -> str:
    """How far a local time is from UTC, as `UTC-08:00`; `UTC` for none."""
    away = f"{at:%z}"
    return "UTC" if not at.utcoffset() else f"UTC{away[:3]}:{away[3:5]}"
