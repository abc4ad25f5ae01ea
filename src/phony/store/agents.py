"""Agents and their versions. One inbound agent per number: the database refuses a second."""

from __future__ import annotations

import re
from typing import Any

from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError

from phony.domain.agents import Agent, AgentFields, AgentType
from phony.domain.calls import FINAL_STATUSES, CallStatus
from phony.domain.errors import Conflict, NotFound
from phony.domain.versions import AgentVersion
from phony.store.database import Database
from phony.store.documents import dump, load

LIVE = [status.value for status in CallStatus if status not in FINAL_STATUSES]
_ONE_PER_NUMBER = "one_inbound_agent_per_number"
# As people sort names: "line 9" before "Line 10".
_AS_READ = {"locale": "en", "strength": 2, "numericOrdering": True}
SORTS = ("name", "created_at", "updated_at", "type", "phone_number", "version", "enabled")


async def ensure_indexes(database: Database) -> None:
    """The indexes this module's queries and promises need."""
    agents, versions = database.raw["agents"], database.raw["agent_versions"]
    await agents.create_index(
        [("org_id", 1), ("phone_number", 1)],
        name=_ONE_PER_NUMBER,
        unique=True,
        partialFilterExpression={"type": "inbound", "phone_number": {"$type": "string"}},
    )
    await agents.create_index([("org_id", 1), ("created_at", -1)], name="org_created")
    # A sorted page compares every text, the organization's too, by this collation.
    await agents.create_index(
        [("org_id", 1), ("name", 1)], name="org_name_as_read", collation=_AS_READ
    )
    await agents.create_index([("phone_number", 1)], name="number")
    await versions.create_index(
        [("org_id", 1), ("agent_id", 1), ("version", -1)], name="agent_version", unique=True
    )


async def has_indexes(database: Database) -> bool:
    """Whether the database refuses a second inbound agent for a number."""
    return _ONE_PER_NUMBER in await database.raw["agents"].index_information()


