"""The product as a user has it: a real `phony serve` with its sandbox, and calls through it."""

from __future__ import annotations

import base64
import contextlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from tests.cli.serving import Serving, wait_for

AGENT = {
    "name": "Front desk",
    "type": "inbound",
    "system_prompt": "You are the receptionist of Example Dental.",
    "greeting_message": "Hello! How can I help you today?",
    "context_data": {"business_hours": "9 AM to 6 PM", "support_email": "help@company.com"},
}
FAST_MS = 25  # a character of people who talk fast, where pace is not the matter
FINAL = ("completed", "busy", "no_answer", "canceled", "failed")


class Product:
    """One running product; agents get numbers of the sandbox in turn."""

    def __init__(self, serving: Serving) -> None:
        self.serving = serving
        # Servers close what is idle for five seconds: never send into that moment.
        self.client = httpx.Client(timeout=60, limits=httpx.Limits(keepalive_expiry=2))

    @property
    def url(self) -> str:
        """Where it is in this life."""
        return str(self.serving.about["url"])

    @property
    def sandbox_url(self) -> str:
        """Where its far ends are in this life."""
        return str(self.serving.about["sandbox_url"])

    # ---- asking

    def api(self, method: str, path: str, body: Any = None, status: int | None = None) -> Any:
        """JSON of the product's REST; a status to expect, else any success."""
        try:
            response = self.client.request(method, self.url + path, json=body)
        except httpx.TransportError:
            if method != "GET":
                raise
            # Its connection was to a worker that a test has just killed.
            response = self.client.request(method, self.url + path)
        assert response.status_code == status if status else response.is_success, response.text
        return response.json() if response.content else None

    def sandbox(self, method: str, path: str, body: Any = None) -> Any:
        """JSON of the sandbox's control interface."""
        response = self.client.request(method, self.sandbox_url + "/sandbox" + path, json=body)
        assert response.is_success, response.text
        return response.json() if response.content else None

    def workers(self) -> dict[str, int]:
        """The processes of the workers that serve, by worker: each has a Unix socket."""
        with open("/proc/net/unix") as table:
            bound = [line.split() for line in table if line.rstrip().endswith(".sock")]
        names = {f"socket:[{fields[6]}]": Path(fields[7]).stem for fields in bound}
        found = {}
        for pid in self.serving.children("phony.cli worker"):
            with contextlib.suppress(OSError):  # it has just ended
                for fd in Path(f"/proc/{pid}/fd").iterdir():
                    with contextlib.suppress(OSError):
                        if (name := names.get(os.readlink(fd))) is not None:
                            found[name] = pid
        return found

    # ---- agents and calls

    @contextmanager
    def agent(self, number: str | None = "+18578167225", **fields: Any) -> Iterator[dict[str, Any]]:
        """An agent for the duration of a test."""
        agent = self.api("POST", "/agents/", {**AGENT, "phone_number": number, **fields})
        try:
            yield agent
        finally:
            self.api("DELETE", f"/agents/{agent['id']}?force=true")

    def call_in(self, to: str = "+18578167225", **script: Any) -> str:
        """Somebody calls; the carrier's sid."""
        sid: str = self.sandbox("POST", "/calls", {"to": to, **script})["sid"]
        return sid

    def record(self, sid: str, limit_s: float = 20) -> dict[str, Any]:
        """The product's record of a carrier's call, as soon as there is one."""

        def find() -> Any:
            calls = self.api("GET", "/calls?limit=20")["items"]
            return next((call for call in calls if call["carrier_call_sid"] == sid), None)

        found: dict[str, Any] = wait_for(find, f"a record of {sid}", limit_s)
        return found

    def until(
        self, call_id: str, true: Callable[[dict[str, Any]], Any], what: str, limit_s: float = 40
    ) -> dict[str, Any]:
        """The call's record when `true` of it."""

        def look() -> Any:
            call = self.api("GET", f"/calls/{call_id}")
            return call if true(call) else None

        found: dict[str, Any] = wait_for(look, what, limit_s)
        return found

    def finished(self, sid_or_id: str, limit_s: float = 90) -> dict[str, Any]:
        """The record of a call that is over, with its `turns` and `text`."""
        call_id = sid_or_id
        if not call_id.startswith("call_"):
            call_id = self.record(sid_or_id)["id"]
        call = self.until(call_id, lambda call: call["status"] in FINAL, "the end", limit_s)
        return {**call, "turns": self.turns(call_id), "text": self.text(call_id)}

    def turns(self, call_id: str) -> list[dict[str, Any]]:
        """The turns so far, in order."""
        items: list[dict[str, Any]] = self.api("GET", f"/calls/{call_id}/turns")["items"]
        return sorted(items, key=lambda turn: turn["index"])

    def text(self, call_id: str) -> str:
        """Who said what, a line a turn."""
        return "\n".join(f"{turn['role']}: {turn['said']}" for turn in self.turns(call_id))

    def wait_for_turn(self, call_id: str, role: str, words: str, limit_s: float = 30) -> Any:
        """The first turn of `role` that contains `words`."""

        def look() -> Any:
            turns = self.turns(call_id)
            return next(
                (t for t in turns if t["role"] == role and words.lower() in t["said"].lower()), None
            )

        return wait_for(look, f"{role} saying {words!r}", limit_s)

    def far_end(self, sid: str, wait_s: float = 0) -> dict[str, Any]:
        """What the carrier knows of its call."""
        shown: dict[str, Any] = self.sandbox("GET", f"/calls/{sid}?wait_s={wait_s}")
        return shown

    @contextmanager
    def faults(self, **faults: Any) -> Iterator[None]:
        """The far ends misbehave within the block."""
        self.sandbox("PUT", "/faults", faults)
        try:
            yield
        finally:
            self.sandbox("PUT", "/faults", {})

    def alerts(self) -> list[dict[str, Any]]:
        """What the carrier complained of."""
        items: list[dict[str, Any]] = self.sandbox("GET", "/alerts")["items"]
        return items


@contextmanager
def running(
    data_dir: Path, *args: str, speech: bool = False, pace_ms: int = 60, **env: str
) -> Iterator[Product]:
    """A product with its sandbox, on free ports."""
    settings = {
        "PHONY_SANDBOX_PORT": "0",
        "PHONY_SANDBOX_SPEECH": str(speech).lower(),
        "PHONY_SANDBOX_PACE_MS": str(pace_ms),
        **env,
    }
    with Serving(data_dir, env=settings).running(*args) as serving:
        product = Product(serving)
        with product.client:
            yield product


def silence(seconds: float) -> str:
    """Mu-law silence as base64."""
    return base64.b64encode(b"\xff" * int(8000 * seconds)).decode()


def pause(seconds: float) -> None:
    """Let something be wrong for a while."""
    time.sleep(seconds)
