"""Work that would hold up the audio of calls, done in a process of its own.

A process for each piece of work: it starts in half a second, and nothing is left of the one before.
Few run at once, each for a limited time and with limited memory; one that takes longer is killed.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import os
import pickle
import struct
import subprocess
import sys
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from pydantic import BaseModel

from phony import children
from phony.domain.errors import PhonyError, TooManyRequests, Unavailable

P = ParamSpec("P")
T = TypeVar("T")

# Bytes of JSON that take longer than a frame may wait to read, compare or write.
LARGE = 100 << 10
WITHIN_S = 20.0
MOST_WAITING = 8
_MEMORY = 2 << 30
_NICE = 10
_LENGTH = struct.Struct("!Q")


class TooMuchWork(PhonyError):
    """What was sent takes longer to read than anybody may keep us busy."""

    code = "too_much_work"
    status = 413


class Aside:
    """Runs functions in other processes; their modules are imported there by name."""

    def __init__(self, *, at_once: int = 1, within_s: float = WITHIN_S) -> None:
        """`at_once` processes run; a few wait for their turn, and more are sent away."""
        self._places = asyncio.Semaphore(at_once)
        self._within_s = within_s
        self._waiting = 0

    async def run(self, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What `work` returns there; both its arguments and its result are copied.

        Raises:
            PhonyError: `work` raised it.
            TooMuchWork: it took too long, or too much memory.
            TooManyRequests: too many wait already.
        """
        if self._waiting >= MOST_WAITING:
            raise TooManyRequests("Much is being read already.", cure="Try again in a minute.")
        self._waiting += 1
        try:
            async with self._places:
                result: T = await self._run((work.__module__, work.__qualname__, args, named))
                return result
        finally:
            self._waiting -= 1

    async def written(
        self, work: Callable[P, BaseModel], *args: P.args, **named: P.kwargs
    ) -> bytes:
        """The JSON of what `work` returns: made over there, too."""
        return await self.run(_written, work, args, named)

    async def _run(self, job: tuple[str, str, Any, Any]) -> Any:
        child = _Child()
        try:
            async with asyncio.timeout(self._within_s):
                kind, answer = await asyncio.to_thread(child.ask, job)
        except TimeoutError:
            raise TooMuchWork(
                f"This takes more than {self._within_s:.0f} s to read.", cure="Send it in parts."
            ) from None
        finally:
            child.give_up()  # the thread that waits for it sees its end
        if kind == "refused":
            raise answer
        if kind == "memory":
            raise TooMuchWork("This takes too much memory to read.", cure="Send it in parts.")
        if kind != "done":
            raise Unavailable(f"The process that reads this failed: {answer}.")
        return answer


def _written(work: Callable[..., BaseModel], args: Any, named: Any) -> bytes:
    return work(*args, **named).model_dump_json().encode()


class _Child:
    """A process and its one job. `ask` blocks, in a thread of its own."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._given_up = False

    def give_up(self) -> None:
        """Nobody waits any more."""
        self._given_up = True
        if self._process is not None:
            self._process.kill()

    def ask(self, job: object) -> tuple[str, Any]:
        """What became of the job: `done`, `refused`, `memory` or `failed`, and the answer to it."""
        self._process = process = children.spawn(
            [sys.executable, "-m", "phony.aside"],
            on_parent_death=None,  # its stdin tells it that we are gone
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a traceback would quote what people have sent
        )
        if self._given_up:
            process.kill()
        assert process.stdin is not None
        assert process.stdout is not None
        with process.stdout:
            with contextlib.suppress(BrokenPipeError), process.stdin:
                asked = pickle.dumps(job)
                process.stdin.write(_LENGTH.pack(len(asked)) + asked)
                process.stdin.flush()
                said = process.stdout.read()
        if code := process.wait():
            return "failed", f"it ended with code {code}"
        kind, answer = pickle.loads(said)  # of our own program, which nobody else can write to
        return str(kind), answer


def _serve() -> None:
    """The other process: one job, one answer."""
    os.nice(_NICE)  # the audio goes first
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on every system

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    (length,) = _LENGTH.unpack(_read(_LENGTH.size))
    module, name, args, named = pickle.loads(_read(length))
    children.end_with_parent()
    answer: tuple[str, Any]
    try:
        work = getattr(importlib.import_module(module), name)
        answer = "done", work(*args, **named)
    except PhonyError as error:
        answer = "refused", error
    except MemoryError:
        answer = "memory", None
    with open(1, "wb", closefd=False) as out:
        out.write(pickle.dumps(answer))


def _read(size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        piece = os.read(0, min(size - len(data), 1 << 20))
        if not piece:
            os._exit(70)
        data += piece
    return bytes(data)


if __name__ == "__main__":
    _serve()
