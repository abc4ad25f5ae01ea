"""One inbound agent per number, whoever asks at the same moment; changes build on what was read."""

from __future__ import annotations

import asyncio

import pytest
from pymongo.errors import DuplicateKeyError
from tests.support.calls import keep, make_call
from tests.support.records import make_agent, make_version

from phony.domain.agents import AgentType
from phony.domain.calls import CallStatus
from phony.domain.errors import Conflict, NotFound
from phony.domain.ids import DEFAULT_ORG
from phony.store.agents import AgentRepository, VersionRepository, has_indexes
from phony.store.database import Database
from phony.store.repositories import for_org

NUMBER = "+18578167225"


@pytest.fixture
def agents(database: Database) -> AgentRepository:
    return for_org(database, DEFAULT_ORG).agents


@pytest.fixture
def versions(database: Database) -> VersionRepository:
    return for_org(database, DEFAULT_ORG).versions


async def names(agents: AgentRepository, **wanted: object) -> list[str]:
    values: dict[str, object] = {"limit": 100, "offset": 0, "sort": [("name", 1)], **wanted}
    found, total = await agents.page(**values)  # type: ignore[arg-type]
    assert total == len(found)
    return [agent.name for agent in found]


async def test_of_many_who_want_a_number_at_once_one_gets_it(agents: AgentRepository) -> None:
    asked = [make_agent(name=str(n), phone_number=NUMBER) for n in range(6)]
    ends = await asyncio.gather(*map(agents.insert, asked), return_exceptions=True)
    assert [type(end) for end in ends if end is not None] == [Conflict] * 5
    holder = await agents.by_number(NUMBER)
    assert holder is not None
    assert [agent.id for agent in await agents.all()] == [holder.id]
    assert await agents.holders([NUMBER, "+15550000000"]) == {NUMBER: holder}


async def test_a_number_is_one_s_own_only_inbound_and_only_here(
    database: Database, agents: AgentRepository
) -> None:
    assert not await agents.any_with_number()
    outbound = [make_agent(type=AgentType.OUTBOUND, phone_number=NUMBER) for _ in range(3)]
    for agent in (*outbound, make_agent(), make_agent()):  # and any number of agents without one
        await agents.insert(agent)
    assert await agents.by_number(NUMBER) is None
    assert not await agents.any_with_number()
    await agents.insert(make_agent(phone_number=NUMBER))
    await for_org(database, "org_other").agents.insert(make_agent(phone_number=NUMBER))
    assert await agents.any_with_number()
    with pytest.raises(Conflict) as refused:
        await agents.insert(make_agent(phone_number=NUMBER))
    assert refused.value.field == "phone_number"


async def test_a_change_of_direction_frees_the_number(agents: AgentRepository) -> None:
    first, second = make_agent(phone_number=NUMBER), make_agent()
    await agents.insert(first)
    await agents.insert(second)
    wants_it = second.model_copy(update={"phone_number": NUMBER, "version": 2})
    with pytest.raises(Conflict):
        await agents.replace(wants_it, 1)
    assert (await agents.get(second.id)).version == 1
    turned = first.model_copy(update={"type": AgentType.OUTBOUND, "version": 2})
    assert await agents.replace(turned, 1)
    assert await agents.replace(wants_it, 1)
    assert (await agents.by_number(NUMBER) or first).id == second.id


async def test_of_changes_to_the_same_version_one_is_kept(agents: AgentRepository) -> None:
    agent = make_agent()
    await agents.insert(agent)
    changed = [agent.model_copy(update={"notes": str(n), "version": 2}) for n in range(6)]
    done = await asyncio.gather(*(agents.replace(change, 1) for change in changed))
    assert sum(done) == 1
    assert (await agents.get(agent.id)).notes == str(done.index(True))
    assert not await agents.replace(make_agent(), 1)  # never seen: nothing to replace


async def test_names_are_sorted_as_people_read_them(
    database: Database, agents: AgentRepository
) -> None:
    for name in ("Line 10", "line 9", "Line 1", "älter", "Zoo"):
        await agents.insert(make_agent(name=name))
    assert await names(agents) == ["älter", "Line 1", "line 9", "Line 10", "Zoo"]
    # The order looks at no case, and at numbers as a whole; the wall between organizations does.
    for org_id in (DEFAULT_ORG.upper(), "org_01", "org_1"):
        await for_org(database, org_id).agents.insert(make_agent(name=org_id))
    assert len(await names(agents)) == 5
    for org_id in ("org_01", "org_1"):
        assert await names(for_org(database, org_id).agents) == [org_id]


