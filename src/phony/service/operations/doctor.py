"""Looks at everything a call depends on, and says how to cure what is wrong."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Protocol

import httpx
from pydantic import BaseModel, Field
from pymongo.errors import PyMongoError

from phony.domain.errors import PhonyError, Unavailable
from phony.domain.ids import utc_now
from phony.domain.models import SHUTDOWNS
from phony.domain.numbers import NumberStatus
from phony.mongod import Trouble, noted_trouble
from phony.service.agents.numbers import NumberService, points_to
from phony.service.operations import reachability
from phony.service.operations.findings import CheckState, Finding, failed, ok, skipped, warning
from phony.store import agents
from phony.store.database import Database
from phony.store.engines import EngineStates
from phony.store.repositories import for_org
from phony.store.workers import WorkerDirectory

PRICES_OLD_AFTER = timedelta(days=90)
_SKEW_S = 5.0
_SILENT_S = 10.0  # a busy machine is late with its heartbeat, and not dead
LATE_MS = 60.0


class Check(BaseModel):
    """One finding; everything but `ok` says what to do."""

    id: str = Field(description="The check's stable name.")
    title: str = Field(description="What was looked at.")
    state: CheckState = Field(description="How it is.")
    detail: str = Field("", description="What was found, as a sentence.")
    cure: str | None = Field(None, description="What to do about it; null if all is well.")
    took_ms: float = Field(0, description="How long looking took, in ms.")


class DoctorReport(BaseModel):
    """All findings; `ok` if none failed."""

    ok: bool = Field(description="Whether nothing failed; warnings may stand.")
    at: datetime = Field(description="When it looked, UTC.")
    checks: list[Check] = Field(description="Each finding.")
    summary: dict[str, int] = Field(
        default_factory=dict, description="How many findings there are of each state."
    )


class CarrierAccount(Protocol):
    """The carrier's account (`carriers.twilio_numbers.TwilioNumbers`)."""

    async def account(self) -> dict[str, Any]:
        """The account, with its `status` and the carrier's `date` header."""


@dataclass(frozen=True)
class DoctorConfig:
    """What the doctor is told; `openai_key` stays in here."""

    base_url: str
    public_url: str | None = None
    carrier_is_sandbox: bool = True
    engine_is_sandbox: bool = True
    mongodb_is_private: bool = True
    key_required: bool = False
    openai_rest_url: str = ""
    openai_key: str = ""
    data_dir: Path | None = None
    prices_dated: Callable[[], date | None] = lambda: None
    default_models: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()  # of the settings' own


