"""The app over a real database, with an account of numbers kept in memory."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import httpx
from fastapi import FastAPI
from tests.support.access import anybody
from tests.support.tails import NO_TAILS

from phony.api.http.deps import Services, SetupInfo
from phony.api.routers import add_routers
from phony.app.building import calling
from phony.app.far_ends import Outward
from phony.aside import Aside
from phony.carriers.twilio import TwilioCarrier
from phony.domain.errors import Unavailable
from phony.domain.ids import utc_now
from phony.domain.numbers import CarrierNumber, CarrierVoiceConfig
from phony.engines.openai import OpenAIEngine
from phony.net.http import OutboundHttp
from phony.service.access.access import Access
from phony.service.access.sessions import SESSION_S
from phony.service.access.signatures import SignatureRules
from phony.service.agents.agents import AgentService
from phony.service.agents.applying import YamlService
from phony.service.agents.numbers import NumberService
from phony.service.calls.addresses import Addresses
from phony.service.live.edits import LiveEdits
from phony.service.live.feed import Feed
from phony.service.money.spending import Spending
from phony.service.operations.doctor import Doctor, DoctorConfig
from phony.service.operations.metrics import Exposition, Metrics
from phony.service.operations.telemetry import fastapi_settings
from phony.service.outbox.webhooks import WebhookService
from phony.store.database import Database
from phony.store.keys import StoredKeyDirectory

LOOPBACK = ("127.0.0.1", 40000)
NUMBER = "+18578167225"
EXAMPLE: dict[str, Any] = {
    "name": "Customer Service Agent",
    "type": "inbound",
    "phone_number": NUMBER,
    "system_prompt": "You are a friendly customer service representative.",
    "voice": "nova",
    "greeting_message": "Hello! How can I help you today?",
    "context_data": {
        "business_hours": "9 AM - 6 PM EST",
        "support_email": "help@company.com",
    },
}


@dataclass
class Account:
    """A carrier account: numbers that can be listed and changed, or that do not answer."""

    held: dict[str, CarrierNumber] = field(default_factory=dict)
    page_size: int = 50
    down: bool = False
    writes: list[tuple[str, CarrierVoiceConfig]] = field(default_factory=list)

    def add(self, phone_number: str, **config: str) -> None:
        """Buy a number."""
        self.held[phone_number] = CarrierNumber(
            sid=f"PN{len(self.held):032x}",
            phone_number=phone_number,
            friendly_name=f"Line {len(self.held)}",
            config=CarrierVoiceConfig(**config),
        )

    def _answer(self) -> None:
        if self.down:
            raise Unavailable("The carrier does not answer (ConnectError).")

    async def numbers(self) -> AsyncIterator[list[CarrierNumber]]:
        """All numbers, page by page."""
        self._answer()
        items = list(self.held.values())
        for start in range(0, len(items), self.page_size):
            yield items[start : start + self.page_size]

    async def number(self, phone_number: str) -> CarrierNumber | None:
        """One number as it is now."""
        self._answer()
        return self.held.get(phone_number)

    async def set_number(self, sid: str, config: CarrierVoiceConfig) -> CarrierNumber:
        """Write what a call to the number meets."""
        self._answer()
        self.writes.append((sid, config))
        number = next(item for item in self.held.values() if item.sid == sid)
        number.config = config
        return number

    async def account(self) -> dict[str, Any]:
        """The account itself."""
        self._answer()
        return {"status": "active", "type": "Full"}


def control_app(
    database: Database,
    account: Account | None = None,
    *,
    api_key: str | None = None,
    public_url: str | None = None,
    trusted_gateways: str = "",
    rate_per_s: float = 0,
    worker_id: str = "w1",
) -> FastAPI:
    """The app as it is served, except that nothing runs beside the requests.

    The carrier's numbers are `account`'s; nobody listens where calls and the engine would be.
    """
    metrics = Metrics()
    base_url = public_url or "http://127.0.0.1:24187"
    access = Access(
        StoredKeyDirectory(database, session_s=SESSION_S),
        api_key=api_key,
        public_url=public_url,
        trusted_gateways=trusted_gateways,
        rate_per_s=rate_per_s,
        ours=anybody,
    )
    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        telemetry=fastapi_settings(None),
    )
    app.state.services = _services(
        database,
        account if account is not None else Account(),
        access,
        metrics,
        base_url,
        worker_id,
    )
    add_routers(app, metrics)
    return app


def _services(
    database: Database,
    account: Account,
    access: Access,
    metrics: Metrics,
    base_url: str,
    worker_id: str,
) -> Services:
    outward = nowhere()
    addresses = Addresses(base_url, base_url.replace("http", "ws", 1), worker_id)
    spending = Spending(database, outward.carrier, worker_id)
    runs = calling(
        database,
        outward,
        spending,
        metrics,
        addresses,
        max_calls=10,
        speak_ahead=False,
        tails=NO_TAILS,
    )
    numbers = NumberService(database, account, base_url=base_url)
    agents = AgentService(database, numbers, prices=spending.prices)
    config = DoctorConfig(
        base_url=base_url,
        public_url=access.public_url,
        openai_rest_url="http://127.0.0.1:1/v1",
        prices_dated=lambda: date(2026, 10, 1),
    )
    return Services(
        setup=SetupInfo(
            version="0.1.0",
            base_url=base_url,
            public_url=access.public_url,
            worker_id=worker_id,
            carrier_is_sandbox=True,
            engine_is_sandbox=True,
            mongodb_is_private=True,
            sandbox_url=None,
            sandbox_speech=False,
        ),
        database=database,
        access=access,
        agents=agents,
        yaml=YamlService(database, agents, Aside()),
        aside=Aside(at_once=2),
        numbers=numbers,
        calls=runs.calls,
        signatures=SignatureRules(base_url, addresses.stream_base_url, ["test-token"]),
        live_edits=LiveEdits(database, agents),
        feed=Feed(database),
        spending=spending,
        webhooks=WebhookService(database, outward.http, worker_id),
        doctor=Doctor(database, numbers, account, config, timeout_s=2, now=utc_now),
        exposition=Exposition(database, metrics, worker_id),
    )


@cache
def tls() -> ssl.SSLContext:
    """One for all tests of a process: making it takes tens of milliseconds."""
    return ssl.create_default_context()


def nowhere() -> Outward:
    """Clients of far ends that do not answer."""
    return Outward(
        carrier=TwilioCarrier("AC" + "0" * 32, "test-token", api_base="http://127.0.0.1:9"),
        engine=OpenAIEngine("ws://127.0.0.1:9/v1/realtime", "test", tls()),
        http=OutboundHttp(ssl_context=tls()),
    )


@asynccontextmanager
async def client_of(
    app: FastAPI,
    *,
    peer: tuple[str, int] = LOOPBACK,
    host: str = "localhost:24187",
    headers: dict[str, str] | None = None,
) -> AsyncIterator[httpx.AsyncClient]:
    """A client that asks `app` from `peer` under the name `host`."""
    transport = httpx.ASGITransport(app, client=peer, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url=f"http://{host}", headers=headers
    ) as client:
        yield client
