"""Errors callers can catch and clients can rely on; `api/http/errors.py` makes RFC 9457 of them."""

from __future__ import annotations

from typing import Any


class PhonyError(Exception):
    """Base of every error of ours; `code` is stable, the text is for people."""

    code = "internal"
    status = 500

    def __init__(self, message: str, *, field: str | None = None, cure: str | None = None) -> None:
        """Say what is wrong, which input `field` is to blame (dotted path) and the `cure`."""
        super().__init__(message)
        self.field = field
        self.cure = cure

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process may have found it: all of it comes along."""
        return _made_again, (type(self), self.args, vars(self))


def _made_again(
    kind: type[PhonyError], args: tuple[Any, ...], fields: dict[str, Any]
) -> PhonyError:
    error = kind.__new__(kind, *args)
    error.args = args
    vars(error).update(fields)
    return error


class NotFound(PhonyError):
    """No such record in this organization."""

    code = "not_found"
    status = 404


class Conflict(PhonyError):
    """The record's state forbids the change."""

    code = "conflict"
    status = 409

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        cure: str | None = None,
        details: dict[str, object] | None = None,
    ) -> None:
        """`details` go into the problem document: who holds the number, both versions, ..."""
        super().__init__(message, field=field, cure=cure)
        self.details = details or {}


class Stale(PhonyError):
    """`If-Match` names a version that is no longer the newest."""

    code = "precondition_failed"
    status = 412


class Invalid(PhonyError):
    """Input that is well-formed but not acceptable."""

    code = "invalid"
    status = 422


class Unauthorized(PhonyError):
    """No key, or a wrong one."""

    code = "unauthorized"
    status = 401


class Forbidden(PhonyError):
    """The key or the request's origin does not allow this."""

    code = "forbidden"
    status = 403


class TooManyRequests(PhonyError):
    """A rate limit was reached."""

    code = "rate_limited"
    status = 429


class UpstreamError(PhonyError):
    """Carrier, engine or database answered with an error of its own."""

    code = "upstream"
    status = 502


class Unavailable(PhonyError):
    """Something this request needs is not configured or not reachable now."""

    code = "unavailable"
    status = 503


class ProtocolError(PhonyError):
    """A peer sent something that its protocol does not allow."""

    code = "protocol"
    status = 400

    def __init__(self, peer: str, message: str) -> None:
        """`peer` is `twilio` or `openai`."""
        super().__init__(f"{peer}: {message}")
        self.peer = peer


class ConfigError(PhonyError):
    """A setting is missing or contradicts another; the message names the cures."""

    code = "config"
