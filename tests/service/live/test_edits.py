import asyncio
from typing import Any

import pytest
from tests.support.calls import finish, keep, make_call, make_edit
from tests.support.control import EXAMPLE, Account

from phony.domain.agent_input import AgentInput
from phony.domain.agents import Agent
from phony.domain.calls import Call, CallStatus
from phony.domain.commands import CommandKind, CommandState
from phony.domain.context import apply_edit, before, flatten
from phony.domain.edits import Edit, EditState, Refusal
from phony.domain.errors import Conflict, Forbidden, Invalid, NotFound
from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.domain.live import ContextChange, EditInput, ScopedEditInput
from phony.service.agents.agents import AgentService
from phony.service.agents.numbers import NumberService
from phony.service.live.edits import LiveEdits
from phony.service.live.previews import compared
from phony.store.database import Database
from phony.store.repositories import for_org

ORG = DEFAULT_ORG


def service(database: Database) -> LiveEdits:
    numbers = NumberService(database, Account(), base_url="http://127.0.0.1:1")
    return LiveEdits(database, AgentService(database, numbers))


async def live_call(database: Database, **fields: Any) -> Call:
    call = make_call(
        status=CallStatus.IN_PROGRESS,
        **{"context_data": {"hours": "9-6", "team": {"lead": "Ann"}}, "notes": "Be kind."} | fields,
    )
    await keep(database, call)
    return call


async def confirm(database: Database, edit: Edit) -> None:
    """What the worker that holds the call does: the model holds the edit now."""
    repositories = for_org(database, edit.org_id)
    call = await repositories.calls.get(edit.call_id)
    old: dict[str, Any] = before(call.context_data, edit.set, edit.unset)
    if edit.notes is not None:
        old["notes"] = call.notes
    fields = {
        "context_data": apply_edit(call.context_data, edit.set, edit.unset),
        "notes": edit.notes if edit.notes is not None else call.notes,
        "context_version": call.context_version + 1,
    }
    await repositories.calls.patch(call.id, fields)
    await repositories.edits.move(edit.id, EditState.SENT, {"before": old})
    await repositories.edits.move(edit.id, EditState.CONFIRMED, {"confirmed_at": utc_now()})


def test_nested_data_becomes_dotted_keys() -> None:
    assert flatten({"a": {"b": 1, "c": {}}, "d": [1], "e": {"x.y": 1}, "f": {"": 1}}) == {
        "a.b": 1,
        "a.c": {},
        "d": [1],
        "e.x\\.y": 1,
        "f.": 1,
    }


async def test_a_preview_compares_with_what_the_model_holds(database: Database) -> None:
    call = await live_call(database, system_prompt="Hello {{customer}}, {{hours}}")
    pending = make_edit(call.id)
    await keep(database, pending)
    change = ContextChange(set={"hours": "10-4", "vip": True}, unset=["team.lead"], notes="Hurry.")
    shown = compared(*await service(database).looked(ORG, call.id), change)
    assert {(c.key, c.change, c.old, c.new) for c in shown.changes} == {
        ("hours", "changed", "9-6", "10-4"),
        ("vip", "added", None, True),
        ("team.lead", "removed", "Ann", None),
    }
    assert shown.notes is not None
    assert (shown.notes.old, shown.notes.new) == ("Be kind.", "Hurry.")
    assert shown.system_prompt is None
    assert shown.told_as == ["system_item", "session_update"]
    assert shown.missing == ["customer"]
    assert shown.pending == [pending.id]
    same = compared(
        *await service(database).looked(ORG, call.id), ContextChange(set={"hours": "9-6"})
    )
    assert (same.changes, same.told_as) == ([], [])


async def test_an_edit_waits_for_the_worker_and_is_confirmed(database: Database) -> None:
    call = await live_call(database)
    edits = service(database)
    given = EditInput(context_data={"team": {"lead": "Bob"}}, set={"hours": "10-4"})
    edit = await edits.edit(ORG, call.id, given, "ann")
    assert (edit.state, edit.author) == (EditState.PENDING, "ann")
    assert edit.set == {"team.lead": "Bob", "hours": "10-4"}
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(edits.wait_edit(ORG, edit, 5))
        await confirm(database, edit)
    assert waiting.result().state is EditState.CONFIRMED
    now, pending = await edits.looked(ORG, call.id)
    assert (now.context_version, now.context_data["hours"], pending) == (1, "10-4", [])


