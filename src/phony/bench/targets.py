"""What is measured: the shipped server and the two references, behind one small interface."""

from __future__ import annotations

import asyncio
import contextlib
import os
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Protocol

import httpx

from phony.bench import processes
from phony.bench.caller import Caller
from phony.bench.farends import FarEnds
from phony.bench.processes import Process
from phony.domain.errors import Unavailable
from phony.net.websocket import connect
from phony.wire import signatures, twiml

ACCOUNT = ("AC" + "0" * 32, "bench-token")
NUMBER = "+18578167225"
_AGENT = {
    "name": "Benchmark",
    "type": "inbound",
    "phone_number": NUMBER,
    "system_prompt": "You are a friendly customer service representative of {{company}}.",
    "greeting_message": "Hello! How can I help you today?",
    "context_data": {"company": "Example Company", "business_hours": "9 AM - 6 PM EST"},
    "turn_detection": {"interrupt_after_ms": 0},  # a caller who makes no sound interrupts here
    "max_duration_s": 3300,
    "summary": False,  # written after a call: the next run would pay for it
}


class Target(Protocol):
    """A bridge under measurement."""

    name: str
    # Whether the bridge itself has the engine greet, so that a call is heard to be up.
    greets: bool

    @property
    def pid(self) -> int:
        """The process whose CPU counts."""

    async def open(self, caller: Caller) -> None:
        """Connect one caller's stream."""


class Reference:
    """A reference bridge in a process of its own."""

    greets = False

    def __init__(self, name: str, far: FarEnds) -> None:
        """`name` is `relay` or `plain`."""
        self.name = name
        self._process = processes.reference(name, far.url, far.trust)
        self._port = 0

    @contextlib.asynccontextmanager
    async def running(self, bridge: int) -> AsyncIterator[Reference]:
        """Started on core `bridge`, and in any case ended."""
        try:
            self._process.start()
            about = await asyncio.to_thread(self._process.first_line)
            self._port = int(about["port"])
            processes.pin(self.pid, bridge)
            yield self
        finally:
            self._process.stop()

    @property
    def pid(self) -> int:
        """The process whose CPU counts."""
        return self._process.pid

    async def open(self, caller: Caller) -> None:
        """Connect one caller's stream."""
        await connect(f"ws://127.0.0.1:{self._port}/media/{caller.number}", caller)
        caller.begin({})


class Product:
    """`phony serve` as shipped: recording, journal and feed on, on a private mongod."""

    name = "phony"
    greets = True
    http_errors = httpx.HTTPError

    def __init__(self, far: FarEnds, *, workers: int = 1, descriptors: int = 0) -> None:
        """Not started yet; `far` plays the engine. `descriptors`: see `processes.serve`."""
        self._far = far
        self._descriptors = descriptors
        self._workers = workers
        self._process: Process | None = None
        self._http: httpx.AsyncClient | None = None
        self.about: dict[str, Any] = {}

    @contextlib.asynccontextmanager
    async def running(self, far: int, bridge: int) -> AsyncIterator[Product]:
        """Started; the worker on core `bridge`, mongod with the far ends on `far`."""
        with tempfile.TemporaryDirectory(prefix="phony-bench-") as folder:
            process = processes.serve(
                Path(folder),
                self._far.url,
                ACCOUNT,
                self._far.trust,
                "--workers",
                str(self._workers),
                descriptors=self._descriptors,
            )
            self._process = process
            process.start()
            try:
                self.about = await asyncio.to_thread(processes.announced, Path(folder), process)
                for pid in [process.pid, *processes.children(process.pid, "")]:
                    processes.pin(pid, far)
                for pid in self.worker_pids():
                    processes.pin(pid, bridge)
                key = {"Authorization": f"Bearer {processes.KEY}"}
                async with httpx.AsyncClient(
                    base_url=self.url, timeout=30, headers=key
                ) as self._http:
                    answer = await self._http.post("/agents/", json=_AGENT)
                    if answer.status_code != 201:
                        raise Unavailable(f"no agent was made: {answer.text[:300]}")
                    yield self
            finally:
                await asyncio.to_thread(process.stop)

    @property
    def url(self) -> str:
        """Where the API is."""
        return str(self.about["url"])

    @property
    def http(self) -> httpx.AsyncClient:
        """A client of the API."""
        assert self._http is not None
        return self._http

    def worker_pids(self) -> list[int]:
        """The processes that hold the calls."""
        assert self._process is not None
        return processes.children(self._process.pid, "phony.cli worker")

    def mongod_pid(self) -> int:
        """The private mongod."""
        assert self._process is not None
        found = processes.children(self._process.pid, "mongod")
        return found[0] if found else os.getpid()

    @property
    def pid(self) -> int:
        """The process whose CPU counts."""
        return self.worker_pids()[0]

    async def webhook(self, path: str, form: dict[str, str]) -> str:
        """A signed request of the carrier's; the TwiML it is answered with."""
        signature = signatures.sign(self.url + path, form, ACCOUNT[1])
        headers = {"X-Twilio-Signature": signature}
        answer = await self.http.post(path, data=form, headers=headers)
        if answer.status_code != 200:
            raise Unavailable(f"{path}: HTTP {answer.status_code} {answer.text[:200]}")
        return answer.text

    async def open(self, caller: Caller) -> None:
        """Ring, then connect the stream that the answer asks for."""
        form = {
            "CallSid": caller.names.call_sid,
            "AccountSid": ACCOUNT[0],
            "From": "+15550001111",
            "To": NUMBER,
            "CallStatus": "ringing",
            "Direction": "inbound",
            "FromCity": "",
        }
        answer = await self.webhook("/twilio/voice", form)
        for verb in twiml.parse(answer):
            if verb.name == "Connect":
                stream = verb.children[0]
                url = str(stream.get("url"))
                headers = {"X-Twilio-Signature": signatures.sign(url, {}, ACCOUNT[1])}
                await connect(url, caller, headers=headers)
                caller.begin({c.get("name"): c.get("value") for c in stream.children})
                return
        raise Unavailable(f"no stream: {answer[:200]}")

    async def ended(self, caller: Caller) -> None:
        """The carrier's last word on a call."""
        form = {
            "CallSid": caller.names.call_sid,
            "AccountSid": ACCOUNT[0],
            "CallStatus": "completed",
            "SequenceNumber": "9",
            "CallDuration": "10",
        }
        await self.webhook("/twilio/numbers/status", form)
