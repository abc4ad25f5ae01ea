"""The last seconds of running calls in a file that outlives its worker, however that ends.

The worker writes into mapped memory, which the kernel keeps when it kills the process; whoever
goes on with the call, or ends its record, reads there what did not get into the database.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import mmap
import os
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from phony.domain.audio import BYTES_PER_MS, SILENCE
from phony.domain.turns import Turn

_log = logging.getLogger(__name__)

KEPT_MS = 8000
_SIDE = KEPT_MS * BYTES_PER_MS
_MAGIC = b"phony tails 1\n"  # another version's are not read
_HEAD = 16 << 10  # of the file; what is mapped has to begin at whole pages
# Of a slot: whose it is and since when, with a checksum; how far each side goes; both sides; and
# the newest turns, each with its length and a checksum.
_OWNER = struct.Struct("=64sq")
_CHECK = struct.Struct("=I")
_ENDS = 128
# Where the sound begins, where the caller ends, the agent, and how far that ever went.
_FIGURES = struct.Struct("=qqqq")
_CALLER = 256
_AGENT = _CALLER + _SIDE
_TURNS = _AGENT + _SIDE
_TURN = struct.Struct("=II")
_TURN_BYTES = 4 << 10  # a longer one is not kept
_NEWEST = 4
_SLOT = 144 << 10
_BLOCK = 16  # slots that are made at once
_QUIET = bytes([SILENCE]) * _SIDE
# A dead worker's calls are taken up, or their records ended, long before this.
_LEFT_FOR_S = 600.0


@dataclass(frozen=True, slots=True)
class Rest:
    """The newest seconds of both sides, mu-law, equally long, as the owner with `lease` had them.

    `at_ms` on the call's clock; `turns` are the newest as they stood.
    """

    lease: int
    at_ms: int
    caller: bytes
    agent: bytes
    turns: list[Turn]


class Tail:
    """Where one running call is written; positions are bytes on the call's clock."""

    __slots__ = ("_agent", "_caller", "_close", "_ends", "_turns")

    def __init__(self, slot: memoryview, close: Callable[[], None]) -> None:
        """`close` gives the slot back."""
        self._caller = slot[_CALLER:_AGENT]
        self._agent = slot[_AGENT:_TURNS]
        self._turns = slot[_TURNS : _TURNS + _NEWEST * _TURN_BYTES]
        self._ends = slot[_ENDS : _ENDS + _FIGURES.size].cast("q")
        self._close = close

    def begin(self, start: int) -> None:
        """The sound begins there."""
        for which in range(4):
            self._ends[which] = start

    def caller(self, sound: bytes, end: int) -> None:
        """The caller's newest frame, which ends there; what is between is silence."""
        ends, begin = self._ends, end - len(sound)
        at = begin % _SIDE
        if begin == ends[1] and at + len(sound) <= _SIDE:  # nearly always
            self._caller[at : at + len(sound)] = sound
            ends[1] = end  # last: whoever reads a torn frame does not see it
        else:
            self._put(self._caller, 1, sound, end)

    def agent(self, sound: bytes, end: int) -> None:
        """The same of the agent's side, which may be known ahead."""
        self._put(self._agent, 2, sound, end)

    def agent_ends(self, end: int) -> None:
        """Of the agent nothing plays behind this; what was written ahead is void."""
        ends = self._ends
        if end < ends[2]:
            ends[3] = max(ends[2], ends[3])  # what is a round older was overwritten
            ends[2] = end

    def turn(self, turn: Turn) -> None:
        """A turn as it stands now."""
        text = turn.model_dump_json().encode()
        at = turn.index % _NEWEST * _TURN_BYTES
        room = _TURN_BYTES - _TURN.size
        _TURN.pack_into(self._turns, at, 0, 0)  # what was there is void until this is whole
        if len(text) <= room:
            begin = at + _TURN.size
            self._turns[begin : begin + len(text)] = text
            _TURN.pack_into(self._turns, at, len(text), zlib.crc32(text))

    def close(self) -> None:
        """Nothing of it is needed any more; once."""
        self._close()

    def _put(self, side: memoryview, which: int, sound: bytes, end: int) -> None:
        gap = end - len(sound) - self._ends[which]
        if gap > 0:
            self._ring(side, _QUIET[: min(gap, _SIDE)], end - len(sound))
        self._ring(side, sound[-_SIDE:], end)
        self._ends[which] = end

    def _ring(self, side: memoryview, sound: bytes, end: int) -> None:
        at = (end - len(sound)) % _SIDE
        first = min(len(sound), _SIDE - at)
        side[at : at + first] = sound[:first]
        side[: len(sound) - first] = sound[first:]


