"""The page of reliability has a line for each row that there is, and no other."""

from __future__ import annotations

import re

from tests.support.source import ROOT

from phony.bench.faults.rows import ROWS as FAULTS
from phony.bench.strangers.rows import ROWS as STRANGERS

PAGE = (ROOT / "docs" / "reliability.md").read_text()


def rows_of(heading: str) -> list[str]:
    """The names in the first column of the table below a heading."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `([\w-]+)` \|", section, re.MULTILINE)


def test_every_fault_has_its_line() -> None:
    assert rows_of("Faults") == [row.name for row in FAULTS]


def test_every_row_of_strangers_has_its_line() -> None:
    assert rows_of("Strangers") == [row.name for row in STRANGERS]


def test_the_rows_that_are_named_are_there() -> None:
    known = {row.name for row in FAULTS} | {row.name for row in STRANGERS}
    named = set(re.findall(r"--only ([\w-]+)", PAGE))
    assert {name for name in named if not any(row.startswith(name) for row in known)} == set()


def test_it_is_found_from_the_front_page() -> None:
    assert "(docs/reliability.md)" in (ROOT / "README.md").read_text()
