"""Rights: each route declares the one it needs, and a key's scope grants some."""

from __future__ import annotations

from enum import StrEnum

from phony.domain.keys import Scope


class Right(StrEnum):
    """What a request needs."""

    # Nobody has to be known.
    OPEN = "open"  # for everybody, from anywhere: probes
    SIGNED = "signed"  # the carrier proves itself by its signature
    TOKEN = "token"  # a media stream proves itself by its token
    PAGE = "page"  # the dashboard's files; without any key only for this machine
    SIGN_IN = "sign_in"  # who signs in or out is found out there; else like `page`
    # Granted by scopes.
    READ = "read"  # see everything but keys and the audit log
    OPERATE = "operate"  # place and steer calls
    CHANGE = "change"  # agents, numbers, webhooks, prices; delete
    KEYS = "keys"  # API keys and the audit log

    @property
    def proves_itself(self) -> bool:
        """Whether the request is none of ours to judge: no key, no origin, no rate."""
        return self in (Right.OPEN, Right.SIGNED, Right.TOKEN)

    @property
    def scope(self) -> Scope | None:
        """The least scope that grants it; None if nobody has to be known."""
        return next((scope for scope in Scope if self in GRANTED[scope]), None)


_READ = frozenset({Right.READ})
_OPERATE = _READ | {Right.OPERATE}
GRANTED: dict[Scope, frozenset[Right]] = {
    Scope.READ: _READ,
    Scope.OPERATE: _OPERATE,
    Scope.ADMIN: _OPERATE | {Right.CHANGE, Right.KEYS},
}
