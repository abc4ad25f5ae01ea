"""Whom the organization's calls and transfers may reach."""

from __future__ import annotations

from fastapi import Response
from pydantic import Field

from phony.api.http.deps import (
    ActorDep,
    IfMatchDep,
    OrgDep,
    RepositoriesDep,
    ServicesDep,
    set_etag,
)
from phony.api.http.rights import needs
from phony.api.http.routing import make_router
from phony.domain.destinations import COUNTRIES, DialRules
from phony.domain.rights import Right

router = make_router(tag="calls")


class DialRulesView(DialRules):
    """The rules in force, and what of today's new numbers is used."""

    new_today: int = Field(description="Numbers called for the first time today (UTC).")
    version: int = Field(description="Of the rules; 0 if they were never set.")
    known_countries: list[str] = Field(description="The codes that `countries` may name.")


@router.get("/destinations", summary="See whom you may call")
@needs(Right.READ)
async def get_destinations(
    services: ServicesDep, repositories: RepositoriesDep, org_id: OrgDep, response: Response
) -> DialRulesView:
    """Kinds, countries and new numbers a day; of a transfer, too. Emergency numbers never."""
    rules, version = await services.calls.destinations.rules(org_id)
    set_etag(response, version)
    new = await repositories.destinations.new_today()
    return DialRulesView(
        **rules.model_dump(), new_today=new, version=version, known_countries=list(COUNTRIES)
    )


@router.put("/destinations", summary="Change whom you may call")
@needs(Right.CHANGE)
async def put_destinations(
    rules: DialRules,
    services: ServicesDep,
    repositories: RepositoriesDep,
    org_id: OrgDep,
    actor: ActorDep,
    if_match: IfMatchDep,
    response: Response,
) -> DialRulesView:
    """Replace the rules, from the next call or transfer on."""
    await services.calls.destinations.change(org_id, rules, actor, based_on=if_match)
    changes = {"set": rules.model_dump(mode="json")}
    await repositories.audit.write(actor, "destinations.change", "destinations", changes=changes)
    return await get_destinations(services, repositories, org_id, response)
