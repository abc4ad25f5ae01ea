"""A tool server: it books tables for the agent of agents.yaml. Needs nothing but Python.

    BOOKING_TOKEN=... TOOL_SECRET=whsec_... python3 examples/tool_server.py 9000

docs/tools.md says what a tool is sent, and what becomes of its answer.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import sys
import time
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = os.environ["BOOKING_TOKEN"]
SECRET = base64.b64decode(os.environ["TOOL_SECRET"].removeprefix("whsec_"))
SEATS = {"friday": 40, "saturday": 40}


def is_from_phony(headers: Message, body: bytes) -> bool:
    """Whether the signature is right, and not older than five minutes."""
    sent = headers.get("webhook-timestamp", "")
    if not sent.isdigit() or abs(time.time() - int(sent)) > 300:
        return False
    signed = f"{headers.get('webhook-id', '')}.{sent}.".encode() + body
    right = "v1," + base64.b64encode(hmac.digest(SECRET, signed, hashlib.sha256)).decode()
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(right, each) for each in given)


def book(people: int, day: str) -> dict[str, Any]:
    """What the agent is told: plain words and few fields are understood best."""
    if people > SEATS.get(day, 20):
        return {"booked": False, "reason": f"There are not so many seats left on {day}."}
    return {"booking": "B 4711"}


class Handler(BaseHTTPRequestHandler):
    """POST /book with `{"call_id": ..., "arguments": {"people": 4, "day": "friday"}, ...}`."""

    def do_POST(self) -> None:
        """Look who asks, then book."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not hmac.compare_digest(self.headers.get("Authorization", ""), f"Bearer {TOKEN}"):
            return self.answer(401, {"error": "who are you?"})
        if not is_from_phony(self.headers, body):
            return self.answer(401, {"error": "the signature is wrong"})
        asked = json.loads(body)
        # The same call may ask again: `call_id` and the arguments say whether it did.
        return self.answer(200, book(**asked["arguments"]))

    def answer(self, status: int, content: dict[str, Any]) -> None:
        """Only 2xx is a success to the agent."""
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
    print(f"Listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