async def test_a_draft_waits_for_its_author(database: Database) -> None:
    call = await live_call(database)
    edits = service(database)
    draft = await edits.edit(ORG, call.id, EditInput(set={"hours": "x"}, draft=True), "ann")
    assert draft.state is EditState.DRAFT
    applied = await asyncio.gather(
        *(edits.apply(ORG, call.id, draft.id) for _ in range(3)), return_exceptions=True
    )
    assert sum(isinstance(one, Edit) for one in applied) == 1
    assert all(isinstance(one, Edit | Conflict) for one in applied)
    with pytest.raises(Conflict):
        await edits.discard(ORG, call.id, draft.id)
    other = await edits.edit(ORG, call.id, EditInput(set={"hours": "y"}, draft=True), "ann")
    with pytest.raises(Forbidden):
        await edits.discard(ORG, call.id, other.id, author="bob")
    assert (await edits.discard(ORG, call.id, other.id)).reason == "discarded"


async def test_of_two_edits_on_one_version_one_wins(database: Database) -> None:
    call = await live_call(database)
    edits = service(database)
    answers = await asyncio.gather(
        *(
            edits.edit(ORG, call.id, EditInput(set={"hours": str(n)}), f"u{n}", based_on=0)
            for n in range(5)
        ),
        return_exceptions=True,
    )
    won = [answer for answer in answers if isinstance(answer, Edit)]
    assert len(won) == 1
    for answer in answers:
        if not isinstance(answer, Edit):
            assert isinstance(answer, Conflict)
            assert answer.details["based_on"] == 0
            assert answer.details["version"] == 0
    await confirm(database, won[0])
    with pytest.raises(Conflict) as caught:
        await edits.edit(ORG, call.id, EditInput(set={"hours": "z"}), "late", based_on=0)
    assert caught.value.details == {"version": 1, "based_on": 0, "pending": []}
    again = await edits.edit(ORG, call.id, EditInput(set={"hours": "z"}, version=1), "late")
    assert again.state is EditState.PENDING


async def test_a_refused_edit_frees_its_version(database: Database) -> None:
    call = await live_call(database)
    edits = service(database)
    first = await edits.edit(ORG, call.id, EditInput(set={"a": 1}), "u", based_on=0)
    await for_org(database, DEFAULT_ORG).edits.move(
        first.id, EditState.REFUSED, {"reason": "engine"}
    )
    second = await edits.edit(ORG, call.id, EditInput(set={"a": 2}), "u", based_on=0)
    assert second.state is EditState.PENDING


@pytest.mark.parametrize(
    "fields",
    [
        {"status": CallStatus.COMPLETED},
        {"status": CallStatus.IN_PROGRESS, "phase": "transferred"},
    ],
)
async def test_nothing_is_asked_of_a_call_that_is_over(
    database: Database, fields: dict[str, Any]
) -> None:
    call = make_call(**fields)
    await keep(database, call)
    with pytest.raises(Conflict) as caught:
        await service(database).edit(ORG, call.id, EditInput(set={"a": 1}), "u")
    assert caught.value.details["status"] == call.status
    with pytest.raises(Conflict):
        await service(database).command(ORG, call.id, CommandKind.MUTE, {}, "u")
    assert await for_org(database, DEFAULT_ORG).edits.of_call(call.id) == []


async def test_edits_and_commands_against_an_ending_call_all_settle(database: Database) -> None:
    """Whatever the order, nothing stays pending for ever."""
    edits, repositories = service(database), for_org(database, DEFAULT_ORG)

    async def end(call_id: str, delay_s: float) -> None:
        """As the worker does: the end first, then what is still open."""
        await asyncio.sleep(delay_s)
        await finish(database, call_id)
        await repositories.edits.refuse_open(call_id, Refusal.CALL_OVER)
        await repositories.commands.close_open(call_id, "The call is over.")

    for round_ in range(12):
        call = await live_call(database)
        await asyncio.gather(
            end(call.id, round_ * 0.001),
            *(edits.edit(ORG, call.id, EditInput(set={"a": n}), "u") for n in range(4)),
            *(edits.command(ORG, call.id, CommandKind.MUTE, {}, "u") for _ in range(2)),
            edits.edit_scope(
                ORG, ScopedEditInput(scope="call", id=call.id, set={"a": 1}), "u", wait_s=0
            ),
            return_exceptions=True,
        )
        left = await repositories.edits.of_call(call.id)
        asked = await repositories.commands.of_call(call.id)
        assert {edit.state for edit in left} <= {EditState.REFUSED}
        assert {command.state for command in asked} <= {CommandState.REFUSED}


