"""All records as of one moment, while others go on writing; and back into an empty database.

Documents pass as the BSON they are stored as: whatever an older or newer version wrote is kept.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any

from bson import decode_all
from bson.codec_options import CodecOptions
from bson.errors import InvalidBSON
from bson.raw_bson import RawBSONDocument
from pymongo import WriteConcern
from pymongo.errors import OperationFailure, PyMongoError

from phony.domain.errors import Invalid, Unavailable
from phony.store.database import Database
from phony.store.repositories import ensure_indexes

_STAGED = "restoring."  # collections that are not whole yet
_WINDOW_S = 6 * 3600  # so long the server is to remember the moment; its default is 5 minutes
_WINDOW = "minSnapshotHistoryWindowInSeconds"
_BATCH_BYTES = 8 << 20
_HEAD = 4  # a BSON document begins with its length
_RAW: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)


async def collections(database: Database) -> list[str]:
    """The names of all collections that hold records."""
    names = await database.raw.list_collection_names(filter={"type": "collection"})
    return sorted(n for n in names if not n.startswith(("system.", _STAGED)))


async def is_empty(database: Database) -> bool:
    """Whether there is no record at all."""
    for name in await collections(database):
        if await database.raw[name].find_one({}, {"_id": 1}) is not None:
            return False
    return True


async def records(database: Database) -> AsyncIterator[tuple[str, bytes]]:
    """Every collection's documents, some at a time, all as of the moment of the first.

    Raises:
        Unavailable: the database went away, or did not keep that moment.
    """
    names = await collections(database)
    try:
        async with (
            _remembering(database),
            database.client.start_session(snapshot=True) as session,
        ):
            for name in names:
                found: AsyncIterator[Any] = database.raw[name].find_raw_batches({}, session=session)
                async for batch in found:
                    yield name, batch
    except PyMongoError as error:
        raise Unavailable(
            f"The database could not be read to its end: {str(error)[:200]}",
            cure="Try again; nothing in it was changed.",
        ) from error


@contextlib.asynccontextmanager
async def _remembering(database: Database) -> AsyncIterator[None]:
    """The server keeps the present moment for as long as reading may take, if it lets us say so."""
    admin = database.client.admin
    try:
        before = (await admin.command({"getParameter": 1, _WINDOW: 1}))[_WINDOW]
        await admin.command({"setParameter": 1, _WINDOW: max(before, _WINDOW_S)})
    except OperationFailure:  # somebody else's server: its own window must do
        yield
        return
    try:
        yield
    finally:
        with contextlib.suppress(PyMongoError):
            await admin.command({"setParameter": 1, _WINDOW: before})


def documents(data: bytes) -> Iterator[bytes]:
    """The single documents of what `records` gave.

    Raises:
        Invalid: it is damaged.
    """
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + _HEAD], "little")
        if size <= _HEAD or at + size > len(data):
            raise Invalid("a document is cut off", field="backup")
        yield data[at : at + size]
        at += size


class Restore:
    """Fills a database anew: all of it, or nothing of what was there is touched."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # Whole collections are put in place at the end, with a majority.
        self._staging = database.client.get_database(
            database.raw.name, codec_options=_RAW, write_concern=WriteConcern(w=1)
        )
        self._staged: set[str] = set()

    async def add(self, name: str, found: Iterable[bytes]) -> None:
        """Take documents of a collection; they are not seen yet.

        Raises:
            Invalid: one of them is damaged.
        """
        batch: list[RawBSONDocument] = []
        size = 0
        try:
            for document in found:
                decode_all(document)
                batch.append(RawBSONDocument(document))
                size += len(document)
                if size >= _BATCH_BYTES:
                    await self._insert(name, batch)
                    batch, size = [], 0
        except InvalidBSON as error:
            raise Invalid(f"a document of {name} is damaged: {error}", field="backup") from error
        await self._insert(name, batch)

    async def _insert(self, name: str, batch: list[RawBSONDocument]) -> None:
        if batch:
            self._staged.add(name)
            await self._staging[_STAGED + name].insert_many(batch, ordered=False)

    async def finish(self) -> None:
        """Put everything in place of what was there."""
        raw = self._database.raw
        for name in sorted(self._staged):
            await raw[_STAGED + name].rename(name, dropTarget=True)
        for name in await collections(self._database):
            if name not in self._staged:
                await raw[name].drop()
        await ensure_indexes(self._database)

    async def give_up(self) -> None:
        """Remove what was taken, also by a restore that was cut off before."""
        raw = self._database.raw
        for name in await raw.list_collection_names():
            if name.startswith(_STAGED):
                await raw[name].drop()
