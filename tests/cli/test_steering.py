"""Steering a live call as typed, against the running product."""

from __future__ import annotations

import json

from fastapi.routing import APIRoute
from tests.cli.serving import wait_for
from tests.cli.typed import Terminal
from tests.support.running import NUMBER

from phony.api.rest.commands import router
from phony.cli import app


def test_a_live_call_is_steered(phony: Terminal) -> None:
    create = ("--number", NUMBER, "--greeting", "Hello!", "--set", "business_hours=9 to 5")
    phony("agents", "create", "Steered", *create)
    call = phony.product.ring("What are your business hours?", stay=True)
    wait_for(lambda: "9 to 5" in phony("calls", "transcript", call), "the answer", 20)

    told = phony("calls", "context", call, "--set", "business_hours=noon to six")
    edit = told.split()[0]
    assert told == f"{edit} is confirmed\n"
    known = json.loads(phony("calls", "context", call))
    assert known["context_data"]["business_hours"] == "noon to six"
    assert "confirmed" in phony("calls", "note", call, "Be brief.")
    assert "confirmed" in phony("calls", "undo", call, edit)
    listed = phony("calls", "edits", call)
    assert ("business_hours" in listed, "notes or prompt" in listed) == (True, True)

    for command in ("mute", "unmute", "hold", "unhold", "take-over"):
        assert "done" in phony("calls", command, call, "--wait", "10"), command
    assert "done" in phony("calls", "hand-back", call, "--note", "They know.", "--wait", "10")
    assert phony.json("calls", "whisper", call, "They are a guest.")["kind"] == "whisper"
    assert "done" in phony("calls", "say", call, "One more thing.", "--wait", "10")
    assert "done: " in phony("calls", "probe", call, "business_hours")
    assert phony("calls", "dtmf", call, "1w2")
    refused = phony("calls", "transfer", call, "911", fails=True)
    assert "Error:" in refused
    asked = phony("calls", "commands", call)
    assert all(kind in asked for kind in ("mute", "take_over", "whisper", "say", "send_dtmf"))
    assert phony("calls", "hangup", call, "--now", "-y")
    phony.product.ended(call)
    assert "Error:" in phony("calls", "mute", call, fails=True)
    phony("calls", "delete", call, "-y")


def test_whatever_rest_offers_is_a_command() -> None:
    routes = [route for route in router.routes if isinstance(route, APIRoute)]
    offered = {route.path.rpartition("/")[2] for route in routes if "POST" in (route.methods or ())}
    groups = {group.name: group.typer_instance for group in app.registered_groups}
    calls = groups["calls"]
    assert calls is not None
    assert {"say", "hangup"} <= offered <= {each.name for each in calls.registered_commands}
