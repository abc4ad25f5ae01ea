"""Builds everything from settings and hands it down."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import ssl
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path

from fastapi import FastAPI

from phony import __version__
from phony.api.carrier import softphone, twilio
from phony.api.carrier.streams import MediaRoutes
from phony.api.carrier.twilio import SignatureRules
from phony.api.http import openapi
from phony.api.http.dashboard import dashboard_router
from phony.api.http.deps import Services, SetupInfo
from phony.api.rest import place
from phony.api.routers import add_control_plane
from phony.carriers.twilio import TwilioCarrier
from phony.carriers.twilio_numbers import TwilioNumbers
from phony.domain.agents import DEFAULT_MODEL, DEFAULT_TRANSCRIPTION_MODEL
from phony.domain.ids import DEFAULT_ORG
from phony.engines.openai import OpenAIEngine
from phony.net import handoff, websocket
from phony.net.http import OutboundHttp
from phony.net.ports import UpgradeRequest
from phony.net.upgrade import Decision, Refusal, Upgrades
from phony.service.access.access import SESSION_S, Access
from phony.service.after.retention import Retention
from phony.service.after.summaries import Summaries
from phony.service.agents.agents import AgentService
from phony.service.agents.numbers import NumberService
from phony.service.bridge.registry import CallRegistry
from phony.service.calls import ownership
from phony.service.calls.addresses import Addresses
from phony.service.calls.calls import Calls, build_calls
from phony.service.live.edits import LiveEdits
from phony.service.live.feed import Feed
from phony.service.money.spending import Spending
from phony.service.operations import telemetry
from phony.service.operations.doctor import Doctor, DoctorConfig
from phony.service.operations.keep_running import keep_running
from phony.service.operations.metrics import Exposition, Metrics
from phony.service.outbox.webhooks import WebhookService
from phony.service.tools.http import HttpTools
from phony.settings import SANDBOX_ACCOUNT_SID, SANDBOX_AUTH_TOKEN, Settings
from phony.store.database import Database
from phony.store.journal import Journal
from phony.store.keys import StoredKeyDirectory
from phony.store.leases import Leases
from phony.store.repositories import ensure_indexes
from phony.store.workers import WorkerState


class FarEnds:
    """Where carrier and engine are, and how we prove ourselves there."""

    def __init__(self, settings: Settings) -> None:
        """The sandbox takes the place of whichever has no credentials."""
        sandbox = f"127.0.0.1:{settings.sandbox_port}"
        if settings.carrier_is_sandbox:
            self.account_sid, self.auth_token = SANDBOX_ACCOUNT_SID, SANDBOX_AUTH_TOKEN
            self.api_base = settings.twilio_api_base or f"http://{sandbox}"
        else:
            assert settings.twilio_account_sid
            assert settings.twilio_auth_token
            self.account_sid = settings.twilio_account_sid
            self.auth_token = settings.twilio_auth_token.get_secret_value()
            self.api_base = settings.twilio_api_base
        if settings.engine_is_sandbox:
            self.engine_url = f"ws://{sandbox}/v1/realtime"
            self.engine_rest_url = f"http://{sandbox}/v1"
            self.engine_key = "sandbox"
        else:
            assert settings.openai_api_key
            self.engine_url = settings.openai_url
            self.engine_rest_url = settings.openai_rest_url
            self.engine_key = settings.openai_api_key.get_secret_value()
        tokens = [self.auth_token]
        if settings.twilio_auth_token_secondary is not None:
            tokens.append(settings.twilio_auth_token_secondary.get_secret_value())
        self.tokens = tokens


def create_app(settings: Settings, *, worker_id: str) -> FastAPI:
    """One worker's app; `state.ws_class` is uvicorn's `ws`, `state.drain` is awaited at its end."""
    websocket.use_codec(settings.socket_codec)
    routes: list[MediaRoutes] = []

    def route(request: UpgradeRequest, passed_on: bool) -> Decision | Awaitable[Decision]:
        if not routes:
            return Refusal(503, "not ready")
        return routes[0].route(request, passed_on)

    upgrades = Upgrades(route)

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(asyncio.to_thread, app.state.flush_traces)
            worker = await Worker.build(app, settings, worker_id, upgrades, stack)
            routes.append(worker.media)
            async with worker.running():
                gc.collect()
                gc.freeze()  # what lives as long as the process need not be looked at again
                # A full collection stops the audio: the registry asks for one when calls ended.
                gc.set_threshold(10_000, 20, 100)
                yield
            routes.clear()

    metrics = Metrics()
    traces, flush_traces = telemetry.provider(
        settings.otlp_endpoint, worker_id=worker_id, version=__version__
    )
    app = FastAPI(
        title="Phony",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,  # ours need no CDN: api/http/docs.py
        redoc_url=None,
        generate_unique_id_function=openapi.operation_id,
        telemetry=telemetry.fastapi_settings(traces),
    )
    app.state.metrics = metrics
    app.state.flush_traces = flush_traces
    app.state.draining = False
    app.state.ws_class = upgrades.protocol_class()
    app.include_router(twilio.router)
    app.include_router(place.router)
    app.include_router(softphone.router)
    add_control_plane(app, metrics)
    app.include_router(dashboard_router())

    async def drain() -> None:
        app.state.draining = True
        registry: CallRegistry | None = getattr(app.state, "registry", None)
        if registry is not None:
            # Leave time to let go of what still runs, so that others can take it up.
            calls: Calls = app.state.services.calls
            await calls.drain(max(0.0, settings.drain_s - 8))

    app.state.drain = drain
    return app


class Worker:
    """Everything one worker is made of."""

    def __init__(
        self,
        *,
        database: Database,
        registry: CallRegistry,
        journal: Journal,
        calls: Calls,
        media: MediaRoutes,
        upgrades: Upgrades,
        receiver: handoff.Receiver,
        exposition: Exposition,
        services: Services,
        worker_id: str,
    ) -> None:
        """Made by `build`."""
        self.database = database
        self.registry = registry
        self.journal = journal
        self.calls = calls
        self.media = media
        self.upgrades = upgrades
        self.receiver = receiver
        self.exposition = exposition
        self.services = services
        self.worker_id = worker_id

    @classmethod
    async def build(
        cls,
        app: FastAPI,
        settings: Settings,
        worker_id: str,
        upgrades: Upgrades,
        stack: contextlib.AsyncExitStack,
    ) -> Worker:
        """Connect and construct; `stack` closes what must be closed."""
        far = FarEnds(settings)
        assert settings.mongodb_url, "the supervisor starts a database when none is configured"
        metrics: Metrics = app.state.metrics
        database = await Database.connect(
            settings.mongodb_url,
            settings.mongodb_database,
            event_listeners=[metrics.pool_listener],
        )
        stack.push_async_callback(database.close)
        await ensure_indexes(database)
        tls = ssl.create_default_context()  # one per process: making it takes tens of milliseconds
        http = OutboundHttp(allow_private=settings.allow_private_urls, ssl_context=tls)
        stack.push_async_callback(http.aclose)
        account = TwilioNumbers(far.account_sid, far.auth_token, api_base=far.api_base)
        stack.push_async_callback(account.close)

        registry = CallRegistry(worker_id, max_calls=settings.max_calls, metrics=metrics)
        journal = Journal(database)
        metrics.watch("journal", lambda: journal.backlog, lambda: journal.shed_events)
        carrier = TwilioCarrier(far.account_sid, far.auth_token, api_base=far.api_base)
        addresses = Addresses(
            settings.base_url, settings.stream_base_url, worker_id, settings.media_token_ttl_s
        )
        spending = Spending(database, carrier, worker_id, price_file=settings.prices_file)
        await spending.load(DEFAULT_ORG)
        engine = OpenAIEngine(far.engine_url, far.engine_key, tls, version=__version__)
        calls = build_calls(
            database=database,
            registry=registry,
            journal=journal,
            engine=engine,
            carrier=carrier,
            tools=HttpTools(http),
            addresses=addresses,
            spending=spending,
        )
        access = Access(
            StoredKeyDirectory(database, session_s=SESSION_S),
            api_key=settings.api_key.get_secret_value() if settings.api_key else None,
            public_url=settings.public_url,
            trusted_gateways=settings.trusted_gateways,
            rate_per_s=settings.rate_limit_per_s,
        )
        rules = SignatureRules(
            settings.base_url,
            settings.stream_base_url,
            far.tokens,
            settings.twilio_webhook_key.get_secret_value() if settings.twilio_webhook_key else None,
        )
        numbers = NumberService(
            database,
            account,
            base_url=settings.base_url,
            reachable=bool(settings.public_url) or settings.carrier_is_sandbox,
            fallback_url=settings.voice_fallback_url,
        )
        voices = frozenset(v.strip() for v in settings.shared_voices.split(",") if v.strip())
        agents = AgentService(database, numbers, shared_voices=voices)
        exposition = Exposition(database, app.state.metrics, worker_id)
        services = Services(
            database=database,
            access=access,
            agents=agents,
            numbers=numbers,
            doctor=Doctor(
                database, numbers, account, _doctor_config(settings, far, access, spending)
            ),
            setup=_setup(settings, far, worker_id),
            exposition=exposition,
            calls=calls,
            live_edits=LiveEdits(database, agents),
            spending=spending,
            feed=Feed(database),
            webhooks=WebhookService(database, http, worker_id),
            retention=Retention(database, worker_id),
            summaries=Summaries(database, engine, spending),
        )
        services.extra |= {
            "signatures": rules,
            "carrier_events": calls.callbacks,
            "outbound": calls.outbound,
            "warm": calls.warm,
            "http": http,
            "registry": registry,
            "journal": journal,
        }
        app.state.services = services
        app.state.registry = registry
        run_dir = Path(settings.data_dir) / "run"
        media = MediaRoutes(
            calls, access, rules, run_dir=run_dir, worker_id=worker_id, spawn=upgrades.spawn
        )
        receiver = handoff.Receiver(handoff.path_of(run_dir, worker_id), upgrades.adopt)
        return cls(
            database=database,
            registry=registry,
            journal=journal,
            calls=calls,
            media=media,
            upgrades=upgrades,
            receiver=receiver,
            exposition=exposition,
            services=services,
            worker_id=worker_id,
        )

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """All work beside the calls, owned by one group; calls end before it does."""
        following, owning = asyncio.Event(), asyncio.Event()
        state = WorkerState(id=self.worker_id)
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(self.journal.run(), name="journal"),
                group.create_task(self.registry.run(owning), name="calls"),
                group.create_task(
                    ownership.follow(
                        self.database,
                        self.registry,
                        self.calls.callbacks,
                        self.calls.resuming,
                        following,
                    ),
                    name="follow",
                ),
                group.create_task(self.calls.reaper.run(), name="reaper"),
                group.create_task(
                    ownership.heartbeat(self.database, self.registry, state, self._shed),
                    name="heartbeat",
                ),
                group.create_task(self.exposition.run(), name="metrics"),
                group.create_task(self._reconnect_numbers(), name="numbers"),
            ]
            services = self.services
            beside = (
                services.spending,
                services.feed,
                services.webhooks,
                services.retention,
                services.summaries,
            )
            for work in beside:
                if work is not None:
                    name = type(work).__name__
                    tasks.append(group.create_task(keep_running(name, work.run), name=name))
            async with asyncio.timeout(15):
                await owning.wait()
                await following.wait()
            self.receiver.start()
            try:
                yield
            finally:
                self.receiver.stop()
                await self.registry.drain(0)
                await self.upgrades.close()
                await self.exposition.leave()
                # The journal last: it writes what the others left.
                for task in reversed(tasks):
                    task.cancel()

    async def _reconnect_numbers(self) -> None:
        """One worker of those that start at the same time is enough."""
        leases = Leases(self.database)
        if await leases.take("reconnect", self.worker_id, ttl_s=60):
            await self.services.numbers.reconnect(DEFAULT_ORG)
            await leases.drop("reconnect", self.worker_id)

    def _shed(self) -> int:
        return self.journal.shed_events + self.journal.shed_audio_bytes


def _doctor_config(
    settings: Settings, far: FarEnds, access: Access, spending: Spending
) -> DoctorConfig:
    return DoctorConfig(
        base_url=settings.base_url,
        public_url=settings.public_url,
        carrier_is_sandbox=settings.carrier_is_sandbox,
        engine_is_sandbox=settings.engine_is_sandbox,
        mongodb_is_private=settings.mongodb_is_private,
        key_required=access.key_required,
        openai_rest_url=far.engine_rest_url,
        openai_key=far.engine_key,
        data_dir=Path(settings.data_dir),
        prices_dated=lambda: spending.prices(DEFAULT_ORG).dated,
        default_models=(DEFAULT_MODEL, DEFAULT_TRANSCRIPTION_MODEL),
    )


def _setup(settings: Settings, far: FarEnds, worker_id: str) -> SetupInfo:
    sandbox = settings.carrier_is_sandbox or settings.engine_is_sandbox
    return SetupInfo(
        version=__version__,
        public_url=settings.public_url,
        base_url=settings.base_url,
        carrier_is_sandbox=settings.carrier_is_sandbox,
        engine_is_sandbox=settings.engine_is_sandbox,
        mongodb_is_private=settings.mongodb_is_private,
        sandbox_url=f"http://127.0.0.1:{settings.sandbox_port}" if sandbox else None,
        sandbox_speech=settings.sandbox_speech,
        account_sid=None if settings.carrier_is_sandbox else far.account_sid,
        worker_id=worker_id,
        workers=settings.workers,
        data_dir=str(settings.data_dir),
    )
