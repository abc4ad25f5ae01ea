"""Who may do what: the loopback rule, keys and scopes, browsers' origins, rates (design 9).

Knows requests only as `RequestFacts`, so that it serves HTTP and WebSocket requests alike.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Protocol
from urllib.parse import urlsplit

from phony.domain.errors import Forbidden, TooManyRequests, Unauthorized
from phony.domain.ids import DEFAULT_ORG
from phony.domain.keys import ApiKey, Identity, Scope

COOKIE = "phony_session"
SESSION_S = 7 * 24 * 3600
WEBSOCKET = "WEBSOCKET"
_CACHE_S = 2.0
_CURE = "Send `Authorization: Bearer <key>`, or sign in to the dashboard."
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# A proxy or tunnel wrote one of these: then the peer's address says nothing about who asks.
_FORWARDING = (
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-forwarded-server",
    "x-real-ip",
    "x-client-ip",
    "x-original-host",
    "x-original-forwarded-for",
    "true-client-ip",
    "cf-connecting-ip",
    "cdn-loop",
)
# No key at all: these prove themselves (signature, token) or say nothing (health, assets).
_PUBLIC = re.compile(r"^/(twilio|media)(/|$)|^/health/(live|ready)/?$")
_ASSETS = re.compile(r"^/(dashboard(/.*)?|favicon\.ico|session)?$")
_READ_ONLY_POST = re.compile(
    r"^/agents/preview$|^/agents/[^/]+/preview$|^/calls/[^/]+/edits/preview$"
)
_OPERATE = re.compile(r"^/agents/call/outbound$|^/agents/[^/]+/context$|^/calls(/.*)?$|^/edits$")
_PROMOTE = re.compile(r"^/calls/[^/]+/edits/[^/]+/promote$")
_SPEAK = re.compile(r"/speak$|^/talk/|^/sandbox/")
_ADMIN_READ = re.compile(r"^/(keys|audit)(/.*)?$")


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What access depends on. `method` is `WEBSOCKET` for upgrades; header names lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    peer: str


def needed_scope(method: str, path: str) -> Scope | None:
    """The scope a request needs; None if it needs none. Unknown changes need `admin`."""
    if _PUBLIC.match(path):
        return None
    path = path.rstrip("/") or "/"
    if _ASSETS.match(path) and (method in _SAFE or path == "/session"):
        return None
    if method == WEBSOCKET:
        return Scope.OPERATE if _SPEAK.search(path) else Scope.READ
    if method in _SAFE:
        return Scope.ADMIN if _ADMIN_READ.match(path) else Scope.READ
    if _READ_ONLY_POST.match(path) and method == "POST":
        return Scope.READ
    if _PROMOTE.match(path) or method == "DELETE":
        return Scope.ADMIN
    if _OPERATE.match(path):
        return Scope.OPERATE
    return Scope.ADMIN


def hash_key(key: str) -> str:
    """How keys and session tokens are stored: they are random, so one SHA-256 is enough."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def new_key() -> tuple[str, str]:
    """A fresh API key and the part of it that may be shown later."""
    key = "phony_" + secrets.token_urlsafe(32)
    return key, key[:12]


class KeyDirectory(Protocol):
    """Where keys and sessions are found before it is known whose they are."""

    async def find_key(self, key_hash: str) -> ApiKey | None:
        """The key with this hash, unless it is expired."""

    async def touch(self, key_id: str) -> None:
        """Note that the key was used now."""

    async def find_session(self, token_hash: str) -> tuple[str | None, str] | None:
        """`(key id or None, key hash)` of a live session."""

    async def add_session(self, token_hash: str, key_id: str | None, key_hash: str) -> None:
        """Keep a session for `SESSION_S`."""

    async def drop_session(self, token_hash: str) -> None:
        """Forget a session."""


class Limited(TooManyRequests):
    """A rate limit, and when to come back."""

    def __init__(self, message: str, retry_after_s: float) -> None:
        """`retry_after_s` goes into `Retry-After`."""
        super().__init__(message, cure=f"Wait {max(1, round(retry_after_s))} s, then try again.")
        self.retry_after_s = retry_after_s


