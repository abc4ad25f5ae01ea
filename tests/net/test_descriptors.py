from __future__ import annotations

import os
import subprocess
import sys

from tests.support.access import Clock

from phony.net.descriptors import Descriptors, count_open


def test_they_are_scarce_when_a_tenth_is_left() -> None:
    clock, open_now = Clock(), [900]
    descriptors = Descriptors(1000, lambda: open_now[0], clock)
    assert not descriptors.scarce
    open_now[0] = 901
    assert not descriptors.scarce  # counted once a second, however often anybody asks
    clock.now += 1
    assert descriptors.scarce
    open_now[0] = 10
    clock.now += 1
    assert not descriptors.scarce


def test_none_left_to_count_with_is_scarce() -> None:
    def count() -> int:
        raise OSError(24, "Too many open files")

    assert Descriptors(1000, count, Clock()).scarce


def test_what_is_open_is_counted() -> None:
    before = count_open()
    ends = os.pipe()
    assert count_open() == before + 2
    for end in ends:
        os.close(end)


def test_the_limit_is_raised_to_what_the_system_allows() -> None:
    program = """
import resource
from phony.net.descriptors import raise_limit
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (128, min(4096, hard)))
assert raise_limit() == min(4096, hard) == resource.getrlimit(resource.RLIMIT_NOFILE)[0]
assert raise_limit() == min(4096, hard)
"""
    subprocess.run([sys.executable, "-c", program], check=True)
