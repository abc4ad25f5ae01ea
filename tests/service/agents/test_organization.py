"""What holds for all agents of an organization."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError
from tests.session.driver import make_agent

from phony.domain.errors import Conflict
from phony.domain.ids import DEFAULT_ORG
from phony.domain.versions import OrganizationSettings
from phony.service.agents.organization import Organizations, local_time
from phony.store.database import Database

BERLIN = OrganizationSettings(timezone="europe/berlin")


async def test_an_agents_time_zone_else_its_organizations_else_utc(database: Database) -> None:
    organizations = Organizations(database)
    here, there = make_agent(), make_agent(timezone="Asia/Tokyo")
    assert await organizations.timezone(DEFAULT_ORG, here) == "UTC"
    assert await organizations.change(DEFAULT_ORG, BERLIN, "ann") == 1
    assert await organizations.timezone(DEFAULT_ORG, here) == "Europe/Berlin"
    assert await organizations.timezone(DEFAULT_ORG, there) == "Asia/Tokyo"
    assert await organizations.timezone("org_other", here) == "UTC"
    with pytest.raises(Conflict):
        await organizations.change(DEFAULT_ORG, BERLIN, "bob", based_on=0)


def test_a_zone_is_checked_and_its_clock_shown() -> None:
    with pytest.raises(ValidationError, match=r"Mars/Base.*Europe/Berlin"):
        OrganizationSettings(timezone="Mars/Base")
    at = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert local_time(BERLIN, at) == "2026-07-01T14:00:00+02:00"
