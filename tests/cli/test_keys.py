"""`phony keys` as typed, against the running product."""

from __future__ import annotations

from tests.cli.typed import Terminal


def test_keys_are_made_and_revoked(phony: Terminal) -> None:
    secret = phony("keys", "create", "Robot", "--scope", "operate").strip()
    assert secret.startswith("phony_")
    listed = phony("keys", "list")
    assert "Robot" in listed
    assert secret not in listed
    assert phony("agents", "list", PHONY_API_KEY=secret)
    refused = phony("keys", "list", fails=True, PHONY_API_KEY=secret)
    assert "scope" in refused
    wrong = phony("agents", "list", "--key", "wrong", fails=True)
    assert "phony keys create" in wrong
    key_id = phony.json("keys", "list")[0]["id"]
    assert "Revoked" in phony("keys", "delete", key_id, "-y")
