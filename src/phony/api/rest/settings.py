"""What holds for all agents of the organization."""

from __future__ import annotations

from fastapi import Response
from pydantic import Field

from phony.api.http.deps import ActorDep, IfMatchDep, OrgDep, Services, ServicesDep, set_etag
from phony.api.http.rights import needs
from phony.api.http.routing import make_router
from phony.domain.ids import utc_now
from phony.domain.rights import Right
from phony.domain.versions import OrganizationSettings
from phony.service.agents.organization import Organizations, local_time

router = make_router(tag="agents")


class SettingsView(OrganizationSettings):
    """The settings, and what the clock shows there."""

    version: int = Field(description="Of the settings; 0 if they were never set.")
    local_time: str = Field(description="Now, in the time zone: `2026-11-28T17:30:00+01:00`.")


async def _view(services: Services, org_id: str, response: Response) -> SettingsView:
    settings, version = await Organizations(services.database).settings(org_id)
    set_etag(response, version)
    return SettingsView(
        **settings.model_dump(), version=version, local_time=local_time(settings, utc_now())
    )


@router.get("/settings", summary="See the organization's settings")
@needs(Right.READ)
async def get_settings(services: ServicesDep, org_id: OrgDep, response: Response) -> SettingsView:
    """What holds for all agents that do not say otherwise."""
    return await _view(services, org_id, response)


@router.put("/settings", summary="Change the organization's settings")
@needs(Right.CHANGE)
async def put_settings(
    settings: OrganizationSettings,
    services: ServicesDep,
    org_id: OrgDep,
    actor: ActorDep,
    if_match: IfMatchDep,
    response: Response,
) -> SettingsView:
    """Replace them. Calls that begin from now on go by them."""
    await Organizations(services.database).change(org_id, settings, actor, if_match)
    return await _view(services, org_id, response)
