"""Keys: names that stay, and that nothing of a key is ever shown."""

from __future__ import annotations

import pytest

from phony.domain.ids import utc_now
from phony.domain.keys import ApiKey, AuditEntry, Identity, Scope


@pytest.mark.parametrize("name", ["read", "operate", "admin"])
def test_scopes_are_kept_by_name(name: str) -> None:
    assert Scope(name).value == name


def test_a_key_as_stored_is_shown_without_its_hash() -> None:
    now = utc_now()
    stored = {
        "id": "key_1",
        "org_id": "org_default",
        "name": "CI",
        "scope": "operate",
        "prefix": "phk_ab12",
        "hash": "5f4dcc3b5aa765d61d8327deb882cf99",
        "created_at": now,
    }
    key = ApiKey.model_validate(stored)
    assert "5f4dcc3b" not in key.model_dump_json()
    assert "hash" not in key.model_dump()
    assert (key.expires_at, key.last_used_at, key.created_by) == (None, None, "")


def test_who_asks_by_key_unless_said_otherwise() -> None:
    identity = Identity(org_id="org_default", name="CI", scope=Scope.READ)
    assert (identity.via, identity.key_id) == ("key", None)


def test_an_audit_entry_keeps_whatever_was_changed() -> None:
    entry = {
        "id": "audit_1",
        "org_id": "org_default",
        "at": "2026-03-01T10:00:00Z",
        "actor": "phk_ab12",
        "action": "agent.update",
        "changes": {"voice": ["marin", "nova"], "tools.http": None},
    }
    read = AuditEntry.model_validate(entry)
    assert read.model_dump(mode="json", exclude_defaults=True) == entry
