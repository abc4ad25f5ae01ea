"""Whose a key is: the configured one, or one of those that were made here."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from phony.domain.ids import DEFAULT_ORG
from phony.domain.keys import ApiKey, Identity, Scope

_REMEMBERED_S = 2.0
_AT_MOST = 2000


def hash_key(key: str) -> str:
    """How keys and session tokens are stored: they are random, so one SHA-256 is enough."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def new_key() -> tuple[str, str]:
    """A fresh API key and the part of it that may be shown later."""
    key = "phony_" + secrets.token_urlsafe(32)
    return key, key[:12]


class KeyDirectory(Protocol):
    """Where keys are found before it is known whose they are."""

    async def find_key(self, key_hash: str) -> ApiKey | None:
        """The key with this hash, unless it is expired."""

    async def touch(self, key_id: str) -> None:
        """Note that the key was used now."""


class Remembered:
    """Who was found behind a hash, for two seconds: a revoked key lives no longer than that."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` is in seconds."""
        self._clock = clock
        self._found: OrderedDict[str, tuple[Identity | None, float]] = OrderedDict()

    def get(self, name: str) -> tuple[Identity | None] | None:
        """What was found, which may be nobody; None if it has to be looked up."""
        identity, until = self._found.get(name, (None, 0.0))
        return (identity,) if until > self._clock() else None

    def put(self, name: str, identity: Identity | None) -> None:
        """Remember; the oldest are forgotten."""
        self._found[name] = (identity, self._clock() + _REMEMBERED_S)
        self._found.move_to_end(name)
        if len(self._found) > _AT_MOST:
            self._found.popitem(last=False)

    def forget(self, name: str | None = None) -> None:
        """Look one up again, or all."""
        if name is None:
            self._found.clear()
        else:
            self._found.pop(name, None)


class Keys:
    """Whose a key is."""

    def __init__(
        self,
        directory: KeyDirectory,
        api_key: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`api_key` is the one that was configured, and may do everything."""
        self._directory = directory
        self._configured = hash_key(api_key) if api_key else None
        self._remembered = Remembered(clock)

    async def find(self, key: str) -> Identity | None:
        """Who sends this key."""
        key_hash = hash_key(key)
        return self.configured(key_hash) or await self.stored(key_hash)

    def configured(self, key_hash: str) -> Identity | None:
        """The administrator, if it is the configured key's hash."""
        if self._configured and hmac.compare_digest(key_hash, self._configured):
            return Identity(org_id=DEFAULT_ORG, name="admin", scope=Scope.ADMIN)
        return None

    async def stored(self, key_hash: str) -> Identity | None:
        """Whose key was made here and has this hash."""
        if (remembered := self._remembered.get(key_hash)) is not None:
            return remembered[0]
        found = await self._directory.find_key(key_hash)
        identity = None
        if found is not None:
            await self._directory.touch(found.id)
            identity = Identity(
                org_id=found.org_id, name=found.name, scope=found.scope, key_id=found.id
            )
        self._remembered.put(key_hash, identity)
        return identity

    def forget(self) -> None:
        """Look every key up again: one was just revoked."""
        self._remembered.forget()
