"""Options set at run time: every change is a version, and changes do not run over each other."""

from __future__ import annotations

import asyncio

import pytest

from phony.domain.errors import Conflict
from phony.domain.ids import DEFAULT_ORG
from phony.store.database import Database
from phony.store.options import OptionRepository
from phony.store.repositories import for_org


@pytest.fixture
def options(database: Database) -> OptionRepository:
    return for_org(database, DEFAULT_ORG).options


async def test_values_and_versions(options: OptionRepository) -> None:
    assert await options.get("limits") == ({}, 0)
    values = {"$per.day": 1.5, "models": {"gpt-4.1": {"in": 2}}}
    assert await options.put("limits", values, actor="ann") == 1
    assert await options.get("limits") == (values, 1)
    assert await options.put("limits", {"b": 2}, actor="bob") == 2
    assert await options.get("limits") == ({"b": 2}, 2)  # replaced, not merged
    assert await options.get("prices") == ({}, 0)


@pytest.mark.parametrize("based_on", [0, 1])
async def test_of_changes_to_the_same_version_one_is_kept(
    options: OptionRepository, based_on: int
) -> None:
    if based_on:
        await options.put("limits", {}, actor="ann")
    ends = await asyncio.gather(
        *(options.put("limits", {"n": n}, actor="x", based_on=based_on) for n in range(6)),
        return_exceptions=True,
    )
    kept = [n for n, end in enumerate(ends) if end == based_on + 1]
    refused = [end for end in ends if isinstance(end, Conflict)]
    assert (len(kept), len(refused)) == (1, 5)
    assert await options.get("limits") == ({"n": kept[0]}, based_on + 1)
    assert refused[0].details == {"version": based_on + 1, "based_on": based_on}


async def test_a_change_based_on_nothing_or_on_the_future_is_refused(
    options: OptionRepository,
) -> None:
    await options.put("limits", {"a": 1}, actor="ann")
    for based_on in (0, 2):
        with pytest.raises(Conflict):
            await options.put("limits", {}, actor="bob", based_on=based_on)
    assert await options.get("limits") == ({"a": 1}, 1)


async def test_changes_without_a_base_are_counted_all(options: OptionRepository) -> None:
    done = await asyncio.gather(*(options.put("limits", {}, actor="x") for _ in range(5)))
    assert sorted(done) == [1, 2, 3, 4, 5]


async def test_organizations_set_their_own(database: Database, options: OptionRepository) -> None:
    other = for_org(database, "org_other").options
    await options.put("limits", {"a": 1}, actor="ann")
    await other.put("limits", {"b": 2}, actor="bob", based_on=0)
    assert await options.get("limits") == ({"a": 1}, 1)
    assert await other.get("limits") == ({"b": 2}, 1)
