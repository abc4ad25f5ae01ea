from __future__ import annotations

from tests.support.access import Clock, Directory

from phony.domain.keys import Identity, Scope
from phony.service.access.keys import Keys, Remembered, hash_key, new_key


def test_a_new_key_shows_how_it_begins() -> None:
    key, shown = new_key()
    assert key.startswith(shown)
    assert len(key) > 40
    assert new_key()[0] != key


def test_hashes_differ_and_take_any_text() -> None:
    assert hash_key("a") != hash_key("b")
    assert len(hash_key("\ud800🦊")) == 64


async def test_the_configured_key_is_the_administrators() -> None:
    directory = Directory()
    keys = Keys(directory, "the-key")
    found = await keys.find("the-key")
    assert found is not None
    assert (found.name, found.scope, found.key_id) == ("admin", Scope.ADMIN, None)
    assert directory.asked == []
    assert await keys.find("another") is None


async def test_a_stored_key_is_whose_it_is_and_its_use_is_noted() -> None:
    directory = Directory()
    made = directory.add("k1", Scope.OPERATE, "org_other")
    found = await Keys(directory).find("k1")
    assert found == Identity(
        org_id="org_other", name=made.name, scope=Scope.OPERATE, key_id=made.id
    )
    assert directory.touched == [made.id]


async def test_a_key_is_looked_up_again_after_two_seconds_or_when_told() -> None:
    directory, clock = Directory(), Clock()
    keys = Keys(directory, None, clock)
    directory.add("k1")
    for _ in range(3):
        assert await keys.find("k1") is not None
    assert len(directory.asked) == 1
    directory.keys.clear()
    assert await keys.find("k1") is not None  # still remembered
    clock.now += 2.1
    assert await keys.find("k1") is None
    directory.add("k1")
    assert await keys.find("k1") is None  # that nobody has it is remembered, too
    keys.forget()
    assert await keys.find("k1") is not None


def test_no_more_than_so_many_are_remembered() -> None:
    remembered = Remembered(Clock())
    for number in range(2001):
        remembered.put(str(number), None)
    assert remembered.get("0") is None
    assert remembered.get("1") == (None,)
    remembered.forget("1")
    assert remembered.get("1") is None
    assert remembered.get("2000") == (None,)
