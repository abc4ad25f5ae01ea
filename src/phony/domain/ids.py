"""Ids of ours: a short prefix that says what it is, then 24 random hexadecimal digits."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

# Whose everything is until tenancy is used.
DEFAULT_ORG = "org_default"


def new_id(prefix: str) -> str:
    """`call_5f0c...`: prefixes are agent, call, turn, edit, cmd, key, hook, dlv, num, tpl."""
    return f"{prefix}_{secrets.token_hex(12)}"


def utc_now() -> datetime:
    """The present in UTC, cut to the millisecond that MongoDB keeps."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)
