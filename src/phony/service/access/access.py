"""Who asks, and whether they may: keys, sessions, this machine; rights and rates.

Knows requests only as `RequestFacts`, so that it serves HTTP and WebSocket requests alike.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from phony.domain.errors import Forbidden, Unauthorized
from phony.domain.ids import DEFAULT_ORG
from phony.domain.keys import Identity, Scope
from phony.domain.rights import GRANTED, Right
from phony.net.neighbours import Line, is_ours
from phony.service.access.keys import KeyDirectory, Keys
from phony.service.access.rates import Limited, Rates
from phony.service.access.requests import Origins, RequestFacts
from phony.service.access.sessions import SessionDirectory, Sessions, token_of

_CURE = "Send `Authorization: Bearer <key>`, or sign in to the dashboard."


class Directory(KeyDirectory, SessionDirectory, Protocol):
    """Where keys and sessions are found before it is known whose they are."""


def check(identity: Identity, right: Right) -> None:
    """Whether who asks has the right.

    Raises:
        Forbidden: their key's scope does not grant it.
    """
    if right not in GRANTED[identity.scope]:
        raise Forbidden(
            f"This needs a key with the scope '{right.scope}'; this one has '{identity.scope}'.",
            cure="Ask an admin for another key (`phony keys create`).",
        )


class Access:
    """The rules of this installation."""

    def __init__(
        self,
        directory: Directory,
        *,
        api_key: str | None = None,
        public_url: str | None = None,
        trusted_gateways: str = "",
        rate_per_s: float = 100.0,
        ours: Callable[[Line | None], bool] = is_ours,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`api_key` is `PHONY_API_KEY`; `ours` says whether our own user is at the other end."""
        self.public_url = public_url
        self.key_required = bool(api_key or public_url)  # whether even this machine needs one
        self._keys = Keys(directory, api_key, clock)
        self._sessions = Sessions(directory, self._keys, clock)
        self._origins = Origins(public_url, trusted_gateways, ours)
        self._rates = Rates(rate_per_s, rate_per_s * 3, clock)
        self._failures = Rates(0.2, 20, clock)

    async def admit(
        self, facts: RequestFacts, right: Right, *, linkable: bool = False
    ) -> Identity | None:
        """Who asks, if they have the right; None where nobody has to be known.

        `linkable` is what pages of other sites may lead to.

        Raises:
            Unauthorized: no key, or a wrong one.
            Forbidden: from another machine, another origin, or beyond the key's scope.
            TooManyRequests: too often.
        """
        if right.proves_itself:
            return None
        self._origins.check_browser(facts, linkable=linkable)
        if right.scope is None:
            if not self.key_required:
                self._origins.check_local(facts)
            return None
        identity = await self.who(facts)
        if wait := self._rates.take(identity.key_id or identity.via + facts.peer):
            raise Limited("Too many requests.", wait)
        check(identity, right)
        return identity

    async def who(self, facts: RequestFacts) -> Identity:
        """Who asks, whatever it is for.

        Raises:
            Unauthorized: no key, or a wrong one.
            Forbidden: not from this machine, and no key.
            TooManyRequests: too many wrong keys.
        """
        if (key := facts.key) is not None:
            identity = await self._keys.find(key)
            if identity is None:
                raise self._failed(facts, "This API key is not known, or was revoked.")
            return identity
        if (token := token_of(facts)) is not None:
            identity = await self._sessions.find(token)
            if identity is not None:
                return identity
            if self.key_required:
                raise self._failed(facts, "The session is over.", "Sign in again.")
        if self.key_required:
            raise Unauthorized("An API key is needed.", cure=_CURE)
        self._origins.check_local(facts)
        return Identity(org_id=DEFAULT_ORG, name="local", scope=Scope.ADMIN, via="loopback")

    def _failed(
        self, facts: RequestFacts, message: str, cure: str = _CURE
    ) -> Unauthorized | Limited:
        if wait := self._failures.take(facts.peer):
            return Limited("Too many requests without a valid key.", wait)
        return Unauthorized(message, cure=cure)

    async def sign_in(self, key: str, facts: RequestFacts) -> tuple[str, Identity]:
        """Trade a key for a session token.

        Raises:
            Unauthorized: the key is not known.
            TooManyRequests: too many wrong keys.
        """
        identity = await self._keys.find(key)
        if identity is None:
            raise self._failed(facts, "This API key is not known, or was revoked.", "Check it.")
        return await self._sessions.begin(key, identity), identity

    async def sign_out(self, facts: RequestFacts) -> None:
        """End the session of the request's cookie, if there is one."""
        if (token := token_of(facts)) is not None:
            await self._sessions.end(token)

    def forget(self) -> None:
        """Look everything up again: a key was just revoked."""
        self._keys.forget()
        self._sessions.forget()
