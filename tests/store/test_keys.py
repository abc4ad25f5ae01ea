"""Keys and sessions: only hashes are kept, and what is revoked or over opens nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pymongo.errors import DuplicateKeyError
from tests.support.records import make_key

from phony.domain.errors import NotFound
from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.store.database import Database
from phony.store.keys import KeyRepository, StoredKeyDirectory
from phony.store.repositories import for_org


@pytest.fixture
def keys(database: Database) -> KeyRepository:
    return for_org(database, DEFAULT_ORG).keys


@pytest.fixture
def directory(database: Database) -> StoredKeyDirectory:
    return StoredKeyDirectory(database, session_s=3600)


async def test_a_key_is_found_by_its_hash_alone(
    keys: KeyRepository, directory: StoredKeyDirectory
) -> None:
    key = make_key(org_id="org_x")
    await keys.add(key, "h1")
    found = await directory.find_key("h1")
    assert found is not None
    assert (found.id, found.org_id) == (key.id, DEFAULT_ORG)
    assert "h1" not in repr(found)
    assert await directory.find_key("h2") is None
    assert await directory.find_key("") is None
    with pytest.raises(DuplicateKeyError):
        await keys.add(make_key(), "h1")


async def test_a_key_opens_until_it_expires(
    keys: KeyRepository, directory: StoredKeyDirectory
) -> None:
    await keys.add(make_key(expires_at=utc_now() - timedelta(seconds=1)), "over")
    await keys.add(make_key(expires_at=utc_now() + timedelta(minutes=1)), "soon")
    assert await directory.find_key("over") is None
    assert await directory.find_key("soon") is not None
    assert len(await keys.list()) == 2


async def test_keys_are_listed_newest_first(keys: KeyRepository) -> None:
    made = [make_key(created_at=utc_now() - timedelta(days=age)) for age in (2, 1, 3)]
    for number, key in enumerate(made):
        await keys.add(key, str(number))
    assert [key.id for key in await keys.list()] == [made[1].id, made[0].id, made[2].id]


async def test_use_is_noted_now_and_then(
    database: Database, keys: KeyRepository, directory: StoredKeyDirectory
) -> None:
    key = make_key()
    await keys.add(key, "h")

    async def last_used_s() -> float:
        [found] = await keys.list()
        assert found.last_used_at is not None
        return (utc_now() - found.last_used_at).total_seconds()

    await directory.touch(key.id)
    assert await last_used_s() < 5
    for ago, noted in ((20, False), (40, True)):
        used = {"last_used_at": utc_now() - timedelta(seconds=ago)}
        await database.raw["keys"].update_one({"_id": key.id}, {"$set": used})
        await directory.touch(key.id)
        assert (await last_used_s() < 10) == noted


async def test_a_session_lasts_its_time(database: Database, directory: StoredKeyDirectory) -> None:
    await directory.add_session("t1", "key_1", "h1")
    await directory.add_session("t2", None, "h2")  # the key of the settings has no record
    assert await directory.find_session("t1") == ("key_1", "h1")
    assert await directory.find_session("t2") == (None, "h2")
    # The server removes what is over once a minute; until then it must open nothing.
    await StoredKeyDirectory(database, session_s=-1).add_session("t3", "key_1", "h1")
    assert await directory.find_session("t3") is None
    await directory.drop_session("t1")
    assert await directory.find_session("t1") is None
    assert await directory.find_session("t2") is not None


async def test_a_revoked_key_ends_its_sessions_and_no_other(
    keys: KeyRepository, directory: StoredKeyDirectory
) -> None:
    key, other = make_key(), make_key()
    await keys.add(key, "h1")
    await keys.add(other, "h2")
    for token, owner in (("t1", key.id), ("t2", key.id), ("t3", other.id), ("t4", None)):
        await directory.add_session(token, owner, "h")
    assert (await keys.delete(key.id)).id == key.id
    assert await directory.find_key("h1") is None
    found = [token for token in ("t1", "t2", "t3", "t4") if await directory.find_session(token)]
    assert found == ["t3", "t4"]
    with pytest.raises(NotFound):
        await keys.delete(key.id)


async def test_sessions_of_another_organization_s_key_live_on(
    database: Database, keys: KeyRepository, directory: StoredKeyDirectory
) -> None:
    key = make_key()
    await keys.add(key, "h")
    await directory.add_session("t", key.id, "h")
    with pytest.raises(NotFound):
        await for_org(database, "org_other").keys.delete(key.id)
    assert await directory.find_session("t") is not None
