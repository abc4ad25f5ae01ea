"""`phony agents|numbers|calls|keys|doctor` as typed, against the running product."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.support.running import NUMBER, Running, running


class Terminal:
    """Runs `phony` commands against one product."""

    def __init__(self, product: Running) -> None:
        self.product = product

    def __call__(self, *args: str, fails: bool = False, text: str | None = None, **env: str) -> str:
        """What a command prints; stderr too when it fails."""
        clean = {
            name: value
            for name, value in os.environ.items()  # noqa: TID251 - the child's environment
            if not name.startswith(("PHONY_", "TWILIO_", "OPENAI_", "MONGODB_"))
        }
        done = subprocess.run(
            [sys.executable, "-m", "phony.cli", *args],
            env=clean | {"PHONY_URL": self.product.url} | env,
            input=text,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr if fails else done.stdout

    def json(self, *args: str) -> Any:
        """What a command prints as JSON."""
        return json.loads(self(*args, "--json"))


@pytest.fixture(scope="module")
def phony(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    with running(tmp_path_factory.mktemp("cli")) as product:
        yield Terminal(product)


def test_whatever_runs_on_the_data_folder_is_found(phony: Terminal) -> None:
    folder = str(phony.product.serving.data_dir)
    assert "No agents" in phony("agents", "list", PHONY_URL="", PHONY_DATA_DIR=folder)


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
    assert "agents.0.colour: unknown field" in refused
    file.write_text("agents: [*x]\n&x: 1")
    assert "not YAML that can be read" in phony("agents", "apply", str(file), fails=True)
    phony("agents", "delete", "One", "-y")


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


def test_calls_are_listed_and_read(phony: Terminal, tmp_path: Path) -> None:
    phony("agents", "create", "Desk", "--number", NUMBER, "--set", "business_hours=9 to 5")
    agent = phony.json("agents", "show", "Desk")
    call_id = phony.product.ring("What are your business hours?")
    phony.product.ended(call_id)
    assert call_id in phony("calls", "list", "--agent", agent["name"])
    assert call_id in phony("calls", "list", "--over")
    assert phony.json("calls", "list", "--live") == []
    assert "business hours" in phony("calls", "transcript", call_id)
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
    ended = phony.product.api.get(f"/calls/{call['id']}").json()
    assert ended["direction"] == "outbound"
    assert ended["context_data"]["name"] == "Kim"
    phony("agents", "delete", "Caller", "-y", "--force")


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


def test_the_doctor_finds_a_fresh_start_well(phony: Terminal) -> None:
    report = phony.json("doctor")
    assert report["ok"], report
    assert "ok" in phony("doctor")


def test_errors_say_what_to_do(phony: Terminal) -> None:
    assert "phony agents list" in phony("agents", "show", "Nobody", fails=True)
    assert "KEY=VALUE" in phony("agents", "update", "Nobody", "voice", fails=True)
    template = phony("agents", "create", "X", "--template", "butler", fails=True)
    assert "receptionist" in template
    silent = phony("agents", "list", "--url", "http://127.0.0.1:9", fails=True)
    assert "phony serve" in silent
    assert "not a URL" in phony("agents", "list", "--url", "http://127.0.0.1:port", fails=True)


def test_the_shell_completes_commands() -> None:
    script = Path(sys.executable).with_name("phony")
    asked = {"_PHONY_COMPLETE": "complete_bash", "COMP_WORDS": "phony agents ap", "COMP_CWORD": "2"}
    path = os.environ["PATH"]  # noqa: TID251 - the child's environment
    done = subprocess.run(
        [str(script)], env={"PATH": path} | asked, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["apply"]
