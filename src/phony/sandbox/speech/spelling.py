"""Written things that the voice would read wrongly, written as they are said."""

from __future__ import annotations

import re

_ZONES = re.compile(r"\b(?:[ECMP][SD]T|GMT|UTC|CET|CEST|BST)\b")
_PHONE = re.compile(r"\+?\(?\d[\d ().-]{8,}\d")
_DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "tues": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "thurs": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
_DAY = re.compile(
    rf"\b({'|'.join(day.capitalize() for day in _DAYS)})\b(?=\s*(?:-|\u2013|to\b|,|and\b|\d|$))"
)
_RANGE = re.compile(r"(?<=[\w])\s*[-\u2013]\s*(?=(?:\d{1,2}(?::\d\d)?|[A-Z][a-z]+day)\b)")
_CLOCK = re.compile(r"\b(\d{1,2}):00\b")
_WEB = re.compile(r"\b(?:https?://)?www\.", re.IGNORECASE)


def as_said(text: str) -> str:
    """The text for the voice; what it reads well stays as it is."""
    text = _PHONE.sub(lambda found: _digits(found[0]), text)
    text = _DAY.sub(lambda found: _DAYS[found[1].lower()], text)
    text = _clock_range(text)
    text = _ZONES.sub(lambda found: " ".join(found[0]), text)
    return _WEB.sub("W W W dot ", text)


def _digits(number: str) -> str:
    """A telephone number digit by digit, in groups with pauses; a date or price stays."""
    digits = re.sub(r"\D", "", number)
    if not 9 <= len(digits) <= 15:
        return number
    groups = [digits[-4:], digits[-7:-4], digits[-10:-7], digits[:-10]]
    return ", ".join(" ".join(group) for group in reversed(groups) if group)


def _clock_range(text: str) -> str:
    if ":" not in text and "day" not in text:
        return text
    text = _RANGE.sub(" to ", text) if _CLOCK.search(text) or "day" in text else text
    return _CLOCK.sub(lambda found: f"{found[1]} o'clock", text)
