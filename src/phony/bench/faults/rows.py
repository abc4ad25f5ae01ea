"""The fault table: what is broken, how, and what has to hold."""

from __future__ import annotations

from phony.bench.faults import carriers, databases, engines, workers
from phony.bench.faults.stage import Row
from phony.domain.errors import NotFound

ROWS: tuple[Row, ...] = (
    *workers.ROWS,
    *databases.ROWS,
    *engines.ROWS,
    *carriers.ROWS,
)


def chosen(names: list[str]) -> list[Row]:
    """The rows whose names begin like one of these; all rows for none.

    Raises:
        NotFound: there is none.
    """
    found = [row for row in ROWS if not names or row.name.startswith(tuple(names))]
    if not found:
        raise NotFound(
            f"No row begins with {' or '.join(names)}.",
            cure="There are " + ", ".join(row.name for row in ROWS) + ".",
        )
    return found
