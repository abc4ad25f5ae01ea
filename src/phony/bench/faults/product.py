"""The product of a row: `phony serve`, its processes, and what it has stored."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx

from phony.bench import processes
from phony.bench.faults.ear import Sides
from phony.bench.faults.evidence import Json, StoredCall
from phony.bench.faults.far import FACTS, NUMBER, Far
from phony.bench.processes import Process
from phony.domain.errors import Unavailable

SETTLED_WITHIN_S = 45.0
_AGENT = {
    "name": "Front desk",
    "type": "inbound",
    "phone_number": NUMBER,
    "system_prompt": "You are the receptionist of Example Dental.",
    "greeting_message": "Hello! How can I help you today?",
    "context_data": FACTS,
    "summary": False,
}


class Product:
    """One running product; it can be ended and started again in the same place."""

    def __init__(
        self, folder: Path, far: Far, workers: int, env: dict[str, str], more: Json
    ) -> None:
        """Not started yet; what it keeps is in `folder`. `more` is laid over the agent."""
        self.folder = folder
        self._far, self._workers, self._env = far, workers, env
        self.port = _free_port()
        self.process = self._new()
        self.agent: Json = _AGENT | more
        self._seen: set[int] = set()
        self.http = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{self.port}",
            headers={"Authorization": f"Bearer {processes.KEY}"},
            timeout=20,
            trust_env=False,
            limits=httpx.Limits(keepalive_expiry=1),
        )

    def _new(self) -> Process:
        workers = ("--workers", str(self._workers))
        return processes.beside(self.folder, self._far.port, self.port, *workers, **self._env)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Product]:
        """Started, with an agent; and in any case ended."""
        try:
            await self.start()
            self.agent = await self.ask("POST", "/agents/", self.agent)
            yield self
        finally:
            self.note_children()
            with contextlib.suppress(OSError):
                for pid in self.workers():  # a frozen one cannot be ended in good order
                    os.kill(pid, signal.SIGCONT)
            await asyncio.to_thread(self.process.stop)
            await self.http.aclose()
            for pid in self._seen:
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)

    async def start(self) -> None:
        """Start it (again) and wait until it serves."""
        self.process = self._new()
        self.process.start()
        await asyncio.to_thread(processes.announced, self.folder, self.process)
        self.note_children()

    def note_children(self) -> None:
        """Remember who has to be gone in the end, whatever becomes of their parent."""
        mine = {self.process.pid, *processes.children(self.process.pid, "")}
        # A number may belong to somebody else by now.
        self._seen = {pid for pid in self._seen | mine if _is_ours(pid)}

    def workers(self) -> list[int]:
        """The processes that hold the calls."""
        return processes.children(self.process.pid, "phony.cli worker")

    def busiest(self) -> int:
        """The worker that holds most calls."""
        return max(self.workers(), key=processes.open_files)

    def mongod(self) -> int:
        """The private mongod.

        Raises:
            Unavailable: there is none at present.
        """
        found = processes.children(self.process.pid, "mongod")
        if not found:
            raise Unavailable("there is no mongod")
        return found[0]

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """JSON of its REST.

        Raises:
            Unavailable: it refuses, or does not answer.
        """
        for left in (2, 1, 0):
            try:
                answer = await self.http.request(method, path, json=body)
                break
            except httpx.TransportError as error:
                if not left or method != "GET":
                    raise Unavailable(f"{method} {path}: {error!r}") from error
                await asyncio.sleep(0.5)
        if not answer.is_success:
            raise Unavailable(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
        return answer.json() if answer.content else None

    # ---- what is stored

    async def records(self) -> dict[str, Json]:
        """The newest calls, by the carrier's name for them."""
        items = (await self.ask("GET", "/calls?limit=500"))["items"]
        return {item["carrier_call_sid"]: item for item in items}

    async def settled(self, sids: list[str], within_s: float = SETTLED_WITHIN_S) -> None:
        """Wait until nothing of these calls changes any more, or is taken to be left as it is."""
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            with contextlib.suppress(Unavailable):
                found = await self.records()
                if all(_settled(found.get(sid)) for sid in sids):
                    return
            await asyncio.sleep(0.5)

    async def stored(self, record: Json) -> StoredCall:
        """All that is stored of a call."""
        call_id = record["id"]
        record = await self.ask("GET", f"/calls/{call_id}")
        turns = (await self.ask("GET", f"/calls/{call_id}/turns?limit=500"))["items"]
        sides = None
        if record["has_recording"]:
            answer = await self.http.get(f"/calls/{call_id}/recording")
            sides = Sides.of_wav(answer.content)
        return StoredCall(record, turns, sides)


def _settled(record: Json | None) -> bool:
    return record is not None and bool(
        record["ended_at"]
        and record["cost"]["final"]
        and record["has_recording"]
        and record["transcript_final"]
    )


def _is_ours(pid: int) -> bool:
    with contextlib.suppress(OSError):
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        return b"phony" in command or b"mongod" in command
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
