"""The examples' servers as a user runs them: they take what is ours, and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import yaml
from tests.support.source import ROOT

from phony.domain.ids import utc_now
from phony.domain.webhooks import WebhookEvent, new_secret, signed_headers
from phony.sandbox.persona import parse
from phony.service.agents.as_yaml import filled_in, read
from phony.service.outbox.samples import samples

EXAMPLES = ROOT / "examples"


@contextmanager
def running(name: str, *args: str, **env: str) -> Iterator[httpx.Client]:
    """A server of the examples, on a free port."""
    process = subprocess.Popen(
        [sys.executable, str(EXAMPLES / name), "0", *args],
        env={**os.environ, **env},  # noqa: TID251 - the child's environment
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        url = process.stdout.readline().removeprefix("Listening on ").strip()
        with httpx.Client(base_url=url, timeout=10) as client:
            yield client
    finally:
        process.terminate()
        process.communicate()


def signed(secret: str, body: bytes, message: str = "evt_1", age_s: int = 0) -> dict[str, str]:
    return signed_headers([secret], message, utc_now() - timedelta(seconds=age_s), body)


def test_the_tool_server_answers_us_and_nobody_else() -> None:
    secret, token = new_secret(), {"Authorization": "Bearer t0k3n"}
    asked: dict[str, Any] = {"call_id": "call_1", "arguments": {"people": 4, "day": "friday"}}
    body = json.dumps(asked).encode()
    with running("tool_server.py", BOOKING_TOKEN="t0k3n", TOOL_SECRET=secret) as server:

        def ask(headers: dict[str, str], content: bytes = body) -> httpx.Response:
            return server.post("/book", content=content, headers=headers)

        assert ask(token | signed(secret, body)).json() == {"booking": "B 4711"}
        asked["arguments"]["people"] = 60
        many = json.dumps(asked).encode()
        assert ask(token | signed(secret, many), many).json()["booked"] is False
        for wrong in (
            signed(secret, body),
            {"Authorization": "Bearer other"} | signed(secret, body),
            token,
            token | signed(new_secret(), body),
            token | signed(secret, b"another body"),
            token | signed(secret, body, age_s=600),
        ):
            assert ask(wrong).status_code == 401


def test_the_webhook_receiver_keeps_each_call_once(tmp_path: Path) -> None:
    secret, file = new_secret(), tmp_path / "calls.jsonl"
    bodies = {event: json.dumps(body).encode() for event, body in samples().items()}
    finished = bodies[WebhookEvent.CALL_FINISHED]
    with running("webhook_receiver.py", str(file), WEBHOOK_SECRET=secret) as receiver:

        def send(body: bytes, headers: dict[str, str]) -> int:
            return receiver.post("/", content=body, headers=headers).status_code

        for event, body in bodies.items():
            assert send(body, signed(secret, body, event)) == 204
        assert send(finished, signed(secret, finished, WebhookEvent.CALL_FINISHED)) == 204
        both = signed_headers([new_secret(), secret], "evt_2", utc_now(), finished)
        assert send(finished, both) == 204  # while the secret is being changed
        for wrong in ({}, signed(new_secret(), finished), signed(secret, finished, age_s=600)):
            assert send(finished, wrong) == 401
    lines = file.read_text().splitlines()
    assert [json.loads(line) for line in lines] == [json.loads(finished)] * 2


def test_the_agents_and_the_guest_are_read() -> None:
    given = {"BOOKING_TOKEN": "t", "TOOL_SECRET": new_secret(), "BOOKING_URL": "https://b.example"}
    contents = read(filled_in((EXAMPLES / "agents.yaml").read_bytes(), given.get))
    assert contents.mistakes == []
    assert contents.names == {"Trattoria", "Reminder"}
    guest = parse(yaml.safe_load((EXAMPLES / "guest.yaml").read_text()))
    assert guest.name == "Guest"


def test_every_example_is_told_of() -> None:
    page = (EXAMPLES / "README.md").read_text()
    for path in EXAMPLES.iterdir():
        assert path.name == "README.md" or f"({path.name})" in page
