"""The far ends in a process of their own: who calls, what they are made to do, what they saw."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx

from phony.bench import processes
from phony.bench.faults.ear import Sides
from phony.bench.faults.evidence import FarCall, Json
from phony.domain.errors import Unavailable

PACE_MS = 40.0  # a character of what is said
NUMBER = "+18578167225"
_NAMES = (
    "alpha bravo charlie delta foxtrot golf hotel india juliet kilo lima november oscar papa "
    "quebec romeo sierra tango uniform victor whiskey xray yankee zulu"
).split()
_CODES = (
    "amber basil cedar daisy ember fennel ginger hazel iris jasper kelp lotus maple nutmeg "
    "olive pepper quince raven saffron thistle umber violet willow zinnia"
).split()
# Every line and every answer is another one: what is stored twice or nowhere is seen.
FACTS = {f"{name}_code": f"{code} {n}" for n, (name, code) in enumerate(zip(_NAMES, _CODES), 30)}  # noqa: B905 - the test compares their lengths
LINES = [f"What is the {name} code?" for name in _NAMES]
LINE_S = 3.3  # a line, its answer and what is between
_SETTLE_MS = 600
_PATIENCE_S = 12.0


class Far:
    """The carrier and the engine of one row."""

    def __init__(self, http: httpx.AsyncClient, port: int) -> None:
        """Made by `running`."""
        self._http = http
        self.port = port

    @classmethod
    @contextlib.asynccontextmanager
    async def running(cls, folder: Path, pace_ms: float = PACE_MS) -> AsyncIterator[Far]:
        """Started, and in any case ended."""
        process = processes.far_ends(folder, pace_ms)
        process.start()
        try:
            port = int((await asyncio.to_thread(process.first_line))["port"])
            url = f"http://127.0.0.1:{port}"
            # Longer than what waits for the end of a call.
            async with httpx.AsyncClient(base_url=url, timeout=330, trust_env=False) as http:
                yield cls(http, port)
        finally:
            await asyncio.to_thread(process.stop)

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """JSON of its own interface.

        Raises:
            Unavailable: it refuses.
        """
        answer = await self._http.request(method, "/sandbox" + path, json=body)
        if not answer.is_success:
            raise Unavailable(f"{method} {path}: {answer.text[:300]}")
        return answer.json() if answer.content else None

    async def call(self, lines: int, hesitates_s: float = 0.0) -> str:
        """Somebody calls, asks so many questions, hears the last answer and hangs up; the sid.

        With `hesitates_s` before the first question callers are not all at the same word.
        """
        persona = {
            "settle_ms": _SETTLE_MS,
            "patience_s": _PATIENCE_S,
            "lines": [
                {"silence_s": round(hesitates_s, 2)},
                *LINES[: max(1, min(lines, len(LINES)))],
            ],
        }
        placed: Json = await self.ask("POST", "/calls", {"to": NUMBER, "persona": persona})
        return str(placed["sid"])

    async def faults(self, **faults: Any) -> None:
        """Misbehave from now on; nothing ends it."""
        await self.ask("PUT", "/faults", faults)

    async def clocks(self) -> dict[str, int]:
        """How long every live call has lasted, in ms."""
        items = (await self.ask("GET", "/calls"))["items"]
        return {item["sid"]: item["now_ms"] for item in items if not item["ended_by"]}

    async def shown(self, sid: str, wait_s: float = 0) -> Json:
        """A call, at its end or after `wait_s`."""
        found: Json = await self.ask("GET", f"/calls/{sid}?wait_s={wait_s}")
        return found

    async def over(self, sid: str, wait_s: float) -> Json:
        """A call after its end, which is brought about after `wait_s`."""
        shown = await self.shown(sid, wait_s)
        if not shown["ended_by"]:
            await self.ask("POST", f"/calls/{sid}/hangup")
            shown = await self.shown(sid, 5) | {"ended_by": "bench"}
        return shown

    async def evidence(self, shown: Json, fault_ms: int | None) -> FarCall:
        """A call with its sound."""
        wav = await self._http.get(f"/sandbox/calls/{shown['sid']}/recording.wav")
        return FarCall(shown, Sides.of_wav(wav.content), fault_ms)

    async def charged(self) -> dict[str, int]:
        """What the engine would charge, by kind."""
        found: dict[str, int] = await self.ask("GET", "/charged")
        return found
