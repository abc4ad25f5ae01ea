"""Prices and money limits of the organization."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import Body, Response
from pydantic import BaseModel, Field

from phony.api.http.deps import (
    ActorDep,
    IfMatchDep,
    OrgDep,
    RepositoriesDep,
    Services,
    ServicesDep,
    set_etag,
)
from phony.api.http.rights import needs
from phony.api.http.routing import make_router
from phony.domain.ids import utc_now
from phony.domain.prices import STALE_AFTER_DAYS, PriceTable
from phony.domain.rights import Right
from phony.service.money.spending import DayLimits
from phony.store.repositories import Repositories

router = make_router(tag="money")


class Prices(BaseModel):
    """The price table in force, and what of it the operator set."""

    table: PriceTable = Field(description="The prices in force.")
    base: PriceTable = Field(
        description="The table without the changes: as shipped, or the file's."
    )
    changes: dict[str, Any] = Field(description="What was set with PUT /prices.")
    version: int = Field(description="Of the changes; 0 if there never were any.")
    from_file: bool = Field(description="A file (PHONY_PRICES_FILE) changed the table, too.")
    age_days: int = Field(description="How many days ago they were noted.")
    stale: bool = Field(description=f"Noted more than {STALE_AFTER_DAYS} days ago.")


class LimitsView(DayLimits):
    """The limits, and what today (UTC) cost so far."""

    spent_today_usd: float = Field(description="What calls cost since midnight UTC, in US dollars.")


async def _view(
    services: Services, repositories: Repositories, org_id: str, response: Response
) -> Prices:
    table = await services.spending.load(org_id)
    changes, version = await repositories.options.get("prices")
    set_etag(response, version)
    today: date = utc_now().date()
    return Prices(
        table=table,
        base=services.spending.base,
        changes=changes,
        version=version,
        from_file=services.spending.has_file,
        age_days=table.age_days(today),
        stale=table.is_stale(today),
    )


@router.get("/prices", summary="See the prices")
@needs(Right.READ)
async def get_prices(
    services: ServicesDep, repositories: RepositoriesDep, org_id: OrgDep, response: Response
) -> Prices:
    """What calls are billed with, in USD, and when it was noted."""
    return await _view(services, repositories, org_id, response)


@router.put("/prices", summary="Change the prices")
@needs(Right.CHANGE)
async def put_prices(
    changes: Annotated[
        dict[str, Any],
        Body(examples=[{"dated": "2026-11-01", "models": {"gpt-realtime-2.1": {"audio_out": 60}}}]),
    ],
    services: ServicesDep,
    repositories: RepositoriesDep,
    org_id: OrgDep,
    actor: ActorDep,
    if_match: IfMatchDep,
    response: Response,
) -> Prices:
    """Replace the changes to the table; only what differs need be given, and null removes.

    Calls that begin from now on are billed with it. `{}` goes back to the table as shipped.
    """
    await services.spending.change_prices(org_id, changes, actor, based_on=if_match)
    await repositories.audit.write(actor, "prices.change", "prices", changes={"set": changes})
    return await _view(services, repositories, org_id, response)


@router.get("/limits", summary="See the money limits")
@needs(Right.READ)
async def get_limits(services: ServicesDep, org_id: OrgDep) -> LimitsView:
    """Limits of the whole organization, and what today cost so far. Agents have their own."""
    limits, spent = await services.spending.limits(org_id)
    return LimitsView(**limits.model_dump(), spent_today_usd=round(spent, 6))


@router.put("/limits", summary="Change the money limits")
@needs(Right.CHANGE)
async def put_limits(
    limits: DayLimits,
    services: ServicesDep,
    repositories: RepositoriesDep,
    org_id: OrgDep,
    actor: ActorDep,
) -> LimitsView:
    """Set them, for running calls, too: near the limit agents are told to wrap up."""
    await services.spending.change_limits(org_id, limits, actor)
    await repositories.audit.write(
        actor, "limits.change", "limits", changes={"per_day_usd": limits.per_day_usd}
    )
    return await get_limits(services, org_id)
