"""The connection to MongoDB; `repositories.for_org` is the way to the records."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from pymongo import AsyncMongoClient, ReadPreference, WriteConcern
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import ConfigurationError, InvalidURI, OperationFailure, PyMongoError

from phony.domain.errors import ConfigError, Unavailable

if TYPE_CHECKING:
    from pymongo.monitoring import _EventListener

Document = dict[str, Any]
Collection = AsyncCollection[Document]
Session = AsyncClientSession  # of a transaction


class Database:
    """One MongoDB database. Nothing above this floor looks inside."""

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

    async def transaction(self, write: Callable[[Session], Awaitable[None]]) -> None:
        """All of `write` or nothing; it is repeated when the server asks for that."""
        async with self.client.start_session() as session:
            await session.with_transaction(write)

    async def hello(self) -> Mapping[str, Any]:
        """How the server describes itself: `setName` of a replica set, `hosts`, ..."""
        hello: Mapping[str, Any] = await self.client.admin.command("hello")
        return hello
