"""Twilio's webhook signatures: making them (sandbox) and checking them (product).

Source: https://www.twilio.com/docs/usage/security#validating-requests; the computing is the
official SDK's. The rules met here: two tokens during rotation, blank fields count, HMAC-SHA256 with
a shared key when the settings header says so, WebSocket upgrades signed over the `wss://` URL.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from typing import Any

from twilio.request_validator import (
    HMAC_SHA1,
    HMAC_SHA256,
    RequestValidator,
    get_signature_algorithm,
)

SIGNATURE_HEADER = "X-Twilio-Signature"
SETTINGS_HEADER = "X-Twilio-Webhooks-Signature-Settings"
DEFAULT_PORTS = {"https": 443, "wss": 443, "http": 80, "ws": 80}

# A form: single values, or the list of all values of a repeated field.
Form = Mapping[str, "str | list[str]"]


class _Form(dict[str, Any]):
    """What the SDK takes for a form with repeated fields."""

    def getlist(self, name: str) -> list[str]:
        value = self[name]
        return value if isinstance(value, list) else [value]


def sign(url: str, params: Form, secret: str, algorithm: str = HMAC_SHA1) -> str:
    """The signature of a request to `url` (as configured, without `#` fragment)."""
    url = url.partition("#")[0]
    return str(RequestValidator(secret).compute_signature(url, _Form(params), algorithm))


def settings_header(key_sid: str) -> str:
    """The header that goes with a signature made with a shared key."""
    return f"key={key_sid},algorithm={HMAC_SHA256}"


def valid(
    url: str,
    params: Form,
    signature: str | None,
    secrets: Sequence[str],
    settings_header: str | None = None,
    webhook_key: str | None = None,
) -> bool:
    """Whether the carrier signed this request; never raises.

    `secrets` are the auth tokens that count (two during rotation). A request signed with
    HMAC-SHA256 is checked against `webhook_key` alone: its secret is the shared key, not a token.
    """
    if not signature:
        return False
    algorithm = get_signature_algorithm(settings_header or "")
    if algorithm.upper() == HMAC_SHA256:
        secrets = [webhook_key] if webhook_key else []
    elif algorithm.upper() != HMAC_SHA1:
        return False
    found = False
    try:
        for secret in secrets:
            for candidate in _urls(url):
                # No early exit: the time tells nothing about which secret or spelling was right.
                found |= _same(sign(candidate, params, secret, algorithm), signature)
    except UnicodeError:  # lone surrogates: no carrier signs those
        return False
    return found


def _same(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace"))


def _urls(url: str) -> list[str]:
    """`url`, and its other spelling when its port is the scheme's default.

    The signing side is not consistent about naming the default port.
    """
    scheme, separator, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    port = DEFAULT_PORTS.get(scheme)
    if not separator or port is None:
        return [url]
    if host.endswith(f":{port}"):
        return [url, f"{scheme}://{host.removesuffix(f':{port}')}{slash}{path}"]
    if ":" in host.rpartition("]")[2]:
        return [url]
    return [url, f"{scheme}://{host}:{port}{slash}{path}"]
