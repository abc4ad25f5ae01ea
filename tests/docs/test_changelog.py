"""The changelog, the version, and the databases of older versions belong together."""

from __future__ import annotations

import re
import tomllib

from tests.support.source import ROOT

from phony import __version__

CHANGELOG = (ROOT / "CHANGELOG.md").read_text()
RELEASED = re.findall(r"^## (\d+\.\d+\.\d+) - \d{4}-\d\d-\d\d$", CHANGELOG, re.MULTILINE)


def test_the_newest_release_is_the_version() -> None:
    assert RELEASED[0] == __version__
    assert RELEASED == sorted(
        RELEASED, key=lambda text: tuple(map(int, text.split("."))), reverse=True
    )


def test_a_database_of_every_release_is_started_on() -> None:
    """`tests/test_older_data.py` and `tests/cli/test_backup.py` read them."""
    kept = {path.stem for path in (ROOT / "tests" / "older").glob("*.json")}
    assert kept == {f"made_by_{version.replace('.', '_')}" for version in RELEASED}


def test_the_project_says_for_whom_it_is() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    minors = {c.rpartition(".")[2] for c in project["classifiers"] if ":: Python :: 3." in c}
    assert minors == {"11", "12", "13"}
    versions = re.search(r"^VERSIONS=\((.*)\)", (ROOT / "scripts" / "pythons").read_text(), re.M)
    assert versions is not None
    assert versions[1].split() == [f"3.{minor}" for minor in sorted(minors)]
    assert project["urls"]
    assert "license" not in project  # the owner's to choose: the README says so
