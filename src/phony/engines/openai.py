"""The agent's leg: OpenAI Realtime (GA) over a WebSocket.

Source: protocols.md A1. Anything that speaks the protocol works by changing the URL.
"""

from __future__ import annotations

import hashlib
import ssl as ssl_module
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

import orjson

from phony.domain.actions import Action
from phony.domain.errors import PhonyError
from phony.domain.events import EngineEvent, EngineLost
from phony.net.websocket import ConnectFailed, Handler, Socket, UpgradeRefused, connect
from phony.wire import realtime


def safety_identifier(stable: str) -> str:
    """What `OpenAI-Safety-Identifier` wants: a hash that names a user to nobody."""
    return hashlib.sha256(f"phony:{stable}".encode()).hexdigest()[:48]


@dataclass(frozen=True, slots=True)
class OpenAIEngine:
    """Opens Realtime sessions. One `ssl` context serves the whole process."""

    url: str
    api_key: str = field(repr=False)
    ssl: ssl_module.SSLContext | None = field(repr=False, default=None)
    timeout_s: float = 8.0
    version: str = ""

    def session_url(self, model: str) -> str:
        """The URL of a new session; a query that is configured is kept."""
        parts = urlsplit(self.url)
        query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k != "model"]
        return parts._replace(query=urlencode([*query, ("model", model)])).geturl()

    async def open(self, handler: Handler, *, model: str, who: str) -> Socket:
        """Open a session; `who` (an organization or number) goes out as a hash only.

        Raises:
            UpgradeRefused, ConnectFailed: see `lost` for what the session is told.
        """
        # Never the beta header: with it the service closes the socket (4000).
        headers = {
            "Authorization": f"Bearer {self.api_key}",
            "OpenAI-Safety-Identifier": safety_identifier(who),
            "User-Agent": f"phony/{self.version or '0'}",
        }
        return await connect(
            self.session_url(model),
            handler,
            headers=headers,
            ssl=self.ssl,
            timeout_s=self.timeout_s,
        )

    def decode(self, text: bytes) -> EngineEvent | None:
        """See `wire.realtime.decode`."""
        return realtime.decode(text)

    def encode(self, action: Action) -> bytes:
        """See `wire.realtime.encode`."""
        return realtime.encode(action)

    def encode_append(self, payload: str) -> bytes:
        """The hot path of `encode`."""
        return realtime.encode_append(payload)


def lost(error: PhonyError) -> EngineLost:
    """What a failed `open` means to the session."""
    match error:
        case UpgradeRefused():
            return EngineLost(reason=_reason(error), status=error.http_status)
        case ConnectFailed():
            return EngineLost(reason=str(error))
        case _:
            return EngineLost(reason=error.code)


def _reason(error: UpgradeRefused) -> str:
    """A code of the service's own, if the answer carries one: never its free text."""
    try:
        code = orjson.loads(error.body)["error"]["code"]
    except (ValueError, KeyError, TypeError):
        code = None
    return str(code)[:80] if code else f"http_{error.http_status}"