class AgentRepository:
    """The agents of one organization."""

    def __init__(self, database: Database, org_id: str) -> None:
        """Made by `for_org`."""
        self._agents = database.raw["agents"]
        self._calls = database.raw["calls"]
        self._org_id = org_id

    async def live_calls(self, agent_ids: list[str]) -> dict[str, int]:
        """How many calls each of the agents has that are not over."""
        if not agent_ids:
            return {}
        cursor = await self._calls.aggregate(
            [
                {
                    "$match": {
                        "org_id": self._org_id,
                        "agent_id": {"$in": agent_ids},
                        "status": {"$in": LIVE},
                    }
                },
                {"$group": {"_id": "$agent_id", "calls": {"$sum": 1}}},
            ]
        )
        return {row["_id"]: row["calls"] async for row in cursor}

    async def get(self, agent_id: str, session: AsyncClientSession | None = None) -> Agent:
        """One agent.

        Raises:
            NotFound: no such agent here.
        """
        document = await self._agents.find_one(
            {"_id": agent_id, "org_id": self._org_id}, session=session
        )
        if document is None:
            raise NotFound(
                f"There is no agent {agent_id[:60]!r}.", cure="GET /agents/ lists the agents."
            )
        return load(Agent, document)

    async def find(self, agent_id: str) -> Agent | None:
        """One agent, or None."""
        document = await self._agents.find_one({"_id": agent_id, "org_id": self._org_id})
        return load(Agent, document) if document else None

    async def by_number(
        self, phone_number: str, session: AsyncClientSession | None = None
    ) -> Agent | None:
        """The inbound agent that answers a number, enabled or not."""
        document = await self._agents.find_one(
            {
                "org_id": self._org_id,
                "phone_number": phone_number,
                "type": AgentType.INBOUND.value,
            },
            session=session,
        )
        return load(Agent, document) if document else None

    async def all(self) -> list[Agent]:
        """Every agent, oldest first."""
        cursor = self._agents.find({"org_id": self._org_id}).sort([("created_at", 1), ("_id", 1)])
        return [load(Agent, document) async for document in cursor]

    async def holders(self, phone_numbers: list[str]) -> dict[str, Agent]:
        """The inbound agents that answer these numbers."""
        cursor = self._agents.find(
            {
                "org_id": self._org_id,
                "type": AgentType.INBOUND.value,
                "phone_number": {"$in": phone_numbers},
            }
        )
        return {doc["phone_number"]: load(Agent, doc) async for doc in cursor}

    async def any_with_number(self) -> bool:
        """Whether some inbound agent has a number."""
        found = await self._agents.find_one(
            {
                "org_id": self._org_id,
                "type": AgentType.INBOUND.value,
                "phone_number": {"$type": "string"},
            },
            {"_id": 1},
        )
        return found is not None

    async def page(
        self,
        *,
        limit: int,
        offset: int,
        sort: list[tuple[str, int]],
        type: AgentType | None = None,
        phone_number: str | None = None,
        name: str | None = None,
        enabled: bool | None = None,
    ) -> tuple[list[Agent], int]:
        """One page and how many there are; `name` is part of the name, in any case."""
        query: dict[str, Any] = {"org_id": self._org_id}
        if type is not None:
            query["type"] = type.value
        if phone_number is not None:
            query["phone_number"] = phone_number
        if enabled is not None:
            query["enabled"] = enabled
        if name:
            query["name"] = {"$regex": re.escape(name.replace("\x00", "")), "$options": "i"}
        cursor = self._agents.find(query).collation(_AS_READ).sort(sort).skip(offset).limit(limit)
        # The collation takes "org_A" for "org_a"; we do not.
        found = [document async for document in cursor if document["org_id"] == self._org_id]
        return [load(Agent, one) for one in found], await self._agents.count_documents(query)

    async def insert(self, agent: Agent, session: AsyncClientSession | None = None) -> None:
        """Keep a new agent.

        Raises:
            Conflict: its number has another inbound agent.
        """
        try:
            await self._agents.insert_one(dump(agent, self._org_id), session=session)
        except DuplicateKeyError:
            raise _number_taken(agent) from None

    async def replace(
        self, agent: Agent, expected_version: int, session: AsyncClientSession | None = None
    ) -> bool:
        """Put `agent` in the place of its `expected_version`; False if that is no longer there.

        Raises:
            Conflict: its number has another inbound agent.
        """
        try:
            result = await self._agents.replace_one(
                {"_id": agent.id, "org_id": self._org_id, "version": expected_version},
                dump(agent, self._org_id),
                session=session,
            )
        except DuplicateKeyError:
            raise _number_taken(agent) from None
        return result.matched_count == 1

    async def delete(self, agent_id: str) -> Agent:
        """Delete an agent.

        Raises:
            NotFound: no such agent here.
        """
        document = await self._agents.find_one_and_delete({"_id": agent_id, "org_id": self._org_id})
        if document is None:
            raise NotFound(f"There is no agent {agent_id[:60]!r}.")
        return load(Agent, document)


def _number_taken(agent: Agent) -> Conflict:
    return Conflict(
        f"{agent.phone_number} already has an inbound agent.",
        field="phone_number",
        details={"phone_number": agent.phone_number},
    )


class VersionRepository:
    """The agents' versions of one organization."""

    def __init__(self, database: Database, org_id: str) -> None:
        """Made by `for_org`."""
        self._versions = database.raw["agent_versions"]
        self._org_id = org_id

    async def add(self, version: AgentVersion, session: AsyncClientSession | None = None) -> None:
        """Keep a new version."""
        document = dump(version, self._org_id)
        document["_id"] = f"{version.agent_id}:{version.version}"
        await self._versions.insert_one(document, session=session)

    async def get(self, agent_id: str, version: int) -> AgentVersion:
        """One version.

        Raises:
            NotFound: no such version.
        """
        document = await self._versions.find_one(
            {"org_id": self._org_id, "agent_id": agent_id, "version": version}
        )
        if document is None:
            raise NotFound(f"The agent has no version {version}.", field="version")
        return load(AgentVersion, document)

    async def page(
        self, agent_id: str, *, limit: int, offset: int
    ) -> tuple[list[AgentVersion], int]:
        """Newest versions first, and how many there are."""
        query = {"org_id": self._org_id, "agent_id": agent_id}
        cursor = self._versions.find(query).sort("version", -1).skip(offset).limit(limit)
        versions = [load(AgentVersion, document) async for document in cursor]
        return versions, await self._versions.count_documents(query)


def fields_of(agent: AgentFields) -> AgentFields:
    """Only what a version keeps of an agent."""
    return AgentFields.model_validate(agent.model_dump(include=set(AgentFields.model_fields)))
