"""`phony restart` says why it cannot, and what came of it."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.typed import typed

from phony.cli import restart
from phony.cli.rolling import Progress
from phony.domain.errors import ConfigError


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """The folder of a server: this process."""
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "serve.json").write_text(json.dumps({"pid": os.getpid(), "url": "x"}))
    return tmp_path


@pytest.fixture
def asked() -> Iterator[threading.Event]:
    """Set when this process is asked to replace its workers."""
    asked = threading.Event()
    kept = signal.signal(signal.SIGUSR1, lambda *_: asked.set())
    yield asked
    signal.signal(signal.SIGUSR1, kept)


def test_without_a_server_there_is_nothing_to_restart(tmp_path: Path) -> None:
    code, _, err = typed("restart", "--data-dir", str(tmp_path))
    assert code == 1
    assert "No phony serve runs" in err


def test_a_server_that_knows_no_restart_is_left_alone(
    data_dir: Path, asked: threading.Event
) -> None:
    with pytest.raises(ConfigError, match="older version"):
        restart.roll(data_dir)
    assert not asked.is_set()


def test_one_restart_at_a_time(data_dir: Path, asked: threading.Event) -> None:
    Progress(3, replaced=1, of=4, over=False).tell(data_dir)
    with pytest.raises(ConfigError, match="1 of 4"):
        restart.roll(data_dir)
    assert not asked.is_set()


@pytest.mark.parametrize(
    ("ends", "says"),
    [
        (Progress(4, replaced=2, of=2), None),
        (Progress(4, replaced=1, of=2, problem="The new worker 2 ended."), "1 of 2 were replaced"),
    ],
)
def test_it_waits_for_the_end_and_says_how_it_was(
    data_dir: Path, asked: threading.Event, ends: Progress, says: str | None
) -> None:
    Progress(3).tell(data_dir)

    def server() -> None:
        if asked.wait(20):
            Progress(4, of=2, over=False).tell(data_dir)
            ends.tell(data_dir)

    thread = threading.Thread(target=server)
    thread.start()
    try:
        if says is None:
            assert restart.roll(data_dir) == 2
        else:
            with pytest.raises(ConfigError, match=says):
                restart.roll(data_dir)
    finally:
        thread.join()
