"""Which rows of a table are run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from phony.domain.errors import NotFound


class Named(Protocol):
    """Anything with a name."""

    @property
    def name(self) -> str:
        """What it is called on the command line."""


N = TypeVar("N", bound=Named)


def chosen(rows: Sequence[N], names: Sequence[str]) -> list[N]:
    """The rows whose names begin like one of these; all rows for none.

    Raises:
        NotFound: there is none.
    """
    found = [row for row in rows if not names or row.name.startswith(tuple(names))]
    if not found:
        raise NotFound(
            f"No row begins with {' or '.join(names)}.",
            cure="There are " + ", ".join(row.name for row in rows) + ".",
        )
    return found
