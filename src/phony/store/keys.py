"""API keys and sessions. Only hashes are stored: `collection.find` shows nobody a key."""

from __future__ import annotations

from datetime import timedelta

from phony.domain.errors import NotFound
from phony.domain.ids import utc_now
from phony.domain.keys import ApiKey
from phony.store.database import Database
from phony.store.documents import dump, load

_TOUCH_EVERY = timedelta(seconds=30)


async def ensure_indexes(database: Database) -> None:
    """The indexes this module's queries need."""
    keys, sessions = database.raw["keys"], database.raw["sessions"]
    await keys.create_index("hash", unique=True, name="hash")
    await keys.create_index([("org_id", 1), ("created_at", -1)], name="org")
    await sessions.create_index("expires_at", expireAfterSeconds=0, name="expiry")


class KeyRepository:
    """The keys of one organization."""

    def __init__(self, database: Database, org_id: str) -> None:
        """Made by `for_org`."""
        self._keys = database.raw["keys"]
        self._sessions = database.raw["sessions"]
        self._org_id = org_id

    async def list(self) -> list[ApiKey]:
        """All keys, newest first."""
        cursor = self._keys.find({"org_id": self._org_id}).sort("created_at", -1)
        return [load(ApiKey, document) async for document in cursor]

    async def add(self, key: ApiKey, key_hash: str) -> None:
        """Keep a new key."""
        await self._keys.insert_one({**dump(key, self._org_id), "hash": key_hash})

    async def delete(self, key_id: str) -> ApiKey:
        """Revoke a key and its sessions.

        Raises:
            NotFound: no such key here.
        """
        document = await self._keys.find_one_and_delete({"_id": key_id, "org_id": self._org_id})
        if document is None:
            raise NotFound(f"There is no key {key_id!r}.")
        # Sessions belong to a key, and this one is ours.
        await self._sessions.delete_many({"key_id": key_id})
        return load(ApiKey, document)


class StoredKeyDirectory:
    """Keys and sessions before it is known whose they are (`access.Directory`)."""

    def __init__(self, database: Database, *, session_s: float) -> None:
        """`session_s` is how long a session lasts."""
        self._keys = database.raw["keys"]
        self._sessions = database.raw["sessions"]
        self._session_s = session_s

    async def find_key(self, key_hash: str) -> ApiKey | None:
        """The key with this hash, unless it is expired."""
        document = await self._keys.find_one({"hash": key_hash})
        if document is None:
            return None
        key = load(ApiKey, document)
        return None if key.expires_at and key.expires_at <= utc_now() else key

    async def touch(self, key_id: str) -> None:
        """Note that the key was used now; at most every 30 s."""
        now = utc_now()
        await self._keys.update_one(
            {
                "_id": key_id,
                "$or": [{"last_used_at": None}, {"last_used_at": {"$lt": now - _TOUCH_EVERY}}],
            },
            {"$set": {"last_used_at": now}},
        )

    async def find_session(self, token_hash: str) -> tuple[str | None, str] | None:
        """`(key id or None, key hash)` of a live session."""
        document = await self._sessions.find_one(
            {"_id": token_hash, "expires_at": {"$gt": utc_now()}}
        )
        return (document["key_id"], document["key_hash"]) if document else None

    async def add_session(self, token_hash: str, key_id: str | None, key_hash: str) -> None:
        """Keep a session."""
        await self._sessions.insert_one(
            {
                "_id": token_hash,
                "key_id": key_id,
                "key_hash": key_hash,
                "expires_at": utc_now() + timedelta(seconds=self._session_s),
            }
        )

    async def drop_session(self, token_hash: str) -> None:
        """Forget a session."""
        await self._sessions.delete_one({"_id": token_hash})
