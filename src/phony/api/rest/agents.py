"""Agents: create, read, change, delete; context, preview, versions, YAML."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Body, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from phony.api.http import files
from phony.api.http.deps import (
    ActorDep,
    IfMatchDep,
    OrgDep,
    Page,
    PagingDep,
    RepositoriesDep,
    Services,
    ServicesDep,
    parse_sort,
    set_etag,
)
from phony.api.http.large import is_large, made
from phony.api.http.rights import needs
from phony.api.http.routing import make_router
from phony.domain import jsonvalues
from phony.domain.agent_input import AgentInput, AgentPatch, ContextData, Line, Text, check_context
from phony.domain.agents import Agent, AgentFields, AgentType
from phony.domain.context import apply_edit, flatten, merge
from phony.domain.edits import EditMode
from phony.domain.errors import Invalid
from phony.domain.ids import new_id, utc_now
from phony.domain.phone import e164
from phony.domain.rights import Right
from phony.domain.versions import AgentVersion, AgentView, Deleted, Template, VersionDiff, compared
from phony.service.agents.applying import ImportResult
from phony.service.agents.organization import Organizations
from phony.service.agents.preview import Preview, preview
from phony.store.agents import SORTS, fields_of

_YAML = "application/yaml"
_FILE = {
    "type": "object",
    "required": ["agents"],
    "properties": {
        "agents": {
            "type": "array",
            "items": {"type": "object"},
            "description": "Each agent's fields; what has its default is left out.",
        }
    },
}
router = make_router("/agents", tag="agents")
AgentId = Annotated[str, Path(max_length=100, description="Which agent is meant, by its id.")]
VersionNumber = Annotated[int, Path(ge=1, le=10**9, description="The version's number.")]
Note = Annotated[
    str, Query(max_length=500, description="Why; kept with the version that this change makes.")
]


@router.post("/", status_code=201, summary="Create an agent")
@router.post("", status_code=201, include_in_schema=False)
@needs(Right.CHANGE)
async def create_agent(
    agent: AgentInput,
    services: ServicesDep,
    org_id: OrgDep,
    actor: ActorDep,
    response: Response,
    note: Note = "",
) -> AgentView:
    """Create an agent. An inbound agent's number starts to answer at once.

    A number that is not in the carrier account (yet) is accepted, with a warning.
    """
    view = await services.agents.create(org_id, agent, actor, note)
    response.headers["Location"] = f"/agents/{view.id}"
    set_etag(response, view.version)
    return view


@router.get("/", summary="List agents")
@router.get("", include_in_schema=False)
@needs(Right.READ)
async def list_agents(
    services: ServicesDep,
    repositories: RepositoriesDep,
    org_id: OrgDep,
    paging: PagingDep,
    type: Annotated[AgentType | None, Query(description="Only of this type.")] = None,
    phone_number: Annotated[
        str | None, Query(max_length=40, description="Only those with this number, E.164.")
    ] = None,
    name: Annotated[
        str | None, Query(max_length=100, description="Part of the name, in any case.")
    ] = None,
    enabled: Annotated[
        bool | None, Query(description="Only those that are on, or only those that are off.")
    ] = None,
    sort: Annotated[
        str | None,
        Query(max_length=100, description=f"`name`, `-created_at`, ...; of: {', '.join(SORTS)}."),
    ] = None,
) -> Page[AgentView]:
    """Agents, newest first unless sorted otherwise."""
    agents, total = await repositories.agents.page(
        limit=paging.limit,
        offset=paging.offset,
        sort=parse_sort(sort, SORTS, "-created_at"),
        type=type,
        phone_number=e164(phone_number) if phone_number else None,
        name=name,
        enabled=enabled,
    )
    return paging.page(await services.agents.view(org_id, agents), total)


# ---- fixed paths, before /{agent_id} -----------------------------------------------------


@router.get(
    "/export",
    summary="Export all agents as YAML",
    response_class=Response,
    responses={200: files.described(_YAML, files.TEXT, _FILE)},
)
@needs(Right.READ)
async def export_agents(request: Request, services: ServicesDep, org_id: OrgDep) -> Response:
    """All agents as a file for `POST /agents/import`; secrets are masked in it."""
    kind = files.chosen(request, _YAML, files.TEXT)
    return Response(await services.yaml.export(org_id), media_type=kind)


@router.post(
    "/import",
    summary="Make the account match a YAML file",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                _YAML: {"schema": {"type": "string"}},
                "application/json": {
                    "schema": _FILE
                    | {"description": "The file as JSON, or its text as one JSON string."}
                },
            },
        }
    },
)
@needs(Right.CHANGE)
async def import_agents(
    request: Request,
    services: ServicesDep,
    org_id: OrgDep,
    actor: ActorDep,
    dry_run: Annotated[bool, Query(description="Only say what would change.")] = False,
    prune: Annotated[bool, Query(description="Also delete agents that the file lacks.")] = False,
) -> ImportResult:
    """Create and update the agents of a file, matched by name; fields it lacks get defaults."""
    body = await request.body()
    if not body:
        raise Invalid("The body is empty.", cure="Send the file as application/yaml.")
    if body.startswith(b'"') and "json" in request.headers.get("content-type", ""):
        body = str(jsonvalues.parse(body)).encode()  # generated clients make one string of it
    return await services.yaml.apply(org_id, body, actor, dry_run=dry_run, prune=prune)


class PreviewRequest(BaseModel):
    """An agent that need not be saved, and what a call would add to its context."""

    model_config = ConfigDict(extra="forbid")

    agent: AgentInput = Field(description="The agent as it would be saved.")
    context_override: ContextData = Field(
        default_factory=dict, description="What a call would add to its context data."
    )


@router.post("/preview", response_model=Preview, summary="Preview an unsaved agent")
@needs(Right.READ)
async def preview_unsaved(given: PreviewRequest, org_id: OrgDep, services: ServicesDep) -> Any:
    """Its texts with their values, what is missing, how large it is and what that costs."""
    return await _previewed(services, org_id, given.agent, given.context_override)


# ---- one agent ---------------------------------------------------------------------------


@router.get("/{agent_id}", summary="Read an agent")
@needs(Right.READ)
async def read_agent(
    agent_id: AgentId, services: ServicesDep, org_id: OrgDep, response: Response
) -> AgentView:
    """One agent; its `ETag` is its version, for `If-Match`."""
    view = await services.agents.get(org_id, agent_id)
    set_etag(response, view.version)
    return view


@router.put("/{agent_id}", summary="Replace an agent")
@needs(Right.CHANGE)
async def replace_agent(
    agent_id: AgentId,
    agent: AgentInput,
    services: ServicesDep,
    org_id: OrgDep,
    actor: ActorDep,
    if_match: IfMatchDep,
    response: Response,
    note: Note = "",
) -> AgentView:
    """Replace every field; what is left out gets its default. Makes a new version."""
    view = await services.agents.update(
        org_id, agent_id, agent.model_dump(), actor, if_match=if_match, note=note, replace=True
    )
    set_etag(response, view.version)
    return view


@router.patch("/{agent_id}", summary="Change an agent")
@needs(Right.CHANGE)
async def change_agent(
    agent_id: AgentId,
    patch: AgentPatch,
    services: ServicesDep,
    org_id: OrgDep,
    actor: ActorDep,
    if_match: IfMatchDep,
    response: Response,
    note: Note = "",
) -> AgentView:
    """Change only the fields sent. Live calls keep the version they started with."""
    view = await services.agents.update(
        org_id, agent_id, patch.changes(), actor, if_match=if_match, note=note
    )
    set_etag(response, view.version)
    return view


@router.delete("/{agent_id}", summary="Delete an agent")
@needs(Right.CHANGE)
async def delete_agent(
    agent_id: AgentId,
    services: ServicesDep,
    org_id: OrgDep,
    actor: ActorDep,
    force: Annotated[bool, Query(description="Even if it has live calls.")] = False,
) -> Deleted:
    """Delete an agent: its number is free, its calls stay."""
    return await services.agents.delete(org_id, agent_id, actor, force=force)


class ContextPatch(BaseModel):
    """A change of what the agent knows. Dotted keys reach into objects."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"set": {"business_hours": "closed today"}}]},
    )

    context_data: ContextData | None = Field(None, description="Merged into what is there.")
    set: ContextData = Field(default_factory=dict, description="Dotted keys and their values.")
    unset: list[Annotated[str, Field(min_length=1, max_length=500)]] = Field(
        default_factory=list,
        max_length=1000,
        description="Dotted keys that are removed; at most 1000.",
    )
    notes: Text | None = Field(
        None,
        max_length=20_000,
        description="The new notes, at most 20 000 characters; left out, they stay.",
    )
    apply_to_live: bool = Field(False, description="Also tell the agent's live calls.")
    mode: EditMode = Field(EditMode.NEXT_TURN, description="When live calls are told.")

    def applied(self, data: dict[str, Any]) -> dict[str, Any]:
        """`data` with this change."""
        changed = merge(data, self.context_data or {})
        changed = apply_edit(changed, self.set, self.unset)
        try:
            return check_context(changed)
        except ValueError as error:
            raise Invalid(f"context_data: {error}", field="context_data") from None


