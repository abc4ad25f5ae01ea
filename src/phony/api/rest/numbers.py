"""Numbers of the carrier account: list, sync, assign, unassign."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Path, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from phony.api.http.deps import (
    ActorDep,
    OrgDep,
    Page,
    PagingDep,
    RepositoriesDep,
    ServicesDep,
    parse_sort,
)
from phony.api.http.errors import Problem
from phony.api.http.rights import needs
from phony.api.http.routing import make_router
from phony.domain.errors import PhonyError
from phony.domain.numbers import NumberStatus, NumberView, SyncProgress, SyncResult
from phony.domain.rights import Right
from phony.domain.versions import Notice
from phony.store.numbers import SORTS

router = make_router("/numbers", tag="numbers")
NumberId = Annotated[
    str, Path(max_length=100, description="The number's id, or the number itself: +18578167225.")
]


@router.get("", summary="List numbers")
@router.get("/", include_in_schema=False)
@needs(Right.READ)
async def list_numbers(
    services: ServicesDep,
    repositories: RepositoriesDep,
    paging: PagingDep,
    status: Annotated[NumberStatus | None, Query(description="Only in this state.")] = None,
    agent_id: Annotated[
        str | None, Query(max_length=100, description="Only those that this agent answers.")
    ] = None,
    sort: Annotated[
        str | None, Query(max_length=100, description=f"Of: {', '.join(SORTS)}.")
    ] = None,
) -> Page[NumberView]:
    """The numbers as last seen in the carrier account."""
    numbers, total = await repositories.numbers.page(
        limit=paging.limit,
        offset=paging.offset,
        sort=parse_sort(sort, SORTS, "phone_number"),
        status=status,
        agent_id=agent_id,
    )
    holders = await repositories.agents.holders([number.phone_number for number in numbers])
    views = [services.numbers.view(number, holders.get(number.phone_number)) for number in numbers]
    return paging.page(views, total)


@router.post(
    "/sync",
    summary="Read the carrier account's numbers",
    response_model=SyncResult,
    responses={
        200: {
            "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
            "description": "What was done; with `stream=true` progress lines before it.",
        }
    },
)
@needs(Right.CHANGE)
async def sync_numbers(
    services: ServicesDep,
    org_id: OrgDep,
    repositories: RepositoriesDep,
    actor: ActorDep,
    dry_run: Annotated[bool, Query(description="Only say what would change.")] = False,
    stream: Annotated[
        bool, Query(description="Answer line by line: progress first, then the result.")
    ] = False,
) -> SyncResult | StreamingResponse:
    """Read all numbers, and connect those that an inbound agent holds."""
    steps = services.numbers.sync(org_id, dry_run=dry_run)
    if not dry_run:
        await repositories.audit.write(actor, "number.sync")
    if stream:
        return StreamingResponse(_lines(steps), media_type="application/x-ndjson")
    result = SyncResult(dry_run=dry_run, total=0)
    async for step in steps:
        if isinstance(step, SyncResult):
            result = step
    return result


async def _lines(steps: AsyncIterator[SyncProgress | SyncResult]) -> AsyncIterator[str]:
    try:
        async for step in steps:
            kind = "result" if isinstance(step, SyncResult) else "progress"
            yield f'{{"type":"{kind}",{step.model_dump_json()[1:]}\n'
    except PhonyError as error:
        problem = Problem(
            title="Sync failed",
            status=error.status,
            detail=str(error),
            code=error.code,
            cure=error.cure,
        )
        yield f'{{"type":"problem","problem":{problem.model_dump_json()}}}\n'


@router.get("/{number_id}", summary="Read a number")
@needs(Right.READ)
async def read_number(number_id: NumberId, services: ServicesDep, org_id: OrgDep) -> NumberView:
    """One number as last seen, with who answers it and what it had before."""
    return await services.agents.number(org_id, number_id)


class Assignment(BaseModel):
    """Who shall answer the number."""

    model_config = ConfigDict(extra="forbid")

    agent_id: str = Field(max_length=100, description="The id of an inbound agent.")
    force: bool = Field(False, description="Take it from another agent or another system.")


class Assigned(BaseModel):
    """The number after the change."""

    number: NumberView = Field(description="The number as it is now.")
    warnings: list[Notice] = Field(
        default_factory=list,
        description="What did not go as one might expect, for example at the carrier.",
    )


@router.post("/{number_id}/assign", summary="Let an agent answer a number")
@needs(Right.CHANGE)
async def assign_number(
    number_id: NumberId,
    assignment: Assignment,
    services: ServicesDep,
    org_id: OrgDep,
    actor: ActorDep,
) -> Assigned:
    """Point the number to Phony and to this agent. What it had before is kept for later."""
    number, warnings = await services.agents.assign(
        org_id, number_id, assignment.agent_id, actor, force=assignment.force
    )
    return Assigned(number=number, warnings=warnings)


@router.post("/{number_id}/unassign", summary="Take a number from its agent")
@needs(Right.CHANGE)
async def unassign_number(
    number_id: NumberId, services: ServicesDep, org_id: OrgDep, actor: ActorDep
) -> Assigned:
    """The number gets back what it had before Phony."""
    number, warnings = await services.agents.unassign(org_id, number_id, actor)
    return Assigned(number=number, warnings=warnings)