async def test_undo_restores_and_undoing_the_undo_brings_it_back(database: Database) -> None:
    call = await live_call(database)
    edits, stored = service(database), for_org(database, DEFAULT_ORG)
    first = await edits.edit(ORG, call.id, EditInput(set={"hours": "10-4", "new": 1}), "ann")
    await confirm(database, first)
    undo = await edits.undo(ORG, call.id, first.id, "bob")
    assert (undo.set, undo.unset, undo.undoes) == ({"hours": "9-6"}, ["new"], first.id)
    await confirm(database, undo)
    assert (await stored.edits.get(first.id)).state is EditState.UNDONE
    assert (await stored.edits.get(first.id)).undone_by == undo.id
    assert (await stored.calls.get(call.id)).context_data["hours"] == "9-6"
    with pytest.raises(Conflict) as caught:
        await edits.undo(ORG, call.id, first.id, "bob")
    assert caught.value.details["undone_by"] == undo.id
    redo = await edits.undo(ORG, call.id, undo.id, "ann")
    await confirm(database, redo)
    assert (await stored.edits.get(undo.id)).state is EditState.UNDONE
    again = await stored.edits.get(first.id)
    assert (again.state, again.undone_by) == (EditState.CONFIRMED, None)
    held = (await stored.calls.get(call.id)).context_data
    assert (held["hours"], held["new"]) == ("10-4", 1)


async def test_two_undos_at_once_are_one(database: Database) -> None:
    call = await live_call(database)
    edits = service(database)
    first = await edits.edit(ORG, call.id, EditInput(set={"hours": "x"}), "ann")
    await confirm(database, first)
    answers = await asyncio.gather(
        *(edits.undo(ORG, call.id, first.id, f"u{n}") for n in range(4)), return_exceptions=True
    )
    assert sum(isinstance(answer, Edit) for answer in answers) == 1
    assert all(isinstance(answer, Edit | Conflict) for answer in answers)


async def test_a_refused_undo_can_be_repeated(database: Database) -> None:
    call = await live_call(database)
    edits = service(database)
    first = await edits.edit(ORG, call.id, EditInput(set={"hours": "x"}), "ann")
    await confirm(database, first)
    undo = await edits.undo(ORG, call.id, first.id, "bob")
    await for_org(database, DEFAULT_ORG).edits.move(
        undo.id, EditState.REFUSED, {"reason": "engine"}
    )
    assert (await edits.undo(ORG, call.id, first.id, "bob")).state is EditState.PENDING


async def test_an_undo_that_would_undo_a_later_edit_needs_force(database: Database) -> None:
    call = await live_call(database)
    edits = service(database)
    first = await edits.edit(ORG, call.id, EditInput(set={"team.lead": "Bob"}), "ann")
    await confirm(database, first)
    await asyncio.sleep(0.01)
    unrelated = await edits.edit(ORG, call.id, EditInput(set={"hours": "x"}), "ann")
    await confirm(database, unrelated)
    later = await edits.edit(ORG, call.id, EditInput(set={"team": {"lead": "Cy"}}), "ann")
    await confirm(database, later)
    with pytest.raises(Conflict) as caught:
        await edits.undo(ORG, call.id, first.id, "bob")
    assert caught.value.details["later"] == [later.id]
    assert (await edits.undo(ORG, call.id, first.id, "bob", force=True)).set == {"team.lead": "Ann"}


async def test_only_confirmed_edits_are_undone_or_promoted(database: Database) -> None:
    call = await live_call(database)
    edits = service(database)
    edit = await edits.edit(ORG, call.id, EditInput(set={"hours": "x"}), "ann")
    with pytest.raises(Conflict):
        await edits.undo(ORG, call.id, edit.id, "bob")
    with pytest.raises(Conflict):
        await edits.promote(ORG, call.id, edit.id, "bob")
    other = await live_call(database)
    with pytest.raises(NotFound):
        await edits.undo(ORG, other.id, edit.id, "bob")


async def make_agent(database: Database) -> Agent:
    numbers = NumberService(database, Account(), base_url="http://127.0.0.1:1")
    made = await AgentService(database, numbers).create(ORG, AgentInput(**EXAMPLE), "ann")
    return await for_org(database, DEFAULT_ORG).agents.get(made.id)


