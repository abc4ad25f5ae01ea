"""The sandbox as `phony call` uses it: who calls, who answers, what they heard."""

from __future__ import annotations

import time
from typing import Any

import httpx

from phony.cli.rest import Refused, Rest

_APPEAR_S = 20.0  # from the carrier's ring to the product's record
_CHECKED_S = 20.0  # from the end of the call until all that was heard is recognised


class Sandbox:
    """The sandbox's own API."""

    def __init__(self, url: str) -> None:
        """`url` without a path."""
        self.url = url.rstrip("/")

    @classmethod
    def of(cls, rest: Rest) -> Sandbox:
        """The one that a running Phony uses.

        Raises:
            Refused: its carrier is real.
        """
        setup = rest.get("/setup")
        found = setup["sandbox_url"] if setup["carrier"] == "sandbox" else None
        if not found:
            raise Refused(
                "This Phony uses a real carrier: phony call needs the sandbox's.",
                cure="Start one with `phony serve --sandbox`, or name one with --sandbox-url.",
            )
        return cls(str(found))

    def request(self, method: str, path: str, body: Any = None) -> Any:
        """Ask for JSON; None where there is nothing to say.

        Raises:
            Refused: the sandbox says no, or does not answer.
        """
        answer = self._ask(method, path, body)
        return answer.json() if answer.content else None

    def wav(self, sid: str) -> bytes:
        """What both ends of the call heard."""
        return self._ask("GET", f"/sandbox/calls/{sid}/recording.wav", None).content

    def heard(self, sid: str) -> str:
        """All that was said to the far end, recognised."""
        return str(self.request("GET", f"/sandbox/calls/{sid}/heard")["text"])

    def checked(self, sid: str) -> dict[str, Any]:
        """The call, once everything its person wanted to hear was looked for."""
        deadline = time.monotonic() + _CHECKED_S
        while True:
            shown: dict[str, Any] = self.request("GET", f"/sandbox/calls/{sid}")
            if len(shown["expectations"]) >= shown["expected"] or time.monotonic() > deadline:
                return shown
            time.sleep(0.2)

    def record_of(self, sid: str, rest: Rest) -> str | None:
        """The id of the product's record of a call; None if another application answers it.

        Raises:
            Refused: it was not put through.
        """
        deadline = time.monotonic() + _APPEAR_S
        ours = str(rest.get("/setup")["base_url"])
        while time.monotonic() < deadline:
            for found in rest.get("/calls", limit=20)["items"]:
                if found["carrier_call_sid"] == sid:
                    return str(found["id"])
            shown = self.request("GET", f"/sandbox/calls/{sid}")
            if shown["status"] in ("failed", "busy", "no-answer", "canceled"):
                raise Refused(
                    f"The call was not put through: {shown['end_reason'] or shown['status']}.",
                    cure="Give the number to an enabled inbound agent: `phony numbers list` shows "
                    "who answers.",
                )
            asked = [event["url"] for event in shown["events"] if event["type"] == "twiml"]
            if asked and not asked[0].startswith(ours):
                return None
            time.sleep(0.1)
        raise Refused("The carrier rang, but Phony has no record of the call.", cure="phony doctor")

    def _ask(self, method: str, path: str, body: Any) -> httpx.Response:
        try:
            response = httpx.request(method, self.url + path, json=body, timeout=60)
        except httpx.HTTPError as error:
            raise Refused(
                f"The sandbox does not answer at {self.url} ({type(error).__name__}).",
                cure="`phony serve` starts one when no Twilio account is configured; "
                "or say where one runs with --sandbox-url.",
            ) from error
        if response.is_error:
            try:
                told = str(response.json()["detail"])
            except (ValueError, KeyError, TypeError):
                told = response.text[:200]
            raise Refused(f"The sandbox answers {response.status_code}: {told}")
        return response
