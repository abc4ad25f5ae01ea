"""The parts of `phony serve` that need no process: settings, keys, what the banner says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from phony.cli import start
from phony.domain.errors import ConfigError
from phony.settings import Settings


def settings(**fields: object) -> Settings:
    values: dict[str, Any] = {
        "twilio_account_sid": None,
        "twilio_auth_token": None,
        "openai_api_key": None,
    }
    return Settings(**{**values, **fields})


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
