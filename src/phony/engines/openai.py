"""The agent's leg: OpenAI Realtime (GA) over a WebSocket.

Source: protocols.md A1. Anything that speaks the protocol works by changing the URL.
"""

from __future__ import annotations

import hashlib
import ssl as ssl_module
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

import orjson

from phony.domain.errors import UpstreamError
from phony.domain.fallback import EngineChoice
from phony.net.http import check_address
from phony.net.ports import Handler, Socket, UpgradeRefused
from phony.net.websocket import connect
from phony.wire import realtime


def safety_identifier(stable: str) -> str:
    """What `OpenAI-Safety-Identifier` wants: a hash that names a user to nobody."""
    return hashlib.sha256(f"phony:{stable}".encode()).hexdigest()[:48]


class EngineRefused(UpstreamError):
    """The service refused the session; `code` is its own, if its answer carries one.

    `trouble` says whether asking again can help: an empty account is refused with the same
    status as one that asks too often.
    """

    def __init__(self, error: UpgradeRefused) -> None:
        super().__init__(f"the engine refused with HTTP {error.http_status}")
        self.http_status = error.http_status
        self.code = _reason(error)
        self.trouble = realtime.trouble_of(self.code)


@dataclass(frozen=True, slots=True)
class OpenAIEngine:
    """Opens Realtime sessions. One `ssl` context serves the whole process."""

    url: str
    api_key: str = field(repr=False)
    ssl: ssl_module.SSLContext | None = field(repr=False, default=None)
    timeout_s: float = 8.0
    version: str = ""
    allow_private: bool = False  # whether an agent's own URL may lead into a private network

    def session_url(self, model: str, url: str = "") -> str:
        """The URL of a new session, at `url` if not ours; a query that is configured is kept."""
        return _with_query(url or self.url, ("model", model))

    def transcription_url(self, url: str = "") -> str:
        """The URL of a new transcription session: with a model in it the service refuses it."""
        return _with_query(url or self.url, ("intent", "transcription"))

    async def open(self, handler: Handler, choice: EngineChoice, *, who: str) -> Socket:
        """Open a session; `who` (an organization or number) goes out as a hash only.

        Raises:
            EngineRefused: the service answered, with a refusal. ConnectFailed: it did not.
        """
        url = self.session_url(choice.agent.model, choice.url)
        return await self._connect(url, handler, choice, who)

    async def open_transcription(
        self, handler: Handler, choice: EngineChoice, *, who: str
    ) -> Socket:
        """Open a session that only writes down what it hears; raises as `open` does."""
        return await self._connect(self.transcription_url(choice.url), handler, choice, who)

    async def _connect(self, url: str, handler: Handler, choice: EngineChoice, who: str) -> Socket:
        # Never the beta header: with it the service closes the socket (4000).
        headers = {
            "OpenAI-Safety-Identifier": safety_identifier(who),
            "User-Agent": f"phony/{self.version or '0'}",
        }
        if key := choice.api_key if choice.url else self.api_key:  # ours goes nowhere else
            headers["Authorization"] = f"Bearer {key}"
        if choice.url and urlsplit(choice.url).netloc != urlsplit(self.url).netloc:
            await check_address(choice.url, allow_private=self.allow_private)
        try:
            return await connect(
                url, handler, headers=headers, ssl=self.ssl, timeout_s=self.timeout_s
            )
        except UpgradeRefused as error:
            raise EngineRefused(error) from error

    # The codec, without a call between.
    decode = staticmethod(realtime.decode)
    encode = staticmethod(realtime.encode)
    encode_append = staticmethod(realtime.encode_append)


def _with_query(url: str, *pairs: tuple[str, str]) -> str:
    parts = urlsplit(url)
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k != "model"]
    return parts._replace(query=urlencode([*query, *pairs])).geturl()


def _reason(error: UpgradeRefused) -> str:
    """A code of the service's own, if the answer carries one: never its free text."""
    try:
        code = orjson.loads(error.body)["error"]["code"]
    except (ValueError, KeyError, TypeError):
        code = None
    return str(code)[:80] if code else f"http_{error.http_status}"
