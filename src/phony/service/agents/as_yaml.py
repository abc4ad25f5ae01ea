"""Agents as a YAML file: written without secrets, read with care, compared before it is applied.

An agent in a file is the account's agent with the same name. Fields that a file leaves out have
their defaults: the file says everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import BaseModel, Field, ValidationError

from phony.aside import Aside
from phony.domain import jsonvalues
from phony.domain.agent_input import AgentInput
from phony.domain.agents import MASK, Agent, AgentFields
from phony.domain.errors import Invalid, PhonyError
from phony.domain.secrets import keep_secrets
from phony.domain.versions import Change, Notice, diff
from phony.service.agents.agents import AgentService, invalid
from phony.store.agents import fields_of
from phony.store.database import Database
from phony.store.repositories import for_org

MAX_AGENTS = 1000
SMALL = 4 << 10  # bytes that are read and written at once
_HEAD = "# Agents of a Phony account. Apply with: phony agents apply FILE\n"


class PlannedChange(BaseModel):
    """What applying a file does, or would do, to one agent."""

    name: str
    kind: str = Field(description="`create`, `update`, `unchanged` or `delete`.")
    agent_id: str | None = None
    changes: list[Change] = Field(default_factory=list)
    error: str | None = Field(None, description="Why this one could not be applied.")
    warnings: list[Notice] = Field(default_factory=list)


class ImportResult(BaseModel):
    """What applying a file did, or would do."""

    dry_run: bool
    agents: list[PlannedChange]
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    failed: int = 0


_MAX_DEPTH = 100
# Ten times as fast where PyYAML was built with libyaml, as its wheels are.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """YAML's JSON-like part: no dates, no tags."""


