"""A small disk for one folder: where mounting is allowed, a file system in memory."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

SIZE_MB = 420  # an empty mongod takes about 320 of it


@contextlib.contextmanager
def small(folder: Path) -> Iterator[None]:
    """`folder` is a disk of its own within the block."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m,mode=0700", "phony-bench", str(folder)],
        check=True,
        capture_output=True,
    )
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True, capture_output=True)


def why_not() -> str:
    """Why there can be no small disk here; empty if there can."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return "only root may mount a small disk"
    with tempfile.TemporaryDirectory(prefix="phony-bench-") as folder:
        try:
            with small(Path(folder)):
                return ""
        except subprocess.CalledProcessError:
            return "mounting a small disk is not allowed here"
