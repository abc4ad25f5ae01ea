"""Who may open a session: API keys, and the short-lived client secrets that are made with one.

Source: protocols.md A1; `types/realtime/client_secret_create_params.py` of the `openai` package.
"""

from __future__ import annotations

import math
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from phony.sandbox.engine.protocol import config, rules

DEFAULT_MODEL = "gpt-realtime-2.1"
BROWSER_PREFIX = "openai-insecure-api-key."  # of the subprotocol in which a browser brings its key
_SECRET_PREFIX = "ek_"
_DEFAULT_S = 600
_MOST = 1000


class Unknown(Exception):
    """A key that opens nothing: code and message of the 401."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Grant:
    """What a key lets its bearer do; a client secret settles the session beforehand."""

    model: str = ""
    transcribes: bool = False
    change: dict[str, Any] = field(default_factory=dict)  # as in `session.update`
    expires_at: float = math.inf


class Keys:
    """Those that are accepted."""

    def __init__(
        self,
        api_key: str | None = None,
        *,
        lifetime_s: float = 3600,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`api_key` is the only one accepted; None accepts any. `lifetime_s` is a session's."""
        self._api_key = api_key
        self._lifetime_s = lifetime_s
        self._clock = clock
        self._secrets: dict[str, Grant] = {}

    def grant(self, key: str) -> Grant:
        """What a key is good for.

        Raises:
            Unknown: for nothing.
        """
        if not key:
            raise Unknown("missing_api_key", "You did not provide an API key.")
        if key.startswith(_SECRET_PREFIX):
            found = self._secrets.get(key)
            if found is None or found.expires_at <= self._clock():
                raise Unknown("invalid_api_key", "The client secret is not known, or has expired.")
            return found
        if self._api_key is not None and key != self._api_key:
            raise Unknown("invalid_api_key", "Incorrect API key provided.")
        return Grant()

    def check(self, key: str) -> None:
        """Whether a key is good for requests, which a client secret is not.

        Raises:
            Unknown: it is not.
        """
        self.grant(key)
        if key.startswith(_SECRET_PREFIX):
            raise Unknown("invalid_api_key", "A client secret opens sessions, and nothing else.")

    def is_secret(self, key: str) -> bool:
        """Whether it is a client secret that is good now."""
        try:
            return self.grant(key).expires_at < math.inf
        except Unknown:
            return False

    def issue(self, body: dict[str, Any]) -> dict[str, Any]:
        """Make a client secret; the answer to `POST /v1/realtime/client_secrets`.

        Raises:
            Refused: the service would not.
        """
        rules.check_secret(body)
        change = dict(body.get("session") or {"type": "realtime"})
        transcribes = change["type"] == "transcription"
        model = "" if transcribes else change.pop("model", DEFAULT_MODEL)
        rules.check_session(change, model)
        now = self._clock()
        expires_at = int(now + (body.get("expires_after") or {}).get("seconds", _DEFAULT_S))
        session = config.begun(model, transcribes, change, int(now + self._lifetime_s))
        value = _SECRET_PREFIX + secrets.token_hex(16)
        self._secrets = {k: g for k, g in self._secrets.items() if g.expires_at > now}
        while len(self._secrets) >= _MOST:
            self._secrets.pop(next(iter(self._secrets)))
        self._secrets[value] = Grant(model, transcribes, change, expires_at)
        return {"value": value, "expires_at": expires_at, "session": session}


def presented(authorization: str, api_key: str, subprotocols: Iterable[str]) -> str:
    """The key that a request brings: in one of two headers, or a browser's in the subprotocol."""
    scheme, _, key = authorization.partition(" ")
    if scheme.lower() == "bearer" and key.strip():
        return key.strip()
    if api_key.strip():
        return api_key.strip()
    offered = (each.strip() for each in subprotocols)
    return next(
        (each[len(BROWSER_PREFIX) :] for each in offered if each.startswith(BROWSER_PREFIX)), ""
    )
