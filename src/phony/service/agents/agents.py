"""Agents: every change is a version, a number has one inbound agent, nothing is half-written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import ValidationError

from phony.domain.agent_input import AgentInput, merged
from phony.domain.agents import Agent, AgentFields, AgentType
from phony.domain.errors import Conflict, Invalid, PhonyError, Stale
from phony.domain.ids import new_id, utc_now
from phony.domain.mistakes import Mistake, Mistakes, dotted, found_in, spelled
from phony.domain.notices import about, refuse
from phony.domain.numbers import NumberStatus, NumberView
from phony.domain.prices import DEFAULT_PRICES, PriceTable
from phony.domain.secrets import keep_secrets
from phony.domain.size import size_of
from phony.domain.versions import (
    AgentVersion,
    AgentView,
    Deleted,
    Notice,
)
from phony.domain.voices import effective_voice, voice_warning
from phony.service.agents.numbers import NumberService, elsewhere, standing
from phony.service.agents.reach import out_of_reach
from phony.store.agents import fields_of
from phony.store.database import Database, Session
from phony.store.repositories import Repositories, for_org

_TRIES = 8
Changes = dict[str, Any]


class VersionConflict(Stale):
    """`If-Match` is not the newest version."""

    def __init__(self, asked: int, newest: int) -> None:
        """Names both versions."""
        super().__init__(
            f"The agent is at version {newest}, your change is based on {asked}.",
            field="If-Match",
            cure="Read the agent again and repeat your change.",
        )
        self.details: dict[str, object] = {"your_version": asked, "current_version": newest}


class AgentService:
    """Creates, changes and deletes agents, and gives them numbers."""

    def __init__(
        self,
        database: Database,
        numbers: NumberService,
        *,
        shared_voices: frozenset[str] = frozenset(),
        allow_private: bool = False,
        prices: Callable[[str], PriceTable] = lambda _: DEFAULT_PRICES,
    ) -> None:
        """`shared_voices` are voice names the operator allows beyond the known ones.

        `allow_private` says whether tools and engines may be in private networks; `prices` gives
        an organization's table.
        """
        self._prices = prices
        self._database = database
        self._numbers = numbers
        self.shared_voices = shared_voices
        self._allow_private = allow_private

    # ---- reading

    async def view(
        self, org_id: str, agents: list[Agent], extra: list[Notice] | None = None
    ) -> list[AgentView]:
        """Agents as shown; `extra` warnings go to all of them."""
        repositories = for_org(self._database, org_id)
        wanted = sorted({agent.phone_number for agent in agents if agent.phone_number})
        numbers = await repositories.numbers.by_numbers(wanted) if wanted else {}
        live = await repositories.agents.live_calls([agent.id for agent in agents])
        seen = len(numbers) == len(wanted) or await repositories.numbers.any()
        prices = self._prices(org_id)
        views = []
        for agent in agents:
            number = numbers.get(agent.phone_number) if agent.phone_number else None
            size = size_of(agent, agent.context_data, prices)
            warnings = [*(extra or []), *about(agent, prices, size)]
            if warning := voice_warning(agent.voice):
                warnings.append(Notice(code="other_voice", field="voice", message=warning))
            warnings += out_of_reach(agent, allow_private=self._allow_private)
            status, notice = standing(agent, number, {each.code for each in warnings}, seen)
            warnings += [notice] if notice else []
            views.append(
                AgentView(
                    **agent.model_dump(),
                    effective_voice=self._speaking_voice(agent.voice),
                    number_status=status,
                    number_id=number.id if number else None,
                    live_calls=live.get(agent.id, 0),
                    size=size,
                    warnings=warnings,
                )
            )
        return views

    def _speaking_voice(self, voice: str) -> str:
        try:
            return effective_voice(voice, self.shared_voices)
        except Invalid:  # a voice that was shared once
            return voice

    async def get(self, org_id: str, agent_id: str) -> AgentView:
        """One agent as shown.

        Raises:
            NotFound: no such agent here.
        """
        agent = await for_org(self._database, org_id).agents.get(agent_id)
        return (await self.view(org_id, [agent]))[0]

    # ---- writing

    async def create(self, org_id: str, given: AgentInput, actor: str, note: str = "") -> AgentView:
        """Create an agent; an inbound agent's number starts to answer at once.

        Raises:
            Invalid: an unknown voice or language, or more than the model takes.
            Conflict: the number has another inbound agent.
        """
        effective_voice(given.voice, self.shared_voices)
        refuse(given, None, size_of(given, given.context_data, self._prices(org_id)))
        keep_secrets(given, None)
        now = utc_now()
        agent = Agent(
            **given.model_dump(),
            id=new_id("agent"),
            org_id=org_id,
            version=1,
            created_at=now,
            updated_at=now,
        )
        repositories = for_org(self._database, org_id)

        async def write(session: Session) -> None:
            await repositories.agents.insert(agent, session)
            await self._write_version(
                repositories, agent, actor, note or "Created", [], "agent.create", session
            )

        await self._transaction(repositories, agent, write)
        notices = await self._number_changed(org_id, None, agent)
        return (await self.view(org_id, [agent], notices))[0]

    async def update(
        self,
        org_id: str,
        agent_id: str,
        changes: Changes | Callable[[Agent], Changes],
        actor: str,
        *,
        if_match: int | None = None,
        note: str = "",
        action: str = "agent.update",
        replace: bool = False,
        force_number: bool = False,
        reconcile: bool = True,
    ) -> AgentView:
        """Change an agent; without a real change there is no new version.

        `changes` may be computed from the newest state, for changes that depend on it. With
        `replace` they are all fields, else settings objects in them are merged. Without
        `reconcile` the carrier is left alone: the caller sees to it.

        Raises:
            NotFound: no such agent. Stale: `if_match` is not the newest version.
            Invalid: the result would not be an agent. Conflict: the number is taken.
        """
        repositories = for_org(self._database, org_id)
        for _ in range(_TRIES):
            old = await repositories.agents.get(agent_id)
            if if_match is not None and if_match != old.version:
                raise VersionConflict(if_match, old.version)
            given = changes(old) if callable(changes) else changes
            fields = self._checked(old, given if replace else merged(old, given))
            refuse(fields, old, size_of(fields, fields.context_data, self._prices(org_id)))
            before, after = fields_of(old).model_dump(), fields.model_dump()
            changed = [name for name in after if after[name] != before[name]]
            if not changed:
                return (await self.view(org_id, [old]))[0]
            new = Agent(
                **after,
                id=old.id,
                org_id=org_id,
                version=old.version + 1,
                created_at=old.created_at,
                updated_at=utc_now(),
            )
            if await self._replace(repositories, old, new, actor, note, changed, action):
                notices: list[Notice] = []
                if reconcile:
                    notices = await self._number_changed(org_id, old, new, force=force_number)
                return (await self.view(org_id, [new], notices))[0]
        raise Conflict("The agent is being changed by others.", cure="Try again.")

    async def _replace(
        self,
        repositories: Repositories,
        old: Agent,
        new: Agent,
        actor: str,
        note: str,
        changed: list[str],
        action: str,
    ) -> bool:
        replaced = False

        async def write(session: Session) -> None:
            nonlocal replaced
            replaced = await repositories.agents.replace(new, old.version, session)
            if replaced:
                await self._write_version(repositories, new, actor, note, changed, action, session)

        await self._transaction(repositories, new, write)
        return replaced

    def _checked(self, old: Agent, fields: dict[str, Any]) -> AgentFields:
        try:
            given = AgentInput.model_validate(fields)
        except ValidationError as error:
            raise Mistakes(
                "The agent",
                [
                    Mistake(dotted(place), f"{spelled(place)} {text}".lstrip(), cure)
                    for place, text, cure in found_in(error, AgentInput)
                ],
            ) from None
        if given.voice != old.voice:
            effective_voice(given.voice, self.shared_voices)
        keep_secrets(given, old)
        return fields_of(given)

    async def _write_version(
        self,
        repositories: Repositories,
        agent: Agent,
        actor: str,
        note: str,
        changed: list[str],
        action: str,
        session: Session,
    ) -> None:
        version = AgentVersion(
            agent_id=agent.id,
            version=agent.version,
            author=actor,
            note=note,
            created_at=agent.updated_at,
            changed=changed,
            fields=fields_of(agent),
        )
        await repositories.versions.add(version, session)
        await repositories.audit.write(
            actor,
            action,
            agent.id,
            note or f"{agent.name}, version {agent.version}",
            {"version": agent.version, "fields": changed},
            session=session,
        )

    async def _transaction(
        self,
        repositories: Repositories,
        agent: Agent,
        write: Callable[[Session], Awaitable[None]],
    ) -> None:
        """All of `write` or nothing; a taken number is answered with its holder."""
        try:
            await self._database.transaction(write)
        except Conflict as error:
            holder = None
            if agent.phone_number:
                holder = await repositories.agents.by_number(agent.phone_number)
            if holder is None:
                raise
            raise number_held(agent.phone_number or "", holder) from error

    async def delete(
        self, org_id: str, agent_id: str, actor: str, *, force: bool = False
    ) -> Deleted:
        """Delete an agent: its number is free, its calls stay; live calls go on to their end.

        Raises:
            NotFound: no such agent. Conflict: it has live calls, and not `force`.
        """
        repositories = for_org(self._database, org_id)
        agent = await repositories.agents.get(agent_id)
        live = (await repositories.agents.live_calls([agent_id])).get(agent_id, 0)
        if live and not force:
            raise Conflict(
                f"{agent.name} has {live} live {'call' if live == 1 else 'calls'}.",
                cure="Wait until they end, or delete with ?force=true: they go on to their end.",
                details={"live_calls": live},
            )
        await repositories.agents.delete(agent_id)
        await repositories.audit.write(actor, "agent.delete", agent_id, agent.name)
        notices = await self._number_changed(org_id, agent, None)
        return Deleted(id=agent_id, warnings=notices)

    async def _number_changed(
        self, org_id: str, old: Agent | None, new: Agent | None, *, force: bool = False
    ) -> list[Notice]:
        """Bring the numbers that a change touched in step."""
        before, after = _answers(old), _answers(new)
        notices: list[Notice] = []
        if before and before != after:
            notices += await self._numbers.reconcile(org_id, before)
        if after and (after != before or force):
            notices += await self._numbers.reconcile(org_id, after, force=force)
        caller_id = _calls_from(new)
        if caller_id and caller_id != _calls_from(old):
            notices += await self._numbers.look(org_id, caller_id)
        return notices

    # ---- versions

    async def rollback(
        self, org_id: str, agent_id: str, version: int, actor: str, if_match: int | None = None
    ) -> AgentView:
        """Make an old version the newest one again; the number stays with whom it is now."""
        repositories = for_org(self._database, org_id)
        await repositories.agents.get(agent_id)
        old = await repositories.versions.get(agent_id, version)
        changes = old.fields.model_dump(exclude={"phone_number"})
        return await self.update(
            org_id,
            agent_id,
            changes,
            actor,
            if_match=if_match,
            note=f"Back to version {version}",
            action="agent.rollback",
        )

    async def two_versions(
        self, org_id: str, agent_id: str, from_: int, to: int
    ) -> tuple[AgentVersion, AgentVersion]:
        """Two versions of an agent, to be compared."""
        repositories = for_org(self._database, org_id)
        await repositories.agents.get(agent_id)
        before = await repositories.versions.get(agent_id, from_)
        return before, await repositories.versions.get(agent_id, to)

    # ---- numbers

    async def assign(
        self, org_id: str, number_id: str, agent_id: str, actor: str, *, force: bool = False
    ) -> tuple[NumberView, list[Notice]]:
        """Let an inbound agent answer a number.

        `force` takes the number from another agent, or from another system.

        Raises:
            NotFound: no such number or agent. Conflict: held by another agent or system.
        """
        repositories = for_org(self._database, org_id)
        number = await repositories.numbers.get(number_id)
        agent = await repositories.agents.get(agent_id)
        if agent.type is not AgentType.INBOUND:
            raise Conflict(
                f"{agent.name} is an outbound agent and answers no number.",
                field="agent_id",
                cure="Choose an inbound agent; an outbound agent's phone_number is set with PATCH.",
            )
        if number.status is NumberStatus.ELSEWHERE and not force:
            notice = elsewhere(number.phone_number, number.config)
            raise Conflict(notice.message, field="force", cure="Assign with force to take it over.")
        holder = await repositories.agents.by_number(number.phone_number)
        if holder and holder.id != agent.id:
            if not force:
                raise number_held(number.phone_number, holder)
            # The webhook stays as it is meanwhile: no call shall meet what was there before us.
            await self.update(
                org_id,
                holder.id,
                {"phone_number": None},
                actor,
                note=f"Number to {agent.name}",
                reconcile=False,
            )
        try:
            view = await self.update(
                org_id,
                agent.id,
                {"phone_number": number.phone_number},
                actor,
                note=f"Answers {number.phone_number}",
                action="number.assign",
                force_number=force,
            )
        except PhonyError:
            await self._numbers.reconcile(org_id, number.phone_number)
            raise
        notices = [item for item in view.warnings if item.field == "phone_number"]
        if holder and holder.id == agent.id and not force:
            notices += await self._numbers.reconcile(org_id, number.phone_number)
        return await self.number(org_id, number.id), notices

    async def unassign(
        self, org_id: str, number_id: str, actor: str
    ) -> tuple[NumberView, list[Notice]]:
        """Take a number from its agent; it gets back what it had before.

        Raises:
            NotFound: no such number.
        """
        repositories = for_org(self._database, org_id)
        number = await repositories.numbers.get(number_id)
        holder = await repositories.agents.by_number(number.phone_number)
        if holder is None:
            notices = await self._numbers.reconcile(org_id, number.phone_number)
        else:

            def let_go(agent: Agent) -> Changes:
                mine = agent.phone_number == number.phone_number
                return {"phone_number": None} if mine else {}

            view = await self.update(
                org_id,
                holder.id,
                let_go,
                actor,
                note=f"No longer answers {number.phone_number}",
                action="number.unassign",
            )
            notices = [item for item in view.warnings if item.field == "phone_number"]
        return await self.number(org_id, number.id), notices

    async def number(self, org_id: str, number_id: str) -> NumberView:
        """One number as shown.

        Raises:
            NotFound: no such number.
        """
        repositories = for_org(self._database, org_id)
        number = await repositories.numbers.get(number_id)
        holder = await repositories.agents.by_number(number.phone_number)
        return self._numbers.view(number, holder)


def _answers(agent: Agent | None) -> str | None:
    """The number an agent answers."""
    if agent is None or agent.type is not AgentType.INBOUND:
        return None
    return agent.phone_number


def _calls_from(agent: Agent | None) -> str | None:
    """The number that an outbound agent shows."""
    if agent is None or agent.type is not AgentType.OUTBOUND:
        return None
    return agent.phone_number


def number_held(phone_number: str, holder: Agent) -> Conflict:
    """A number's 409, naming who holds it."""
    return Conflict(
        f"{phone_number} is already answered by {holder.name!r} ({holder.id}).",
        field="phone_number",
        cure="Choose another number, or take it over with POST /numbers/{id}/assign and force.",
        details={
            "phone_number": phone_number,
            "agent_id": holder.id,
            "agent_name": holder.name,
        },
    )
