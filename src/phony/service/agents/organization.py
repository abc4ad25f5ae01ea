"""What holds for all agents of an organization, unless an agent says otherwise."""

from __future__ import annotations

from datetime import datetime

from phony.domain.agents import AgentFields
from phony.domain.clock import UTC_ZONE, local
from phony.domain.versions import OrganizationSettings
from phony.store.database import Database
from phony.store.repositories import for_org

_NAME = "settings"


def local_time(settings: OrganizationSettings, at: datetime) -> str:
    """A moment by the organization's clock, in ISO 8601."""
    return local(at, settings.timezone).isoformat(timespec="seconds")


class Organizations:
    """The settings of organizations, read when they are needed: once for a call."""

    def __init__(self, database: Database) -> None:
        """Kept with the other options."""
        self._database = database

    async def settings(self, org_id: str) -> tuple[OrganizationSettings, int]:
        """The settings and their version; defaults and 0 if they were never set."""
        values, version = await for_org(self._database, org_id).options.get(_NAME)
        return OrganizationSettings.model_validate(values), version

    async def change(
        self, org_id: str, settings: OrganizationSettings, actor: str, based_on: int | None = None
    ) -> int:
        """Replace the settings; their new version.

        Raises:
            Conflict: somebody else changed them since version `based_on`.
        """
        repositories = for_org(self._database, org_id)
        values = settings.model_dump()
        version = await repositories.options.put(_NAME, values, actor=actor, based_on=based_on)
        await repositories.audit.write(
            actor, "settings.change", org_id, f"time zone {settings.timezone}", values
        )
        return version

    async def timezone(self, org_id: str, agent: AgentFields) -> str:
        """Where an agent is."""
        if agent.timezone:
            return agent.timezone
        return (await self.settings(org_id))[0].timezone or UTC_ZONE
