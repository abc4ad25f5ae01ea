"""`phony agents` as typed, against the running product."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from tests.cli.serving import wait_for
from tests.cli.typed import Terminal, typed
from tests.support.running import NUMBER


def test_an_agents_whole_life(phony: Terminal) -> None:
    created = phony.json(
        "agents",
        "create",
        "Front desk",
        "--template",
        "receptionist",
        "--number",
        "+1 857 816 7225",
        "--set",
        "floor=3",
    )
    assert created["phone_number"] == NUMBER
    assert created["number_status"] == "assigned"
    assert created["context_data"]["floor"] == 3
    assert "Front desk" in phony("agents", "list")
    assert "receptionist" in phony("agents", "show", "Front desk")
    phony("agents", "update", "Front desk", "voice=cedar", "speed=1.1", "--note", "deeper")
    shown = phony.json("agents", "show", created["id"])
    assert (shown["voice"], shown["speed"], shown["version"]) == ("cedar", 1.1, 2)
    phony("agents", "context", "Front desk", "--set", "hours.mon=9-5", "--unset", "floor")
    assert json.loads(phony("agents", "context", "Front desk"))["hours"] == {"mon": "9-5"}
    assert "Example Company" in phony("agents", "preview", "Front desk")
    versions = phony("agents", "versions", "Front desk")
    assert "deeper" in versions
    assert "+ voice: cedar" in phony("agents", "diff", "Front desk", "1", "2")
    assert "version 4" in phony("agents", "rollback", "Front desk", "1")
    assert "Abort" in phony("agents", "delete", "Front desk", fails=True, text="n\n")
    assert "Deleted Front desk" in phony("agents", "delete", "Front desk", "--yes")
    assert "No agents" in phony("agents", "list")


def test_apply_shows_the_difference_first(phony: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "agents.yaml"
    wanted: list[dict[str, Any]] = [
        {"name": "One", "type": "inbound", "system_prompt": "First.\nSecond."},
        {"name": "Two", "type": "outbound", "context_data": {"a": "2026-01-01", "b": "yes"}},
    ]
    file.write_text(yaml.safe_dump({"agents": wanted}))
    preview = phony("agents", "apply", str(file), "--dry-run")
    assert "+ One" in preview
    assert phony.json("agents", "list") == []
    assert "2 created" in phony("agents", "apply", str(file), "--yes")
    assert "2 unchanged" in phony("agents", "apply", str(file))
    exported = tmp_path / "exported.yaml"
    phony("agents", "export", str(exported))
    assert yaml.safe_load(exported.read_text()) == {"agents": wanted}
    wanted[0]["voice"] = "sage"
    file.write_text(yaml.safe_dump({"agents": wanted[:1]}))
    assert "+ voice: sage" in phony("agents", "apply", str(file), "--prune", "--dry-run")
    done = phony("agents", "apply", str(file), "--prune", "--yes")
    assert "1 updated, 1 deleted" in done
    file.write_text("agents: [{name: One, type: inbound, colour: red}]")
    refused = phony("agents", "apply", str(file), fails=True)
    assert "One: colour is an unknown field" in refused
    file.write_text("agents: [*x]\n&x: 1")
    assert "not YAML that can be read" in phony("agents", "apply", str(file), fails=True)
    phony("agents", "delete", "One", "-y")


def test_a_file_in_git_has_no_secrets_and_is_whole(phony: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "agents.yaml"
    tool = {
        "name": "book",
        "url": "https://${PLACE:-book.example}/book",
        "headers": {"Authorization": "Bearer ${BOOKING_TOKEN}"},
    }
    wrong = {"name": "Wrong", "type": "inbound", "tools": {"http": [{**tool, "name": "a b"}]}}
    agent = {"name": "Trattoria", "type": "inbound", "tools": {"http": [tool]}}
    file.write_text(json.dumps({"agents": [agent, wrong]}))
    refused = phony("agents", "apply", str(file), "--yes", fails=True)
    for said in (
        "has 3 mistakes",
        "- Trattoria: tools.http[0].headers.Authorization needs the variable BOOKING_TOKEN",
        "- Wrong: tools.http[0].name must be 1 to 64 letters",
        "Nothing was changed",
    ):
        assert said in refused
    assert phony.json("agents", "list") == []

    file.write_text(json.dumps({"agents": [agent]}))
    pasted = "s3cret\n"
    drift = ("agents", "apply", str(file), "--dry-run", "--exit-code")
    code, _, _ = typed(*drift, **phony.env, BOOKING_TOKEN=pasted)
    assert code == 3
    phony("agents", "apply", str(file), "--yes", BOOKING_TOKEN=pasted)
    phony(*drift, BOOKING_TOKEN=pasted)
    exported = phony("agents", "export", "-")
    assert "s3cret" not in exported
    assert "${TRATTORIA_BOOK_AUTHORIZATION:-********}" in exported
    # What was exported is unchanged here, and elsewhere wants the secret.
    phony("agents", "apply", "-", "--dry-run", "--exit-code", text=exported)
    phony("agents", "delete", "Trattoria", "-y")
    refused = phony("agents", "apply", "-", "--yes", text=exported, fails=True)
    assert "Trattoria: tools.http[0].headers.Authorization has no value" in refused
    phony("agents", "apply", "-", "-y", text=exported, TRATTORIA_BOOK_AUTHORIZATION="Bearer new")
    phony("agents", "delete", "Trattoria", "-y")


def test_live_calls_are_told_what_an_agent_learns(phony: Terminal) -> None:
    create = ("--number", NUMBER, "--greeting", "Hello!", "--set", "business_hours=9 to 5")
    agent = phony.json("agents", "create", "Learner", *create)
    question = "What are your business hours?"
    call_id = phony.product.ring(question, stay=True)
    wait_for(lambda: phony.json("calls", "list", "--live"), "the call to be answered", 15)
    told = phony(
        "agents", "context", "Learner", "--set", "business_hours=noon to midnight", "--live"
    )
    assert "1 live call(s) told" in told
    phony.product.says(call_id, question)
    wait_for(lambda: "midnight" in phony("calls", "transcript", call_id), "the new answer", 20)
    call = json.loads(phony("calls", "show", call_id))
    assert call["context_data"]["business_hours"] == "noon to midnight"
    assert call["agent_version"] == 1
    assert phony.json("agents", "show", "Learner")["version"] == 2
    phony("calls", "hangup", call_id, "-y")
    phony.product.ended(call_id)
    phony("agents", "delete", agent["id"], "-y")