async def test_pages_cover_everything_once(agents: AgentRepository) -> None:
    for number in range(7):
        await agents.insert(make_agent(name=f"A{number % 2}"))
    seen = []
    for offset in (0, 3, 6):
        found, total = await agents.page(limit=3, offset=offset, sort=[("name", 1), ("_id", 1)])
        assert total == 7
        seen += [agent.id for agent in found]
    assert len(set(seen)) == 7


async def test_filters_take_text_as_text(agents: AgentRepository) -> None:
    await agents.insert(make_agent(name="Dr. Bell (Berlin)", phone_number=NUMBER))
    await agents.insert(make_agent(name="Dry", enabled=False))
    await agents.insert(make_agent(name="Out", type=AgentType.OUTBOUND))
    assert await names(agents, name="dr") == ["Dr. Bell (Berlin)", "Dry"]
    assert await names(agents, name="dr.") == ["Dr. Bell (Berlin)"]
    assert await names(agents, name="(b") == ["Dr. Bell (Berlin)"]
    assert await names(agents, name="\x00dry") == ["Dry"]
    assert await names(agents, name=".*") == []
    assert await names(agents, enabled=False) == ["Dry"]
    assert await names(agents, type=AgentType.OUTBOUND) == ["Out"]
    assert await names(agents, phone_number=NUMBER, type=AgentType.INBOUND) == ["Dr. Bell (Berlin)"]
    assert await names(agents, phone_number="$ne") == []


async def test_only_calls_that_are_not_over_hold_an_agent(
    database: Database, agents: AgentRepository
) -> None:
    calls = [make_call(status=status) for status in CallStatus]
    await keep(database, *calls, make_call(agent_id="agent_b", status=CallStatus.RINGING))
    await keep(database, make_call(org_id="org_other", status=CallStatus.RINGING))
    assert await agents.live_calls(["agent_a", "agent_b", "agent_c"]) == {
        "agent_a": 3,
        "agent_b": 1,
    }
    assert await agents.live_calls([]) == {}


async def test_what_is_deleted_is_gone_once(agents: AgentRepository) -> None:
    agent = make_agent(name="Gone", phone_number=NUMBER)
    await agents.insert(agent)
    ends = await asyncio.gather(
        *(agents.delete(agent.id) for _ in range(3)), return_exceptions=True
    )
    assert sorted(type(end).__name__ for end in ends) == ["Agent", "NotFound", "NotFound"]
    assert await agents.find(agent.id) is None
    await agents.insert(make_agent(phone_number=NUMBER))  # the number is free


async def test_a_version_stands_as_it_was_made(
    agents: AgentRepository, versions: VersionRepository
) -> None:
    agent = make_agent(system_prompt="first", context_data={"$set": {"a.b": 1}})
    await versions.add(make_version(agent))
    later = agent.model_copy(update={"system_prompt": "second", "version": 2})
    await versions.add(make_version(later))
    first = await versions.get(agent.id, 1)
    assert (first.fields.system_prompt, first.fields.context_data) == (
        "first",
        {"$set": {"a.b": 1}},
    )
    page, total = await versions.page(agent.id, limit=1, offset=0)
    assert ([version.version for version in page], total) == ([2], 2)
    with pytest.raises(NotFound):
        await versions.get(agent.id, 3)


async def test_a_version_number_is_given_once(versions: VersionRepository) -> None:
    agent = make_agent()
    made = [make_version(agent, 1, author=str(n)) for n in range(5)]
    ends = await asyncio.gather(*map(versions.add, made), return_exceptions=True)
    assert [type(end) for end in ends if end is not None] == [DuplicateKeyError] * 4
    assert (await versions.get(agent.id, 1)).author == str(ends.index(None))


async def test_a_failed_transaction_keeps_neither_agent_nor_version(
    database: Database, agents: AgentRepository, versions: VersionRepository
) -> None:
    agent = make_agent()

    async def write(session: object) -> None:
        await agents.insert(agent, session)  # type: ignore[arg-type]
        await versions.add(make_version(agent), session)  # type: ignore[arg-type]
        raise Conflict("no")

    with pytest.raises(Conflict):
        await database.transaction(write)
    assert await agents.find(agent.id) is None
    assert (await versions.page(agent.id, limit=9, offset=0))[1] == 0


async def test_it_is_known_whether_the_promise_can_be_kept(database: Database) -> None:
    assert await has_indexes(database)
