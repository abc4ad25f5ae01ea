"""Sentences spoken ahead are kept per organization."""

from __future__ import annotations

from phony.store.database import Database
from phony.store.repositories import for_org


async def test_a_sentence_is_kept_and_replaced_and_no_other_organizations(
    database: Database,
) -> None:
    sounds = for_org(database, "org_1").sounds
    assert await sounds.find("k") is None
    await sounds.keep("k", b"\xff\x00")
    await sounds.keep("k", b"\xff\x01")
    assert await sounds.find("k") == b"\xff\x01"
    assert await for_org(database, "org_2").sounds.find("k") is None
