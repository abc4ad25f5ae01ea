"""File descriptors: as many as the system allows, and a word before they run out."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable

_ENOUGH = 1 << 20  # more is no use, and a hard limit of billions is common in containers
_REMEMBERED_S = 1.0  # anybody may ask whether we are ready; counting takes a system call each


def raise_limit() -> int:
    """Raise the soft limit of this process to the hard one; how many there are now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _ENOUGH if hard == resource.RLIM_INFINITY else min(hard, _ENOUGH)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (OSError, ValueError):  # macOS allows less than it says
            return soft
        return wanted
    return min(soft, _ENOUGH) if soft != resource.RLIM_INFINITY else _ENOUGH


def count_open() -> int:
    """How many this process has open."""
    return len(os.listdir("/dev/fd"))


class Descriptors:
    """Whether they are about to run out."""

    def __init__(
        self,
        limit: int,
        count: Callable[[], int] = count_open,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`limit` is how many there may be."""
        self._limit = limit
        self._count = count
        self._clock = clock
        self._scarce = False
        self._until = 0.0

    @property
    def scarce(self) -> bool:
        """Fewer than a tenth are left: what comes now had better go elsewhere."""
        if self._clock() >= self._until:
            self._until = self._clock() + _REMEMBERED_S
            try:
                self._scarce = self._count() > self._limit * 9 // 10
            except OSError:  # not even one for counting
                self._scarce = True
        return self._scarce
