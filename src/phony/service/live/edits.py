"""Edits and commands of live calls, from wherever they are asked for.

An edit is an inserted document; the worker that holds the call sees it in its change stream and
hands it to the session, whose confirmations move it on. Nothing here talks to a call directly.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Literal, Protocol, TypeVar

from phony.domain.agents import Agent
from phony.domain.calls import FINAL_STATUSES, Call, CallStatus
from phony.domain.commands import Command, CommandKind, CommandState
from phony.domain.context import apply_edit
from phony.domain.edits import Edit, EditMode, EditState, Refusal
from phony.domain.errors import Conflict, Forbidden, Invalid, NotFound
from phony.domain.ids import new_id, utc_now
from phony.domain.live import (
    EditInput,
    Promoted,
    ScopedEdit,
    ScopedEditInput,
    ScopedResult,
)
from phony.service.live.previews import applied, overlap
from phony.store.database import Database
from phony.store.repositories import Repositories, for_org

UNDER_WAY = (EditState.PENDING, EditState.SENT)
SETTLED = frozenset({EditState.CONFIRMED, EditState.REFUSED, EditState.EXPIRED, EditState.UNDONE})
COMMAND_SETTLED = frozenset({CommandState.DONE, CommandState.REFUSED, CommandState.FAILED})
T = TypeVar("T", Edit, Command)


class Promoter(Protocol):
    """Changes agents (`service.agents.agents.AgentService`)."""

    async def update(
        self,
        org_id: str,
        agent_id: str,
        changes: Callable[[Agent], dict[str, Any]],
        actor: str,
        *,
        note: str = "",
        action: str = "agent.update",
    ) -> Agent:
        """Change an agent and make its next version."""


def why_not(call: Call) -> Refusal | None:
    """Why nothing can be asked of a call any more; None if it can."""
    if call.status in FINAL_STATUSES or call.phase == "ended":
        return Refusal.CALL_OVER
    return Refusal.CALL_TRANSFERRED if call.phase == "transferred" else None


def _require_live(call: Call) -> None:
    if (reason := why_not(call)) is not None:
        details: dict[str, object] = {"status": call.status, "outcome": call.outcome}
        raise Conflict(reason.sentence, cure="Only live calls can be steered.", details=details)


class LiveEdits:
    """Drafts, previews, applies, undoes and promotes edits; sends commands."""

    def __init__(self, database: Database, agents: Promoter) -> None:
        """`agents` makes the next version of an agent."""
        self._database = database
        self._agents = agents

    # ---- looking ---------------------------------------------------------------------------

    async def looked(self, org_id: str, call_id: str) -> tuple[Call, list[Edit]]:
        """A call as its model holds it now, and what is on its way there."""
        repositories = for_org(self._database, org_id)
        call = await repositories.call_queries.get(call_id)
        return call, await repositories.edits.of_call(call_id, UNDER_WAY)

    # ---- one call --------------------------------------------------------------------------

    async def edit(
        self,
        org_id: str,
        call_id: str,
        given: EditInput,
        author: str,
        *,
        based_on: int | None = None,
        batch_id: str | None = None,
        undoes: str | None = None,
    ) -> Edit:
        """Make an edit; pending at once unless it is a draft.

        Raises:
            NotFound: no such call. Invalid: the result could not be kept.
            Conflict: the call is over, or its context is past version `based_on`.
        """
        repositories = for_org(self._database, org_id)
        call = await repositories.call_queries.get(call_id)
        _require_live(call)
        applied(call, given)
        based_on = based_on if based_on is not None else given.version
        edit = _new_edit(org_id, call_id, given, author, batch_id=batch_id, undoes=undoes)
        if given.draft:
            edit.state = EditState.DRAFT
        elif based_on is not None:
            await self._reserve(repositories, call_id, based_on, edit.id)
        await repositories.edits.insert(edit)
        return edit if given.draft else await self._refuse_if_over(repositories, edit)

    async def apply(
        self, org_id: str, call_id: str, edit_id: str, *, based_on: int | None = None
    ) -> Edit:
        """Send a draft on its way.

        Raises:
            NotFound: no such edit. Conflict: it is no draft (any more), or the call is over.
        """
        repositories = for_org(self._database, org_id)
        edit = await self._get(repositories, call_id, edit_id)
        call = await repositories.call_queries.get(call_id)
        _require_live(call)
        if edit.state is not EditState.DRAFT:
            raise Conflict(
                f"The edit is {edit.state}, and only a draft can be applied.",
                details={"state": edit.state},
            )
        if based_on is not None:
            await self._reserve(repositories, call_id, based_on, edit.id)
        moved = await repositories.edits.move(edit_id, EditState.PENDING)
        if moved is None:
            raise Conflict("Somebody else applied the edit at the same moment.")
        return await self._refuse_if_over(repositories, moved)

    async def discard(
        self, org_id: str, call_id: str, edit_id: str, *, author: str | None = None
    ) -> Edit:
        """Throw a draft away; with an `author` named, only one of theirs.

        Raises:
            NotFound: no such edit. Conflict: it is no draft. Forbidden: it is somebody else's.
        """
        repositories = for_org(self._database, org_id)
        edit = await self._get(repositories, call_id, edit_id)
        if author is not None and edit.author != author:
            raise Forbidden(
                "The draft is somebody else's.",
                cure="Ask its author, or somebody whose key has the scope admin, to discard it.",
            )
        if edit.state is not EditState.DRAFT:
            raise Conflict(f"The edit is {edit.state}, and only a draft can be discarded.")
        moved = await repositories.edits.move(edit_id, EditState.REFUSED, {"reason": "discarded"})
        if moved is None:
            raise Conflict("The edit was applied at the same moment.")
        return moved

    async def undo(
        self,
        org_id: str,
        call_id: str,
        edit_id: str,
        author: str,
        *,
        mode: EditMode = EditMode.NOW,
        force: bool = False,
    ) -> Edit:
        """The edit that restores what was before; undoing an undo brings the edit back.

        Raises:
            NotFound: no such edit.
            Conflict: it is not confirmed, is undone already, a later edit changed the same (unless
                `force`), or the call is over.
        """
        repositories = for_org(self._database, org_id)
        edit = await self._get(repositories, call_id, edit_id)
        _require_live(await repositories.call_queries.get(call_id))
        if edit.state is EditState.UNDONE or edit.undone_by is not None:
            raise Conflict(
                "The edit is undone already, or about to be.",
                cure="To bring it back, undo the edit named in `undone_by`.",
                details={"undone_by": edit.undone_by},
            )
        if edit.state is not EditState.CONFIRMED:
            raise Conflict(
                f"The edit is {edit.state}, and only a confirmed edit can be undone.",
                details={"state": edit.state},
            )
        later = [e.id for e in await self._later(repositories, edit) if overlap(edit, e)]
        if later and not force:
            raise Conflict(
                "A later edit changed the same, and undoing this one would undo that, too.",
                cure="Undo the later edit first, or repeat with force=true.",
                details={"later": later},
            )
        before = edit.before
        given = EditInput(
            set=dict(before.get("set", {})),
            unset=list(before.get("unset", [])),
            notes=before.get("notes"),
            system_prompt=before.get("system_prompt"),
            mode=mode,
        )
        undo = _new_edit(org_id, call_id, given, author, undoes=edit.id)
        if not await repositories.edits.claim_undo(edit.id, undo.id):
            raise Conflict("Somebody else undid the edit at the same moment.")
        await repositories.edits.insert(undo)
        return await self._refuse_if_over(repositories, undo)

    async def promote(self, org_id: str, call_id: str, edit_id: str, author: str) -> Promoted:
        """Write a confirmed edit into the agent's next version.

        Raises:
            NotFound: no such edit, or the agent is gone. Conflict: the edit is not in force.
        """
        repositories = for_org(self._database, org_id)
        edit = await self._get(repositories, call_id, edit_id)
        if edit.state is not EditState.CONFIRMED:
            raise Conflict(
                f"The edit is {edit.state}, and only a confirmed edit can be promoted.",
                details={"state": edit.state},
            )
        call = await repositories.call_queries.get(call_id)
        seen = {"version": 0}

        def change(agent: Agent) -> dict[str, Any]:
            seen["version"] = agent.version
            data = apply_edit(agent.context_data, edit.set, edit.unset)
            changes: dict[str, Any] = {"context_data": data}
            if edit.notes is not None:
                changes["notes"] = edit.notes
            if edit.system_prompt is not None:
                changes["system_prompt"] = edit.system_prompt
            return changes

        agent = await self._agents.update(
            org_id,
            call.agent_id,
            change,
            author,
            note=f"Promoted from call {call_id}",
            action="agent.promote",
        )
        return Promoted(
            agent_id=agent.id, version=agent.version, changed=agent.version != seen["version"]
        )

    # ---- many calls --------------------------------------------------------------------------

    async def edit_scope(
        self, org_id: str, given: ScopedEditInput, author: str, *, wait_s: float = 2.0
    ) -> ScopedEdit:
        """Edit every live call in scope and say what became of each.

        Raises:
            NotFound: no such call or agent. Invalid: a draft cannot have a scope of many.
        """
        repositories = for_org(self._database, org_id)
        if given.draft:
            raise Invalid("an edit of many calls cannot be a draft", field="draft")
        if given.scope == "call":
            calls = [await repositories.call_queries.get(given.id)]
        elif given.scope == "agent":
            await repositories.agents.get(given.id)
            calls = await repositories.call_queries.live(agent_id=given.id)
        else:
            calls = await repositories.call_queries.live(number=given.id)
        batch_id = new_id("batch")
        edits: list[Edit] = []
        for call in calls:
            edit = _new_edit(org_id, call.id, given, author, batch_id=batch_id)
            try:
                refusal = why_not(call)
                if refusal is not None:
                    edit.state, edit.refusal = EditState.REFUSED, refusal
                    edit.reason = refusal.sentence
                else:
                    applied(call, given)
            except Invalid as error:
                edit.state, edit.reason = EditState.REFUSED, str(error)
            edits.append(edit)
        await repositories.edits.insert(*edits)
        await self._refuse_those_over(repositories, edits)
        ids = [edit.id for edit in edits]
        settled = await self._wait_batch(repositories, batch_id, ids, wait_s)
        results = [_result(edit) for edit in settled]
        counts = {
            name: sum(result.result == name for result in results)
            for name in ("delivered", "refused", "too_late", "pending")
        }
        return ScopedEdit(batch_id=batch_id, results=results, **counts)

    async def edit_agent_calls(
        self,
        org_id: str,
        agent_id: str,
        *,
        author: str,
        mode: EditMode,
        set: dict[str, Any],
        unset: Sequence[str],
        notes: str | None,
    ) -> list[dict[str, Any]]:
        """Tell an agent's live calls what was changed in the agent; one entry per call."""
        given = ScopedEditInput.model_construct(
            scope="agent",
            id=agent_id,
            set=set,
            unset=list(unset),
            notes=notes,
            system_prompt=None,
            context_data=None,
            mode=mode,
            probe=None,
            until=None,
            draft=False,
            version=None,
        )
        if given.changes_nothing:
            return []
        answer = await self.edit_scope(org_id, given, author, wait_s=1.0)
        return [result.model_dump() for result in answer.results]

    # ---- commands ----------------------------------------------------------------------------

    async def command(
        self, org_id: str, call_id: str, kind: CommandKind, args: dict[str, Any], author: str
    ) -> Command:
        """Ask something of a live call.

        Raises:
            NotFound: no such call. Conflict: the call is over.
        """
        repositories = for_org(self._database, org_id)
        call = await repositories.call_queries.get(call_id)
        _require_live(call)
        if kind not in (CommandKind.HANG_UP, CommandKind.MUTE) and call.status in (
            CallStatus.QUEUED,
            CallStatus.RINGING,
        ):
            raise Conflict(
                "Nobody has answered the call yet.",
                cure="Try again when it is in progress.",
                details={"status": call.status},
            )
        command = Command(
            id=new_id("cmd"),
            org_id=org_id,
            call_id=call_id,
            kind=kind,
            args=args,
            author=author,
            created_at=utc_now(),
        )
        await repositories.commands.insert(command)
        if (reason := why_not(await repositories.call_queries.get(call_id))) is not None:
            fields = {"result": reason.sentence}
            moved = await repositories.commands.move(command.id, CommandState.REFUSED, fields)
            return moved or await repositories.commands.get(command.id)
        return command

    # ---- waiting -----------------------------------------------------------------------------

    async def wait_edit(self, org_id: str, edit: Edit, wait_s: float) -> Edit:
        """The edit once it is settled, or as it stands after `wait_s`."""
        edits = for_org(self._database, org_id).edits
        return await _poll(edits.get, edit, lambda e: e.state in SETTLED, wait_s)

    async def wait_command(self, org_id: str, command: Command, wait_s: float) -> Command:
        """The command once it is settled, or as it stands after `wait_s`."""
        commands = for_org(self._database, org_id).commands
        return await _poll(commands.get, command, lambda c: c.state in COMMAND_SETTLED, wait_s)

    # ---- parts -------------------------------------------------------------------------------

    async def _get(self, repositories: Repositories, call_id: str, edit_id: str) -> Edit:
        edit = await repositories.edits.get(edit_id)
        if edit.call_id != call_id:
            raise NotFound(f"Call {call_id[:60]!r} has no edit {edit_id[:60]!r}.")
        return edit

    async def _reserve(
        self, repositories: Repositories, call_id: str, based_on: int, edit_id: str
    ) -> None:
        """Make sure that this edit is the only one based on that version.

        Raises:
            Conflict: the context has another version, or another edit is based on it.
        """
        if await repositories.edits.reserve(call_id, based_on, edit_id):
            return
        call = await repositories.call_queries.get(call_id)
        _require_live(call)
        pending = [e.id for e in await repositories.edits.of_call(call_id, UNDER_WAY)]
        raise Conflict(
            "Somebody else changed the call's context meanwhile.",
            cure="Look at the newest context, then repeat the change.",
            details={"version": call.context_version, "based_on": based_on, "pending": pending},
        )

    async def _refuse_if_over(self, repositories: Repositories, edit: Edit) -> Edit:
        """The call may have ended between the look and the insertion: nobody would answer then."""
        call = await repositories.call_queries.get(edit.call_id)
        if (reason := why_not(call)) is None:
            return edit
        moved = await repositories.edits.move(edit.id, EditState.REFUSED, reason.fields)
        return moved or await repositories.edits.get(edit.id)

    async def _refuse_those_over(self, repositories: Repositories, edits: Sequence[Edit]) -> None:
        over = await repositories.call_queries.over([edit.call_id for edit in edits])
        for edit in edits:
            if edit.call_id in over and edit.state is EditState.PENDING:
                why = Refusal.CALL_OVER.fields
                await repositories.edits.move(edit.id, EditState.REFUSED, why)

    async def _wait_batch(
        self, repositories: Repositories, batch_id: str, ids: Sequence[str], wait_s: float
    ) -> list[Edit]:
        deadline = asyncio.get_running_loop().time() + wait_s
        pause = 0.02
        while True:
            found = {edit.id: edit for edit in await repositories.edits.of_batch(batch_id)}
            edits = [found[edit_id] for edit_id in ids if edit_id in found]
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0 or not any(edit.state is EditState.PENDING for edit in edits):
                return edits
            await asyncio.sleep(min(pause, left))
            pause = min(0.2, pause * 1.5)

    async def _later(self, repositories: Repositories, edit: Edit) -> list[Edit]:
        """Edits in force that were confirmed after `edit`."""
        in_force = await repositories.edits.of_call(edit.call_id, [EditState.CONFIRMED])
        at = edit.confirmed_at or edit.created_at
        return [e for e in in_force if e.id != edit.id and (e.confirmed_at or e.created_at) > at]