async def test_a_promoted_edit_is_the_agent_s_next_version(database: Database) -> None:
    agent = await make_agent(database)
    call = await live_call(database, agent_id=agent.id, context_data=agent.context_data)
    edits = service(database)
    edit = await edits.edit(
        ORG,
        call.id,
        EditInput(set={"business_hours": "24/7"}, unset=["support_email"], notes="New."),
        "ann",
    )
    await confirm(database, edit)
    promoted = await edits.promote(ORG, call.id, edit.id, "bob")
    assert (promoted.version, promoted.changed) == (2, True)
    now = await for_org(database, DEFAULT_ORG).agents.get(agent.id)
    assert (now.context_data, now.notes) == ({"business_hours": "24/7"}, "New.")
    again = await edits.promote(ORG, call.id, edit.id, "bob")
    assert (again.version, again.changed) == (2, False)


async def test_one_edit_for_all_calls_in_scope_says_what_became_of_each(
    database: Database,
) -> None:
    agent = await make_agent(database)
    stored = for_org(database, DEFAULT_ORG)
    good, bad, transferred, silent = [
        await live_call(database, agent_id=agent.id, worker_id=f"w{n}") for n in range(4)
    ]
    await stored.calls.patch(transferred.id, {"phase": "transferred"})
    await live_call(database, agent_id="agent_other")
    edits = service(database)

    async def workers() -> None:
        """Two workers, each with one of the calls; the third call's worker hangs."""
        while True:
            await asyncio.sleep(0.01)
            for edit in await stored.edits.of_call(good.id, [EditState.PENDING]):
                await confirm(database, edit)
            for edit in await stored.edits.of_call(bad.id, [EditState.PENDING]):
                await stored.edits.move(edit.id, EditState.REFUSED, {"reason": "engine said no"})

    async with asyncio.TaskGroup() as group:
        work = group.create_task(workers())
        given = ScopedEditInput(scope="agent", id=agent.id, set={"hours": "closed"})
        answer = await edits.edit_scope(ORG, given, "ann", wait_s=0.6)
        work.cancel()
    by_call = {result.call_id: result for result in answer.results}
    assert by_call.keys() == {good.id, bad.id, transferred.id, silent.id}
    assert by_call[good.id].result == "delivered"
    assert (by_call[bad.id].result, by_call[bad.id].reason) == ("refused", "engine said no")
    assert by_call[transferred.id].result == "too_late"
    assert by_call[silent.id].result == "pending"
    assert (answer.delivered, answer.refused, answer.too_late, answer.pending) == (1, 1, 1, 1)
    assert {edit.call_id for edit in await stored.edits.of_batch(answer.batch_id)} == set(by_call)


async def test_scope_of_a_number_and_of_nothing(database: Database) -> None:
    call = await live_call(database)
    edits = service(database)
    given = ScopedEditInput(scope="number", id="+18578167225", set={"hours": "x"})
    answer = await edits.edit_scope(ORG, given, "ann", wait_s=0)
    assert [result.call_id for result in answer.results] == [call.id]
    nobody = ScopedEditInput(scope="number", id="+15550009999", set={"hours": "x"})
    assert (await edits.edit_scope(ORG, nobody, "ann")).results == []
    missing = ScopedEditInput(scope="agent", id="agent_none", set={"hours": "x"})
    with pytest.raises(NotFound):
        await edits.edit_scope(ORG, missing, "ann")
    draft = ScopedEditInput(scope="call", id=call.id, set={"hours": "x"}, draft=True)
    with pytest.raises(Invalid):
        await edits.edit_scope(ORG, draft, "ann")


async def test_context_that_could_not_be_kept_is_refused(database: Database) -> None:
    call = await live_call(database, context_data={"a": "x" * (400 << 10)})
    with pytest.raises(Invalid) as caught:
        await service(database).edit(ORG, call.id, EditInput(set={"b": "x" * (200 << 10)}), "u")
    assert caught.value.field == "context_data"


async def test_commands_wait_for_an_answer(database: Database) -> None:
    ringing = await live_call(database, answered_at=None)
    await database.raw["calls"].update_one({"_id": ringing.id}, {"$set": {"status": "ringing"}})
    edits = service(database)
    with pytest.raises(Conflict):
        await edits.command(ORG, ringing.id, CommandKind.SAY, {"text": "Hi"}, "u")
    command = await edits.command(ORG, ringing.id, CommandKind.HANG_UP, {}, "u")
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(edits.wait_command(ORG, command, 5))
        moved = {"result": "done"}
        await for_org(database, DEFAULT_ORG).commands.move(command.id, CommandState.DONE, moved)
    assert (waiting.result().state, waiting.result().result) == (CommandState.DONE, "done")
