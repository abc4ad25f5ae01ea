"""Live edits: what the model of a running call knows, seen and changed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Query, Response

from phony.api.http.deps import (
    ActorDep,
    IdentityDep,
    IfMatchDep,
    LongPagingDep,
    OrgDep,
    Page,
    RepositoriesDep,
    ServicesDep,
    set_etag,
)
from phony.api.http.large import is_large, made
from phony.api.http.rights import needs
from phony.api.http.routing import make_router
from phony.api.rest.calls import CallId
from phony.domain.edits import Edit, EditMode, EditState
from phony.domain.errors import NotFound
from phony.domain.live import (
    CallContextView,
    ContextChange,
    EditInput,
    EditPreview,
    Promoted,
    ScopedEdit,
    ScopedEditInput,
)
from phony.domain.rights import GRANTED, Right
from phony.service.live.edits import why_not
from phony.service.live.previews import compared, context_view

router = make_router(tag="live control")
EditId = Annotated[str, Path(max_length=100, description="Which edit is meant, by its id.")]
Wait = Annotated[
    int,
    Query(
        alias="wait",
        ge=0,
        le=10_000,
        description="Answer only when it is settled, or after so many milliseconds.",
    ),
]


@router.get(
    "/calls/{call_id}/context",
    response_model=CallContextView,
    summary="See what a call's model knows",
)
@needs(Right.READ)
async def get_call_context(
    call_id: CallId, services: ServicesDep, org_id: OrgDep, response: Response
) -> Any:
    """What the model holds now, confirmed by the engine; and what is on its way to it.

    The `ETag` is the context's version: send it as `If-Match` with an edit to be sure that
    nobody else changed the context meanwhile.
    """
    call, pending = await services.live_edits.looked(org_id, call_id)
    set_etag(response, call.context_version)
    live, large = why_not(call) is None, is_large(call.context_data)
    view = await made(services.aside, large, context_view, call, pending, live=live)
    if isinstance(view, Response):
        view.headers.update(response.headers)
    return view


@router.patch("/calls/{call_id}/context", status_code=202, summary="Change what a call knows")
@needs(Right.OPERATE)
async def change_call_context(
    call_id: CallId,
    change: EditInput,
    services: ServicesDep,
    org_id: OrgDep,
    actor: ActorDep,
    if_match: IfMatchDep,
    wait: Wait = 0,
) -> Edit:
    """Edit the context, notes or prompt of a live call; the same as `POST .../edits`."""
    edits = services.live_edits
    edit = await edits.edit(org_id, call_id, change, actor, based_on=if_match)
    return await edits.wait_edit(org_id, edit, wait / 1000)


@router.get("/calls/{call_id}/edits", summary="List a call's edits")
@needs(Right.READ)
async def list_edits(
    call_id: CallId,
    repositories: RepositoriesDep,
    paging: LongPagingDep,
    state: Annotated[list[EditState] | None, Query(description="Any of these.")] = None,
) -> Page[Edit]:
    """All edits of a call, oldest first: who changed what, when, at which turn."""
    await repositories.call_queries.get(call_id)
    edits = await repositories.edits.of_call(call_id, state or None)
    return paging.cut(edits)


@router.post("/calls/{call_id}/edits", status_code=202, summary="Edit a live call")
@needs(Right.OPERATE)
async def create_edit(
    call_id: CallId,
    change: EditInput,
    services: ServicesDep,
    org_id: OrgDep,
    actor: ActorDep,
    if_match: IfMatchDep,
    response: Response,
    wait: Wait = 0,
) -> Edit:
    """Tell the model of a live call something, `now`, `after_sentence` or at the `next_turn`.

    The edit is `confirmed` when the engine says so. 409 if the call is over, or if `If-Match` (or
    `version`) is no longer the context's version; `details` then has both.
    """
    edits = services.live_edits
    edit = await edits.edit(org_id, call_id, change, actor, based_on=if_match)
    response.headers["Location"] = f"/calls/{call_id}/edits/{edit.id}"
    return await edits.wait_edit(org_id, edit, wait / 1000)


@router.post(
    "/calls/{call_id}/edits/preview", response_model=EditPreview, summary="Preview an edit"
)
@needs(Right.READ)
async def preview_edit(
    call_id: CallId, change: ContextChange, services: ServicesDep, org_id: OrgDep
) -> Any:
    """What an edit would change, compared with what the model holds now. Nothing is kept."""
    call, pending = await services.live_edits.looked(org_id, call_id)
    large = is_large(call.context_data, change.context_data or {}, change.set)
    return await made(services.aside, large, compared, call, pending, change)


@router.get("/calls/{call_id}/edits/{edit_id}", summary="Get an edit")
@needs(Right.READ)
async def get_edit(
    call_id: CallId,
    edit_id: EditId,
    services: ServicesDep,
    org_id: OrgDep,
    repositories: RepositoriesDep,
    wait: Wait = 0,
) -> Edit:
    """One edit; with `wait`, as soon as it is settled."""
    edit = await repositories.edits.get(edit_id)
    if edit.call_id != call_id:
        raise NotFound(f"Call {call_id[:60]!r} has no edit {edit_id[:60]!r}.")
    return await services.live_edits.wait_edit(org_id, edit, wait / 1000)


@router.post(
    "/calls/{call_id}/edits/{edit_id}/apply", status_code=202, summary="Apply a drafted edit"
)
@needs(Right.OPERATE)
async def apply_edit(
    call_id: CallId,
    edit_id: EditId,
    services: ServicesDep,
    org_id: OrgDep,
    if_match: IfMatchDep,
    wait: Wait = 0,
) -> Edit:
    """Send a draft on its way."""
    edits = services.live_edits
    edit = await edits.apply(org_id, call_id, edit_id, based_on=if_match)
    return await edits.wait_edit(org_id, edit, wait / 1000)


@router.delete("/calls/{call_id}/edits/{edit_id}", summary="Discard a drafted edit")
@needs(Right.OPERATE)
async def discard_edit(
    call_id: CallId, edit_id: EditId, services: ServicesDep, identity: IdentityDep
) -> Edit:
    """Throw a draft away, one's own or (scope admin) anybody's; it stays in the list as refused."""
    author = None if Right.CHANGE in GRANTED[identity.scope] else identity.name
    return await services.live_edits.discard(identity.org_id, call_id, edit_id, author=author)


@router.post("/calls/{call_id}/edits/{edit_id}/undo", status_code=202, summary="Undo an edit")
@needs(Right.OPERATE)
async def undo_edit(
    call_id: CallId,
    edit_id: EditId,
    services: ServicesDep,
    org_id: OrgDep,
    actor: ActorDep,
    mode: Annotated[EditMode, Query(description="When the model is told.")] = EditMode.NOW,
    force: Annotated[
        bool, Query(description="Even if a later edit changed the same, which is undone, too.")
    ] = False,
    wait: Wait = 0,
) -> Edit:
    """Make the edit that restores what was before. Undoing that one brings the edit back."""
    edits = services.live_edits
    edit = await edits.undo(org_id, call_id, edit_id, actor, mode=mode, force=force)
    return await edits.wait_edit(org_id, edit, wait / 1000)


@router.post("/calls/{call_id}/edits/{edit_id}/promote", summary="Promote an edit to the agent")
@needs(Right.CHANGE)
async def promote_edit(
    call_id: CallId, edit_id: EditId, services: ServicesDep, org_id: OrgDep, actor: ActorDep
) -> Promoted:
    """Write a confirmed edit into the agent's next version, for all calls to come."""
    return await services.live_edits.promote(org_id, call_id, edit_id, actor)


@router.post("/edits", summary="Edit many live calls")
@needs(Right.OPERATE)
async def edit_many(
    change: ScopedEditInput,
    services: ServicesDep,
    org_id: OrgDep,
    actor: ActorDep,
    wait: Annotated[
        int,
        Query(ge=0, le=10_000, description="How long to wait for the calls, in milliseconds."),
    ] = 2000,
) -> ScopedEdit:
    """Edit one call, all live calls of an agent, or all on a number of ours, perhaps for a time.

    The answer has every call: delivered to the model, refused, too late (the call ended), or still
    pending when the wait was over.
    """
    return await services.live_edits.edit_scope(org_id, change, actor, wait_s=wait / 1000)
