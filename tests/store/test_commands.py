"""A command moves forward only, and one of several who move it at once does."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from tests.support.records import make_command

from phony.domain.commands import CommandKind, CommandState
from phony.domain.errors import NotFound
from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.store.commands import COMMAND_WAY, CommandRepository
from phony.store.database import Database
from phony.store.repositories import for_org

FINAL = (CommandState.DONE, CommandState.REFUSED, CommandState.FAILED)


@pytest.fixture
def commands(database: Database) -> CommandRepository:
    return for_org(database, DEFAULT_ORG).commands


@pytest.mark.parametrize("state", CommandState)
async def test_a_command_moves_only_on_its_way(
    commands: CommandRepository, state: CommandState
) -> None:
    for goal in CommandState:
        command = make_command("call_1", state=state)
        await commands.insert(command)
        moved = await commands.move(command.id, goal, {"result": "r"})
        now = await commands.get(command.id)
        if state in COMMAND_WAY[goal]:
            assert moved == now
            assert (now.state, now.result) == (goal, "r")
            assert (now.done_at is not None) == (goal in FINAL)
        else:
            assert moved is None
            assert now.model_copy(update={"created_at": command.created_at}) == command


def test_nothing_leads_out_of_an_end_or_back() -> None:
    for final in FINAL:
        assert all(final not in sources for sources in COMMAND_WAY.values())
    assert COMMAND_WAY[CommandState.PENDING] == ()


async def test_of_those_who_end_a_command_at_once_one_does(commands: CommandRepository) -> None:
    command = make_command("call_1")
    await commands.insert(command)
    goals = [FINAL[n % 3] for n in range(9)]
    moves = await asyncio.gather(*(commands.move(command.id, goal) for goal in goals))
    [won] = [move for move in moves if move is not None]
    assert (await commands.get(command.id)) == won


async def test_the_end_of_a_call_closes_what_is_open(commands: CommandRepository) -> None:
    ends = {CommandState.PENDING: CommandState.REFUSED, CommandState.RUNNING: CommandState.FAILED}
    kept = [make_command("call_1", state=state) for state in CommandState]
    hang_up = make_command("call_1", kind=CommandKind.HANG_UP, state=CommandState.RUNNING)
    spared = make_command("call_1", kind=CommandKind.TRANSFER, state=CommandState.RUNNING)
    other = make_command("call_2")
    for command in (*kept, hang_up, spared, other):
        await commands.insert(command)
    assert await commands.close_open("call_1", "over", but=spared.id) == 3
    for command in kept:
        now = await commands.get(command.id)
        if command.state in ends:
            assert (now.state, now.result) == (ends[command.state], "over")
            assert now.done_at is not None
        else:
            assert (now.state, now.result) == (command.state, None)
    done = await commands.get(hang_up.id)
    assert (done.state, done.result) == (CommandState.DONE, None)  # the call is over
    for command in (spared, other):
        assert (await commands.get(command.id)).state is command.state
    assert await commands.close_open("call_1", "again") == 1


async def test_commands_are_read_in_their_order(commands: CommandRepository) -> None:
    now = utc_now()
    made = [
        make_command("call_1", created_at=now - timedelta(seconds=age), state=state)
        for age, state in ((1, CommandState.DONE), (3, CommandState.PENDING), (2, "running"))
    ]
    for command in made:
        await commands.insert(command)
    ordered = await commands.of_call("call_1")
    assert [command.id for command in ordered] == [made[1].id, made[2].id, made[0].id]
    wanted = [CommandState.PENDING, CommandState.DONE]
    some = await commands.of_call("call_1", wanted)
    assert [command.id for command in some] == [made[1].id, made[0].id]
    assert await commands.of_call("call_1", []) == []


async def test_arguments_are_data(commands: CommandRepository) -> None:
    args = {"text": "$set", "$where": {"%24": [{"$gt": ""}]}}
    command = make_command("call_1", kind=CommandKind.SAY, args=args)
    await commands.insert(command)
    assert (await commands.get(command.id)).args == args
    with pytest.raises(NotFound):
        await commands.get("cmd_none")
