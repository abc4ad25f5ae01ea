"""Whom an organization may call, as its operators set it, and how many new numbers a day."""

from __future__ import annotations

import asyncio

import pytest
from tests.support.switchboard import Switchboard

from phony.domain.agents import AgentType
from phony.domain.destinations import DialRules, Kind
from phony.domain.errors import Invalid
from phony.domain.ids import DEFAULT_ORG
from phony.domain.phone import Destination
from phony.service.calls.destinations import Destinations, TooManyNew
from phony.store.database import Database
from phony.store.repositories import for_org

PREMIUM = "+19005551234"


async def test_rules_are_each_organizations_own(database: Database) -> None:
    destinations = Destinations(database)
    assert await destinations.rules(DEFAULT_ORG) == (DialRules(), 0)
    with pytest.raises(Invalid):
        await destinations.check(DEFAULT_ORG, PREMIUM)
    await destinations.change(DEFAULT_ORG, DialRules(kinds=[Kind.PREMIUM]), "ann", based_on=0)
    assert await destinations.check(DEFAULT_ORG, PREMIUM) == Destination(PREMIUM)
    with pytest.raises(Invalid):
        await destinations.check("org_other", PREMIUM)


async def test_rules_that_cannot_be_read_any_more_allow_nothing_dear(database: Database) -> None:
    await for_org(database, DEFAULT_ORG).options.put("destinations", {"kinds": ["x"]}, actor="ann")
    assert await Destinations(database).rules(DEFAULT_ORG) == (DialRules(), 1)


async def test_new_numbers_are_counted_and_known_ones_are_not(database: Database) -> None:
    destinations = Destinations(database)
    await destinations.change(DEFAULT_ORG, DialRules(new_per_day=2), "ann")
    for number in ("+18578160001", "+1 857 816 0001", "+18578160002", "+18578160001"):
        await destinations.admit(DEFAULT_ORG, number)
    with pytest.raises(TooManyNew) as refused:
        await destinations.admit(DEFAULT_ORG, "+18578160003")
    assert (refused.value.field, refused.value.details) == ("to_number", {"new_per_day": 2})
    assert "PUT /destinations" in str(refused.value.cure)
    await destinations.admit("org_other", "+18578160003")


async def test_a_call_is_refused_before_anything_rings(board: Switchboard) -> None:
    agent = await board.agent(type=AgentType.OUTBOUND)
    with pytest.raises(Invalid):
        await board.calls.outbound.place(DEFAULT_ORG, agent.id, PREMIUM)
    await board.calls.destinations.change(DEFAULT_ORG, DialRules(new_per_day=1), "ann")
    numbers = [f"+1857816000{number}" for number in range(4)]
    placed = await asyncio.gather(
        *(board.calls.outbound.place(DEFAULT_ORG, agent.id, number) for number in numbers),
        return_exceptions=True,
    )
    assert sum(isinstance(call, TooManyNew) for call in placed) == 3
    assert len(board.phones.orders) == 1
    assert await board.database.raw["calls"].count_documents({}) == 1
