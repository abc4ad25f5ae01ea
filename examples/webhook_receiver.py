"""A webhook receiver: checks the signature, and keeps every call that is over as a line of JSON.

    WEBHOOK_SECRET=whsec_... python3 examples/webhook_receiver.py 9001 calls.jsonl

Needs nothing but Python. `webhooks` in /openapi.json describes each event, with a sample.
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
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

SECRET = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))
FILE = Path(sys.argv[2])
seen: set[str] = set()  # a real one keeps these ids for a day, where it keeps the calls


def is_from_phony(headers: Message, body: bytes) -> bool:
    """Whether one of the signatures is right, and not older than five minutes."""
    sent = headers.get("webhook-timestamp", "")
    if not sent.isdigit() or abs(time.time() - int(sent)) > 300:
        return False
    signed = f"{headers.get('webhook-id', '')}.{sent}.".encode() + body
    right = "v1," + base64.b64encode(hmac.digest(SECRET, signed, hashlib.sha256)).decode()
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(right, each) for each in given)


def heard_of(event: dict[str, Any]) -> None:
    """`call.finished` has all of a call: who wants one event for each takes this one."""
    if event["type"] != "call.finished":
        return
    call, transcript = event["data"]["call"], event["data"]["transcript"]
    tools = [turn["said"] for turn in transcript if turn["kind"] == "tool"]
    with FILE.open("a") as file:
        file.write(json.dumps(event) + "\n")
    print(
        f"{call['id']} {call['outcome']} after {call['duration_s']} s, tools: {tools}", flush=True
    )


class Handler(BaseHTTPRequestHandler):
    """Answers 204 at once; what takes long belongs into a queue."""

    def do_POST(self) -> None:
        """Look who sent it, and whether it came before."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not is_from_phony(self.headers, body):
            self.send_error(401)
            return
        if self.headers["webhook-id"] not in seen:
            heard_of(json.loads(body))
            seen.add(self.headers["webhook-id"])
        self.send_response(204)
        self.end_headers()


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
    print(f"Listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
