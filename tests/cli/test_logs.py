"""What a line of the log holds."""

from __future__ import annotations

import json
import logging

import pytest

from phony.cli import logs


def test_json_lines_carry_level_process_and_fields(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.root.handlers[:], logging.root.level
    try:
        logs.configure("info", as_json=True, process="w1")
        logging.getLogger("phony.x").warning("call %s ended", "c1", extra={"call_id": "c1"})
        logging.getLogger("httpx").info("GET https://api.example/+15551234567")
    finally:
        logging.root.handlers[:], logging.root.level = before
    (line,) = capsys.readouterr().err.splitlines()
    record = json.loads(line)
    assert {k: record[k] for k in ("level", "process", "logger", "message", "call_id")} == {
        "level": "warning",
        "process": "w1",
        "logger": "phony.x",
        "message": "call c1 ended",
        "call_id": "c1",
    }
