"""Local time: summer and winter, other days, and zones as people write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from phony.domain.clock import local, offset, zone_name, zone_or_none
from phony.domain.errors import Invalid


@pytest.mark.parametrize(
    ("at", "zone", "expected"),
    [
        ("2026-07-01T12:00", "Europe/Berlin", "2026-07-01 14:00 UTC+02:00"),
        ("2026-12-01T12:00", "Europe/Berlin", "2026-12-01 13:00 UTC+01:00"),
        ("2026-11-28T01:30", "America/Los_Angeles", "2026-11-27 17:30 UTC-08:00"),
        ("2026-12-31T20:00", "Asia/Kolkata", "2027-01-01 01:30 UTC+05:30"),
        ("2026-12-31T20:00", "UTC", "2026-12-31 20:00 UTC"),
        ("2026-12-31T20:00", "Gone/Zone", "2026-12-31 20:00 UTC"),
    ],
)
def test_a_moment_has_its_local_date_and_hour(at: str, zone: str, expected: str) -> None:
    here = local(datetime.fromisoformat(at).replace(tzinfo=UTC), zone)
    assert f"{here:%Y-%m-%d %H:%M} {offset(here)}" == expected


def test_a_zone_is_known_by_its_name_in_any_case() -> None:
    assert zone_name(" europe/berlin ") == "Europe/Berlin"
    assert zone_name("america/new york") == "America/New_York"
    assert zone_or_none("  ") == ""


@pytest.mark.parametrize("name", ["Mars/Base", "../etc/passwd", "UTC+1", "", "Europe"])
def test_what_is_no_zone_is_refused_with_an_example(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        zone_name(name)
    assert "Europe/Berlin" in (refused.value.cure or "")
