"""Asking the carrier until it has answered: what must happen is not lost by one error."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

from phony.carriers.refusals import CarrierBusy, may_pass
from phony.domain.errors import PhonyError

T = TypeVar("T")

LONGEST_WAIT_S = 8.0
# A carrier that names a longer pause than this is asked before it is over: somebody waits.
LONGEST_PAUSE_S = 30.0


def waits_s() -> Iterator[float]:
    """How long to wait before each further try: 0.25, 0.5, 1 ... 8, 8 s."""
    wait_s = 0.25
    while True:
        yield wait_s
        wait_s = min(LONGEST_WAIT_S, 2 * wait_s)


async def until_told(
    ask: Callable[[], Awaitable[T]],
    *,
    within_s: float,
    again: Callable[[PhonyError], bool] = may_pass,
) -> T:
    """The carrier's answer; errors for which `again` holds are waited out, `within_s` at most.

    Raises:
        PhonyError: the last error, or one that will not pass.
    """
    clock = asyncio.get_running_loop().time
    over = clock() + within_s
    for wait_s in waits_s():
        try:
            return await ask()
        except PhonyError as error:
            pause_s = wait_s
            if isinstance(error, CarrierBusy) and error.after_s is not None:
                pause_s = max(wait_s, min(error.after_s, LONGEST_PAUSE_S))
            if not again(error) or clock() + pause_s > over:
                raise
        await asyncio.sleep(pause_s)
    raise AssertionError("waits never end")
