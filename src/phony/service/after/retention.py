"""Forgets calls when their agent says so. One worker at a time does it."""

from __future__ import annotations

import asyncio
import contextlib
import logging

from pymongo.errors import PyMongoError

from phony.domain.errors import PhonyError
from phony.store.database import Database
from phony.store.expired import Rule, expired, rules
from phony.store.leases import Leases
from phony.store.repositories import for_org

log = logging.getLogger(__name__)

LEASE = "retention"
EVERY_S = 600.0
_AT_ONCE = 200


class Retention:
    """Deletes finished calls older than their agent's `retention_days`; `run` never ends.

    The agent's setting of today counts, not the one the call ran with. Calls of deleted agents
    keep the setting in their snapshot.
    """

    def __init__(self, database: Database, worker_id: str, *, every_s: float = EVERY_S) -> None:
        self._database = database
        self._worker_id = worker_id
        self._every_s = every_s
        self._leases = Leases(database)

    async def run(self) -> None:
        """Look from time to time."""
        while True:
            try:
                if await self._leases.take(LEASE, self._worker_id, self._every_s):
                    await self.sweep()
            except PyMongoError as error:
                log.warning("retention: paused: %s", type(error).__name__)
            await asyncio.sleep(self._every_s)

    async def sweep(self) -> int:
        """Delete what is due now; how many calls that were."""
        deleted = 0
        async for rule in rules(self._database):
            deleted += await self._delete(rule)
        if deleted:
            log.info("retention: %d calls deleted", deleted)
        return deleted

    async def _delete(self, rule: Rule) -> int:
        queries = for_org(self._database, rule.org_id).call_queries
        deleted = 0
        while True:
            found = await expired(self._database, rule, _AT_ONCE)
            for call_id in found:
                with contextlib.suppress(PhonyError):  # deleted by hand meanwhile
                    await queries.delete(call_id)
                    deleted += 1
            if len(found) < _AT_ONCE:
                return deleted
