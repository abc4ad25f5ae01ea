"""Money beyond one call: prices in force, what a day may cost, the carrier's own prices."""

from __future__ import annotations

import asyncio
import logging
import weakref
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import yaml
from pydantic import BaseModel, ConfigDict, Field
from pymongo.errors import PyMongoError

from phony.domain.agents import Agent
from phony.domain.bills import CallCost, Leg
from phony.domain.calls import Call, Direction, detects_machines
from phony.domain.errors import ConfigError, Conflict, Invalid, PhonyError
from phony.domain.ids import utc_now
from phony.domain.prices import DEFAULT_PRICES, PriceTable, override
from phony.service.money.ledger import Ledger, corrected, with_legs
from phony.store.database import Database
from phony.store.due import DuePrices
from phony.store.leases import Leases
from phony.store.repositories import for_org

log = logging.getLogger(__name__)

REFRESH_S = 2.0
COLLECT_S = 15.0
COLLECT_AT_ONCE = 20
LEASE = "prices.collect"


class LimitReached(Conflict):
    """A money limit is used up: no call may begin."""

    code = "limit_reached"


class CarrierCall(Protocol):
    """A call as the carrier sees it."""

    @property
    def price(self) -> float | None:
        """None until it is known; negative means that we pay."""

    @property
    def price_unit(self) -> str:
        """The currency."""


class CarrierPrices(Protocol):
    """Where the carrier's own prices come from (`carriers.twilio.TwilioCarrier`)."""

    async def fetch(self, sid: str) -> CarrierCall | None:
        """The call, or None if the carrier does not know it."""


class DayLimits(BaseModel):
    """Limits of an organization. Agents have their own beside."""

    model_config = ConfigDict(extra="forbid")

    per_day_usd: float | None = Field(
        None, gt=0, le=1e9, description="USD of all calls of a day (UTC); null is no limit."
    )


@dataclass(slots=True)
class _Rules:
    """What is in force for one organization."""

    prices: PriceTable
    day_limit_usd: float | None = None


def read_price_file(path: Path) -> dict[str, Any]:
    """The operator's changes to the price table, from YAML or JSON.

    Raises:
        ConfigError: unreadable, or not a price table.
    """
    cure = "Fix the file, or unset PHONY_PRICES_FILE."
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}", cure=cure) from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise ConfigError(f"{path}: not a price table", cure=cure)
    try:
        override(DEFAULT_PRICES, content)
    except Invalid as error:
        raise ConfigError(f"{path}: {error}", cure=cure) from error
    return content


