"""Sends what strangers send, in a process of its own, and says how late it was itself.

`python -m phony.bench.strangers.load ROW URL KEY` does one row and prints a line of JSON.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from phony.bench.strangers import requests
from phony.bench.strangers.requests import There

_BEAT_S = 0.01
_BETWEEN_S = 0.3
_ANSWER_S = 15.0
_HOLD_S = 4.0
_AT_ONCE = 50  # connections under way

Make = Callable[[There], bytes]
Attack = Callable[[There, "Seen"], Awaitable[None]]


class Seen:
    """What came back, and how late this process was."""

    def __init__(self) -> None:
        self.answers: Counter[str] = Counter()
        self.late_ms = 0.0

    async def beat(self) -> None:
        """Measure our own lateness until cancelled."""
        while True:
            due = time.monotonic() + _BEAT_S
            await asyncio.sleep(_BEAT_S)
            self.late_ms = max(self.late_ms, (time.monotonic() - due) * 1000)


async def _ask(there: There, text: bytes, seen: Seen) -> None:
    """Send it, and wait for the first line of an answer."""
    try:
        async with asyncio.timeout(_ANSWER_S):
            reader, writer = await asyncio.open_connection(there.host, there.port)
            try:
                writer.write(text)
                with contextlib.suppress(ConnectionError):  # refused while we still send
                    await writer.drain()
                status = (await reader.readline()).split()[1:2]
                seen.answers[status[0].decode() if status else "closed"] += 1
            finally:
                writer.transport.abort()
    except TimeoutError:
        seen.answers["late"] += 1
    except OSError:
        seen.answers["closed"] += 1


def _again(make: Make, times: int = 5) -> Attack:
    """The same request a few times."""

    async def attack(there: There, seen: Seen) -> None:
        text = make(there)
        for _ in range(times):
            await _ask(there, text, seen)
            await asyncio.sleep(_BETWEEN_S)

    return attack


def _many(make: Make, count: int) -> Attack:
    """Many requests, a few at a time."""

    async def attack(there: There, seen: Seen) -> None:
        gate = asyncio.Semaphore(_AT_ONCE)

        async def one() -> None:
            async with gate:
                await _ask(there, make(there), seen)

        await asyncio.gather(*(one() for _ in range(count)))

    return attack


def _held(make: Make, count: int, then: bytes = b"", drip: bytes = b"") -> Attack:
    """Many connections that begin with something and stay; `drip` is sent on and on."""

    async def attack(there: There, seen: Seen) -> None:
        gate = asyncio.Semaphore(_AT_ONCE)
        writers: list[asyncio.StreamWriter] = []

        async def begin() -> None:
            async with gate:
                with contextlib.suppress(OSError):
                    reader, writer = await asyncio.open_connection(there.host, there.port)
                    writers.append(writer)
                    writer.write(make(there))
                    if then:
                        with contextlib.suppress(TimeoutError):
                            async with asyncio.timeout(2):
                                await reader.readuntil(b"\r\n\r\n")
                        writer.write(then)

        await asyncio.gather(*(begin() for _ in range(count)), return_exceptions=True)
        until = time.monotonic() + _HOLD_S
        while time.monotonic() < until:
            await asyncio.sleep(0.5)
            for writer in writers if drip else ():
                writer.write(drip)
        seen.answers["open"] = sum(not writer.transport.is_closing() for writer in writers)
        for writer in writers:
            writer.transport.abort()

    return attack


def _half(there: There) -> bytes:
    return f"GET /health/live HTTP/1.1\r\nHost: {there.host}\r\nX-Slow: ".encode()


_MEDIA = "/media/w000000000000/call_000000000000"
ATTACKS: dict[str, Attack] = {
    "fresh-docs": _again(lambda to: requests.request(to, "GET", "/twilio/voice"), 1),
    "cookie": _again(lambda to: requests.cookie(to, 30_000)),
    "cookie-14k": _again(lambda to: requests.cookie(to, 14_000)),
    "sign-in-wide": _again(lambda to: requests.sign_in(to, deep=False)),
    "sign-in-deep": _again(lambda to: requests.sign_in(to, deep=True)),
    "form": _again(requests.form),
    "headers": _many(lambda to: requests.request(to, "GET", "/health/live", X="x" * 60_000), 50),
    "slow": _held(_half, 1000, drip=b"x"),
    "idle": _held(lambda _: b"", 1174),
    "media": _held(lambda to: requests.upgrade(to, _MEDIA), 300),
    "frames": _held(
        lambda to: requests.upgrade(to, _MEDIA), 100, requests.frame(900_000, bytes(890_000))
    ),
    "start": _held(lambda to: requests.upgrade(to, _MEDIA), 20, requests.start_of_nobody()),
    "events": _many(lambda to: requests.upgrade(to, "/events"), 1500),
    "events-key": _held(lambda to: requests.upgrade(to, "/events?scope=all", known=True), 300),
    "calls-key": _many(lambda to: requests.with_key(to, "GET", "/calls?limit=100"), 300),
    "import-key": _again(requests.yaml_import, 2),
    "agent-key": _again(requests.big_agent, 2),
}


async def main(row: str, url: str, key: str) -> None:
    """Do one row."""
    os.nice(10)  # who measures goes first
    parts, seen = urlsplit(url), Seen()
    there = There(parts.hostname or "", parts.port or 80, key)
    beat = asyncio.get_running_loop().create_task(seen.beat())
    await ATTACKS[row](there, seen)
    beat.cancel()
    sys.stdout.write(json.dumps({"late_ms": seen.late_ms, "answers": seen.answers}) + "\n")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
