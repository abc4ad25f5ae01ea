"""The parts of the supervisor that need no process: locks, ports, waits."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from phony.cli import supervisor
from phony.domain.errors import ConfigError
from phony.settings import Settings


def settings(**fields: object) -> Settings:
    values: dict[str, Any] = {
        "twilio_account_sid": None,
        "twilio_auth_token": None,
        "openai_api_key": None,
    }
    return Settings(**{**values, **fields})


def test_a_data_folder_that_cannot_be_made_is_an_error_with_a_cure(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError) as caught:
        supervisor.lock_data_dir(tmp_path / "file" / "data")
    assert "PHONY_DATA_DIR" in (caught.value.cure or "")


def test_the_lock_frees_itself_when_its_holder_is_gone(tmp_path: Path) -> None:
    with supervisor.lock_data_dir(tmp_path):
        with pytest.raises(ConfigError, match="Another phony serve"):
            supervisor.lock_data_dir(tmp_path)
    supervisor.lock_data_dir(tmp_path).close()


def test_what_a_dead_server_announced_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    announcement = tmp_path / "run" / "serve.json"
    assert supervisor.running(tmp_path) is None
    announcement.write_text(json.dumps({"pid": 2**22 + 1, "url": "http://127.0.0.1:1"}))
    assert supervisor.running(tmp_path) is None
    announcement.write_text(json.dumps({"pid": os.getpid(), "url": "http://127.0.0.1:1"}))
    assert supervisor.running(tmp_path) == {"pid": os.getpid(), "url": "http://127.0.0.1:1"}
