"""The connection to MongoDB, and repositories that are always made for one organization."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from pymongo import AsyncMongoClient, ReadPreference, WriteConcern
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import ConfigurationError, InvalidURI, OperationFailure, PyMongoError

from phony.domain.errors import ConfigError, Unavailable

if TYPE_CHECKING:
    from pymongo.monitoring import _EventListener

    from phony.store.agents import AgentRepository, VersionRepository
    from phony.store.audit import AuditRepository
    from phony.store.call_queries import CallQueries
    from phony.store.calls import CallRepository
    from phony.store.commands import CommandRepository, EditRepository
    from phony.store.keys import KeyRepository
    from phony.store.numbers import NumberRepository
    from phony.store.options import OptionRepository
    from phony.store.recordings import RecordingRepository
    from phony.store.stats import StatsRepository
    from phony.store.templates import TemplateRepository
    from phony.store.webhooks import DeliveryRepository, WebhookRepository

DEFAULT_ORG = "org_default"
Document = dict[str, Any]
Collection = AsyncCollection[Document]


class Database:
    """One MongoDB database; `for_org` is the only way to its records."""

    def __init__(self, client: AsyncMongoClient[Document], name: str) -> None:
        """Made by `connect`."""
        self.client = client
        self.raw: AsyncDatabase[Document] = client.get_database(
            # Never `j=False`: a majority write then waits for the journal's own 100 ms rhythm.
            name,
            write_concern=WriteConcern(w="majority", wtimeout=10_000),
        )
        # The flight record and audio may lose the last moments in a power cut; calls may not.
        self.loose: AsyncDatabase[Document] = client.get_database(
            name, write_concern=WriteConcern(w=1)
        )

    @classmethod
    async def connect(
        cls,
        url: str,
        name: str,
        *,
        timeout_s: float = 6,
        event_listeners: Sequence[_EventListener] = (),
    ) -> Self:
        """Connect and make sure that it is a replica set: change streams need one.

        Raises:
            ConfigError: the URL is wrong, access is refused, or it is no replica set.
            Unavailable: nobody answers.
        """
        try:
            client: AsyncMongoClient[Document] = AsyncMongoClient(
                url,
                appname="phony",
                tz_aware=True,
                serverSelectionTimeoutMS=int(timeout_s * 1000),
                connectTimeoutMS=5_000,
                maxPoolSize=64,
                retryWrites=True,
                read_preference=ReadPreference.PRIMARY,
                event_listeners=list(event_listeners),
            )
        except (ConfigurationError, InvalidURI, ValueError) as error:
            raise ConfigError(f"MONGODB_URL cannot be used: {error}") from error
        try:
            hello = await client.admin.command("hello")
            if "setName" not in hello and hello.get("msg") != "isdbgrid":
                raise ConfigError(
                    "MongoDB runs as a single server, and live updates need a replica set.",
                    cure="Start mongod with --replSet rs0 and run rs.initiate() once.",
                )
            await client.admin.command("ping")
        except OperationFailure as error:
            await client.close()
            raise ConfigError(f"MongoDB refuses us: {error.details or error}") from error
        except PyMongoError as error:
            await client.close()
            raise Unavailable(
                "MongoDB does not answer.", cure="Check MONGODB_URL and that mongod runs."
            ) from error
        except ConfigError:
            await client.close()
            raise
        return cls(client, name)

    async def close(self) -> None:
        """Close every connection."""
        await self.client.close()

    async def ping(self, timeout_s: float = 2) -> None:
        """Ask whether the database answers.

        Raises:
            Unavailable: it does not.
        """
        try:
            async with asyncio.timeout(timeout_s):
                await self.raw.command("ping")
        except (PyMongoError, TimeoutError) as error:
            raise Unavailable("MongoDB does not answer.") from error

    def for_org(self, org_id: str = DEFAULT_ORG) -> Repositories:
        """The records of one organization."""
        return Repositories(self, org_id)

    def collection(self, name: str) -> Collection:
        """A collection by name, for this floor's own modules."""
        return self.raw[name]

    async def ensure_indexes(self) -> None:
        """Create what queries and invariants need; safe to repeat, also by several workers."""
        from phony.store import (
            agents,
            audit,
            call_queries,
            calls,
            commands,
            journal,
            keys,
            metric_snapshots,
            numbers,
            prices,
            recordings,
            summaries,
            templates,
            webhooks,
            workers,
        )

        # Side by side: the server waits for its disk with each of them.
        await asyncio.gather(
            calls.ensure_indexes(self),
            commands.ensure_indexes(self),
            journal.ensure_indexes(self),
            recordings.ensure_indexes(self),
            workers.ensure_indexes(self),
            keys.ensure_key_indexes(self.raw["keys"], self.raw["sessions"]),
            audit.ensure_audit_indexes(self.raw["audit"]),
            agents.ensure_agent_indexes(self.raw["agents"], self.raw["agent_versions"]),
            metric_snapshots.ensure_snapshot_indexes(self),
            numbers.ensure_number_indexes(self.raw["numbers"]),
            templates.ensure_template_indexes(self.raw["templates"]),
            call_queries.ensure_indexes(self),
            webhooks.ensure_indexes(self),
            prices.ensure_indexes(self),
            summaries.ensure_indexes(self),
        )


