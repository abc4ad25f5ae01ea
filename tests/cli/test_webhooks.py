"""`phony webhooks` as typed, against the running product."""

from __future__ import annotations

from tests.cli.typed import Terminal

AT = "https://crm.example.com/phony"


def test_a_webhooks_life(phony: Terminal) -> None:
    phony("agents", "create", "Desk")
    desk = phony.json("agents", "show", "Desk")["id"]
    made = phony("webhooks", "create", AT, "--event", "call.ended", "--agent", "Desk")
    hook, secret = made.split()
    assert secret.startswith("whsec_")
    listed = phony("webhooks", "list")
    assert (AT in listed, "call.ended" in listed, secret in listed) == (True, True, False)
    assert phony.json("webhooks", "list")[0]["agent_ids"] == [desk]
    phony("webhooks", "update", hook, "--to", AT + "/2", "--off")
    (changed,) = phony.json("webhooks", "list")
    assert (changed["url"], changed["enabled"]) == (AT + "/2", False)
    assert "nothing to change" in phony("webhooks", "update", hook, fails=True)
    assert phony.json("webhooks", "rotate", hook)["secret"] != secret
    assert "not taken" in phony("webhooks", "test", hook, fails=True)
    (sent,) = phony.json("webhooks", "deliveries", hook)
    assert sent["event"] == "webhook.test"
    assert sent["id"] in phony("webhooks", "deliveries", hook, "--state", "failed")
    assert "being sent" in phony("webhooks", "resend", sent["id"])
    assert "Deleted" in phony("webhooks", "delete", hook, "--yes")
    assert "No webhooks" in phony("webhooks", "list")
    refused = phony("webhooks", "create", "http://127.0.0.1/x", fails=True)
    assert "PHONY_ALLOW_PRIVATE_URLS" in refused
