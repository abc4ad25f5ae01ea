"""An agent's numbered versions, templates, and what is shown beside an agent."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from phony.domain.agents import Agent, AgentFields
from phony.domain.clock import UTC_ZONE, zone_or_none
from phony.domain.jsonvalues import same
from phony.domain.size import Size


class Notice(BaseModel):
    """Something that works, but not as one might expect."""

    code: str = Field(description="Stable name: other_voice, not_in_account, elsewhere, ...")
    field: str = Field(
        "", description="The field it is about, as a dotted path; empty if it is about all of it."
    )
    message: str = Field(description="What it is, as a sentence.")
    cure: str | None = Field(None, description="What to do about it, if something can be done.")


class AgentView(Agent):
    """An agent as shown."""

    effective_voice: str = Field(description="The Realtime voice that will really speak.")
    number_status: str | None = Field(
        None,
        description="`available`, `assigned`, `elsewhere`, `missing`, or `not_in_account`; null"
        " without a number, or while nobody has looked into the account.",
    )
    number_id: str | None = Field(
        None,
        description=(
            "The id of its number in `/numbers`. Null if it has none, or one that is not in "
            "the carrier account."
        ),
    )
    live_calls: int = Field(0, description="How many calls it is in now.")
    size: Size = Field(description="How much the model is given to read, and what that costs.")
    warnings: list[Notice] = Field(
        default_factory=list,
        description="What works, but not as one might expect, each with a cure.",
    )


class AgentVersion(BaseModel):
    """One numbered version of an agent: its fields as they were, who made it, and why."""

    agent_id: str = Field(description="Whose version it is.")
    version: int = Field(description="Its number, from 1.")
    author: str = Field(description="Who made it: the name of a key, or `local`.")
    note: str = Field("", description="Why, in the author's words.")
    created_at: datetime = Field(description="When it was made, UTC.")
    changed: list[str] = Field(default_factory=list, description="Fields that differ from before.")
    fields: AgentFields = Field(
        description="All fields as they were in this version; secrets are masked."
    )


class Change(BaseModel):
    """One difference between two versions, at a dotted path."""

    path: str = Field(description="Which field differs, as a dotted path.")
    kind: str = Field(description="`added`, `removed` or `changed`.")
    before: Any = Field(None, description="Its value before; null if it was not there.")
    after: Any = Field(None, description="Its value after; null if it is gone.")


class VersionDiff(BaseModel):
    """What differs between two versions of an agent."""

    agent_id: str = Field(description="The agent that is compared with itself.")
    from_version: int = Field(description="The version that counts as before.")
    to_version: int = Field(description="The version that counts as after.")
    changes: list[Change] = Field(description="Every field that differs; empty if none does.")


def compared(before: AgentVersion, after: AgentVersion) -> VersionDiff:
    """What differs between two versions; secrets are compared but not shown."""
    return VersionDiff(
        agent_id=before.agent_id,
        from_version=before.version,
        to_version=after.version,
        changes=diff(before.fields.model_dump(mode="json"), after.fields.model_dump(mode="json")),
    )


class Template(BaseModel):
    """A starting point for an agent; built-in ones belong to no organization."""

    id: str = Field(
        description="The template's id; built-in ones have a word, such as `receptionist`."
    )
    name: str = Field(description="What people call it.")
    description: str = Field("", description="What it is good for, in a sentence.")
    builtin: bool = Field(
        False, description="Whether it came with the installation, and so cannot be deleted."
    )
    fields: dict[str, Any] = Field(description="Fields of an agent, as `POST /agents/` takes them.")
    created_at: datetime | None = Field(
        None, description="When it was saved, UTC; null for a built-in one."
    )
    created_by: str = Field("", description="Who saved it; empty for a built-in one.")


class OrganizationSettings(BaseModel):
    """What holds for all agents of an organization, unless an agent says otherwise."""

    model_config = ConfigDict(extra="forbid")

    timezone: Annotated[str, AfterValidator(zone_or_none)] = Field(
        UTC_ZONE,
        max_length=60,
        description="IANA name such as `Europe/Berlin`: the local time that agents tell.",
        examples=["Europe/Berlin"],
    )


class Deleted(BaseModel):
    """What was deleted, and what did not go as one might expect."""

    id: str = Field(description="What is gone.")
    warnings: list[Notice] = Field(
        default_factory=list,
        description=(
            "What did not go as one might expect, for example a number that could not be "
            "given back."
        ),
    )


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