class Rates:
    """Token buckets, one per name; the least recently used are forgotten."""

    def __init__(
        self, per_s: float, burst: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_s = per_s
        self._burst = burst
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str) -> float:
        """Take one token: 0 if there was one, else the seconds until there is."""
        if self._per_s <= 0:
            return 0.0
        now = self._clock()
        tokens, then = self._buckets.pop(name, (self._burst, now))
        tokens = min(self._burst, tokens + (now - then) * self._per_s)
        wait = 0.0 if tokens >= 1 else (1 - tokens) / self._per_s
        self._buckets[name] = (tokens - 1 if tokens >= 1 else tokens, now)
        if len(self._buckets) > 10_000:
            self._buckets.popitem(last=False)
        return wait


@dataclass(slots=True)
class _Cached:
    identity: Identity | None
    until: float


@dataclass(slots=True)
class Access:
    """The rules of this installation. `api_key` is `PHONY_API_KEY`."""

    directory: KeyDirectory
    api_key: str | None = None
    public_url: str | None = None
    trusted_gateways: str = ""
    rate_per_s: float = 100.0
    clock: Callable[[], float] = time.monotonic
    _cache: OrderedDict[str, _Cached] = field(default_factory=OrderedDict)
    _rates: Rates = field(init=False)
    _failures: Rates = field(init=False)
    _key_hash: str | None = field(init=False)
    _gateways: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = field(init=False)

    def __post_init__(self) -> None:
        self._rates = Rates(self.rate_per_s, self.rate_per_s * 3, self.clock)
        self._failures = Rates(0.2, 20, self.clock)
        self._key_hash = hash_key(self.api_key) if self.api_key else None
        self._gateways = [
            ipaddress.ip_network(text.strip(), strict=False)
            for text in self.trusted_gateways.split(",")
            if text.strip()
        ]

    @property
    def key_required(self) -> bool:
        """Whether even this machine needs a key."""
        return bool(self.api_key or self.public_url)

    async def identify(self, facts: RequestFacts) -> Identity | None:
        """Who asks; None where nobody needs to be known (webhooks, media, health, assets).

        Raises:
            Unauthorized: no key, or a wrong one.
            Forbidden: from another machine, another origin, or beyond the key's scope.
            TooManyRequests: too often.
        """
        if _PUBLIC.match(facts.path):
            return None
        needed = needed_scope(facts.method, facts.path)
        self._check_browser(facts)
        if needed is None:
            if not self.key_required:
                self._check_local(facts)
            return None
        identity = await self.who(facts)
        if wait := self._rates.take(identity.key_id or identity.via + facts.peer):
            raise Limited("Too many requests.", wait)
        if not identity.scope.allows(needed):
            raise Forbidden(
                f"This needs a key with the scope '{needed}'; this one has '{identity.scope}'.",
                cure="Ask an admin for another key (`phony keys create`).",
            )
        return identity

    async def who(self, facts: RequestFacts) -> Identity:
        """Who asks, whatever it is for.

        Raises:
            Unauthorized: no key, or a wrong one.
            Forbidden: not from this machine, and no key.
            TooManyRequests: too many wrong keys.
        """
        if (key := _presented_key(facts.headers)) is not None:
            identity = await self._by_key(key)
            if identity is None:
                raise self._failed(facts, "This API key is not known, or was revoked.")
            return identity
        if (token := _cookie(facts.headers)) is not None:
            identity = await self._by_session(token)
            if identity is not None:
                return identity
            if self.key_required:
                raise self._failed(facts, "The session is over.", "Sign in again.")
        if self.key_required:
            raise Unauthorized("An API key is needed.", cure=_CURE)
        self._check_local(facts)
        return Identity(org_id=DEFAULT_ORG, name="local", scope=Scope.ADMIN, via="loopback")

    def _failed(
        self,
        facts: RequestFacts,
        message: str,
        cure: str = _CURE,
    ) -> Unauthorized | TooManyRequests:
        if wait := self._failures.take(facts.peer):
            return Limited("Too many requests without a valid key.", wait)
        return Unauthorized(message, cure=cure)

    async def _by_key(self, key: str) -> Identity | None:
        key_hash = hash_key(key)
        if self._key_hash and hmac.compare_digest(key_hash, self._key_hash):
            return Identity(org_id=DEFAULT_ORG, name="admin", scope=Scope.ADMIN)
        return await self._stored(key_hash)

    async def _stored(self, key_hash: str) -> Identity | None:
        now = self.clock()
        cached = self._cache.get(key_hash)
        if cached and cached.until > now:
            return cached.identity
        found = await self.directory.find_key(key_hash)
        identity = None
        if found is not None:
            await self.directory.touch(found.id)
            identity = Identity(
                org_id=found.org_id, name=found.name, scope=found.scope, key_id=found.id
            )
        self._remember(key_hash, identity)
        return identity

    def _remember(self, name: str, identity: Identity | None) -> None:
        self._cache[name] = _Cached(identity, self.clock() + _CACHE_S)
        self._cache.move_to_end(name)
        if len(self._cache) > 2000:
            self._cache.popitem(last=False)

    async def _by_session(self, token: str) -> Identity | None:
        token_hash = hash_key(token)
        now = self.clock()
        cached = self._cache.get(token_hash)
        if cached and cached.until > now:
            return cached.identity
        session = await self.directory.find_session(token_hash)
        identity: Identity | None = None
        if session is not None:
            key_id, key_hash = session
            if key_id is not None:
                identity = await self._stored(key_hash)
            elif self._key_hash and hmac.compare_digest(key_hash, self._key_hash):
                identity = Identity(org_id=DEFAULT_ORG, name="admin", scope=Scope.ADMIN)
        if identity is not None:
            identity = identity.model_copy(update={"via": "session"})
        self._remember(token_hash, identity)
        return identity

    def forget(self) -> None:
        """Look everything up again: a key or session was just revoked."""
        self._cache.clear()

    async def sign_in(self, key: str, facts: RequestFacts) -> tuple[str, Identity]:
        """Trade a key for a session token.

        Raises:
            Unauthorized: the key is not known.
            TooManyRequests: too many wrong keys.
        """
        identity = await self._by_key(key)
        if identity is None:
            raise self._failed(facts, "This API key is not known, or was revoked.", "Check it.")
        token = secrets.token_urlsafe(32)
        await self.directory.add_session(hash_key(token), identity.key_id, hash_key(key))
        return token, identity

    async def sign_out(self, facts: RequestFacts) -> None:
        """End the session of the request's cookie, if there is one."""
        if (token := _cookie(facts.headers)) is not None:
            await self.directory.drop_session(hash_key(token))
            self._cache.pop(hash_key(token), None)

    def _check_local(self, facts: RequestFacts) -> None:
        """Only this machine, by a loopback name, with nobody in between."""
        cure = "Set PHONY_API_KEY and send the key, or ask from the machine Phony runs on."
        if not self._is_this_machine(facts.peer):
            raise Forbidden("Without a key Phony answers only its own machine.", cure=cure)
        if any(name in facts.headers for name in _FORWARDING):
            raise Forbidden(
                "Without a key Phony does not answer through a proxy or tunnel.", cure=cure
            )
        if not _is_loopback_name(facts.headers.get("host", "")):
            raise Forbidden(
                "Without a key Phony answers only to a loopback name.",
                cure="Use http://localhost or http://127.0.0.1, or set PHONY_API_KEY.",
            )

    def _is_this_machine(self, peer: str) -> bool:
        try:
            address = ipaddress.ip_address(peer.split("%", 1)[0])
        except ValueError:
            return False
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return address.is_loopback or any(address in gateway for gateway in self._gateways)

    def _check_browser(self, facts: RequestFacts) -> None:
        """A page of another origin may neither change anything nor open a socket."""
        asset = bool(_ASSETS.match(facts.path)) or facts.path == "/docs"
        if facts.headers.get("sec-fetch-site") == "cross-site" and not (
            asset and facts.method in _SAFE
        ):
            raise Forbidden("Requests from other sites' pages are refused.", field="Sec-Fetch-Site")
        if facts.method in _SAFE or (origin := facts.headers.get("origin")) is None:
            return
        own = {_authority(f"//{facts.headers.get('host', '')}")}
        if self.public_url:
            own.add(_authority(self.public_url))
        if _authority(origin) not in own:
            raise Forbidden(
                "Requests from pages of another origin are refused.",
                field="Origin",
                cure="Open the dashboard under its own address, or set PHONY_PUBLIC_URL to it.",
            )


def _authority(url: str) -> str:
    """`host:port` in lower case, without a scheme's default port; `` if there is none."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return "?"
    if not host:
        return "?"
    return host if port in (None, 80, 443) else f"{host}:{port}"


def _is_loopback_name(host: str) -> bool:
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return False
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _presented_key(headers: Mapping[str, str]) -> str | None:
    authorization = headers.get("authorization", "")
    scheme, _, rest = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip()
    if authorization:
        return ""  # some other scheme: not a key of ours, but not nothing either
    return headers.get("x-api-key")


def _cookie(headers: Mapping[str, str]) -> str | None:
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return morsel.value if morsel else None
