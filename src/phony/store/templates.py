"""Agents that people saved as templates; the built-in ones are in `service/agents/templates.py`."""

from __future__ import annotations

from phony.domain.errors import NotFound
from phony.domain.versions import Template
from phony.store.database import Database
from phony.store.documents import dump, load


async def ensure_indexes(database: Database) -> None:
    """The indexes this module's queries need."""
    templates = database.raw["templates"]
    await templates.create_index([("org_id", 1), ("name", 1)], name="org_name")


class TemplateRepository:
    """The templates of one organization."""

    def __init__(self, database: Database, org_id: str) -> None:
        """Made by `for_org`."""
        self._templates = database.raw["templates"]
        self._org_id = org_id

    async def list(self) -> list[Template]:
        """All of them, by name."""
        cursor = self._templates.find({"org_id": self._org_id}).sort([("name", 1), ("_id", 1)])
        return [load(Template, document) async for document in cursor]

    async def find(self, template_id: str) -> Template | None:
        """One of them, or None."""
        document = await self._templates.find_one({"_id": template_id, "org_id": self._org_id})
        return load(Template, document) if document else None

    async def add(self, template: Template) -> None:
        """Keep a new one."""
        await self._templates.insert_one(dump(template, self._org_id))

    async def delete(self, template_id: str) -> None:
        """Delete one.

        Raises:
            NotFound: no such template here.
        """
        result = await self._templates.delete_one({"_id": template_id, "org_id": self._org_id})
        if result.deleted_count == 0:
            raise NotFound(f"There is no template {template_id[:60]!r} of yours.")
