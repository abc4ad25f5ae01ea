"""The whole product on free ports, for tests that type commands: `phony serve` and its sandbox."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from tests.cli.serving import Serving, wait_for

NUMBER = "+18578167225"


@dataclass
class Running:
    """Its API and its sandbox."""

    serving: Serving
    api: httpx.Client
    sandbox: httpx.Client

    @property
    def url(self) -> str:
        """Where the API is."""
        return str(self.serving.about["url"])

    def ring(self, *lines: str, to: str = NUMBER, stay: bool = False) -> str:
        """Somebody calls a number and says lines (and stays on the line); the call's id."""
        said = {"to": to, "lines": list(lines), "stay": stay}
        answer = self.sandbox.post("/sandbox/calls", json=said)
        assert answer.status_code == 201, answer.text
        sid = answer.json()["sid"]

        def appeared() -> str | None:
            items = self.api.get("/calls").json()["items"]
            return next((c["id"] for c in items if c["carrier_call_sid"] == sid), None)

        return str(wait_for(appeared, "the call's record", 15))

    def says(self, call_id: str, text: str) -> None:
        """Whoever is on the line of a call says something now."""
        sid = self.api.get(f"/calls/{call_id}").json()["carrier_call_sid"]
        answer = self.sandbox.post(f"/sandbox/calls/{sid}/say", json={"text": text})
        assert answer.is_success, answer.text

    def ended(self, call_id: str) -> dict[str, Any]:
        """The record once the call is over and its recording is made."""

        def over() -> dict[str, Any] | None:
            call: dict[str, Any] = self.api.get(f"/calls/{call_id}").json()
            return call if call["ended_at"] and call["has_recording"] else None

        return dict(wait_for(over, "the end of the call", 40))


@contextlib.contextmanager
def running(data_dir: Path, **env: str) -> Iterator[Running]:
    """Start everything without speech, wait until it serves, end everything."""
    serving = Serving(data_dir, env={"PHONY_SANDBOX_PACE_MS": "25", **env})
    with (
        serving.running("--sandbox-port", "0", "--no-speech"),
        httpx.Client(base_url=serving.about["url"], timeout=20) as api,
        httpx.Client(base_url=serving.about["sandbox_url"], timeout=20) as sandbox,
    ):
        yield Running(serving, api, sandbox)