class Repositories:
    """The records of one organization, a repository per collection."""

    def __init__(self, database: Database, org_id: str) -> None:
        """Made by `Database.for_org`."""
        self.database = database
        self.org_id = org_id

    @cached_property
    def calls(self) -> CallRepository:
        """Calls while they live: create, claim, transitions, finish."""
        from phony.store.calls import CallRepository

        return CallRepository(self.database, self.org_id)

    @cached_property
    def edits(self) -> EditRepository:
        """Edits of live calls."""
        from phony.store.commands import EditRepository

        return EditRepository(self.database, self.org_id)

    @cached_property
    def commands(self) -> CommandRepository:
        """Commands to live calls."""
        from phony.store.commands import CommandRepository

        return CommandRepository(self.database, self.org_id)

    @cached_property
    def recordings(self) -> RecordingRepository:
        """Stereo recordings."""
        from phony.store.recordings import RecordingRepository

        return RecordingRepository(self.database, self.org_id)

    @cached_property
    def keys(self) -> KeyRepository:
        """API keys."""
        from phony.store.keys import KeyRepository

        return KeyRepository(self.database.raw["keys"], self.database.raw["sessions"], self.org_id)

    @cached_property
    def audit(self) -> AuditRepository:
        """The audit log."""
        from phony.store.audit import AuditRepository

        return AuditRepository(self.database.raw["audit"], self.org_id)

    @cached_property
    def agents(self) -> AgentRepository:
        """Agents."""
        from phony.store.agents import AgentRepository

        return AgentRepository(self.database.raw["agents"], self.database.raw["calls"], self.org_id)

    @cached_property
    def versions(self) -> VersionRepository:
        """The agents' numbered versions."""
        from phony.store.agents import VersionRepository

        return VersionRepository(self.database.raw["agent_versions"], self.org_id)

    @cached_property
    def numbers(self) -> NumberRepository:
        """The carrier account's numbers."""
        from phony.store.numbers import NumberRepository

        return NumberRepository(self.database.raw["numbers"], self.org_id)

    @cached_property
    def templates(self) -> TemplateRepository:
        """Agents saved as templates."""
        from phony.store.templates import TemplateRepository

        return TemplateRepository(self.database.raw["templates"], self.org_id)

    @cached_property
    def call_queries(self) -> CallQueries:
        """Lists, transcripts, search and deletion of calls."""
        from phony.store.call_queries import CallQueries

        return CallQueries(self.database, self.org_id)

    @cached_property
    def stats(self) -> StatsRepository:
        """Figures over many calls."""
        from phony.store.stats import StatsRepository

        return StatsRepository(self.database, self.org_id)

    @cached_property
    def webhooks(self) -> WebhookRepository:
        """Who wants to hear of what happens."""
        from phony.store.webhooks import WebhookRepository

        return WebhookRepository(self.database, self.org_id)

    @cached_property
    def deliveries(self) -> DeliveryRepository:
        """What was sent to webhooks."""
        from phony.store.webhooks import DeliveryRepository

        return DeliveryRepository(self.database, self.org_id)

    @cached_property
    def options(self) -> OptionRepository:
        """Prices and limits set at run time."""
        from phony.store.options import OptionRepository

        return OptionRepository(self.database, self.org_id)