class ContextChanged(BaseModel):
    """The agent after the change, and what each live call was told."""

    agent: AgentView = Field(description="The agent after the change.")
    live: list[dict[str, Any]] = Field(
        default_factory=list, description="One entry per live call: its id and its edit's state."
    )


@router.patch("/{agent_id}/context", summary="Change what an agent knows")
@needs(Right.OPERATE)
async def change_context(
    agent_id: AgentId,
    patch: ContextPatch,
    services: ServicesDep,
    org_id: OrgDep,
    actor: ActorDep,
    if_match: IfMatchDep,
    response: Response,
    note: Note = "",
) -> ContextChanged:
    """Merge, set and unset context data; with `apply_to_live` in the live calls, too."""

    def change(agent: Agent) -> dict[str, Any]:
        changes: dict[str, Any] = {"context_data": patch.applied(agent.context_data)}
        if patch.notes is not None:
            changes["notes"] = patch.notes
        return changes

    view = await services.agents.update(
        org_id, agent_id, change, actor, if_match=if_match, note=note, action="agent.context"
    )
    live: list[dict[str, Any]] = []
    if patch.apply_to_live:
        live = await services.live_edits.edit_agent_calls(
            org_id,
            agent_id,
            author=actor,
            mode=patch.mode,
            set={**flatten(patch.context_data or {}), **patch.set},
            unset=patch.unset,
            notes=patch.notes,
        )
    set_etag(response, view.version)
    return ContextChanged(agent=view, live=live)


