"""The fault table: what is broken, how, and what has to hold."""

from __future__ import annotations

from phony.bench.faults import carriers, databases, engines, workers
from phony.bench.faults.stage import Row

ROWS: tuple[Row, ...] = (
    *workers.ROWS,
    *databases.ROWS,
    *engines.ROWS,
    *carriers.ROWS,
)
