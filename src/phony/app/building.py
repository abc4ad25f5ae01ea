"""Builds what a worker is made of: the database, what runs calls, what the routers use."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass
from pathlib import Path

from phony.api.http.deps import Services
from phony.app.far_ends import FarEnds, Outward, setup_info
from phony.aside import Aside
from phony.carriers.twilio_numbers import TwilioNumbers
from phony.domain.agents import DEFAULT_MODEL, DEFAULT_TRANSCRIPTION_MODEL
from phony.domain.ids import DEFAULT_ORG
from phony.net.http import OutboundHttp
from phony.service.access.access import Access
from phony.service.access.sessions import SESSION_S
from phony.service.agents.agents import AgentService
from phony.service.agents.applying import YamlService
from phony.service.agents.numbers import NumberService
from phony.service.bridge.breakers import Breakers
from phony.service.bridge.registry import CallRegistry, most_calls
from phony.service.bridge.sounds import Sounds
from phony.service.calls.addresses import Addresses
from phony.service.calls.calls import Calls, build_calls
from phony.service.live.edits import LiveEdits
from phony.service.live.feed import Feed
from phony.service.money.spending import Spending
from phony.service.operations.doctor import Doctor, DoctorConfig
from phony.service.operations.metrics import Exposition, Metrics
from phony.service.outbox.webhooks import WebhookService
from phony.service.tools.http import HttpTools
from phony.settings import Settings
from phony.store.database import Database
from phony.store.journal import Journal
from phony.store.keys import StoredKeyDirectory
from phony.store.repositories import ensure_indexes
from phony.store.tails import TailFile, Tails

_log = logging.getLogger(__name__)


async def connect(
    settings: Settings, metrics: Metrics, stack: contextlib.AsyncExitStack
) -> Database:
    """The database with its indexes; `stack` closes it."""
    assert settings.mongodb_url, "the supervisor starts a database when none is configured"
    database = await Database.connect(
        settings.mongodb_url,
        settings.mongodb_database,
        event_listeners=[metrics.pool_listener],
    )
    stack.push_async_callback(database.close)
    await ensure_indexes(database)
    return database


@dataclass(frozen=True, slots=True)
class Calling:
    """What runs calls."""

    registry: CallRegistry
    journal: Journal
    spending: Spending
    calls: Calls
    breakers: Breakers
    sounds: Sounds


def calling(
    database: Database,
    outward: Outward,
    spending: Spending,
    metrics: Metrics,
    addresses: Addresses,
    *,
    max_calls: int,
    speak_ahead: bool,
    tails: Tails,
) -> Calling:
    """Put together what runs calls; nothing runs yet."""
    registry = CallRegistry(addresses.worker_id, max_calls=max_calls, metrics=metrics)
    journal = Journal(database)
    breakers = Breakers()
    metrics.engine.away.set_function(lambda: len(breakers.away))
    sounds = Sounds(
        database, outward.engine, breakers, spending, addresses.worker_id, make=speak_ahead
    )
    calls = build_calls(
        database=database,
        registry=registry,
        journal=journal,
        engine=outward.engine,
        carrier=outward.carrier,
        tools=HttpTools(outward.http),
        addresses=addresses,
        spending=spending,
        breakers=breakers,
        sounds=sounds,
        tails=tails,
    )
    return Calling(registry, journal, spending, calls, breakers, sounds)


async def tails_of(settings: Settings, worker_id: str, stack: contextlib.AsyncExitStack) -> Tails:
    """The newest sound of this machine's calls; `stack` ends this worker's file."""
    folder, slots = Path(settings.data_dir) / "run", most_calls(settings.max_calls)
    try:
        own = await asyncio.to_thread(TailFile, folder, worker_id, slots)
    except OSError as error:
        _log.error("what a worker hears last is lost if it dies: %s", error)
        return Tails(folder)
    stack.callback(own.close)
    return Tails(folder, own)


async def calling_of(
    settings: Settings,
    worker_id: str,
    database: Database,
    outward: Outward,
    metrics: Metrics,
    tails: Tails,
) -> Calling:
    """What runs this worker's calls, with the prices in force."""
    spending = Spending(database, outward.carrier, worker_id, price_file=settings.prices_file)
    await spending.load(DEFAULT_ORG)
    running = calling(
        database,
        outward,
        spending,
        metrics,
        Addresses(
            settings.base_url,
            settings.stream_base_url,
            worker_id,
            settings.media_token_ttl_s,
            FarEnds(settings).auth_token,
        ),
        max_calls=settings.max_calls,
        speak_ahead=settings.speak_ahead,
        tails=tails,
    )
    journal, registry = running.journal, running.registry
    metrics.watch("journal", lambda: journal.backlog, lambda: journal.shed_events)
    sound = journal.sound
    metrics.watch("audio", lambda: len(sound), lambda: sound.lost_pieces)
    metrics.aside_bytes.labels("audio").set_function(lambda: sound.aside_bytes)
    metrics.shed_bytes.labels("audio").set_function(lambda: sound.lost_bytes)
    metrics.watch("records", lambda: registry.unwritten, lambda: registry.lost_writes)
    return running


def access_of(settings: Settings, database: Database) -> Access:
    """Who may do what here."""
    return Access(
        StoredKeyDirectory(database, session_s=SESSION_S),
        api_key=settings.api_key.get_secret_value() if settings.api_key else None,
        public_url=settings.public_url,
        trusted_gateways=settings.trusted_gateways,
        rate_per_s=settings.rate_limit_per_s,
    )


def services_of(
    settings: Settings,
    far: FarEnds,
    database: Database,
    account: TwilioNumbers,
    http: OutboundHttp,
    running: Calling,
    metrics: Metrics,
) -> Services:
    """Everything the routers use."""
    worker_id = running.registry.worker_id
    access = access_of(settings, database)
    numbers = NumberService(
        database,
        account,
        base_url=settings.base_url,
        reachable=bool(settings.public_url) or settings.carrier_is_sandbox,
        fallback_url=settings.voice_fallback_url,
    )
    voices = frozenset(v.strip() for v in settings.shared_voices.split(",") if v.strip())
    agents = AgentService(
        database,
        numbers,
        shared_voices=voices,
        allow_private=settings.allow_private_urls,
        prices=running.spending.prices,
    )
    looks_at = _doctor_config(settings, far, access, running.spending)
    return Services(
        setup=setup_info(settings, worker_id),
        database=database,
        access=access,
        agents=agents,
        yaml=YamlService(database, agents, Aside()),
        aside=Aside(at_once=2),
        numbers=numbers,
        calls=running.calls,
        signatures=far.signatures(settings),
        live_edits=LiveEdits(database, agents),
        feed=Feed(database),
        spending=running.spending,
        webhooks=WebhookService(database, http, worker_id),
        doctor=Doctor(database, numbers, account, looks_at),
        exposition=Exposition(database, metrics, worker_id),
    )


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
        doubts=tuple(settings.doubts),
    )
