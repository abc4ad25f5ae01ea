"""Which errors of the database are about the moment, and which about what was asked of it."""

from __future__ import annotations

from pymongo.errors import (
    AutoReconnect,
    BulkWriteError,
    ConnectionFailure,
    ExecutionTimeout,
    OperationFailure,
    PyMongoError,
    WTimeoutError,
)

# What a server says that stops, elects, has no room or no right for us now.
# Source: https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml
_FOR_NOW = frozenset(
    {
        *(6, 7, 64, 89, 91, 189, 202, 262, 384, 9001),  # hosts, networks, shutting down, time
        *(10107, 11600, 11602, 13435, 13436),  # no primary here, or not any more
        *(24, 46, 50, 112, 133, 134, 246, 11601),  # locks, conflicts, limits of time
        *(13, 18, 14031),  # not authorized, no disk: for somebody to cure
    }
)
_LABELS = ("RetryableWriteError", "TransientTransactionError")


class NotNow(Exception):
    """The database could not take it, and may later."""


def is_outage(error: Exception) -> bool:
    """Whether the same may succeed later; else it will be refused again."""
    if not isinstance(error, PyMongoError):
        return isinstance(error, NotNow)
    if isinstance(error, ConnectionFailure | AutoReconnect | ExecutionTimeout | WTimeoutError):
        return True
    if any(error.has_error_label(label) for label in _LABELS):
        return True
    if isinstance(error, BulkWriteError):
        details = error.details or {}
        problems = details.get("writeErrors") or []
        codes = {problem.get("code") for problem in problems}
        return bool(codes & _FOR_NOW) or (not codes and bool(details.get("writeConcernErrors")))
    return isinstance(error, OperationFailure) and error.code in _FOR_NOW
