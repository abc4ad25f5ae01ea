"""A certificate for the far end of the benchmark, which whoever is measured trusts."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from phony.net.certificate import Certificate, make


@contextlib.contextmanager
def self_signed() -> Iterator[Certificate]:
    """A fresh one, gone with its folder afterwards.

    Raises:
        Unavailable: there is no `openssl` to make it.
    """
    with tempfile.TemporaryDirectory(prefix="phony-bench-tls-") as folder:
        yield make(Path(folder), days=2)
