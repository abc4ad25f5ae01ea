"""Every change is a version; a number goes with its agent; nothing is half-written."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from tests.support.calls import keep, make_call
from tests.support.control import NUMBER, Account

from phony.domain.agent_input import AgentInput
from phony.domain.agents import Agent
from phony.domain.calls import CallStatus
from phony.domain.errors import Conflict, Invalid, NotFound
from phony.domain.ids import DEFAULT_ORG
from phony.domain.numbers import NumberStatus
from phony.domain.tools import MASK
from phony.domain.versions import AgentView, compared
from phony.service.agents.agents import AgentService, VersionConflict
from phony.service.agents.numbers import NumberService
from phony.store.database import Database
from phony.store.repositories import Repositories, for_org

ORG = DEFAULT_ORG
BASE = "http://127.0.0.1:24187"
OTHER = "+18885550100"


@pytest.fixture
def account() -> Account:
    account = Account()
    account.add(NUMBER, voice_url="https://demo.twilio.com/welcome")
    account.add(OTHER)
    return account


@pytest.fixture
def agents(database: Database, account: Account) -> AgentService:
    return AgentService(database, NumberService(database, account, base_url=BASE))


@pytest.fixture
def store(database: Database) -> Repositories:
    return for_org(database, ORG)


def given(**fields: Any) -> AgentInput:
    return AgentInput.model_validate({"name": "A", "type": "inbound", **fields})


async def created(agents: AgentService, **fields: Any) -> AgentView:
    return await agents.create(ORG, given(**fields), "ann")


async def test_an_agent_begins_with_its_first_version_and_a_note(
    agents: AgentService, store: Repositories
) -> None:
    agent = await created(agents, system_prompt="Be kind.")
    version = await store.versions.get(agent.id, 1)
    assert (version.author, version.note, version.fields.system_prompt) == (
        "ann",
        "Created",
        "Be kind.",
    )
    [entry], _ = await store.audit.page(limit=9)
    assert (entry.action, entry.target, entry.actor) == ("agent.create", agent.id, "ann")


async def test_what_is_refused_leaves_no_trace(
    agents: AgentService, store: Repositories, account: Account
) -> None:
    holder = await created(agents, phone_number=NUMBER, name="Holder")
    writes = len(account.writes)
    with pytest.raises(Conflict) as refused:
        await created(agents, phone_number=NUMBER)
    assert refused.value.details["agent_id"] == holder.id
    assert "'Holder'" in str(refused.value)
    with pytest.raises(Invalid):
        await created(agents, voice="nobody")
    assert [agent.id for agent in await store.agents.all()] == [holder.id]
    assert (await store.audit.page(limit=9))[1] == 1
    assert len(account.writes) == writes


async def test_changes_at_once_are_all_kept_each_as_a_version(
    agents: AgentService, store: Repositories
) -> None:
    agent = await created(agents, context_data={})

    def add(key: str) -> Any:
        return lambda old: {"context_data": {**old.context_data, key: 1}}

    await asyncio.gather(*(agents.update(ORG, agent.id, add(f"k{n}"), f"p{n}") for n in range(4)))
    now = await agents.get(ORG, agent.id)
    assert now.context_data == {f"k{n}": 1 for n in range(4)}
    versions, total = await store.versions.page(agent.id, limit=9, offset=0)
    assert (now.version, total) == (5, 5)
    sizes = [len(version.fields.context_data) for version in versions]
    assert sizes == [4, 3, 2, 1, 0]
    assert {version.author for version in versions} == {"ann", "p0", "p1", "p2", "p3"}


async def test_who_names_a_version_must_name_the_newest(agents: AgentService) -> None:
    agent = await created(agents)
    changes = [agents.update(ORG, agent.id, {"notes": str(n)}, "x", if_match=1) for n in range(4)]
    ends = await asyncio.gather(*changes, return_exceptions=True)
    kept = [end for end in ends if isinstance(end, AgentView)]
    stale = [end for end in ends if isinstance(end, VersionConflict)]
    assert (len(kept), len(stale)) == (1, 3)
    assert stale[0].details == {"your_version": 1, "current_version": 2}


async def test_no_change_is_no_version(agents: AgentService, store: Repositories) -> None:
    agent = await created(agents, notes="n")
    same = await agents.update(ORG, agent.id, {"notes": "n"}, "bob")
    assert same.version == 1
    assert (await store.versions.page(agent.id, limit=9, offset=0))[1] == 1
    with pytest.raises(NotFound):
        await agents.update(ORG, "agent_none", {"notes": "n"}, "bob")


async def test_an_impossible_result_names_its_field_and_changes_nothing(
    agents: AgentService,
) -> None:
    agent = await created(agents)
    for changes, field in (
        ({"speed": 9}, "speed"),
        ({"tools": {"http": [{"name": "no name"}]}}, "tools.http.0.name"),
        ({"unknown": 1}, "unknown"),
    ):
        with pytest.raises(Invalid) as refused:
            await agents.update(ORG, agent.id, changes, "bob")
        assert refused.value.field == field
    assert (await agents.get(ORG, agent.id)).version == 1


async def test_a_mask_keeps_the_secret_behind_it_and_is_none_itself(
    agents: AgentService, store: Repositories
) -> None:
    def tool(value: str, name: str = "look") -> dict[str, Any]:
        url = "https://x.example/"
        return {"http": [{"name": name, "url": url, "headers": {"Authorization": value}}]}

    agent = await created(agents, tools=tool("secret"))
    await agents.update(ORG, agent.id, {"tools": tool(MASK), "notes": "n"}, "bob")
    kept = await store.agents.get(agent.id)
    assert kept.tools.http[0].headers == {"Authorization": "secret"}
    for hidden in (tool(MASK, "another"), {"http": tool("a")["http"] + tool(MASK, "b")["http"]}):
        with pytest.raises(Invalid) as refused:
            await agents.update(ORG, agent.id, {"tools": hidden}, "bob")
        assert (refused.value.field or "").endswith("headers.Authorization")
    with pytest.raises(Invalid):
        await created(agents, tools=tool(MASK))


async def test_a_number_is_connected_moved_and_given_back(
    agents: AgentService, account: Account, store: Repositories
) -> None:
    agent = await created(agents, phone_number=NUMBER)
    ours = f"{BASE}/twilio/voice"
    assert account.held[NUMBER].config.voice_url == ours
    await agents.update(ORG, agent.id, {"phone_number": OTHER}, "ann")
    assert account.held[NUMBER].config.voice_url == "https://demo.twilio.com/welcome"
    assert account.held[OTHER].config.voice_url == ours
    await agents.update(ORG, agent.id, {"type": "outbound"}, "ann")  # it answers nothing now
    assert account.held[OTHER].config.voice_url == ""
    assert (await store.numbers.get(OTHER)).status is NumberStatus.AVAILABLE


async def test_a_rollback_is_a_version_and_takes_no_number_from_anybody(
    agents: AgentService, store: Repositories
) -> None:
    agent = await created(agents, phone_number=NUMBER, notes="first")
    await agents.update(ORG, agent.id, {"phone_number": None, "notes": "second"}, "ann")
    other = await created(agents, phone_number=NUMBER)
    back = await agents.rollback(ORG, agent.id, 1, "bob")
    assert (back.version, back.notes, back.phone_number) == (3, "first", None)
    assert (await store.versions.get(agent.id, 3)).note == "Back to version 1"
    holder = await store.agents.by_number(NUMBER)
    assert holder is not None
    assert holder.id == other.id
    with pytest.raises(NotFound):
        await agents.rollback(ORG, agent.id, 9, "bob")


async def test_versions_are_compared_without_their_secrets(agents: AgentService) -> None:
    tool = {"name": "look", "url": "https://x.example/", "headers": {"Authorization": "secret"}}
    agent = await created(agents, tools={"http": [tool]})
    changed = {**tool, "headers": {"Authorization": "other"}}
    await agents.update(ORG, agent.id, {"tools": {"http": [changed]}, "notes": "n"}, "ann")
    found = compared(*await agents.two_versions(ORG, agent.id, 1, 2))
    assert [change.path for change in found.changes if change.path == "notes"] == ["notes"]
    assert "secret" not in found.model_dump_json()
    assert "other" not in found.model_dump_json()


async def test_an_agent_with_live_calls_goes_only_by_force(
    database: Database, agents: AgentService, account: Account, store: Repositories
) -> None:
    agent = await created(agents, phone_number=NUMBER)
    call = make_call(agent_id=agent.id, status=CallStatus.IN_PROGRESS)
    await keep(database, call)
    with pytest.raises(Conflict) as refused:
        await agents.delete(ORG, agent.id, "ann")
    assert refused.value.details == {"live_calls": 1}
    assert account.held[NUMBER].config.voice_url.startswith(BASE)
    await agents.delete(ORG, agent.id, "ann", force=True)
    assert not account.held[NUMBER].config.voice_url.startswith(BASE)
    assert (await store.calls.get(call.id)).status is CallStatus.IN_PROGRESS
    with pytest.raises(NotFound):
        await agents.delete(ORG, agent.id, "ann")


async def test_a_carrier_that_is_down_costs_no_agent(
    agents: AgentService, account: Account
) -> None:
    account.down = True
    agent = await created(agents, phone_number=NUMBER)
    assert [warning.code for warning in agent.warnings][:1] == ["carrier_failed"]
    deleted = await agents.delete(ORG, agent.id, "ann")
    assert deleted.id == agent.id


async def test_assigning_by_force_leaves_one_holder(
    agents: AgentService, account: Account, store: Repositories
) -> None:
    first, second = await created(agents, phone_number=NUMBER), await created(agents)
    number = await store.numbers.get(NUMBER)
    with pytest.raises(Conflict):
        await agents.assign(ORG, number.id, second.id, "ann")
    writes = len(account.writes)
    view, _ = await agents.assign(ORG, number.id, second.id, "ann", force=True)
    assert (view.agent_id, view.webhook_ok) == (second.id, True)
    assert (await store.agents.get(first.id)).phone_number is None
    # It answered with us all along: no caller met what was there before.
    assert len(account.writes) == writes
    free, _ = await agents.unassign(ORG, number.id, "ann")
    assert (free.agent_id, free.webhook_ok) == (None, False)
    assert account.held[NUMBER].config.voice_url == "https://demo.twilio.com/welcome"


async def test_an_outbound_agent_is_assigned_nothing(
    agents: AgentService, store: Repositories
) -> None:
    await created(agents, phone_number=NUMBER)
    outbound = await created(agents, type="outbound")
    with pytest.raises(Conflict) as refused:
        await agents.assign(ORG, NUMBER, outbound.id, "ann", force=True)
    assert refused.value.field == "agent_id"
    for number_id, agent_id in (("num_none", outbound.id), (NUMBER, "agent_none")):
        with pytest.raises(NotFound):
            await agents.assign(ORG, number_id, agent_id, "ann")


async def test_what_is_shown_says_what_a_caller_meets(
    database: Database, agents: AgentService, account: Account
) -> None:
    account.add("+18885550199", voice_url="https://ivr.example/in?token=secret")
    here = await created(agents, phone_number=NUMBER, voice="nova")
    gone = await created(agents, phone_number="+18885550198")
    elsewhere = await created(agents, phone_number="+18885550199")
    await keep(database, make_call(agent_id=here.id, status=CallStatus.RINGING))
    shown = await agents.view(ORG, [Agent(**a.model_dump()) for a in (here, gone, elsewhere)])
    codes = [[warning.code for warning in view.warnings] for view in shown]
    assert codes == [["other_voice"], ["not_in_account"], ["elsewhere"]]
    assert [view.live_calls for view in shown] == [1, 0, 0]
    assert shown[0].effective_voice != "nova"
    assert "secret" not in shown[2].model_dump_json()
    statuses = [view.number_status for view in shown]
    assert statuses == ["assigned", "not_in_account", "elsewhere"]
