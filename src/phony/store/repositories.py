"""The records of one organization, a repository per collection, and everybody's indexes."""

from __future__ import annotations

import asyncio
from functools import cached_property

from phony.store import (
    agents,
    audit,
    call_queries,
    calls,
    commands,
    destinations,
    due,
    edits,
    engines,
    journal,
    keys,
    metric_snapshots,
    numbers,
    recordings,
    signals,
    templates,
    transfers,
    webhooks,
    workers,
)
from phony.store.agents import AgentRepository, VersionRepository
from phony.store.audit import AuditRepository
from phony.store.call_queries import CallQueries
from phony.store.calls import CallRepository
from phony.store.commands import CommandRepository
from phony.store.database import Database
from phony.store.destinations import DestinationRepository
from phony.store.edits import EditRepository
from phony.store.keys import KeyRepository
from phony.store.numbers import NumberRepository
from phony.store.options import OptionRepository
from phony.store.recordings import RecordingRepository
from phony.store.sounds import SoundRepository
from phony.store.stats import StatsRepository
from phony.store.templates import TemplateRepository
from phony.store.transfers import Transfers
from phony.store.webhooks import DeliveryRepository, WebhookRepository


def for_org(database: Database, org_id: str) -> Repositories:
    """The records of one organization: whoever wants a record says whose."""
    return Repositories(database, org_id)


async def ensure_indexes(database: Database) -> None:
    """Create what queries and invariants need; safe to repeat, also by several workers."""
    # Side by side: the server waits for its disk with each of them.
    await asyncio.gather(
        calls.ensure_indexes(database),
        edits.ensure_indexes(database),
        commands.ensure_indexes(database),
        signals.ensure_indexes(database),
        transfers.ensure_indexes(database),
        destinations.ensure_indexes(database),
        journal.ensure_indexes(database),
        recordings.ensure_indexes(database),
        workers.ensure_indexes(database),
        keys.ensure_indexes(database),
        audit.ensure_indexes(database),
        agents.ensure_indexes(database),
        metric_snapshots.ensure_indexes(database),
        numbers.ensure_indexes(database),
        templates.ensure_indexes(database),
        call_queries.ensure_indexes(database),
        webhooks.ensure_indexes(database),
        due.ensure_indexes(database),
        engines.ensure_indexes(database),
    )


class Repositories:
    """The records of one organization, a repository per collection."""

    def __init__(self, database: Database, org_id: str) -> None:
        """Made by `for_org`."""
        self.database = database
        self.org_id = org_id

    @cached_property
    def calls(self) -> CallRepository:
        """Calls while they live: create, claim, transitions, finish."""
        return CallRepository(self.database, self.org_id)

    @cached_property
    def edits(self) -> EditRepository:
        """Edits of live calls."""
        return EditRepository(self.database, self.org_id)

    @cached_property
    def commands(self) -> CommandRepository:
        """Commands to live calls."""
        return CommandRepository(self.database, self.org_id)

    @cached_property
    def transfers(self) -> Transfers:
        """Warm transfers under way."""
        return Transfers(self.database, self.org_id)

    @cached_property
    def destinations(self) -> DestinationRepository:
        """Numbers that were called before, and how many new ones today."""
        return DestinationRepository(self.database, self.org_id)

    @cached_property
    def recordings(self) -> RecordingRepository:
        """Stereo recordings."""
        return RecordingRepository(self.database, self.org_id)

    @cached_property
    def sounds(self) -> SoundRepository:
        """Sentences spoken ahead."""
        return SoundRepository(self.database, self.org_id)

    @cached_property
    def keys(self) -> KeyRepository:
        """API keys."""
        return KeyRepository(self.database, self.org_id)

    @cached_property
    def audit(self) -> AuditRepository:
        """The audit log."""
        return AuditRepository(self.database, self.org_id)

    @cached_property
    def agents(self) -> AgentRepository:
        """Agents."""
        return AgentRepository(self.database, self.org_id)

    @cached_property
    def versions(self) -> VersionRepository:
        """The agents' numbered versions."""
        return VersionRepository(self.database, self.org_id)

    @cached_property
    def numbers(self) -> NumberRepository:
        """The carrier account's numbers."""
        return NumberRepository(self.database, self.org_id)

    @cached_property
    def templates(self) -> TemplateRepository:
        """Agents saved as templates."""
        return TemplateRepository(self.database, self.org_id)

    @cached_property
    def call_queries(self) -> CallQueries:
        """Lists, transcripts, search and deletion of calls."""
        return CallQueries(self.database, self.org_id)

    @cached_property
    def stats(self) -> StatsRepository:
        """Figures over many calls."""
        return StatsRepository(self.database, self.org_id)

    @cached_property
    def webhooks(self) -> WebhookRepository:
        """Who wants to hear of what happens."""
        return WebhookRepository(self.database, self.org_id)

    @cached_property
    def deliveries(self) -> DeliveryRepository:
        """What was sent to webhooks."""
        return DeliveryRepository(self.database, self.org_id)

    @cached_property
    def options(self) -> OptionRepository:
        """Prices and limits set at run time."""
        return OptionRepository(self.database, self.org_id)
