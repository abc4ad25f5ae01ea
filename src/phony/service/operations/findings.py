"""What a check of the doctor's finds: how it went, in words, and the cure."""

from __future__ import annotations

from enum import StrEnum


class CheckState(StrEnum):
    """How a check went."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    SKIPPED = "skipped"


Finding = tuple[CheckState, str, str | None]


def ok(detail: str) -> Finding:
    """All is well."""
    return CheckState.OK, detail, None


def failed(detail: str, cure: str) -> Finding:
    """Calls will not work."""
    return CheckState.FAILED, detail, cure


def warning(detail: str, cure: str) -> Finding:
    """Calls work, for now or not as expected."""
    return CheckState.WARNING, detail, cure


def skipped(detail: str) -> Finding:
    """Not needed as things are set up."""
    return CheckState.SKIPPED, detail, None
