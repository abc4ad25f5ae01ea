"""A number is connected, left alone or given back: whatever was asked in between, and how often."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.control import NUMBER, Account
from tests.support.records import make_agent

from phony.domain.agents import Agent
from phony.domain.errors import Unavailable
from phony.domain.ids import DEFAULT_ORG
from phony.domain.numbers import CarrierNumber, CarrierVoiceConfig, NumberStatus, SyncResult
from phony.service.agents.numbers import NumberService, points_to
from phony.store.database import Database
from phony.store.repositories import Repositories, for_org

ORG = DEFAULT_ORG
BASE = "https://phony.example"
THEIRS = CarrierVoiceConfig(voice_url="https://ivr.example/in", status_callback="https://s.example")


class Forgetful(Account):
    """A carrier that takes an order, and whose answer is lost."""

    async def set_number(self, sid: str, config: CarrierVoiceConfig) -> CarrierNumber:
        await super().set_number(sid, config)
        raise Unavailable("The carrier does not answer in time.")


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
def store(database: Database) -> Repositories:
    return for_org(database, ORG)


def service(database: Database, account: Account | None, **more: Any) -> NumberService:
    return NumberService(database, account, **{"base_url": BASE, **more})


async def holder(store: Repositories, **fields: Any) -> Agent:
    agent = make_agent(**{"name": "Holder", "phone_number": NUMBER, **fields})
    await store.agents.insert(agent)
    return agent


async def synced(numbers: NumberService, **more: bool) -> SyncResult:
    [*_, result] = [step async for step in numbers.sync(ORG, **more)]
    assert isinstance(result, SyncResult)
    return result


CONFIGS = st.builds(
    CarrierVoiceConfig,
    voice_url=st.sampled_from(
        [
            "",
            f"{BASE}/twilio/voice",
            f"{BASE}/other",
            "https://ivr.example/",
            "https://old.example/",
        ]
    ),
    trunk_sid=st.sampled_from(["", "TK1"]),
    voice_application_sid=st.sampled_from(["", "AP1"]),
)


@settings(deadline=None)
@given(CONFIGS, st.sampled_from(["", "https://old.example/"]), st.booleans())
def test_what_is_ours_is_not_free_and_what_is_neither_is_elsewhere(
    config: CarrierVoiceConfig, connected_url: str, held: bool
) -> None:
    numbers = NumberService(None, None, base_url=f"{BASE}/")  # type: ignore[arg-type]
    ours, free = numbers.is_ours(config, connected_url), numbers.is_free(config)
    assert not (ours and free)
    status = numbers.status_of(config, make_agent() if held else None, connected_url)
    assert (status is NumberStatus.ELSEWHERE) == (not ours and not free)
    assert (status is NumberStatus.ASSIGNED) == (ours and held)
    if config.trunk_sid or config.voice_application_sid:  # these win over every URL at Twilio
        assert status is NumberStatus.ELSEWHERE


@pytest.mark.parametrize(
    ("config", "place"),
    [
        ({"voice_url": "https://u:p@ivr.example:8443/in?token=s#x"}, "https://ivr.example:8443/in"),
        ({"voice_url": "https://x.example", "trunk_sid": "TK1"}, "the SIP trunk TK1"),
        ({"voice_url": "", "voice_application_sid": "AP1"}, "the application AP1"),
        ({}, ""),
    ],
)
def test_where_a_number_goes_is_said_without_secrets(config: dict[str, str], place: str) -> None:
    assert points_to(CarrierVoiceConfig(**config)) == place


async def test_reconciling_twice_is_reconciling_once(
    database: Database, account: Account, store: Repositories
) -> None:
    account.add(NUMBER)
    numbers = service(database, account)
    await holder(store)
    for _ in range(3):
        assert await numbers.reconcile(ORG, NUMBER) == []
    assert len(account.writes) == 1
    assert (await store.numbers.get(NUMBER)).status is NumberStatus.ASSIGNED


async def test_another_system_s_number_is_taken_by_force_and_comes_back(
    database: Database, account: Account, store: Repositories
) -> None:
    account.add(NUMBER, **THEIRS.model_dump())
    numbers, agent = service(database, account), await holder(store)
    [notice] = await numbers.reconcile(ORG, NUMBER)
    assert notice.code == "elsewhere"
    assert account.held[NUMBER].config == THEIRS
    assert await numbers.reconcile(ORG, NUMBER, force=True) == []
    assert account.held[NUMBER].config == numbers.ours()
    # What was there is remembered over any number of looks.
    await synced(numbers)
    await numbers.reconcile(ORG, NUMBER)
    await store.agents.delete(agent.id)
    assert await numbers.reconcile(ORG, NUMBER) == []
    assert account.held[NUMBER].config == THEIRS
    number = await store.numbers.get(NUMBER)
    assert (number.status, number.previous, number.connected_url) == (
        NumberStatus.ELSEWHERE,
        None,
        "",
    )


async def test_a_crash_while_connecting_forgets_nothing(
    database: Database, account: Account, store: Repositories
) -> None:
    account.add(NUMBER, **THEIRS.model_dump())
    numbers, agent = service(database, account), await holder(store)
    broken = Forgetful(held=account.held)
    [notice] = await service(database, broken).reconcile(ORG, NUMBER, force=True)
    assert notice.code == "carrier_failed"
    assert account.held[NUMBER].config == numbers.ours()
    await store.agents.delete(agent.id)
    await numbers.reconcile(ORG, NUMBER)
    assert account.held[NUMBER].config == THEIRS


async def test_what_others_did_meanwhile_stays(
    database: Database, account: Account, store: Repositories
) -> None:
    account.add(NUMBER)
    numbers, agent = service(database, account), await holder(store)
    await numbers.reconcile(ORG, NUMBER)
    account.held[NUMBER].config = THEIRS
    await store.agents.delete(agent.id)
    writes = len(account.writes)
    await numbers.reconcile(ORG, NUMBER)
    assert len(account.writes) == writes
    assert (await store.numbers.get(NUMBER)).status is NumberStatus.ELSEWHERE


async def test_a_fallback_that_people_set_is_kept(
    database: Database, account: Account, store: Repositories
) -> None:
    old = service(database, account, base_url="https://old.example")
    account.add(NUMBER)
    await holder(store)
    await old.reconcile(ORG, NUMBER)
    account.held[NUMBER].config.voice_fallback_url = "https://fallback.example/"
    await service(database, account).reconcile(ORG, NUMBER)  # under another address now
    config = account.held[NUMBER].config
    assert config.voice_url == f"{BASE}/twilio/voice"
    assert config.voice_fallback_url == "https://fallback.example/"


async def test_a_carrier_that_cannot_reach_us_is_not_pointed_at_us(
    database: Database, account: Account, store: Repositories
) -> None:
    account.add(NUMBER)
    await holder(store)
    [notice] = await service(database, account, reachable=False).reconcile(ORG, NUMBER)
    assert notice.code == "not_public"
    assert account.writes == []


async def test_without_a_carrier_or_the_number_it_is_said(
    database: Database, account: Account, store: Repositories
) -> None:
    await holder(store)
    [notice] = await service(database, None).reconcile(ORG, NUMBER)
    assert (notice.code, bool(notice.cure)) == ("carrier_failed", True)
    [notice] = await service(database, account).reconcile(ORG, NUMBER)
    assert notice.code == "not_in_account"
    with pytest.raises(Unavailable):
        await synced(service(database, None))


async def test_a_sync_says_what_it_would_do_and_then_does_it(
    database: Database, account: Account, store: Repositories
) -> None:
    account.add(NUMBER)
    account.add("+18885550100", **THEIRS.model_dump())
    numbers = service(database, account)
    await holder(store)
    planned = await synced(numbers, dry_run=True)
    kinds = {change.phone_number: change.kind for change in planned.changes}
    assert kinds == {NUMBER: "connect", "+18885550100": "added"}
    assert (account.writes, await store.numbers.all()) == ([], [])
    done = await synced(numbers)
    assert [change.kind for change in done.changes] == [change.kind for change in planned.changes]
    assert {change.kind for change in (await synced(numbers)).changes} == {"unchanged"}
    del account.held[NUMBER]
    again = await synced(numbers)
    assert [change.kind for change in again.changes] == ["unchanged", "missing"]
    assert (await store.numbers.get(NUMBER)).status is NumberStatus.MISSING


async def test_after_a_start_the_carrier_is_asked_until_it_answers(
    database: Database, account: Account, store: Repositories
) -> None:
    account.add(NUMBER)
    numbers = service(database, account)
    account.down = True
    await numbers.reconnect(ORG, tries=2, pause_s=0)  # nobody holds a number: nothing to do
    await holder(store)
    await numbers.reconnect(ORG, tries=2, pause_s=0)
    assert account.writes == []
    account.down = False
    await numbers.reconnect(ORG, tries=1, pause_s=0)
    assert [config.voice_url for _, config in account.writes] == [f"{BASE}/twilio/voice"]
