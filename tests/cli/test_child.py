"""A child that says that it lives, until it does not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from phony.cli.child import GIVEN_UP_S, HUNG_S, PULSE, PULSE_S, READY, Child


@pytest.fixture
def child() -> Iterator[tuple[Child, int]]:
    """A child that ends when it is told so, and its end of the pipe."""
    read_fd, write_fd = os.pipe()
    os.set_blocking(read_fd, False)
    process = subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.exit(len(sys.stdin.read()))"], stdin=subprocess.PIPE
    )
    child = Child("worker 1")
    child.started(process, read_fd)
    yield child, write_fd
    child.close_output()
    process.communicate()
    os.close(write_fd)


def test_it_is_noticed_within_three_seconds_and_missed_beats_are_none() -> None:
    assert HUNG_S + 1 <= 3
    assert PULSE_S * 3 < HUNG_S < GIVEN_UP_S


def test_who_is_not_ready_yet_is_not_silent(child: tuple[Child, int]) -> None:
    one, write_fd = child
    one.listen(10.0)
    assert one.silent_s(99.0) == 0
    os.write(write_fd, READY)
    one.listen(100.0)
    assert one.silent_s(103.0) == 3.0
    one.listen(104.0)  # nothing came
    assert one.silent_s(104.0) == 4.0
    os.write(write_fd, PULSE)
    one.listen(105.0)
    assert one.silent_s(105.0) == 0


def test_who_cannot_speak_any_more_is_not_silent(child: tuple[Child, int]) -> None:
    one, write_fd = child
    os.write(write_fd, READY)
    one.listen(1.0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), write_fd)
    one.listen(2.0)
    assert one.output is None
    assert one.silent_s(99.0) == 0


def test_an_end_is_told_once_and_quick_ones_wait_longer(child: tuple[Child, int]) -> None:
    one, _ = child
    assert one.process is not None
    assert one.process.stdin is not None
    assert one.ended(one.started_at) is None
    process = one.process
    one.process.communicate(b"xyz")
    at = one.started_at + 1
    assert one.ended(at) == process.returncode == 3
    assert one.ended(at) is None
    assert (one.restart_at, one.quick_crashes, one.output) == (at, 1, None)
