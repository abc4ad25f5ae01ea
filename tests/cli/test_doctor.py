"""`phony doctor` as typed, against the running product."""

from __future__ import annotations

from tests.cli.typed import Terminal


def test_the_doctor_finds_a_fresh_start_well(phony: Terminal) -> None:
    report = phony.json("doctor")
    assert report["ok"], report
    assert "ok" in phony("doctor")
