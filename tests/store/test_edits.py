"""An edit's way, what undoes what, and who may build on a version of a call's context."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from tests.support.calls import keep, make_call, make_edit

from phony.domain.edits import EditState, Refusal
from phony.domain.errors import NotFound
from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.store.database import Database
from phony.store.edits import EDIT_WAY, EditRepository
from phony.store.repositories import for_org


@pytest.fixture
def edits(database: Database) -> EditRepository:
    return for_org(database, DEFAULT_ORG).edits


async def state(edits: EditRepository, edit_id: str) -> tuple[EditState, str | None]:
    edit = await edits.get(edit_id)
    return edit.state, edit.undone_by


@pytest.mark.parametrize("start", EditState)
async def test_an_edit_moves_only_on_its_way(edits: EditRepository, start: EditState) -> None:
    made = {goal: make_edit("call_1", state=start) for goal in EditState}
    await edits.insert(*made.values())
    for goal, edit in made.items():
        moved = await edits.move(edit.id, goal, {"reason": "r"})
        now = await edits.get(edit.id)
        if start in EDIT_WAY[goal]:
            assert moved == now
            assert (now.state, now.reason) == (goal, "r")
        else:
            assert moved is None
            assert (now.state, now.reason) == (start, None)


def test_what_never_reached_the_model_is_never_confirmed() -> None:
    for state in (EditState.DRAFT, EditState.REFUSED, EditState.EXPIRED, EditState.UNDONE):
        assert state not in EDIT_WAY[EditState.CONFIRMED]


async def test_of_confirmation_and_refusal_at_once_one_stands(edits: EditRepository) -> None:
    edit = make_edit("call_1", state=EditState.SENT)
    await edits.insert(edit)
    goals = [EditState.CONFIRMED, EditState.REFUSED] * 4
    moves = await asyncio.gather(*(edits.move(edit.id, goal) for goal in goals))
    [won] = [move for move in moves if move is not None]
    assert await edits.get(edit.id) == won


async def test_an_undo_takes_effect_when_it_is_confirmed(edits: EditRepository) -> None:
    edit = make_edit("call_1", state=EditState.CONFIRMED)
    undo = make_edit("call_1", undoes=edit.id)
    await edits.insert(edit, undo)
    assert await edits.claim_undo(edit.id, undo.id)
    assert await state(edits, edit.id) == (EditState.CONFIRMED, undo.id)
    await edits.move(undo.id, EditState.SENT)
    assert await state(edits, edit.id) == (EditState.CONFIRMED, undo.id)
    await edits.move(undo.id, EditState.CONFIRMED)
    assert await state(edits, edit.id) == (EditState.UNDONE, undo.id)


async def test_an_undo_that_was_half_written_is_written_whole_at_the_next_try(
    database: Database, edits: EditRepository
) -> None:
    edit = make_edit("call_1", state=EditState.CONFIRMED)
    undo = make_edit("call_1", undoes=edit.id)
    await edits.insert(edit, undo)
    half = {"$set": {"state": EditState.CONFIRMED}}  # then the database went away
    await database.raw["edits"].update_one({"_id": undo.id}, half)
    for _ in range(2):
        assert await edits.move(undo.id, EditState.CONFIRMED) is None
        assert await state(edits, edit.id) == (EditState.UNDONE, undo.id)


async def test_undoing_an_undo_brings_the_edit_back(edits: EditRepository) -> None:
    edit = make_edit("call_1", state=EditState.CONFIRMED)
    undo = make_edit("call_1", undoes=edit.id)
    again = make_edit("call_1", undoes=undo.id)
    await edits.insert(edit, undo, again)
    for one, other in ((edit, undo), (undo, again)):
        assert await edits.claim_undo(one.id, other.id)
        await edits.move(other.id, EditState.CONFIRMED)
    assert await state(edits, edit.id) == (EditState.CONFIRMED, None)
    assert await state(edits, undo.id) == (EditState.UNDONE, again.id)
    assert await state(edits, again.id) == (EditState.CONFIRMED, None)


async def test_an_undo_that_is_refused_lets_another_one_try(edits: EditRepository) -> None:
    edit = make_edit("call_1", state=EditState.CONFIRMED)
    undo, next_undo = make_edit("call_1", undoes=edit.id), make_edit("call_1", undoes=edit.id)
    await edits.insert(edit, undo, next_undo)
    assert await edits.claim_undo(edit.id, undo.id)
    assert not await edits.claim_undo(edit.id, next_undo.id)
    await edits.move(undo.id, EditState.REFUSED)
    assert await edits.claim_undo(edit.id, next_undo.id)
    assert (await edits.get(edit.id)).undone_by == next_undo.id


async def test_one_of_several_undoes(edits: EditRepository) -> None:
    edit = make_edit("call_1", state=EditState.CONFIRMED)
    await edits.insert(edit)
    claims = await asyncio.gather(*(edits.claim_undo(edit.id, f"edit_{n}") for n in range(6)))
    assert sum(claims) == 1
    assert (await edits.get(edit.id)).undone_by == f"edit_{claims.index(True)}"


@pytest.mark.parametrize("start", [s for s in EditState if s is not EditState.CONFIRMED])
async def test_only_what_is_in_force_can_be_undone(edits: EditRepository, start: EditState) -> None:
    edit = make_edit("call_1", state=start)
    await edits.insert(edit)
    assert not await edits.claim_undo(edit.id, "edit_2")


async def test_one_edit_builds_on_a_version(database: Database, edits: EditRepository) -> None:
    call = make_call(context_version=3)
    await keep(database, call)
    made = [make_edit(call.id) for _ in range(6)]
    await edits.insert(*made)
    got = await asyncio.gather(*(edits.reserve(call.id, 3, edit.id) for edit in made))
    assert sum(got) == 1
    assert not await edits.reserve(call.id, 2, "edit_x")
    assert not await edits.reserve(call.id, 4, "edit_x")
    assert not await edits.reserve("call_none", 3, "edit_x")
    # The context moves on: its next version is free.
    await for_org(database, DEFAULT_ORG).calls.patch(call.id, {"context_version": 4})
    assert await edits.reserve(call.id, 4, "edit_x")


@pytest.mark.parametrize("state", EditState)
async def test_a_version_is_free_again_if_nothing_came_of_it(
    database: Database, edits: EditRepository, state: EditState
) -> None:
    call, edit = make_call(), make_edit("call", state=state)
    await keep(database, call)
    await edits.insert(edit)
    assert await edits.reserve(call.id, 0, edit.id)
    others = await asyncio.gather(*(edits.reserve(call.id, 0, f"edit_{n}") for n in range(4)))
    assert sum(others) == (1 if state in (EditState.REFUSED, EditState.EXPIRED) else 0)


async def test_a_reservation_without_its_edit_is_not_given_away(
    database: Database, edits: EditRepository
) -> None:
    call = make_call()
    await keep(database, call)
    assert await edits.reserve(call.id, 0, "edit_about_to_be_inserted")
    assert not await edits.reserve(call.id, 0, "edit_2")


async def test_the_end_of_a_call_refuses_what_is_on_its_way(edits: EditRepository) -> None:
    made = {state: make_edit("call_1", state=state) for state in EditState}
    await edits.insert(*made.values(), make_edit("call_2"))
    assert await edits.refuse_open("call_1", Refusal.CALL_OVER) == 2
    for start, edit in made.items():
        now = await edits.get(edit.id)
        if start in (EditState.PENDING, EditState.SENT):
            assert (now.state, now.refusal) == (EditState.REFUSED, Refusal.CALL_OVER)
            assert now.reason == Refusal.CALL_OVER.sentence
        else:
            assert (now.state, now.reason) == (start, None)
    assert [edit.state for edit in await edits.of_call("call_2")] == [EditState.PENDING]


async def test_edits_are_found_by_call_and_by_request(edits: EditRepository) -> None:
    now = utc_now()
    made = [
        make_edit(f"call_{n % 2}", batch_id="b", created_at=now - timedelta(seconds=n))
        for n in range(4)
    ]
    await edits.insert(*made)
    await edits.insert()
    assert [edit.id for edit in await edits.of_call("call_0")] == [made[2].id, made[0].id]
    assert {edit.id for edit in await edits.of_batch("b")} == {edit.id for edit in made}
    assert await edits.of_call("call_0", [EditState.SENT]) == []
    with pytest.raises(NotFound):
        await edits.get("edit_none")


async def test_keys_of_an_edit_are_data(edits: EditRepository) -> None:
    values = {"$inc": {"version": 9}, "a.b": 1, "%24x": None}
    edit = make_edit("call_1", set=values, before={"set": values})
    await edits.insert(edit)
    moved = await edits.move(edit.id, EditState.SENT, {"before": {"set": {"$x": 1}}})
    assert moved is not None
    assert (moved.set, moved.before) == (values, {"set": {"$x": 1}})