def day_start(now: datetime) -> datetime:
    """When the day of `now` began, in UTC."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


class Spending:
    """Prices, ledgers and limits of this worker; `run` belongs to the app's lifespan."""

    def __init__(
        self,
        database: Database,
        carrier: CarrierPrices | None,
        worker_id: str,
        *,
        price_file: Path | None = None,
    ) -> None:
        """Reads `price_file` at once.

        Raises:
            ConfigError: the file cannot be used.
        """
        self._database = database
        self._carrier = carrier
        self._worker_id = worker_id
        self._leases = Leases(database)
        self._base = DEFAULT_PRICES
        self.has_file = price_file is not None
        if price_file is not None:
            self._base = override(DEFAULT_PRICES, read_price_file(price_file))
        self._rules: dict[str, _Rules] = {}
        self._ledgers: dict[str, tuple[str, str, weakref.ref[Ledger]]] = {}

    # ---- prices --------------------------------------------------------------------------

    @property
    def base(self) -> PriceTable:
        """The table without an organization's changes: as shipped, or the file's."""
        return self._base

    def prices(self, org_id: str) -> PriceTable:
        """The table in force, as last read."""
        rules = self._rules.get(org_id)
        return rules.prices if rules is not None else self._base

    async def load(self, org_id: str) -> PriceTable:
        """Read what the organization's operators set."""
        options = for_org(self._database, org_id).options
        changes, _ = await options.get("prices")
        limits, _ = await options.get("limits")
        try:
            table = override(self._base, changes)
        except Invalid as error:  # it fitted an older version's table
            log.error("the stored price table cannot be used: %s", error)
            table = self._base
        self._rules[org_id] = _Rules(table, limits.get("per_day_usd"))
        return table

    async def change_prices(
        self, org_id: str, changes: Mapping[str, Any], actor: str, *, based_on: int | None = None
    ) -> PriceTable:
        """Replace the organization's changes to the table.

        Raises:
            Invalid: not a price table. Conflict: somebody else changed it meanwhile.
        """
        override(self._base, changes)
        options = for_org(self._database, org_id).options
        await options.put("prices", changes, actor=actor, based_on=based_on)
        return await self.load(org_id)

    async def limits(self, org_id: str) -> tuple[DayLimits, float]:
        """The organization's limits, and what today cost so far."""
        values, _ = await for_org(self._database, org_id).options.get("limits")
        spent = await for_org(self._database, org_id).stats.spent(day_start(utc_now()))
        return DayLimits.model_validate(values), sum(spent.values())

    async def change_limits(self, org_id: str, limits: DayLimits, actor: str) -> None:
        """Set the organization's limits, for running calls, too."""
        await for_org(self._database, org_id).options.put(
            "limits", limits.model_dump(), actor=actor
        )
        await self.load(org_id)

    # ---- calls -----------------------------------------------------------------------------

    def ledger(self, call: Call, agent: Agent) -> Ledger:
        """The bill of a call, from its record on."""
        inbound = call.direction is Direction.INBOUND
        rules = self._rules.get(call.org_id)
        ledger = Ledger.resume(
            call.cost,
            prices=self.prices(call.org_id),
            direction=call.direction,
            our_number=call.to_number if inbound else call.from_number,
            other_number=call.from_number if inbound else call.to_number,
            limits=agent.limits,
            day_limit_usd=rules.day_limit_usd if rules is not None else None,
            detection=detects_machines(call),
            answered=call.answered_at is not None,
        )
        self._ledgers[call.id] = (call.org_id, call.agent_id, weakref.ref(ledger))
        return ledger

    def refusal(self, call: Call) -> CallCost:
        """The bill of a caller who heard one sentence: for that, the carrier answered."""
        ledger = Ledger(self.prices(call.org_id), call.direction, our_number=call.to_number)
        return ledger.finish(0)

    def settle(self, call: Call) -> CallCost | None:
        """The final bill of a call that no worker runs any more; None if it has one."""
        if call.agent is None or call.cost.final:
            return None
        ended_at = call.ended_at or utc_now()
        began_at = call.answered_at or ended_at
        duration_s = max(0.0, (ended_at - began_at).total_seconds())
        return self.ledger(call, call.agent).finish(duration_s)

    def with_legs(self, cost: CallCost, org_id: str, legs: Iterable[Leg]) -> CallCost:
        """A final bill with the other calls that the carrier made for this one."""
        return with_legs(cost, legs, self.prices(org_id), utc_now())

    async def check(self, agent: Agent) -> None:
        """Say whether a call of this agent may begin.

        Raises:
            LimitReached: the agent's or the organization's money for today is spent.
        """
        rules = self._rules.get(agent.org_id)
        day_limit = rules.day_limit_usd if rules is not None else None
        if agent.limits.per_day_usd is None and day_limit is None:
            return
        spent = await for_org(self._database, agent.org_id).stats.spent(day_start(utc_now()))
        for what, limit, usd in (
            ("agent", agent.limits.per_day_usd, spent.get(agent.id, 0.0)),
            ("day", day_limit, sum(spent.values())),
        ):
            if limit is not None and usd >= limit:
                raise LimitReached(
                    f"Today's limit of {limit:g} USD is used up.",
                    cure="Raise the limit, or wait until tomorrow (UTC).",
                    details={"limit": what, "limit_usd": limit, "spent_usd": round(usd, 6)},
                )

    # ---- the background --------------------------------------------------------------------

    async def run(self) -> None:
        """Keep prices and the day's spending current, and collect the carrier's prices."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._refresh_for_ever())
            if self._carrier is not None:
                group.create_task(self._collect_for_ever(self._carrier))

    async def _refresh_for_ever(self) -> None:
        while True:
            try:
                await self.refresh()
            except PyMongoError as error:
                log.warning("spending: not refreshed: %s", type(error).__name__)
            await asyncio.sleep(REFRESH_S)

    async def refresh(self) -> None:
        """Tell running calls what the others have spent today."""
        live: dict[str, list[tuple[str, str, Ledger]]] = defaultdict(list)
        for call_id, (org_id, agent_id, reference) in list(self._ledgers.items()):
            ledger = reference()
            if ledger is None or ledger.cost.final:
                del self._ledgers[call_id]
            else:
                live[org_id].append((call_id, agent_id, ledger))
        for org_id in {*self._rules, *live}:
            await self.load(org_id)
        since = day_start(utc_now())
        for org_id, ledgers in live.items():
            limit = self._rules[org_id].day_limit_usd
            for _, _, ledger in ledgers:
                ledger.set_day_limit(limit)
            if not any(ledger.watches_day for _, _, ledger in ledgers):
                continue
            ours = [call_id for call_id, _, _ in ledgers]
            stored = await for_org(self._database, org_id).stats.spent(since, without=ours)
            for _, agent_id, ledger in ledgers:
                stored[agent_id] = stored.get(agent_id, 0.0) + ledger.cost.total_usd
            everything = sum(stored.values())
            for _, agent_id, ledger in ledgers:
                own = ledger.cost.total_usd
                ledger.others_spent(agent_usd=stored[agent_id] - own, day_usd=everything - own)

    async def _collect_for_ever(self, carrier: CarrierPrices) -> None:
        while True:
            await asyncio.sleep(COLLECT_S)
            try:
                if await self._leases.take(LEASE, self._worker_id, COLLECT_S * 3):
                    await self.collect(carrier)
            except PyMongoError as error:
                log.warning("carrier's prices: not collected: %s", type(error).__name__)

    async def collect(self, carrier: CarrierPrices) -> int:
        """Ask for the prices that are due; how many came."""
        unpriced = DuePrices(self._database)
        await unpriced.mark(utc_now() - timedelta(days=2))
        came = 0
        async for call in unpriced.due(COLLECT_AT_ONCE):
            price = await self._ask(carrier, call)
            if price is None:
                await unpriced.postpone(call.id)
                continue
            await unpriced.settle(call.id, partial(corrected, carrier_usd=price))
            came += 1
        return came

    async def _ask(self, carrier: CarrierPrices, call: Call) -> float | None:
        try:
            found = await carrier.fetch(call.carrier_call_sid or "")
        except PhonyError as error:
            log.info("call %s: the carrier did not tell its price: %s", call.id, error.code)
            return None
        if found is None or found.price is None or found.price_unit.upper() not in ("", "USD"):
            return None
        return abs(found.price)
