import asyncio
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.support.calls import keep, make_call

from phony.domain.actions import UsageReported
from phony.domain.agents import Agent, AgentType, SpendLimits
from phony.domain.bills import CallCost, CostItem, Leg
from phony.domain.calls import Call, CallStatus, Direction
from phony.domain.errors import ConfigError, Conflict, Invalid, Unavailable
from phony.domain.events import LimitNear
from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.domain.prices import DEFAULT_PRICES
from phony.service.money.spending import DayLimits, LimitReached, Spending, read_price_file
from phony.store.database import Database
from phony.store.repositories import for_org

ORG = DEFAULT_ORG


def agent(**fields: Any) -> Agent:
    now = utc_now()
    values: dict[str, Any] = {
        "id": "agent_a",
        "org_id": ORG,
        "name": "A",
        "type": AgentType.INBOUND,
        "created_at": now,
        "updated_at": now,
    }
    return Agent(**{**values, **fields})


@dataclass
class Told:
    price: float | None
    price_unit: str = "USD"


class Carrier:
    """Tells prices by sid; what it does not know is None, what is an error is raised."""

    def __init__(self, **prices: Any) -> None:
        self.prices = prices
        self.asked: list[str] = []

    async def fetch(self, sid: str) -> Told | None:
        self.asked.append(sid)
        answer = self.prices.get(sid)
        if isinstance(answer, Exception):
            raise answer
        return answer


def spending(database: Database, **more: Any) -> Spending:
    return Spending(database, None, "w1", **more)


def test_a_price_file_changes_the_table(tmp_path: Path) -> None:
    file = tmp_path / "prices.yaml"
    file.write_text("dated: 2026-11-01\nmodels:\n  gpt-realtime-2.1: {audio_out: 50}\n")
    assert read_price_file(file)["models"]["gpt-realtime-2.1"] == {"audio_out": 50}
    file.write_text('{"carrier": {"media_stream": 0.004}}')
    assert read_price_file(file) == {"carrier": {"media_stream": 0.004}}
    file.write_text("")
    assert read_price_file(file) == {}


@pytest.mark.parametrize("text", ["- 1", "models: 3", "a: [", "\x00", "carrier: {stream: -1}"])
def test_a_price_file_that_is_none_says_so(tmp_path: Path, text: str) -> None:
    file = tmp_path / "prices.yaml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=r"prices\.yaml"):
        read_price_file(file)
    with pytest.raises(ConfigError):
        read_price_file(tmp_path / "nothing.yaml")


