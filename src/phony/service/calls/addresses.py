"""Our URLs as the carrier uses them, and the one-time tokens of media streams."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from phony.wire import twiml

# The carrier's connection override: three retries, also of an answer that breaks off or is a 5xx.
# It is no part of the URL that is requested and signed (protocols.md B6, B15).
_RETRY = "#rc=3&rp=ct,rt,5xx"


def hash_token(token: str) -> str:
    """What is stored of a media token."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the carrier finds us; a token of a stream works for `token_ttl_s`."""

    base_url: str
    stream_base_url: str
    worker_id: str
    token_ttl_s: float = 60
    # All workers' own: what is stored of a token gives it again only together with this.
    secret: str = field(repr=False, default_factory=secrets.token_hex)

    def call(self, call_id: str, step: str, **query: str | int) -> str:
        """A webhook of one call; if its worker dies over it, the carrier is to ask another one."""
        text = f"{self.base_url}/twilio/calls/{call_id}/{step}"
        return f"{text}?{urlencode(query)}{_RETRY}" if query else f"{text}{_RETRY}"

    def media(self, call_id: str, worker_id: str | None = None) -> str:
        """The media socket of a call; ours if no owner is named. The carrier allows no query."""
        return f"{self.stream_base_url}/media/{worker_id or self.worker_id}/{call_id}"

    def new_token(self) -> tuple[str, dict[str, Any]]:
        """A one-time media token, and what the store needs to know of it."""
        nonce = secrets.token_urlsafe(24)
        token = self._token(nonce)
        return token, {"hash": hash_token(token), "nonce": nonce, "ttl_s": self.token_ttl_s}

    def same_token(self, media: Mapping[str, Any]) -> str | None:
        """The token of which this is stored; None if it is none of ours."""
        token = self._token(media.get("nonce", ""))
        return token if media.get("hash") == hash_token(token) else None

    def _token(self, nonce: str) -> str:
        return hmac.new(self.secret.encode(), f"media:{nonce}".encode(), "sha256").hexdigest()

    def stream_twiml(
        self,
        call_id: str,
        token: str,
        tries: int,
        worker_id: str | None = None,
        *,
        press: str = "",
    ) -> str:
        """The TwiML that opens a media stream; `worker_id` is who holds the call, if not we.

        `press` are keys that the carrier presses before.
        """
        return twiml.connect_stream(
            self.media(call_id, worker_id),
            self.call(call_id, "after"),
            self.call(call_id, "stream-status"),
            {"token": token, "call_id": call_id},
            self.call(call_id, "resume", **{"try": tries + 1}),
            f"{call_id}-{tries}",
            press=press,
        )
