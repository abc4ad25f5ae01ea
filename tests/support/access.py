"""Keys and sessions in memory, and requests as access sees them."""

from __future__ import annotations

from dataclasses import dataclass, field

from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.domain.keys import ApiKey, Scope
from phony.net.neighbours import Line
from phony.service.access.keys import hash_key
from phony.service.access.requests import RequestFacts

LOCAL = {"host": "localhost:24187"}


@dataclass
class Directory:
    """What `StoredKeyDirectory` keeps in the database."""

    keys: dict[str, ApiKey] = field(default_factory=dict)
    sessions: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)

    def add(self, key: str, scope: Scope = Scope.READ, org_id: str = DEFAULT_ORG) -> ApiKey:
        """Make a key."""
        made = ApiKey(
            id=f"key_{len(self.keys)}",
            org_id=org_id,
            name=f"Robot {len(self.keys)}",
            scope=scope,
            prefix=key[:12],
            created_at=utc_now(),
        )
        self.keys[hash_key(key)] = made
        return made

    async def find_key(self, key_hash: str) -> ApiKey | None:
        """The key with this hash."""
        self.asked.append(key_hash)
        return self.keys.get(key_hash)

    async def touch(self, key_id: str) -> None:
        """Note that the key was used."""
        self.touched.append(key_id)

    async def find_session(self, token_hash: str) -> tuple[str | None, str] | None:
        """`(key id or None, key hash)`."""
        self.asked.append(token_hash)
        return self.sessions.get(token_hash)

    async def add_session(self, token_hash: str, key_id: str | None, key_hash: str) -> None:
        """Keep a session."""
        self.sessions[token_hash] = (key_id, key_hash)

    async def drop_session(self, token_hash: str) -> None:
        """Forget a session."""
        self.sessions.pop(token_hash, None)


def anybody(line: Line | None) -> bool:
    """For requests that come by no connection."""
    return True


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """The present."""
        return self.now


def facts(
    method: str = "GET",
    path: str = "/agents/",
    peer: str = "127.0.0.1",
    **headers: str,
) -> RequestFacts:
    """A request from this machine unless said otherwise; `x_api_key` is `x-api-key`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return RequestFacts(method, path, {**LOCAL, **named}, peer)
