"""The audit log: entries are added and read, never changed."""

from __future__ import annotations

from typing import Any

from pymongo.asynchronous.client_session import AsyncClientSession

from phony.domain.ids import new_id, utc_now
from phony.domain.keys import AuditEntry
from phony.store.database import Database
from phony.store.documents import dump, load


async def ensure_indexes(database: Database) -> None:
    """The indexes this module's queries need."""
    audit = database.raw["audit"]
    await audit.create_index([("org_id", 1), ("at", -1), ("_id", -1)], name="org_at")
    await audit.create_index([("org_id", 1), ("target", 1), ("at", -1)], name="org_target")


class AuditRepository:
    """The audit log of one organization."""

    def __init__(self, database: Database, org_id: str) -> None:
        """Made by `for_org`."""
        self._audit = database.raw["audit"]
        self._org_id = org_id

    async def write(
        self,
        actor: str,
        action: str,
        target: str = "",
        summary: str = "",
        changes: dict[str, Any] | None = None,
        *,
        session: AsyncClientSession | None = None,
    ) -> None:
        """Note that `actor` did `action` (`agent.create`, ...) to `target`."""
        entry = AuditEntry(
            id=new_id("aud"),
            org_id=self._org_id,
            at=utc_now(),
            actor=actor,
            action=action,
            target=target,
            summary=summary,
            changes=changes or {},
        )
        await self._audit.insert_one(dump(entry), session=session)

    async def page(
        self,
        *,
        limit: int,
        offset: int = 0,
        target: str | None = None,
        actor: str | None = None,
        action: str | None = None,
    ) -> tuple[list[AuditEntry], int]:
        """Newest entries first, and how many there are."""
        query: dict[str, Any] = {"org_id": self._org_id}
        for name, value in (("target", target), ("actor", actor), ("action", action)):
            if value is not None:
                query[name] = value
        cursor = self._audit.find(query).sort([("at", -1), ("_id", -1)]).skip(offset).limit(limit)
        entries = [load(AuditEntry, document) async for document in cursor]
        return entries, await self._audit.count_documents(query)
