"""The parts of `phony serve` that need no process: settings, keys, what the banner says, logs."""

from __future__ import annotations

import json
import logging
import os
import socket
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from phony.cli import app, logs, settings_pipe, start, supervisor
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


def test_restarts_come_ever_later_but_come() -> None:
    waits = [supervisor.backoff_s(crashes) for crashes in range(30)]
    assert waits[0] == 0
    assert waits == sorted(waits)
    assert waits[-1] == 10


@pytest.mark.parametrize(
    ("given", "carrier", "engine"),
    [
        ({}, "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN not set", "OPENAI_API_KEY not set"),
        (
            {"twilio_account_sid": "AC1"},
            "sandbox: TWILIO_AUTH_TOKEN not set",
            "OPENAI_API_KEY not set",
        ),
        (
            {"twilio_account_sid": "AC1", "twilio_auth_token": "t"},
            "Twilio account AC1",
            "sandbox: OPENAI_API_KEY not set",
        ),
        ({"openai_api_key": "k"}, "sandbox: TWILIO", "wss://api.openai.com/v1/realtime"),
        (
            {
                "sandbox": True,
                "twilio_account_sid": "AC1",
                "twilio_auth_token": "t",
                "openai_api_key": "k",
            },
            "sandbox: asked for",
            "sandbox: asked for",
        ),
    ],
)
def test_the_banner_says_which_far_end_is_the_sandbox_and_why(
    given: dict[str, object], carrier: str, engine: str
) -> None:
    said = dict(start.far_ends(settings(**given)))
    assert carrier in said["Carrier"]
    assert engine in said["Engine"]


def test_a_key_is_made_only_for_a_public_server_and_only_once(tmp_path: Path) -> None:
    private = settings(data_dir=tmp_path)
    assert start.with_api_key(private) == (private, None)
    public = settings(data_dir=tmp_path, public_url="https://phony.example.com")
    first, shown = start.with_api_key(public)
    again, shown_again = start.with_api_key(public)
    assert first.api_key == again.api_key
    assert first.api_key
    assert (shown, shown_again) == (first.api_key.get_secret_value(), None)
    own = settings(data_dir=tmp_path, public_url="https://x.example", api_key=SecretStr("own"))
    assert start.with_api_key(own) == (own, None)


def test_every_bad_setting_is_named_in_one_message() -> None:
    with pytest.raises(ConfigError) as caught:
        start.load_settings(workers="many", port="eighty")
    assert "PHONY_WORKERS" in str(caught.value)
    assert "PHONY_PORT" in str(caught.value)


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
        with pytest.raises(ConfigError, match=f"Port {port} on 127.0.0.1 is in use"):
            supervisor.listen("127.0.0.1", port, patience_s=0.3)
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


def test_version_and_help() -> None:
    runner = CliRunner()
    assert runner.invoke(app, ["version"]).output.startswith("phony ")
    output = runner.invoke(app, ["--help"]).output
    assert "serve" in output
    assert "worker" not in output  # not a command for people


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", 99999),
        ("sandbox_port", -1),
        ("public_url", "phony.example.com"),
        ("public_url", "https://"),
        ("public_url", "https://a b.example.com"),
        ("public_url", "https://phony.example.com/?x=1"),
        ("log_level", "loud"),
    ],
)
def test_a_setting_that_cannot_work_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(ConfigError, match=f"PHONY_{name.upper()}: "):
        start.load_settings(**{name: value})


def test_the_taken_port_of_the_sandbox_is_cured_by_its_own_option() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError) as error:
            supervisor.listen("127.0.0.1", port, 0, option="--sandbox-port")
    assert f"--sandbox-port {port + 10} (or PHONY_SANDBOX_PORT)" in str(error.value.cure)