async def _previewed(
    services: Services, org_id: str, agent: AgentFields, override: dict[str, Any]
) -> BaseModel | Response:
    large = is_large(agent.context_data, override)
    zone = await Organizations(services.database).timezone(org_id, agent)
    prices = services.spending.prices(org_id)
    return await made(services.aside, large, preview, agent, override, zone, prices)


@router.get("/{agent_id}/preview", response_model=Preview, summary="Preview an agent")
@needs(Right.READ)
async def preview_agent(
    agent_id: AgentId, repositories: RepositoriesDep, services: ServicesDep, org_id: OrgDep
) -> Any:
    """Its texts with their values, what is missing, how large it is and what that costs."""
    return await _previewed(services, org_id, await repositories.agents.get(agent_id), {})


@router.post(
    "/{agent_id}/preview",
    response_model=Preview,
    summary="Preview an agent with a call's context",
)
@needs(Right.READ)
async def preview_with_context(
    agent_id: AgentId,
    repositories: RepositoriesDep,
    services: ServicesDep,
    org_id: OrgDep,
    context_override: Annotated[
        ContextData, Body(embed=True, description="What the call would add to the context data.")
    ],
) -> Any:
    """As an outbound call with this override would begin."""
    agent = await repositories.agents.get(agent_id)
    return await _previewed(services, org_id, agent, context_override)


