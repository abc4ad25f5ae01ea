"""The parts of the supervisor that need no process: locks, ports, waits."""

from __future__ import annotations

import json
import os
import socket
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


def test_a_listener_waits_for_a_port_that_is_about_to_be_free() -> None:
    with supervisor.listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(ConfigError, match=f"Port {port} on 127.0.0.1 is in use") as caught:
            supervisor.listen("127.0.0.1", port, patience_s=0.3)
        assert f"phony serve --port {port + 10}" in (caught.value.cure or "")
    with supervisor.listen("127.0.0.1", port) as second:
        assert second.getsockname()[1] == port
        assert second.get_inheritable()


def test_ipv6_is_listened_on_and_named_in_brackets() -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    try:
        with supervisor.listen("::1", 0, patience_s=0) as listener:
            assert listener.family == socket.AF_INET6
    except ConfigError:
        pytest.skip("this machine has no IPv6 loopback")
    assert supervisor.local_url(settings(host="::1", port=5)) == "http://[::1]:5"


def test_the_taken_port_of_the_sandbox_is_cured_by_its_own_option() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError) as error:
            supervisor.listen("127.0.0.1", port, 0, option="--sandbox-port")
    assert f"--sandbox-port {port + 10} (or PHONY_SANDBOX_PORT)" in str(error.value.cure)
