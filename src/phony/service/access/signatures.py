"""Whether a request is the carrier's: it signs webhooks and stream upgrades over the public URL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from phony.wire.signatures import valid


@dataclass(frozen=True, slots=True)
class SignatureRules:
    """How requests of the carrier are checked; two tokens count during rotation."""

    base_url: str
    stream_base_url: str
    tokens: Sequence[str] = field(repr=False)
    webhook_key: str | None = field(repr=False, default=None)

    def check(
        self,
        path: str,
        query: str,
        form: dict[str, str],
        signature: str | None,
        settings: str | None,
    ) -> bool:
        """Whether the carrier signed a request to `path?query` of the public URL."""
        url = self.base_url + path + (f"?{query}" if query else "")
        return valid(url, form, signature, self.tokens, settings, self.webhook_key)

    def check_stream(self, path: str, signature: str | None, settings: str | None) -> bool:
        """Whether the carrier signed the upgrade of a media stream."""
        url = self.stream_base_url + path
        return valid(url, {}, signature, self.tokens, settings, self.webhook_key)
