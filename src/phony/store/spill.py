"""Sound for which memory is too small while the database is away: a file of this worker's.

The file has no name, so nothing is left of it when the process ends, however that happens.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import tempfile
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import IO

import bson

from phony.store.audio_buffer import AudioBuffer, Piece, size_of

_log = logging.getLogger(__name__)

LOOK_S = 0.25
SHARE = 0.1  # of what is free on the disk
AGAIN_S = 5.0  # after the disk refused
_END_S = 10.0
_HEAD = 4  # a BSON document begins with its length


class SpillFile:
    """A queue of pieces on disk. It blocks: to be used in a thread, of which only one goes in.

    Whoever gives up waiting for a thread loses nothing: what could not be written is in
    `refused`, and what was read stays until `forget`.
    """

    def __init__(self, folder: Path, share: float = SHARE) -> None:
        """It lives in `folder` and takes at most `share` of what is free there."""
        self._folder = folder
        self._share = share
        self._lock = threading.Lock()
        self._file: IO[bytes] | None = None
        self._begin = self._next = self._end = 0  # offsets: oldest piece, after those read, end
        self._read = 0
        self.bytes = 0  # of sound
        self.refused: list[Piece] = []

    def write(self, pieces: list[Piece]) -> str:
        """Put pieces at the end, all or none; why not, or an empty string."""
        with self._lock:
            try:
                why = self._append(b"".join(map(bson.encode, pieces)))
            except OSError as error:
                why = str(error)
            if why:
                self.refused += pieces
            else:
                self.bytes += sum(map(size_of, pieces))
            return why

    def _append(self, block: bytes) -> str:
        disk = os.statvfs(self._folder)
        free = disk.f_bavail * disk.f_frsize
        if self._end + len(block) > self._share * (free + self._end):
            return f"they would take more than {self._share:.0%} of what is free"
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._folder)
        self._file.seek(self._end)
        self._file.write(block)
        self._file.flush()
        self._end += len(block)
        return ""

    def read(self, most: int) -> list[Piece]:
        """The oldest pieces, at least one and not much more than `most` bytes; [] at the end."""
        with self._lock:
            pieces: list[Piece] = []
            self._next = self._begin
            while self._file is not None and self._next < min(self._end, self._begin + most):
                self._file.seek(self._next)
                head = self._file.read(_HEAD)
                length = int.from_bytes(head, "little")
                pieces.append(bson.decode(head + self._file.read(length - _HEAD)))
                self._next += length
            self._read = sum(map(size_of, pieces))
            return pieces

    def forget(self) -> None:
        """What was read last is elsewhere now."""
        with self._lock:
            self.bytes -= self._read
            self._begin, self._read = self._next, 0
            if self._file is not None and self._begin == self._end:
                self._begin = self._next = self._end = 0
                self._file.truncate(0)

    def close(self) -> None:
        """Nothing is left of it."""
        with self._lock:
            if self._file is not None:
                self._file.close()


class Spill:
    """Moves what waits too long out of memory, and back when there is room; `run` never ends."""

    def __init__(
        self,
        sound: AudioBuffer,
        flush: Callable[[], Awaitable[bool]],
        file: SpillFile,
        *,
        look_s: float = LOOK_S,
    ) -> None:
        """`flush` writes what is in memory to the database, and says whether that went well."""
        self._sound = sound
        self._flush = flush
        self._file = file
        self._look_s = look_s
        self._step = sound.max_bytes // 16  # moved in one go
        self._full = False
        self._writing: asyncio.Future[str] | None = None

    async def run(self) -> None:
        """Until cancelled; then what is in the file goes to the database, if that is there."""
        try:
            while True:
                moved = await self.step()
                await asyncio.sleep(self._look_s if moved else AGAIN_S)
        finally:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_END_S):
                    await self._end()
            if self._file.bytes:
                _log.error("%d bytes of recordings are lost: no database", self._file.bytes)
            await asyncio.to_thread(self._file.close)

    async def step(self) -> bool:
        """Move what is due; False if the disk refuses."""
        while self._sound.crowded:
            pieces, loop = self._sound.put_aside(self._step), asyncio.get_running_loop()
            self._writing = loop.run_in_executor(None, self._file.write, pieces)
            why = await asyncio.shield(self._writing)  # whoever is cancelled waits at the end
            self._sound.bring_back(self._refused())
            if why and not self._full:
                _log.error("recordings that wait stay in memory: %s", why)
            self._full = bool(why)
            if why:
                return False
        if self._file.bytes and self._sound.roomy:
            await self._bring()
        return True

    async def _bring(self) -> None:
        pieces = await asyncio.to_thread(self._file.read, self._step)
        self._sound.bring_back(pieces)
        self._file.forget()

    async def _end(self) -> None:
        if self._writing is not None:
            await self._writing
        while await self._flush() and self._file.bytes:
            await self._bring()
        self._sound.bring_back(self._refused())

    def _refused(self) -> list[Piece]:
        pieces, self._file.refused = self._file.refused, []
        return pieces