async def test_file_and_operator_lay_their_changes_over_the_table(
    database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "prices.yaml"
    file.write_text("carrier: {media_stream: 0.004}\ndated: 2026-11-01\n")
    money = spending(database, price_file=file)
    assert money.prices(ORG).carrier.media_stream == 0.004
    table = await money.change_prices(
        ORG, {"models": {"gpt-realtime-2.1": {"audio_out": 50}}, "dated": "2026-11-20"}, "ann"
    )
    assert table.models["gpt-realtime-2.1"].audio_out == 50
    assert table.carrier.media_stream == 0.004
    assert table.dated.isoformat() == "2026-11-20"
    other = spending(database)
    assert (await other.load(ORG)).models["gpt-realtime-2.1"].audio_out == 50
    assert (await other.load("org_other")) == DEFAULT_PRICES
    with pytest.raises(Invalid):
        await money.change_prices(ORG, {"models": {"x": {"audio_out": 1}}}, "ann")
    assert money.prices(ORG) == table


async def test_prices_changed_by_two_at_once_conflict(database: Database) -> None:
    money = spending(database)
    answers = await asyncio.gather(
        *(
            money.change_prices(ORG, {"carrier": {"media_stream": n}}, "u", based_on=0)
            for n in range(4)
        ),
        return_exceptions=True,
    )
    assert sum(not isinstance(answer, Exception) for answer in answers) == 1
    assert sum(isinstance(answer, Conflict) for answer in answers) == 3


def spent(usd: float, **fields: Any) -> Call:
    return make_call(cost=CallCost(total_usd=usd), **fields)


async def test_no_call_begins_when_the_day_s_money_is_spent(database: Database) -> None:
    money = spending(database)
    limited = agent(limits=SpendLimits(per_day_usd=1))
    await keep(database, spent(0.6), spent(5, agent_id="agent_b"), spent(5, org_id="org_other"))
    await keep(database, spent(9, created_at=utc_now() - timedelta(days=2)))
    await money.check(limited)
    await keep(database, spent(0.4))
    with pytest.raises(LimitReached) as caught:
        await money.check(limited)
    assert caught.value.details["limit"] == "agent"
    await money.check(agent())
    await money.change_limits(ORG, DayLimits(per_day_usd=6), "ann")
    with pytest.raises(LimitReached) as caught:
        await money.check(agent())
    assert caught.value.details["limit"] == "day"
    limits, today = await money.limits(ORG)
    assert limits.per_day_usd == 6
    assert today == pytest.approx(6)


def use(ledger: Any, usd: float) -> None:
    tokens = {"output_token_details": {"audio_tokens": round(usd / 64 * 1e6)}}
    ledger.usage(UsageReported("response", "gpt-realtime-2.1", tokens))


async def test_running_calls_count_against_each_other_and_hear_of_a_new_limit(
    database: Database,
) -> None:
    money = spending(database)
    limited = agent(limits=SpendLimits(per_day_usd=1))
    one, two = make_call(direction=Direction.BROWSER), make_call(direction=Direction.BROWSER)
    await keep(database, one, two, spent(0.2))
    first, second = money.ledger(one, limited), money.ledger(two, limited)
    use(first, 0.3)
    use(second, 0.3)
    await money.refresh()
    assert first.due_limit() == LimitNear("warn", "agent")
    assert second.due_limit() == LimitNear("warn", "agent")
    use(second, 0.3)
    await money.refresh()
    assert first.due_limit() == LimitNear("stop", "agent")
    await money.change_limits(ORG, DayLimits(per_day_usd=0.5), "ann")
    await money.refresh()
    assert second.due_limit() in (LimitNear("stop", "agent"), LimitNear("stop", "day"))


async def test_finished_ledgers_are_forgotten(database: Database) -> None:
    money = spending(database)
    call = make_call()
    ledger = money.ledger(call, agent())
    ledger.finish(10)
    await money.refresh()
    assert money._ledgers == {}


def test_a_transferred_call_is_settled_with_both_legs() -> None:
    money = Spending.__new__(Spending)
    money._base, money._rules, money._ledgers = DEFAULT_PRICES, {}, {}
    begun = utc_now() - timedelta(seconds=200)
    call = make_call(answered_at=begun, ended_at=begun + timedelta(seconds=200), agent=agent())
    settled = money.settle(call)
    assert settled is not None
    leg = Leg(kind="transfer", to_number="+15551234567", lasted_s=100)
    bill = money.with_legs(settled, call.org_id, [leg])
    assert bill.final
    amounts = {item.kind: item.quantity for item in bill.items}
    assert amounts == {"carrier.minutes": 4, "carrier.transfer": 2}
    assert money.settle(make_call()) is None


async def finished(database: Database, sid: str | None, **fields: Any) -> Call:
    now = utc_now() - timedelta(minutes=2)
    item = CostItem(
        kind="carrier.minutes",
        quantity=1,
        unit="minute",
        unit_price_usd=0.0085,
        amount_usd=0.0085,
        source="estimate",
    )
    values: dict[str, Any] = {
        "status": CallStatus.COMPLETED,
        "carrier_call_sid": sid,
        "answered_at": now,
        "ended_at": now,
        "cost": CallCost(items=[item], total_usd=0.0085, final=True),
    }
    call = make_call(**{**values, **fields})
    await keep(database, call)
    return call


async def test_the_carrier_s_prices_are_collected_with_the_error_shown(
    database: Database,
) -> None:
    known = await finished(database, "CA1")
    later = await finished(database, "CA2")
    broken = await finished(database, "CA3")
    euros = await finished(database, "CA4")
    await finished(database, None)
    await finished(database, "CA5", answered_at=None)
    carrier = Carrier(CA1=Told(-0.01), CA2=Told(None), CA3=Unavailable("down"), CA4=Told(-1, "EUR"))
    money = Spending(database, carrier, "w1")
    assert await money.collect(carrier) == 1
    assert sorted(carrier.asked) == ["CA1", "CA2", "CA3", "CA4"]
    calls = for_org(database, DEFAULT_ORG).calls
    cost = (await calls.get(known.id)).cost
    assert (cost.carrier_price_usd, cost.total_usd) == (0.01, 0.01)
    assert cost.carrier_error_usd == pytest.approx(0.0015)
    for call in (later, broken, euros):
        assert (await calls.get(call.id)).cost.carrier_price_usd is None
    carrier.asked.clear()
    carrier.prices["CA2"] = Told(-0.0085)
    assert await money.collect(carrier) == 0  # not before its time
    assert carrier.asked == []
    await database.raw["calls"].update_one({"_id": later.id}, {"$set": {"price_due_at": utc_now()}})
    assert await money.collect(carrier) == 1
    assert (await calls.get(later.id)).cost.carrier_error_usd == 0


async def test_a_price_that_never_comes_is_given_up(database: Database) -> None:
    call = await finished(database, "CA1")
    carrier = Carrier()
    money = Spending(database, carrier, "w1")
    for _ in range(12):
        await money.collect(carrier)
        await database.raw["calls"].update_one(
            {"_id": call.id, "price_due_at": {"$exists": True}},
            {"$set": {"price_due_at": utc_now()}},
        )
    assert len(carrier.asked) == 8
