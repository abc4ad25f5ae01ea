"""The audit log: everything that was written, newest first, and nothing of others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.store.audit import AuditRepository
from phony.store.database import Database
from phony.store.repositories import for_org


@pytest.fixture
def audit(database: Database) -> AuditRepository:
    return for_org(database, DEFAULT_ORG).audit


async def test_entries_of_one_moment_have_one_order(
    database: Database, audit: AuditRepository
) -> None:
    for number in range(7):
        await audit.write("ann", "agent.update", f"agent_{number}")
    at = utc_now() - timedelta(hours=1)  # many changes of one request
    await database.raw["audit"].update_many({}, {"$set": {"at": at}})
    await audit.write("bob", "key.create", "key_1")
    seen = []
    for offset in (0, 3, 6):
        page, total = await audit.page(limit=3, offset=offset)
        assert total == 8
        seen += [entry.target for entry in page]
    assert seen[0] == "key_1"
    assert sorted(seen[1:]) == [f"agent_{number}" for number in range(7)]


async def test_filters_are_all_meant_and_text(audit: AuditRepository) -> None:
    await audit.write("ann", "agent.create", "agent_1")
    await audit.write("ann", "agent.delete", "agent_1")
    await audit.write("bob", "agent.create", "agent_2")

    async def found(**wanted: Any) -> list[tuple[str, str]]:
        entries, total = await audit.page(limit=9, **wanted)
        assert total == len(entries)
        return [(entry.actor, entry.target) for entry in entries]

    assert await found(target="agent_1") == [("ann", "agent_1")] * 2
    assert await found(action="agent.create") == [("bob", "agent_2"), ("ann", "agent_1")]
    assert await found(actor="ann", action="agent.create") == [("ann", "agent_1")]
    assert await found(actor="bob", target="agent_1") == []
    assert await found(actor="") == []
    assert await found(actor='{"$gt": ""}') == []


async def test_what_changed_is_kept_as_it_was_given(audit: AuditRepository) -> None:
    changes = {"$set": {"a.b": [1, None]}, "voice": ["nova", "onyx"]}
    await audit.write("ann", "agent.update", "agent_1", "voice", changes)
    [entry], _ = await audit.page(limit=1)
    assert (entry.changes, entry.summary, entry.org_id) == (changes, "voice", DEFAULT_ORG)
    assert abs((utc_now() - entry.at).total_seconds()) < 5


async def test_a_note_stands_or_falls_with_what_it_notes(
    database: Database, audit: AuditRepository
) -> None:
    async def write(session: object) -> None:
        await audit.write("ann", "agent.update", session=session)  # type: ignore[arg-type]
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await database.transaction(write)
    assert await audit.page(limit=9) == ([], 0)