class TailFile:
    """This worker's file: one slot a call, and as many as it has ever needed."""

    def __init__(self, folder: Path, worker_id: str, most: int) -> None:
        """Made in `folder`, for this user alone, with room for so many calls at most.

        Raises:
            OSError: the disk is full, or the folder cannot be used.
        """
        self.path = folder / f"{worker_id}.tail"
        self._most = most
        self._slots: list[memoryview] = []
        self._free: list[int] = []
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = self.path.with_suffix(".new")
        self._file = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            # Held as long as the process lives: who finds it free knows that nobody writes here.
            fcntl.flock(self._file, fcntl.LOCK_EX)
            os.write(self._file, _MAGIC)
            self._grow()
            fresh.rename(self.path)
        except OSError:
            os.close(self._file)
            fresh.unlink()
            raise

    def open(self, call_id: str, lease: int) -> Tail | None:
        """A place for a call; None if there is none."""
        if not self._free and not self._grown():
            return None
        number = self._free.pop()
        slot = self._slots[number]
        tail = Tail(slot, lambda: self._give_back(number))
        owner = _OWNER.pack(call_id.encode(), lease)
        slot[: _OWNER.size] = owner
        _CHECK.pack_into(slot, _OWNER.size, zlib.crc32(owner))
        return tail

    def close(self) -> None:
        """The file goes, unless it holds what is written nowhere else."""
        if not any(slot[0] for slot in self._slots):
            self.path.unlink(missing_ok=True)
        fcntl.flock(self._file, fcntl.LOCK_UN)  # the maps have descriptors of their own
        os.close(self._file)

    def _give_back(self, number: int) -> None:
        self._slots[number][:] = bytes(_SLOT)
        self._free.append(number)

    def _grown(self) -> bool:
        if len(self._slots) >= self._most:
            return False
        try:
            self._grow()
        except OSError as error:
            _log.error("what is said last in some calls is lost if we die: %s", error)
            self._most = len(self._slots)  # once is enough
            return False
        return True

    def _grow(self) -> None:
        """Take the room now: memory that is mapped cannot say later that the disk is full."""
        begin, size = _HEAD + len(self._slots) * _SLOT, _BLOCK * _SLOT
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(self._file, begin, size)
        else:
            os.pwrite(self._file, bytes(size), begin)
        memory = memoryview(mmap.mmap(self._file, size, offset=begin))
        self._free += range(len(self._slots), len(self._slots) + _BLOCK)
        self._slots += [memory[at : at + _SLOT] for at in range(0, size, _SLOT)]