class Doctor:
    """Runs the checks, each by itself and within a time limit."""

    def __init__(
        self,
        database: Database,
        numbers: NumberService,
        carrier: CarrierAccount | None,
        config: DoctorConfig,
        *,
        timeout_s: float = 8,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """`carrier` is None if none is configured."""
        self._database = database
        self._numbers = numbers
        self._carrier = carrier
        self._config = config
        self._timeout_s = timeout_s
        self._now = now

    async def run(self, org_id: str) -> DoctorReport:
        """All checks, at the same time."""
        checks: list[tuple[str, str, Callable[[], Awaitable[Finding]]]] = [
            ("mongodb", "MongoDB answers", self._mongodb),
            ("mongodb_replica_set", "MongoDB is a replica set", self._replica_set),
            ("mongodb_indexes", "MongoDB has the indexes", self._indexes),
            ("data_dir", "The data folder is writable", self._data_dir),
            ("settings", "Settings do what they seem to", self._settings),
            ("workers", "Workers keep up", self._workers),
            ("records", "Records are whole", self._records),
            ("public_url", "The public URL suits the carrier", self._public_url),
            ("tls", "The public certificate is valid", self._certificate),
            ("webhook", "Webhooks reach this server", self._webhook),
            ("media_socket", "Media sockets reach this server", self._media_socket),
            ("access", "Strangers are kept out", self._access),
            ("carrier", "The carrier account works", self._carrier_account),
            ("numbers", "Numbers point to Phony", lambda: self._number_webhooks(org_id)),
            ("engine", "The voice engine accepts the key", self._engine),
            ("engines", "No engine is away", self._engines),
            ("models", "The agents' models stay available", lambda: self._models(org_id)),
            ("clock", "The clock is right", self._clock),
            ("prices", "The price table is recent", self._prices),
        ]
        results = await asyncio.gather(*(self._one(*check) for check in checks))
        summary: dict[str, int] = {}
        for check in results:
            summary[check.state.value] = summary.get(check.state.value, 0) + 1
        return DoctorReport(
            ok=not any(check.state is CheckState.FAILED for check in results),
            at=utc_now(),
            checks=list(results),
            summary=summary,
        )

    async def _one(
        self, check_id: str, title: str, check: Callable[[], Awaitable[Finding]]
    ) -> Check:
        began = time.perf_counter()
        try:
            async with asyncio.timeout(self._timeout_s):
                state, detail, cure = await check()
        except TimeoutError:
            state, detail, cure = failed(
                f"No answer within {self._timeout_s:.0f} s.", "Check the network, then try again."
            )
        except PhonyError as error:
            state, detail, cure = failed(str(error), error.cure or "See the server's log.")
        except (OSError, httpx.HTTPError, PyMongoError, ValueError, LookupError) as error:
            state, detail, cure = failed(
                f"{type(error).__name__} while asking.", "Check the network, then try again."
            )
        return Check(
            id=check_id,
            title=title,
            state=state,
            detail=detail,
            cure=cure,
            took_ms=round((time.perf_counter() - began) * 1000, 1),
        )

    # ---- database

    async def _mongodb(self) -> Finding:
        took_ms = math.inf
        for _ in range(3):  # the quickest: other checks run at the same time
            began = time.perf_counter()
            try:
                await self._database.ping(self._timeout_s)
            except Unavailable as error:
                trouble = self.database_trouble()
                if trouble is None:
                    return failed(str(error), "Check MONGODB_URL and that mongod runs.")
                return failed(f"{error} {trouble.problem}", trouble.cure)
            took_ms = min(took_ms, (time.perf_counter() - began) * 1000)
        where = "The private server" if self._config.mongodb_is_private else "MONGODB_URL"
        if took_ms > 250:
            private = self._config.mongodb_is_private
            cure = "This machine is busy." if private else "Run MongoDB nearer to this machine."
            return warning(f"{where} answers in {took_ms:.0f} ms.", cure)
        return ok(f"{where} answers in {took_ms:.1f} ms.")

    def database_trouble(self) -> Trouble | None:
        """Why the private server does not run, if we know; `phony serve` tries to start it."""
        folder = self._config.data_dir
        if folder is None or not self._config.mongodb_is_private:
            return None
        return noted_trouble(folder)

    async def _replica_set(self) -> Finding:
        hello = await self._database.hello()
        if name := hello.get("setName"):
            return ok(f"Replica set {name!r}, {len(hello.get('hosts', []))} member(s).")
        if hello.get("msg") == "isdbgrid":
            return ok("A sharded cluster.")
        return failed(
            "A single server: live updates and transactions need a replica set.",
            "Start mongod with --replSet rs0 and run rs.initiate() once.",
        )

    async def _indexes(self) -> Finding:
        if await agents.has_indexes(self._database):
            return ok("All there.")
        return failed("The agents' indexes are missing.", "Restart Phony: it creates them.")

    async def _data_dir(self) -> Finding:
        folder = self._config.data_dir
        if folder is None:
            return skipped("No data folder is used.")

        def try_it() -> bool:
            probe = folder / ".doctor"
            try:
                folder.mkdir(parents=True, exist_ok=True)
                probe.write_text("ok")
                probe.unlink()
            except OSError:
                return False
            return True

        if await asyncio.to_thread(try_it):
            return ok(str(folder))
        return failed(
            f"Cannot write to {folder}.", "Set PHONY_DATA_DIR to a folder that Phony may write to."
        )

    async def _settings(self) -> Finding:
        if doubts := self._config.doubts:
            return warning(" ".join(doubts), "Correct the environment, and start Phony again.")
        return ok("Each is known, and complete.")

    async def _workers(self) -> Finding:
        """All that share the database: who listens, who is late, who has no room."""
        workers = await WorkerDirectory(self._database).all(within_s=_SILENT_S)
        if not workers:
            return failed(
                "No worker's heart beats: calls are not resumed and levels not shown.",
                "Restart Phony; if it stays so, look for database errors in its log.",
            )
        calls = sum(worker.calls for worker in workers)
        room = sum(worker.max_calls for worker in workers)
        lag_ms = max(worker.lag_ms for worker in workers)
        if lag_ms > LATE_MS:
            return warning(
                f"A worker is {lag_ms:.0f} ms late: callers may hear gaps.",
                "Add workers (PHONY_WORKERS) up to the number of cores, or a machine.",
            )
        if room and calls >= 0.9 * room:
            return warning(
                f"{calls} of {room} lines are taken.",
                "Raise PHONY_MAX_CALLS, or add workers or machines.",
            )
        return ok(f"{len(workers)} alive, {calls} call(s), at most {lag_ms:.1f} ms late.")

    async def _records(self) -> Finding:
        """What had to go because the database was slow or away too long."""
        workers = await WorkerDirectory(self._database).all()
        lost_s = sum(worker.lost_audio_s for worker in workers)
        shed = sum(worker.shed for worker in workers)
        spilled_s = sum(worker.spilled_audio_s for worker in workers)
        if spilled_s and not lost_s and not shed:
            return warning(
                f"{spilled_s:.0f} s of recordings wait on disk for MongoDB; nothing is lost.",
                "MongoDB is away or too slow: see whether it runs, and give it a faster disk.",
            )
        if not lost_s and not shed:
            return ok("Nothing was lost since the workers started.")
        lost = [f"{lost_s:.0f} s of recordings"] if lost_s else []
        lost += [f"{shed} entries of flight records or states"] if shed else []
        return warning(
            f"Lost since the workers started: {' and '.join(lost)}.",
            "MongoDB was slow or away too long: give it a faster disk, or run it nearer. A call's"
            " flight record says `audio_lost` where its recording has a hole.",
        )

    # ---- reachability

    async def _public_url(self) -> Finding:
        sandbox = self._config.carrier_is_sandbox
        return await reachability.public_url(self._config.public_url, carrier_is_sandbox=sandbox)

    async def _certificate(self) -> Finding:
        return await reachability.certificate(self._config.public_url, self._now())

    async def _webhook(self) -> Finding:
        return await reachability.webhook(self._config.base_url, self._timeout_s)

    async def _media_socket(self) -> Finding:
        return await reachability.media_socket(self._config.base_url)

    async def _access(self) -> Finding:
        if self._config.key_required:
            return ok("A key is needed, also from this machine.")
        return ok("No key; only this machine is answered.")

    # ---- carrier

    async def _carrier_account(self) -> Finding:
        if self._carrier is None:
            return failed(
                "No carrier is configured.", "Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN."
            )
        account = await self._carrier.account()
        if self._config.carrier_is_sandbox:
            return ok("The sandbox carrier answers. It calls no real phones.")
        status = account.get("status", "active")
        if status != "active":
            return failed(f"The account is {status}.", "Open the Twilio console.")
        if account.get("type") == "Trial":
            return warning(
                "A trial account: it calls only verified numbers and speaks a notice first.",
                "Upgrade the account at Twilio.",
            )
        return ok("The account is active.")

    async def _number_webhooks(self, org_id: str) -> Finding:
        repositories = for_org(self._database, org_id)
        numbers = await repositories.numbers.all()
        holders = await repositories.agents.holders([number.phone_number for number in numbers])
        wrong = []
        for number in numbers:
            holder = holders.get(number.phone_number)
            if holder is None:
                continue
            view = self._numbers.view(number, holder)
            if number.status is NumberStatus.MISSING:
                wrong.append(f"{holder.name}: its number is no longer in the account")
            elif not view.webhook_ok:
                place = points_to(number.config) or "nowhere"
                wrong.append(f"{holder.name}: its number goes to {place}")
        if wrong:
            more = f" and {len(wrong) - 5} more" if len(wrong) > 5 else ""
            return warning(
                "; ".join(wrong[:5]) + more + ".",
                "POST /numbers/sync reconnects ours; assign with force takes over others'.",
            )
        if not numbers:
            return ok("No numbers read yet; POST /numbers/sync reads them.")
        return ok(f"{len(numbers)} number(s), {len(holders)} with an agent.")

    # ---- engine

    async def _models_of_engine(self) -> Mapping[str, str | None]:
        """The engine's models and their announced ends."""
        async with httpx.AsyncClient(timeout=self._timeout_s) as client:
            response = await client.get(
                f"{self._config.openai_rest_url.rstrip('/')}/models",
                headers={"Authorization": f"Bearer {self._config.openai_key}"},
            )
        if response.status_code in (401, 403):
            raise _Refused
        response.raise_for_status()
        items = response.json().get("data", [])
        return {str(item.get("id")): item.get("shutdown_date") for item in items}

    async def _engine(self) -> Finding:
        try:
            models = await self._models_of_engine()
        except _Refused:
            return failed("The key is refused.", "Check OPENAI_API_KEY and the project's access.")
        except httpx.HTTPStatusError as error:
            return failed(
                f"The engine answers {error.response.status_code}.",
                "Check PHONY_OPENAI_REST_URL, or try again later.",
            )
        except (httpx.HTTPError, ValueError) as error:
            return failed(
                f"The engine does not answer ({type(error).__name__}).",
                "Check the network and PHONY_OPENAI_REST_URL.",
            )
        if self._config.engine_is_sandbox:
            return ok("The sandbox engine answers. It is no real model.")
        return ok(f"The key works; {len(models)} models.")

    async def _engines(self) -> Finding:
        away = [state for state in await EngineStates(self._database).all() if state.away]
        if not away:
            return ok("Calls reach every engine that they ask.")
        named = "; ".join(f"{state.label}: {state.reason or 'no answer'}" for state in away)
        return warning(
            f"Away: {named}. New calls begin with the agent's next engine, if it has one.",
            "Check the engine's status page, its key and the network; calls go back by themselves.",
        )

    async def _models(self, org_id: str) -> Finding:
        wanted: dict[str, str] = {}
        for agent in await for_org(self._database, org_id).agents.all():
            wanted.setdefault(agent.model, agent.name)
            if agent.transcription.enabled:
                wanted.setdefault(agent.transcription.model, agent.name)
        for model in self._config.default_models:
            wanted.setdefault(model, "new agents")
        try:
            known = await self._models_of_engine()
        except (_Refused, httpx.HTTPError, ValueError):
            known = {}
        today = self._now().date()
        ended, ending, absent = [], [], []
        for model, user in wanted.items():
            end = known.get(model) or SHUTDOWNS.get(model)
            if end and date.fromisoformat(end) <= today:
                ended.append(f"{model} ({user}) ended on {end}")
            elif end:
                ending.append(f"{model} ({user}) ends on {end}")
            elif known and model not in known and not self._config.engine_is_sandbox:
                absent.append(f"{model} ({user}) is not among the account's models")
        cure = "Choose another model for these agents; gpt-realtime-2.1 and gpt-transcribe stay."
        if ended:
            return failed("; ".join(ended) + ".", cure)
        if ending or absent:
            return warning("; ".join((*absent, *ending)) + ".", cure)
        return ok(f"{len(wanted)} model(s), no announced end.")

    # ---- the rest

    async def _clock(self) -> Finding:
        """Compare with the carrier's clock and the database's."""
        hello = await self._database.hello()
        local: datetime = hello["localTime"]
        local = local if local.tzinfo else local.replace(tzinfo=UTC)
        skews = {"MongoDB": (self._now() - local).total_seconds()}
        if self._carrier is not None and not self._config.carrier_is_sandbox:
            try:
                stamp = str((await self._carrier.account()).get("date", ""))
                skews["Twilio"] = (self._now() - parsedate_to_datetime(stamp)).total_seconds()
            except (PhonyError, ValueError, TypeError):
                pass
        name, worst = max(skews.items(), key=lambda item: abs(item[1]))
        if abs(worst) > _SKEW_S:
            return failed(
                f"This machine's clock differs from {name}'s by {worst:+.1f} s.",
                "Switch time synchronisation on (NTP, chrony).",
            )
        return ok(f"Within {abs(worst):.1f} s of {name}.")

    async def _prices(self) -> Finding:
        dated = self._config.prices_dated()
        if dated is None:
            return skipped("No price table.")
        age = self._now().date() - dated
        if age > PRICES_OLD_AFTER:
            return warning(
                f"The price table is of {dated}, {age.days} days old: costs may be off.",
                "Compare it with the vendors' prices and PUT /prices, or set PHONY_PRICES_FILE.",
            )
        return ok(f"Of {dated}.")


class _Refused(Exception):
    """The engine does not accept the key."""