# ---- versions ----------------------------------------------------------------------------


@router.get("/{agent_id}/versions", summary="List an agent's versions")
@needs(Right.READ)
async def list_versions(
    agent_id: AgentId, repositories: RepositoriesDep, paging: PagingDep
) -> Page[AgentVersion]:
    """All versions, newest first."""
    await repositories.agents.get(agent_id)
    versions, total = await repositories.versions.page(
        agent_id, limit=paging.limit, offset=paging.offset
    )
    return paging.page(versions, total)


@router.get("/{agent_id}/versions/diff", response_model=VersionDiff, summary="Compare two versions")
@needs(Right.READ)
async def diff_versions(
    agent_id: AgentId,
    services: ServicesDep,
    org_id: OrgDep,
    from_: Annotated[
        int, Query(alias="from", ge=1, le=10**9, description="The version that counts as before.")
    ],
    to: Annotated[int, Query(ge=1, le=10**9, description="The version that counts as after.")],
) -> Any:
    """What differs, field by field; values that are secret are masked on both sides."""
    before, after = await services.agents.two_versions(org_id, agent_id, from_, to)
    large = is_large(before.fields.context_data, after.fields.context_data)
    return await made(services.aside, large, compared, before, after)


@router.get("/{agent_id}/versions/{version}", summary="Read a version")
@needs(Right.READ)
async def read_version(
    agent_id: AgentId, version: VersionNumber, repositories: RepositoriesDep
) -> AgentVersion:
    """One version as it was."""
    await repositories.agents.get(agent_id)
    return await repositories.versions.get(agent_id, version)


@router.post("/{agent_id}/versions/{version}/rollback", summary="Go back to a version")
@needs(Right.CHANGE)
async def roll_back(
    agent_id: AgentId,
    version: VersionNumber,
    services: ServicesDep,
    org_id: OrgDep,
    actor: ActorDep,
    if_match: IfMatchDep,
    response: Response,
) -> AgentView:
    """Make an old version the newest again. The number stays with whom it is now."""
    view = await services.agents.rollback(org_id, agent_id, version, actor, if_match)
    set_etag(response, view.version)
    return view


class TemplateName(BaseModel):
    """How the template is called."""

    model_config = ConfigDict(extra="forbid")

    name: Line = Field(
        min_length=1,
        max_length=100,
        description="What to call the template, one line of at most 100 characters.",
    )
    description: Text = Field(
        "", max_length=500, description="What it is good for, at most 500 characters."
    )
    keep_context: Literal["values", "keys"] = Field(
        "keys", description="`keys` empties the context's values, `values` keeps them."
    )


@router.post("/{agent_id}/template", status_code=201, summary="Save an agent as a template")
@needs(Right.CHANGE)
async def save_as_template(
    agent_id: AgentId, given: TemplateName, repositories: RepositoriesDep, actor: ActorDep
) -> Template:
    """Keep the agent's fields as a template, without its number and secrets."""
    agent = await repositories.agents.get(agent_id)
    fields = fields_of(agent).model_dump(mode="json", exclude={"phone_number", "enabled"})
    for tool in fields["tools"]["http"]:
        tool |= {"headers": {}, "signing_secret": ""}
    for engine in fields["fallback"]["engines"]:
        engine["api_key"] = ""
    if given.keep_context == "keys":
        fields["context_data"] = dict.fromkeys(agent.context_data, "")
    template = Template(
        id=new_id("tpl"),
        name=given.name,
        description=given.description,
        fields=fields,
        created_at=utc_now(),
        created_by=actor,
    )
    await repositories.templates.add(template)
    await repositories.audit.write(actor, "template.create", template.id, template.name)
    return template
