"""The dashboard's sessions: a key is traded for a cookie."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Protocol

from phony.domain.errors import PhonyError
from phony.domain.keys import Identity
from phony.service.access.keys import Keys, Remembered, hash_key
from phony.service.access.requests import RequestFacts

COOKIE = "phony_session"
SESSION_S = 7 * 24 * 3600
MAX_COOKIES = 8 << 10  # of the header; browsers send those of all ports of a host


class SessionDirectory(Protocol):
    """Where sessions are found before it is known whose they are."""

    async def find_session(self, token_hash: str) -> tuple[str | None, str] | None:
        """`(key id or None, key hash)` of a live session."""

    async def add_session(self, token_hash: str, key_id: str | None, key_hash: str) -> None:
        """Keep a session for `SESSION_S`."""

    async def drop_session(self, token_hash: str) -> None:
        """Forget a session."""


class CookiesTooLarge(PhonyError):
    """More cookies than anybody has of us."""

    code = "headers_too_large"
    status = 431


def token_of(facts: RequestFacts) -> str | None:
    """The session token in the request's cookies; the last one counts.

    Read by hand, once through: anybody may send this, and the standard library's parser takes
    quadratic time for some of it. Our tokens need no quoting.

    Raises:
        CookiesTooLarge: longer than `MAX_COOKIES`.
    """
    header = facts.headers.get("cookie", "")
    if len(header) > MAX_COOKIES:
        raise CookiesTooLarge(
            "The cookies are too large.",
            field="Cookie",
            cure="Delete this site's cookies (those of a host count for all its ports).",
        )
    token = None
    for cookie in header.split(";"):
        name, equals, value = cookie.partition("=")
        if equals and name.strip() == COOKIE:
            token = value.strip()
    return token


class Sessions:
    """Whose a session is. It lives no longer than the key it was begun with."""

    def __init__(
        self,
        directory: SessionDirectory,
        keys: Keys,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`keys` says whether a session's key still counts."""
        self._directory = directory
        self._keys = keys
        self._remembered = Remembered(clock)

    async def find(self, token: str) -> Identity | None:
        """Who sends this token."""
        token_hash = hash_key(token)
        if (remembered := self._remembered.get(token_hash)) is not None:
            return remembered[0]
        session = await self._directory.find_session(token_hash)
        identity: Identity | None = None
        if session is not None:
            key_id, key_hash = session
            if key_id is not None:
                identity = await self._keys.stored(key_hash)
            else:
                identity = self._keys.configured(key_hash)
        if identity is not None:
            identity = identity.model_copy(update={"via": "session"})
        self._remembered.put(token_hash, identity)
        return identity

    async def begin(self, key: str, identity: Identity) -> str:
        """The token of a new session of who sent `key`."""
        token = secrets.token_urlsafe(32)
        await self._directory.add_session(hash_key(token), identity.key_id, hash_key(key))
        return token

    async def end(self, token: str) -> None:
        """End a session."""
        await self._directory.drop_session(hash_key(token))
        self._remembered.forget(hash_key(token))

    def forget(self) -> None:
        """Look every session up again: a key was just revoked."""
        self._remembered.forget()
