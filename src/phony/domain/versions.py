"""An agent's numbered versions, templates, and what is shown beside an agent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from phony.domain.agents import Agent, AgentFields
from phony.domain.jsonvalues import same


class Notice(BaseModel):
    """Something that works, but not as one might expect."""

    code: str = Field(description="Stable name: other_voice, not_in_account, elsewhere, ...")
    field: str = ""
    message: str
    cure: str | None = None


class AgentView(Agent):
    """An agent as shown."""

    effective_voice: str = Field(description="The Realtime voice that will really speak.")
    number_status: str | None = Field(
        None,
        description="`available`, `assigned`, `elsewhere`, `missing`, or `not_in_account`; null"
        " without a number.",
    )
    number_id: str | None = None
    live_calls: int = 0
    warnings: list[Notice] = Field(default_factory=list)


class AgentVersion(BaseModel):
    """One numbered version of an agent: its fields as they were, who made it, and why."""

    agent_id: str
    version: int
    author: str
    note: str = ""
    created_at: datetime
    changed: list[str] = Field(default_factory=list, description="Fields that differ from before.")
    fields: AgentFields


class Change(BaseModel):
    """One difference between two versions, at a dotted path."""

    path: str
    kind: str = Field(description="`added`, `removed` or `changed`.")
    before: Any = None
    after: Any = None


class VersionDiff(BaseModel):
    """What differs between two versions of an agent."""

    agent_id: str
    from_version: int
    to_version: int
    changes: list[Change]


class Template(BaseModel):
    """A starting point for an agent; built-in ones belong to no organization."""

    id: str
    name: str
    description: str = ""
    builtin: bool = False
    fields: dict[str, Any] = Field(description="Fields of an agent, as `POST /agents/` takes them.")
    created_at: datetime | None = None
    created_by: str = ""


class Deleted(BaseModel):
    """What was deleted, and what did not go as one might expect."""

    id: str
    warnings: list[Notice] = Field(default_factory=list)


def diff(before: Any, after: Any, path: str = "") -> list[Change]:
    """What differs between two JSON values, by dotted path; lists are compared as a whole."""
    if isinstance(before, dict) and isinstance(after, dict):
        changes: list[Change] = []
        for key in [*before, *(key for key in after if key not in before)]:
            place = f"{path}.{key}" if path else str(key)
            if key not in after:
                changes.append(Change(path=place, kind="removed", before=before[key]))
            elif key not in before:
                changes.append(Change(path=place, kind="added", after=after[key]))
            else:
                changes += diff(before[key], after[key], place)
        return changes
    if same(before, after):
        return []
    return [Change(path=path, kind="changed", before=before, after=after)]