class Tails:
    """Those of all workers of this machine, for whoever goes on with their calls."""

    def __init__(
        self,
        folder: Path,
        own: TailFile | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`folder` holds their files, `own` is this worker's; `clock` is in seconds."""
        self._folder = folder
        self._own = own
        self._clock = clock
        self._dead_since: dict[Path, float] = {}

    def open(self, call_id: str, lease: int) -> Tail | None:
        """A place for a call of ours; None if there is none."""
        return None if self._own is None else self._own.open(call_id, lease)

    def of(self, call_id: str) -> list[Rest]:
        """What there is of a call; a worker that only hangs has heard its agent to this moment."""
        found = []
        for path in self._folder.glob("*.tail"):
            with _opened(path) as (memory, owned):
                for slot in _slots(memory):
                    if (owner := _owner(slot)) is not None and owner[0] == call_id:
                        found.append(_rest(slot, owner[1], cut=not owned))
        return sorted(found, key=lambda rest: rest.lease)

    def forget(self, call_id: str) -> None:
        """What dead workers left of a call is written; living ones forget their own."""
        for path in self._folder.glob("*.tail"):
            with _opened(path, to_write=True) as (memory, owned):
                for slot in () if owned else _slots(memory):
                    if (owner := _owner(slot)) is not None and owner[0] == call_id:
                        slot[:] = bytes(len(slot))
        self.sweep()

    def sweep(self) -> None:
        """Remove the files of dead workers once nobody needs them, or after some minutes."""
        now, dead = self._clock(), dict[Path, float]()
        for path in self._folder.glob("*.tail"):
            with _opened(path) as (memory, owned):
                needed = any(_owner(slot) is not None for slot in _slots(memory))
            if owned:
                continue
            dead[path] = self._dead_since.get(path, now)
            if not needed or now - dead[path] >= _LEFT_FOR_S:
                path.unlink(missing_ok=True)
                del dead[path]
        self._dead_since = dead


@contextlib.contextmanager
def _opened(path: Path, *, to_write: bool = False) -> Iterator[tuple[memoryview, bool]]:
    """A file's memory, none if it is gone; and whether the worker that writes it lives."""
    try:
        file = os.open(path, os.O_RDWR if to_write else os.O_RDONLY)
    except OSError:
        yield memoryview(b""), True
        return
    try:
        owned = False
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            owned = True
        access = mmap.ACCESS_WRITE if to_write else mmap.ACCESS_READ
        if not os.fstat(file).st_size:
            yield memoryview(b""), owned
            return
        with mmap.mmap(file, 0, access=access) as mapped, memoryview(mapped) as memory:
            yield memory, owned
    finally:
        os.close(file)


def _slots(memory: memoryview) -> Iterator[memoryview]:
    """The slots in use, none if the file is not of this version."""
    if memory[: len(_MAGIC)] != _MAGIC:
        return
    for at in range(_HEAD, len(memory) - _SLOT + 1, _SLOT):
        if memory[at]:  # somebody's
            with memory[at : at + _SLOT] as slot:
                yield slot


def _owner(slot: memoryview) -> tuple[str, int] | None:
    """Whose a slot is: call and lease; None if that is half written."""
    owner = bytes(slot[: _OWNER.size])
    if _CHECK.unpack_from(slot, _OWNER.size) != (zlib.crc32(owner),):
        return None
    call_id, lease = _OWNER.unpack(owner)
    return call_id.rstrip(b"\0").decode("ascii", "replace"), lease


def _rest(slot: memoryview, lease: int, *, cut: bool) -> Rest:
    """What a slot holds; `cut`: the agent was heard no longer than the caller."""
    start, caller_end, agent_end, furthest = _FIGURES.unpack_from(slot, _ENDS)
    end = caller_end if cut else max(caller_end, agent_end)
    at_ms = -(-max(start, end - _SIDE) // BYTES_PER_MS)
    begin = at_ms * BYTES_PER_MS
    sides = bytes(slot[_CALLER:_AGENT]), bytes(slot[_AGENT:_TURNS])
    return Rest(
        lease,
        at_ms,
        _track(sides[0], begin, end, caller_end, caller_end),
        _track(sides[1], begin, end, agent_end, max(agent_end, furthest)),
        list(_turns(bytes(slot[_TURNS:]))),
    )


def _track(ring: bytes, begin: int, end: int, side_end: int, furthest: int) -> bytes:
    """One side from `begin` to `end`; what the ring has not, or has no more, is silence."""
    first, last = max(begin, furthest - _SIDE), min(end, side_end)
    if last <= first:
        return _QUIET[: max(0, end - begin)]
    at = first % _SIDE
    sound = (ring[at:] + ring[:at])[: last - first]
    return _QUIET[: first - begin] + sound + _QUIET[: end - last]


def _turns(cells: bytes) -> Iterator[Turn]:
    """The turns that are whole."""
    for at in range(0, _NEWEST * _TURN_BYTES, _TURN_BYTES):
        length, check = _TURN.unpack_from(cells, at)
        text = cells[at + _TURN.size : at + _TURN.size + min(length, _TURN_BYTES)]
        if length and zlib.crc32(text) == check:
            with contextlib.suppress(ValidationError):  # another version's
                yield Turn.model_validate_json(text)
