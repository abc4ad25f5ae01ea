"""`phony calls` as typed, against the running product."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.serving import wait_for
from tests.cli.typed import Terminal
from tests.support.running import NUMBER


def test_calls_are_listed_and_read(phony: Terminal, tmp_path: Path) -> None:
    create = ("--number", NUMBER, "--greeting", "Hello!", "--set", "business_hours=9 to 5")
    phony("agents", "create", "Desk", *create)
    agent = phony.json("agents", "show", "Desk")
    call_id = phony.product.ring("What are your business hours?", stay=True)
    wait_for(lambda: "business hours" in phony("calls", "transcript", call_id), "the question", 20)
    phony("calls", "hangup", call_id, "-y")
    phony.product.ended(call_id)
    assert call_id in phony("calls", "list", "--agent", agent["name"])
    assert call_id in phony("calls", "list", "--over")
    assert phony.json("calls", "list", "--live") == []
    assert phony("calls", "transcript", call_id, "--format", "vtt").startswith("WEBVTT")
    wav = tmp_path / "call.wav"
    phony("calls", "recording", call_id, str(wav))
    assert wav.read_bytes()[:4] == b"RIFF"
    assert json.loads(phony("calls", "show", call_id))["id"] == call_id
    over = phony("calls", "say", call_id, "Too late", fails=True)
    assert "Error:" in over
    phony("calls", "delete", call_id, "--yes")
    assert "Error:" in phony("calls", "show", call_id, fails=True)
    phony("agents", "delete", agent["id"], "-y")


def test_an_outbound_call_is_placed(phony: Terminal) -> None:
    phony("agents", "create", "Caller", "--type", "outbound", "--greeting", "Hi {{name}}!")
    call = phony.json(
        "calls", "place", "Caller", "+15551230001", "--from", NUMBER, "--set", "name=Kim"
    )
    assert call["direction"] == "outbound"
    assert call["context_data"]["name"] == "Kim"
    phony("calls", "hangup", call["id"], "-y")
    phony("agents", "delete", "Caller", "-y", "--force")
