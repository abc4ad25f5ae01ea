"""Templates: the built-in ones and those of the organization."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from phony.api.http.deps import ActorDep, LongPagingDep, Page, RepositoriesDep
from phony.api.http.rights import needs
from phony.api.http.routing import make_router
from phony.domain.agent_input import AgentInput, Line, Text
from phony.domain.errors import Conflict
from phony.domain.ids import new_id, utc_now
from phony.domain.rights import Right
from phony.domain.versions import Deleted, Template
from phony.service.agents.templates import BUILTIN

router = make_router("/templates", tag="templates")


class TemplateInput(BaseModel):
    """A new template."""

    model_config = ConfigDict(extra="forbid")

    name: Line = Field(
        min_length=1,
        max_length=100,
        description="What to call the template, one line of at most 100 characters.",
    )
    description: Text = Field(
        "", max_length=500, description="What it is good for, at most 500 characters."
    )
    fields: AgentInput = Field(description="The agent that is begun with.")


@router.get("", summary="List templates")
@needs(Right.READ)
async def list_templates(repositories: RepositoriesDep, paging: LongPagingDep) -> Page[Template]:
    """Built-in ones first. Send `fields` to `POST /agents/` to make an agent of a template."""
    return paging.cut([*BUILTIN, *await repositories.templates.list()])


@router.post("", status_code=201, summary="Create a template")
@needs(Right.CHANGE)
async def create_template(
    given: TemplateInput, repositories: RepositoriesDep, actor: ActorDep
) -> Template:
    """Keep fields of an agent as a template."""
    fields = given.fields.model_dump(mode="json", exclude={"phone_number"})
    for tool in fields["tools"]["http"]:
        tool["headers"] = {}
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


@router.delete("/{template_id}", summary="Delete a template")
@needs(Right.CHANGE)
async def delete_template(
    template_id: Annotated[
        str, Path(max_length=100, description="Which template is meant, by its id.")
    ],
    repositories: RepositoriesDep,
    actor: ActorDep,
) -> Deleted:
    """Delete a template of your own; agents made from it stay as they are."""
    if any(template.id == template_id for template in BUILTIN):
        raise Conflict("Built-in templates cannot be deleted.")
    await repositories.templates.delete(template_id)
    await repositories.audit.write(actor, "template.delete", template_id)
    return Deleted(id=template_id)
