"""Makes an account match a file of agents: all mistakes first, then all of it or nothing.

An agent in a file is the account's agent with the same name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field

from phony.aside import Aside
from phony.domain import placeholders
from phony.domain.agent_input import AgentInput
from phony.domain.agents import Agent, AgentType
from phony.domain.errors import Invalid, PhonyError
from phony.domain.ids import utc_now
from phony.domain.mistakes import Mistake, Mistakes, spelled
from phony.domain.secrets import lost_secrets
from phony.domain.tools import MASK
from phony.domain.versions import Change, Notice, diff
from phony.domain.voices import effective_voice
from phony.service.agents.agents import AgentService
from phony.service.agents.as_yaml import Contents, export, read
from phony.store.agents import fields_of
from phony.store.database import Database
from phony.store.repositories import for_org

SMALL = 4 << 10  # bytes that are read and written at once


class PlannedChange(BaseModel):
    """What applying a file does, or would do, to one agent."""

    name: str = Field(description="The agent's name, by which file and account are matched.")
    kind: str = Field(description="`create`, `update`, `unchanged` or `delete`.")
    agent_id: str | None = Field(None, description="Its id; null if it is still to be made.")
    changes: list[Change] = Field(
        default_factory=list,
        description="Every field that differs; secrets are compared, and not shown.",
    )
    error: str | None = Field(
        None,
        description="Why this one could not be applied after all: somebody else changed the "
        "account at the same moment.",
    )
    warnings: list[Notice] = Field(
        default_factory=list, description="What will work, but not as one might expect."
    )


class ImportResult(BaseModel):
    """What applying a file did, or would do."""

    dry_run: bool = Field(description="Whether this is only what would be done.")
    agents: list[PlannedChange] = Field(
        description="What is done to each agent that the file or, with `prune`, the account has."
    )
    created: int = Field(0, description="How many are new.")
    updated: int = Field(0, description="How many have a new version.")
    unchanged: int = Field(0, description="How many were so already.")
    deleted: int = Field(0, description="How many are gone, with `prune`.")
    failed: int = Field(
        0,
        description=(
            "How many could not be done after all, because somebody changed the account at "
            "the same moment."
        ),
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """A file that was read: its agents, and a `PlannedChange` for each agent it touches."""

    agents: list[dict[str, Any]]
    plan: list[dict[str, Any]]
    first_without_number: list[str]  # ids of agents whose number another of the file gets


def compared(
    text: bytes, existing: list[Agent], *, prune: bool, voices: frozenset[str]
) -> Compared:
    """The agents of a file as values, and what applying it would do to those that exist.

    Raises:
        Mistakes: everything that forbids to apply it. Invalid: not such a file.
    """
    contents = read(text)
    by_name: dict[str, Agent] = {}
    for agent in existing:
        by_name.setdefault(agent.name, agent)
    stay = [] if prune else [agent for agent in existing if agent.name not in contents.names]
    plan, mistakes = [], list(contents.mistakes)
    for index, given in contents.agents.items():
        old = by_name.get(given.name)
        mistakes += _forbidden(index, given, old, voices)
        plan.append(_planned(given, old))
    mistakes += _numbers_held(contents, stay)
    if mistakes:
        raise Mistakes("The file", sorted(mistakes, key=_place_in_file))
    if prune:
        plan += [
            PlannedChange(name=agent.name, kind="delete", agent_id=agent.id)
            for agent in existing
            if agent.name not in contents.names
        ]
    wanted = contents.agents.values()
    taken = {number: given.name for given in wanted if (number := _answers(given))}
    # Plain values: they come quickly from one process to another.
    return Compared(
        [given.model_dump() for given in wanted],
        [planned.model_dump() for planned in plan],
        [
            agent.id
            for agent in by_name.values()
            if agent.name in contents.names
            and taken.get(_answers(agent) or "", agent.name) != agent.name
        ],
    )


def _place_in_file(mistake: Mistake) -> int:
    return int(mistake.field.split(".")[1])


def _forbidden(
    index: int, given: AgentInput, old: Agent | None, voices: frozenset[str]
) -> Iterator[Mistake]:
    """What is well written but cannot be; secrets that came masked are put in again."""
    for lost in lost_secrets(given, old):
        path = lost.field or ""
        parts = tuple(int(part) if part.isdigit() else part for part in path.split("."))
        variable = placeholders.name_of(given.name, str(parts[-1]))
        yield Mistake(
            f"agents.{index}.{path}",
            f"{given.name}: {spelled(parts)} has no value: {MASK} keeps one that is there, and "
            "there is none.",
            f"Write ${{{variable}}} in its place and set that variable for `phony agents apply`.",
        )
    if old is None or given.voice != old.voice:
        try:
            effective_voice(given.voice, voices)
        except Invalid as error:
            message = f"{given.name}: voice: {error}"
            yield Mistake(f"agents.{index}.voice", message, error.cure)


def _answers(agent: AgentInput | Agent) -> str | None:
    return agent.phone_number if agent.type is AgentType.INBOUND else None


def _numbers_held(contents: Contents, stay: list[Agent]) -> Iterator[Mistake]:
    """Two inbound agents that would answer the same number."""
    holders = {number: agent.name for agent in stay if (number := _answers(agent))}
    for index, given in contents.agents.items():
        number = _answers(given)
        if number is None:
            continue
        holder = holders.setdefault(number, given.name)
        if holder != given.name:
            yield Mistake(
                f"agents.{index}.phone_number",
                f"{given.name}: phone_number: {number} is already answered by {holder!r}.",
                f"Give one of them another number, or none. {holder!r} may stand in the file, too.",
            )


def _planned(given: AgentInput, old: Agent | None) -> PlannedChange:
    after = given.model_dump(mode="json")
    if old is None:
        added = diff({}, after)
        return PlannedChange(
            name=given.name,
            kind="create",
            changes=[change for change in added if change.after not in ("", {}, None)],
        )
    before = fields_of(old)
    changes = diff(before.model_dump(mode="json"), after)
    if not changes and before.model_dump() != given.model_dump():
        # Only a secret differs, and JSON does not show it.
        same_tools = before.tools.model_dump() == given.tools.model_dump()
        path = "fallback.engines" if same_tools else "tools.http"
        changes = [Change(path=path, kind="changed", before=MASK, after=MASK)]
    return PlannedChange(
        name=given.name,
        kind="update" if changes else "unchanged",
        agent_id=old.id,
        changes=changes,
    )


class YamlService:
    """Writes an account's agents as a file, and makes the account match one.

    YAML is slow: a kilobyte takes some milliseconds. What is not small is done aside.
    """

    def __init__(self, database: Database, agents: AgentService, aside: Aside) -> None:
        self._database = database
        self._agents = agents
        self._aside = aside

    async def export(self, org_id: str) -> str:
        """All agents of an account as a file, without secrets: `apply` takes it as it is."""
        agents = await for_org(self._database, org_id).agents.all()
        if sum(len(agent.model_dump_json()) for agent in agents) <= SMALL:
            return export(agents)
        return await self._aside.run(export, agents)

    async def apply(
        self, org_id: str, text: bytes, actor: str, *, dry_run: bool, prune: bool = False
    ) -> ImportResult:
        """Create and update what differs; with `prune` also delete what the file lacks.

        Nothing is changed unless everything can be. Only somebody who changes the account at the
        same moment can still get in the way: that one fails, and the others go on.

        Raises:
            Mistakes: everything that is wrong. Invalid: the file cannot be read.
        """
        existing = await for_org(self._database, org_id).agents.all()
        voices = self._agents.shared_voices
        if len(text) <= SMALL:
            found = compared(text, existing, prune=prune, voices=voices)
        else:
            found = await self._aside.run(compared, text, existing, prune=prune, voices=voices)
        plan = [PlannedChange.model_validate(planned) for planned in found.plan]
        await self._check_deletions(org_id, plan)
        given_by_name = {given["name"]: given for given in found.agents}
        await self._warn(org_id, plan, given_by_name)
        if not dry_run:
            for agent_id in found.first_without_number:
                await self._agents.update(
                    org_id,
                    agent_id,
                    {"phone_number": None},
                    actor,
                    note="From a file",
                    reconcile=False,
                )
        result = ImportResult(dry_run=dry_run, agents=plan)
        # Deletions and changes first: they may free the number that a new agent wants.
        order = {"delete": 0, "update": 1, "create": 2, "unchanged": 3}
        for planned in sorted(plan, key=lambda item: order[item.kind]):
            if not dry_run:
                await self._apply_one(org_id, planned, given_by_name, actor)
            if planned.error:
                result.failed += 1
            else:
                count = {"create": "created", "update": "updated", "delete": "deleted"}.get(
                    planned.kind, "unchanged"
                )
                setattr(result, count, getattr(result, count) + 1)
        return result

    async def _check_deletions(self, org_id: str, plan: list[PlannedChange]) -> None:
        gone = {p.agent_id: p.name for p in plan if p.kind == "delete" and p.agent_id}
        live = await for_org(self._database, org_id).agents.live_calls(list(gone)) if gone else {}
        found = [
            Mistake(
                "agents",
                f"{name} is not in the file and has live calls: {live[agent_id]}.",
                "Wait until they end, or apply without --prune.",
            )
            for agent_id, name in gone.items()
            if live.get(agent_id)
        ]
        if found:
            raise Mistakes("The file", found)

    async def _warn(
        self, org_id: str, plan: list[PlannedChange], given: dict[str, dict[str, Any]]
    ) -> None:
        """What works but not as one might expect, of every agent as it will be."""
        kept = [planned for planned in plan if planned.kind != "delete"]
        now = utc_now()
        agents = [
            Agent(
                **given[planned.name],
                id=planned.agent_id or "",
                org_id=org_id,
                created_at=now,
                updated_at=now,
            )
            for planned in kept
        ]
        for planned, view in zip(kept, await self._agents.view(org_id, agents), strict=True):
            planned.warnings = view.warnings

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
