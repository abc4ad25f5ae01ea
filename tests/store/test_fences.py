"""Leases of calls: who has the newest one is the owner, and a record without one is the first's."""

from __future__ import annotations

import pytest
from tests.support.calls import keep, make_call

from phony.domain.ids import DEFAULT_ORG
from phony.store.database import Database
from phony.store.fences import fence, owned_by, superseded
from phony.store.repositories import for_org


@pytest.mark.parametrize(
    ("stored", "lease", "owner", "late"),
    [
        (None, 0, True, False),  # of an older version
        (0, 0, True, False),
        (1, 0, False, True),
        (1, 1, True, False),
        (1, 2, False, False),
        (3, None, True, False),
    ],
)
async def test_what_a_lease_lets_in(
    database: Database, stored: int | None, lease: int | None, owner: bool, late: bool
) -> None:
    document = {"_id": 1} if stored is None else {"_id": 1, "lease": stored}
    await database.raw["things"].insert_one(document)
    assert await database.raw["things"].count_documents(owned_by(lease)) == owner
    assert await database.raw["things"].count_documents(fence(lease)) == (not late)


async def test_who_lost_what(database: Database) -> None:
    kept, lost = make_call(worker_id="w1"), make_call(worker_id="w1")
    await keep(database, kept, lost)
    await for_org(database, DEFAULT_ORG).calls.claim(lost.id, "w2", held_by="w1")
    assert await superseded(database, {kept.id: 0, lost.id: 0, "call_gone": 4}) == {lost.id: 1}
    assert await superseded(database, {lost.id: 1}) == {}
    assert await superseded(database, {}) == {}
