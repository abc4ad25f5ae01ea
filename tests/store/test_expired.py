"""Which calls go, compared with the same rules in Python."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.calls import make_call
from tests.support.records import make_agent

from phony.domain.agents import Agent
from phony.domain.calls import FINAL_STATUSES, Call, CallStatus
from phony.domain.ids import utc_now
from phony.store.database import Database
from phony.store.documents import dump
from phony.store.expired import Rule, expired, rules

ORGS, AGENTS, DAYS = ("org_a", "org_b"), ("agent_1", "agent_2", "agent_3"), (None, 1, 7, 30)
# Half days: nobody's age is a rule's own number of days.
AGES = (0.5, 1.5, 6.5, 7.5, 29.5, 30.5)

agents = st.dictionaries(st.sampled_from(AGENTS), st.sampled_from(DAYS), max_size=3)
calls = st.lists(
    st.tuples(
        st.sampled_from(AGENTS),
        st.sampled_from(AGES),
        st.sampled_from(DAYS),
        st.sampled_from([CallStatus.COMPLETED, CallStatus.FAILED, CallStatus.IN_PROGRESS]),
    ),
    max_size=12,
)


def goes(call: Call, known: dict[str, Agent], now: datetime) -> bool:
    """The rules, as people say them."""
    if call.status not in FINAL_STATUSES or call.ended_at is None:
        return False
    keeper = known.get(call.agent_id, call.agent)
    if keeper is None or keeper.retention_days is None:
        return False
    return now - call.ended_at > timedelta(days=keeper.retention_days)


async def all_expired(database: Database) -> list[str]:
    return [i async for rule in rules(database) for i in await expired(database, rule, 100)]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(agents, calls)
async def test_the_rules_hold(
    database: Database,
    settings_now: dict[str, int | None],
    made: list[tuple[str, float, int | None, CallStatus]],
) -> None:
    for name in ("agents", "calls"):
        await database.raw[name].delete_many({})
    now = utc_now()
    known = {
        name: make_agent(id=name, org_id=ORGS[0], retention_days=days)
        for name, days in settings_now.items()
    }
    records = [
        make_call(
            org_id=ORGS[0],
            agent_id=name,
            agent=make_agent(id=name, org_id=ORGS[0], retention_days=days),
            status=status,
            ended_at=now - timedelta(days=age),
        )
        for name, age, days, status in made
    ]
    if known:
        await database.raw["agents"].insert_many([dump(agent) for agent in known.values()])
    if records:
        await database.raw["calls"].insert_many([dump(call) for call in records])
    found = await all_expired(database)
    assert len(found) == len(set(found))  # no two rules want the same call
    assert set(found) == {call.id for call in records if goes(call, known, now)}


async def test_an_organization_s_rule_takes_no_other_s_calls(database: Database) -> None:
    long_ago = utc_now() - timedelta(days=400)
    theirs = make_call(org_id=ORGS[1], status=CallStatus.COMPLETED, ended_at=long_ago)
    await database.raw["calls"].insert_one(dump(theirs))
    await database.raw["agents"].insert_one(
        dump(make_agent(id=theirs.agent_id, org_id=ORGS[0], retention_days=1))
    )
    assert await all_expired(database) == []


async def test_a_few_at_a_time(database: Database) -> None:
    long_ago = utc_now() - timedelta(days=9)
    made = [make_call(status=CallStatus.COMPLETED, ended_at=long_ago) for _ in range(5)]
    await database.raw["calls"].insert_many([dump(call) for call in made])
    rule = Rule(made[0].org_id, made[0].agent_id, 7)
    assert len(await expired(database, rule, 3)) == 3
    assert await expired(database, Rule(made[0].org_id, made[0].agent_id, 30), 3) == []
    assert await expired(database, Rule(made[0].org_id, "agent_other", 7), 3) == []
