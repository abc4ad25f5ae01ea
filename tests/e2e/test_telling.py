"""Others are told of calls by whichever worker lives."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from pymongo import MongoClient
from standardwebhooks import Webhook as Verifier
from tests.cli.serving import wait_for
from tests.e2e.product import Product, pause
from tests.e2e.test_live_control import HOURS, begin, edit, end
from tests.support.told import Told


class Receiver(ThreadingHTTPServer):
    """Somebody's server that notes what it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen: list[tuple[dict[str, str], bytes]] = []

    def types(self) -> list[str]:
        return [json.loads(body)["type"] for _, body in self.seen]


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append(({k.lower(): v for k, v in self.headers.items()}, body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()


def telling(product: Product) -> int:
    """The process that tells: it holds the lease."""
    with MongoClient[dict[str, Any]](product.serving.about["mongodb_url"]) as client:
        database = client["phony"]
        lease = database["leases"].find_one({"_id": "webhooks.tell"})
        assert lease is not None
        worker = database["workers"].find_one({"_id": lease["owner"]})
        assert worker is not None
        return int(worker["pid"])


def test_others_are_told_even_when_a_worker_dies(mortal: Product, receiver: Receiver) -> None:
    product = mortal
    url = f"http://127.0.0.1:{receiver.server_port}/hook"
    hook = product.api("POST", "/webhooks", {"url": url}, status=201)
    tried = product.api("POST", f"/webhooks/{hook['id']}/test")
    assert tried["state"] == "delivered"
    with product.agent():
        sid, call_id = begin(product)
        edit(product, call_id, set={"business_hours": "noon to midnight"})
        wait_for(lambda: "edit.confirmed" in receiver.types(), "the edit to be told", 15)
        end(product, sid, call_id)
        os.kill(telling(product), signal.SIGKILL)
        for _ in range(4):  # the client's old connections may be to the dead
            with contextlib.suppress(httpx.TransportError):
                product.client.get(f"{product.url}/health/live")
        call = product.finished(product.call_in(lines=[HOURS]))
        ids = {call_id, call["id"]}

        wanted = {
            (kind, one)
            for kind in ("call.started", "call.ended", "transcript.ready", "call.finished")
            for one in ids
        }

        def missing() -> set[tuple[str, str]]:
            events = [json.loads(body) for _, body in receiver.seen]
            return wanted - {
                (event["type"], event["data"]["call"]["id"])
                for event in events
                if "call" in event["data"]
            }

        # The lease of the dead ends after 10 s, what it was about to send after 25.
        deadline = time.monotonic() + 60
        while missing() and time.monotonic() < deadline:
            pause(0.1)
        assert missing() == set()
    verifier, told = Verifier(hook["secret"]), Told(product.api("GET", "/openapi.json"))
    for headers, body in receiver.seen:
        event = verifier.verify(body.decode(), headers)
        told.check(event)
        if event["type"] == "call.finished":
            assert event["data"]["call"]["has_recording"]
            assert event["data"]["transcript"]
    log = product.api("GET", f"/webhooks/{hook['id']}/deliveries?limit=100")
    assert {d["event"] for d in log["items"]} >= {"webhook.test", "call.started", "call.ended"}
