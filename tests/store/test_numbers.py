"""Numbers as last seen in the account: one record each, whoever reads the account at once."""

from __future__ import annotations

import asyncio

import pytest
from tests.support.records import make_number

from phony.domain.errors import NotFound
from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.domain.numbers import CarrierVoiceConfig, NumberStatus
from phony.store.database import Database
from phony.store.numbers import NumberRepository
from phony.store.repositories import for_org

ONE, TWO, THREE = "+18578167225", "+18578167226", "+18578167227"


@pytest.fixture
def numbers(database: Database) -> NumberRepository:
    return for_org(database, DEFAULT_ORG).numbers


async def test_two_who_read_the_account_at_once_keep_one_record(numbers: NumberRepository) -> None:
    seen = [make_number(friendly_name=str(n)) for n in range(6)]
    kept = await asyncio.gather(*map(numbers.put, seen))
    assert len({number.id for number in kept}) == 1
    [number] = await numbers.all()
    assert number.id in {one.id for one in seen}


async def test_what_is_to_be_restored_outlives_every_look(numbers: NumberRepository) -> None:
    before = CarrierVoiceConfig(voice_url="https://old.example/voice")
    first = await numbers.put(make_number(previous=before, connected_url="https://a.example"))
    ours = CarrierVoiceConfig(voice_url="https://a.example/twilio")
    again = await numbers.put(make_number(config=ours, previous=None, connected_url=""))
    assert again.id == first.id
    assert (again.previous, again.connected_url) == (before, "https://a.example")
    assert again.config == ours
    changed = await numbers.set(first.id, {"previous": None, "connected_url": ""})
    assert (changed.previous, changed.connected_url) == (None, "")


async def test_a_number_is_found_by_id_and_by_itself(numbers: NumberRepository) -> None:
    number = await numbers.put(make_number(ONE))
    assert await numbers.get(number.id) == await numbers.get(ONE) == number
    assert await numbers.by_number(ONE) == number
    assert await numbers.by_number(TWO) is None
    assert await numbers.by_numbers([ONE, TWO]) == {ONE: number}
    for unknown in (TWO, "num_none", ""):
        with pytest.raises(NotFound):
            await numbers.get(unknown)
    with pytest.raises(NotFound):
        await numbers.set("num_none", {"sid": "PN1"})


async def test_what_the_account_no_longer_has_is_missing_once(numbers: NumberRepository) -> None:
    for number in (ONE, TWO, THREE):
        await numbers.put(make_number(number))
    now = utc_now()
    assert await numbers.mark_missing([ONE], now) == 2
    assert await numbers.mark_missing([ONE], now) == 0
    statuses = {number.phone_number: number.status for number in await numbers.all()}
    assert statuses == {
        ONE: NumberStatus.AVAILABLE,
        TWO: NumberStatus.MISSING,
        THREE: NumberStatus.MISSING,
    }
    await numbers.put(make_number(TWO))  # bought again
    assert await numbers.mark_missing([ONE], now) == 1


async def test_another_organization_s_numbers_do_not_go_missing(database: Database) -> None:
    theirs = for_org(database, "org_other").numbers
    await theirs.put(make_number(ONE))
    assert await for_org(database, DEFAULT_ORG).numbers.mark_missing([], utc_now()) == 0
    assert (await theirs.get(ONE)).status is NumberStatus.AVAILABLE


async def test_pages_and_filters(numbers: NumberRepository) -> None:
    for number, agent_id in ((TWO, "agent_a"), (ONE, None), (THREE, "agent_b")):
        status = NumberStatus.ASSIGNED if agent_id else NumberStatus.AVAILABLE
        await numbers.put(make_number(number, agent_id=agent_id, status=status))

    async def page(limit: int = 9, offset: int = 0, **wanted: object) -> tuple[list[str], int]:
        found, total = await numbers.page(
            limit=limit,
            offset=offset,
            sort=[("phone_number", -1)],
            **wanted,  # type: ignore[arg-type]
        )
        return [number.phone_number for number in found], total

    assert await page() == ([THREE, TWO, ONE], 3)
    assert await page(limit=1, offset=1) == ([TWO], 3)
    assert await page(status=NumberStatus.ASSIGNED) == ([THREE, TWO], 2)
    assert await page(agent_id="agent_a") == ([TWO], 1)
    assert await page(agent_id="agent_a", status=NumberStatus.AVAILABLE) == ([], 0)
    assert [number.phone_number for number in await numbers.all()] == [ONE, TWO, THREE]
