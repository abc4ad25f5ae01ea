"""All workers are told that all stop, and a new start begins without the mark."""

from __future__ import annotations

from pathlib import Path

from phony.cli import stopping


def test_the_mark_holds_until_the_next_start(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    stopping.forget(tmp_path)
    assert not stopping.told(tmp_path)
    stopping.tell(tmp_path)
    stopping.tell(tmp_path)
    assert stopping.told(tmp_path)
    stopping.forget(tmp_path)
    assert not stopping.told(tmp_path)
