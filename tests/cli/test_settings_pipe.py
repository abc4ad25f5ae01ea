"""Settings on their way to a child of `phony serve`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from phony.cli import settings_pipe
from phony.domain.errors import ConfigError
from phony.settings import Settings


def settings(**fields: object) -> Settings:
    values: dict[str, Any] = {
        "twilio_account_sid": None,
        "twilio_auth_token": None,
        "openai_api_key": None,
    }
    return Settings(**{**values, **fields})


def test_settings_reach_a_child_as_they_are_whatever_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ours = settings(
        mongodb_url="mongodb://127.0.0.1:1/",
        openai_api_key=SecretStr("sk-secret"),
        data_dir=tmp_path,
        port=4711,
    )
    monkeypatch.setenv("PHONY_PORT", "1")
    monkeypatch.setenv("MONGODB_URL", "mongodb://elsewhere/")
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC1")
    read_fd, write_fd = os.pipe()
    with os.fdopen(write_fd, "wb") as stream:
        settings_pipe.write(ours, stream)
        stream.write(b"later")
        stream.flush()
        assert {**dict(settings_pipe.read(read_fd))} == {**dict(ours)}
        assert os.read(read_fd, 100) == b"later"  # nothing more was taken from the pipe
    os.close(read_fd)


def test_no_settings_is_an_error_not_an_endless_wait() -> None:
    read_fd, write_fd = os.pipe()
    os.close(write_fd)
    with pytest.raises(ConfigError, match="phony serve"):
        settings_pipe.read(read_fd)
    os.close(read_fd)
