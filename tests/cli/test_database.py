"""`phony database-url`: the address of the database, for programs of MongoDB's own."""

from __future__ import annotations

from pathlib import Path

from tests.cli.typed import typed


def test_a_configured_database_is_named(tmp_path: Path) -> None:
    url = "mongodb://db.example.com/?replicaSet=rs0"
    found = typed("database-url", PHONY_DATA_DIR=str(tmp_path), MONGODB_URL=url)
    assert found == (0, f"{url}\n", "")


def test_without_a_server_there_is_none_and_the_cure_is_said(tmp_path: Path) -> None:
    code, _, err = typed("database-url", PHONY_DATA_DIR=str(tmp_path))
    assert code == 1
    assert "phony serve" in err