# Dates stay text, and so do YAML 1.1's `yes`, `no`, `on` and `off`.
_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag != "tag:yaml.org,2002:timestamp"
        and (tag != "tag:yaml.org,2002:bool" or first in "tTfF")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def export(agents: list[Agent]) -> str:
    """The agents as a file; what has its default value is left out."""
    defaults = AgentFields.model_validate({"name": "", "type": "inbound"}).model_dump(mode="json")
    items = []
    for agent in agents:
        fields = fields_of(agent).model_dump(mode="json")
        items.append(
            {
                name: value
                for name, value in fields.items()
                if name in ("name", "type") or value != defaults[name]
            }
        )
    return _HEAD + yaml.dump(
        {"agents": items}, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100
    )


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as blocks, so that a prompt reads like one."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text and not text.startswith((" ", "\n")) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def read(text: bytes) -> list[AgentInput]:
    """The agents of a file.

    Raises:
        Invalid: not such a file; names the agent and field.
    """
    try:
        _check_shape(text)
        document = yaml.load(text, Loader=_Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Invalid(
            f"The file is not YAML that can be read: {_where(error)}", cure="See docs/rest.md."
        ) from None
    jsonvalues.check(document)
    items = document.get("agents") if isinstance(document, dict) else None
    if not isinstance(items, list) or len(document) != 1:
        raise Invalid(
            "The file must have one key, `agents`, with a list.",
            field="agents",
            cure="GET /agents/export gives an example.",
        )
    if len(items) > MAX_AGENTS:
        raise Invalid(f"At most {MAX_AGENTS} agents in one file.", field="agents")
    agents: list[AgentInput] = []
    names: set[str] = set()
    for index, item in enumerate(items):
        try:
            agent = AgentInput.model_validate(item)
        except ValidationError as error:
            found = invalid(error)
            field = f"agents.{index}.{found.field}" if found.field else f"agents.{index}"
            raise Invalid(f"agents.{index}.{found}", field=field) from None
        if agent.name in names:
            raise Invalid(
                f"The name {agent.name!r} is in the file twice.", field=f"agents.{index}.name"
            )
        names.add(agent.name)
        agents.append(agent)
    return agents


def _check_shape(text: bytes) -> None:
    """Refuse what a few letters can make large: aliases (gigabytes) and depth (the stack)."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        mark: Any = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="aliases are not allowed", problem_mark=mark)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise yaml.MarkedYAMLError(problem="it is nested too deep", problem_mark=mark)


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error) or type(error).__name__
    if isinstance(error, RecursionError):
        problem = "it is nested too deep"
    place = f" in line {mark.line + 1}" if mark is not None else ""
    return f"{problem[:200]}{place}"


def compared(text: bytes, existing: list[Agent], *, prune: bool) -> Compared:
    """The agents of a file as values, and what applying it would do to those that exist.

    Raises:
        Invalid: not such a file.
    """
    wanted = read(text)
    by_name: dict[str, Agent] = {}
    for agent in existing:
        by_name.setdefault(agent.name, agent)
    plan = [_planned(given, by_name.get(given.name)) for given in wanted]
    if prune:
        names = {given.name for given in wanted}
        plan += [
            PlannedChange(name=agent.name, kind="delete", agent_id=agent.id)
            for agent in existing
            if agent.name not in names
        ]
    # Plain values: they come quickly from one process to another.
    return Compared(
        [given.model_dump() for given in wanted], [planned.model_dump() for planned in plan]
    )


def _planned(given: AgentInput, old: Agent | None) -> PlannedChange:
    error = None
    try:
        keep_secrets(given, old)
    except Invalid as problem:
        error = str(problem)
    after = given.model_dump(mode="json")
    if old is None:
        added = diff({}, after)
        return PlannedChange(
            name=given.name,
            kind="create",
            changes=[change for change in added if change.after not in ("", {}, None)],
            error=error,
        )
    before = fields_of(old)
    changes = diff(before.model_dump(mode="json"), after)
    if not changes and before.model_dump() != given.model_dump():
        # Only a secret differs, and JSON does not show it.
        path = "tools.http" if before.tools != given.tools else "fallback.engines"
        changes = [Change(path=path, kind="changed", before=MASK, after=MASK)]
    return PlannedChange(
        name=given.name,
        kind="update" if changes else "unchanged",
        agent_id=old.id,
        changes=changes,
        error=error,
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """A file that was read: its agents, and a `PlannedChange` for each agent it touches."""

    agents: list[dict[str, Any]]
    plan: list[dict[str, Any]]


class YamlService:
    """Writes an account's agents as a file, and makes the account match one.

    YAML is slow: a kilobyte takes some milliseconds. What is not small is done aside.
    """

    def __init__(self, database: Database, agents: AgentService, aside: Aside) -> None:
        self._database = database
        self._agents = agents
        self._aside = aside

    async def export(self, org_id: str) -> str:
        """All agents of an account as a file; secrets are masked in it."""
        agents = await for_org(self._database, org_id).agents.all()
        if sum(len(agent.model_dump_json()) for agent in agents) <= SMALL:
            return export(agents)
        return await self._aside.run(export, agents)

    async def apply(
        self, org_id: str, text: bytes, actor: str, *, dry_run: bool, prune: bool = False
    ) -> ImportResult:
        """Create and update what differs; with `prune` also delete what the file lacks.

        An agent that cannot be applied (its number is held, say) does not stop the others.

        Raises:
            Invalid: the file cannot be read. Nothing is changed then.
        """
        existing = await for_org(self._database, org_id).agents.all()
        if len(text) <= SMALL:
            found = compared(text, existing, prune=prune)
        else:
            found = await self._aside.run(compared, text, existing, prune=prune)
        plan = [PlannedChange.model_validate(planned) for planned in found.plan]
        result = ImportResult(dry_run=dry_run, agents=plan)
        given_by_name = {given["name"]: given for given in found.agents}
        # Deletions and changes first: they may free the number that a new agent wants.
        order = {"delete": 0, "update": 1, "create": 2, "unchanged": 3}
        for planned in sorted(plan, key=lambda item: order[item.kind]):
            if not dry_run and not planned.error:
                await self._apply_one(org_id, planned, given_by_name, actor)
            if planned.error:
                result.failed += 1
            else:
                count = {"create": "created", "update": "updated", "delete": "deleted"}.get(
                    planned.kind, "unchanged"
                )
                setattr(result, count, getattr(result, count) + 1)
        return result

    async def _apply_one(
        self, org_id: str, planned: PlannedChange, given: dict[str, dict[str, Any]], actor: str
    ) -> None:
        try:
            match planned.kind:
                case "create":
                    view = await self._agents.create(
                        org_id,
                        AgentInput.model_validate(given[planned.name]),
                        actor,
                        note="From a file",
                    )
                    planned.agent_id, planned.warnings = view.id, view.warnings
                case "update":
                    assert planned.agent_id is not None
                    view = await self._agents.update(
                        org_id,
                        planned.agent_id,
                        given[planned.name],
                        actor,
                        note="From a file",
                        replace=True,
                    )
                    planned.warnings = view.warnings
                case "delete":
                    assert planned.agent_id is not None
                    await self._agents.delete(org_id, planned.agent_id, actor)
        except PhonyError as error:
            planned.error = str(error)