def _new_edit(
    org_id: str,
    call_id: str,
    given: EditInput,
    author: str,
    *,
    batch_id: str | None = None,
    undoes: str | None = None,
) -> Edit:
    return Edit(
        id=new_id("edit"),
        org_id=org_id,
        call_id=call_id,
        batch_id=batch_id,
        author=author,
        mode=given.mode,
        set=given.flat_set(),
        unset=given.unset,
        notes=given.notes,
        system_prompt=given.system_prompt,
        probe=given.probe,
        undoes=undoes,
        until=given.until,
        created_at=utc_now(),
    )


def _result(edit: Edit) -> ScopedResult:
    result: Literal["delivered", "refused", "too_late", "pending"] = "pending"
    if edit.state in (EditState.SENT, EditState.CONFIRMED, EditState.EXPIRED, EditState.UNDONE):
        result = "delivered"
    elif edit.state is EditState.REFUSED:
        late = edit.refusal is not None and edit.refusal.too_late
        result = "too_late" if late else "refused"
    return ScopedResult(
        call_id=edit.call_id,
        edit_id=edit.id,
        result=result,
        state=edit.state,
        reason=edit.reason,
    )


async def _poll(
    read: Callable[[str], Any], record: T, settled: Callable[[T], bool], wait_s: float
) -> T:
    """Read again, ever more seldom, until settled or out of patience."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + wait_s
    pause = 0.01
    while not settled(record) and (left := deadline - clock()) > 0:
        await asyncio.sleep(min(pause, left))
        pause = min(0.1, pause * 1.4)
        record = await read(record.id)
    return record
