"""`phony numbers` as typed, against the running product."""

from __future__ import annotations

from tests.cli.typed import Terminal


def test_numbers_are_synced_and_assigned(phony: Terminal) -> None:
    assert "+18578167226" in phony("numbers", "sync", "--dry-run")
    phony("numbers", "sync")
    assert "nothing changed" in phony("numbers", "sync")
    phony("agents", "create", "Desk")
    assert "is answered by Desk" in phony("numbers", "assign", "+18578167226", "Desk")
    listed = phony.json("numbers", "list", "--status", "assigned")
    assert [number["agent_name"] for number in listed] == ["Desk"]
    phony("agents", "create", "Rival")
    refused = phony("numbers", "assign", "+18578167226", "Rival", fails=True)
    assert "already answered by 'Desk'" in refused
    assert "Cure:" in refused
    phony("numbers", "assign", "+18578167226", "Rival", "--force")
    assert "available" in phony("numbers", "unassign", "+18578167226")
    phony("agents", "delete", "Desk", "-y")
    phony("agents", "delete", "Rival", "-y")
