"""Rows in which MongoDB dies, hangs, is out of reach or slow."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import socket
from pathlib import Path

from phony.bench.faults import disk
from phony.bench.faults.stage import Row, Stage
from phony.bench.faults.verdict import Targets
from phony.domain.errors import Unavailable

AWAY_S = 30.0
SLOW_S = 20.0
SLOW_BYTES_PER_S = 40_000.0
_FILLED = "filled"


async def _kill(stage: Stage) -> None:
    os.kill(stage.product.mongod(), signal.SIGKILL)


async def _freeze(stage: Stage) -> None:
    pid = stage.product.mongod()
    os.kill(pid, signal.SIGSTOP)
    await asyncio.sleep(AWAY_S)
    os.kill(pid, signal.SIGCONT)


async def _refuse(stage: Stage) -> None:
    """Out of reach, with a command and an edit under way."""
    product = stage.product
    await product.ask("POST", f"/calls/{stage.id_of(0)}/say", {"text": "A moment of patience."})
    change = {"set": {"zulu_code": "zinnia 99"}}
    await product.ask("POST", f"/calls/{stage.id_of(1)}/edits", change)
    await stage.to_mongodb.cut()
    await asyncio.sleep(AWAY_S)
    await stage.to_mongodb.mend()


async def _no_return(stage: Stage) -> None:
    """It dies, and somebody else has its port for a while."""
    pid = stage.product.mongod()
    port = int((stage.product.folder / "mongod.port").read_text())
    os.kill(pid, signal.SIGKILL)
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        for _ in range(100):
            with contextlib.suppress(OSError):
                taken.bind(("127.0.0.1", port))
                taken.listen()
                break
            await asyncio.sleep(0.01)
        else:
            stage.problems.append("the port was never free")
        await asyncio.sleep(AWAY_S)


async def _fill(stage: Stage) -> None:
    place = stage.product.folder / "mongodb"
    filled = place / _FILLED
    before = stage.product.mongod()
    await asyncio.to_thread(_take_all, place, filled)
    await asyncio.sleep(AWAY_S)
    with contextlib.suppress(Unavailable):
        if stage.product.mongod() == before:
            stage.problems.append("mongod did not mind that its disk was full")
    filled.unlink()


def _take_all(place: Path, filled: Path) -> None:
    with contextlib.suppress(OSError), filled.open("wb") as file:  # ENOSPC: that is what we want
        while shutil.disk_usage(place).free:
            file.write(bytes(1 << 20))
            file.flush()


async def _thin(stage: Stage) -> None:
    stage.to_mongodb.bytes_per_s = SLOW_BYTES_PER_S
    await asyncio.sleep(SLOW_S)
    stage.to_mongodb.bytes_per_s = 0.0


ROWS = (
    Row("mongod-killed", "kill -9 of the private mongod", _kill, leave=True),
    Row(
        "mongod-frozen",
        f"SIGSTOP of mongod for {AWAY_S:g} s",
        _freeze,
        lasts_s=AWAY_S,
        leave=True,
    ),
    Row(
        "mongod-refuses",
        f"MongoDB refuses connections for {AWAY_S:g} s, a command and an edit under way",
        _refuse,
        lasts_s=AWAY_S,
        leave=True,
        store="line",
    ),
    Row(
        "mongod-gone",
        f"mongod dies and cannot come back for {AWAY_S:g} s",
        _no_return,
        lasts_s=AWAY_S,
        leave=True,
    ),
    Row(
        "mongod-full",
        f"the disk of mongod is full for {AWAY_S:g} s",
        _fill,
        lasts_s=AWAY_S,
        leave=True,
        store="small disk",
        why_not=disk.why_not,
    ),
    Row(
        "mongod-slow",
        f"MongoDB takes {SLOW_BYTES_PER_S / 1000:g} kB/s for {SLOW_S:g} s",
        _thin,
        lasts_s=SLOW_S,
        store="line",
        targets=Targets(),
        calls=12,
    ),
)
