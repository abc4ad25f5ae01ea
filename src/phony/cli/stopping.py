"""How the supervisor tells its workers that all of them stop: a file beside their sockets.

A worker that is stopped alone leaves its listening socket, and its calls, to the others. If all
stop, there are no others: each goes on answering until its calls had their goodbye.
"""

from __future__ import annotations

from pathlib import Path


def _mark(data_dir: Path) -> Path:
    return data_dir / "run" / "stopping"


def tell(data_dir: Path) -> None:
    """Before the signals: all stop."""
    _mark(data_dir).touch()


def forget(data_dir: Path) -> None:
    """A new start, whatever became of the last one."""
    _mark(data_dir).unlink(missing_ok=True)


def told(data_dir: Path) -> bool:
    """Whether all workers of this data folder stop."""
    return _mark(data_dir).exists()
